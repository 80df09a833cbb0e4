//! Groups and broadcast lists.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::contact::Contact;
use crate::inbox::desk::push;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::wids::user_wid;
use crate::wire::answer::compact;
use crate::wire::picture::Picture;

choices! {
    /// Who may do something in a group.
    Who = "all admins";
    /// After what time messages disappear.
    Lifetime = "off 24h 7d 90d";
    /// What one takes part in as.
    MemberRole = "admin owner participant";
}

/// A group or a broadcast list.
#[derive(Clone)]
pub struct Group {
    /// 24 hex digits.
    pub id: String,
    /// `<digits>@g.us`, or `@broadcast`.
    pub wid: String,
    /// `group` or `broadcast`.
    pub kind: &'static str,
    /// Its subject.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// Who may do what.
    pub permissions: Permissions,
    /// After what time messages disappear.
    pub ephemeral: Lifetime,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// Who asked to take part.
    pub pending: Vec<Applicant>,
    /// With it, somebody can join.
    pub invite_code: String,
    /// Whether the number has left it.
    pub read_only: bool,
    /// When it was made.
    pub created: Date,
}

/// Who may do what in a group.
#[derive(Clone, Copy, Serialize)]
pub struct Permissions {
    /// Change name, picture and settings.
    pub edit: Who,
    /// Write.
    pub send: Who,
    /// Add others.
    pub invite: Who,
    /// Whether an admin has to approve those who join.
    pub approval: bool,
}

impl Default for Permissions {
    fn default() -> Self {
        Self { edit: Who("all"), send: Who("all"), invite: Who("all"), approval: false }
    }
}

/// What a request sets of [`Permissions`].
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionChanges {
    edit: Option<Who>,
    send: Option<Who>,
    invite: Option<Who>,
    approval: Option<bool>,
}

impl PermissionChanges {
    /// Sets what is given.
    pub fn apply(self, permissions: &mut Permissions) {
        permissions.edit = self.edit.unwrap_or(permissions.edit);
        permissions.send = self.send.unwrap_or(permissions.send);
        permissions.invite = self.invite.unwrap_or(permissions.invite);
        permissions.approval = self.approval.unwrap_or(permissions.approval);
    }
}

/// Somebody in a group.
#[derive(Clone)]
pub struct Participant {
    /// In the form of E.164.
    pub phone: String,
    /// Whether they may do what admins may.
    pub admin: bool,
    /// Whether the group is theirs.
    pub owner: bool,
    /// Since when.
    pub since: Date,
}

impl Participant {
    /// Their WhatsApp id.
    pub fn wid(&self) -> String {
        user_wid(&self.phone)
    }

    /// Whether a request means them, by phone or WhatsApp id.
    pub fn is(&self, name: &str) -> bool {
        self.phone == name || self.wid() == name
    }

    /// What they take part as.
    pub fn role(&self) -> MemberRole {
        MemberRole(match (self.owner, self.admin) {
            (true, _) => "owner",
            (false, true) => "admin",
            (false, false) => "participant",
        })
    }

    /// Somebody as the API shows them.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let contact = inbox.contact(&self.wid());
        compact(json!({
            "wid": self.wid(),
            "lid": format!("9{}@lid", self.phone.trim_start_matches('+')),
            "phone": self.phone,
            "name": contact.map(Contact::display_name),
            "isAdmin": self.admin || self.owner,
            "isSuperAdmin": self.owner,
            "isContact": contact.is_some(),
            "isChatActive": inbox.chat(&self.wid()).is_some(),
            "syncedAt": self.since,
        }))
    }
}

/// Somebody who asked to take part.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Applicant {
    /// In the form of E.164.
    pub phone: String,
    /// Their WhatsApp id.
    pub wid: String,
    /// When they asked.
    pub requested_at: Date,
}

impl Applicant {
    /// Somebody who asks now.
    pub fn new(phone: &str, now: Date) -> Self {
        Self { phone: phone.to_owned(), wid: user_wid(phone), requested_at: now }
    }
}

impl Group {
    /// The group as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let chat = inbox.chat(&self.wid);
        let participants = self.participants.iter().map(|one| one.view(inbox));
        compact(json!({
            "id": self.id,
            "wid": self.wid,
            "kind": self.kind,
            "name": self.name,
            "description": self.description,
            "imageUrl": self.picture.as_ref().map(Picture::url),
            "createdAt": self.created,
            "lastMessageAt": chat.and_then(|chat| chat.last_message),
            "lastSyncAt": self.created,
            "unreadCount": chat.map_or(0, |chat| chat.unread),
            "isArchive": chat.is_some_and(|chat| chat.archived),
            "isReadOnly": self.read_only,
            "isPinned": chat.is_some_and(|chat| chat.pinned),
            "isCommunityAnnounce": false,
            "permissions": self.permissions,
            "ephemeral": self.ephemeral,
            "inviteCode": self.invite_code,
            "inviteLink": self.invite_link(),
            "totalParticipants": self.participants.len(),
            "participants": participants.collect::<Value>(),
            "device": inbox.device,
            "links": { "chat": format!("/v1/chat/{}/chats/{}", inbox.device, self.wid) },
        }))
    }

    /// With it, somebody can join.
    pub fn invite_link(&self) -> String {
        format!("https://chat.whatsapp.com/{}", self.invite_code)
    }

    /// Adds somebody, or makes them what they now shall be.
    pub fn admit(&mut self, phone: &str, admin: bool, now: Date) {
        if let Some(member) = self.participants.iter_mut().find(|one| one.is(phone)) {
            member.admin = admin;
        } else {
            self.participants.push(Participant { phone: phone.to_owned(), admin, owner: false, since: now });
        }
    }
}

impl Inbox {
    /// Adds a group, with its chat, of which the number is the owner.
    pub fn add_group(&mut self, name: &str, own_phone: &str, now: Date) -> &mut Group {
        let group = Group {
            id: self.new_id("6a"),
            wid: format!("{}@g.us", self.new_group_digits()),
            kind: "group",
            name: name.to_owned(),
            description: None,
            picture: None,
            permissions: Permissions::default(),
            ephemeral: Lifetime("off"),
            participants: vec![Participant { phone: own_phone.to_owned(), admin: true, owner: true, since: now }],
            pending: Vec::new(),
            invite_code: self.new_invite_code(),
            read_only: false,
            created: now,
        };
        self.chats.push(Chat::new(&group.wid, ChatKind("group"), name, now));
        push(&mut self.groups, group)
    }

    /// The group with that WhatsApp id.
    pub fn group(&self, wid: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.wid == wid)
    }
}
