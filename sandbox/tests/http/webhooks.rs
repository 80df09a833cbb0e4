//! `/webhooks`: registering, changing, samples. What they are told is in `delivery`.

use serde_json::{Value, json};

use crate::client::{FAST, SALES, STOPPED, SUPPORT, Sandbox};
use crate::receiver::Receiver;

const ACTIVE: &str = "6a0000000000000000000001";
const FAILED: &str = "6a0000000000000000000002";
const NEW: &str = "6a0000000000000000000003";
const UNKNOWN: &str = "0123456789abcdef01234567";
const URL: &str = "https://example.com/new";

#[tokio::test]
async fn come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    assert_eq!(sandbox.list("/webhooks", "id").await, [ACTIVE, FAILED]);
    let new = json!({ "name": "New", "url": URL, "events": ["group:update", "channel:in"], "device": SALES });
    let webhook = sandbox.ask("POST", "/webhooks", new.clone(), 201).await;
    for member in ["name", "url", "events", "device"] {
        assert_eq!(webhook[member], new[member], "{member}");
    }
    assert_eq!([&webhook["id"], &webhook["status"]], [NEW, "active"]);
    let path = format!("/webhooks/{NEW}");
    assert_eq!(sandbox.get(&format!("{path}?sample=inbound-text&workflow=7")).await, webhook);

    let renamed = sandbox.ask("PATCH", &path, json!({ "name": "Renamed" }), 200).await;
    assert_eq!([&renamed["name"], &renamed["url"]], ["Renamed", URL]);
    let free = sandbox.ask("PATCH", &path, json!({ "device": null }), 200).await;
    assert!(free.get("device").is_none());
    let wanted = json!({ "url": "http://127.0.0.1:9/x", "events": ["chat:update"], "device": SUPPORT });
    let changed = sandbox.ask("PATCH", &path, wanted.clone(), 200).await;
    for member in ["url", "events", "device"] {
        assert_eq!(changed[member], wanted[member], "{member}");
    }
    assert_eq!(sandbox.ask("DELETE", &format!("{path}?workflow=7"), Value::Null, 200).await, json!({}));
    sandbox.refuse(&[("GET", &path, Value::Null, 404, NEW)]).await;
}

#[tokio::test]
async fn an_address_can_be_registered_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let webhook = |name: &str, url: &str| json!({ "name": name, "url": url, "events": ["chat:update"] });
    sandbox.ask("POST", "/webhooks", webhook("One", URL), 201).await;
    let path = format!("/webhooks/{ACTIVE}");
    sandbox
        .refuse(&[
            ("POST", "/webhooks", webhook("Two", URL), 409, "already"),
            ("PATCH", &path, json!({ "url": URL }), 409, "already"),
        ])
        .await;
    let own = json!({ "url": "https://example.com/webhook/1" });
    sandbox.ask("PATCH", &path, own, 200).await;
    sandbox.ask("POST", "/webhooks", webhook("Two", "https://example.com/new?a=1"), 201).await;
}

