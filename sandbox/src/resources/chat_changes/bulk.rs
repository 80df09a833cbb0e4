//! `PATCH /chat/{device}/chats`: one action for many chats.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{label, owners, refuse_unknown_labels, set_read};
use crate::account::team::Person;
use crate::inbox::chat::ChatStatus;
use crate::resources::Number;
use crate::resources::chats::{ChatName, position};
use crate::values::choice::choices;
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::body::JsonBody;
use crate::wire::fields::List;
use crate::wire::query::NoQuery;

choices! {
    /// What is done with many chats.
    BulkAction = "resolve unresolve pin unpin mute unmute assign unassign block unblock read unread labels";
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    action: BulkAction,
    chats: List<ChatName, 1, 1000>,
    params: Option<BulkParams>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BulkParams {
    add: Option<Vec<String>>,
    remove: Option<Vec<String>>,
    agent: Option<Id>,
    department: Option<Id>,
}

/// All chats or none.
pub async fn many(number: Number, _: NoQuery, JsonBody(body): JsonBody<Bulk>) -> Result<Json<Value>, ApiError> {
    let params = body.params.unwrap_or_default();
    let labels = params.add.is_some() || params.remove.is_some();
    let owner = params.agent.is_some() || params.department.is_some();
    let (needs_labels, needs_owner) = (body.action.0 == "labels", body.action.0 == "assign");
    if needs_labels != labels || needs_owner != owner {
        let reason = "must have add or remove for the action labels, agent or department for assign, and nothing else";
        return Err(ApiError::wrong_field("params", reason));
    }
    let person = params.agent.map(|id| Person::Id(id.0));
    let (agent, department) = owners(&number, person, params.department)?;
    let add = params.add.unwrap_or_default();
    let remove = params.remove.unwrap_or_default();
    number.inbox(|inbox| {
        refuse_unknown_labels(inbox, &add, "params.add")?;
        let positions = body.chats.0.iter().map(|chat| position(inbox, &chat.0));
        let positions = positions.collect::<Result<Vec<usize>, ApiError>>()?;
        for index in positions {
            let chat = &mut inbox.chats[index];
            match body.action.0 {
                "resolve" => chat.status = ChatStatus("resolved"),
                "unresolve" => chat.status = ChatStatus("active"),
                "pin" | "unpin" => chat.pinned = body.action.0 == "pin",
                "mute" | "unmute" => chat.muted = body.action.0 == "mute",
                "read" | "unread" => set_read(chat, body.action.0 == "read"),
                "labels" => label(chat, &add, &remove),
                "assign" | "unassign" => chat.assign(agent.clone(), department.clone(), number.now),
                _ => {
                    let wid = chat.wid.clone();
                    inbox.block(&wid, body.action.0 == "block");
                }
            }
        }
        let wids: Vec<&String> = body.chats.0.iter().map(|chat| &chat.0).collect();
        Ok(Json(json!({ "action": body.action, "chats": wids })))
    })
}
