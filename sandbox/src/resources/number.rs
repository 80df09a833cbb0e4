//! The number that a path names by its `{device}`, together with its inbox.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

use crate::inbox::Inbox;
use crate::message::Message;
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::values::clock::SimTime;
use crate::values::date::Date;
use crate::values::wids::user_wid;
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::path::DeviceId;

/// The number of a request; 404 when no number has the id.
pub struct Number {
    /// The sandbox that the number belongs to.
    pub sandbox: Arc<Sandbox>,
    /// 24 hex digits, as the device has them.
    pub id: String,
    /// When the request came.
    pub now: Date,
}

impl FromRequestParts<Arc<Sandbox>> for Number {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, sandbox: &Arc<Sandbox>) -> Result<Self, ApiError> {
        let id = DeviceId::from_request_parts(parts, sandbox).await?;
        let number = Self {
            id: sandbox.devices.read(&id.0, |device| device.id.clone())?,
            now: sandbox.clock.date(),
            sandbox: Arc::clone(sandbox),
        };
        number.take_sent();
        Ok(number)
    }
}

impl Number {
    /// Reads or changes the inbox.
    pub fn inbox<T>(&self, look: impl FnOnce(&mut Inbox) -> T) -> T {
        self.sandbox.inboxes.of(&self.id, |inbox| {
            inbox.keep_fresh(self.now);
            look(inbox)
        })
    }

    /// The number's own phone; `None` before a phone is linked.
    pub fn own_phone(&self) -> Option<String> {
        let phone = self.sandbox.devices.read(&self.id, |device| device.phone.clone());
        phone.unwrap_or_default()
    }

    /// The number's own WhatsApp id.
    pub fn own_wid(&self) -> String {
        user_wid(&self.own_phone().unwrap_or_default())
    }

    /// Sends webhooks an event about the number.
    pub fn tell(&self, name: EventName, data: &Value) {
        let device = Some(self.id.clone());
        self.sandbox.events.tell(name, self.now, device, data.clone());
    }

    /// Puts the messages that were sent through `/messages` into the inbox. Those of the seeds stay out: the seeded
    /// inboxes do not mention them.
    fn take_sent(&self) {
        outbox::settle(&self.sandbox);
        let clock = &self.sandbox.clock;
        let sent = self.sandbox.messages.all(|messages| {
            let is_mine = |message: &&mut Message| {
                let sent = message.wa_id().and(message.steps.first());
                message.device == self.id && sent.is_some_and(|(_, at)| clock.time(*at) > SimTime::START)
            };
            let mine = messages.iter_mut().filter(is_mine);
            mine.map(|message| message.clone()).collect::<Vec<_>>()
        });
        if sent.is_empty() {
            return;
        }
        let own_wid = self.own_wid();
        for message in sent {
            let file = message.content.get("media").and_then(|media| media["file"].as_str());
            let file = file.and_then(|id| self.sandbox.files.one(id, |file| file.clone()).ok());
            self.inbox(|inbox| inbox.take(&message, file, &own_wid));
        }
    }
}
