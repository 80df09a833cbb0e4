//! Files that came or went with the messages of a number.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

use crate::inbox::Inbox;
use crate::inbox::file::{ChatFile, FileFlow, FileType};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::wids::{ChatWid, MessageWid};
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::NoBody;
use crate::wire::path::EntryId;
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/chat/{device}/files", get(list))
        .route("/chat/{device}/files/{file}", get(read))
        .route("/chat/{device}/files/{file}/download", get(download))
}

const SORTS: [&str; 4] = ["date:desc", "date:asc", "size:desc", "size:asc"];

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let kinds: Vec<FileType> = query.forms("type");
    let search = query.text("search").map(|text| text.to_lowercase());
    let chats: Vec<ChatWid> = query.forms("chat");
    let ids = query.ids("ids");
    let messages: Vec<MessageWid> = query.forms("message");
    let flow: Option<FileFlow> = query.form("flow");
    let period = query.period("after", "before");
    let sort = query.choice("sort", &SORTS);
    let page = query.page(MAX_SIZE);
    query.finish()?;

    let found = |file: &&ChatFile| {
        (kinds.is_empty() || kinds.contains(&file.kind))
            && (chats.is_empty() || chats.iter().any(|chat| chat.0 == file.chat))
            && (ids.is_empty() || ids.contains(&file.id))
            && (messages.is_empty() || messages.iter().any(|one| one.0.eq_ignore_ascii_case(&file.message)))
            && flow.is_none_or(|flow| flow == file.flow)
            && period.contains(file.created)
            && search.iter().all(|text| {
                let caption = file.caption.as_deref().unwrap_or_default();
                let texts = [file.filename.as_str(), caption, &file.message, &file.chat];
                texts.iter().any(|one| one.to_lowercase().contains(text))
            })
    };
    Ok(Json(number.inbox(|inbox| {
        let mut files: Vec<&ChatFile> = inbox.files.iter().filter(found).collect();
        match sort.as_deref().unwrap_or(SORTS[0]) {
            "date:asc" => files.sort_by_key(|file| file.created),
            "size:desc" => files.sort_by_key(|file| Reverse(file.content.size())),
            "size:asc" => files.sort_by_key(|file| file.content.size()),
            _ => files.sort_by_key(|file| Reverse(file.created)),
        }
        page.of(files).map(|file| file.view(inbox)).collect()
    })))
}

async fn read(number: Number, EntryId(id): EntryId, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| file(inbox, &id).map(|file| Json(file.view(inbox))))
}

/// The name stands in the answer in the old form, where a quotation mark has no place.
async fn download(number: Number, EntryId(id): EntryId, _: NoQuery, _: NoBody) -> Result<Response, ApiError> {
    number.inbox(|inbox| {
        let file = file(inbox, &id)?;
        let name = file.filename.replace('"', "'");
        let headers =
            [(CONTENT_TYPE, file.mime.clone()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
        Ok((headers, file.content.body()).into_response())
    })
}

fn file<'a>(inbox: &'a Inbox, id: &str) -> Result<&'a ChatFile, ApiError> {
    inbox.file(id).ok_or_else(|| assumed::no_such("file", id))
}
