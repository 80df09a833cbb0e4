//! What becomes of messages and sessions as time goes by, and that webhooks hear of it.

use serde_json::{Value, json};

use crate::client::{FAST, SALES, STOPPED, SUPPORT, Sandbox};
use crate::receiver::Receiver;

const NEW: &str = "680000000000000000000007";
const PHONE: &str = "+15550109001";

async fn send(sandbox: &Sandbox, members: Value) -> Value {
    let mut body = json!({ "phone": PHONE, "device": SALES, "message": "Hello" });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    sandbox.ask("POST", "/messages", body, 201).await
}

/// The message once it has that state.
async fn once(sandbox: &Sandbox, id: &str, delivery_status: &str) -> Value {
    let path = format!("/messages/{id}");
    sandbox.until(&path, |message| message["deliveryStatus"] == delivery_status).await
}

/// The log of a webhook once it has that many entries: the last answer is noted after it came.
async fn logs(sandbox: &Sandbox, id: &str, count: usize) -> Value {
    let path = format!("/webhooks/{id}/logs");
    sandbox.until(&path, |logs| logs.as_array().unwrap().len() >= count).await
}

async fn listen(sandbox: &Sandbox, receiver: &Receiver, events: &[&str]) -> String {
    let webhook = json!({ "name": "Test", "url": receiver.url("/hook?a=b"), "events": events });
    let webhook = sandbox.ask("POST", "/webhooks", webhook, 201).await;
    webhook["id"].as_str().unwrap().to_owned()
}

fn seconds(from: &Value, to: &Value) -> i64 {
    let second = |date: &Value| {
        let date: jiff::Timestamp = date.as_str().unwrap().parse().unwrap();
        date.as_millisecond()
    };
    (second(to) - second(from)) / 1000
}

#[tokio::test]
async fn a_message_is_sent_delivered_and_read() {
    let sandbox = Sandbox::start(FAST).await;
    let queued = send(&sandbox, json!({})).await;
    let read = once(&sandbox, NEW, "read").await;
    assert_eq!(read["status"], "processed");
    assert_eq!(read["waId"].as_str().map(str::len), Some(20));
    assert_eq!(seconds(&queued["createdAt"], &read["sentAt"]), 2);
    assert_eq!(seconds(&read["sentAt"], &read["deliveredAt"]), 1);
    assert_eq!(seconds(&read["deliveredAt"], &read["readAt"]), 3);
    let list = sandbox.list("/messages?deliveryStatus=read&createdAfter=2026-01-01T00:00:00Z", "id");
    assert_eq!(list.await, [NEW]);
}

#[tokio::test]
async fn groups_do_not_read_and_channels_do_not_receive() {
    let sandbox = Sandbox::start(1_000_000.0).await;
    let send = async |target: Value| sandbox.ask("POST", "/messages", target, 201).await;
    send(json!({ "group": "120363000000000001@g.us", "message": "x" })).await;
    send(json!({ "channel": "120363000000000101@newsletter", "message": "x" })).await;
    send(json!({ "phone": PHONE, "message": "x" })).await;
    once(&sandbox, "680000000000000000000009", "read").await;
    assert_eq!(sandbox.get(&format!("/messages/{NEW}")).await["deliveryStatus"], "delivered");
    let channel = sandbox.get("/messages/680000000000000000000008").await;
    assert_eq!(channel["deliveryStatus"], "sent");
}

#[tokio::test]
async fn a_live_message_does_not_wait_its_turn() {
    let sandbox = Sandbox::start(STOPPED).await;
    send(&sandbox, json!({ "live": true })).await;
    assert_eq!(once(&sandbox, NEW, "sent").await["status"], "processed");
    send(&sandbox, json!({})).await;
    assert_eq!(sandbox.get("/messages/680000000000000000000008").await["status"], "queued");
}

