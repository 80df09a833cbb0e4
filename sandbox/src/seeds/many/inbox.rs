//! Many numbered entries in the inbox of the first number, in the place of those that it has: for tests of paging.

use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::seeds::inboxes::{new_file, seed_contact};
use crate::seeds::team;
use crate::state::Sandbox;
use crate::values::choice::LabelColor;
use crate::values::date::Date;
use crate::values::wids::user_wid;

/// The number of an entry, and what it is made with.
struct Nth<'a> {
    number: usize,
    date: Date,
    /// The number's own phone.
    phone: &'a str,
    own_wid: &'a str,
}

impl Nth<'_> {
    fn name(&self, kind: &str) -> String {
        format!("{kind} {}", self.number)
    }
}

fn fill(sandbox: &Sandbox, count: usize, clear: fn(&mut Inbox), add: fn(&mut Inbox, &Nth<'_>)) {
    let Some((device, phone)) = first_number(sandbox) else {
        return;
    };
    let own_wid = user_wid(&phone);
    sandbox.inboxes.of(&device, |inbox| {
        clear(inbox);
        for number in 1..=count {
            let date = Date::seeded(i64::try_from(number).unwrap_or(0));
            add(inbox, &Nth { number, date, phone: &phone, own_wid: &own_wid });
        }
    });
}

fn first_number(sandbox: &Sandbox) -> Option<(String, String)> {
    sandbox.devices.all(|devices| {
        let first = devices.first()?;
        Some((first.id.clone(), first.phone.clone().unwrap_or_default()))
    })
}

/// Channels of the number's own.
pub fn channels(sandbox: &Sandbox, count: usize) {
    let clear = |inbox: &mut Inbox| {
        inbox.channels.clear();
        inbox.remove_chats(|chat| chat.kind.0 == "channel");
    };
    fill(sandbox, count, clear, |inbox, nth| {
        inbox.add_channel(&nth.name("Channel"), nth.date);
    });
}

/// Files in the first chat.
pub fn chat_files(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.files.clear(),
        |inbox, nth| {
            if let Some(chat) = inbox.chats.first().map(|chat| chat.wid.clone()) {
                let file = new_file("document", "text/plain", &format!("file-{}.txt", nth.number), "");
                inbox.add_file(&chat, "inbound", nth.own_wid, file, nth.date);
            }
        },
    );
}

/// Messages in the first chat.
pub fn chat_messages(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.messages.clear(),
        |inbox, nth| {
            if let Some(chat) = inbox.chats.first().map(|chat| chat.wid.clone()) {
                inbox.add_message(&chat, "inbound", &nth.name("Message"), nth.own_wid, nth.date);
            }
        },
    );
}

/// Chats with people who are no contacts, each with a message.
pub fn chats(sandbox: &Sandbox, count: usize) {
    let clear = |inbox: &mut Inbox| {
        inbox.remove_chats(|_| true);
    };
    fill(sandbox, count, clear, |inbox, nth| {
        let wid = user_wid(&inbox.new_phone());
        let chat = Chat::new(&wid, ChatKind("chat"), &nth.name("Chat"), nth.date);
        inbox.chats.push(chat);
        inbox.add_message(&wid, "inbound", &nth.name("Message"), nth.own_wid, nth.date);
    });
}

/// Contacts without chats.
pub fn contacts(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.contacts.clear(),
        |inbox, nth| {
            seed_contact(inbox, &nth.name("Contact"), "", "US", nth.date);
        },
    );
}

/// Departments without people.
pub fn departments(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.departments.clear(),
        |inbox, nth| {
            inbox.add_department(&nth.name("Department"), Vec::new(), nth.date);
        },
    );
}

/// Groups of which the number is the only participant.
pub fn groups(sandbox: &Sandbox, count: usize) {
    let clear = |inbox: &mut Inbox| {
        inbox.groups.clear();
        inbox.remove_chats(|chat| chat.kind.0 == "group");
    };
    fill(sandbox, count, clear, |inbox, nth| {
        inbox.add_group(&nth.name("Group"), nth.phone, nth.date);
    });
}

/// Labels.
pub fn labels(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.labels.clear(),
        |inbox, nth| {
            inbox.add_label(&nth.name("Label"), LabelColor("pool"), "chat");
        },
    );
}

/// Participants of the first group, besides its owner.
pub fn participants(sandbox: &Sandbox, count: usize) {
    let clear = |inbox: &mut Inbox| {
        if let Some(group) = inbox.groups.first_mut() {
            group.participants.retain(|one| one.owner);
        }
    };
    fill(sandbox, count, clear, |inbox, nth| {
        let phone = inbox.new_phone();
        if let Some(group) = inbox.groups.first_mut() {
            group.admit(&phone, false, nth.date);
        }
    });
}

/// Quick replies.
pub fn quick_replies(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.quick_replies.clear(),
        |inbox, nth| {
            inbox.add_quick_reply(&format!("/reply{}", nth.number), &nth.name("Reply"), nth.date);
        },
    );
}

/// Status stories of the number's own.
pub fn statuses(sandbox: &Sandbox, count: usize) {
    fill(
        sandbox,
        count,
        |inbox| inbox.statuses.clear(),
        |inbox, nth| {
            inbox.add_status(nth.own_wid, "outbound", &nth.name("Status"), nth.date);
        },
    );
}

/// Agents who may use the number, in the place of all people.
pub fn team(sandbox: &Sandbox, count: usize) {
    if let Some((device, _)) = first_number(sandbox) {
        team::seed_many(sandbox, count, &device);
    }
}
