//! Labels of a number. The name of a label is its key.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;

use crate::inbox::desk::Label;
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::choice::LabelColor;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, Text};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let labels = get(list).post(create).patch(update).delete(remove);
    Router::new().route("/devices/{device}/labels", labels)
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Label>>, ApiError> {
    let size = query.number("size", &(1..=MAX_SIZE)).unwrap_or(20);
    query.finish()?;
    let labels = number.inbox(|inbox| inbox.labels.iter().take(size).cloned().collect());
    Ok(Json(labels))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelBody {
    name: Text<1, 30>,
    color: LabelColor,
    #[serde(default)]
    description: Change<String>,
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<LabelBody>,
) -> Result<(StatusCode, Json<Label>), ApiError> {
    number.inbox(|inbox| {
        let name = body.name.0;
        if inbox.labels.iter().any(|label| label.name == name) {
            return Err(assumed::exists("label", &name));
        }
        let label = inbox.add_label(&name, body.color, "chat");
        body.description.apply(&mut label.description);
        Ok((StatusCode::CREATED, Json(label.clone())))
    })
}

async fn update(number: Number, _: NoQuery, JsonBody(body): JsonBody<LabelBody>) -> Result<Json<Label>, ApiError> {
    number.inbox(|inbox| {
        let name = body.name.0;
        let label = inbox.labels.iter_mut().find(|label| label.name == name);
        let label = label.ok_or_else(|| assumed::no_such("label", &name))?;
        label.color = body.color;
        body.description.apply(&mut label.description);
        Ok(Json(label.clone()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelName {
    name: String,
}

/// The label also goes from the chats that have it.
async fn remove(
    number: Number,
    _: NoQuery,
    JsonBody(LabelName { name }): JsonBody<LabelName>,
) -> Result<StatusCode, ApiError> {
    number.inbox(|inbox| {
        let found = inbox.labels.iter().position(|label| label.name == name);
        let index = found.ok_or_else(|| assumed::no_such("label", &name))?;
        inbox.labels.remove(index);
        for chat in &mut inbox.chats {
            chat.labels.retain(|label| *label != name);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}
