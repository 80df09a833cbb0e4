//! A message as the API shows it, with what a client wants to have embedded.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::account::device::Device;
use crate::message::{Message, MessageInclude};
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::wire::answer::ApiError;
use crate::wire::body::NoBody;
use crate::wire::path::EntryId;
use crate::wire::query::Query;

/// `GET /messages/{message}`
pub async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    let include: Vec<MessageInclude> = query.forms("include");
    query.finish()?;
    outbox::settle(&sandbox);
    let message = sandbox.messages.one(&id, |message| message.clone())?;
    Ok(Json(view(&sandbox, &message, &include)))
}

/// The message with what is to be embedded.
pub fn view(sandbox: &Sandbox, message: &Message, include: &[MessageInclude]) -> Value {
    let mut view = message.view();
    for part in include {
        match part.0 {
            "device" => {
                let brief = |device: &Device| json!({ "id": device.id, "phone": device.phone, "alias": device.alias });
                if let Ok(device) = sandbox.devices.read(&message.device, brief) {
                    view["device"] = device;
                }
            }
            "agent" => {
                if let Some(agent) = message.text("agent") {
                    view["agent"] = json!({ "id": agent });
                }
            }
            part => view[part] = events(message),
        }
    }
    view
}

fn events(message: &Message) -> Value {
    let queued = json!({ "action": "queued", "date": message.created });
    let steps = message.steps.iter();
    let steps = steps.map(|(step, at)| json!({ "action": step.name(), "date": at }));
    std::iter::once(queued).chain(steps).collect()
}
