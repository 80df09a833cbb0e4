//! Channels of a number, and the public ones.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{STOPPED, Sandbox, WAREHOUSE};

const URL: &str = "https://example.com/logo.png";
const UNKNOWN: &str = "120363000000000000@newsletter";

#[tokio::test]
async fn lists_filters_and_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/channels");
    assert_eq!(sandbox.list(&path, "permission").await, ["owner", "subscriber"]);
    for (query, count) in [("permission=owner", 1), ("permission=whatever", 0)] {
        assert_eq!(sandbox.list(&format!("{path}?{query}"), "wid").await.len(), count, "{query}");
    }
    sandbox.refuse_queries(&path, &["permission=", "kind=channel", "size=101"]).await;
    sandbox.pages("channels", &path, 100).await;
}

#[tokio::test]
async fn a_channel_is_made_changed_and_deleted() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/channels");
    let new = json!({ "name": "Offers", "description": "Every week", "image": { "url": URL } });
    let made = sandbox.ask("POST", &path, new, 201).await;
    assert_eq!([&made["kind"], &made["imageUrl"]], ["channel", URL]);
    let wid = made["wid"].as_str().unwrap();
    let bare = device(&format!("/channels/{}", wid.trim_end_matches("@newsletter")));
    assert_eq!(sandbox.get(&bare).await, made);

    let one = device(&format!("/channels/{wid}"));
    let update = json!({ "name": "Best offers", "image": "https://example.com/other.jpg" });
    let changed = sandbox.ask("PATCH", &one, update, 200).await;
    assert_eq!([&changed["name"], &changed["description"]], ["Best offers", "Every week"]);
    assert_eq!(changed["imageUrl"], "https://example.com/other.jpg");
    let cleared = sandbox.ask("PATCH", &one, json!({ "name": "Offers", "description": "" }), 200).await;
    assert!(cleared.get("description").is_none(), "{cleared}");
    let pictured = sandbox.ask("PUT", &format!("{one}/image"), json!({ "url": URL }), 200).await;
    assert_eq!(pictured["imageUrl"], URL);

    sandbox.ask("DELETE", &one, Value::Null, 204).await;
    sandbox.api("GET", &one).send().await.refusal(404);
    assert_eq!(sandbox.list(&path, "wid").await.len(), 2);
}

#[tokio::test]
async fn a_picture_may_have_either_form() {
    let sandbox = Sandbox::start(STOPPED).await;
    let png = sandbox.api("GET", &format!("/devices/{WAREHOUSE}/scan?encoding=image")).send().await;
    let data = STANDARD.encode(&png.bytes);
    for image in [json!(URL), json!({ "url": URL }), json!({ "data": data })] {
        let new = json!({ "name": "Offers", "image": image });
        let made = sandbox.ask("POST", &device("/channels"), new, 201).await;
        assert!(made["imageUrl"].is_string(), "{image}");
        let one = device(&format!("/channels/{}", made["wid"].as_str().unwrap()));
        sandbox.ask("PATCH", &one, json!({ "name": "Offers", "image": image }), 200).await;
    }
}

#[tokio::test]
async fn public_channels_are_found() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/channels");
    for (wanted, expected) in [
        (json!({ "search": "NEWS" }), vec!["Science News"]),
        (json!({ "category": "popular" }), vec!["Football Today", "Science News"]),
        (json!({ "category": "popular", "sort": "asc" }), vec!["Science News", "Football Today"]),
        (json!({ "countries": ["DE"], "sortField": "creation_time" }), vec!["Startup Stories", "Train Times"]),
        (json!({ "countries": ["DE", "ES"], "limit": 1 }), vec!["Cocina Fácil"]),
        (json!({ "search": "nothing like it" }), vec![]),
    ] {
        let found = sandbox.ask("PATCH", &path, wanted.clone(), 200).await;
        let names: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{wanted}");
    }
    let all = sandbox.ask("PATCH", &path, json!({}), 200).await;
    assert_eq!(all.as_array().map(Vec::len), Some(6));
}

