//! `/devices/{device}/queue`

use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{SALES, STOPPED, SUPPORT, Sandbox, WAREHOUSE};

const UNKNOWN: &str = "0123456789abcdef01234567";
const GROUP: &str = "120363000000000001@g.us";

/// Six messages in the queue of Sales: one scheduled from the seeds, and five new ones.
async fn filled() -> Sandbox {
    let sandbox = Sandbox::start(STOPPED).await;
    for number in 1..=4 {
        let message = json!({ "phone": format!("+1555010900{number}"), "message": "x" });
        sandbox.ask("POST", "/messages", message, 201).await;
    }
    sandbox.ask("POST", "/messages", json!({ "group": GROUP, "message": "x" }), 201).await;
    sandbox
}

#[tokio::test]
async fn counts_what_waits() {
    let sandbox = filled().await;
    let queue = sandbox.get(&device("/queue")).await;
    assert_eq!([&queue["messages"], &queue["scheduled"]], [6, 1]);
    assert_eq!(queue["status"], "active");
    assert!(queue["statusUpdatedAt"].is_string());
    let shown = sandbox.get(&device("")).await;
    assert_eq!(shown["queue"], queue, "the number itself shows the same");
    sandbox.refuse_queries(&device("/queue"), &["wait=true"]).await;
    sandbox.refuse(&[("GET", &format!("/devices/{UNKNOWN}/queue"), Value::Null, 404, UNKNOWN)]).await;
}

#[tokio::test]
async fn changes_what_it_does() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/queue");
    for status in ["pause", "reject", "freeze", "active"] {
        let queue = sandbox.ask("POST", &path, json!({ "status": status }), 200).await;
        assert_eq!(queue["status"], status);
    }
    sandbox.ask("POST", &path, json!({ "status": "reject", "force": true }), 200).await;
    sandbox
        .refuse(&[
            ("POST", &path, json!({}), 400, "status"),
            ("POST", &path, json!({ "status": "stop" }), 400, "status"),
            ("POST", &path, json!({ "status": "pause", "force": true }), 400, "force"),
            ("POST", &path, json!({ "status": "active", "force": "true" }), 400, "force"),
            ("POST", &path, json!({ "status": "active", "wait": true }), 400, "wait"),
            ("POST", &format!("/devices/{UNKNOWN}/queue"), json!({ "status": "active" }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn moves_to_another_number() {
    let sandbox = filled().await;
    let path = device("/queue");
    let moved = sandbox.ask("PATCH", &path, json!({ "device": SUPPORT }), 200).await;
    assert_eq!(moved, json!({ "device": SUPPORT, "moved": 6 }));
    assert_eq!(sandbox.get(&path).await["messages"], 0);
    let other = sandbox.get(&format!("/devices/{SUPPORT}/queue")).await;
    assert_eq!(other["messages"], 7, "with the one of the seeds");
    sandbox
        .refuse(&[
            ("PATCH", &path, json!({}), 400, "device"),
            ("PATCH", &path, json!({ "device": SALES }), 400, "device"),
            ("PATCH", &path, json!({ "device": "1" }), 400, "device"),
            ("PATCH", &path, json!({ "device": SUPPORT, "force": true }), 400, "force"),
            ("PATCH", &path, json!({ "device": UNKNOWN }), 404, UNKNOWN),
            ("PATCH", &format!("/devices/{UNKNOWN}/queue"), json!({ "device": SALES }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn is_emptied_by_filter() {
    let path = device("/queue");
    for (filter, deleted) in [
        (json!({ "phones": ["+15550109001", "+15550109002"] }), 3),
        (json!({ "phones": ["+15550109001"], "skipScheduled": true }), 1),
        (json!({ "groups": [GROUP] }), 1),
        (json!({ "ids": ["680000000000000000000007", SALES] }), 1),
        (json!({ "before": "2026-01-01T00:00:00Z" }), 1),
        (json!({ "after": "2026-01-01T00:00:00Z" }), 5),
        (json!({ "skipScheduled": true }), 5),
        (json!({}), 6),
        (Value::Null, 6),
    ] {
        let sandbox = filled().await;
        let answer = sandbox.ask("DELETE", &path, filter.clone(), 200).await;
        assert_eq!(answer["deleted"], deleted, "{filter}");
        assert_eq!(sandbox.get(&path).await["messages"], 6 - deleted, "{filter}");
        let sent = sandbox.list("/messages?status=processed,failed", "id").await;
        assert_eq!(sent.len(), 4, "what was sent stays");
    }
}

#[tokio::test]
async fn a_wrong_filter_deletes_nothing() {
    let sandbox = filled().await;
    let path = device("/queue");
    sandbox
        .refuse(&[
            ("DELETE", &path, json!({ "ids": ["1"] }), 400, "ids"),
            ("DELETE", &path, json!({ "phones": "+15550109001" }), 400, "phones"),
            ("DELETE", &path, json!({ "phones": ["1"] }), 400, "phones"),
            ("DELETE", &path, json!({ "groups": ["1"] }), 400, "groups"),
            ("DELETE", &path, json!({ "before": "" }), 400, "before"),
            ("DELETE", &path, json!({ "filterType": "none" }), 400, "filterType"),
            ("DELETE", &path, json!([]), 400, "object"),
            ("DELETE", &format!("{path}?wait=1"), Value::Null, 400, "wait"),
            ("DELETE", &format!("/devices/{UNKNOWN}/queue"), Value::Null, 404, UNKNOWN),
        ])
        .await;
    assert_eq!(sandbox.get(&path).await["messages"], 6);
    sandbox.ask("DELETE", &format!("{path}?wait=true"), json!({}), 200).await;
    let empty = sandbox.get(&format!("/devices/{WAREHOUSE}/queue")).await;
    assert_eq!(empty["messages"], 0);
}
