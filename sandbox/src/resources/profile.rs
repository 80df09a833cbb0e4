//! The WhatsApp profile of a number, as others see it.
//!
//! Assumed: changing the profile answers 200 with it, setting the picture 200 with `{ "image": url }`. The picture of a
//! number that has set none is a made-up JPEG. Without a linked phone there is no profile to ask for: 409.
//! Business details of a number that is no business are a 400.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::account::device::Device;
use crate::state::Sandbox;
use crate::values::choice::choices;
use crate::wire::answer::{ApiError, compact};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, List, Text};
use crate::wire::path::DeviceId;
use crate::wire::photo;
use crate::wire::picture::{Picture, PictureBody};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/devices/{device}/profile", get(read).patch(update))
        .route("/devices/{device}/profile/image", get(read_image).put(set_image))
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    // Which words are allowed is unknown, and what they add.
    query.list("include");
    query.finish()?;
    sandbox.devices.read(&id.0, view).map(Json)
}

fn view(device: &Device) -> Value {
    let mut view = json!(device.profile);
    view["phone"] = json!(device.phone);
    compact(view)
}

choices! {
    /// What a business does.
    Category = "other_category automotive_service clothing_and_accessories art_and_entertainment \
        beauty_cosmetics_and_personal_care education event_organizer finance grocery hotel medicine_and_health \
        non_profit restaurant retail_purchases_and_sales travel_and_transportation";
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Update {
    name: Option<Text<1, 25>>,
    #[serde(default)]
    status: Change<Text<1, 130>>,
    business_profile: Option<BusinessProfile>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BusinessProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Text<0, 256>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text<0, 256>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Text<0, 128>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    websites: Option<List<Website, 0, 2>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    categories: Option<List<Category, 0, 3>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_hours: Option<BusinessHours>,
}

/// Clients let people type an address without `https://`.
type Website = Text<1, 256>;

/// How a day is written is unknown.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct BusinessHours {
    timezone: Text<1, 64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tuesday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wednesday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thursday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    friday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saturday: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sunday: Option<Value>,
}

async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Value>, ApiError> {
    sandbox.devices.change(&id.0, |device| {
        check_linked(device)?;
        let is_business = device.profile.get("isBusiness") == Some(&json!(true));
        if update.business_profile.is_some() && !is_business {
            let reason = "goes only with a WhatsApp Business number";
            return Err(ApiError::wrong_field("businessProfile", reason));
        }
        let mut set = |member: &str, value: Value| device.profile.insert(member.to_owned(), value);
        if let Some(name) = update.name {
            set("name", json!(name));
        }
        match update.status {
            Change::Keep => {}
            Change::Clear => {
                set("status", Value::Null);
            }
            Change::Set(status) => {
                set("status", json!(status));
            }
        }
        if let Some(Value::Object(changes)) = update.business_profile.map(|changes| json!(changes)) {
            let business = device.profile.entry("businessProfile").or_insert(json!({}));
            if let Value::Object(business) = business {
                business.extend(changes);
            }
        }
        Ok(Json(view(device)))
    })?
}

fn check_linked(device: &Device) -> Result<(), ApiError> {
    if device.phone.is_some() {
        return Ok(());
    }
    let message = "The number was never linked: it has no profile yet";
    Err(ApiError::new(StatusCode::CONFLICT, message))
}

async fn read_image(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    _: NoBody,
) -> Result<Response, ApiError> {
    let picture = sandbox.devices.read(&id.0, |device| {
        check_linked(device)?;
        Ok(device.picture.clone())
    })??;
    let (mime, bytes) = match picture {
        Some(Picture::Sent { mime, bytes }) => (mime, bytes),
        Some(Picture::Web(url)) => ("image/jpeg", photo::jpeg(&url)),
        None => ("image/jpeg", photo::jpeg(&id.0)),
    };
    Ok(([(CONTENT_TYPE, mime)], bytes).into_response())
}

async fn set_image(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    JsonBody(body): JsonBody<PictureBody>,
) -> Result<Json<Value>, ApiError> {
    let picture = body.picture()?;
    sandbox.devices.change(&id.0, |device| {
        check_linked(device)?;
        let image = json!(picture.url());
        device.profile.insert("image".to_owned(), image.clone());
        device.picture = Some(picture);
        Ok(Json(json!({ "image": image })))
    })?
}
