//! How people keep an inbox in order: labels, departments and quick replies.

use serde::Serialize;

use crate::account::team::ACCOUNT_USER;
use crate::inbox::Inbox;
use crate::values::choice::{LabelColor, Permission, choices};
use crate::values::date::Date;

choices! {
    /// Where a label or a quick reply comes from: the WhatsApp Business app, or the platform.
    Scope = "wa chat";
    /// The picture of a department.
    Icon = "briefcase users user-tie chart-bar clipboard-list comments headset user-cog user-edit user-friends \
        laptop-code network-wired building handshake address-book layer-group project-diagram calendar-check \
        clipboard-check tasks chart-pie hands-helping shield-alt user-lock user-shield bullhorn comments-dollar \
        comment-dots fingerprint check-circle chalkboard-teacher cogs rocket drafting-compass lightbulb envelope inbox \
        people-carry code-branch globe hand-holding-usd money-bill-wave phone wrench balance-scale thumbs-up \
        user-secret user-graduate landmark archive";
}

/// A mark for chats. Its name is its key.
#[derive(Clone, Serialize)]
pub struct Label {
    /// 24 hex digits.
    pub id: String,
    /// Unique for the number.
    pub name: String,
    /// How it looks.
    pub color: LabelColor,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it comes from.
    pub scope: Scope,
    /// Whether it is in use.
    pub active: bool,
}

/// A part of the team, to which chats can be assigned.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Department {
    /// 24 hex digits.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How it looks.
    pub icon: Icon,
    /// How it looks.
    pub color: LabelColor,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who belongs to it.
    pub agents: Vec<String>,
    /// Who made it.
    pub user: String,
    /// Who owns it.
    pub owner: String,
    /// Its number.
    pub device: String,
    /// When it was made.
    pub created_at: Date,
    /// When it was last changed.
    pub updated_at: Date,
}

/// A prepared text.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickReply {
    /// 24 hex digits.
    pub id: String,
    /// What people type to get it. Unique for the number.
    pub shortcut: String,
    /// The text.
    pub message: String,
    /// Where it comes from.
    pub scope: Scope,
    /// Who may use it.
    pub permission: Permission,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// The id of a stored file that goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Who made it.
    pub user: String,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made.
    pub created_at: Date,
    /// When it was last changed.
    pub updated_at: Date,
}

impl Inbox {
    /// Adds a label.
    pub fn add_label(&mut self, name: &str, color: LabelColor, scope: &'static str) -> &mut Label {
        let label = Label {
            id: self.new_id("1a"),
            name: name.to_owned(),
            color,
            description: None,
            scope: Scope(scope),
            active: true,
        };
        push(&mut self.labels, label)
    }

    /// Adds a department.
    pub fn add_department(&mut self, name: &str, agents: Vec<String>, now: Date) -> &mut Department {
        let department = Department {
            id: self.new_id("de"),
            name: name.to_owned(),
            icon: Icon("briefcase"),
            color: LabelColor("pool"),
            description: None,
            agents,
            user: ACCOUNT_USER.to_owned(),
            owner: ACCOUNT_USER.to_owned(),
            device: self.device.clone(),
            created_at: now,
            updated_at: now,
        };
        push(&mut self.departments, department)
    }

    /// Adds a quick reply.
    pub fn add_quick_reply(&mut self, shortcut: &str, message: &str, now: Date) -> &mut QuickReply {
        let reply = QuickReply {
            id: self.new_id("9e"),
            shortcut: shortcut.to_owned(),
            message: message.to_owned(),
            scope: Scope("chat"),
            permission: Permission("public"),
            keywords: Vec::new(),
            file: None,
            user: ACCOUNT_USER.to_owned(),
            active: true,
            created_at: now,
            updated_at: now,
        };
        push(&mut self.quick_replies, reply)
    }
}

/// Adds an entry, and hands it out for the finishing touches.
pub fn push<T>(entries: &mut Vec<T>, entry: T) -> &mut T {
    entries.push(entry);
    entries.last_mut().expect("an entry was just added")
}
