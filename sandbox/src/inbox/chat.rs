//! Chats: with somebody, in a group, or in a channel.

use serde::Serialize;
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::contact::Contact;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::wids::phone_of;
use crate::wire::answer::compact;

choices! {
    /// What kind of chat it is.
    ChatKind = "chat group channel community";
    /// The platform's status of a chat.
    ChatStatus = "active pending resolved archived removed";
}

/// A chat.
#[derive(Clone)]
pub struct Chat {
    /// Whom it is with, as a WhatsApp id.
    pub wid: String,
    /// What kind of chat it is.
    pub kind: ChatKind,
    /// What it is called.
    pub name: String,
    /// The platform's status.
    pub status: ChatStatus,
    /// How many messages nobody has read.
    pub unread: u32,
    /// Stands above the others.
    pub pinned: bool,
    /// Makes no sound.
    pub muted: bool,
    /// Put aside.
    pub archived: bool,
    /// Who takes care of it.
    pub agent: Option<String>,
    /// Which part of the team takes care of it.
    pub department: Option<String>,
    /// Since when.
    pub assigned: Option<Date>,
    /// The names of its labels.
    pub labels: Vec<String>,
    /// What people wrote about it.
    pub notes: Vec<Note>,
    /// When the newest message came or went.
    pub last_message: Option<Date>,
    /// When it began.
    pub created: Date,
}

/// What somebody wrote about a chat, for the team only.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// 24 hex digits.
    pub id: String,
    /// The text.
    pub message: String,
    /// What it is about: the id of a message or a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub created_at: Date,
}

impl Chat {
    /// A chat without messages.
    pub fn new(wid: &str, kind: ChatKind, name: &str, now: Date) -> Self {
        Self {
            wid: wid.to_owned(),
            kind,
            name: name.to_owned(),
            status: ChatStatus("active"),
            unread: 0,
            pinned: false,
            muted: false,
            archived: false,
            agent: None,
            department: None,
            assigned: None,
            labels: Vec::new(),
            notes: Vec::new(),
            last_message: None,
            created: now,
        }
    }

    /// The phone of the person, if it is a chat with somebody.
    pub fn phone(&self) -> Option<String> {
        phone_of(&self.wid)
    }

    /// What the address book calls the person, or what the chat is called.
    pub fn display_name(&self, inbox: &Inbox) -> String {
        let contact = inbox.contact(&self.wid);
        contact.map_or_else(|| self.name.clone(), Contact::display_name)
    }

    /// Whether one cannot write there.
    pub fn is_read_only(&self, inbox: &Inbox) -> bool {
        let group = inbox.group(&self.wid).is_some_and(|group| group.read_only);
        let channel = inbox.channel(&self.wid);
        group || channel.is_some_and(|channel| channel.permission == "subscriber")
    }

    /// Hands the chat to somebody, to a department, or to nobody.
    pub fn assign(&mut self, agent: Option<String>, department: Option<String>, now: Date) {
        let assigned = agent.is_some() || department.is_some();
        self.assigned = assigned.then_some(now);
        self.agent = agent;
        self.department = department;
    }

    /// The chat as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let owner = self.assigned.map(|assigned| {
            compact(json!({
                "agent": self.agent,
                "department": self.department,
                "assignedAt": assigned,
            }))
        });
        compact(json!({
            "id": self.wid,
            "wid": self.wid,
            "type": self.kind,
            "name": self.display_name(inbox),
            "phone": self.phone(),
            "status": self.status,
            "owner": owner,
            "labels": self.labels,
            "unreadCount": self.unread,
            "isPinned": self.pinned,
            "isMuted": self.muted,
            "isArchive": self.archived,
            "isReadOnly": self.is_read_only(inbox),
            "isBlocked": inbox.blocked.contains(&self.wid),
            "date": self.created,
            "lastMessageAt": self.last_message,
            "device": inbox.device,
            "links": {
                "messages": format!("/v1/chat/{}/messages?chat={}", inbox.device, self.wid),
                "contact": format!("/v1/chat/{}/contacts/{}", inbox.device, self.wid),
            },
        }))
    }

    /// The same with the members that a request can include.
    pub fn view_with(&self, inbox: &Inbox, include: &[String]) -> Value {
        let mut view = self.view(inbox);
        for name in include {
            view[name] = match name.as_str() {
                "messages" => inbox
                    .messages
                    .iter()
                    .rev()
                    .filter(|message| message.chat == self.wid)
                    .take(10)
                    .map(|message| message.view(inbox))
                    .collect(),
                "notes" => json!(self.notes),
                _ => inbox
                    .group(&self.wid)
                    .map_or_else(|| json!([]), |group| group.participants.iter().map(|one| one.view(inbox)).collect()),
            };
        }
        view
    }
}

impl Inbox {
    /// The chat with that WhatsApp id.
    pub fn chat(&self, wid: &str) -> Option<&Chat> {
        self.chats.iter().find(|chat| chat.wid == wid)
    }

    /// Adds a note to a chat, and hands it out.
    pub fn add_note(&mut self, chat: usize, message: &str, quote: Option<String>, author: &str, now: Date) -> Note {
        let note = Note {
            id: self.new_id("a0"),
            message: message.to_owned(),
            quote,
            author: author.to_owned(),
            created_at: now,
        };
        self.chats[chat].notes.push(note.clone());
        note
    }

    /// Takes chats away, with their messages and files.
    pub fn remove_chats(&mut self, gone: impl Fn(&Chat) -> bool) -> usize {
        let before = self.chats.len();
        self.chats.retain(|chat| !gone(chat));
        let left: Vec<&str> = self.chats.iter().map(|chat| chat.wid.as_str()).collect();
        self.messages.retain(|one| left.contains(&one.chat.as_str()));
        self.files.retain(|one| left.contains(&one.chat.as_str()));
        before - self.chats.len()
    }
}
