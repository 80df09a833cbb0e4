//! `POST /messages`: what can be sent, and what not.

use serde_json::{Value, json};

use crate::client::{SALES, STOPPED, SUPPORT, Sandbox};

const NEW: &str = "680000000000000000000007";
const UNKNOWN: &str = "0123456789abcdef01234567";
const PHONE: &str = "+15550109001";
const GROUP: &str = "120363000000000001@g.us";
const WA_ID: &str = "3EB0000000000000000A";

/// A message to a phone with these members.
fn to_phone(members: &Value) -> Value {
    let mut message = json!({ "phone": PHONE, "device": SALES });
    for (name, value) in members.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

#[tokio::test]
async fn a_text_is_queued() {
    let sandbox = Sandbox::start(STOPPED).await;
    let text = to_phone(&json!({ "message": "Hello", "reference": "order-1", "priority": "urgent", "label": "VIP" }));
    let message = sandbox.ask("POST", "/messages", text.clone(), 201).await;
    for (member, value) in [
        ("id", json!(NEW)),
        ("phone", json!(PHONE)),
        ("wid", json!("15550109001@c.us")),
        ("device", json!(SALES)),
        ("status", json!("queued")),
        ("deliveryStatus", json!("queued")),
        ("webhookStatus", json!("pending")),
        ("type", json!("text")),
        ("message", json!("Hello")),
        ("reference", json!("order-1")),
        ("priority", json!("urgent")),
        ("label", json!("VIP")),
        ("retry", json!({ "count": 0, "max": 25 })),
    ] {
        assert_eq!(message[member], value, "{member}");
    }
    assert!(message.get("waId").is_none());
    assert_eq!(message["createdAt"], message["deliverAt"]);
    assert_eq!(sandbox.get(&format!("/messages/{NEW}")).await, message);
    let first = json!({ "phone": PHONE, "message": "Hello" });
    let message = sandbox.ask("POST", "/messages", first, 201).await;
    assert_eq!(message["device"], SALES, "the first number, if none is named");
}

#[tokio::test]
async fn each_kind_of_target() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (member, value, target, wid) in [
        ("phone", PHONE, "user", "15550109001@c.us"),
        ("group", GROUP, "group", GROUP),
        ("group", "15550100001-1612345678@g.us", "group", "15550100001-1612345678@g.us"),
        ("channel", "120363000000000101@newsletter", "channel", "120363000000000101@newsletter"),
        ("chat", "15550109001@c.us", "user", "15550109001@c.us"),
        ("chat", "123456789@lid", "user", "123456789@lid"),
        ("chat", GROUP, "group", GROUP),
    ] {
        let body = json!({ member: value, "message": "Hello" });
        let message = sandbox.ask("POST", "/messages", body, 201).await;
        assert_eq!([&message["target"], &message["wid"]], [target, wid]);
    }
    for (target, named) in [
        (json!({}), "phone"),
        (json!({ "phone": PHONE, "group": GROUP }), "excludes"),
        (json!({ "phone": "15550109001" }), "phone"),
        (json!({ "phone": "+05550109001" }), "phone"),
        (json!({ "phone": "+1 555 0109001" }), "phone"),
        (json!({ "group": PHONE }), "group"),
        (json!({ "group": "120363000000000101@newsletter" }), "group"),
        (json!({ "channel": GROUP }), "channel"),
        (json!({ "chat": "Robin" }), "chat"),
    ] {
        let mut body = target;
        body["message"] = json!("Hello");
        sandbox.refuse(&[("POST", "/messages", body, 400, named)]).await;
    }
    let group_as_phone = json!({ "phone": GROUP, "message": "Hello" });
    let answer = sandbox.api("POST", "/messages").json(&group_as_phone).send().await;
    answer.refusal(400);
    assert_eq!(answer.json()["errorCode"], "phone:invalid");
}

