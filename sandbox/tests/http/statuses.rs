//! Status stories.

use serde_json::{Value, json};

use crate::calls::chat;
use crate::client::{STOPPED, Sandbox};

const OWN: &str = "15550100001@c.us";
const OLIVIA: &str = "15551100001@c.us";
const PICTURE: &str = "690000000000000000000002";
const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/status?sort=date:asc");
    let all = sandbox.list(&path, "message").await;
    assert_eq!(all, ["On holiday", "New opening hours", "See you at the fair"]);
    let wids = sandbox.list(&path, "waId").await;
    for (query, expected) in [
        ("flow=inbound".to_owned(), vec![0]),
        ("flow=outbound".to_owned(), vec![1, 2]),
        ("mine=true".to_owned(), vec![1, 2]),
        ("mine=false".to_owned(), vec![0]),
        ("scheduled=true".to_owned(), vec![2]),
        ("scheduled=false".to_owned(), vec![0, 1]),
        ("ack=pending,failed".to_owned(), vec![2]),
        (format!("wid={},{}", wids[0], wids[1]), vec![0, 1]),
        ("search=HOURS".to_owned(), vec![1]),
        ("search=stone".to_owned(), vec![0]),
        (format!("chat={OLIVIA}"), vec![0]),
        ("phone=%2B15551100001".to_owned(), vec![0]),
        (format!("phone={OWN}"), vec![1, 2]),
        ("reference=nothing".to_owned(), vec![]),
        ("type=text".to_owned(), vec![0, 1, 2]),
        ("type=image,video".to_owned(), vec![]),
        (format!("begin={}", wids[1]), vec![1, 2]),
        (format!("end={}", wids[1]), vec![0, 1]),
        ("before=2025-01-15T13:30:00Z".to_owned(), vec![0]),
        ("after=2026-01-15T13:30:00Z".to_owned(), vec![2]),
        ("size=1&page=1".to_owned(), vec![1]),
    ] {
        let found = sandbox.list(&format!("{path}&{query}"), "message").await;
        let expected: Vec<&String> = expected.into_iter().map(|index| &all[index]).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let newest = sandbox.list(&chat("/status"), "message").await;
    assert_eq!(newest[0], all[2], "the newest first by default");
    let wrong = [
        "flow=in",
        "mine=1",
        "scheduled=no",
        "ack=x",
        "wid=x",
        "chat=x",
        "phone=x",
        "type=audio",
        "begin=x",
        "end=x",
        "after=x",
        "before=x",
        "sort=date",
        "size=101",
        "kind=text",
    ];
    sandbox.refuse_queries(&chat("/status"), &wrong).await;
    sandbox.pages("statuses", &chat("/status"), 100).await;
}

#[tokio::test]
async fn texts_and_media_are_published() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/status");
    let text = json!({ "message": "Open again", "font": "serif", "color": "sky_blue", "reference": "r-1" });
    let made = sandbox.ask("POST", &path, text, 201).await;
    assert_eq!([&made["status"], &made["type"], &made["from"]], ["published", "text", OWN]);
    assert_eq!(sandbox.list(&format!("{path}?reference=r-1"), "font").await, ["serif"]);
    for id in [&made["id"], &made["waId"]] {
        let read = sandbox.get(&format!("{path}/{}", id.as_str().unwrap())).await;
        assert_eq!(read, made);
    }
    for (media, kind) in [
        (json!({ "url": "https://example.com/a.png", "message": "Look", "format": "native" }), "image"),
        (json!({ "url": "https://example.com/a.mp4" }), "video"),
        (json!({ "file": PICTURE, "filename": "shop.png" }), "image"),
    ] {
        let made = sandbox.ask("POST", &path, json!({ "media": media }), 201).await;
        assert_eq!(made["type"], kind, "{media}");
        assert_eq!(made["media"], media);
    }
    assert_eq!(sandbox.list(&format!("{path}?type=video"), "id").await.len(), 1);
}

#[tokio::test]
async fn a_planned_status_is_published_in_time() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/status");
    for schedule in
        [json!({ "delay": 3600 }), json!({ "delayTo": "1h" }), json!({ "date": "2099-01-01T00:00:00.000Z" })]
    {
        let body = json!({ "message": "Later", "schedule": schedule });
        let made = sandbox.ask("POST", &path, body, 201).await;
        assert_eq!([&made["status"], &made["ack"]], ["scheduled", "pending"], "{schedule}");
        assert!(made.get("waId").is_none());
    }
    // An hour takes less than 4 ms from now on.
    sandbox.set_clock(1_000_000.0).await;
    let waiting = async || sandbox.list(&format!("{path}?scheduled=true&search=later"), "id").await.len();
    while waiting().await > 1 {
        tokio::task::yield_now().await;
    }
    let published = sandbox.list(&format!("{path}?scheduled=false&search=later"), "status").await;
    assert_eq!(published, ["published", "published"]);
}

