//! Webhooks: who is told what happens, and how that went.
//!
//! Assumed: 201 for a new one; 409 for an address that is registered already, whatever else is the same; deleting
//! answers 200 with `{}`, enabling 200 with the webhook. `sample` posts a sample event to the new address;
//! on GET it is accepted and does nothing, as is `workflow`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::device::Device;
use crate::state::Sandbox;
use crate::tasks::delivery;
use crate::values::addresses::WebUrl;
use crate::values::ids::Id;
use crate::webhook::events::EventName;
use crate::webhook::{Webhook, WebhookState, samples};
use crate::wire::answer::{ApiError, Problem};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, List, Text};
use crate::wire::path::EntryId;
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/webhooks", get(list).post(create))
        .route("/webhooks/{webhook}", get(read).patch(update).delete(remove))
        .route("/webhooks/{webhook}/enable", post(enable))
        .route("/webhooks/{webhook}/logs", get(logs))
}

async fn list(State(sandbox): State<Arc<Sandbox>>, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let devices: Vec<Id> = query.forms("devices");
    let states: Vec<WebhookState> = query.forms("status");
    let search: Option<Term> = query.form("search");
    let page = query.page(200);
    query.finish()?;
    let wanted = |webhook: &&Webhook| {
        let of_device = |id: &Id| {
            let device = webhook.device.as_ref();
            device.is_some_and(|device| device.eq_ignore_ascii_case(&id.0))
        };
        let found = |term: &Term| {
            let texts = [&webhook.name, &webhook.url, &webhook.id];
            texts.iter().any(|text| text.to_lowercase().contains(&term.0))
        };
        (devices.is_empty() || devices.iter().any(of_device))
            && (states.is_empty() || states.contains(&webhook.state))
            && search.as_ref().is_none_or(found)
    };
    Ok(Json(sandbox.webhooks.all(|webhooks| {
        let found = webhooks.iter().filter(wanted);
        page.of(found).map(Webhook::view).collect()
    })))
}

/// A text to search for, in small letters.
struct Term(String);

impl std::str::FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if (2..=200).contains(&text.chars().count()) {
            Ok(Self(text.to_lowercase()))
        } else {
            Err("must have 2 to 200 characters".to_owned())
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Creation {
    name: Text<1, 30>,
    url: WebUrl,
    events: List<EventName, 1, 13>,
    device: Option<Id>,
}

async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    JsonBody(body): JsonBody<Creation>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let sample_id = query.text("sample");
    query.finish()?;
    let device = body.device.as_ref().map(|id| known_device(&sandbox, &id.0)).transpose()?;
    let now = sandbox.clock.date();
    let sample = match &sample_id {
        None => None,
        Some(id) => {
            let number = device.clone().or_else(|| first_device(&sandbox));
            let phone = number.as_ref().and_then(|(_, phone)| phone.clone());
            let found = samples::sample(id, &phone.unwrap_or_default(), now);
            let (name, data) = found.ok_or_else(|| unknown_sample(id))?;
            let device = number.map(|(id, _)| id);
            Some(sandbox.events.event(name, now, device, data))
        }
    };
    check_unused(&sandbox, &body.url.0, None)?;
    let webhook = sandbox.webhooks.add(|id| Webhook {
        id,
        name: body.name.0,
        url: body.url.0,
        events: body.events.0,
        device: device.map(|(id, _)| id),
        state: WebhookState("active"),
        retries: 0,
        created: now,
        last_run: None,
        last_retry: None,
        last_failure: None,
        logs: Vec::new(),
    });
    if let Some(sample) = sample {
        let id = webhook.id.clone();
        tokio::spawn(async move { delivery::deliver(&sandbox, &id, &sample).await });
    }
    Ok((StatusCode::CREATED, Json(webhook.view())))
}

/// Id and phone of a number; 404 when there is no such one.
fn known_device(sandbox: &Sandbox, id: &str) -> Result<(String, Option<String>), ApiError> {
    let read = |device: &Device| (device.id.clone(), device.phone.clone());
    sandbox.devices.read(id, read)
}

fn first_device(sandbox: &Sandbox) -> Option<(String, Option<String>)> {
    let read = |device: &Device| (device.id.clone(), device.phone.clone());
    sandbox.devices.all(|all| all.first().map(read))
}

fn unknown_sample(id: &str) -> ApiError {
    let reason = format!("must be the id of a sample event such as inbound-text, not {id:?}");
    ApiError::invalid(vec![Problem::new("invalid", "Query parameter", "sample", reason)])
}

/// 409 when another webhook has that address.
fn check_unused(sandbox: &Sandbox, url: &str, mine: Option<&str>) -> Result<(), ApiError> {
    let other = |webhook: &Webhook| webhook.url == url && mine.is_none_or(|id| !webhook.id.eq_ignore_ascii_case(id));
    if sandbox.webhooks.all(|webhooks| webhooks.iter().any(other)) {
        let message = "A webhook with this URL is registered already";
        return Err(ApiError::new(StatusCode::CONFLICT, message));
    }
    Ok(())
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    query.text("sample");
    query.text("workflow");
    query.finish()?;
    sandbox.webhooks.one(&id, |webhook| Json(webhook.view()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    name: Option<Text<1, 30>>,
    url: Option<WebUrl>,
    events: Option<List<EventName, 1, 13>>,
    #[serde(default)]
    device: Change<Id>,
}

async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Value>, ApiError> {
    if let Change::Set(device) = &update.device {
        known_device(&sandbox, &device.0)?;
    }
    if let Some(url) = &update.url {
        check_unused(&sandbox, &url.0, Some(&id))?;
    }
    sandbox.webhooks.one(&id, |webhook| {
        webhook.name = update.name.map_or_else(|| webhook.name.clone(), String::from);
        webhook.url = update.url.map_or_else(|| webhook.url.clone(), |url| url.0);
        webhook.events = update.events.map_or_else(|| webhook.events.clone(), |events| events.0);
        match update.device {
            Change::Keep => {}
            Change::Clear => webhook.device = None,
            Change::Set(device) => webhook.device = Some(device.0),
        }
        Json(webhook.view())
    })
}

async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    query.text("workflow");
    query.finish()?;
    sandbox.webhooks.remove(&id)?;
    Ok(Json(json!({})))
}

async fn enable(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    sandbox.webhooks.one(&id, |webhook| {
        webhook.state = WebhookState("active");
        webhook.retries = 0;
        Json(webhook.view())
    })
}

async fn logs(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let size = query.number("size", &(1..=200)).unwrap_or(20);
    let skip = query.number("skip", &(0..=100_000)).unwrap_or(0);
    query.finish()?;
    sandbox.webhooks.one(&id, |webhook| {
        let all = (1..=webhook.logs.len()).rev().zip(&webhook.logs);
        let page = all.skip(skip).take(size);
        Json(page.map(|(number, log)| log.view(&webhook.id, number)).collect())
    })
}
