//! `/campaigns`

use serde_json::{Value, json};

use crate::client::{FAST, STOPPED, Sandbox};

const DONE: &str = "6b0000000000000000000001";
const DRAFT: &str = "6b0000000000000000000002";
const STOPPED_HALFWAY: &str = "6b0000000000000000000003";
const UNKNOWN: &str = "0123456789abcdef01234567";
const GROUP: &str = "120363000000000001@g.us";

#[tokio::test]
async fn lists_and_finds() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (query, ids) in [
        ("", vec![STOPPED_HALFWAY, DRAFT, DONE]),
        ("sort=date:asc&size=1", vec![DONE]),
        ("status=draft,completed", vec![DRAFT, DONE]),
        ("id=6b0000000000000000000001,6b0000000000000000000009", vec![DONE]),
        ("device=650000000000000000000002", vec![]),
        ("device=650000000000000000000001&status=draft", vec![DRAFT]),
        ("owner=670000000000000000000002", vec![]),
        ("owner=670000000000000000000001&status=draft", vec![DRAFT]),
        ("phone=%2B15550109001&status=draft", vec![DRAFT]),
        ("phone=%2B15550109999", vec![]),
        ("group=120363000000000001@g.us&status=draft", vec![DRAFT]),
        ("after=2025-01-15T10:30:00Z&before=2025-01-15T11:30:00Z", vec![DRAFT]),
    ] {
        assert_eq!(sandbox.list(&format!("/campaigns?{query}"), "id").await, ids, "{query}");
    }
    sandbox.pages("campaigns", "/campaigns", 100).await;
    sandbox
        .refuse_queries(
            "/campaigns",
            &["status=running", "id=1", "device=Sales", "owner=me", "phone=1", "group=x", "sort=name", "search=x"],
        )
        .await;
}

#[tokio::test]
async fn shows_one_and_deletes_it() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/campaigns/{DONE}");
    let campaign = sandbox.get(&path).await;
    assert_eq!([&campaign["name"], &campaign["status"]], ["Opening sale", "completed"]);
    assert_eq!(campaign["stats"], json!({ "total": 4, "pending": 0, "delivered": 3, "failed": 1 }));
    assert_eq!(sandbox.ask("DELETE", &path, Value::Null, 204).await, Value::Null);
    let unknown = format!("/campaigns/{UNKNOWN}");
    sandbox
        .refuse(&[
            ("GET", &path, Value::Null, 404, DONE),
            ("DELETE", &path, Value::Null, 404, DONE),
            ("GET", &unknown, Value::Null, 404, UNKNOWN),
            ("GET", "/campaigns/1", Value::Null, 400, "campaign"),
            ("DELETE", &unknown, json!({}), 400, "body"),
        ])
        .await;
}

#[tokio::test]
async fn starts_runs_and_stops() {
    let sandbox = Sandbox::start(FAST).await;
    let set = async |id: &str, action: &str| {
        sandbox.ask("PUT", &format!("/campaigns/{id}/status"), json!({ "action": action }), 200).await
    };
    assert_eq!(set(DRAFT, "start").await["status"], "processing");
    let path = format!("/campaigns/{DRAFT}");
    let done = sandbox.until(&path, |campaign| campaign["status"] == "completed").await;
    assert_eq!(done["stats"], json!({ "total": 4, "pending": 0, "delivered": 3, "failed": 1 }));

    sandbox.set_clock(0.001).await;
    set(STOPPED_HALFWAY, "start").await;
    let stopped = set(STOPPED_HALFWAY, "stop").await;
    assert_eq!([&stopped["status"], &stopped["stats"]["pending"]], [&json!("stopped"), &json!(2)]);
    let status = |id: &str| format!("/campaigns/{id}/status");
    sandbox
        .refuse(&[
            ("PUT", &status(DONE), json!({ "action": "start" }), 409, "completed"),
            ("PUT", &status(STOPPED_HALFWAY), json!({ "action": "stop" }), 409, "stopped"),
            ("PUT", &status(STOPPED_HALFWAY), json!({ "action": "pause" }), 400, "action"),
            ("PUT", &status(STOPPED_HALFWAY), json!({ "status": "start" }), 400, "status"),
            ("PUT", &status(UNKNOWN), json!({ "action": "start" }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn lists_the_receivers() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/campaigns/{STOPPED_HALFWAY}/contacts");
    let receivers = sandbox.get(&path).await;
    let first = &receivers[0];
    for (member, value) in [
        ("phone", json!("+15550109001")),
        ("kind", json!("phone")),
        ("status", json!("delivered")),
        ("ack", json!("read")),
    ] {
        assert_eq!(first[member], value, "{member}");
    }
    let wid = first["wid"].as_str().unwrap();
    let names = ["Receiver 1", "Receiver 2", "Receiver 3", "Receiver 4"];
    for (query, found) in [
        (String::new(), &names[..]),
        ("search=RECEIVER 3".replace(' ', "%20"), &names[2..3]),
        ("search=%2B15550109002".to_owned(), &names[1..2]),
        (format!("target=%2B15550109001,{GROUP}&kind=group"), &names[2..3]),
        ("kind=group".to_owned(), &names[2..3]),
        ("status=pending,failed".to_owned(), &names[2..]),
        ("ack=read".to_owned(), &names[..2]),
        (format!("wid={wid}"), &names[..1]),
        ("sort=date:asc&size=2&page=1".to_owned(), &names[2..]),
    ] {
        assert_eq!(sandbox.list(&format!("{path}?{query}"), "name").await, found, "{query}");
    }
    assert_eq!(sandbox.list(&format!("{path}?sort=date:desc&size=1"), "name").await, ["Receiver 4"]);
    let failed = sandbox.get(&format!("/campaigns/{DONE}/contacts?status=failed")).await;
    assert_eq!(failed[0]["error"], "number:notfound");
    sandbox
        .refuse_queries(&path, &["kind=channel", "status=read", "ack=seen", "target=Robin", "phone=1", "sort=x"])
        .await;
    sandbox.refuse(&[("GET", &format!("/campaigns/{UNKNOWN}/contacts"), Value::Null, 404, UNKNOWN)]).await;
    sandbox.pages("campaignContacts", &format!("/campaigns/{DONE}/contacts"), 100).await;
}
