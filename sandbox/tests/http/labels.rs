//! Labels of a number.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, SUPPORT, Sandbox, WAREHOUSE};

const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn labels_come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/labels");
    let before = sandbox.list(&path, "name").await;
    assert_eq!(before, ["Customer", "Urgent", "Follow up", "New order"]);
    assert_eq!(sandbox.list(&path, "scope").await, ["chat", "chat", "chat", "wa"]);

    let new = json!({ "name": "VIP", "color": "gold", "description": "Call back at once" });
    let label = sandbox.ask("POST", &path, new, 201).await;
    assert_eq!(label["scope"], "chat");
    assert_eq!(label["id"].as_str().map(str::len), Some(24));
    let changed = json!({ "name": "VIP", "color": "iron" });
    let label = sandbox.ask("PATCH", &path, changed, 200).await;
    assert_eq!([&label["color"], &label["description"]], ["iron", "Call back at once"]);
    let cleared = json!({ "name": "VIP", "color": "iron", "description": "" });
    let label = sandbox.ask("PATCH", &path, cleared, 200).await;
    assert!(label.get("description").is_none(), "{label}");
    assert_eq!(sandbox.list(&path, "name").await.len(), 5);

    let chats = chat("/chats?labels=Urgent");
    assert_eq!(sandbox.list(&chats, "id").await.len(), 1);
    let gone = sandbox.ask("DELETE", &path, json!({ "name": "Urgent" }), 204).await;
    assert_eq!(gone, Value::Null);
    assert!(sandbox.list(&chats, "id").await.is_empty(), "the chats lose it too");
    assert_eq!(sandbox.list(&path, "name").await.len(), 4);
}

#[tokio::test]
async fn numbers_have_labels_of_their_own() {
    let sandbox = Sandbox::start(STOPPED).await;
    let new = json!({ "name": "VIP", "color": "gold" });
    sandbox.ask("POST", &device("/labels"), new, 201).await;
    for other in [SUPPORT, WAREHOUSE] {
        let labels = sandbox.list(&format!("/devices/{other}/labels"), "name").await;
        assert!(!labels.contains(&"VIP".to_owned()));
    }
    sandbox.control("POST", "/restart").send().await;
    assert_eq!(sandbox.list(&device("/labels"), "name").await.len(), 4);
}

#[tokio::test]
async fn labels_are_listed_up_to_a_size() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/labels");
    sandbox.seed("labels", 45).await;
    assert_eq!(sandbox.list(&path, "name").await.len(), 20);
    let all = sandbox.list(&format!("{path}?size=100"), "name").await;
    assert_eq!((all.len(), all[44].as_str()), (45, "Label 45"));
    sandbox.refuse_queries(&path, &["size=101", "page=0", "scope=chat"]).await;
}

#[tokio::test]
async fn wrong_labels_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/labels");
    let label = |name: &str, color: &str| json!({ "name": name, "color": color });
    sandbox
        .refuse(&[
            ("POST", path, json!({ "name": "VIP" }), 400, "color"),
            ("POST", path, json!({ "color": "gold" }), 400, "name"),
            ("POST", path, label("VIP", "blue"), 400, "ruby"),
            ("POST", path, label("", "gold"), 400, "name"),
            ("POST", path, label(&"x".repeat(31), "gold"), 400, "30"),
            ("POST", path, json!({ "name": 7, "color": "gold" }), 400, "name"),
            ("POST", path, json!({ "name": "a", "color": "gold", "scope": "wa" }), 400, "scope"),
            ("POST", path, json!([]), 400, "object"),
            ("POST", path, Value::Null, 400, "body"),
            ("POST", path, label("Urgent", "gold"), 409, "Urgent"),
            ("PATCH", path, json!({ "name": "Urgent" }), 400, "color"),
            ("PATCH", path, label("Nothing", "gold"), 404, "Nothing"),
            ("DELETE", path, json!({}), 400, "name"),
            ("DELETE", path, json!({ "name": "Nothing" }), 404, "Nothing"),
            ("DELETE", &format!("{path}?name=Urgent"), json!({ "name": "Urgent" }), 400, "name"),
            ("POST", &format!("/devices/{UNKNOWN}/labels"), label("a", "gold"), 404, UNKNOWN),
        ])
        .await;
}