#[tokio::test]
async fn public_channels_are_followed_and_left() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/channels");
    let found = sandbox.ask("PATCH", path, json!({ "search": "weather" }), 200).await;
    let link = &found[0]["inviteLink"];
    let followed = sandbox.ask("PUT", path, json!({ "url": link }), 200).await;
    assert_eq!(followed["permission"], "subscriber");
    let wid = followed["wid"].as_str().unwrap();
    let one = &device(&format!("/channels/{wid}"));
    sandbox
        .refuse(&[
            ("PUT", path, json!({ "code": found[0]["inviteCode"] }), 409, "already"),
            ("PUT", path, json!({ "code": "unknown" }), 404, "unknown"),
            ("PUT", path, json!({}), 400, "exactly one"),
            ("PUT", path, json!({ "url": "https://chat.whatsapp.com/x" }), 400, "url"),
            ("PATCH", one, json!({ "name": "Mine" }), 403, "follows"),
        ])
        .await;
    sandbox.ask("DELETE", one, Value::Null, 204).await;
    assert!(!sandbox.list(path, "wid").await.contains(&wid.to_owned()));
}

#[tokio::test]
async fn wrong_new_channels_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/channels");
    sandbox
        .refuse(&[
            ("POST", path, json!({}), 400, "name"),
            ("POST", path, json!({ "name": "a", "description": "x".repeat(2049) }), 400, "description"),
            ("POST", path, json!({ "name": "a", "image": "logo" }), 400, "image"),
            ("POST", path, json!({ "name": "a", "image": {} }), 400, "image"),
            ("POST", path, json!({ "name": "a", "image": { "file": "x" } }), 400, "image"),
            ("POST", path, json!({ "name": "a", "image": { "data": "x" } }), 400, "image"),
            ("POST", path, json!({ "name": "a", "picture": URL }), 400, "picture"),
        ])
        .await;
}

#[tokio::test]
async fn wrong_searches_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/channels");
    let countries = vec!["DE"; 11];
    sandbox
        .refuse(&[
            ("PATCH", path, json!({ "limit": 0 }), 400, "limit"),
            ("PATCH", path, json!({ "limit": 51 }), 400, "limit"),
            ("PATCH", path, json!({ "limit": "5" }), 400, "limit"),
            ("PATCH", path, json!({ "category": "all" }), 400, "category"),
            ("PATCH", path, json!({ "sort": "up" }), 400, "sort"),
            ("PATCH", path, json!({ "sortField": "name" }), 400, "sortField"),
            ("PATCH", path, json!({ "countries": countries }), 400, "countries"),
            ("PATCH", path, json!({ "countries": ["Germany"] }), 400, "countries"),
            ("PATCH", path, json!({ "text": "x" }), 400, "text"),
            ("PATCH", path, Value::Null, 400, "body"),
        ])
        .await;
}

#[tokio::test]
async fn wrong_channels_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/channels");
    let one = &device(&format!("/channels/{}", sandbox.list(path, "wid").await[0]));
    let nobody = &device(&format!("/channels/{UNKNOWN}"));
    sandbox
        .refuse(&[
            ("PATCH", one, json!({ "description": "x" }), 400, "name"),
            ("PUT", &format!("{one}/image"), json!({}), 400, "exactly one"),
            ("PUT", &format!("{nobody}/image"), json!({ "url": URL }), 404, UNKNOWN),
            ("GET", nobody, Value::Null, 404, UNKNOWN),
            ("GET", &device("/channels/1@g.us"), Value::Null, 400, "channel"),
            ("PATCH", nobody, json!({ "name": "a" }), 404, UNKNOWN),
            ("DELETE", nobody, Value::Null, 404, UNKNOWN),
            ("DELETE", one, json!({}), 400, "body"),
        ])
        .await;
}
