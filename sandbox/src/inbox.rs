//! The inbox of each number: what the platform keeps of its WhatsApp (chats, contacts, messages, files, status, groups,
//! channels) and what people put in order there (labels, departments, quick replies).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use parking_lot::Mutex;
use serde_json::Value;

use crate::answer::ApiError;
use crate::date::Date;
use crate::device::DeviceId;
use crate::events::EventName;
use crate::state::Sandbox;
use crate::store::numbered_id;

pub mod channel;
pub mod chat;
pub mod contact;
pub mod desk;
pub mod file;
pub mod group;
#[path = "control/incoming.rs"]
pub mod incoming;
#[path = "seeds/many/inbox.rs"]
pub mod many;
pub mod message;
mod outgoing;
#[path = "seeds/inboxes.rs"]
mod seeds;
pub mod status;

use channel::Channel;
use chat::Chat;
use contact::Contact;
use desk::{Department, Label, QuickReply};
use file::ChatFile;
use group::Group;
use message::ChatMessage;
use status::Status;

/// What is kept for one number.
pub struct Inbox {
    /// The id of the number.
    pub device: String,
    /// The people and groups that can be written to.
    pub chats: Vec<Chat>,
    /// The address book.
    pub contacts: Vec<Contact>,
    /// Who cannot write to the number, by their WhatsApp ids.
    pub blocked: Vec<String>,
    /// All messages, the oldest first.
    pub messages: Vec<ChatMessage>,
    /// What came and went with messages.
    pub files: Vec<ChatFile>,
    /// Status stories, also planned ones.
    pub statuses: Vec<Status>,
    /// Groups and broadcast lists.
    pub groups: Vec<Group>,
    /// The number's own channels and those that it follows.
    pub channels: Vec<Channel>,
    /// Marks for chats.
    pub labels: Vec<Label>,
    /// Parts of the team.
    pub departments: Vec<Department>,
    /// Prepared texts.
    pub quick_replies: Vec<QuickReply>,
    /// The ids of what was sent and stands in the chats.
    taken: HashSet<String>,
    /// Tells the ids of one inbox from those of others.
    series: usize,
    /// How many entries were ever made, by kind: ids are not used twice.
    made: HashMap<&'static str, usize>,
}

impl Inbox {
    fn empty(device: &str, series: usize) -> Self {
        Self {
            device: device.to_owned(),
            chats: Vec::new(),
            contacts: Vec::new(),
            blocked: Vec::new(),
            messages: Vec::new(),
            files: Vec::new(),
            statuses: Vec::new(),
            groups: Vec::new(),
            channels: Vec::new(),
            labels: Vec::new(),
            departments: Vec::new(),
            quick_replies: Vec::new(),
            taken: HashSet::new(),
            series,
            made: HashMap::new(),
        }
    }

    /// Forgets what came from WhatsApp: chats, contacts, messages and their files.
    pub fn wipe(&mut self) {
        self.chats.clear();
        self.contacts.clear();
        self.messages.clear();
        self.files.clear();
    }

    /// A new id of 24 hex digits; `prefix` says what it stands for.
    pub fn new_id(&mut self, prefix: &'static str) -> String {
        let series = format!("{prefix}{:06}", self.series);
        numbered_id(&series, self.count(prefix))
    }

    /// A new WhatsApp id of a message or status: 20 hex digits.
    pub fn new_message_wid(&mut self) -> String {
        let number = self.count("3EB0");
        format!("3EB0{:06}{number:010}", self.series)
    }

    /// The digits of a new group or channel.
    pub fn new_group_digits(&mut self) -> String {
        let number = self.count("120363");
        format!("120363{:06}{number:06}", self.series)
    }

    /// The phone of a contact that the sandbox invents.
    pub fn new_phone(&mut self) -> String {
        let number = self.count("+1555");
        format!("+1555{:02}{number:05}", 10 + self.series)
    }

    /// A new invite code of a group or channel.
    pub fn new_invite_code(&mut self) -> String {
        let number = self.count("Invite");
        format!("Invite{:06}x{number:09}", self.series)
    }

    fn count(&mut self, kind: &'static str) -> usize {
        let made = self.made.entry(kind).or_default();
        *made += 1;
        *made
    }
}

/// The inboxes of all numbers.
pub struct Inboxes(Mutex<Vec<Inbox>>);

impl Inboxes {
    /// The inboxes of a fresh sandbox.
    pub fn seeded() -> Self {
        Self(Mutex::new(seeds::inboxes()))
    }

    /// Back to the inboxes of a fresh sandbox.
    pub fn restart(&self) {
        *self.0.lock() = seeds::inboxes();
    }

    /// Reads or changes all inboxes that are in use.
    pub fn all<T>(&self, look: impl FnOnce(&mut [Inbox]) -> T) -> T {
        look(&mut self.0.lock())
    }

    /// Empties the inbox of a number that is gone.
    pub fn forget(&self, device: &str) {
        self.of(device, |inbox| *inbox = Inbox::empty(device, inbox.series));
    }

    /// Reads or changes the inbox of a number.
    pub fn of<T>(&self, device: &str, look: impl FnOnce(&mut Inbox) -> T) -> T {
        let mut inboxes = self.0.lock();
        let found = inboxes.iter().position(|inbox| inbox.device == device);
        let index = found.unwrap_or_else(|| {
            let series = inboxes.len() + 1;
            inboxes.push(Inbox::empty(device, series));
            series - 1
        });
        look(&mut inboxes[index])
    }
}

/// The number that a path names by its `{device}`, with its inbox; 404 when there is no such one.
pub struct Number {
    /// Everything else.
    pub sandbox: Arc<Sandbox>,
    /// 24 hex digits, as the device has them.
    pub id: String,
    /// When the request came.
    pub now: Date,
}

impl FromRequestParts<Arc<Sandbox>> for Number {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        sandbox: &Arc<Sandbox>,
    ) -> Result<Self, ApiError> {
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
    /// Reads or changes its inbox.
    pub fn inbox<T>(&self, look: impl FnOnce(&mut Inbox) -> T) -> T {
        self.sandbox.inboxes.of(&self.id, |inbox| {
            inbox.keep_fresh(self.now);
            look(inbox)
        })
    }

    /// Its phone; none before it is linked.
    pub fn own_phone(&self) -> Option<String> {
        let phone = self
            .sandbox
            .devices
            .read(&self.id, |device| device.phone.clone());
        phone.unwrap_or_default()
    }

    /// Its WhatsApp id.
    pub fn own_wid(&self) -> String {
        group::user_wid(&self.own_phone().unwrap_or_default())
    }

    /// Tells webhooks what happened to something.
    pub fn tell(&self, name: EventName, data: &Value) {
        let device = Some(self.id.clone());
        self.sandbox
            .events
            .tell(name, self.now, device, data.clone());
    }
}
