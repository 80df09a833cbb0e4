//! What an answer is, judged by its status and headers. The bytes themselves stay with the host.

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

/// Judges an answer. `file_name` is the request's: set when a file was asked for.
#[must_use]
pub fn judge(status: u16, content_type: &str, is_empty: bool, file_name: Option<&str>) -> Answer {
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
            name: match extension(&mime_type) {
                Some(extension) => format!("{name}.{extension}"),
                None => name.to_owned(),
            },
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
            judge(200, "image/svg+xml; charset=utf-8", false, Some("qr-1")),
            Answer::File {
                name: "qr-1.svg".into(),
                mime_type: "image/svg+xml".into()
            }
        );
        assert_eq!(
            judge(200, "", false, Some("qr-1")),
            Answer::File {
                name: "qr-1".into(),
                mime_type: "application/octet-stream".into()
            }
        );
    }

    #[test]
    fn json_is_json_even_where_a_file_was_asked_for() {
        assert_eq!(
            judge(200, "application/json", false, Some("qr-1")),
            Answer::Text { json: true }
        );
        assert_eq!(
            judge(200, "application/problem+json", false, None),
            Answer::Text { json: true }
        );
        assert_eq!(
            judge(200, "text/plain", false, None),
            Answer::Text { json: false }
        );
    }

    #[test]
    fn what_is_plainly_a_file_is_one_even_where_none_was_asked_for() {
        assert_eq!(
            judge(200, "application/pdf", false, None),
            Answer::File {
                name: "file.pdf".into(),
                mime_type: "application/pdf".into()
            }
        );
        assert_eq!(judge(200, "text/html", false, None), Answer::Page);
    }

    #[test]
    fn only_a_2xx_is_a_success() {
        assert_eq!(judge(204, "", true, None), Answer::Empty);
        assert_eq!(
            judge(200, "application/json", true, Some("qr-1")),
            Answer::Empty
        );
        for status in [0, 199, 300, 302, 404, 500] {
            assert_eq!(
                judge(status, "application/json", false, None),
                Answer::Refusal
            );
        }
    }
}
