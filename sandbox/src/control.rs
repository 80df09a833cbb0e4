//! The controls below `/sandbox`, for tests and demos: what came, what shall go wrong, clock, devices, restart. They need
//! no key.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::account::device::Device;
use crate::chance::faults::FaultOrder;
use crate::chance::journal::{Entry, Outcome};
use crate::chance::storm::StormOrder;
use crate::chance::{storm, traffic};
use crate::resources::SessionAnswer;
use crate::seeds;
use crate::state::Sandbox;
use crate::values::clock::ClockFactor;
use crate::values::ids::Id;
use crate::values::wids::Phone;
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::body::{AnyJson, JsonBody, NoBody, OptionalJson};
use crate::wire::path::DeviceId;
use crate::wire::query::Query;

mod incoming;

const MAX_DEVICES: usize = 20_000;

/// The routes below `/sandbox`.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/journal", get(read_journal).put(keep_journal).delete(clear_journal))
        .route("/ledger", get(read_ledger).delete(clear_ledger))
        .route("/traffic", get(read_traffic).delete(clear_traffic))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/storm", get(read_storm).post(begin_storm).delete(end_storm))
        .route("/clock", put(set_clock))
        .route("/devices", put(replace_devices))
        .route("/seed", put(seed_many))
        .route("/events", post(make_happen))
        .route("/devices/{device}/link", post(link_device))
        .route("/devices/{device}/messages", post(incoming::receive))
        .route("/restart", post(restart))
}

async fn read_journal(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Entry>>, ApiError> {
    let count = query.number("wait", &(0..=1_000_000));
    let outcome = query.choice("outcome", &Outcome::NAMES.map(|(name, _)| name));
    query.finish()?;
    let outcome = outcome.and_then(|wanted| {
        let known = Outcome::NAMES.into_iter().find(|(name, _)| *name == wanted)?;
        Some(known.1)
    });
    let entries = sandbox.journal.wait_for(count.unwrap_or(0), outcome).await;
    Ok(Json(entries))
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct JournalSetting {
    keep: usize,
}

async fn keep_journal(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(setting): JsonBody<JournalSetting>,
) -> Json<JournalSetting> {
    sandbox.journal.keep(setting.keep);
    Json(setting)
}

async fn clear_journal(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.journal.clear();
    StatusCode::NO_CONTENT
}

async fn read_ledger(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> Response {
    sandbox.ledger.response()
}

async fn clear_ledger(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.ledger.clear();
    StatusCode::NO_CONTENT
}

async fn read_traffic(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> Json<traffic::Report> {
    Json(sandbox.traffic.report())
}

async fn clear_traffic(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.traffic.clear();
    StatusCode::NO_CONTENT
}

async fn add_fault(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(order): JsonBody<FaultOrder>,
) -> Result<Response, ApiError> {
    let fault = order.try_into().map_err(bad_request)?;
    let id = sandbox.faults.add(fault);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

async fn clear_faults(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.faults.clear();
    StatusCode::NO_CONTENT
}

async fn read_storm(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> Result<Json<storm::Report>, ApiError> {
    let missing = || ApiError::new(StatusCode::NOT_FOUND, "There is no storm");
    sandbox.storms.report().map(Json).ok_or_else(missing)
}

async fn begin_storm(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(order): JsonBody<StormOrder>,
) -> Result<StatusCode, ApiError> {
    sandbox.storms.begin(order).map_err(bad_request)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_storm(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.storms.end();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ClockSetting {
    factor: ClockFactor,
}

async fn set_clock(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(setting): JsonBody<ClockSetting>,
) -> Json<ClockSetting> {
    sandbox.clock.set_factor(setting.factor);
    Json(setting)
}

async fn replace_devices(
    State(sandbox): State<Arc<Sandbox>>,
    AnyJson(wanted): AnyJson,
) -> Result<Json<Value>, ApiError> {
    let patches = match &wanted {
        Value::Array(patches) => patches.clone(),
        _ => match wanted["count"].as_u64().map(usize::try_from) {
            Some(Ok(count)) if count <= MAX_DEVICES => vec![json!({}); count],
            _ => {
                let message = format!("Send an array of devices, or {{ \"count\": N }} with N up to {MAX_DEVICES}");
                return Err(bad_request(message));
            }
        },
    };
    let mut devices: Vec<Device> = Vec::with_capacity(patches.len());
    for (number, patch) in (1..).zip(&patches) {
        devices.push(Device::patched(number, patch)?);
    }
    let mut ids = HashSet::new();
    if let Some(twice) = devices.iter().find(|device| !ids.insert(&device.id)) {
        return Err(bad_request(format!("Two devices have the id {}", twice.id)));
    }
    sandbox.devices.replace(devices);
    let views = sandbox.devices.all(|all| all.iter().map(|device| device.view(&sandbox.clock)).collect());
    Ok(Json(views))
}

async fn seed_many(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(wanted): JsonBody<BTreeMap<String, usize>>,
) -> Result<Json<BTreeMap<String, usize>>, ApiError> {
    seeds::many::seed(&sandbox, &wanted)?;
    Ok(Json(wanted))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    event: EventName,
    device: Option<Id>,
    data: Map<String, Value>,
}

/// Tells webhooks of something that did not happen in the sandbox.
async fn make_happen(
    State(sandbox): State<Arc<Sandbox>>,
    JsonBody(wanted): JsonBody<Happening>,
) -> Result<StatusCode, ApiError> {
    let device = wanted.device.map(|id| id.0);
    if let Some(id) = &device {
        sandbox.devices.read(id, |_| ())?;
    }
    let now = sandbox.clock.date();
    let data = Value::Object(wanted.data);
    sandbox.events.tell(wanted.event, now, device, data);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    phone: Option<Phone>,
}

/// Plays the phone that scans the QR code, or types the code in.
async fn link_device(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    OptionalJson(link): OptionalJson<Link>,
) -> Result<Json<SessionAnswer>, ApiError> {
    let phone = link.and_then(|link| link.phone);
    let now = sandbox.clock.now();
    sandbox.devices.change(&id.0, |device| {
        if device.session.is_linked() {
            return Err(bad_request("The number is linked already: reset its session first"));
        }
        device.phone = phone.map(|phone| phone.0).or(device.phone.take());
        if device.phone.is_none() {
            return Err(bad_request("The number has no phone yet: send { \"phone\": \"+…\" }"));
        }
        "operative".clone_into(&mut device.status);
        device.session.link(now);
        Ok(Json(SessionAnswer::new(device, &sandbox.clock)))
    })?
}

async fn restart(State(sandbox): State<Arc<Sandbox>>, _: NoBody) -> StatusCode {
    sandbox.clear();
    seeds::plant(&sandbox);
    StatusCode::NO_CONTENT
}

fn bad_request(message: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, message)
}
