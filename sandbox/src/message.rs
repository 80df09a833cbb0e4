//! A message on its way: queued, sent, delivered, read, or not.
//!
//! Assumed: how long each step takes; that messages to numbers that are not on WhatsApp fail with `number:notfound`;
//! that an expired message counts as cancelled; and what `include` embeds: `device` and `agent` become objects, `events`
//! and `logs` are added.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::account::store::Entry;
use crate::account::team::ACCOUNT_USER;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::number;
use crate::values::target::Target;
use crate::wire::answer::compact;

pub mod content;
pub mod draft;
pub mod outbox;

use draft::Priority;

choices! {
    /// The states of a message, and `any`.
    MessageStatus = "any invalid removed expired failed queued processing processed";
    /// How far a message got.
    DeliveryStatus = "sent failed queued read played revoked delivered cancelled processing readed";
    /// Whether a webhook was told.
    WebhookStatus = "invalid removed failed cancelled expired pending ignored notified";
    /// What can be embedded in a message.
    MessageInclude = "device agent events logs";
}

/// The queue lets a message go this long after it came, unless it is live.
const PACE: Duration = Duration::from_secs(2);
/// From the number to the receiver's phone.
const TRANSPORT: Duration = Duration::from_secs(1);
/// From the receiver's phone to their eyes.
const ATTENTION: Duration = Duration::from_secs(3);

/// A message that was sent, or shall be.
#[derive(Clone)]
pub struct Message {
    /// 24 hex digits.
    pub id: String,
    /// The id of the number that sends.
    pub device: String,
    /// Who gets it.
    pub target: Target,
    /// `text`, `image`, `poll` and so on.
    pub kind: &'static str,
    /// The client's own mark.
    pub reference: Option<String>,
    /// The other members that the client sent, apart from target and number.
    pub content: Map<String, Value>,
    /// Which go first.
    pub priority: Priority,
    /// Whether it goes past the queue.
    pub live: bool,
    /// When it came.
    pub created: Date,
    /// When it is to be sent.
    pub deliver_at: Date,
    /// When it is no longer to be sent.
    pub expires: Option<Date>,
    /// What happened to it, and when; nothing while it is queued.
    pub steps: Vec<(Step, Date)>,
    /// Whether a webhook was told that it was sent.
    pub notified: bool,
}

/// What can happen to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The number sent it.
    Sent,
    /// It reached the receiver's phone.
    Delivered,
    /// The receiver saw it.
    Read,
    /// It cannot be sent.
    Failed,
    /// Its time was over before it could be sent.
    Expired,
}

impl Step {
    /// The state of delivery after it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Expired => "cancelled",
        }
    }
}

impl Entry for Message {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Message {
    /// Whether nothing has happened to it yet.
    pub fn is_queued(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether anything can still happen to it.
    pub fn is_moving(&self) -> bool {
        self.next(Some(self.created)).is_some()
    }

    /// Whether it waits for a later date that the client chose.
    pub fn is_scheduled(&self, now: Date) -> bool {
        self.is_queued() && self.deliver_at > now && self.deliver_at > self.created
    }

    /// The state of the message.
    pub fn status(&self) -> &'static str {
        match self.steps.last() {
            None => "queued",
            Some((Step::Failed, _)) => "failed",
            Some((Step::Expired, _)) => "expired",
            Some(_) => "processed",
        }
    }

    /// How far it got.
    pub fn delivery_status(&self) -> &'static str {
        self.steps.last().map_or("queued", |(step, _)| step.name())
    }

    /// Whether a webhook was told.
    pub fn webhook_status(&self) -> &'static str {
        match (self.is_queued(), self.notified) {
            (true, _) => "pending",
            (false, true) => "notified",
            (false, false) => "ignored",
        }
    }

    /// WhatsApp's own id, once it was sent.
    pub fn wa_id(&self) -> Option<String> {
        let sent = self.steps.first().filter(|(step, _)| *step == Step::Sent);
        sent.map(|_| format!("3EB1{}", &self.id[8..]).to_uppercase())
    }

    /// When it may leave the queue.
    fn ready(&self) -> Date {
        let pace = if self.live { Duration::ZERO } else { PACE };
        self.deliver_at.max(self.created.after(pace))
    }

    /// Nothing happens to it before this, while it is queued.
    pub fn earliest(&self) -> Date {
        let ready = self.ready();
        self.expires.map_or(ready, |expires| ready.min(expires))
    }

    /// What happens next, and when. A message that is queued goes out only while the number's line is open; `open` says
    /// since when that is.
    pub fn next(&self, open: Option<Date>) -> Option<(Step, Date)> {
        let Some((last, at)) = self.steps.last() else {
            let goes = open.map(|open| open.max(self.ready()));
            return match (goes, self.expires) {
                (Some(goes), Some(expires)) if goes <= expires => Some((self.outcome(), goes)),
                (Some(goes), None) => Some((self.outcome(), goes)),
                (_, Some(expires)) => Some((Step::Expired, expires)),
                (None, None) => None,
            };
        };
        match (last, self.target.kind) {
            (Step::Sent, "user" | "group") => Some((Step::Delivered, at.after(TRANSPORT))),
            (Step::Delivered, "user") => Some((Step::Read, at.after(ATTENTION))),
            _ => None,
        }
    }

    fn outcome(&self) -> Step {
        let phone = self.target.phone();
        if phone.is_none_or(|phone| number::exists(&phone)) { Step::Sent } else { Step::Failed }
    }

    /// The member of the content with that name, as text.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.content.get(member)?.as_str()
    }

    /// The message as the API shows it.
    pub fn view(&self) -> Value {
        let at = |wanted| {
            let mut steps = self.steps.iter();
            steps.find(|(step, _)| *step == wanted).map(|(_, at)| *at)
        };
        let failed = self.delivery_status() == "failed";
        let mut view = Map::from_iter([("id".to_owned(), json!(self.id))]);
        view.extend(self.content.clone());
        let Value::Object(members) = compact(json!({
            "waId": self.wa_id(),
            "phone": self.target.phone(),
            "wid": self.target.wid,
            "target": self.target.kind,
            "type": self.kind,
            "reference": self.reference,
            "source": "api",
            "user": ACCOUNT_USER,
            "device": self.device,
            "status": self.status(),
            "deliveryStatus": self.delivery_status(),
            "webhookStatus": self.webhook_status(),
            "priority": self.priority,
            "retry": { "count": 0, "max": self.content.get("retries").unwrap_or(&json!(25)) },
            "createdAt": self.created,
            "deliverAt": self.deliver_at,
            "expiresAt": self.expires,
            "sentAt": at(Step::Sent),
            "deliveredAt": at(Step::Delivered),
            "readAt": at(Step::Read),
            "failedAt": at(Step::Failed),
            "error": failed.then_some("number:notfound"),
            "links": { "resource": format!("/v1/messages/{}", self.id) },
        })) else {
            unreachable!("an object stays one");
        };
        view.extend(members);
        Value::Object(view)
    }
}
