//! `/devices/{device}/profile` and its picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::calls::device;
use crate::client::{SALES, STOPPED, Sandbox, WAREHOUSE};

const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn is_shown_and_changed() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/profile");
    let before = sandbox.get(&format!("{path}?include=profileImage")).await;
    assert_eq!([&before["name"], &before["phone"]], ["Profile 1", "+15550100001"]);
    let business = json!({
        "address": "1 Main Street",
        "description": "Bread",
        "email": "bread@example.com",
        "websites": ["https://example.com", "example.org"],
        "categories": ["restaurant", "grocery", "other_category"],
        "businessHours": { "timezone": "Europe/Berlin", "monday": [{ "from": "08:00", "to": "18:00" }] },
    });
    let wanted = json!({ "name": "Bread", "status": "Fresh", "businessProfile": business });
    let changed = sandbox.ask("PATCH", &path, wanted, 200).await;
    assert_eq!([&changed["name"], &changed["status"]], ["Bread", "Fresh"]);
    assert_eq!(changed["businessProfile"], business);
    let wanted = json!({ "status": "", "businessProfile": { "address": "" } });
    let changed = sandbox.ask("PATCH", &path, wanted, 200).await;
    assert!(changed.get("status").is_none());
    assert_eq!(changed["businessProfile"]["address"], "");
    assert_eq!(changed["businessProfile"]["email"], "bread@example.com", "left alone, it stays");
    assert_eq!(sandbox.get(&device("")).await["profile"]["name"], "Bread");
    sandbox.ask("PATCH", &path, json!({}), 200).await;

    for (body, named) in [
        (json!({ "name": "x".repeat(26) }), "name"),
        (json!({ "name": "" }), "name"),
        (json!({ "status": "x".repeat(131) }), "status"),
        (json!({ "address": "x" }), "address"),
        (json!({ "businessProfile": { "address": "x".repeat(257) } }), "businessProfile.address"),
        (json!({ "businessProfile": { "email": "x".repeat(129) } }), "businessProfile.email"),
        (json!({ "businessProfile": { "websites": ["a", "b", "c"] } }), "businessProfile.websites"),
        (json!({ "businessProfile": { "categories": ["shop"] } }), "businessProfile.categories"),
        (json!({ "businessProfile": { "businessHours": {} } }), "timezone"),
        (json!({ "businessProfile": { "businessHours": { "timezone": "UTC", "Monday": 1 } } }), "Monday"),
        (json!({ "businessProfile": { "phone": "1" } }), "phone"),
    ] {
        sandbox.refuse(&[("PATCH", &path, body, 400, named)]).await;
    }
    sandbox
        .refuse(&[
            ("GET", &format!("/devices/{UNKNOWN}/profile"), Value::Null, 404, UNKNOWN),
            ("GET", &format!("{path}?exclude=x"), Value::Null, 400, "exclude"),
            ("PATCH", &format!("/devices/{UNKNOWN}/profile"), json!({}), 404, UNKNOWN),
            ("PATCH", &format!("/devices/{WAREHOUSE}/profile"), json!({ "name": "x" }), 409, "never linked"),
        ])
        .await;
}

#[tokio::test]
async fn only_a_business_has_business_details() {
    let sandbox = Sandbox::start(STOPPED).await;
    let private = json!([{ "id": SALES, "profile": { "isBusiness": false } }]);
    sandbox.control("PUT", "/devices").json(&private).send().await;
    let body = json!({ "businessProfile": { "email": "a@example.com" } });
    sandbox.refuse(&[("PATCH", &device("/profile"), body, 400, "Business")]).await;
    sandbox.ask("PATCH", &device("/profile"), json!({ "name": "Robin" }), 200).await;
}

#[tokio::test]
async fn the_picture_goes_up_and_down() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/profile/image");
    let first = sandbox.api("GET", &path).send().await;
    assert_eq!(first.header("content-type"), "image/jpeg");
    assert!(first.bytes.starts_with(&[0xff, 0xd8, 0xff]) && first.bytes.ends_with(&[0xff, 0xd9]));

    let png = sandbox.api("GET", "/files/690000000000000000000002/download").send().await.bytes;
    let set = sandbox.ask("PUT", &path, json!({ "image": STANDARD.encode(&png) }), 200).await;
    assert!(set["image"].is_string());
    let second = sandbox.api("GET", &path).send().await;
    assert_eq!(second.header("content-type"), "image/png");
    assert_eq!(second.bytes, png);
    let url = "https://example.com/me.jpg";
    sandbox.ask("PUT", &path, json!({ "url": url }), 200).await;
    assert_eq!(sandbox.get(&device("/profile")).await["image"], url);
    let third = sandbox.api("GET", &path).send().await;
    assert!(third.bytes != first.bytes && third.header("content-type") == "image/jpeg");

    let large = STANDARD.encode([&[0xff, 0xd8, 0xff][..], &vec![0; 1_100_000]].concat());
    for (body, named) in [
        (json!({}), "exactly one"),
        (json!({ "url": url, "image": "/9j/" }), "exactly one"),
        (json!({ "url": "me.jpg" }), "url"),
        (json!({ "image": "not base64" }), "image"),
        (json!({ "image": "R0lGODlh" }), "JPG or PNG"),
        (json!({ "image": large }), "1 MB"),
        (json!({ "data": "/9j/" }), "data"),
    ] {
        sandbox.refuse(&[("PUT", &path, body, 400, named)]).await;
    }
    let never = format!("/devices/{WAREHOUSE}/profile/image");
    sandbox
        .refuse(&[
            ("GET", &never, Value::Null, 409, "never linked"),
            ("PUT", &never, json!({ "url": url }), 409, "never linked"),
            ("GET", &format!("/devices/{UNKNOWN}/profile/image"), Value::Null, 404, UNKNOWN),
        ])
        .await;
}