#[tokio::test]
async fn each_kind_of_content() {
    let sandbox = Sandbox::start(STOPPED).await;
    let date = "2030-01-01T10:00:00.000Z";
    for (kind, content) in [
        ("image", json!({ "media": { "url": "https://example.com/a.png", "viewOnce": true }, "message": "Look" })),
        ("document", json!({ "media": { "file": "690000000000000000000001", "filename": "p.pdf" } })),
        ("location", json!({ "location": { "address": "1 Main Street", "name": "Shop" } })),
        ("location", json!({ "location": { "coordinates": [52.5, 13.4] } })),
        ("contacts", json!({ "contacts": [{ "phone": PHONE, "name": "Robin" }] })),
        ("poll", json!({ "poll": { "name": "Tea?", "options": ["Yes", "No"], "multiple": true } })),
        ("vote", json!({ "vote": { "poll": WA_ID, "options": [{ "id": 0 }, { "value": "No" }] } })),
        ("vote", json!({ "vote": { "poll": WA_ID, "options": [] } })),
        ("event", json!({ "event": { "name": "Tea", "date": date } })),
        (
            "event",
            json!({ "event": { "name": "Tea", "date": date, "description": "Come", "location": "Shop", "latitude": 1, "longitude": -2.5, "call": "video" } }),
        ),
        ("attend", json!({ "attend": { "event": WA_ID, "confirm": true } })),
        ("attend", json!({ "confirm": { "event": WA_ID, "confirm": false } })),
        ("reaction", json!({ "reaction": "👍", "reactionMessage": WA_ID })),
        ("reaction", json!({ "reaction": "-", "reactionMessage": WA_ID })),
        ("product", json!({ "product": "12345678901234" })),
        ("forward", json!({ "forward": { "message": WA_ID, "chat": PHONE } })),
        ("forward", json!({ "forward": { "message": WA_ID, "chat": GROUP } })),
        ("template", json!({ "template": { "name": "hello", "language": "en", "body": ["Robin"] } })),
        (
            "buttons",
            json!({ "message": "Yes?", "buttons": [{ "id": "1", "text": "Yes" }], "header": "A", "footer": "B" }),
        ),
        ("buttons", json!({ "quote": WA_ID, "selectId": "1" })),
        ("list", json!({ "message": "Choose", "list": { "title": "Menu" } })),
        ("text", json!({ "message": "Hello", "quote": WA_ID })),
    ] {
        let message = sandbox.ask("POST", "/messages", to_phone(&content), 201).await;
        assert_eq!(message["type"], kind, "{content}");
        for (member, value) in content.as_object().unwrap() {
            let member = if member == "confirm" { "attend" } else { member };
            assert_eq!(&message[member], value, "{member}");
        }
    }
}

#[tokio::test]
async fn each_option() {
    let sandbox = Sandbox::start(STOPPED).await;
    for option in [
        json!({ "deliverAt": "2030-01-01T10:00:00.000Z" }),
        json!({ "deliverAt": "2030-01-01T10:00:00+02:00" }),
        json!({ "schedule": { "delayTo": "30m" } }),
        json!({ "schedule": { "delay": "1d" } }),
        json!({ "schedule": { "date": "2030-01-01T10:00:00Z" } }),
        json!({ "expiration": { "seconds": 5 } }),
        json!({ "expiration": { "duration": "1h" } }),
        json!({ "expiration": { "date": "2030-01-01T10:00:00Z" } }),
        json!({ "agent": "670000000000000000000003" }),
        json!({ "live": true, "enqueue": "never", "retries": 0, "order": true, "sendReadAck": false, "typing": 0 }),
        json!({ "typing": 30, "deliveryOptions": { "previewUrl": false } }),
        json!({ "actions": [
            { "action": "chat:assign", "params": { "agent": "670000000000000000000003" } },
            { "action": "chat:assign", "params": { "department": "670000000000000000000003" } },
            { "action": "chat:resolve" },
            { "action": "chat:unread", "params": {} },
            { "action": "labels:set", "params": { "labels": ["VIP"] } },
            { "action": "metadata:add", "params": { "metadata": [{ "key": "a", "value": "" }] } },
            { "action": "metadata:remove", "params": { "keys": ["a"] } },
        ] }),
    ] {
        let mut body = to_phone(&option);
        body["message"] = json!("Hello");
        sandbox.ask("POST", "/messages", body, 201).await;
    }
    let body = to_phone(&json!({ "message": "x", "deliverAt": "2030-01-01T10:00:00+02:00" }));
    let message = sandbox.ask("POST", "/messages", body, 201).await;
    assert_eq!(message["deliverAt"], "2030-01-01T08:00:00.000Z");
}

#[tokio::test]
async fn a_queue_that_takes_nothing_refuses() {
    let sandbox = Sandbox::start(STOPPED).await;
    let queue = format!("/devices/{SUPPORT}/queue");
    let message = json!({ "phone": PHONE, "message": "x", "device": SUPPORT });
    for (status, answer) in [("reject", 409), ("freeze", 409), ("pause", 201), ("active", 201)] {
        sandbox.ask("POST", &queue, json!({ "status": status }), 200).await;
        sandbox.ask("POST", "/messages", message.clone(), answer).await;
    }
}

