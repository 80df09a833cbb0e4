//! What an answer is, judged by its status and headers. The bytes themselves stay with the host.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// What to make of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A success without content.
    Empty,
    /// JSON, or text that has to be taken as it is when it is not JSON.
    Text {
        /// Whether the API says that it is JSON; then anything else is of no use.
        json: bool,
    },
    /// A file.
    File {
        /// Its name, with extension.
        name: String,
        /// Its MIME type.
        mime_type: String,
    },
    /// A web page: whatever answered, it was not the API.
    Page,
    /// A status that is not a success.
    Refusal,
}

/// Judges an answer. `file_name` is the request's: set when a file was asked for. The API's own name for it comes first.
#[must_use]
pub fn judge(
    status: u16,
    content_type: &str,
    disposition: &str,
    is_empty: bool,
    file_name: Option<&str>,
) -> Answer {
    if !(200..300).contains(&status) {
        return Answer::Refusal;
    }
    if is_empty {
        return Answer::Empty;
    }
    let mime_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let json = mime_type == "application/json" || mime_type.ends_with("+json");
    let is_media = ["image/", "audio/", "video/"]
        .iter()
        .any(|kind| mime_type.starts_with(kind))
        || matches!(
            mime_type.as_str(),
            "application/pdf" | "application/zip" | "application/octet-stream"
        );
    match file_name.or(is_media.then_some("file")) {
        Some(name) if !json => Answer::File {
            name: named(disposition).unwrap_or_else(|| match extension(&mime_type) {
                Some(extension) => format!("{name}.{extension}"),
                None => name.to_owned(),
            }),
            mime_type: if mime_type.is_empty() {
                "application/octet-stream".into()
            } else {
                mime_type
            },
        },
        _ if mime_type == "text/html" => Answer::Page,
        _ => Answer::Text { json },
    }
}

/// The file name in a `Content-Disposition`: `filename*` (RFC 8187) before `filename`, without any folder.
fn named(disposition: &str) -> Option<String> {
    let mut plain = None;
    let mut extended = None;
    for (name, value) in parameters(disposition) {
        match name.to_ascii_lowercase().as_str() {
            "filename" => plain = Some(value),
            "filename*" => {
                let encoded = value.splitn(3, '\'').nth(2).unwrap_or_default();
                extended = percent_decode_str(encoded)
                    .decode_utf8()
                    .ok()
                    .map(String::from);
            }
            _ => {}
        }
    }
    let name = extended.filter(|name| !name.is_empty()).or(plain)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|char| !char.is_control()).collect();
    let name = name.trim();
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

/// The parameters of a header: `; name=value` or `; name="value"`, with backslashes before what is meant literally.
fn parameters(header: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some((_, tail)) = rest.split_once(';') {
        let Some((name, tail)) = tail.split_once('=') else {
            break;
        };
        let tail = tail.trim_start();
        let mut value = String::new();
        if let Some(quoted) = tail.strip_prefix('"') {
            let mut characters = quoted.chars();
            while let Some(character) = characters.next().filter(|character| *character != '"') {
                value.extend(match character {
                    '\\' => characters.next(),
                    other => Some(other),
                });
            }
            rest = characters.as_str();
        } else {
            let plain = tail.split(';').next().unwrap_or_default();
            value.push_str(plain.trim());
            rest = tail.strip_prefix(plain).unwrap_or_default();
        }
        found.push((name.trim(), value));
    }
    found
}

/// The ID of a stored file that a refusal names as already there, in `meta.file`.
#[must_use]
pub fn existing_file(refusal: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(refusal).ok()?;
    let id = answer["meta"]["file"].as_str()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// The usual extension of the file types that the API sends.
fn extension(mime_type: &str) -> Option<&'static str> {
    Some(match mime_type {
        "image/svg+xml" => "svg",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "video/mp4" => "mp4",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "text/plain" => "txt",
        "text/csv" => "csv",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_its_extension_from_its_type() {
        assert_eq!(
            judge(200, "image/svg+xml; charset=utf-8", "", false, Some("qr-1")),
            Answer::File {
                name: "qr-1.svg".into(),
                mime_type: "image/svg+xml".into()
            }
        );
        assert_eq!(
            judge(200, "", "", false, Some("qr-1")),
            Answer::File {
                name: "qr-1".into(),
                mime_type: "application/octet-stream".into()
            }
        );
    }

    #[test]
    fn json_is_json_even_where_a_file_was_asked_for() {
        assert_eq!(
            judge(200, "application/json", "", false, Some("qr-1")),
            Answer::Text { json: true }
        );
        assert_eq!(
            judge(200, "application/problem+json", "", false, None),
            Answer::Text { json: true }
        );
        assert_eq!(
            judge(200, "text/plain", "", false, None),
            Answer::Text { json: false }
        );
    }

    #[test]
    fn what_is_plainly_a_file_is_one_even_where_none_was_asked_for() {
        assert_eq!(
            judge(200, "application/pdf", "", false, None),
            Answer::File {
                name: "file.pdf".into(),
                mime_type: "application/pdf".into()
            }
        );
        assert_eq!(judge(200, "text/html", "", false, None), Answer::Page);
    }

    #[test]
    fn the_name_that_the_api_gives_a_file_comes_first() {
        for (disposition, name) in [
            ("attachment; filename=\"price list.pdf\"", "price list.pdf"),
            ("inline; filename=a.pdf; size=3", "a.pdf"),
            (
                "attachment; filename=\"x.pdf\"; filename*=UTF-8''pre%C3%A7os%20%E2%82%AC.pdf",
                "preços €.pdf",
            ),
            (
                "attachment; filename*=UTF-8''%FF.pdf; filename=plain.pdf",
                "plain.pdf",
            ),
            (
                "attachment; FILENAME=\"say \\\"hi\\\"; now.txt\"",
                "say \"hi\"; now.txt",
            ),
            ("attachment; filename=\"../../etc/passwd\"", "passwd"),
            ("attachment; filename=\"C:\\\\temp\\\\a.txt\"", "a.txt"),
            ("attachment; filename=\"..\"", "file-7.pdf"),
            ("attachment; filename=\"\"", "file-7.pdf"),
            ("attachment", "file-7.pdf"),
            ("; = ;;\"", "file-7.pdf"),
        ] {
            let Answer::File { name: found, .. } =
                judge(200, "application/pdf", disposition, false, Some("file-7"))
            else {
                panic!("{disposition} is a file");
            };
            assert_eq!(found, name, "{disposition}");
        }
    }

    #[test]
    fn a_refusal_may_name_the_file_that_is_there_already() {
        let refusal = r#"{"status":409,"message":"Duplicate","meta":{"file":"f1"}}"#;
        assert_eq!(existing_file(refusal).as_deref(), Some("f1"));
        for other in [
            "",
            "[]",
            r#"{"meta":{"file":""}}"#,
            r#"{"meta":{"file":7}}"#,
        ] {
            assert_eq!(existing_file(other), None);
        }
    }

    #[test]
    fn only_a_2xx_is_a_success() {
        assert_eq!(judge(204, "", "", true, None), Answer::Empty);
        assert_eq!(
            judge(200, "application/json", "", true, Some("qr-1")),
            Answer::Empty
        );
        for status in [0, 199, 300, 302, 404, 500] {
            assert_eq!(
                judge(status, "application/json", "", false, None),
                Answer::Refusal
            );
        }
    }
}
