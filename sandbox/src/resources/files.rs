//! Stored files: search, details, bytes, changes.
//!
//! Assumed: deleting one file answers 204, deleting many `{ "deleted": n, "ids": [...] }`, and without any filter 400.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::account::file;
use crate::account::file::{FileExpiration, FileKind, FileOrigin, FileStatus, StoredFile};
use crate::account::team::ACCOUNT_USER;
use crate::state::Sandbox;
use crate::values::choice::{MediaFormat, Permission};
use crate::values::date::{Date, Period};
use crate::values::ids::Id;
use crate::wire::answer::{ApiError, Problem};
use crate::wire::assumed::MAX_SIZE;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, Text, Whole};
use crate::wire::path::EntryId;
use crate::wire::qr;
use crate::wire::query::{NoQuery, Query};

mod upload;

const DELETED_AT_ONCE: usize = 100;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/files", get(list).post(upload::upload).delete(remove_many))
        .route("/files/{file}", get(read).patch(update).delete(remove))
        .route("/files/{file}/download", get(download))
        .route("/files/{file}/preview", get(preview))
        // The journal has its own limits, and they are the ones of the sandbox.
        .layer(DefaultBodyLimit::disable())
}

/// What both search and deletion select by. Empty lists select everything.
#[derive(Default)]
struct Selection {
    ids: Vec<Id>,
    period: Period,
    filename: Option<String>,
    extensions: Vec<String>,
    mimes: Vec<String>,
    kinds: Vec<FileKind>,
    owners: Vec<Id>,
    formats: Vec<MediaFormat>,
    permission: Option<Permission>,
    tags: Vec<String>,
    origin: Option<FileOrigin>,
    hashes: Vec<String>,
}

impl Selection {
    fn takes(&self, file: &StoredFile) -> bool {
        let any =
            |list: &[String], text: &str| list.is_empty() || list.iter().any(|one| one == text);
        let has_id = |list: &[Id], id: &str| {
            list.is_empty() || list.iter().any(|one| one.0.eq_ignore_ascii_case(id))
        };
        has_id(&self.ids, &file.id)
            && has_id(&self.owners, ACCOUNT_USER)
            && self.period.contains(file.created)
            && self
                .filename
                .as_ref()
                .is_none_or(|part| holds(&file.filename, part))
            && any(&self.extensions, &file.extension())
            && any(&self.mimes, &file.mime)
            && any(&self.hashes, &file.sha2)
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.0 == file.kind()))
            && (self.formats.is_empty() || self.formats.contains(&file.format))
            && self
                .permission
                .is_none_or(|wanted| wanted == file.permission)
            && self.origin.is_none_or(|wanted| wanted == file.origin)
            && (self.tags.is_empty() || self.tags.iter().any(|tag| file.tags.contains(tag)))
    }
}

async fn list(
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

/// The API's lists are given as arrays; a single text is as good where the facts say so.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Deletion {
    #[serde(default)]
    ids: Vec<Id>,
    before: Option<Date>,
    after: Option<Date>,
    filename: Option<Text<1, 255>>,
    #[serde(default)]
    ext: Vec<String>,
    #[serde(default)]
    mime: Vec<String>,
    #[serde(default)]
    kind: Vec<FileKind>,
    #[serde(default, deserialize_with = "one_or_many")]
    owner: Vec<Id>,
    format: Option<MediaFormat>,
    permission: Option<Permission>,
    #[serde(default)]
    tags: Vec<String>,
    origin: Option<FileOrigin>,
    #[serde(default, deserialize_with = "one_or_many")]
    sha2: Vec<String>,
    limit: Option<Whole<1, 500>>,
    expires: Option<Date>,
    size: Option<usize>,
}

fn one_or_many<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: serde::de::DeserializeOwned,
    D: Deserializer<'de>,
{
    let value = match Value::deserialize(deserializer)? {
        Value::String(text) => json!([text]),
        other => other,
    };
    serde_json::from_value(value).map_err(serde::de::Error::custom)
}

