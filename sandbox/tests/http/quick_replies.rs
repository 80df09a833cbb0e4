//! Quick replies of a number.

use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{STOPPED, Sandbox};

const FILE: &str = "690000000000000000000001";
const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn quick_replies_come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/quickReplies");
    assert_eq!(sandbox.list(&path, "shortcut").await, ["/hello", "/hours"]);
    let new = json!({
        "shortcut": "/bye", "message": "Goodbye!", "permission": "private", "file": FILE, "keywords": ["Gruß", "2"],
    });
    let made = sandbox.ask("POST", &path, new, 201).await;
    assert_eq!(made["permission"], "private");
    let id = made["id"].as_str().unwrap();

    let by_shortcut = json!({ "shortcut": "/bye", "message": "See you soon", "file": null });
    let changed = sandbox.ask("PATCH", &path, by_shortcut, 200).await;
    assert_eq!([&changed["message"], &changed["permission"]], ["See you soon", "private"]);
    assert_eq!(changed["keywords"], json!(["Gruß", "2"]), "what is left out stays");
    assert!(changed.get("file").is_none(), "{changed}");
    let by_id = json!({ "id": id, "shortcut": "/ciao", "message": "Ciao, ciao", "keywords": [] });
    let changed = sandbox.ask("PATCH", &path, by_id, 200).await;
    assert_eq!([&changed["id"], &changed["shortcut"]], [id, "/ciao"]);
    assert_eq!(changed["keywords"], json!([]));

    let chosen = json!([{ "id": id }, { "shortcut": "/hours" }]);
    let gone = sandbox.ask("DELETE", &path, chosen, 200).await;
    assert_eq!(gone, json!({ "deleted": 2 }));
    assert_eq!(sandbox.list(&path, "shortcut").await, ["/hello"]);
    sandbox.ask("DELETE", &path, json!([{ "all": true }]), 200).await;
    assert!(sandbox.list(&path, "shortcut").await.is_empty());
}

#[tokio::test]
async fn quick_replies_are_filtered_and_paged() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/quickReplies");
    for (query, expected) in [
        ("scope=chat", vec!["/hello", "/hours"]),
        ("scope=wa", vec![]),
        ("permissions=readonly", vec!["/hours"]),
        ("permissions=public,readonly", vec!["/hello", "/hours"]),
        ("agents=670000000000000000000001", vec!["/hello", "/hours"]),
        ("agents=670000000000000000000002", vec![]),
    ] {
        let found = sandbox.list(&format!("{path}?{query}"), "shortcut").await;
        assert_eq!(found, expected, "{query}");
    }
    let wrong = ["scope=any", "permissions=all", "agents=1", "agents[]=1", "search=x"];
    sandbox.refuse_queries(&path, &wrong).await;
    sandbox.pages("quickReplies", &path, 100).await;
}

#[tokio::test]
async fn wrong_quick_replies_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/quickReplies");
    let with = |name: &str, value: Value| {
        let mut body = json!({ "shortcut": "/new", "message": "Something new" });
        body[name] = value;
        body
    };
    sandbox
        .refuse(&[
            ("POST", path, with("shortcut", json!("/")), 400, "shortcut"),
            ("POST", path, with("shortcut", json!("x".repeat(26))), 400, "shortcut"),
            ("POST", path, with("message", json!("abc")), 400, "message"),
            ("POST", path, with("message", json!("x".repeat(6001))), 400, "message"),
            ("POST", path, with("permission", json!("all")), 400, "permission"),
            ("POST", path, with("file", json!("x")), 400, "file"),
            ("POST", path, with("file", json!(UNKNOWN)), 404, UNKNOWN),
            ("PATCH", path, json!({ "shortcut": "/hello", "message": "Hello", "file": UNKNOWN }), 404, UNKNOWN),
            ("POST", path, with("keywords", json!(["a", "b", "c", "d"])), 400, "keywords"),
            ("POST", path, with("keywords", json!(["a b"])), 400, "keywords"),
            ("POST", path, with("id", json!(UNKNOWN)), 400, "id"),
            ("POST", path, with("shortcut", json!("/hello")), 409, "/hello"),
            ("PATCH", path, with("shortcut", json!("/new")), 404, "/new"),
            ("PATCH", path, with("id", json!(UNKNOWN)), 404, UNKNOWN),
            ("PATCH", path, json!({ "shortcut": "/hello" }), 400, "message"),
            ("DELETE", path, json!([]), 400, "[0]"),
            ("DELETE", path, json!({ "all": true }), 400, "array"),
            ("DELETE", path, json!([{}]), 400, "[0]"),
            ("DELETE", path, json!([{ "all": false }]), 400, "[0]"),
            ("DELETE", path, json!([{ "shortcut": "/hello" }, { "all": true }]), 400, "[1]"),
            ("DELETE", path, json!([{ "shortcut": "/hello", "id": UNKNOWN }]), 400, "[0]"),
            ("DELETE", path, json!([{ "shortcut": "/hello" }, { "id": UNKNOWN }]), 404, UNKNOWN),
        ])
        .await;
    assert_eq!(sandbox.list(path, "shortcut").await, ["/hello", "/hours"]);
}
