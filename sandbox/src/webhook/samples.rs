//! Sample events, which `?sample=` asks for when a webhook is registered.
//!
//! Known are their ids, types and events; what else they hold is assumed, and has the members of a real event.

use serde_json::{Value, json};

use crate::values::date::Date;
use crate::values::wids::user_wid;
use crate::webhook::events::EventName;

/// Id, type and event of each sample.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("inbound-text", "text", "message:in:new"),
    ("outbound-text", "text", "message:out:new"),
    ("inbound-image", "image", "message:in:new"),
    ("outbound-image", "image", "message:out:new"),
    ("inbound-video", "video", "message:in:new"),
    ("outbound-video", "video", "message:out:new"),
    ("inbound-audio", "audio", "message:in:new"),
    ("outbound-audio", "audio", "message:out:new"),
    ("inbound-document", "document", "message:in:new"),
    ("outbound-document", "document", "message:out:new"),
    ("inbound-contacts", "contacts", "message:in:new"),
    ("outbound-contacts", "contacts", "message:out:new"),
    ("inbound-location", "location", "message:in:new"),
    ("outbound-location", "location", "message:out:new"),
    ("inbound-buttons", "buttons", "message:in:new"),
    ("outbound-buttons", "buttons", "message:out:new"),
    ("inbound-buttons-response", "buttons", "message:in:new"),
    ("inbound-list", "list", "message:in:new"),
    ("outbound-list", "list", "message:out:new"),
    ("inbound-list-response", "list", "message:in:new"),
    ("inbound-product", "catalog", "message:in:new"),
    ("outbound-product", "catalog", "message:out:new"),
    ("inbound-order", "order", "message:in:new"),
    ("outbound-order", "order", "message:out:new"),
    ("inbound-reaction", "reaction", "message:reaction"),
    ("outbound-reaction", "reaction", "message:reaction"),
    ("inbound-reaction-deleted", "reaction", "message:reaction"),
    ("inbound-poll", "poll", "message:in:new"),
    ("inbound-event", "event", "message:in:new"),
    ("inbound-link-preview", "link-preview", "message:in:new"),
    ("outbound-link-preview", "link-preview", "message:out:new"),
    ("inbound-quoted", "quoted", "message:in:new"),
    ("outbound-quoted", "quoted", "message:out:new"),
    ("outbound-read", "text", "message:out:ack"),
    ("outbound-played", "audio", "message:out:ack"),
    ("autoreply", "text", "message:out:new"),
    ("group-inbound", "group-inbound", "message:in:new"),
    ("group-outbound", "group-outbound", "message:out:new"),
    ("inbound-group-mentions", "group-mentions", "message:in:new"),
    ("outbound-failed", "outbound-failed", "message:out:failed"),
    ("chat-update", "chat", "chat:update"),
    ("contact-update", "chat", "contact:update"),
    ("message-update-poll", "poll", "message:update"),
    ("message-update-event", "event", "message:update"),
    ("message-update-edit", "text", "message:update"),
    ("group-update-add", "group-update", "group:update"),
    ("group-update-remove", "group-update", "group:update"),
    ("group-update-subject", "group-update", "group:update"),
    ("group-update-restrict", "group-update", "group:update"),
    ("group-update-restrict-off", "group-update", "group:update"),
    ("group-update-announce", "group-update", "group:update"),
    ("group-update-announce-off", "group-update", "group:update"),
    ("status-update", "text", "status:update"),
    ("status-update-image", "image", "status:update"),
    ("status-update-video", "video", "status:update"),
    ("channel-message", "channel", "channel:in"),
    ("channel-image", "image", "channel:in"),
    ("number-session", "text", "number:session"),
];

/// What a sample event is, and what it is about; `phone` is the one of the number.
pub fn sample(id: &str, phone: &str, now: Date) -> Option<(EventName, Value)> {
    let (_, kind, event) = SAMPLES.iter().find(|(known, _, _)| *known == id)?;
    let name: EventName = event.parse().ok()?;
    let data = match *event {
        "chat:update" | "contact:update" => json!({
            "id": "15550109001@c.us",
            "wid": "15550109001@c.us",
            "phone": "+15550109001",
            "name": "Robin Reyes",
            "status": "active",
            "updatedAt": now,
        }),
        "group:update" => json!({
            "id": "120363000000000001@g.us",
            "wid": "120363000000000001@g.us",
            "name": "Customers",
            "change": id.trim_start_matches("group-update-"),
            "updatedAt": now,
        }),
        "number:session" => json!({ "status": "online", "date": now }),
        _ => message(id, kind, event, phone, now),
    };
    Some((name, data))
}

/// A message as events about messages, channels and stories show it.
fn message(id: &str, kind: &str, event: &str, phone: &str, now: Date) -> Value {
    let outbound = id.starts_with("outbound") || id == "autoreply" || id == "group-outbound";
    let contact = "+15550109001";
    let (from, to) = if outbound { (phone, contact) } else { (contact, phone) };
    let chat = if event == "channel:in" {
        "120363000000000101@newsletter".to_owned()
    } else if id.contains("group") {
        "120363000000000001@g.us".to_owned()
    } else {
        user_wid(contact)
    };
    let mut data = json!({
        "id": "3EB0000000000000000A",
        "type": kind,
        "flow": if outbound { "outbound" } else { "inbound" },
        "status": "active",
        "ack": if id == "outbound-played" { "played" } else { "read" },
        "from": user_wid(from),
        "fromNumber": from,
        "to": user_wid(to),
        "toNumber": to,
        "date": now,
        "timestamp": now.unix(),
        "body": format!("Sample {id}"),
        "chat": { "id": chat, "type": if id.contains("group") { "group" } else { "user" } },
        "events": {},
        "meta": { "sample": id },
    });
    if matches!(kind, "image" | "video" | "audio" | "document") {
        data["media"] = json!({
            "id": "690000000000000000000002",
            "type": kind,
            "links": { "download": "/v1/files/690000000000000000000002/download" },
        });
    }
    data
}
