//! Stored files: details, bytes, changes.
//!
//! Assumed: deleting one file answers 204.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;

use crate::account::file::{self, FileExpiration, StoredFile};
use crate::state::Sandbox;
use crate::values::choice::{MediaFormat, Permission};
use crate::wire::answer::ApiError;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, Text};
use crate::wire::path::EntryId;
use crate::wire::qr;
use crate::wire::query::NoQuery;

mod deletion;
mod search;
mod upload;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let files = get(search::list).post(upload::upload).delete(deletion::remove_many);
    Router::new()
        .route("/files", files)
        .route("/files/{file}", get(read).patch(update).delete(remove))
        .route("/files/{file}/download", get(download))
        .route("/files/{file}/preview", get(preview))
        // The journal has its own limits, and they are the ones of the sandbox.
        .layer(DefaultBodyLimit::disable())
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
    let plain = file.filename.replace(|one: char| !one.is_ascii_graphic() || one == '"' || one == '\\', "_");
    let encoded = utf8_percent_encode(&file.filename, NON_ALPHANUMERIC);
    let disposition = format!("{disposition}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let headers = [(CONTENT_TYPE, file.mime.clone()), (CONTENT_DISPOSITION, disposition)];
    (headers, file.content.body()).into_response()
}