#[tokio::test]
async fn own_ones_are_deleted() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/status");
    let ids = sandbox.list(&format!("{path}?sort=date:asc"), "id").await;
    let wids = sandbox.list(&format!("{path}?sort=date:asc"), "waId").await;
    sandbox
        .refuse(&[
            ("DELETE", path, json!({}), 400, "exactly one"),
            ("DELETE", path, json!({ "all": false }), 400, "exactly one"),
            ("DELETE", path, json!({ "all": true, "scheduled": [ids[2]] }), 400, "exactly one"),
            ("DELETE", path, json!({ "scheduled": [] }), 400, "scheduled"),
            ("DELETE", path, json!({ "status": ["x"] }), 400, "status[0]"),
            ("DELETE", path, json!({ "scheduled": [ids[2], UNKNOWN] }), 404, UNKNOWN),
            ("DELETE", path, json!({ "status": [wids[0]] }), 404, &wids[0]),
            ("DELETE", path, Value::Null, 400, "body"),
        ])
        .await;
    let deleted = sandbox.ask("DELETE", path, json!({ "status": [wids[1]] }), 200).await;
    assert_eq!(deleted, json!({ "deleted": 1 }));
    sandbox.ask("DELETE", path, json!({ "scheduled": [ids[2]] }), 200).await;
    assert_eq!(sandbox.list(path, "id").await, ids[..1]);
    sandbox.ask("POST", path, json!({ "message": "Again" }), 201).await;
    let deleted = sandbox.ask("DELETE", path, json!({ "all": true }), 200).await;
    assert_eq!(deleted, json!({ "deleted": 1 }), "those of contacts stay");
}

#[tokio::test]
async fn wrong_texts_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/status");
    let with = |name: &str, value: Value| json!({ "message": "Open", name: value });
    sandbox
        .refuse(&[
            ("POST", path, json!({}), 400, "exactly one"),
            ("POST", path, with("media", json!({ "file": UNKNOWN })), 400, "exactly one"),
            ("POST", path, with("message", json!("")), 400, "message"),
            ("POST", path, with("message", json!("x".repeat(651))), 400, "message"),
            ("POST", path, with("font", json!("arial")), 400, "font"),
            ("POST", path, with("color", json!("blue")), 400, "color"),
            ("POST", path, with("reference", json!("x".repeat(151))), 400, "reference"),
            ("POST", path, with("schedule", json!({})), 400, "schedule"),
            ("POST", path, with("schedule", json!({ "delay": 1, "delayTo": "1h" })), 400, "schedule"),
            ("POST", path, with("schedule", json!({ "delayTo": "5m" })), 400, "schedule.delayTo"),
            ("POST", path, with("schedule", json!({ "delay": "60" })), 400, "schedule.delay"),
            ("POST", path, with("schedule", json!({ "date": "tomorrow" })), 400, "schedule.date"),
            ("POST", path, with("text", json!("x")), 400, "text"),
        ])
        .await;
}

#[tokio::test]
async fn wrong_media_and_ids_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/status");
    let media = |media: Value| json!({ "media": media });
    sandbox
        .refuse(&[
            ("POST", path, media(json!({})), 400, "url"),
            ("POST", path, media(json!({ "file": UNKNOWN })), 404, UNKNOWN),
            ("POST", path, media(json!({ "file": UNKNOWN, "url": "https://example.com" })), 400, "exactly one"),
            ("POST", path, media(json!({ "file": "x" })), 400, "media.file"),
            ("POST", path, media(json!({ "url": "a.png" })), 400, "media.url"),
            ("POST", path, media(json!({ "file": UNKNOWN, "format": "png" })), 400, "media.format"),
            ("GET", &format!("{path}/x"), Value::Null, 400, "status"),
            ("GET", &format!("{path}/{UNKNOWN}"), Value::Null, 404, UNKNOWN),
            ("GET", &format!("{path}/{}", "a".repeat(23)), Value::Null, 400, "status"),
        ])
        .await;
}
