//! `/numbers/exists` and `/numbers/validate`

use serde_json::{Value, json};

use crate::client::{STOPPED, Sandbox};

#[tokio::test]
async fn says_who_is_on_whatsapp() {
    let sandbox = Sandbox::start(STOPPED).await;
    let ask = async |phone: &str| sandbox.ask("POST", "/numbers/exists", json!({ "phone": phone }), 200).await;
    let somebody = ask("+4915112345678").await;
    for (member, value) in [
        ("exists", json!(true)),
        ("phone", json!("+4915112345678")),
        ("wid", json!("4915112345678@c.us")),
        ("isBusiness", json!(false)),
        ("link", json!("https://wa.me/4915112345678")),
    ] {
        assert_eq!(somebody[member], value, "{member}");
    }
    let country = json!({ "code": "DE", "name": "Germany", "phonePrefix": "49", "flag": "🇩🇪", "domain": ".de" });
    assert_eq!(somebody["country"], country);
    let business = ask("+15550100100").await;
    assert_eq!([&business["isBusiness"], &business["businessInfo"]["isSmb"]], [true, true]);
    assert_eq!(business["country"]["code"], "US");
    let nobody = ask("+15550109404").await;
    assert_eq!(nobody["exists"], false);
    assert!(nobody.get("wid").is_none());
    sandbox
        .refuse(&[
            ("POST", "/numbers/exists", json!({ "phone": "15550100100" }), 400, "phone"),
            ("POST", "/numbers/exists", json!({ "phone": 15_550_100_100_u64 }), 400, "phone"),
            ("POST", "/numbers/exists", json!({}), 400, "phone"),
            ("POST", "/numbers/exists", json!({ "phone": "+15550100100", "device": "x" }), 400, "device"),
            ("POST", "/numbers/exists?force=true", json!({ "phone": "+15550100100" }), 400, "force"),
        ])
        .await;
}

#[tokio::test]
async fn understands_many_notations() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (country, phone, e164) in [
        (None, "+1 (555) 010-0100", json!("+15550100100")),
        (None, "0049 151 12345678", json!("+4915112345678")),
        (Some("DE"), "0151/12345678", json!("+4915112345678")),
        (Some("DE"), "+1 555 0100100", json!("+15550100100")),
        (Some("XK"), "44 123 456", json!("+38344123456")),
        (None, "0151 12345678", Value::Null),
        (None, "Robin", Value::Null),
        (Some("US"), "1", Value::Null),
    ] {
        let mut body = json!({ "numbers": [{ "phone": phone }] });
        if let Some(country) = country {
            body["country"] = json!(country);
        }
        let answer = sandbox.ask("POST", "/numbers/validate", body, 200).await;
        assert_eq!(answer[0]["phone"], phone);
        assert_eq!(answer[0]["valid"], !e164.is_null(), "{phone}");
        assert_eq!(answer[0]["e164"], e164, "{phone}");
    }
    let two = json!({ "numbers": [{ "phone": "+15550100100" }, { "phone": "x" }] });
    assert_eq!(sandbox.ask("POST", "/numbers/validate", two, 200).await.as_array().map(Vec::len), Some(2));
    sandbox
        .refuse(&[
            ("POST", "/numbers/validate", json!({}), 400, "numbers"),
            ("POST", "/numbers/validate", json!({ "numbers": [] }), 400, "numbers"),
            ("POST", "/numbers/validate", json!({ "numbers": ["+15550100100"] }), 400, "numbers"),
            ("POST", "/numbers/validate", json!({ "numbers": [{ "phone": "x", "name": "y" }] }), 400, "name"),
            ("POST", "/numbers/validate", json!({ "numbers": [{ "phone": "1" }], "country": "XX" }), 400, "country"),
            ("POST", "/numbers/validate", json!({ "numbers": [{ "phone": "1" }], "country": "de" }), 400, "country"),
            ("POST", "/numbers/validate", json!({ "numbers": [{ "phone": "1" }], "country": "" }), 400, "country"),
        ])
        .await;
}