/// What is named, and the message that has it wrong. `HERE` stands for a message of WhatsApp.
const WRONG_CONTENT: &str = r#"
message             {}
message             {"message": ""}
message             {"message": 5}
text                {"message": "x", "text": "x"}
media.file          {"media": {}}
media.file          {"media": {"url": "https://example.com/a", "file": "0123456789abcdef01234567"}}
media.url           {"media": {"url": "a.png"}}
media.format        {"media": {"url": "https://example.com/a", "format": "jpg"}}
location.address    {"location": {}}
location.address    {"location": {"address": "Main Street", "coordinates": [1, 2]}}
location.coordinates {"location": {"coordinates": [1]}}
location.coordinates {"location": {"coordinates": [91, 0]}}
location.coordinates {"location": {"coordinates": ["1", "2"]}}
contacts            {"contacts": []}
contacts[0].phone   {"contacts": [{"phone": "1", "name": "x"}]}
name                {"contacts": [{"phone": "+15550109001"}]}
poll.options        {"poll": {"name": "Tea?", "options": ["Yes"]}}
poll.options        {"poll": {"name": "Tea?", "options": [{"option": "Yes"}, {"option": "No"}]}}
poll.options[1]     {"poll": {"name": "Tea?", "options": ["Yes", null]}}
vote.options        {"vote": {"poll": "HERE", "options": [{"id": 12}]}}
vote.options        {"vote": {"poll": "HERE", "options": [{}]}}
vote.options        {"vote": {"poll": "HERE", "options": [{"id": 1, "value": "No"}]}}
vote.poll           {"vote": {"poll": "1", "options": []}}
date                {"event": {"name": "Tea"}}
event.date          {"event": {"name": "Tea", "date": "tomorrow"}}
event.date          {"event": {"name": "Tea", "date": "2030-01-01T10:00:00"}}
event.latitude      {"event": {"name": "Tea", "date": "2030-01-01T10:00:00Z", "latitude": 1}}
event.call          {"event": {"name": "Tea", "date": "2030-01-01T10:00:00Z", "call": "none"}}
attend.confirm      {"attend": {"event": "HERE", "confirm": "accept"}}
reactionMessage     {"reaction": "👍"}
product             {"product": "123"}
product             {"product": 12345678901234}
forward.chat        {"forward": {"message": "HERE", "chat": "somebody"}}
quote               {"message": "x", "selectId": "1"}
quote               {"message": "x", "quote": "12"}
product             {"poll": {"name": "Tea?", "options": ["Yes", "No"]}, "product": "12345678901234"}
"#;

const WRONG_OPTIONS: &str = r#"
priority            {"priority": "highest"}
enqueue             {"enqueue": ""}
retries             {"retries": 101}
retries             {"retries": -1}
typing              {"typing": 1}
typing              {"typing": 31}
live                {"live": "true"}
agent               {"agent": "me"}
device              {"device": "1"}
reference           {"reference": ""}
reference           {"reference": null}
deliverAt           {"deliverAt": "soon"}
deliverAt           {"deliverAt": "2030-01-01"}
schedule            {"schedule": {}}
schedule.delay      {"schedule": {"delay": "1 hour"}}
schedule            {"schedule": {"delay": "1h"}, "deliverAt": "2030-01-01T10:00:00Z"}
expiration.seconds  {"expiration": {"seconds": 4}}
expiration          {"expiration": {"seconds": 5, "duration": "1h"}}
expiration          {"expiration": {}}
actions             {"actions": []}
actions[0].action   {"actions": [{"action": "chat:assign:department"}]}
actions.params      {"actions": [{"action": "chat:assign"}]}
actions[0].params   {"actions": [{"action": "labels:add", "params": {"labels": []}}]}
actions.params      {"actions": [{"action": "metadata:set"}]}
actions.params      {"actions": [{"action": "metadata:remove", "params": {"labels": ["a"]}}]}
previewUrl          {"deliveryOptions": {"previewUrl": 1}}
"#;

#[tokio::test]
async fn every_wrong_member_is_named() {
    let sandbox = Sandbox::start(STOPPED).await;
    let content = WRONG_CONTENT.lines().map(|line| (line, json!({})));
    let options = WRONG_OPTIONS.lines().map(|line| (line, json!({ "message": "x" })));
    for (line, mut message) in content.chain(options).filter(|(line, _)| !line.is_empty()) {
        let (named, members) = line.split_once(' ').unwrap();
        let members: Value = serde_json::from_str(&members.replace("HERE", WA_ID)).unwrap();
        for (name, value) in members.as_object().unwrap() {
            message[name] = value.clone();
        }
        let body = to_phone(&message);
        sandbox.refuse(&[("POST", "/messages", body, 400, named)]).await;
    }
    assert_eq!(sandbox.list("/messages", "id").await.len(), 6);
}

#[tokio::test]
async fn a_wrong_request_is_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let text = to_phone(&json!({ "message": "x" }));
    let long = to_phone(&json!({ "message": "x".repeat(6001) }));
    let no_device = to_phone(&json!({ "message": "x", "device": UNKNOWN }));
    let no_file = to_phone(&json!({ "media": { "file": UNKNOWN } }));
    sandbox
        .refuse(&[
            ("POST", "/messages", json!([]), 400, "object"),
            ("POST", "/messages", Value::Null, 400, "Body field"),
            ("POST", "/messages", long, 400, "message"),
            ("POST", "/messages?wait=true", text, 400, "wait"),
            ("POST", "/messages", no_device, 404, UNKNOWN),
            ("POST", "/messages", no_file, 404, UNKNOWN),
        ])
        .await;
}