#[tokio::test]
async fn a_message_waits_for_its_date_and_its_number() {
    let sandbox = Sandbox::start(FAST).await;
    let planned = send(&sandbox, json!({ "schedule": { "delay": "60s" } })).await;
    assert_eq!(seconds(&planned["createdAt"], &planned["deliverAt"]), 60);
    let read = once(&sandbox, NEW, "read").await;
    assert_eq!(read["sentAt"], read["deliverAt"]);
    let late = json!({ "schedule": { "delay": "60s" }, "expiration": { "seconds": 30 } });
    send(&sandbox, late).await;
    once(&sandbox, "680000000000000000000008", "cancelled").await;

    let offline = "680000000000000000000006";
    assert_eq!(sandbox.get(&format!("/messages/{offline}")).await["status"], "queued");
    sandbox.post(&format!("/devices/{SUPPORT}/start?wait=true")).await;
    once(&sandbox, offline, "read").await;
}

#[tokio::test]
async fn the_queue_status_holds_messages_back() {
    let sandbox = Sandbox::start(1_000_000.0).await;
    let queue = format!("/devices/{SALES}/queue");
    sandbox.ask("POST", &queue, json!({ "status": "pause" }), 200).await;
    send(&sandbox, json!({})).await;
    send(&sandbox, json!({ "expiration": { "seconds": 30 } })).await;
    let expired = once(&sandbox, "680000000000000000000008", "cancelled").await;
    assert_eq!(expired["status"], "expired");
    assert_eq!(sandbox.get(&format!("/messages/{NEW}")).await["status"], "queued");
    sandbox.ask("POST", &queue, json!({ "status": "active", "force": true }), 200).await;
    once(&sandbox, NEW, "read").await;
}

#[tokio::test]
async fn a_number_that_is_not_on_whatsapp_fails() {
    let sandbox = Sandbox::start(FAST).await;
    let mut receiver = Receiver::start(vec![(200, "")]).await;
    listen(&sandbox, &receiver, &["message:out:failed", "message:out:new"]).await;
    send(&sandbox, json!({ "phone": "+15550109404" })).await;
    let failed = once(&sandbox, NEW, "failed").await;
    assert_eq!([&failed["status"], &failed["error"]], ["failed", "number:notfound"]);
    let event = receiver.event().await;
    assert_eq!([&event[0]["event"], &event[0]["entityId"]], ["message:out:failed", NEW]);
    assert_eq!(event[0]["data"]["status"], "failed");
}

#[tokio::test]
async fn webhooks_hear_of_messages_in_their_order() {
    let sandbox = Sandbox::start(FAST).await;
    let mut receiver = Receiver::start(vec![(202, "thanks")]).await;
    let events = ["message:out:new", "message:out:sent", "message:out:ack"];
    let id = listen(&sandbox, &receiver, &events).await;
    send(&sandbox, json!({})).await;
    let (request, new) = receiver.next().await;
    assert_eq!(request, "POST /hook?a=b HTTP/1.1");
    let device =
        json!({ "id": SALES, "phone": "+15550100001", "alias": "Sales", "plan": "io-professional", "version": 4 });
    assert_eq!([&new["object"], &new["event"]], ["message", "message:out:new"]);
    assert_eq!(new["device"], device);
    assert_eq!([&new["data"]["body"], &new["data"]["flow"]], ["Hello", "outbound"]);
    assert_eq!([&new["data"]["fromNumber"], &new["data"]["toNumber"]], ["+15550100001", PHONE]);
    assert!(new["created"].is_i64() && new["id"].is_string());
    let sent = receiver.event().await;
    assert_eq!([&sent[0]["event"], &sent[0]["entityId"]], ["message:out:sent", NEW]);
    let delivered = receiver.event().await;
    assert_eq!([&delivered["event"], &delivered["ack"]], ["message:out:ack", "delivered"]);
    assert_eq!(receiver.event().await["ack"], "read");
    assert_eq!(sandbox.get(&format!("/messages/{NEW}")).await["webhookStatus"], "notified");

    let log = &logs(&sandbox, &id, 4).await[3];
    for (member, value) in [
        ("event", json!("delivery")),
        ("objectId", new["id"].clone()),
        ("objectEvent", json!("message:out:new")),
        ("deviceId", json!(SALES)),
        ("responseStatus", json!(202)),
        ("responseType", json!("text/plain")),
        ("responseBody", json!("thanks")),
        ("body", new.clone()),
        ("webhook", json!(id)),
    ] {
        assert_eq!(log[member], value, "{member}");
    }
    assert_eq!(sandbox.list(&format!("/webhooks/{id}/logs?size=1&skip=1"), "objectEvent").await, ["message:out:ack"]);
}

