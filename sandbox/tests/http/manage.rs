//! Adding, changing and deleting numbers.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{FAST, SALES, STOPPED, Sandbox, WAREHOUSE};

const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn a_new_number_can_be_linked_and_used() {
    let sandbox = Sandbox::start(FAST).await;
    let body = json!({
        "alias": "Returns",
        "billingPlan": "io-business",
        "description": "For parcels",
        "agents": ["670000000000000000000003"],
        "paymentIntent": "pi_123",
    });
    let new = sandbox.ask("POST", "/devices", body, 201).await;
    assert_eq!([&new["alias"], &new["status"], &new["session"]["status"]], ["Returns", "pending", "new"]);
    assert_eq!(new["billing"]["subscription"]["plan"], "io-business");
    assert!(new.get("phone").is_none());
    let id = new["id"].as_str().unwrap();
    assert_eq!(sandbox.list("/devices?search=returns", "id").await, [id]);
    let link = json!({ "phone": "+15550100009" });
    sandbox.control("POST", &format!("/devices/{id}/link")).json(&link).send().await;
    let health = format!("/devices/{id}/health");
    sandbox.until(&health, |session| session["status"] == "online").await;
    let message = json!({ "device": id, "phone": "+15550109001", "message": "Hello" });
    sandbox.ask("POST", "/messages", message, 201).await;

    let path = format!("/devices/{id}");
    assert_eq!(sandbox.ask("DELETE", &path, Value::Null, 204).await, Value::Null);
    sandbox
        .refuse(&[
            ("GET", &path, Value::Null, 404, id),
            ("DELETE", &path, Value::Null, 404, id),
            ("DELETE", &format!("/devices/{UNKNOWN}"), Value::Null, 404, UNKNOWN),
            ("DELETE", &device(""), json!({}), 400, "body"),
        ])
        .await;
    assert_eq!(sandbox.list(&format!("/messages?devices={id}"), "id").await.len(), 0);
    let other = json!({ "alias": "Another", "billingPlan": "professional" });
    assert_ne!(sandbox.ask("POST", "/devices", other, 201).await["id"], id, "no id twice");
}

#[tokio::test]
async fn a_number_can_be_changed() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("");
    let wanted = json!({
        "enable": false,
        "alias": "Shop",
        "description": "For the shop",
        "plan": "gateway-business",
        "webhooks": ["6a0000000000000000000001"],
        "settings": { "rebootPolicy": "12h", "retentionPolicy": "never", "deliverySpeed": 0.5 },
    });
    let changed = sandbox.ask("PATCH", &path, wanted.clone(), 200).await;
    for member in ["alias", "description", "webhooks", "settings"] {
        assert_eq!(changed[member], wanted[member], "{member}");
    }
    assert_eq!(changed["status"], "disabled");
    let subscription = &changed["billing"]["subscription"];
    assert_eq!([&subscription["plan"], &subscription["product"]], ["gateway-business", "gateway"]);

    let cleared = json!({ "enable": true, "alias": "", "description": null, "webhooks": [], "settings": { "deliverySpeed": 15 } });
    let changed = sandbox.ask("PATCH", &path, cleared, 200).await;
    assert!(changed.get("alias").is_none() && changed.get("description").is_none());
    assert_eq!(changed["status"], "operative");
    assert_eq!(changed["settings"]["rebootPolicy"], "12h", "left alone, it stays");
    let pending = sandbox.ask("PATCH", &format!("/devices/{WAREHOUSE}"), json!({ "enable": true }), 200).await;
    assert_eq!(pending["status"], "pending");

    for (body, named) in [
        (json!({ "alias": "x" }), "alias"),
        (json!({ "alias": "x".repeat(31) }), "alias"),
        (json!({ "description": "x".repeat(81) }), "description"),
        (json!({ "plan": "free" }), "plan"),
        (json!({ "billingPlan": "professional" }), "billingPlan"),
        (json!({ "webhooks": ["1"] }), "webhooks"),
        (json!({ "enable": "true" }), "enable"),
        (json!({ "rebootPolicy": "12h" }), "rebootPolicy"),
        (json!({ "settings": { "rebootPolicy": "7h" } }), "settings.rebootPolicy"),
        (json!({ "settings": { "retentionPolicy": "1y" } }), "settings.retentionPolicy"),
        (json!({ "settings": { "deliverySpeed": 151 } }), "settings.deliverySpeed"),
        (json!({ "settings": { "deliverySpeed": "1" } }), "settings.deliverySpeed"),
        (json!({ "settings": { "autoRemove": true } }), "autoRemove"),
    ] {
        sandbox.refuse(&[("PATCH", &path, body, 400, named)]).await;
    }
    sandbox.refuse(&[("PATCH", &format!("/devices/{UNKNOWN}"), json!({}), 404, UNKNOWN)]).await;
}

