//! `POST /sandbox/devices/{device}/messages`: plays somebody who writes to a number.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::inbox::chat::{Chat, ChatKind};
use crate::resources::Number;
use crate::values::wids::{GroupWid, Phone};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::body::JsonBody;
use crate::wire::fields::Text;
use crate::wire::query::NoQuery;

/// What somebody writes, and in which group if it is one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    from: Phone,
    message: Text<1, 60_000>,
    group: Option<GroupWid>,
}

/// Puts the message into its chat and tells webhooks. Somebody who is blocked cannot write.
pub async fn receive(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<Incoming>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let own_wid = number.own_wid();
    let from = body.from.wid();
    let message = number.inbox(|inbox| {
        if inbox.blocked.contains(&from) {
            return Err(ApiError::wrong_field("from", "is blocked by the number"));
        }
        let chat = body.group.map_or_else(|| from.clone(), |group| group.0);
        if inbox.chat(&chat).is_none() {
            if chat != from {
                return Err(ApiError::wrong_field("group", "must be a group of the number"));
            }
            let kind = ChatKind("chat");
            inbox.chats.push(Chat::new(&chat, kind, &body.from.0, number.now));
        }
        let message = inbox.add_message(&chat, "inbound", &body.message.0, &own_wid, number.now);
        message.from = from;
        let message = message.clone();
        Ok(message.view_with(inbox, &["chat".to_owned()]))
    })?;
    number.tell(EventName("message:in:new"), &message);
    Ok((StatusCode::CREATED, Json(message)))
}
