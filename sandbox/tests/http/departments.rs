//! Departments of a number.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox};

const AGENT: &str = "670000000000000000000003";
const SUSPENDED: &str = "670000000000000000000006";
const UNKNOWN: &str = "0123456789abcdef01234567";

fn department(name: &str) -> Value {
    json!({ "name": name, "color": "emerald", "icon": "headset", "agents": [AGENT] })
}

#[tokio::test]
async fn departments_come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/departments");
    assert_eq!(sandbox.list(&path, "name").await, ["Orders", "Complaints"]);
    let made = sandbox.ask("POST", &path, department("Returns"), 201).await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["agents"], json!([AGENT]));
    for member in ["user", "owner", "device", "createdAt", "updatedAt"] {
        assert!(made[member].is_string(), "{member}");
    }
    let update = json!({ "department": id, "name": "Refunds", "description": "Money back" });
    let changed = sandbox.ask("PATCH", &path, update, 200).await;
    assert_eq!([&changed["name"], &changed["icon"]], ["Refunds", "headset"]);
    assert_eq!(changed["description"], "Money back");
    let cleared = json!({ "department": id, "description": null });
    let cleared = sandbox.ask("PATCH", &path, cleared, 200).await;
    assert!(cleared.get("description").is_none(), "{cleared}");
    assert_eq!(sandbox.list(&path, "name").await, ["Orders", "Complaints", "Refunds"]);

    let wid = sandbox.list(&chat("/chats?type=chat"), "id").await.swap_remove(0);
    let owner = chat(&format!("/chats/{wid}/owner"));
    sandbox.ask("PATCH", &owner, json!({ "department": id }), 200).await;
    sandbox.ask("DELETE", &path, json!({ "department": id }), 204).await;
    assert_eq!(sandbox.list(&path, "name").await, ["Orders", "Complaints"]);
    let left = sandbox.get(&chat(&format!("/chats/{wid}"))).await;
    assert!(left.get("owner").is_none(), "{left}");
}

#[tokio::test]
async fn wrong_departments_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/departments");
    let with = |name: &str, value: Value| {
        let mut body = department("Returns");
        body[name] = value;
        body
    };
    let known = sandbox.list(path, "id").await.swap_remove(0);
    sandbox
        .refuse(&[
            ("POST", path, with("name", json!("x")), 400, "name"),
            ("POST", path, with("name", json!("x".repeat(26))), 400, "name"),
            ("POST", path, with("color", json!("blue")), 400, "color"),
            ("POST", path, with("icon", json!("cat")), 400, "icon"),
            ("POST", path, with("description", json!("x".repeat(301))), 400, "description"),
            ("POST", path, with("agents", json!([])), 400, "agents"),
            ("POST", path, with("agents", json!(vec![AGENT; 31])), 400, "agents"),
            ("POST", path, with("agents", json!("x")), 400, "agents"),
            ("POST", path, with("agents", json!(["x"])), 400, "agents"),
            ("POST", path, with("agents", json!([UNKNOWN])), 404, UNKNOWN),
            ("POST", path, with("agents", json!([SUSPENDED])), 404, "access"),
            ("POST", path, with("size", json!(1)), 400, "size"),
            ("POST", path, with("name", json!("Orders")), 409, "Orders"),
            ("PATCH", path, json!({ "name": "Returns" }), 400, "department"),
            ("PATCH", path, json!({ "department": UNKNOWN }), 404, UNKNOWN),
            ("PATCH", path, json!({ "department": known, "name": "Complaints" }), 409, "Complaints"),
            ("PATCH", path, json!({ "department": known, "agents": [] }), 400, "agents"),
            ("DELETE", path, json!({ "department": "1" }), 400, "department"),
            ("DELETE", path, json!({ "department": UNKNOWN }), 404, UNKNOWN),
            ("DELETE", path, Value::Null, 400, "body"),
            ("GET", &format!("{path}?size=1"), Value::Null, 400, "size"),
        ])
        .await;
}
