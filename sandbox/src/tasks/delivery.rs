//! Delivers events: to each webhook one after the other, to different ones side by side.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use hyper::Response;
use hyper::body::Incoming;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::account::device::Device;
use crate::state::Sandbox;
use crate::webhook::events::Event;
use crate::webhook::{Answer, Log, RETRY_AFTER, Webhook, WebhookState};
use crate::wire::client;

/// The log keeps this much of an answer.
const LOGGED_BODY: usize = 3000;
/// The log keeps this many entries.
const LOGGED: usize = 1000;

/// Hands every event to the webhooks that listen to it.
pub async fn run(sandbox: Arc<Sandbox>) {
    let mut queues: HashMap<String, UnboundedSender<Event>> = HashMap::new();
    // Its tasks end with this one.
    let mut workers = JoinSet::new();
    loop {
        let event = sandbox.events.next().await;
        for id in listeners(&sandbox, &event) {
            let queue = queues.entry(id.clone()).or_insert_with(|| {
                let (sender, receiver) = unbounded_channel();
                workers.spawn(work(Arc::clone(&sandbox), id, receiver));
                sender
            });
            let _ = queue.send(event.clone());
        }
    }
}

/// The ids of the webhooks that get an event.
fn listeners(sandbox: &Sandbox, event: &Event) -> Vec<String> {
    let device = event.device.as_deref();
    let chosen = device.and_then(|id| {
        let chosen = sandbox.devices.read(id, |device| device.webhooks.clone());
        chosen.ok()
    });
    let chosen = chosen.unwrap_or_default();
    sandbox.webhooks.all(|webhooks| {
        let listening = webhooks.iter().filter(|webhook| webhook.listens_to(event.name, device, &chosen));
        listening.map(|webhook| webhook.id.clone()).collect()
    })
}

async fn work(sandbox: Arc<Sandbox>, webhook: String, mut events: UnboundedReceiver<Event>) {
    while let Some(event) = events.recv().await {
        deliver(&sandbox, &webhook, &event).await;
    }
}

/// Delivers one event to one webhook, and again when that fails.
pub async fn deliver(sandbox: &Sandbox, webhook: &str, event: &Event) {
    let device = event.device.as_deref().map(|id| device_view(sandbox, id));
    let payload = event.payload(&device.unwrap_or(Value::Null));
    let mut waits = RETRY_AFTER.into_iter();
    for attempt in 0.. {
        // It may be gone, changed or disabled since the last attempt.
        let active = |webhook: &mut Webhook| (webhook.state.0 == "active").then(|| webhook.url.clone());
        let Ok(Some(url)) = sandbox.webhooks.one(webhook, active) else {
            return;
        };
        let called = client::local_address(&url).is_some();
        let (answer, failure) = post(&url, &payload).await;
        let wait = waits.next().filter(|_| called && failure.is_some());
        let log = Log {
            at: sandbox.clock.date(),
            failure: failure.clone(),
            object_id: event.id.clone(),
            device: event.device.clone(),
            event: event.name,
            body: payload.clone(),
            answer,
        };
        let _ = sandbox.webhooks.one(webhook, |webhook| {
            note(webhook, log, called, attempt);
            if called && failure.is_some() && wait.is_none() {
                webhook.state = WebhookState("failed");
            }
        });
        let Some(wait) = wait else {
            return;
        };
        let again = sandbox.clock.now().after(wait);
        sandbox.clock.sleep_until(again).await;
    }
}

fn note(webhook: &mut Webhook, log: Log, called: bool, attempt: usize) {
    if called {
        webhook.last_run = Some(log.at);
        if attempt > 0 {
            webhook.last_retry = Some(log.at);
        }
        if log.failure.is_some() {
            webhook.retries += 1;
            webhook.last_failure = Some(log.at);
        } else {
            webhook.retries = 0;
        }
    }
    webhook.logs.insert(0, log);
    webhook.logs.truncate(LOGGED);
}

/// Posts to an address. Documented: only 200 to 209 counts as taken.
async fn post(url: &str, payload: &Value) -> (Option<Answer>, Option<String>) {
    let Some(address) = client::local_address(url) else {
        let failure = "not called: the sandbox delivers to http://127.0.0.1 only";
        return (None, Some(failure.to_owned()));
    };
    let started = Instant::now();
    match client::send(address, Method::POST, url, Some(payload.to_string())).await {
        Ok(response) => {
            let status = response.status().as_u16();
            let failure = (!(200..=209).contains(&status)).then(|| format!("the address answered {status}"));
            let time = started.elapsed().as_millis();
            let time = u64::try_from(time).unwrap_or(u64::MAX);
            (Some(answer(response, time).await), failure)
        }
        Err(failure) => (None, Some(failure)),
    }
}

async fn answer(response: Response<Incoming>, time: u64) -> Answer {
    let status = response.status().as_u16();
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| Some(kind.to_str().ok()?.to_owned()));
    let mut start = Vec::new();
    let mut body = response.into_body();
    while start.len() < LOGGED_BODY
        && let Some(Ok(frame)) = body.frame().await
    {
        if let Ok(data) = frame.into_data() {
            start.extend(data);
        }
    }
    start.truncate(LOGGED_BODY);
    Answer { time, status, kind, body: String::from_utf8_lossy(&start).into_owned() }
}

/// A number as events show it.
fn device_view(sandbox: &Sandbox, id: &str) -> Value {
    let view = |device: &Device| {
        json!({
            "id": device.id,
            "phone": device.phone,
            "alias": device.alias,
            "plan": device.plan(),
            "version": 4,
        })
    };
    let found = sandbox.devices.read(id, view);
    found.unwrap_or_else(|_| json!({ "id": id }))
}
