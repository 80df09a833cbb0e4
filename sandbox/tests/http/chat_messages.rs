//! Messages of a number's chats.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox};

const OLIVIA: &str = "15551100001@c.us";
const OWN: &str = "15550100001@c.us";
const UNKNOWN: &str = "3EB0FFFFFFFFFFFFFFFF";

/// The ids of Olivia's messages, the oldest first.
async fn messages(sandbox: &Sandbox) -> Vec<String> {
    sandbox.list(&chat(&format!("/messages?chat={OLIVIA}&sort=date:asc")), "id").await
}

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wids = messages(&sandbox).await;
    assert_eq!(wids.len(), 4, "a question, an answer, a picture, and a new message");
    let path = chat(&format!("/messages?chat={OLIVIA}&sort=date:asc"));
    for (query, expected) in [
        ("flow=inbound".to_owned(), vec![0, 2]),
        ("flow=outbound".to_owned(), vec![1, 3]),
        ("ack=read".to_owned(), vec![1, 3]),
        ("ack=delivered,failed".to_owned(), vec![0, 2]),
        (format!("wid={},{}", wids[3], wids[0].to_lowercase()), vec![0, 3]),
        ("search=CALL".to_owned(), vec![3]),
        ("search=stone".to_owned(), vec![0, 1, 2, 3]),
        ("search=receipt.jpg".to_owned(), vec![2]),
        (format!("from={OLIVIA}"), vec![0, 2]),
        ("to=%2B15551100001".to_owned(), vec![1, 3]),
        (format!("to={OWN}"), vec![0, 2]),
        ("type=chat".to_owned(), vec![0, 1, 2, 3]),
        ("type=group,channel,community".to_owned(), vec![]),
        ("reference=order-1001".to_owned(), vec![3]),
        ("reference=order".to_owned(), vec![]),
        ("kind=image,video".to_owned(), vec![2]),
        (format!("begin={}", wids[2]), vec![2, 3]),
        (format!("end={}", wids[1]), vec![0, 1]),
        (format!("begin={}&end={}", wids[1], wids[2]), vec![1, 2]),
        ("before=2025-01-15T09:30:00Z".to_owned(), vec![0]),
        ("after=2025-01-15T09:30:00Z&before=2025-01-15T12:30:00%2B02:00".to_owned(), vec![1]),
        ("size=2&page=1".to_owned(), vec![2, 3]),
        ("sync=true&skip=3".to_owned(), vec![3]),
        ("sync=false&skip=3".to_owned(), vec![0, 1, 2, 3]),
    ] {
        let found = sandbox.list(&format!("{path}&{query}"), "id").await;
        let expected: Vec<&String> = expected.into_iter().map(|index| &wids[index]).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let newest = sandbox.list(&chat("/messages?size=1"), "id").await;
    assert_eq!(newest, wids[3..], "the newest first by default");
    let groups = sandbox.list(&chat("/messages?type=group"), "scope").await;
    assert_eq!(groups, ["group", "group"]);
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wrong = [
        "flow=in",
        "ack=seen",
        "wid=x",
        "chat=15551100001",
        "from=Olivia",
        "to=x@c.us",
        "type=text",
        "kind=picture",
        "kind[]=text",
        "sync=1",
        "skip=x",
        "begin=12",
        "end=x",
        "after=2025-01-15",
        "before=1736931600",
        "include=file",
        "sort=date",
        "size=101",
        "limit=1",
    ];
    sandbox.refuse_queries(&chat("/messages"), &wrong).await;
    sandbox.pages("chatMessages", &chat("/messages"), 100).await;
    let unknown = chat(&format!("/messages?begin={UNKNOWN}"));
    sandbox.refuse(&[("GET", &unknown, Value::Null, 404, UNKNOWN)]).await;
}

