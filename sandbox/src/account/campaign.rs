//! Campaigns: one message to many receivers.
//!
//! Assumed: a campaign that runs serves a receiver every [`INTERVAL`], who has read the message at once; one that is not
//! on WhatsApp fails with `number:notfound`.

use std::time::Duration;

use serde_json::{Value, json};

use crate::account::store::Entry;
use crate::account::team::ACCOUNT_USER;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::numbered_id;
use crate::values::number;
use crate::values::target::Target;
use crate::wire::answer::compact;

choices! {
    /// The states of a campaign.
    CampaignStatus = "draft pending processing completed failed stopped paused incomplete";
    /// What can be done with one.
    CampaignAction = "start stop";
    /// The kinds of receivers.
    ReceiverKind = "phone group";
    /// The states of a receiver.
    ReceiverStatus = "pending processing delivered failed";
    /// How far a receiver's message got.
    ReceiverAck = "pending sent delivered read failed";
}

/// From one receiver to the next.
pub const INTERVAL: Duration = Duration::from_secs(2);

/// One message to many receivers.
#[derive(Clone)]
pub struct Campaign {
    /// 24 hex digits.
    pub id: String,
    /// Given by whoever made it.
    pub name: String,
    /// The id of the number that sends.
    pub device: String,
    /// The text that is sent.
    pub message: String,
    /// What it does.
    pub status: CampaignStatus,
    /// Since when it runs, if it does.
    pub running: Option<Date>,
    /// When it was made.
    pub created: Date,
    /// Who gets it, in this order.
    pub receivers: Vec<Receiver>,
}

/// Who gets it.
#[derive(Clone)]
pub struct Receiver {
    /// 24 hex digits.
    pub id: String,
    /// The person or the group.
    pub target: Target,
    /// How they are called.
    pub name: String,
    /// When the message went out, or failed.
    pub served: Option<Date>,
}

impl Entry for Campaign {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Campaign {
    /// Serves the receivers whose turn has come.
    pub fn advance(&mut self, now: Date) {
        while let Some(running) = self.running {
            let turn = running.after(INTERVAL);
            let next = self.receivers.iter_mut().find(|receiver| receiver.served.is_none());
            match next {
                Some(_) if turn > now => return,
                Some(receiver) => {
                    receiver.served = Some(turn);
                    self.running = Some(turn);
                }
                None => {
                    self.status = CampaignStatus("completed");
                    self.running = None;
                }
            }
        }
    }

    /// Whether one of these is among the receivers.
    pub fn reaches(&self, wids: &[String]) -> bool {
        let mut receivers = self.receivers.iter();
        receivers.any(|receiver| wids.contains(&receiver.target.wid))
    }

    /// The campaign as the API shows it.
    pub fn view(&self) -> Value {
        let count = |status: &str| {
            let receivers = self.receivers.iter();
            receivers.filter(|receiver| receiver.status() == status).count()
        };
        json!({
            "id": self.id,
            "name": self.name,
            "device": self.device,
            "mode": "queue",
            "source": "api",
            "status": self.status,
            "message": self.message,
            "stats": {
                "total": self.receivers.len(),
                "pending": count("pending"),
                "delivered": count("delivered"),
                "failed": count("failed"),
            },
            "settings": { "deliverySpeed": 30 },
            "unsubscribe": { "enabled": false },
            "user": ACCOUNT_USER,
            "createdAt": self.created,
        })
    }
}

impl Receiver {
    /// The receiver of that number in the campaign with that id.
    pub fn new(campaign: &str, number: usize, target: Target) -> Self {
        let prefix = format!("6c{}", &campaign[18..]);
        Self { id: numbered_id(&prefix, number), name: format!("Receiver {number}"), target, served: None }
    }

    /// `phone` or `group`.
    pub fn kind(&self) -> &'static str {
        if self.target.kind == "group" { "group" } else { "phone" }
    }

    /// What became of it.
    pub fn status(&self) -> &'static str {
        let phone = self.target.phone();
        match self.served {
            None => "pending",
            Some(_) if phone.is_none_or(|phone| number::exists(&phone)) => "delivered",
            Some(_) => "failed",
        }
    }

    /// How far the message got.
    pub fn ack(&self) -> &'static str {
        match (self.status(), self.kind()) {
            ("delivered", "phone") => "read",
            (status, _) => status,
        }
    }

    /// WhatsApp's own id of the message, once it was sent.
    pub fn wid(&self) -> Option<String> {
        (self.status() == "delivered").then(|| format!("3EB2{}", &self.id[8..]).to_uppercase())
    }

    /// The receiver as the API shows it.
    pub fn view(&self, campaign: &Campaign) -> Value {
        let served = |wanted: &str| self.served.filter(|_| self.status() == wanted);
        compact(json!({
            "id": self.id,
            "wid": self.wid(),
            "kind": self.kind(),
            "phone": self.target.phone(),
            "group": (self.kind() == "group").then_some(&self.target.wid),
            "name": self.name,
            "status": self.status(),
            "ack": self.ack(),
            "date": self.served,
            "deliveredAt": served("delivered"),
            "readAt": served("delivered").filter(|_| self.ack() == "read"),
            "failedAt": served("failed"),
            "retries": 0,
            "message": campaign.message,
            "error": served("failed").map(|_| "number:notfound"),
        }))
    }
}
