//! The form of an answer, by its status and headers. The bytes stay with the host.

use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Whether a status is a success (RFC 9110 15.3).
#[must_use]
pub const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

/// The content of a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<V> {
    /// Nothing.
    Empty,
    /// A value.
    Value(V),
    /// A file.
    File {
        /// The name, with extension.
        name: String,
        /// The MIME type.
        mime_type: String,
    },
}

/// The form of a success, by its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// No content.
    Empty,
    /// JSON, or any other text.
    Text {
        /// Whether the API declares JSON; any other text is then an error.
        is_json: bool,
    },
    /// A file.
    File {
        /// The name, with extension.
        name: String,
        /// The MIME type.
        mime_type: String,
    },
    /// A web page: another server answered, not the API.
    Page,
}

/// Classifies a success. `file_name` is set where the request asks for a file; the API's own file name comes first.
#[must_use]
pub fn classify(content_type: &str, disposition: &str, is_empty: bool, file_name: Option<&str>) -> Form {
    if is_empty {
        return Form::Empty;
    }
    let mime_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = mime_type == "application/json" || mime_type.ends_with("+json");
    let is_media = ["image/", "audio/", "video/"].iter().any(|kind| mime_type.starts_with(kind))
        || matches!(mime_type.as_str(), "application/pdf" | "application/zip" | "application/octet-stream");
    match file_name.or(is_media.then_some("file")) {
        Some(name) if !is_json => Form::File {
            name: named(disposition).unwrap_or_else(|| match extension(&mime_type) {
                Some(extension) => format!("{name}.{extension}"),
                None => name.to_owned(),
            }),
            mime_type: if mime_type.is_empty() { "application/octet-stream".into() } else { mime_type },
        },
        _ if mime_type == "text/html" => Form::Page,
        _ => Form::Text { is_json },
    }
}

/// The time that `Retry-After` asks to wait: a number of seconds or a date (RFC 9110 10.2.3). `None` for any other text.
#[must_use]
pub fn retry_after(header: &str, now: Duration) -> Option<Duration> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is a time that does not come.
        return Some(header.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    let date = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(date.saturating_sub(now))
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
                extended = percent_decode_str(encoded).decode_utf8().ok().map(String::from);
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

/// The ID of the existing entry that a refusal names. `path` leads to the ID through the body, with dots.
#[must_use]
pub fn conflict(refusal: &str, path: &str) -> Option<String> {
    let body: Value = serde_json::from_str(refusal).ok()?;
    let id = path.split('.').try_fold(&body, |value, member| value.get(member))?;
    let id = id.as_str().filter(|id| !id.is_empty())?;
    Some(id.to_owned())
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
            classify("image/svg+xml; charset=utf-8", "", false, Some("qr-1")),
            Form::File { name: "qr-1.svg".into(), mime_type: "image/svg+xml".into() }
        );
        assert_eq!(
            classify("", "", false, Some("qr-1")),
            Form::File { name: "qr-1".into(), mime_type: "application/octet-stream".into() }
        );
    }

    #[test]
    fn json_is_json_even_where_a_file_was_asked_for() {
        assert_eq!(classify("application/json", "", false, Some("qr-1")), Form::Text { is_json: true });
        assert_eq!(classify("application/problem+json", "", false, None), Form::Text { is_json: true });
        assert_eq!(classify("text/plain", "", false, None), Form::Text { is_json: false });
    }

    #[test]
    fn what_is_plainly_a_file_is_one_even_where_none_was_asked_for() {
        assert_eq!(
            classify("application/pdf", "", false, None),
            Form::File { name: "file.pdf".into(), mime_type: "application/pdf".into() }
        );
        assert_eq!(classify("text/html", "", false, None), Form::Page);
    }

    #[test]
    fn the_name_that_the_api_gives_a_file_comes_first() {
        for (disposition, name) in [
            ("attachment; filename=\"price list.pdf\"", "price list.pdf"),
            ("inline; filename=a.pdf; size=3", "a.pdf"),
            ("attachment; filename=\"x.pdf\"; filename*=UTF-8''pre%C3%A7os%20%E2%82%AC.pdf", "preços €.pdf"),
            ("attachment; filename*=UTF-8''%FF.pdf; filename=plain.pdf", "plain.pdf"),
            ("attachment; FILENAME=\"say \\\"hi\\\"; now.txt\"", "say \"hi\"; now.txt"),
            ("attachment; filename=\"../../etc/passwd\"", "passwd"),
            ("attachment; filename=\"C:\\\\temp\\\\a.txt\"", "a.txt"),
            ("attachment; filename=\"..\"", "file-7.pdf"),
            ("attachment; filename=\"\"", "file-7.pdf"),
            ("attachment", "file-7.pdf"),
            ("; = ;;\"", "file-7.pdf"),
        ] {
            let Form::File { name: found, .. } = classify("application/pdf", disposition, false, Some("file-7")) else {
                panic!("{disposition} is a file");
            };
            assert_eq!(found, name, "{disposition}");
        }
    }

    #[test]
    fn a_refusal_may_name_the_entry_that_is_there_already() {
        let refusal = r#"{"status":409,"message":"Duplicate","meta":{"file":"f1"}}"#;
        assert_eq!(conflict(refusal, "meta.file").as_deref(), Some("f1"));
        for other in ["", "[]", r#"{"meta":{"file":""}}"#, r#"{"meta":{"file":7}}"#] {
            assert_eq!(conflict(other, "meta.file"), None);
        }
    }

    #[test]
    fn only_a_2xx_is_a_success() {
        for status in [200, 201, 204, 299] {
            assert!(is_success(status), "{status}");
        }
        for status in [0, 199, 300, 302, 404, 500] {
            assert!(!is_success(status), "{status}");
        }
        assert_eq!(classify("application/json", "", true, Some("qr-1")), Form::Empty);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // 2026-11-22 08:00:00 UTC.
        let now = Duration::from_hours(498_704);
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        for (header, wait) in [
            ("0", seconds(0)),
            (" 7 ", seconds(7)),
            ("4294968", seconds(4_294_968)),
            ("99999999999999999999999", Some(Duration::MAX)),
            ("Sun, 22 Nov 2026 08:00:10 GMT", seconds(10)),
            ("Sun, 22 Nov 2026 07:00:00 GMT", seconds(0)),
            ("", None),
            ("2.5", None),
            ("-1", None),
            ("1, 1", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(header, now), wait, "{header}");
        }
    }
}