#[tokio::test]
async fn lists_and_logs() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (query, ids) in [
        ("status=active", vec![ACTIVE]),
        ("status=failed,error", vec![FAILED]),
        ("devices=650000000000000000000002,650000000000000000000001", vec![FAILED]),
        ("search=HOOK%2F2", vec![FAILED]),
        ("search=nothing", vec![]),
    ] {
        assert_eq!(sandbox.list(&format!("/webhooks?{query}"), "id").await, ids, "{query}");
    }
    let logs = format!("/webhooks/{FAILED}/logs");
    let log = &sandbox.get(&logs).await[0];
    assert_eq!([&log["event"], &log["responseStatus"]], [&json!("error"), &json!(500)]);
    assert_eq!(sandbox.get(&format!("{logs}?size=200&skip=1")).await, json!([]));
    sandbox.pages("webhooks", "/webhooks", 200).await;
    sandbox.refuse_queries("/webhooks", &["status=disabled", "devices=1", "devices[]=1", "search=x", "device=1"]).await;
    sandbox.refuse_queries(&logs.replace(FAILED, ACTIVE), &["size=201", "skip=-1", "page=1"]).await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (body, named) in [
        (json!({ "url": URL, "events": ["chat:update"] }), "name"),
        (json!({ "name": "x".repeat(31), "url": URL, "events": ["chat:update"] }), "name"),
        (json!({ "name": "", "url": URL, "events": ["chat:update"] }), "name"),
        (json!({ "name": "x", "url": "example.com", "events": ["chat:update"] }), "url"),
        (json!({ "name": "x", "url": "ftp://example.com", "events": ["chat:update"] }), "url"),
        (json!({ "name": "x", "url": URL, "events": [] }), "events"),
        (json!({ "name": "x", "url": URL, "events": ["message:out:delivered"] }), "events"),
        (json!({ "name": "x", "url": URL, "events": "chat:update" }), "events"),
        (json!({ "name": "x", "url": URL, "events": ["chat:update"], "device": "1" }), "device"),
        (json!({ "name": "x", "url": URL, "events": ["chat:update"], "secret": "1" }), "secret"),
    ] {
        sandbox.refuse(&[("POST", "/webhooks", body, 400, named)]).await;
    }
    let body = json!({ "name": "x", "url": URL, "events": ["chat:update"], "device": UNKNOWN });
    let unknown = format!("/webhooks/{UNKNOWN}");
    let active = format!("/webhooks/{ACTIVE}");
    sandbox
        .refuse(&[
            ("POST", "/webhooks", body.clone(), 404, UNKNOWN),
            (
                "POST",
                "/webhooks?sample=nothing",
                json!({ "name": "x", "url": URL, "events": ["chat:update"] }),
                400,
                "sample",
            ),
            ("POST", "/webhooks?workflow=1", body, 400, "workflow"),
            ("PATCH", &active, json!({ "status": "active" }), 400, "status"),
            ("PATCH", &active, json!({ "events": [] }), 400, "events"),
            ("PATCH", &active, json!({ "device": UNKNOWN }), 404, UNKNOWN),
            ("PATCH", &unknown, json!({}), 404, UNKNOWN),
            ("DELETE", &unknown, Value::Null, 404, UNKNOWN),
            ("GET", &unknown, Value::Null, 404, UNKNOWN),
            ("GET", &format!("{unknown}/logs"), Value::Null, 404, UNKNOWN),
            ("POST", &format!("{unknown}/enable"), Value::Null, 404, UNKNOWN),
            ("POST", &format!("{active}/enable"), json!({}), 400, "body"),
        ])
        .await;
    assert_eq!(sandbox.list("/webhooks", "id").await.len(), 2);
}

#[tokio::test]
async fn a_sample_event_is_posted_on_demand() {
    let sandbox = Sandbox::start(FAST).await;
    for (sample, event) in [
        ("inbound-text", "message:in:new"),
        ("outbound-image", "message:out:new"),
        ("outbound-read", "message:out:ack"),
        ("group-update-add", "group:update"),
        ("contact-update", "contact:update"),
        ("channel-message", "channel:in"),
        ("number-session", "number:session"),
    ] {
        let mut receiver = Receiver::start(vec![(200, "")]).await;
        // It comes whether or not the webhook listens to its event.
        let webhook = json!({ "name": sample, "url": receiver.url("/"), "events": ["status:update"] });
        sandbox.ask("POST", &format!("/webhooks?sample={sample}"), webhook, 201).await;
        let posted = receiver.event().await;
        assert_eq!(posted["event"], event, "{sample}");
        assert_eq!(posted["device"]["id"], SALES);
        assert!(posted["data"].is_object(), "{posted}");
    }
}

#[tokio::test]
async fn a_test_can_make_events_happen() {
    let sandbox = Sandbox::start(FAST).await;
    let mut receiver = Receiver::start(vec![(200, "")]).await;
    let webhook = json!({ "name": "x", "url": receiver.url("/"), "events": ["message:in:new"] });
    sandbox.ask("POST", "/webhooks", webhook, 201).await;
    let event = json!({ "event": "message:in:new", "device": SUPPORT, "data": { "body": "Hi" } });
    let answer = sandbox.control("POST", "/events").json(&event).send().await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let posted = receiver.event().await;
    assert_eq!([&posted["device"]["id"], &posted["data"]["body"]], [SUPPORT, "Hi"]);
    for (event, named) in [
        (json!({ "event": "message:in", "data": {} }), "event"),
        (json!({ "event": "message:in:new", "data": {}, "device": "1" }), "device"),
        (json!({ "event": "message:in:new" }), "data"),
    ] {
        let answer = sandbox.control("POST", "/events").json(&event).send().await;
        assert!(answer.refusal(400).contains(named));
    }
}
