//! Catalogues and links to calls.

use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{STOPPED, SUPPORT, Sandbox};

const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn the_own_catalogue_has_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/catalog");
    assert_eq!(sandbox.list(&path, "name").await, ["Bread", "Rolls", "Pretzel"]);
    let product = &sandbox.get(&path).await[0];
    assert_eq!(product["id"].as_str().map(str::len), Some(16), "as messages take it");
    assert_eq!(product["wid"], "15550100001@c.us");
    assert_eq!(sandbox.get(&format!("/devices/{SUPPORT}/catalog")).await, json!([]));
    sandbox.seed("products", 501).await;
    for (query, count) in [("", 100), ("?size=500", 500), ("?size=500&page=1", 1), ("?page=6", 0)] {
        assert_eq!(sandbox.list(&format!("{path}{query}"), "id").await.len(), count, "{query}");
    }
    sandbox.refuse_queries(&path, &["size=501", "size=0", "page=51", "search=x"]).await;
    sandbox.refuse(&[("GET", &format!("/devices/{UNKNOWN}/catalog"), Value::Null, 404, UNKNOWN)]).await;
}

#[tokio::test]
async fn any_business_can_be_asked() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/catalog");
    let ask = json!({ "phone": "+15550107700" });
    let products = sandbox.ask("POST", &path, ask, 200).await;
    assert_eq!(products.as_array().map(Vec::len), Some(3));
    assert_eq!(products[0]["wid"], "15550107700@c.us");
    let two = json!({ "phone": "+15550107700", "size": 2 });
    assert_eq!(sandbox.ask("POST", &path, two, 200).await.as_array().map(Vec::len), Some(2));
    sandbox
        .refuse(&[
            ("POST", &path, json!({}), 400, "phone"),
            ("POST", &path, json!({ "phone": "1" }), 400, "phone"),
            ("POST", &path, json!({ "phone": "+15550107700", "size": 501 }), 400, "size"),
            ("POST", &path, json!({ "phone": "+15550107700", "page": 1 }), 400, "page"),
            ("POST", &path, json!({ "phone": "+15550109404" }), 404, "+15550109404"),
            ("POST", &format!("/devices/{UNKNOWN}/catalog"), json!({ "phone": "+15550107700" }), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn meeting_links_come_and_are_found() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/meeting-links");
    let link =
        sandbox.ask("POST", &path, json!({ "kind": "voice", "message": "Weekly", "expiration": "1h" }), 201).await;
    assert_eq!([&link["kind"], &link["message"]], ["voice", "Weekly"]);
    let (url, token) = (link["url"].as_str().unwrap(), link["token"].as_str().unwrap());
    assert!(url.ends_with(token));
    for (query, count) in [
        ("search=weekly", 1),
        ("search=call.whatsapp", 3),
        ("kind=video", 1),
        ("kind=voice,video", 3),
        ("after=2025-06-01T00:00:00Z", 1),
        ("before=2025-06-01T00:00:00Z", 2),
        ("expiresBefore=2020-01-01T00:00:00Z", 0),
        ("expiresAfter=2020-01-01T00:00:00Z", 3),
    ] {
        let found = sandbox.list(&format!("{path}?{query}"), "id").await;
        assert_eq!(found.len(), count, "{query}");
    }
    sandbox.ask("POST", &path, json!({ "kind": "video" }), 201).await;
    sandbox.pages("meetingLinks", &path, 100).await;
    sandbox
        .refuse_queries(&path, &["kind=phone", "after=1", "expiresBefore=x", "createdAfter=2025-01-01T00:00:00Z"])
        .await;
    sandbox
        .refuse(&[
            ("POST", &path, json!({}), 400, "kind"),
            ("POST", &path, json!({ "kind": "phone" }), 400, "kind"),
            ("POST", &path, json!({ "kind": "voice", "message": "x".repeat(501) }), 400, "message"),
            ("POST", &path, json!({ "kind": "voice", "expiration": "1y" }), 400, "expiration"),
            ("POST", &path, json!({ "kind": "voice", "name": "x" }), 400, "name"),
            ("POST", &format!("/devices/{UNKNOWN}/meeting-links"), json!({ "kind": "voice" }), 404, UNKNOWN),
            ("GET", &format!("/devices/{UNKNOWN}/meeting-links"), Value::Null, 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn meeting_links_expire() {
    let sandbox = Sandbox::start(1_000_000.0).await;
    let path = device("/meeting-links");
    sandbox.ask("POST", &path, json!({ "kind": "voice", "message": "Soon over", "expiration": "1h" }), 201).await;
    // An hour takes less than four milliseconds.
    let path = format!("{path}?search=over");
    sandbox.until(&path, |links| links.as_array().unwrap().is_empty()).await;
}

#[tokio::test]
async fn meeting_links_go() {
    let path = device("/meeting-links");
    let (first, second) = ("6d0000000000000000000001", "6d0000000000000000000002");
    for (filter, left) in [
        (json!({ "all": true }), vec![]),
        (json!({ "ids": [first] }), vec![second]),
        (json!({ "urls": ["https://call.whatsapp.com/voice/Call000000000002"] }), vec![first]),
        (json!({ "ids": [first], "urls": ["https://call.whatsapp.com/voice/Call000000000002"] }), vec![]),
        (json!({ "createdBefore": "2025-01-15T09:01:30Z" }), vec![second]),
        (json!({ "createdAfter": "2025-01-15T09:01:30Z" }), vec![first]),
        (json!({ "expiresBefore": "2020-01-01T00:00:00Z" }), vec![second, first]),
        (json!({ "expiresAfter": "2020-01-01T00:00:00Z" }), vec![]),
    ] {
        let sandbox = Sandbox::start(STOPPED).await;
        let answer = sandbox.ask("DELETE", &path, filter.clone(), 200).await;
        assert_eq!(answer["deleted"], 2 - left.len(), "{filter}");
        assert_eq!(sandbox.list(&path, "id").await, left, "{filter}");
    }
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox
        .refuse(&[
            ("DELETE", &path, json!({}), 400, "which links"),
            ("DELETE", &path, json!({ "all": false }), 400, "which links"),
            ("DELETE", &path, json!({ "all": "true" }), 400, "all"),
            ("DELETE", &path, json!({ "ids": ["1"] }), 400, "ids"),
            ("DELETE", &path, json!({ "urls": "x" }), 400, "urls"),
            ("DELETE", &path, json!({ "before": "2020-01-01T00:00:00Z" }), 400, "before"),
            ("DELETE", &path, Value::Null, 400, "body"),
            ("DELETE", &format!("/devices/{UNKNOWN}/meeting-links"), json!({ "all": true }), 404, UNKNOWN),
        ])
        .await;
    assert_eq!(sandbox.list(&path, "id").await.len(), 2);
}
