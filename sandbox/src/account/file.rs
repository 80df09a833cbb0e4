//! Stored files: what was uploaded to be sent.

use std::path::Path;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::account::store::Entry;
use crate::account::team::ACCOUNT_USER;
use crate::values::choice::{MediaFormat, Permission, choices};
use crate::values::date::{Date, Span};
use crate::wire::answer::{ApiError, compact};
use crate::wire::content::Content;

choices! {
    /// What a file holds.
    FileKind = "image video audio document file";
    /// How it got here.
    FileOrigin = "remote upload";
    /// How long it is kept.
    FileExpiration = "10m 30m 1h 6h 12h 1d 2d 3d 5d 7d 15d 30d 60d 90d 120d 180d 1y 2y";
    /// The states of a file in the vendor's model, and then those that a client of the vendor offers.
    FileStatus = "active expired protected invalid banned removed disabled ready processing failed";
}

/// A stored file.
#[derive(Clone)]
pub struct StoredFile {
    /// 24 hex digits.
    pub id: String,
    /// With its extension.
    pub filename: String,
    /// The media type.
    pub mime: String,
    /// How it is sent.
    pub format: MediaFormat,
    /// Who may see it.
    pub permission: Permission,
    /// How it got here.
    pub origin: FileOrigin,
    /// The client's own mark.
    pub reference: Option<String>,
    /// A caption.
    pub message: Option<String>,
    /// The client's own marks.
    pub tags: Vec<String>,
    /// Where it was fetched.
    pub url: Option<String>,
    /// The SHA-256 of its bytes, in hex.
    pub sha2: String,
    /// When it came.
    pub created: Date,
    /// When it ends; never, if there is none.
    pub expires: Option<Date>,
    /// Its bytes.
    pub content: Content,
}

impl Entry for StoredFile {
    fn id(&self) -> &str {
        &self.id
    }
}

impl StoredFile {
    /// The extension of its name, in small letters and without the dot.
    pub fn extension(&self) -> String {
        let extension = Path::new(&self.filename).extension();
        extension.map_or_else(String::new, |text| text.to_string_lossy().to_ascii_lowercase())
    }

    /// What it holds, by its media type.
    pub fn kind(&self) -> &'static str {
        kind_of(&self.mime)
    }

    /// Its state at that time.
    pub fn status(&self, now: Date) -> &'static str {
        if self.expires.is_some_and(|expires| expires <= now) { "expired" } else { "active" }
    }

    /// 400 when a file of its media type cannot be sent in its format.
    pub fn check_format(&self) -> Result<(), ApiError> {
        let wanted = match self.format.0 {
            "gif" => "video/mp4",
            "ptt" => "audio/ogg",
            _ => return Ok(()),
        };
        // A type may have parameters, such as the codec of Ogg.
        if self.mime.split(';').next() == Some(wanted) {
            return Ok(());
        }
        let message =
            format!("Body field format: {} needs a file of the type {wanted}, not {}", self.format.0, self.mime);
        Err(ApiError::new(StatusCode::BAD_REQUEST, message))
    }

    /// The file as the API shows it.
    pub fn view(&self, now: Date) -> Value {
        let resource = format!("/v1/files/{}", self.id);
        compact(json!({
            "id": self.id,
            "filename": self.filename,
            "extension": self.extension(),
            "mime": self.mime,
            "kind": self.kind(),
            "size": self.content.size(),
            "sha2": self.sha2,
            "format": self.format,
            "permission": self.permission,
            "origin": self.origin,
            "status": self.status(now),
            "reference": self.reference,
            "message": self.message,
            "tags": self.tags,
            "url": self.url,
            "owner": ACCOUNT_USER,
            "createdAt": self.created,
            "expiresAt": self.expires,
            "links": {
                "resource": resource,
                "download": format!("{resource}/download"),
                "preview": format!("{resource}/preview"),
            },
        }))
    }
}

/// When a file that is stored now ends.
pub fn expiry(now: Date, expiration: FileExpiration) -> Date {
    let span: Span = expiration.0.parse().expect("the list holds time spans");
    now.after(span.0)
}

/// What a file of that media type holds.
pub fn kind_of(mime: &str) -> &'static str {
    match (mime.split('/').next(), mime) {
        (Some("image"), _) => "image",
        (Some("video"), _) => "video",
        (Some("audio"), _) => "audio",
        (_, "application/octet-stream" | "application/zip") => "file",
        _ => "document",
    }
}

/// The media type that goes with a file's name.
pub fn mime_of(filename: &str) -> String {
    let guess = mime_guess::from_path(filename).first_or_octet_stream();
    guess.essence_str().to_owned()
}

/// A SHA-256 as hex digits.
pub fn hex(hash: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16);
    let digits = hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.flatten().collect()
}
