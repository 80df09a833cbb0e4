//! Adding, changing and deleting numbers.
//!
//! Assumed: adding a number answers 201, deleting one 204, deleting chats 200 with their phones. A number that is
//! switched off has the status `disabled` and sends nothing. An empty list of webhooks lifts the restriction.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::view;
use crate::account::device::Device;
use crate::resources::Number;
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::values::choice::choices;
use crate::values::ids::Id;
use crate::values::wids::Phone;
use crate::wire::answer::ApiError;
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::{Change, Text};
use crate::wire::path::DeviceId;
use crate::wire::query::NoQuery;

choices! {
    /// What a number costs.
    Plan = "professional business enterprise gateway-professional gateway-business gateway-enterprise \
        io-professional io-business io-enterprise";
    /// How often a session is started anew.
    RebootPolicy = "disabled 10m 15m 20m 25m 30m 45m 1h 2h 3h 4h 5h 6h 8h 10h 12h 18h";
    /// How long messages are kept.
    RetentionPolicy = "plan_defaults never 5m 15m 30m 1h 12h 24h 2d 3d 4d 5d 6d 7d 10d";
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Creation {
    alias: Text<2, 30>,
    billing_plan: Plan,
    description: Option<Text<1, 80>>,
    agents: Option<Vec<Id>>,
    #[expect(dead_code, reason = "it only has to be of the right form")]
    payment_intent: Option<PaymentIntent>,
}

/// The reference of a payment.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct PaymentIntent;

impl TryFrom<String> for PaymentIntent {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.len() > 3 && text.starts_with("pi_") { Ok(Self) } else { Err("must start with pi_") }
    }
}

/// `POST /devices`
pub async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    _: NoQuery,
    JsonBody(body): JsonBody<Creation>,
) -> Result<(StatusCode, Json<Map<String, Value>>), ApiError> {
    let now = sandbox.clock.date();
    let device = sandbox.devices.add(|number| {
        let mut device = Device::added(number, &body.alias.0, body.billing_plan.0, now);
        device.description = body.description.map(String::from);
        if let Some(agents) = body.agents {
            let agents = agents.iter().map(|id| json!({ "id": id, "role": "agent" }));
            device.agents = agents.collect();
        }
        device
    });
    Ok((StatusCode::CREATED, Json(view(&device, &sandbox, &[], &[]))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    enable: Option<bool>,
    #[serde(default)]
    alias: Change<Text<2, 30>>,
    #[serde(default)]
    description: Change<Text<1, 80>>,
    plan: Option<Plan>,
    webhooks: Option<Vec<Id>>,
    settings: Option<SettingsUpdate>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SettingsUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    reboot_policy: Option<RebootPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_policy: Option<RetentionPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_speed: Option<DeliverySpeed>,
}

/// Messages per minute; 0 is what the plan allows.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "f64")]
struct DeliverySpeed(f64);

impl TryFrom<f64> for DeliverySpeed {
    type Error = &'static str;

    fn try_from(speed: f64) -> Result<Self, &'static str> {
        if (0.0..=150.0).contains(&speed) { Ok(Self(speed)) } else { Err("must be a number from 0 to 150") }
    }
}

/// `PATCH /devices/{device}`
pub async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    outbox::settle(&sandbox);
    let device = sandbox.devices.change(&id.0, |device| {
        apply(update, device);
        device.clone()
    })?;
    Ok(Json(view(&device, &sandbox, &[], &[])))
}

fn apply(update: Update, device: &mut Device) {
    update.alias.apply(&mut device.alias);
    update.description.apply(&mut device.description);
    if let Some(enable) = update.enable {
        let status = match (enable, &device.phone) {
            (false, _) => "disabled",
            (true, Some(_)) => "operative",
            (true, None) => "pending",
        };
        status.clone_into(&mut device.status);
    }
    if let Some(plan) = update.plan {
        device.set_plan(plan.0);
    }
    if let Some(webhooks) = update.webhooks {
        device.webhooks = webhooks.into_iter().map(|id| id.0).collect();
    }
    if let Some(Value::Object(settings)) = update.settings.map(|settings| json!(settings)) {
        device.settings.extend(settings);
    }
}

/// `DELETE /devices/{device}`
pub async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    let device = sandbox.devices.remove(&id.0)?;
    sandbox.messages.all(|messages| messages.retain(|message| message.device != device.id));
    sandbox.inboxes.forget(&device.id);
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /devices/{device}/chats`
pub async fn remove_chats(
    number: Number,
    _: NoQuery,
    JsonList(phones): JsonList<Phone>,
) -> Result<Json<Value>, ApiError> {
    if !(1..=10).contains(&phones.len()) {
        return Err(ApiError::wrong_field(".", "must have 1 to 10 phones"));
    }
    let deleted = number.inbox(|inbox| {
        let gone = |phone: &Phone| inbox.chat(&phone.wid()).is_some();
        let deleted: Vec<Phone> = phones.into_iter().filter(gone).collect();
        inbox.remove_chats(|chat| deleted.iter().any(|phone| phone.wid() == chat.wid));
        deleted
    });
    Ok(Json(json!({ "deleted": deleted })))
}
