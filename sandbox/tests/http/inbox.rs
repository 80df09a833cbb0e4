//! What comes into an inbox, what goes out of it, and what webhooks hear of it.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{FAST, SALES, STOPPED, Sandbox};
use crate::receiver::Receiver;

const OLIVIA: &str = "15551100001@c.us";
const NEW: &str = "+34600000009";
const NEW_WID: &str = "34600000009@c.us";

/// The messages of a chat, as soon as there is one that was read.
async fn read_messages(sandbox: &Sandbox, wid: &str) -> Vec<Value> {
    let path = chat(&format!("/messages?chat={wid}&flow=outbound&ack=read"));
    loop {
        let messages = sandbox.get(&path).await.as_array().unwrap().clone();
        if !messages.is_empty() {
            return messages;
        }
    }
}

#[tokio::test]
async fn what_was_sent_stands_in_the_chat() {
    let sandbox = Sandbox::start(FAST).await;
    let message = json!({ "device": SALES, "phone": NEW, "message": "Hello", "reference": "r-1" });
    let sent = sandbox.ask("POST", "/messages", message, 201).await;
    let messages = read_messages(&sandbox, NEW_WID).await;
    assert_eq!(messages.len(), 1);
    let queued = sandbox.get(&format!("/messages/{}", sent["id"].as_str().unwrap())).await;
    assert_eq!(messages[0]["id"], queued["waId"]);
    assert_eq!([&messages[0]["body"], &messages[0]["reference"]], ["Hello", "r-1"]);
    assert_eq!(sandbox.get(&chat(&format!("/chats/{NEW_WID}"))).await["name"], NEW);

    let path = chat(&format!("/messages/{}", messages[0]["id"].as_str().unwrap()));
    sandbox.ask("DELETE", &path, Value::Null, 204).await;
    sandbox.api("GET", &path).send().await.refusal(404);
}

#[tokio::test]
async fn a_stored_file_that_was_sent_is_a_chat_file() {
    let sandbox = Sandbox::start(FAST).await;
    let id = "690000000000000000000001";
    let media = json!({ "file": id, "message": "Our prices" });
    let message = json!({ "device": SALES, "phone": NEW, "media": media });
    sandbox.ask("POST", "/messages", message, 201).await;
    let messages = read_messages(&sandbox, NEW_WID).await;
    let files = sandbox.get(&chat(&format!("/files?chat={NEW_WID}"))).await;
    assert_eq!([&files[0]["filename"], &files[0]["flow"]], ["price-list.pdf", "out"]);
    assert_eq!([&files[0]["caption"], &files[0]["message"]], [&json!("Our prices"), &messages[0]["id"]]);
    let download = chat(&format!("/files/{}/download", files[0]["id"].as_str().unwrap()));
    let download = sandbox.api("GET", &download).send().await;
    let stored = sandbox.api("GET", &format!("/files/{id}/download")).send().await;
    assert_eq!(download.bytes, stored.bytes);
}

#[tokio::test]
async fn somebody_can_write_to_a_number() {
    let sandbox = Sandbox::start(STOPPED).await;
    let mut receiver = Receiver::start(vec![(200, "")]).await;
    let webhook = json!({ "name": "In", "url": receiver.url("/in"), "events": ["message:in:new"] });
    sandbox.ask("POST", "/webhooks", webhook, 201).await;
    let write = async |body: Value| {
        let path = format!("/devices/{SALES}/messages");
        sandbox.control("POST", &path).json(&body).send().await
    };
    let message = write(json!({ "from": NEW, "message": "Anybody there?" })).await;
    assert_eq!(message.status, 201);
    assert_eq!(message.json()["fromNumber"], NEW);
    let event = receiver.event().await;
    assert_eq!([&event["event"], &event["data"]["body"]], ["message:in:new", "Anybody there?"]);
    assert_eq!(event["data"]["chat"]["unreadCount"], 1);
    assert_eq!(sandbox.get(&chat(&format!("/chats/{NEW_WID}"))).await["unreadCount"], 1);

    let group = sandbox.list(&device("/groups"), "wid").await.swap_remove(0);
    write(json!({ "from": NEW, "message": "In here too", "group": group })).await;
    let event = receiver.event().await;
    assert_eq!([&event["data"]["from"], &event["data"]["chat"]["id"]], [NEW_WID, &group]);

    sandbox.ask("POST", &device("/block"), json!({ "contacts": [NEW] }), 200).await;
    for (body, named) in [
        (json!({ "from": NEW, "message": "x" }), "from"),
        (json!({ "from": "+34600000010", "message": "x", "group": "120363000000000000@g.us" }), "group"),
        (json!({ "from": OLIVIA, "message": "x" }), "from"),
        (json!({ "from": "+34600000010" }), "message"),
    ] {
        assert!(write(body).await.refusal(400).contains(named), "{named}");
    }
}

#[tokio::test]
async fn webhooks_hear_of_changes() {
    let sandbox = Sandbox::start(STOPPED).await;
    let mut receiver = Receiver::start(vec![(200, "")]).await;
    let events = ["group:update", "chat:update", "contact:update", "status:update", "message:update"];
    let webhook = json!({ "name": "Changes", "url": receiver.url("/"), "events": events });
    sandbox.ask("POST", "/webhooks", webhook, 201).await;
    let group = device(&format!("/groups/{}", sandbox.list(&device("/groups"), "wid").await[0]));
    let fresh = sandbox.list(&chat("/messages?size=1"), "id").await.swap_remove(0);
    for (event, method, path, body) in [
        ("group:update", "PATCH", group.clone(), json!({ "name": "Crew" })),
        ("chat:update", "PATCH", chat(&format!("/chats/{OLIVIA}/unread")), json!({ "unread": true })),
        ("contact:update", "PATCH", chat(&format!("/contacts/{OLIVIA}")), json!({ "city": "Rome" })),
        ("message:update", "PATCH", chat(&format!("/messages/{fresh}")), json!({ "message": "Oh" })),
    ] {
        let changed = sandbox.ask(method, &path, body, 200).await;
        let heard = receiver.event().await;
        assert_eq!([&heard["event"], &heard["data"]], [&json!(event), &changed]);
        assert_eq!(heard["device"]["id"], SALES);
    }
    sandbox.get(&group).await;
    let published = sandbox.ask("POST", &chat("/status"), json!({ "message": "Open" }), 201).await;
    let heard = receiver.event().await;
    assert_eq!([&heard["event"], &heard["data"]], [&json!("status:update"), &published], "reading is no change");
}