#[tokio::test]
async fn webhooks_hear_of_sessions() {
    let sandbox = Sandbox::start(FAST).await;
    let mut receiver = Receiver::start(vec![(200, "")]).await;
    listen(&sandbox, &receiver, &["number:session"]).await;
    sandbox.post(&format!("/devices/{SALES}/reboot?wait=true")).await;
    let statuses = [receiver.event().await, receiver.event().await];
    assert_eq!(statuses[0]["data"]["status"], "loading");
    assert_eq!(statuses[1]["data"]["status"], "online");
    assert_eq!(statuses[1]["device"]["id"], SALES);
    assert!(receiver.is_idle());
}

#[tokio::test]
async fn only_the_right_webhooks_are_told() {
    let sandbox = Sandbox::start(FAST).await;
    let mut all = Receiver::start(vec![(200, "")]).await;
    let mut sales = Receiver::start(vec![(200, "")]).await;
    let support = Receiver::start(vec![(200, "")]).await;
    listen(&sandbox, &all, &["message:out:new"]).await;
    for (device, receiver) in [(SALES, &sales), (SUPPORT, &support)] {
        let webhook =
            json!({ "name": "One", "url": receiver.url("/"), "events": ["message:out:new"], "device": device });
        sandbox.ask("POST", "/webhooks", webhook, 201).await;
    }
    send(&sandbox, json!({})).await;
    all.event().await;
    sales.event().await;
    // The number itself can restrict who is told.
    let chosen = sandbox.get("/webhooks?search=One").await[0]["id"].clone();
    sandbox.ask("PATCH", &format!("/devices/{SALES}"), json!({ "webhooks": [chosen] }), 200).await;
    send(&sandbox, json!({})).await;
    sales.event().await;
    assert!(all.is_idle() && support.is_idle());
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_and_then_given_up() {
    let sandbox = Sandbox::start(FAST).await;
    let mut receiver = Receiver::start(vec![(500, ""), (200, ""), (302, ""), (500, ""), (404, "oh")]).await;
    let id = listen(&sandbox, &receiver, &["message:out:new"]).await;
    let webhook = format!("/webhooks/{id}");
    send(&sandbox, json!({})).await;
    let first = receiver.event().await;
    assert_eq!(receiver.event().await["id"], first["id"], "the same event again");
    let calm = sandbox.until(&webhook, |webhook| webhook["retries"] == 0).await;
    assert_eq!(calm["status"], "active");

    send(&sandbox, json!({})).await;
    let failed = sandbox.until(&webhook, |webhook| webhook["status"] == "failed").await;
    assert_eq!(failed["retries"], 3);
    assert!(failed["lastFailureAt"].is_string() && failed["lastRetryAt"].is_string());
    let log = &sandbox.get(&format!("{webhook}/logs")).await[0];
    assert_eq!([&log["event"], &log["responseBody"]], ["error", "oh"]);
    assert!(log["message"].as_str().unwrap().contains("404"));

    for _ in 0..3 {
        receiver.event().await;
    }
    send(&sandbox, json!({ "message": "Nobody is told" })).await;
    once(&sandbox, "680000000000000000000009", "read").await;
    assert!(receiver.is_idle());
    let enabled = sandbox.ask("POST", &format!("{webhook}/enable"), Value::Null, 200).await;
    assert_eq!([&enabled["status"], &enabled["retries"]], [&json!("active"), &json!(0)]);
}

#[tokio::test]
async fn other_machines_are_not_called() {
    let sandbox = Sandbox::start(FAST).await;
    send(&sandbox, json!({})).await;
    let log = &logs(&sandbox, "6a0000000000000000000001", 2).await[0];
    assert!(log["message"].as_str().unwrap().contains("not called"), "{log}");
    let webhook = sandbox.get("/webhooks/6a0000000000000000000001").await;
    assert_eq!([&webhook["status"], &webhook["retries"]], [&json!("active"), &json!(0)]);
}
