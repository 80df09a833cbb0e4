//! What happened in the sandbox and webhooks are to be told: events, until they are handed to `webhook::delivery`.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::numbered_id;

choices! {
    /// What a webhook can listen to.
    EventName = "message:in:new message:out:new message:out:sent message:out:ack message:out:failed message:update \
        message:reaction channel:in status:update group:update chat:update contact:update number:session";
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// 24 hex digits; the same in every attempt to deliver it.
    pub id: String,
    /// What it is.
    pub name: EventName,
    /// When it happened.
    pub at: Date,
    /// The id of the number to which it happened; none for an account without numbers.
    pub device: Option<String>,
    /// What it is about.
    pub data: Value,
}

/// Events that no webhook was told of yet.
#[derive(Default)]
pub struct Events {
    waiting: Mutex<VecDeque<Event>>,
    arrived: Notify,
    made: AtomicUsize,
}

impl Events {
    /// Something happened to that number.
    pub fn tell(&self, name: EventName, at: Date, device: Option<String>, data: Value) {
        let event = self.event(name, at, device, data);
        self.waiting.lock().push_back(event);
        self.arrived.notify_one();
    }

    /// An event that is not for everybody, such as a sample.
    pub fn event(&self, name: EventName, at: Date, device: Option<String>, data: Value) -> Event {
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        Event { id: numbered_id("6f", number), name, at, device, data }
    }

    /// The next event, as soon as there is one.
    pub async fn next(&self) -> Event {
        loop {
            let arrived = self.arrived.notified();
            if let Some(event) = self.waiting.lock().pop_front() {
                return event;
            }
            arrived.await;
        }
    }

    /// Forgets all that nobody was told of.
    pub fn clear(&self) {
        self.waiting.lock().clear();
    }
}

impl Event {
    /// The body that a webhook gets; `device` is the number as events show it. Documented for messages: one object, but
    /// an array, with neither id nor number, for messages that were sent or that failed.
    pub fn payload(&self, device: &Value) -> Value {
        let object = self.name.0.split(':').next().unwrap_or_default();
        if matches!(self.name.0, "message:out:sent" | "message:out:failed") {
            return json!([{
                "event": self.name,
                "date": self.at,
                "entity": object,
                "entityId": self.data["id"],
                "entityUrl": self.data["links"]["resource"],
                "user": self.data["user"],
                "data": self.data,
            }]);
        }
        let mut payload = json!({
            "id": self.id,
            "object": object,
            "event": self.name,
            "created": self.at.unix(),
            "device": device,
            "data": self.data,
        });
        if self.name.0 == "message:out:ack" {
            payload["ack"] = self.data["ack"].clone();
        }
        payload
    }
}
