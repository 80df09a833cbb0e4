//! The inboxes of a fresh sandbox.

use serde_json::json;

use super::Inbox;
use super::chat::{Chat, ChatKind, ChatStatus};
use super::contact::{Contact, ContactType, Metadata, MetadataKey};
use super::file::NewFile;
use super::group::{Applicant, user_wid};
use crate::choice::{LabelColor, Permission};
use crate::content::Content;
use crate::date::Date;
use crate::fields::Text;
use crate::photo;

const SALES: &str = "650000000000000000000001";
const SUPPORT: &str = "650000000000000000000002";
const NAMELESS: &str = "650000000000000000000004";

/// Large enough to show that downloads are not kept in memory; its bytes are made up as they are sent.
const LARGE_VIDEO: usize = 100 * 1024 * 1024;

/// The smallest picture that there is in this format.
const STICKER: &[u8] =
    b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";

/// First name, last name, country.
type Person = (&'static str, &'static str, &'static str);

const SALES_PEOPLE: [Person; 6] = [
    ("Olivia", "Stone", "US"),
    ("Mateo", "García", "ES"),
    ("Jonas", "Weber", "DE"),
    ("Amina", "Diallo", "FR"),
    ("Yuki", "Tanaka", "JP"),
    ("Priya", "Nair", "IN"),
];

const SUPPORT_PEOPLE: [Person; 3] = [
    ("Lucas", "Martin", "FR"),
    ("Emma", "Jensen", "DK"),
    ("Omar", "Farouk", "EG"),
];

/// The inboxes of the seed numbers. The one that was never linked has none.
pub fn inboxes() -> Vec<Inbox> {
    let mut sales = Inbox::empty(SALES, 1);
    sales.seed(
        "+15550100001",
        &SALES_PEOPLE,
        ["Sales team", "Suppliers", "Shop news"],
    );
    sales.seed_more("+15550100001");
    let mut support = Inbox::empty(SUPPORT, 2);
    let names = ["Support team", "Workshops", "Repair tips"];
    support.seed("+15550100002", &SUPPORT_PEOPLE, names);
    let mut nameless = Inbox::empty(NAMELESS, 3);
    let names = ["Night shift", "Neighbours", "Notices"];
    nameless.seed("+15550100004", &SUPPORT_PEOPLE[..1], names);
    vec![sales, support, nameless]
}

/// A time in the story of the seeds.
fn hour(hours: i64) -> Date {
    Date::seeded(3600 * hours)
}

impl Inbox {
    /// What every seed number has; the names are those of two groups and a channel.
    fn seed(&mut self, phone: &str, people: &[Person], [team, group, channel]: [&str; 3]) {
        let own = user_wid(phone);
        for (name, color, scope) in [
            ("Customer", "emerald", "chat"),
            ("Urgent", "ruby", "chat"),
            ("Follow up", "gold", "chat"),
            ("New order", "pool", "wa"),
        ] {
            self.add_label(name, LabelColor(color), scope);
        }
        let agents = || {
            vec![
                "670000000000000000000002".to_owned(),
                "670000000000000000000003".to_owned(),
            ]
        };
        self.add_department("Orders", agents(), hour(0));
        self.add_department("Complaints", agents(), hour(0)).color = LabelColor("tomato");
        self.add_quick_reply("/hello", "Hello, how can we help?", hour(0))
            .keywords = vec!["greeting".to_owned()];
        self.add_quick_reply("/hours", "We are here from 9 to 17 o'clock.", hour(0))
            .permission = Permission("readonly");

        let mut wids = Vec::new();
        for (hours, (name, surname, country)) in (0..).zip(people) {
            let wid = self.seed_contact(name, surname, country, hour(hours));
            self.chats
                .push(Chat::new(&wid, ChatKind("chat"), name, hour(hours)));
            self.add_message(
                &wid,
                "inbound",
                "Hello, is my order on its way?",
                &own,
                hour(hours),
            );
            self.add_message(
                &wid,
                "outbound",
                "It left today and arrives tomorrow.",
                &own,
                hour(hours + 1),
            );
            wids.push(wid);
        }
        for name in [team, group] {
            let group = self.add_group(name, phone, hour(0));
            for wid in &wids {
                let phone = format!("+{}", wid.trim_end_matches("@c.us"));
                group.admit(&phone, false, hour(1));
            }
            let wid = group.wid.clone();
            self.add_message(&wid, "outbound", "Welcome everybody", &own, hour(2));
        }
        self.add_channel(channel, hour(0));
        let photo = new_file("image", "image/jpeg", "receipt.jpg", "The receipt");
        self.add_file(&wids[0], "inbound", &own, photo, hour(3));
        self.add_status(&wids[0], "inbound", "On holiday", hour(4));
        self.add_status(&own, "outbound", "New opening hours", hour(5));
    }

    /// What only the first number has: something of everything.
    fn seed_more(&mut self, phone: &str) {
        let own = user_wid(phone);
        let wids: Vec<String> = self.contacts.iter().map(|one| one.wid.clone()).collect();
        let applicants = [self.new_phone(), self.new_phone(), self.new_phone()];
        self.groups[0].participants[1].admin = true;
        self.groups[0].pending = applicants
            .iter()
            .map(|phone| Applicant::new(phone, hour(6)))
            .collect();
        let list = self.add_group("Regular customers", phone, hour(1));
        list.kind = "broadcast";
        list.wid = list.wid.replace("g.us", "broadcast");
        // A broadcast list has no chat.
        self.chats.pop();
        self.follow(super::channel::directory().swap_remove(0), hour(1));

        for (kind, mime, name, caption) in [
            ("document", "application/pdf", "invoice.pdf", "Your invoice"),
            ("ptt", "audio/ogg", "voice.ogg", ""),
            ("sticker", "image/webp", "sticker.webp", ""),
        ] {
            let mut file = new_file(kind, mime, name, caption);
            match kind {
                "ptt" => file.content = Content::padded(b"OggS\0\x02", 2000),
                "sticker" => file.content = STICKER.to_vec().into(),
                _ => {}
            }
            self.add_file(&wids[1], "outbound", &own, file, hour(7));
        }
        let video = NewFile {
            content: Content::padded(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", LARGE_VIDEO),
            ..new_file(
                "video",
                "video/mp4",
                "factory-tour.mp4",
                "A tour of the factory",
            )
        };
        self.add_file(&wids[2], "inbound", &own, video, hour(8));

        self.chats[0].labels = vec!["Customer".to_owned(), "Urgent".to_owned()];
        self.chats[0].pinned = true;
        self.chats[1].status = ChatStatus("resolved");
        self.chats[2].assign(Some("670000000000000000000003".to_owned()), None, hour(8));
        self.chats[3].unread = 3;
        self.chats[4].muted = true;
        self.add_note(
            0,
            "Prefers to be called in the morning",
            None,
            "670000000000000000000003",
            hour(9),
        );

        self.contacts[0]
            .info
            .insert("email".to_owned(), json!("olivia@example.com"));
        self.contacts[0].metadata = vec![Metadata {
            key: MetadataKey("customer_number".to_owned()),
            value: Text("1001".to_owned()),
        }];
        self.contacts[3].kind = ContactType("business");
        let message = self.add_message(&wids[0], "outbound", "Shall I call you?", &own, hour(10));
        message.reference = Some("order-1001".to_owned());
        message.fresh = true;
        let planned = self.add_status(
            &own,
            "outbound",
            "See you at the fair",
            Date::seeded(0).plus(20 * 365 * 86_400),
        );
        planned.planned = true;
    }

    /// Adds a contact with a new phone, and gives its WhatsApp id.
    pub fn seed_contact(&mut self, name: &str, surname: &str, country: &str, date: Date) -> String {
        let wid = user_wid(&self.new_phone());
        let mut contact = Contact::new(&wid, ContactType("personal"), date);
        for (member, value) in [("name", name), ("surname", surname), ("country", country)] {
            contact.info.insert(member.to_owned(), json!(value));
        }
        self.contacts.push(contact);
        wid
    }
}

/// A made-up file.
pub fn new_file(kind: &'static str, mime: &str, name: &str, caption: &str) -> NewFile {
    NewFile {
        kind,
        mime: mime.to_owned(),
        filename: name.to_owned(),
        caption: caption.to_owned(),
        content: photo::file(mime, name).into(),
    }
}
