//! What people do with a chat to keep it in order.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox};

const OLIVIA: &str = "15551100001@c.us";
const UNKNOWN: &str = "34600000009@c.us";
const AGENT: &str = "670000000000000000000003";
const SUSPENDED: &str = "670000000000000000000006";
const NO_ID: &str = "0123456789abcdef01234567";

fn of(wid: &str, rest: &str) -> String {
    chat(&format!("/chats/{wid}{rest}"))
}

#[tokio::test]
async fn read_and_unread() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/unread");
    let changed = sandbox.ask("PATCH", path, json!({ "unread": true }), 200).await;
    assert_eq!(changed["unreadCount"], 1);
    assert_eq!(sandbox.get(&of(OLIVIA, "")).await["unreadCount"], 1);
    let changed = sandbox.ask("PATCH", path, json!({ "unread": false }), 200).await;
    assert_eq!(changed["unreadCount"], 0);
    sandbox
        .refuse(&[
            ("PATCH", path, json!({}), 400, "unread"),
            ("PATCH", path, json!({ "unread": "false" }), 400, "unread"),
            ("PATCH", path, json!({ "unread": null }), 400, "unread"),
            ("PATCH", &of(UNKNOWN, "/unread"), json!({ "unread": true }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn status() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/status");
    for status in ["pending", "resolved", "archived", "active"] {
        let changed = sandbox.ask("PATCH", path, json!({ "status": status }), 200).await;
        assert_eq!(changed["status"], status);
        let found = sandbox.list(&chat(&format!("/chats?status={status}&size=100")), "id").await;
        assert!(found.contains(&OLIVIA.to_owned()), "{status}");
    }
    sandbox.ask("PATCH", path, json!({ "status": "removed" }), 200).await;
    assert!(!sandbox.list(&chat("/chats?size=100"), "id").await.contains(&OLIVIA.to_owned()));
    sandbox
        .refuse(&[
            ("PATCH", path, json!({ "status": "muted" }), 400, "status"),
            ("PATCH", path, json!({}), 400, "status"),
            ("PATCH", &of(UNKNOWN, "/status"), json!({ "status": "active" }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn owner() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/owner");
    let department = sandbox.list(&device("/departments"), "id").await.swap_remove(0);
    for (assignment, agent, part) in [
        (json!({ "agent": AGENT }), json!(AGENT), Value::Null),
        (json!({ "email": "KIM@example.com" }), json!("670000000000000000000004"), Value::Null),
        (json!({ "department": department }), Value::Null, json!(department)),
        (json!({ "agent": AGENT, "department": department }), json!(AGENT), json!(department)),
    ] {
        let changed = sandbox.ask("PATCH", path, assignment.clone(), 200).await;
        assert_eq!([&changed["owner"]["agent"], &changed["owner"]["department"]], [&agent, &part], "{assignment}");
    }
    let left = sandbox.ask("DELETE", path, Value::Null, 200).await;
    assert!(left.get("owner").is_none(), "{left}");
    sandbox
        .refuse(&[
            ("PATCH", path, json!({}), 400, "agent"),
            ("PATCH", path, json!({ "agent": AGENT, "email": "noor@example.com" }), 400, "agent"),
            ("PATCH", path, json!({ "agent": "noor" }), 400, "agent"),
            ("PATCH", path, json!({ "agent": NO_ID }), 404, NO_ID),
            ("PATCH", path, json!({ "agent": SUSPENDED }), 404, "access"),
            ("PATCH", path, json!({ "email": "x@example.com" }), 404, "x@example.com"),
            ("PATCH", path, json!({ "department": NO_ID }), 404, NO_ID),
            ("DELETE", path, json!({}), 400, "body"),
            ("DELETE", &of(UNKNOWN, "/owner"), Value::Null, 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn notes() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/notes");
    let first = sandbox.list(path, "id").await.swap_remove(0);
    let new = json!({ "message": "Called her", "quote": first, "author": AGENT });
    let made = sandbox.ask("POST", path, new, 201).await;
    assert_eq!([&made["author"], &made["quote"]], [AGENT, &first]);
    let plain = sandbox.ask("POST", path, json!({ "message": "Done" }), 201).await;
    assert!(plain.get("quote").is_none() && plain["author"].is_string());
    assert_eq!(sandbox.list(path, "id").await.len(), 3);
    let ids = |ids: &[&Value]| json!({ "ids": ids });
    sandbox
        .refuse(&[
            ("POST", path, json!({ "message": "x" }), 400, "message"),
            ("POST", path, json!({ "message": "x".repeat(6001) }), 400, "message"),
            ("POST", path, json!({ "author": AGENT }), 400, "message"),
            ("POST", path, json!({ "message": "Done", "author": NO_ID }), 404, NO_ID),
            ("POST", path, json!({ "message": "Done", "author": "Noor" }), 400, "author"),
            ("POST", path, json!({ "message": "Done", "text": "x" }), 400, "text"),
            ("POST", &of(UNKNOWN, "/notes"), json!({ "message": "Done" }), 404, UNKNOWN),
            ("GET", &format!("{path}?page=0"), Value::Null, 400, "page"),
            ("DELETE", path, json!({}), 400, "ids"),
            ("DELETE", path, json!({ "ids": [] }), 400, "ids"),
            ("DELETE", path, json!([first]), 400, "object"),
            ("DELETE", path, ids(&[&made["id"], &json!(NO_ID)]), 404, NO_ID),
        ])
        .await;
    sandbox.ask("DELETE", path, ids(&[&made["id"], &plain["id"]]), 204).await;
    assert_eq!(sandbox.list(path, "id").await, [first]);
}

#[tokio::test]
async fn labels_are_set_added_and_taken_off() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/labels");
    for (query, names, expected) in [
        ("", json!(["Follow up"]), json!(["Follow up"])),
        ("?upsert=true", json!(["Customer", "Follow up"]), json!(["Follow up", "Customer"])),
        ("?remove=true", json!(["Follow up", "Nothing"]), json!(["Customer"])),
        ("?upsert=false&remove=false", json!(["Urgent"]), json!(["Urgent"])),
        ("", json!([]), json!([])),
    ] {
        let changed = sandbox.ask("PATCH", &format!("{path}{query}"), names, 200).await;
        assert_eq!(changed["labels"], expected, "{query}");
    }
    sandbox
        .refuse(&[
            ("PATCH", &format!("{path}?upsert=true&remove=true"), json!(["Urgent"]), 400, "remove"),
            ("PATCH", &format!("{path}?replace=true"), json!(["Urgent"]), 400, "replace"),
            ("PATCH", path, json!(["Nothing"]), 400, "[0]"),
            ("PATCH", path, json!({ "labels": ["Urgent"] }), 400, "array"),
            ("PATCH", path, json!([1]), 400, "[0]"),
            ("PATCH", &of(UNKNOWN, "/labels"), json!(["Urgent"]), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn attributes_and_archive() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &of(OLIVIA, "/attributes");
    let changed = sandbox.ask("PATCH", path, json!({ "muted": true }), 200).await;
    assert_eq!([&changed["isPinned"], &changed["isMuted"]], [true, true]);
    let changed = sandbox.ask("PATCH", path, json!({ "pinned": false, "muted": false }), 200).await;
    assert_eq!([&changed["isPinned"], &changed["isMuted"]], [false, false]);
    let archive = &of(OLIVIA, "/archive");
    assert_eq!(sandbox.ask("PUT", archive, Value::Null, 200).await["isArchive"], true);
    assert_eq!(sandbox.list(&chat("/chats?status=archived"), "id").await, [OLIVIA]);
    assert_eq!(sandbox.ask("DELETE", archive, Value::Null, 200).await["isArchive"], false);
    sandbox
        .refuse(&[
            ("PATCH", path, json!({}), 400, "pinned"),
            ("PATCH", path, json!({ "pinned": 1 }), 400, "pinned"),
            ("PATCH", path, json!({ "archived": true }), 400, "archived"),
            ("PATCH", &of(UNKNOWN, "/attributes"), json!({ "muted": true }), 404, UNKNOWN),
            ("PUT", archive, json!({}), 400, "body"),
            ("PUT", &of(UNKNOWN, "/archive"), Value::Null, 404, UNKNOWN),
            ("DELETE", &of(UNKNOWN, "/archive"), Value::Null, 404, UNKNOWN),
        ])
        .await;
}
