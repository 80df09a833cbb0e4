//! Messages to send: the queue and what became of it.
//!
//! Assumed: deleting a message answers 200 with the message as it was; one that was sent already needs `force`,
//! otherwise it is a 409, as is changing one that is no longer queued.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::device::Device;
use crate::account::file;
use crate::message::Message;
use crate::message::draft::{Draft, Priority, named_target};
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::Id;
use crate::values::wids::{ChannelWid, ChatWid, GroupWid};
use crate::wire::answer::ApiError;
use crate::wire::body::{JsonBody, JsonWithMembers, NoBody};
use crate::wire::fields::{List, Text};
use crate::wire::path::EntryId;
use crate::wire::query::{NoQuery, Query};

mod search;
mod view;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/messages", get(search::list).post(send))
        .route("/messages/{message}", get(view::read).patch(update).delete(remove))
}

async fn send(
    State(sandbox): State<Arc<Sandbox>>,
    _: NoQuery,
    JsonWithMembers(mut draft, mut content): JsonWithMembers<Draft>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    draft.check()?;
    let target = draft.target()?;
    let device = sender(&sandbox, draft.device.as_ref())?;
    let kind = kind(&sandbox, &draft)?;
    let now = sandbox.clock.date();
    for member in ["phone", "group", "channel", "chat", "device", "priority", "deliverAt", "reference"] {
        content.shift_remove(member);
    }
    // The older name of the same member.
    if let Some(answer) = content.shift_remove("confirm") {
        content.insert("attend".to_owned(), answer);
    }
    let message = sandbox.messages.add(|id| Message {
        id,
        device,
        target,
        kind,
        reference: draft.reference.take().map(String::from),
        content,
        priority: draft.priority(),
        live: draft.live.unwrap_or(false),
        created: now,
        deliver_at: draft.deliver_at(now).unwrap_or(now),
        expires: draft.expires(now),
        steps: Vec::new(),
        notified: false,
    });
    sandbox.ledger.add(&message);
    sandbox.outbox.expect(&message);
    Ok((StatusCode::CREATED, Json(message.view())))
}

/// The id of the number that sends: the first of the account when none is named. 409 when its queue takes nothing.
fn sender(sandbox: &Sandbox, named: Option<&Id>) -> Result<String, ApiError> {
    let first = || sandbox.devices.all(|all| all.first().map(|device| device.id.clone()));
    let Some(id) = named.map(|id| id.0.clone()).or_else(first) else {
        return Err(ApiError::wrong_field("device", "is missing: the account has no number"));
    };
    let queue = |device: &Device| (device.id.clone(), device.queue.status);
    let (id, status) = sandbox.devices.read(&id, queue)?;
    if matches!(status.0, "reject" | "freeze") {
        let message = format!("The queue of the number takes no messages: it is set to {}", status.0);
        return Err(ApiError::new(StatusCode::CONFLICT, message));
    }
    Ok(id)
}

/// What kind of message it is. A stored file must exist.
fn kind(sandbox: &Sandbox, draft: &Draft) -> Result<&'static str, ApiError> {
    Ok(match (draft.content()?, &draft.media) {
        ("message", _) => "text",
        ("selectId", _) => "buttons",
        ("media", Some(media)) => match (&media.file, &media.url) {
            (Some(id), _) => {
                let kind = sandbox.files.one(&id.0, |file| file.kind());
                kind.map_err(|error| error.with_code("file:not_found"))?
            }
            (None, Some(url)) => file::kind_of(&file::mime_of(&url.0)),
            (None, None) => "document",
        },
        (member, _) => member,
    })
}

choices! {
    /// What an update can take out of a message.
    Removable = "reference media media.file media.message media.reference location location.address location.coordinates";
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Update {
    message: Option<Text<1, 6000>>,
    phone: Option<String>,
    group: Option<GroupWid>,
    channel: Option<ChannelWid>,
    chat: Option<ChatWid>,
    device: Option<Id>,
    agent: Option<Id>,
    deliver_at: Option<Date>,
    priority: Option<Priority>,
    reference: Option<Text<1, 256>>,
    label: Option<Text<1, 256>>,
    #[serde(default)]
    remove: Option<List<Removable, 0, 8>>,
}

async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Value>, ApiError> {
    let target = named_target(update.phone, update.group, update.channel, update.chat)?;
    let named = update.device.as_ref();
    let device = named.map(|_| sender(&sandbox, named)).transpose()?;
    outbox::settle(&sandbox);
    let view = sandbox.messages.one(&id, |message| {
        if !message.is_queued() {
            let reason = format!("The message is {}: only a queued one can be changed", message.status());
            return Err(ApiError::new(StatusCode::CONFLICT, reason));
        }
        for path in update.remove.iter().flat_map(|list| &list.0) {
            take_out(message, path.0);
        }
        let texts = [
            ("message", update.message.map(String::from)),
            ("agent", update.agent.map(|id| id.0)),
            ("label", update.label.map(String::from)),
        ];
        for (member, text) in texts {
            if let Some(text) = text {
                message.content.insert(member.to_owned(), json!(text));
            }
        }
        if let Some(reference) = update.reference {
            message.reference = Some(reference.into());
        }
        message.target = target.unwrap_or_else(|| message.target.clone());
        message.device = device.unwrap_or_else(|| message.device.clone());
        message.deliver_at = update.deliver_at.unwrap_or(message.deliver_at);
        message.priority = update.priority.unwrap_or(message.priority);
        Ok(message.view())
    })??;
    sandbox.outbox.wake();
    Ok(Json(view))
}

/// Takes a member out, or the member of a member.
fn take_out(message: &mut Message, path: &str) {
    match path.split_once('.') {
        None if path == "reference" => message.reference = None,
        None => {
            message.content.shift_remove(path);
        }
        Some((member, inner)) => {
            if let Some(Value::Object(member)) = message.content.get_mut(member) {
                member.shift_remove(inner);
            }
        }
    }
}

async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    let force = query.flag("force");
    query.finish()?;
    outbox::settle(&sandbox);
    sandbox.messages.one(&id, |message| {
        if message.is_queued() || force {
            return Ok(());
        }
        Err(sent_already(message.status()))
    })??;
    let message = sandbox.messages.remove(&id)?;
    Ok(Json(message.view()))
}

/// 409: the message has left the queue.
fn sent_already(status: &str) -> ApiError {
    let message = format!("The message is {status}: with force=true it is deleted nevertheless");
    ApiError::new(StatusCode::CONFLICT, message)
}
