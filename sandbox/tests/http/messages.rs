//! `/messages`: search, details, changes, deletion. Sending is in `sending`, what becomes of messages in `delivery`.

use serde_json::{Value, json};

use crate::client::{SALES, STOPPED, Sandbox, WAREHOUSE};

const READ: &str = "680000000000000000000001";
const FAILED: &str = "680000000000000000000004";
const SCHEDULED: &str = "680000000000000000000005";
const QUEUED: &str = "680000000000000000000006";
const NEW: &str = "680000000000000000000007";
const UNKNOWN: &str = "0123456789abcdef01234567";
const PHONE: &str = "+15550109001";
const GROUP: &str = "120363000000000001@g.us";

#[tokio::test]
async fn searches() {
    let sandbox = Sandbox::start(STOPPED).await;
    let all = sandbox.list("/messages", "id").await;
    assert_eq!(all.len(), 6);
    assert_eq!(all[0], QUEUED, "the newest first");
    assert_eq!(sandbox.list("/messages?sort=date:asc&size=1", "id").await, [READ]);
    for (query, count) in [
        ("search=ORDER", 1),
        ("search=15550109001", 2),
        ("status=queued", 2),
        ("status=queued,failed", 3),
        ("status=any", 6),
        ("status=expired", 0),
        ("deliveryStatus=read,failed", 3),
        ("webhookStatus=pending", 2),
        ("ids=680000000000000000000001,680000000000000000000002", 2),
        ("waIds=3EB10000000000000001", 1),
        ("agents=670000000000000000000003", 0),
        ("source=api", 6),
        ("source=chat", 0),
        ("target=group", 1),
        ("target=channel", 0),
        ("type=text,image", 6),
        ("type=poll", 0),
        ("devices=650000000000000000000002", 1),
        ("device=650000000000000000000002", 1),
        ("device=%2B15550100002", 1),
        ("device=nobody", 0),
        ("reference=seed-1,seed-2", 2),
        ("priority=normal", 6),
        ("priority=low,urgent", 0),
        ("phone=%2B15550109001", 2),
        ("group=120363000000000001@g.us", 1),
        ("channel=120363000000000101@newsletter", 0),
        ("after=2030-01-01T00:00:00Z", 1),
        ("createdAfter=2025-01-15T09:04:30Z&createdBefore=2025-01-15T09:05:30Z", 1),
        ("phone=%2B15550109001&status=queued", 1),
    ] {
        let found = sandbox.list(&format!("/messages?{query}"), "id").await;
        assert_eq!(found.len(), count, "{query}");
    }
    sandbox.pages("messages", "/messages", 100).await;
    sandbox
        .refuse_queries(
            "/messages",
            &[
                "status=sent",
                "deliveryStatus=pending",
                "webhookStatus=success",
                "ids=1",
                "agents=1",
                "source=web",
                "target=phone",
                "devices=1",
                "priority=none",
                "phone=15550109001",
                "group=1",
                "channel=1",
                "after=today",
                "createdBefore=1",
                "sort=date",
                "include=user",
                "status[]=queued",
                "limit=5",
                "type=",
            ],
        )
        .await;
}

#[tokio::test]
async fn embeds_what_is_asked_for() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/messages/{READ}");
    let plain = sandbox.get(&path).await;
    assert_eq!(plain["device"], SALES);
    assert!(plain.get("events").is_none() && plain.get("logs").is_none());
    let whole = sandbox.get(&format!("{path}?include=device,agent,events,logs")).await;
    assert_eq!(whole["device"]["alias"], "Sales");
    assert_eq!(whole["events"].as_array().map(Vec::len), Some(4));
    let list = sandbox.get("/messages?include=events&status=failed").await;
    assert_eq!(list[0]["events"][1]["action"], "failed");
    sandbox.refuse_queries(&path, &["include=all", "include[]=device"]).await;
    sandbox
        .refuse(&[
            ("GET", &format!("/messages/{UNKNOWN}"), Value::Null, 404, UNKNOWN),
            ("GET", "/messages/1", Value::Null, 400, "message"),
        ])
        .await;
}

#[tokio::test]
async fn a_queued_message_can_be_changed() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/messages/{QUEUED}");
    let wanted = json!({
        "message": "New text",
        "group": GROUP,
        "device": WAREHOUSE,
        "agent": "670000000000000000000003",
        "deliverAt": "2031-01-01T00:00:00.000Z",
        "priority": "urgent",
        "label": "VIP",
        "remove": ["reference"],
    });
    let changed = sandbox.ask("PATCH", &path, wanted.clone(), 200).await;
    for member in ["message", "device", "agent", "deliverAt", "priority", "label"] {
        assert_eq!(changed[member], wanted[member], "{member}");
    }
    assert_eq!(changed["wid"], GROUP);
    assert!(changed.get("reference").is_none() && changed.get("phone").is_none());

    let place = json!({ "address": "Main Street", "name": "Shop" });
    let place = json!({ "phone": PHONE, "location": place });
    sandbox.ask("POST", "/messages", place, 201).await;
    let new = format!("/messages/{NEW}");
    let remove = json!({ "remove": ["location.address"] });
    let changed = sandbox.ask("PATCH", &new, remove, 200).await;
    assert_eq!(changed["location"], json!({ "name": "Shop" }));

    for (body, named) in [
        (json!({ "phone": PHONE, "group": GROUP }), "excludes"),
        (json!({ "phone": GROUP }), "phone"),
        (json!({ "message": "" }), "message"),
        (json!({ "priority": "none" }), "priority"),
        (json!({ "remove": ["phone"] }), "remove"),
        (json!({ "remove": "media" }), "remove"),
        (json!({ "live": true }), "live"),
        (json!({ "deliverAt": "" }), "deliverAt"),
    ] {
        sandbox.refuse(&[("PATCH", &path, body, 400, named)]).await;
    }
    sandbox
        .refuse(&[
            ("PATCH", &format!("/messages/{READ}"), json!({ "message": "x" }), 409, "processed"),
            ("PATCH", &format!("/messages/{UNKNOWN}"), json!({}), 404, UNKNOWN),
            ("PATCH", &path, json!({ "device": UNKNOWN }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn a_message_can_be_deleted() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/messages/{SCHEDULED}");
    let deleted = sandbox.ask("DELETE", &path, Value::Null, 200).await;
    assert_eq!(deleted["id"], SCHEDULED);
    sandbox.refuse(&[("DELETE", &path, Value::Null, 404, SCHEDULED)]).await;
    let sent = format!("/messages/{FAILED}");
    sandbox.refuse(&[("DELETE", &sent, Value::Null, 409, "force")]).await;
    sandbox.refuse(&[("DELETE", &format!("{sent}?force=1"), Value::Null, 400, "force")]).await;
    sandbox.ask("DELETE", &format!("{sent}?force=true"), Value::Null, 200).await;
    assert_eq!(sandbox.list("/messages", "id").await.len(), 4);
}
