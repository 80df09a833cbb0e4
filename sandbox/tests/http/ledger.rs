//! The ledger of accepted messages.

use serde_json::{Value, json};

use crate::client::{SALES, STOPPED, SUPPORT, Sandbox};

async fn ledger(sandbox: &Sandbox) -> Value {
    sandbox.control("GET", "/ledger").send().await.json()
}

#[tokio::test]
async fn holds_what_was_accepted_in_its_order() {
    let sandbox = Sandbox::start(STOPPED).await;
    assert_eq!(ledger(&sandbox).await, json!([]), "the seeds are not in it");
    let text = json!({ "phone": "+15550109001", "message": "One", "reference": "a-1" });
    sandbox.ask("POST", "/messages", text.clone(), 201).await;
    let wrong = json!({ "phone": "+15550109001", "reference": "a-2" });
    sandbox.ask("POST", "/messages", wrong, 400).await;
    let group = json!({
        "group": "120363000000000001@g.us",
        "device": SUPPORT,
        "poll": { "name": "Tea?", "options": ["Yes", "No"] },
    });
    sandbox.ask("POST", "/messages", group, 201).await;
    let again = sandbox.ask("POST", "/messages", text, 201).await;
    let path = format!("/messages/{}", again["id"].as_str().unwrap());
    sandbox.ask("DELETE", &path, Value::Null, 200).await;
    let one = |n: usize, id: &str| {
        json!({
            "n": n,
            "id": id,
            "device": SALES,
            "chat": "15550109001@c.us",
            "reference": "a-1",
            "message": "One",
        })
    };
    let poll = json!({
        "n": 2,
        "id": "680000000000000000000008",
        "device": SUPPORT,
        "chat": "120363000000000001@g.us",
        "reference": null,
        "message": null,
    });
    assert_eq!(
        ledger(&sandbox).await,
        json!([one(1, "680000000000000000000007"), poll, one(3, "680000000000000000000009")]),
    );
}

#[tokio::test]
async fn can_be_emptied() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (method, path) in [("DELETE", "/ledger"), ("POST", "/restart")] {
        let text = json!({ "phone": "+15550109001", "message": "One" });
        sandbox.ask("POST", "/messages", text, 201).await;
        assert_eq!(ledger(&sandbox).await[0]["n"], 1);
        assert_eq!(sandbox.control(method, path).send().await.status, 204);
        assert_eq!(ledger(&sandbox).await, json!([]));
    }
}