#[tokio::test]
async fn reads_one_and_includes() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wids = messages(&sandbox).await;
    let one = sandbox.get(&chat(&format!("/messages/{}", wids[2]))).await;
    assert_eq!([&one["flow"], &one["type"], &one["scope"]], ["inbound", "image", "chat"]);
    assert_eq!([&one["fromNumber"], &one["toNumber"]], ["+15551100001", "+15550100001"]);
    assert_eq!(one["media"]["filename"], "receipt.jpg");
    assert_eq!(one["timestamp"], 1_736_931_600 + 3 * 3600);
    assert!(one.get("contact").is_none() && one["chat"].get("labels").is_none());
    let path = chat(&format!("/messages?wid={}&include=contact,chat,media", wids[2]));
    let full = sandbox.get(&path).await;
    assert_eq!(full[0]["contact"]["displayName"], "Olivia Stone");
    assert_eq!(full[0]["chat"]["labels"], json!(["Customer", "Urgent"]));
    sandbox
        .refuse(&[
            ("GET", &chat("/messages/x"), Value::Null, 400, "message"),
            ("GET", &chat(&format!("/messages/{UNKNOWN}")), Value::Null, 404, UNKNOWN),
            ("GET", &chat(&format!("/messages/{UNKNOWN}?include=chat")), Value::Null, 400, "include"),
        ])
        .await;
}

#[tokio::test]
async fn a_new_message_can_be_edited() {
    // However fast the time runs, one of the seeds stays young.
    let sandbox = Sandbox::start(1_000_000.0).await;
    let wids = messages(&sandbox).await;
    let path = |index: usize| chat(&format!("/messages/{}", wids[index]));
    let edited = sandbox.ask("PATCH", &path(3), json!({ "message": "Never mind" }), 200).await;
    assert_eq!(edited["body"], "Never mind");
    assert!(edited["editedAt"].is_string());
    assert_eq!(sandbox.get(&path(3)).await["body"], "Never mind");
    let text = || json!({ "message": "x" });
    sandbox
        .refuse(&[
            ("PATCH", &path(1), text(), 409, "20 minutes"),
            ("PATCH", &path(0), text(), 409, "sent"),
            ("PATCH", &path(3), json!({ "message": "" }), 400, "message"),
            ("PATCH", &path(3), json!({ "body": "x" }), 400, "body"),
            ("PATCH", &chat(&format!("/messages/{UNKNOWN}")), text(), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn messages_are_deleted_or_revoked() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wids = messages(&sandbox).await;
    let path = |index: usize, query: &str| chat(&format!("/messages/{}{query}", wids[index]));
    sandbox
        .refuse(&[
            ("DELETE", &path(0, "?revoke=true"), Value::Null, 409, "60 minutes"),
            ("DELETE", &path(1, "?revoke=true"), Value::Null, 409, "60 minutes"),
            ("DELETE", &path(1, "?revoke=1"), Value::Null, 400, "revoke"),
            ("DELETE", &path(1, ""), json!({ "revoke": true }), 400, "body"),
            ("DELETE", &path(1, "?whatsapp=true"), Value::Null, 400, "whatsapp"),
            ("DELETE", &chat(&format!("/messages/{UNKNOWN}")), Value::Null, 404, UNKNOWN),
        ])
        .await;
    sandbox.ask("DELETE", &path(3, "?revoke=true"), Value::Null, 204).await;
    let trace = sandbox.get(&path(3, "")).await;
    assert_eq!([&trace["status"], &trace["body"]], ["deleted", ""]);
    sandbox.ask("DELETE", &path(3, "?revoke=true&clean=true"), Value::Null, 204).await;
    sandbox.ask("DELETE", &path(1, "?revoke=true&force=true"), Value::Null, 204).await;
    sandbox.ask("DELETE", &path(0, ""), Value::Null, 204).await;
    assert_eq!(messages(&sandbox).await, wids[2..3]);
}

#[tokio::test]
async fn receipts() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wids = messages(&sandbox).await;
    let path = |wid: &str| chat(&format!("/messages/{wid}/ackinfo"));
    let one = sandbox.get(&path(&wids[1])).await;
    assert_eq!([&one["id"], &one["ack"]], [&wids[1], "read"]);
    assert_eq!(one["read"][0]["wid"], OLIVIA);
    let group = sandbox.list(&device("/groups"), "wid").await.swap_remove(0);
    let in_group = sandbox.list(&chat(&format!("/messages?chat={group}")), "id").await;
    let many = sandbox.get(&path(&in_group[0])).await;
    assert_eq!(many["delivered"].as_array().map(Vec::len), Some(6));
    sandbox
        .refuse(&[
            ("GET", &path(&wids[0]), Value::Null, 409, "receipts"),
            ("GET", &path(UNKNOWN), Value::Null, 404, UNKNOWN),
            ("GET", &path("x"), Value::Null, 400, "message"),
        ])
        .await;
}
