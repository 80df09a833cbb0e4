//! The stored files of a fresh sandbox, and many for tests of paging.

use sha2::{Digest, Sha256};

use crate::account::file::{FileOrigin, StoredFile, hex, mime_of};
use crate::state::Sandbox;
use crate::values::choice::{MediaFormat, Permission};
use crate::values::date::Date;
use crate::wire::photo;

/// The files of a fresh sandbox.
pub fn seed(sandbox: &Sandbox) {
    let files = ["price-list.pdf", "shop-front.png", "opening-hours.txt"];
    sandbox.files.fill(files.len(), |number, id| StoredFile {
        tags: vec!["shop".to_owned()],
        ..made_up(number, id, files[number - 1])
    });
}

/// That many files with numbers in the place of all.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    sandbox.files.fill(count, |number, id| made_up(number, id, &format!("file-{number}.txt")));
}

fn made_up(number: usize, id: String, filename: &str) -> StoredFile {
    let mime = mime_of(filename);
    let bytes = photo::file(&mime, filename);
    StoredFile {
        id,
        filename: filename.to_owned(),
        format: MediaFormat("native"),
        permission: Permission("public"),
        origin: FileOrigin("upload"),
        reference: Some(format!("seed-{number}")),
        message: None,
        tags: Vec::new(),
        url: None,
        sha2: hex(&Sha256::digest(&bytes)),
        created: Date::seeded(60 * i64::try_from(number).unwrap_or(0)),
        expires: None,
        content: bytes.into(),
        mime,
    }
}
