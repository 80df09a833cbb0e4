//! `GET /files`: by name, kind, size, tag and time.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::account::file::{FileKind, FileOrigin, FileStatus, StoredFile};
use crate::account::team::ACCOUNT_USER;
use crate::state::Sandbox;
use crate::values::choice::{MediaFormat, Permission};
use crate::values::date::Period;
use crate::values::ids::Id;
use crate::wire::answer::{ApiError, Problem};
use crate::wire::assumed::MAX_SIZE;
use crate::wire::body::NoBody;
use crate::wire::query::Query;

/// What both search and deletion select by. Empty lists select everything.
pub struct Selection {
    pub ids: Vec<Id>,
    pub period: Period,
    pub filename: Option<String>,
    pub extensions: Vec<String>,
    pub mimes: Vec<String>,
    pub kinds: Vec<FileKind>,
    pub owners: Vec<Id>,
    pub formats: Vec<MediaFormat>,
    pub permission: Option<Permission>,
    pub tags: Vec<String>,
    pub origin: Option<FileOrigin>,
    pub hashes: Vec<String>,
}

impl Selection {
    /// Whether the file is selected.
    pub fn takes(&self, file: &StoredFile) -> bool {
        let any = |list: &[String], text: &str| list.is_empty() || list.iter().any(|one| one == text);
        let has_id = |list: &[Id], id: &str| list.is_empty() || list.iter().any(|one| one.0.eq_ignore_ascii_case(id));
        has_id(&self.ids, &file.id)
            && has_id(&self.owners, ACCOUNT_USER)
            && self.period.contains(file.created)
            && self.filename.as_ref().is_none_or(|part| holds(&file.filename, part))
            && any(&self.extensions, &file.extension())
            && any(&self.mimes, &file.mime)
            && any(&self.hashes, &file.sha2)
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.0 == file.kind()))
            && (self.formats.is_empty() || self.formats.contains(&file.format))
            && self.permission.is_none_or(|wanted| wanted == file.permission)
            && self.origin.is_none_or(|wanted| wanted == file.origin)
            && (self.tags.is_empty() || self.tags.iter().any(|tag| file.tags.contains(tag)))
    }
}

/// `GET /files`
pub async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let selection = Selection {
        ids: query.forms("ids"),
        period: query.period("after", "before"),
        filename: query.text("filename"),
        extensions: query.list("ext"),
        mimes: query.list("mime"),
        kinds: query.forms("kind"),
        owners: query.forms("owner"),
        formats: query.forms("format"),
        permission: query.form("permission"),
        tags: query.list("tags"),
        origin: query.form("origin"),
        hashes: query.list("sha2"),
    };
    let search = query.text("search");
    let reference = query.text("reference");
    let statuses: Vec<FileStatus> = query.forms("status");
    let device: Option<Id> = query.form("device");
    let sizes = query.list("filesize");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    let sizes = size_range(&sizes)?;

    let now = sandbox.clock.date();
    let wanted = |file: &&StoredFile| {
        let has_status = |status: &FileStatus| match status.0 {
            "ready" => file.status(now) == "active",
            name => file.status(now) == name,
        };
        selection.takes(file)
            && search.as_ref().is_none_or(|term| is_found_by(file, term))
            && reference.as_ref().is_none_or(|mark| file.reference.as_ref() == Some(mark))
            && (statuses.is_empty() || statuses.iter().any(has_status))
            && sizes.contains(&file.content.size())
            // Files belong to the account: none is a single number's own.
            && device.is_none()
    };
    // The newest first, as in the panel.
    Ok(Json(sandbox.files.all(|files| {
        let found = files.iter().rev().filter(wanted);
        page.of(found).map(|file| file.view(now)).collect()
    })))
}

/// `min,max` in bytes.
fn size_range(texts: &[String]) -> Result<RangeInclusive<usize>, ApiError> {
    let numbers: Result<Vec<usize>, _> = texts.iter().map(|text| text.parse()).collect();
    match numbers.as_deref() {
        Ok([]) => Ok(0..=usize::MAX),
        Ok([smallest, largest]) if smallest <= largest => Ok(*smallest..=*largest),
        _ => {
            let reason = "must be two numbers of bytes, the smaller first, like 0,1048576";
            let problem = Problem::new("invalid", "Query parameter", "filesize", reason);
            Err(ApiError::invalid(vec![problem]))
        }
    }
}

/// Whether name, tags or reference hold the term.
fn is_found_by(file: &StoredFile, term: &str) -> bool {
    holds(&file.filename, term)
        || file.tags.iter().any(|tag| holds(tag, term))
        || file.reference.iter().any(|mark| holds(mark, term))
}

fn holds(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}
