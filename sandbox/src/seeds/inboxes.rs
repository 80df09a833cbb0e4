//! The inboxes of a fresh sandbox.

use serde_json::json;

use super::{SALES, SUPPORT};
use crate::inbox::Inbox;
use crate::inbox::channel::directory;
use crate::inbox::chat::{Chat, ChatKind, ChatStatus};
use crate::inbox::contact::{Contact, ContactType, Metadata, MetadataKey};
use crate::inbox::file::NewFile;
use crate::inbox::group::Applicant;
use crate::values::choice::{LabelColor, Permission};
use crate::values::date::Date;
use crate::values::wids::user_wid;
use crate::wire::content::Content;
use crate::wire::fields::Text;
use crate::wire::photo;

const NAMELESS: &str = "650000000000000000000004";

/// Large enough to show that downloads are not kept in memory; its bytes are made up as they are sent.
const LARGE_VIDEO: usize = 100 * 1024 * 1024;

/// The smallest picture that there is in this format.
const STICKER: &[u8] = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";

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

const SUPPORT_PEOPLE: [Person; 3] = [("Lucas", "Martin", "FR"), ("Emma", "Jensen", "DK"), ("Omar", "Farouk", "EG")];

/// The inboxes of the seed numbers. The one that was never linked has none.
pub fn inboxes() -> Vec<Inbox> {
    let mut sales = Inbox::empty(SALES, 1);
    seed(&mut sales, "+15550100001", &SALES_PEOPLE, ["Sales team", "Suppliers", "Shop news"]);
    seed_sales(&mut sales, "+15550100001");
    let mut support = Inbox::empty(SUPPORT, 2);
    let names = ["Support team", "Workshops", "Repair tips"];
    seed(&mut support, "+15550100002", &SUPPORT_PEOPLE, names);
    let mut nameless = Inbox::empty(NAMELESS, 3);
    let names = ["Night shift", "Neighbours", "Notices"];
    seed(&mut nameless, "+15550100004", &SUPPORT_PEOPLE[..1], names);
    vec![sales, support, nameless]
}

/// A time in the story of the seeds.
fn hour(hours: i64) -> Date {
    Date::seeded(3600 * hours)
}

/// What every seed number has; the names are those of two groups and a channel.
fn seed(inbox: &mut Inbox, phone: &str, people: &[Person], [team, group, channel]: [&str; 3]) {
    let own = user_wid(phone);
    for (name, color, scope) in [
        ("Customer", "emerald", "chat"),
        ("Urgent", "ruby", "chat"),
        ("Follow up", "gold", "chat"),
        ("New order", "pool", "wa"),
    ] {
        inbox.add_label(name, LabelColor(color), scope);
    }
    let agents = || vec!["670000000000000000000002".to_owned(), "670000000000000000000003".to_owned()];
    inbox.add_department("Orders", agents(), hour(0));
    inbox.add_department("Complaints", agents(), hour(0)).color = LabelColor("tomato");
    inbox.add_quick_reply("/hello", "Hello, how can we help?", hour(0)).keywords = vec!["greeting".to_owned()];
    inbox.add_quick_reply("/hours", "We are here from 9 to 17 o'clock.", hour(0)).permission = Permission("readonly");

    let mut wids = Vec::new();
    for (hours, (name, surname, country)) in (0..).zip(people) {
        let wid = seed_contact(inbox, name, surname, country, hour(hours));
        inbox.chats.push(Chat::new(&wid, ChatKind("chat"), name, hour(hours)));
        inbox.add_message(&wid, "inbound", "Hello, is my order on its way?", &own, hour(hours));
        inbox.add_message(&wid, "outbound", "It left today and arrives tomorrow.", &own, hour(hours + 1));
        wids.push(wid);
    }
    for name in [team, group] {
        let group = inbox.add_group(name, phone, hour(0));
        for wid in &wids {
            let phone = format!("+{}", wid.trim_end_matches("@c.us"));
            group.admit(&phone, false, hour(1));
        }
        let wid = group.wid.clone();
        inbox.add_message(&wid, "outbound", "Welcome everybody", &own, hour(2));
    }
    inbox.add_channel(channel, hour(0));
    let photo = new_file("image", "image/jpeg", "receipt.jpg", "The receipt");
    inbox.add_file(&wids[0], "inbound", &own, photo, hour(3));
    inbox.add_status(&wids[0], "inbound", "On holiday", hour(4));
    inbox.add_status(&own, "outbound", "New opening hours", hour(5));
}

/// What only the first number has: something of everything.
fn seed_sales(inbox: &mut Inbox, phone: &str) {
    let own = user_wid(phone);
    let wids: Vec<String> = inbox.contacts.iter().map(|one| one.wid.clone()).collect();
    let applicants = [inbox.new_phone(), inbox.new_phone(), inbox.new_phone()];
    inbox.groups[0].participants[1].admin = true;
    inbox.groups[0].pending = applicants.iter().map(|phone| Applicant::new(phone, hour(6))).collect();
    let list = inbox.add_group("Regular customers", phone, hour(1));
    list.kind = "broadcast";
    list.wid = list.wid.replace("g.us", "broadcast");
    // A broadcast list has no chat.
    inbox.chats.pop();
    inbox.follow(directory().swap_remove(0), hour(1));

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
        inbox.add_file(&wids[1], "outbound", &own, file, hour(7));
    }
    let video = NewFile {
        content: Content::padded(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", LARGE_VIDEO),
        ..new_file("video", "video/mp4", "factory-tour.mp4", "A tour of the factory")
    };
    inbox.add_file(&wids[2], "inbound", &own, video, hour(8));

    inbox.chats[0].labels = vec!["Customer".to_owned(), "Urgent".to_owned()];
    inbox.chats[0].pinned = true;
    inbox.chats[1].status = ChatStatus("resolved");
    inbox.chats[2].assign(Some("670000000000000000000003".to_owned()), None, hour(8));
    inbox.chats[3].unread = 3;
    inbox.chats[4].muted = true;
    inbox.add_note(0, "Prefers to be called in the morning", None, "670000000000000000000003", hour(9));

    inbox.contacts[0].info.insert("email".to_owned(), json!("olivia@example.com"));
    inbox.contacts[0].metadata =
        vec![Metadata { key: MetadataKey("customer_number".to_owned()), value: Text("1001".to_owned()) }];
    inbox.contacts[3].kind = ContactType("business");
    let message = inbox.add_message(&wids[0], "outbound", "Shall I call you?", &own, hour(10));
    message.reference = Some("order-1001".to_owned());
    message.fresh = true;
    let planned = inbox.add_status(&own, "outbound", "See you at the fair", Date::seeded(0).plus(20 * 365 * 86_400));
    planned.planned = true;
}

/// Adds a contact with a new phone, and gives its WhatsApp id.
pub fn seed_contact(inbox: &mut Inbox, name: &str, surname: &str, country: &str, date: Date) -> String {
    let wid = user_wid(&inbox.new_phone());
    let mut contact = Contact::new(&wid, ContactType("personal"), date);
    for (member, value) in [("name", name), ("surname", surname), ("country", country)] {
        contact.info.insert(member.to_owned(), json!(value));
    }
    inbox.contacts.push(contact);
    wid
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
