//! What people do with many chats at once.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox};

const OLIVIA: &str = "15551100001@c.us";
const MATEO: &str = "15551100002@c.us";
const UNKNOWN: &str = "34600000009@c.us";
const AGENT: &str = "670000000000000000000003";
const NO_ID: &str = "0123456789abcdef01234567";

fn of(wid: &str, rest: &str) -> String {
    chat(&format!("/chats/{wid}{rest}"))
}

#[tokio::test]
async fn many_at_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/chats");
    let department = sandbox.list(&device("/departments"), "id").await.swap_remove(0);
    for (action, params, member, value) in [
        ("resolve", Value::Null, "status", json!("resolved")),
        ("unresolve", Value::Null, "status", json!("active")),
        ("pin", Value::Null, "isPinned", json!(true)),
        ("unpin", Value::Null, "isPinned", json!(false)),
        ("mute", Value::Null, "isMuted", json!(true)),
        ("unmute", Value::Null, "isMuted", json!(false)),
        ("block", Value::Null, "isBlocked", json!(true)),
        ("unblock", Value::Null, "isBlocked", json!(false)),
        ("unread", Value::Null, "unreadCount", json!(1)),
        ("read", Value::Null, "unreadCount", json!(0)),
        ("labels", json!({ "add": ["Follow up"], "remove": ["Customer", "Urgent"] }), "labels", json!(["Follow up"])),
        ("labels", json!({ "remove": ["Follow up"] }), "labels", json!([])),
    ] {
        let mut body = json!({ "action": action, "chats": ["+15551100001", MATEO] });
        if !params.is_null() {
            body["params"] = params;
        }
        let done = sandbox.ask("PATCH", path, body, 200).await;
        assert_eq!(done, json!({ "action": action, "chats": [OLIVIA, MATEO] }));
        for wid in [OLIVIA, MATEO] {
            assert_eq!(sandbox.get(&of(wid, "")).await[member], value, "{action}");
        }
    }
    let assign = json!({ "action": "assign", "chats": [MATEO], "params": { "department": department } });
    sandbox.ask("PATCH", path, assign, 200).await;
    assert_eq!(sandbox.get(&of(MATEO, "")).await["owner"]["department"], json!(department));
    sandbox.ask("PATCH", path, json!({ "action": "unassign", "chats": [MATEO] }), 200).await;
    assert!(sandbox.get(&of(MATEO, "")).await.get("owner").is_none());
}

#[tokio::test]
async fn wrong_bulk_changes_are_refused_and_change_nothing() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/chats");
    let with = |action: &str, params: Value| json!({ "action": action, "chats": [OLIVIA], "params": params });
    sandbox
        .refuse(&[
            ("PATCH", path, json!({ "action": "delete", "chats": [OLIVIA] }), 400, "action"),
            ("PATCH", path, json!({ "action": "mute" }), 400, "chats"),
            ("PATCH", path, json!({ "action": "mute", "chats": [] }), 400, "chats"),
            ("PATCH", path, json!({ "action": "mute", "chats": ["Olivia"] }), 400, "chats[0]"),
            ("PATCH", path, json!({ "action": "mute", "chats": [OLIVIA, UNKNOWN] }), 404, UNKNOWN),
            ("PATCH", path, with("mute", json!({ "add": ["Urgent"] })), 400, "params"),
            ("PATCH", path, with("labels", json!({})), 400, "params"),
            ("PATCH", path, json!({ "action": "labels", "chats": [OLIVIA] }), 400, "params"),
            ("PATCH", path, with("labels", json!({ "add": ["Nothing"] })), 400, "params.add[0]"),
            ("PATCH", path, with("labels", json!({ "agent": AGENT })), 400, "params"),
            ("PATCH", path, with("assign", json!({})), 400, "params"),
            ("PATCH", path, with("assign", json!({ "agent": NO_ID })), 404, NO_ID),
            ("PATCH", path, with("assign", json!({ "email": "x" })), 400, "email"),
        ])
        .await;
    assert_eq!(sandbox.get(&of(OLIVIA, "")).await["isMuted"], false);
}