#[tokio::test]
async fn a_wrong_new_number_is_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (body, named) in [
        (json!({ "billingPlan": "professional" }), "alias"),
        (json!({ "alias": "Returns" }), "billingPlan"),
        (json!({ "alias": "R", "billingPlan": "professional" }), "alias"),
        (json!({ "alias": "Returns", "billingPlan": "free" }), "billingPlan"),
        (json!({ "alias": "Returns", "billingPlan": "professional", "plan": "professional" }), "plan"),
        (json!({ "alias": "Returns", "billingPlan": "professional", "agents": ["me"] }), "agents"),
        (json!({ "alias": "Returns", "billingPlan": "professional", "paymentIntent": "123" }), "paymentIntent"),
        (json!({ "alias": "Returns", "billingPlan": "professional", "description": "" }), "description"),
    ] {
        sandbox.refuse(&[("POST", "/devices", body, 400, named)]).await;
    }
    assert_eq!(sandbox.list("/devices", "id").await.len(), 4);
}

#[tokio::test]
async fn chats_can_be_deleted_by_phone() {
    let sandbox = Sandbox::start(STOPPED).await;
    let before = sandbox.list(&chat("/chats"), "phone").await;
    let phone = before.iter().find(|phone| phone.starts_with('+')).unwrap();
    let path = device("/chats");
    let answer = sandbox.ask("DELETE", &path, json!([phone, "+15559999999"]), 200).await;
    assert_eq!(answer, json!({ "deleted": [phone] }));
    let after = sandbox.list(&chat("/chats"), "phone").await;
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(phone));
    let many: Vec<String> = (0..11).map(|number| format!("+155501000{number:02}")).collect();
    sandbox
        .refuse(&[
            ("DELETE", &path, json!([]), 400, "1 to 10"),
            ("DELETE", &path, json!(many), 400, "1 to 10"),
            ("DELETE", &path, json!(["1"]), 400, "[0]"),
            ("DELETE", &path, json!({ "phones": [phone] }), 400, "array"),
            ("DELETE", &path, Value::Null, 400, "array"),
            ("DELETE", &format!("/devices/{UNKNOWN}/chats"), json!([phone]), 404, UNKNOWN),
        ])
        .await;
}

#[tokio::test]
async fn restart_and_seed_reach_every_store() {
    let sandbox = Sandbox::start(STOPPED).await;
    let links = device("/meeting-links");
    let catalog = device("/catalog");
    for (resource, path, seeds) in [
        ("files", "/files", 3),
        ("messages", "/messages", 6),
        ("webhooks", "/webhooks", 2),
        ("campaigns", "/campaigns", 3),
        ("meetingLinks", &links, 2),
        ("products", &catalog, 3),
    ] {
        assert_eq!(sandbox.list(path, "id").await.len(), seeds, "{resource}");
        sandbox.seed(resource, 7).await;
        assert_eq!(sandbox.list(path, "id").await.len(), 7, "{resource}");
        sandbox.control("POST", "/restart").send().await;
        assert_eq!(sandbox.list(path, "id").await.len(), seeds, "{resource}");
    }
    sandbox.ask("PATCH", &device(""), json!({ "alias": "Other" }), 200).await;
    sandbox.control("POST", "/restart").send().await;
    assert_eq!(sandbox.get(&format!("/devices/{SALES}")).await["alias"], "Sales");
    for (wanted, named) in [
        (json!({ "cats": 1 }), "cats"),
        (json!({ "files": 20_001 }), "files"),
        (json!({ "files": -1 }), "files"),
        (json!({ "files": "1" }), "files"),
    ] {
        let answer = sandbox.control("PUT", "/seed").json(&wanted).send().await;
        assert!(answer.refusal(400).contains(named), "{wanted}");
    }
}
