//! `DELETE /files`: every file that a filter selects.
//!
//! Assumed: the answer is `{ "deleted": n, "ids": [...] }`, and 400 without any filter.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::search::Selection;
use crate::account::file::{FileKind, FileOrigin};
use crate::state::Sandbox;
use crate::values::choice::{MediaFormat, Permission};
use crate::values::date::{Date, Period};
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::body::JsonBody;
use crate::wire::fields::{Text, Whole};
use crate::wire::query::NoQuery;

/// How many files a request deletes where it names no limit.
const DEFAULT_LIMIT: usize = 100;

/// The API's lists are given as arrays; a single text is as good where the facts say so.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deletion {
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

/// `DELETE /files`
pub async fn remove_many(
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
        period: Period { after: wanted.after, before: wanted.before },
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
    let limit = limit.map_or(DEFAULT_LIMIT, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
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
