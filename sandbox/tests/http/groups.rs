//! Groups of a number.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, Sandbox, WAREHOUSE};

const OLIVIA: &str = "+15551100001";
const STRANGER: &str = "+34600000001";
const UNKNOWN: &str = "120363000000000000@g.us";

pub async fn first(sandbox: &Sandbox) -> (String, String) {
    let wid = sandbox.list(&device("/groups"), "wid").await.swap_remove(0);
    let path = device(&format!("/groups/{wid}"));
    (wid, path)
}

pub fn group(name: &str) -> Value {
    json!({ "name": name, "participants": [{ "phone": OLIVIA }, { "phone": STRANGER, "admin": true }] })
}

#[tokio::test]
async fn lists_kinds_and_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/groups");
    for (query, expected) in [
        ("", vec!["group", "group", "broadcast"]),
        ("?kind=group", vec!["group", "group"]),
        ("?kind=broadcast", vec!["broadcast"]),
        ("?kind=channel", vec!["channel", "channel"]),
        ("?kind=group,channel&size=3", vec!["group", "group", "channel"]),
        ("?kind=any", vec!["group", "group", "broadcast", "channel", "channel"]),
    ] {
        assert_eq!(sandbox.list(&format!("{path}{query}"), "kind").await, expected, "{query}");
    }
    sandbox.refuse_queries(&path, &["kind=all", "kind[]=group", "search=x", "size=501"]).await;
    sandbox.pages("groups", &format!("{path}?kind=group"), 500).await;
    let none = sandbox.get(&format!("/devices/{WAREHOUSE}/groups")).await;
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn a_group_is_made_read_and_changed() {
    let sandbox = Sandbox::start(STOPPED).await;
    let mut new = group("Trip");
    new["permissions"] = json!({ "send": "admins", "approval": true });
    new["ephemeral"] = json!("7d");
    let made = sandbox.ask("POST", &device("/groups"), new, 201).await;
    let wid = made["wid"].as_str().unwrap();
    assert!(wid.ends_with("@g.us") && made["id"].as_str().map(str::len) == Some(24), "{made}");
    let shown: Vec<Value> = made["participants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["phone"], one["isAdmin"], one["isSuperAdmin"], one["isContact"]]))
        .collect();
    let expected =
        json!([["+15550100001", true, true, false], [OLIVIA, false, false, true], [STRANGER, true, false, false],]);
    assert_eq!(json!(shown), expected);
    let permissions = json!({ "edit": "all", "send": "admins", "invite": "all", "approval": true });
    assert_eq!(made["permissions"], permissions);

    let without_suffix = wid.trim_end_matches("@g.us");
    let read = sandbox.get(&device(&format!("/groups/{without_suffix}"))).await;
    assert_eq!(read, made);
    assert_eq!(sandbox.get(&device(&format!("/groups/{without_suffix}%40g.us"))).await, made);
    let path = device(&format!("/groups/{wid}"));
    let update = json!({ "name": "Journey", "description": "To the sea", "permissions": { "edit": "admins" } });
    let changed = sandbox.ask("PATCH", &path, update, 200).await;
    assert_eq!([&changed["name"], &changed["ephemeral"]], ["Journey", "7d"]);
    assert_eq!(changed["permissions"]["send"], "admins");
    let cleared = json!({ "description": "", "ephemeral": "off" });
    let cleared = sandbox.ask("PATCH", &path, cleared, 200).await;
    assert!(cleared.get("description").is_none() && cleared["ephemeral"] == "off", "{cleared}");
    assert_eq!(sandbox.get(&chat(&format!("/chats/{wid}"))).await["name"], "Journey");
}

#[tokio::test]
async fn wrong_new_groups_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/groups");
    let with = |name: &str, value: Value| {
        let mut body = group("Trip");
        body[name] = value;
        body
    };
    let name = sandbox.list(path, "name").await.swap_remove(0);
    sandbox
        .refuse(&[
            ("POST", path, json!({ "name": "Trip" }), 400, "participants"),
            ("POST", path, with("participants", json!([])), 400, "participants"),
            ("POST", path, with("participants", json!([OLIVIA])), 400, "participants[0]"),
            ("POST", path, with("participants", json!([{ "phone": "34600" }])), 400, "participants[0].phone"),
            ("POST", path, with("participants", json!([{ "phone": OLIVIA, "role": "x" }])), 400, "role"),
            ("POST", path, with("name", json!("")), 400, "name"),
            ("POST", path, with("description", json!("x".repeat(501))), 400, "description"),
            ("POST", path, with("permissions", json!({ "edit": "nobody" })), 400, "permissions.edit"),
            ("POST", path, with("permissions", json!({ "approval": "true" })), 400, "permissions.approval"),
            ("POST", path, with("ephemeral", json!("off")), 400, "ephemeral"),
            ("POST", path, with("ephemeral", json!("1d")), 400, "ephemeral"),
            ("POST", path, with("picture", json!("x")), 400, "picture"),
            ("POST", path, with("name", json!(name)), 409, &name),
            ("POST", &format!("/devices/{WAREHOUSE}/groups"), group("Trip"), 409, "linked"),
        ])
        .await;
}

#[tokio::test]
async fn wrong_groups_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/groups");
    let (_, one) = &first(&sandbox).await;
    sandbox
        .refuse(&[
            ("GET", &format!("{path}/{UNKNOWN}"), Value::Null, 404, UNKNOWN),
            ("GET", &format!("{path}/x"), Value::Null, 400, "group"),
            ("GET", &format!("{path}/15551100001@c.us"), Value::Null, 400, "group"),
            ("PATCH", one, json!({ "ephemeral": "1h" }), 400, "ephemeral"),
            ("PATCH", one, json!({ "name": "" }), 400, "name"),
            ("PATCH", one, json!({ "participants": [] }), 400, "participants"),
            ("PATCH", &format!("{path}/{UNKNOWN}"), json!({}), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn pictures_come_by_address_or_as_base64() {
    let sandbox = Sandbox::start(STOPPED).await;
    let (_, path) = &first(&sandbox).await;
    let image = &format!("{path}/image");
    let url = "https://example.com/logo.png";
    let changed = sandbox.ask("PUT", image, json!({ "url": url }), 200).await;
    assert_eq!(changed["imageUrl"], url);
    let png = sandbox.api("GET", &format!("/devices/{WAREHOUSE}/scan?encoding=image")).send().await;
    let base64 = STANDARD.encode(&png.bytes);
    let changed = sandbox.ask("PUT", image, json!({ "image": base64 }), 200).await;
    let shown = changed["imageUrl"].as_str().unwrap();
    let address = shown.strip_suffix(".png");
    assert!(address.is_some_and(|address| address.starts_with("https://")), "{shown}");

    let too_large = [b"\xff\xd8\xff".to_vec(), vec![0; 1024 * 1024]].concat();
    sandbox
        .refuse(&[
            ("PUT", image, json!({}), 400, "exactly one"),
            ("PUT", image, json!({ "url": url, "image": base64 }), 400, "exactly one"),
            ("PUT", image, json!({ "url": "logo.png" }), 400, "url"),
            ("PUT", image, json!({ "image": "not base64!" }), 400, "image"),
            ("PUT", image, json!({ "image": STANDARD.encode("GIF89a") }), 400, "JPG or PNG"),
            ("PUT", image, json!({ "image": STANDARD.encode(too_large) }), 400, "1 MB"),
            ("PUT", &device(&format!("/groups/{UNKNOWN}/image")), json!({ "url": url }), 404, UNKNOWN),
        ])
        .await;
}
