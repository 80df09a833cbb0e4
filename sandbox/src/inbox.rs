//! The inbox of each number: what the platform keeps of its WhatsApp (chats, contacts, messages, files, status, groups,
//! channels) and what people put in order there (labels, departments, quick replies).

use std::collections::{HashMap, HashSet};

use parking_lot::Mutex;

use crate::values::ids::numbered_id;

pub mod channel;
pub mod chat;
pub mod contact;
pub mod desk;
pub mod file;
pub mod group;
pub mod message;
mod outgoing;
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
    /// An inbox without entries; `series` makes its ids differ from those of other inboxes.
    pub fn empty(device: &str, series: usize) -> Self {
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
#[derive(Default)]
pub struct Inboxes(Mutex<Vec<Inbox>>);

impl Inboxes {
    /// Puts other inboxes in the place of all.
    pub fn replace(&self, inboxes: Vec<Inbox>) {
        *self.0.lock() = inboxes;
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