impl Deletion {
    /// Whether nothing at all says which files.
    fn is_open(&self) -> bool {
        let lists = [
            self.ids.len(),
            self.ext.len(),
            self.mime.len(),
            self.kind.len(),
            self.owner.len(),
            self.tags.len(),
            self.sha2.len(),
        ];
        let members = [
            self.before.is_some(),
            self.after.is_some(),
            self.filename.is_some(),
            self.format.is_some(),
            self.permission.is_some(),
            self.origin.is_some(),
            self.expires.is_some(),
            self.size.is_some(),
        ];
        lists.iter().all(|length| *length == 0) && !members.contains(&true)
    }
}

async fn remove_many(
    State(sandbox): State<Arc<Sandbox>>,
    _: NoQuery,
    JsonBody(wanted): JsonBody<Deletion>,
) -> Result<Json<Value>, ApiError> {
    if wanted.is_open() {
        let message = "Say which files: without a filter all of them would be deleted";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, message));
    }
    let limit = wanted.limit.map(|limit| limit.0);
    let selection = Selection {
        ids: wanted.ids,
        period: Period {
            after: wanted.after,
            before: wanted.before,
        },
        filename: wanted.filename.map(String::from),
        extensions: wanted.ext,
        mimes: wanted.mime,
        kinds: wanted.kind,
        owners: wanted.owner,
        formats: wanted.format.into_iter().collect(),
        permission: wanted.permission,
        tags: wanted.tags,
        origin: wanted.origin,
        hashes: wanted.sha2,
    };
    let limit = limit.map_or(DELETED_AT_ONCE, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    let mut deleted = Vec::new();
    sandbox.files.all(|files| {
        files.retain(|file| {
            let ends = |date| file.expires.is_some_and(|expires| expires < date);
            let goes = deleted.len() < limit
                && selection.takes(file)
                && wanted.expires.is_none_or(ends)
                && wanted.size.is_none_or(|size| file.content.size() > size);
            if goes {
                deleted.push(file.id.clone());
            }
            !goes
        });
    });
    Ok(Json(json!({ "deleted": deleted.len(), "ids": deleted })))
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    let now = sandbox.clock.date();
    sandbox.files.one(&id, |file| Json(file.view(now)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Update {
    filename: Option<Text<1, 255>>,
    #[serde(default)]
    reference: Change<Text<1, 255>>,
    format: Option<MediaFormat>,
    tags: Option<Vec<String>>,
    #[serde(default)]
    message: Change<Text<1, 6000>>,
    expiration: Option<FileExpiration>,
    permission: Option<Permission>,
}

async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Value>, ApiError> {
    let now = sandbox.clock.date();
    sandbox.files.one(&id, |file| {
        let mut changed = file.clone();
        if let Some(filename) = update.filename {
            changed.filename = filename.0;
        }
        update.reference.apply(&mut changed.reference);
        update.message.apply(&mut changed.message);
        changed.format = update.format.unwrap_or(changed.format);
        changed.permission = update.permission.unwrap_or(changed.permission);
        changed.tags = update.tags.unwrap_or(changed.tags);
        if let Some(expiration) = update.expiration {
            changed.expires = Some(file::expiry(now, expiration));
        }
        changed.check_format()?;
        *file = changed;
        Ok(Json(file.view(now)))
    })?
}

async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    sandbox.files.remove(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn download(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<Response, ApiError> {
    let file = sandbox.files.one(&id, |file| file.clone())?;
    if file.status(sandbox.clock.date()) == "expired" {
        let message = format!("The file {} has expired", file.id);
        return Err(ApiError::new(StatusCode::GONE, message).with_code("media:expired_file"));
    }
    Ok(bytes(&file, "attachment"))
}

/// A picture as it is; of anything else a picture that stands for it.
async fn preview(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<Response, ApiError> {
    let file = sandbox.files.one(&id, |file| file.clone())?;
    if file.kind() == "image" {
        return Ok(bytes(&file, "inline"));
    }
    Ok(([(CONTENT_TYPE, "image/png")], qr::png(&file.id)).into_response())
}

fn bytes(file: &StoredFile, disposition: &str) -> Response {
    // Once for clients that know only ASCII, once for all others (RFC 6266).
    let plain = file.filename.replace(
        |one: char| !one.is_ascii_graphic() || one == '"' || one == '\\',
        "_",
    );
    let encoded = utf8_percent_encode(&file.filename, NON_ALPHANUMERIC);
    let disposition = format!("{disposition}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let headers = [
        (CONTENT_TYPE, file.mime.clone()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, file.content.body()).into_response()
}
