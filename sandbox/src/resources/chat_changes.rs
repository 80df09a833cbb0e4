//! What people do with chats to keep them in order: one by one, or many at once.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{patch, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;

use super::chats::position;
use crate::account::team::{ACCOUNT_USER, Person};
use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatStatus, Note};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::ids::Id;
use crate::values::wids::ChatWid;
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed;
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::{List, Text};
use crate::wire::path::At;
use crate::wire::query::{NoQuery, Query};

mod bulk;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let chat = "/chat/{device}/chats/{chat}";
    let notes = post(add_note).delete(remove_notes).get(list_notes);
    Router::new()
        .route("/chat/{device}/chats", patch(bulk::many))
        .route(&format!("{chat}/unread"), patch(set_unread))
        .route(&format!("{chat}/status"), patch(set_status))
        .route(&format!("{chat}/owner"), patch(assign).delete(unassign))
        .route(&format!("{chat}/notes"), notes)
        .route(&format!("{chat}/labels"), patch(set_labels))
        .route(&format!("{chat}/attributes"), patch(set_attributes))
        .route(&format!("{chat}/archive"), put(archive).delete(unarchive))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unread {
    unread: bool,
}

async fn set_unread(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<Unread>,
) -> Result<Json<Value>, ApiError> {
    change(&number, &chat, |chat| set_read(chat, !body.unread))
}

fn set_read(chat: &mut Chat, read: bool) {
    chat.unread = if read { 0 } else { chat.unread.max(1) };
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    status: ChatStatus,
}

async fn set_status(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<Status>,
) -> Result<Json<Value>, ApiError> {
    change(&number, &chat, |chat| chat.status = body.status)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assignment {
    agent: Option<Id>,
    email: Option<String>,
    department: Option<Id>,
}

/// To a person by id or email, to a department, or to a person and a department.
async fn assign(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<Assignment>,
) -> Result<Json<Value>, ApiError> {
    let person = match (body.agent, body.email) {
        (None, None) if body.department.is_some() => None,
        (agent, email) => Some(
            Person::named(agent, email)
                .map_err(|_| ApiError::wrong_field("agent", "send agent or email, or a department"))?,
        ),
    };
    let (agent, department) = owners(&number, person, body.department)?;
    change(&number, &chat, |chat| {
        chat.assign(agent, department, number.now);
    })
}

/// The ids of those who take care of a chat; 404 when there is no such one, or one without access to the number.
fn owners(
    number: &Number,
    person: Option<Person>,
    department: Option<Id>,
) -> Result<(Option<String>, Option<String>), ApiError> {
    let agent = person.map(|person| number.sandbox.team.find_on(&number.id, &person));
    let department = department.map(|id| {
        number.inbox(|inbox| {
            let mut departments = inbox.departments.iter();
            let found = departments.find(|one| one.id.eq_ignore_ascii_case(&id.0));
            let found = found.ok_or_else(|| assumed::no_such("department", &id.0));
            found.map(|department| department.id.clone())
        })
    });
    Ok((agent.transpose()?.map(|agent| agent.id), department.transpose()?))
}

async fn unassign(number: Number, At(chat): At<ChatWid>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    change(&number, &chat, |chat| chat.assign(None, None, number.now))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewNote {
    message: Text<2, 6000>,
    quote: Option<Text<1, 50>>,
    author: Option<Id>,
}

async fn add_note(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<NewNote>,
) -> Result<(StatusCode, Json<Note>), ApiError> {
    let author = match body.author {
        Some(id) => number.sandbox.team.find(&Person::Id(id.0))?.id,
        None => ACCOUNT_USER.to_owned(),
    };
    number.inbox(|inbox| {
        let chat = position(inbox, &chat.0)?;
        let quote = body.quote.map(|quote| quote.0);
        let note = inbox.add_note(chat, &body.message.0, quote, &author, number.now);
        Ok((StatusCode::CREATED, Json(note)))
    })
}

async fn list_notes(number: Number, At(chat): At<ChatWid>, _: NoQuery, _: NoBody) -> Result<Json<Vec<Note>>, ApiError> {
    number.inbox(|inbox| {
        let chat = position(inbox, &chat.0)?;
        Ok(Json(inbox.chats[chat].notes.clone()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteIds {
    ids: List<Id, 1, 1000>,
}

/// All or none.
async fn remove_notes(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<NoteIds>,
) -> Result<StatusCode, ApiError> {
    number.inbox(|inbox| {
        let chat = position(inbox, &chat.0)?;
        let notes = &mut inbox.chats[chat].notes;
        let is = |note: &Note, id: &Id| note.id.eq_ignore_ascii_case(&id.0);
        if let Some(id) = body.ids.0.iter().find(|id| !notes.iter().any(|note| is(note, id))) {
            return Err(assumed::no_such("note", &id.0));
        }
        notes.retain(|note| !body.ids.0.iter().any(|id| is(note, id)));
        Ok(StatusCode::NO_CONTENT)
    })
}

/// Sets the labels; with `upsert` it adds these, with `remove` it takes these off.
async fn set_labels(
    number: Number,
    At(chat): At<ChatWid>,
    mut query: Query,
    JsonList(names): JsonList<String>,
) -> Result<Json<Value>, ApiError> {
    let upsert = query.flag("upsert");
    let remove = query.flag("remove");
    if upsert && remove {
        query.complain("invalid", "remove", "must not go together with upsert");
    }
    query.finish()?;
    number.inbox(|inbox| {
        if !remove {
            refuse_unknown_labels(inbox, &names, "")?;
        }
        Ok(())
    })?;
    change(&number, &chat, |chat| {
        if remove {
            label(chat, &[], &names);
        } else {
            if !upsert {
                chat.labels.clear();
            }
            label(chat, &names, &[]);
        }
    })
}

fn refuse_unknown_labels(inbox: &Inbox, names: &[String], place: &str) -> Result<(), ApiError> {
    for (index, name) in names.iter().enumerate() {
        if !inbox.labels.iter().any(|label| label.name == *name) {
            let reason = format!("there is no label {name:?}; create it first");
            return Err(ApiError::wrong_field(&format!("{place}[{index}]"), reason));
        }
    }
    Ok(())
}

fn label(chat: &mut Chat, add: &[String], remove: &[String]) {
    chat.labels.retain(|label| !remove.contains(label));
    for name in add {
        if !chat.labels.contains(name) {
            chat.labels.push(name.clone());
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    pinned: Option<bool>,
    muted: Option<bool>,
}

async fn set_attributes(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<Attributes>,
) -> Result<Json<Value>, ApiError> {
    if body.pinned.is_none() && body.muted.is_none() {
        return Err(ApiError::wrong_field("pinned", "send pinned, muted, or both"));
    }
    change(&number, &chat, |chat| {
        chat.pinned = body.pinned.unwrap_or(chat.pinned);
        chat.muted = body.muted.unwrap_or(chat.muted);
    })
}

async fn archive(number: Number, At(chat): At<ChatWid>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    change(&number, &chat, |chat| chat.archived = true)
}

async fn unarchive(number: Number, At(chat): At<ChatWid>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    change(&number, &chat, |chat| chat.archived = false)
}

/// Changes a chat, and answers with it.
fn change(number: &Number, wid: &ChatWid, change: impl FnOnce(&mut Chat)) -> Result<Json<Value>, ApiError> {
    let chat = number.inbox(|inbox| {
        let index = position(inbox, &wid.0)?;
        change(&mut inbox.chats[index]);
        Ok::<_, ApiError>(inbox.chats[index].view(inbox))
    })?;
    number.tell(EventName("chat:update"), &chat);
    Ok(Json(chat))
}
