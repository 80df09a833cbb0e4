//! Webhooks: addresses that are told what happens.
//!
//! Assumed: a delivery that fails is repeated after [`RETRY_AFTER`]; then the webhook's state is `failed`, and it gets
//! nothing until it is enabled. Only addresses on 127.0.0.1 are really called: any other delivery goes to the log
//! as an error, and changes nothing.

use std::time::Duration;

use serde_json::{Value, json};

use crate::account::store::{Entry, Store};
use crate::account::team::ACCOUNT_USER;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::numbered_id;
use crate::webhook::events::EventName;
use crate::wire::answer::compact;

pub mod events;
pub mod samples;

choices! {
    /// The states of a webhook.
    WebhookState = "removed error pending failed active";
}

/// Waits between the attempts of one delivery, in simulated time.
pub const RETRY_AFTER: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];

/// An address that is told what happens.
#[derive(Clone)]
pub struct Webhook {
    /// 24 hex digits.
    pub id: String,
    /// Given by the client.
    pub name: String,
    /// Where events are posted.
    pub url: String,
    /// What it listens to.
    pub events: Vec<EventName>,
    /// The only number that it listens to, if there is one.
    pub device: Option<String>,
    /// Whether it gets events.
    pub state: WebhookState,
    /// Attempts that failed since the last one that did not.
    pub retries: usize,
    /// When it was registered.
    pub created: Date,
    /// When it was last called.
    pub last_run: Option<Date>,
    /// When it was last called again.
    pub last_retry: Option<Date>,
    /// When it last failed.
    pub last_failure: Option<Date>,
    /// What happened to deliveries, the newest first.
    pub logs: Vec<Log>,
}

/// What became of one attempt to deliver an event.
#[derive(Clone)]
pub struct Log {
    /// When it was.
    pub at: Date,
    /// Why it failed; none if it did not.
    pub failure: Option<String>,
    /// The event.
    pub object_id: String,
    /// The number to which it happened.
    pub device: Option<String>,
    /// The event's name.
    pub event: EventName,
    /// What was posted.
    pub body: Value,
    /// The answer, if there was one.
    pub answer: Option<Answer>,
}

/// How an address answered.
#[derive(Clone)]
pub struct Answer {
    /// In real milliseconds.
    pub time: u64,
    /// The status code.
    pub status: u16,
    /// The media type.
    pub kind: Option<String>,
    /// The start of the body.
    pub body: String,
}

impl Entry for Webhook {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Webhook {
    /// Whether it gets such events of that number; `chosen` are the webhooks that the number allows, if it allows some only.
    pub fn listens_to(&self, name: EventName, device: Option<&str>, chosen: &[String]) -> bool {
        let right_device = match (&self.device, device) {
            (Some(wanted), Some(device)) => wanted.eq_ignore_ascii_case(device),
            (wanted, _) => wanted.is_none(),
        };
        let allowed = chosen.is_empty() || chosen.iter().any(|id| self.id.eq_ignore_ascii_case(id));
        self.state.0 == "active" && right_device && allowed && self.events.contains(&name)
    }

    /// The webhook as the API shows it.
    pub fn view(&self) -> Value {
        compact(json!({
            "id": self.id,
            "name": self.name,
            "url": self.url,
            "events": self.events,
            "device": self.device,
            "status": self.state,
            "retries": self.retries,
            "user": ACCOUNT_USER,
            "createdAt": self.created,
            "lastRunAt": self.last_run,
            "lastRetryAt": self.last_retry,
            "lastFailureAt": self.last_failure,
        }))
    }
}

impl Log {
    /// The entry as the API shows it; `number` counts the entries of its webhook from the oldest on.
    pub fn view(&self, webhook: &str, number: usize) -> Value {
        let answer = self.answer.as_ref();
        let (object_type, _) = self.event.0.split_once(':').unwrap_or_default();
        compact(json!({
            "id": numbered_id(&format!("6e{}", &webhook[18..]), number),
            "webhook": webhook,
            "createdAt": self.at,
            "event": if self.failure.is_some() { "error" } else { "delivery" },
            "code": self.failure.as_ref().map(|_| "webhook:delivery_failed"),
            "message": self.failure,
            "objectId": self.object_id,
            "deviceId": self.device,
            "objectType": object_type,
            "objectEvent": self.event,
            "body": self.body,
            "responseTime": answer.map(|answer| answer.time),
            "responseStatus": answer.map(|answer| answer.status),
            "responseType": answer.and_then(|answer| answer.kind.clone()),
            "responseBody": answer.map(|answer| answer.body.clone()),
        }))
    }
}

impl Store<Webhook> {
    /// Whether any webhook gets such events of that number.
    pub fn listen_to(&self, name: EventName, device: &str) -> bool {
        self.all(|webhooks| {
            let mut webhooks = webhooks.iter();
            webhooks.any(|webhook| webhook.listens_to(name, Some(device), &[]))
        })
    }
}
