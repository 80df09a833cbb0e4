//! Contacts, their own data, and whom the number blocks.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{STOPPED, SUPPORT, Sandbox};

const OLIVIA: &str = "15551100001@c.us";
const NEW: &str = "+34600000009";
const NEW_WID: &str = "34600000009@c.us";
const AGENT: &str = "670000000000000000000003";
const SUSPENDED: &str = "670000000000000000000006";

#[tokio::test]
async fn a_contact_is_made_with_everything() {
    let sandbox = Sandbox::start(STOPPED).await;
    let info = json!({
        "name": "Ines", "surname": "Sol", "title": "Dr.", "kind": "business", "gender": "female",
        "altPhone": "+34600000010", "email": "ines@example.com", "description": "Buys a lot",
        "languages": ["es", "pt-BR"], "companyName": "Sol", "companyCode": "S1", "companyTaxId": "T1",
        "companyRole": "Boss", "companyWebsite": "https://example.com", "companyEmail": "office@example.com",
        "companyPhone": "+34600000011", "companyCountry": "ES", "currency": "EUR", "address": "Calle 1",
        "city": "Cádiz", "postalCode": "11001", "country": "ES", "timezone": "Europe/Madrid",
        "birthday": "1990-05-01T00:00:00.000Z", "notes": "Calls back", "notifications": "mute",
        "crm": "hubspot", "crmRef": "42",
    });
    let mut new = info.clone();
    new["phone"] = json!(NEW);
    new["assign"] = json!(AGENT);
    new["metadata"] = json!([{ "key": "level", "value": "gold" }]);
    let made = sandbox.ask("POST", &chat("/contacts"), new.clone(), 200).await;
    assert_eq!([&made["wid"], &made["phone"], &made["type"]], [NEW_WID, NEW, "business"]);
    assert_eq!(made["info"], info);
    assert_eq!(made["metadata"], json!([{ "key": "level", "value": "gold" }]));
    assert_eq!(made["owner"]["agent"], AGENT);
    for name in [NEW_WID, NEW, "34600000009"] {
        assert_eq!(sandbox.get(&chat(&format!("/contacts/{name}"))).await, made, "{name}");
    }
    sandbox.refuse(&[("POST", &chat("/contacts"), new, 409, NEW_WID)]).await;
    let again = json!({ "phone": NEW, "upsert": true, "city": "Sevilla" });
    let again = sandbox.ask("POST", &chat("/contacts"), again, 200).await;
    assert_eq!([&again["info"]["city"], &again["info"]["name"]], ["Sevilla", "Ines"]);
}

#[tokio::test]
async fn members_are_checked() {
    let sandbox = Sandbox::start(STOPPED).await;
    let contacts = chat("/contacts");
    for (name, value) in [
        ("phone", json!("34600000009")),
        ("phone", json!("+0346")),
        ("name", json!("x".repeat(31))),
        ("surname", json!("x".repeat(51))),
        ("title", json!("x".repeat(16))),
        ("kind", json!("company")),
        ("gender", json!("x")),
        ("altPhone", json!("")),
        ("email", json!("x@y")),
        ("description", json!("x".repeat(101))),
        ("languages", json!(["a", "b", "c", "d"])),
        ("languages", json!("es")),
        ("companyName", json!("x".repeat(51))),
        ("companyCode", json!("x".repeat(51))),
        ("companyTaxId", json!("x".repeat(31))),
        ("companyRole", json!("x".repeat(31))),
        ("companyWebsite", json!("x".repeat(301))),
        ("companyEmail", json!("x")),
        ("companyPhone", json!(34_600_000_011_u64)),
        ("companyCountry", json!("Spain")),
        ("currency", json!("euro")),
        ("address", json!("x".repeat(101))),
        ("city", json!("x".repeat(31))),
        ("postalCode", json!(11_001)),
        ("country", json!("")),
        ("birthday", json!("1990-05-01")),
        ("notes", json!("x".repeat(3001))),
        ("notifications", json!("off")),
        ("sync", json!("true")),
        ("assign", json!("x")),
        ("upsert", json!(1)),
        ("metadata", json!({ "level": "gold" })),
        ("metadata", json!([{ "key": "a b", "value": "x" }])),
        ("metadata", json!([{ "key": "a", "value": "x".repeat(301) }])),
        ("metadata", json!([{ "key": "a" }])),
        ("$remove", json!(["name"])),
        ("fields", json!([])),
    ] {
        let mut body = json!({ "phone": NEW });
        body[name] = value;
        sandbox.refuse(&[("POST", &contacts, body, 400, name)]).await;
    }
    sandbox
        .refuse(&[
            ("POST", &contacts, json!({ "name": "x" }), 400, "phone"),
            ("POST", &contacts, json!({ "phone": NEW, "assign": SUSPENDED }), 404, "access"),
            ("GET", &chat(&format!("/contacts/{NEW_WID}")), Value::Null, 404, NEW_WID),
        ])
        .await;
}

#[tokio::test]
async fn a_contact_is_changed_cleared_and_deleted() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat(&format!("/contacts/{OLIVIA}"));
    let update = json!({ "surname": "Rock", "city": "Austin", "metadata": [{ "key": "level", "value": "gold" }] });
    let changed = sandbox.ask("PATCH", path, update, 200).await;
    assert_eq!([&changed["displayName"], &changed["info"]["email"]], ["Olivia Rock", "olivia@example.com"]);
    assert_eq!(changed["metadata"].as_array().map(Vec::len), Some(2));
    let cleared = sandbox.ask("PATCH", path, json!({ "$remove": ["city", "email", "links"] }), 200).await;
    assert!(cleared["info"].get("city").is_none() && cleared["info"].get("email").is_none());
    let included = sandbox.get(&format!("{path}?include=chat")).await;
    assert_eq!(included["chat"]["wid"], OLIVIA);
    let nobody = &chat(&format!("/contacts/{NEW}"));
    sandbox
        .refuse(&[
            ("PATCH", path, json!({ "$remove": ["phone"] }), 400, "$remove"),
            ("PATCH", path, json!({ "remove": ["city"] }), 400, "remove"),
            ("PATCH", path, json!({ "phone": NEW }), 400, "phone"),
            ("PATCH", path, json!({ "assign": SUSPENDED }), 404, "access"),
            ("PATCH", nobody, json!({ "city": "Rome" }), 404, NEW_WID),
            ("PATCH", &chat("/contacts/x"), json!({ "city": "Rome" }), 400, "contact"),
            ("GET", &format!("{path}?include=all"), Value::Null, 400, "include"),
            ("DELETE", nobody, Value::Null, 404, NEW_WID),
            ("DELETE", path, json!({}), 400, "body"),
        ])
        .await;
    let made = sandbox.ask("PATCH", nobody, json!({ "city": "Rome", "upsert": true }), 200).await;
    assert_eq!(made["wid"], NEW_WID);
    sandbox.ask("DELETE", path, Value::Null, 204).await;
    sandbox.api("GET", path).send().await.refusal(404);
}

#[tokio::test]
async fn many_at_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat("/contacts");
    let contacts = json!([{ "phone": "+15551100001", "city": "Austin" }, { "phone": NEW, "name": "Ines", "email": "i@example.com" }]);
    sandbox
        .refuse(&[
            ("PATCH", &format!("{path}?upsert=false"), contacts.clone(), 409, OLIVIA),
            ("PATCH", path, json!([]), 400, "1000"),
            ("PATCH", path, json!(vec![json!({ "phone": NEW }); 1001]), 400, "1000"),
            ("PATCH", path, json!([{ "phone": NEW }, { "name": "x" }]), 400, "phone"),
            ("PATCH", path, json!([{ "phone": NEW, "email": "x" }]), 400, "[0].email"),
            ("PATCH", path, json!({ "contacts": [] }), 400, "array"),
            ("PATCH", &format!("{path}?upsert=1"), contacts.clone(), 400, "upsert"),
        ])
        .await;
    assert_eq!(sandbox.list(path, "wid").await.len(), 6, "all or none");
    let saved = sandbox.ask("PATCH", path, contacts, 200).await;
    assert_eq!([&saved[0]["displayName"], &saved[0]["info"]["city"]], ["Olivia Stone", "Austin"]);
    assert_eq!(saved[1]["wid"], NEW_WID);
    let new = json!([{ "phone": "+34600000010" }]);
    sandbox.ask("PATCH", &format!("{path}?upsert=false"), new, 200).await;
    assert_eq!(sandbox.list(path, "wid").await.len(), 8);
}

#[tokio::test]
async fn a_contact_in_sync_goes_to_all_numbers() {
    let sandbox = Sandbox::start(STOPPED).await;
    let theirs = format!("/chat/{SUPPORT}/contacts/{NEW_WID}");
    sandbox.ask("POST", &chat("/contacts"), json!({ "phone": NEW, "sync": true }), 200).await;
    sandbox.get(&theirs).await;
    let only_here = json!({ "phone": "+34600000010" });
    sandbox.ask("POST", &chat("/contacts"), only_here, 200).await;
    sandbox.api("GET", &theirs.replace("009", "010")).send().await.refusal(404);
}

#[tokio::test]
async fn own_data_is_replaced_or_merged() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &chat(&format!("/contacts/{OLIVIA}/metadata"));
    let pair = |key: &str, value: &str| json!({ "key": key, "value": value });
    let merged = json!([pair("customer_number", "7"), pair("level", "gold")]);
    let changed = sandbox.ask("PATCH", path, merged.clone(), 200).await;
    assert_eq!(changed["metadata"], merged);
    let replaced = json!([pair("a", "")]);
    assert_eq!(sandbox.ask("PUT", path, replaced.clone(), 200).await["metadata"], replaced);
    assert_eq!(sandbox.ask("PUT", path, json!([]), 200).await["metadata"], json!([]));
    let nobody = &chat(&format!("/contacts/{NEW_WID}/metadata"));
    sandbox
        .refuse(&[
            ("PATCH", path, json!([]), 400, "[0]"),
            ("PATCH", path, json!({ "a": "b" }), 400, "array"),
            ("PATCH", path, json!([{ "key": "", "value": "x" }]), 400, "[0].key"),
            ("PUT", path, json!([{ "key": "a", "value": 1 }]), 400, "[0].value"),
            ("PUT", path, json!([{ "key": "a", "value": "b", "type": "c" }]), 400, "type"),
            ("PUT", path, json!([pair(&"k".repeat(31), "x")]), 400, "30"),
            ("PUT", nobody, json!([pair("a", "b")]), 404, NEW_WID),
            ("PATCH", nobody, json!([pair("a", "b")]), 404, NEW_WID),
        ])
        .await;
}

#[tokio::test]
async fn numbers_are_blocked_and_unblocked() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/block");
    let contacts = json!({ "contacts": ["+15551100001", NEW] });
    let blocked = sandbox.ask("POST", path, contacts.clone(), 200).await;
    assert_eq!(blocked["contacts"][1], json!({ "phone": NEW, "wid": NEW_WID, "isBlocked": true }));
    let contact = chat(&format!("/contacts/{OLIVIA}"));
    assert_eq!(sandbox.get(&contact).await["meta"]["isBlocked"], true);
    sandbox.ask("DELETE", path, contacts, 200).await;
    assert_eq!(sandbox.get(&contact).await["meta"]["isBlocked"], false);
    let many = json!({ "contacts": vec![NEW; 51] });
    for method in ["POST", "DELETE"] {
        sandbox
            .refuse(&[
                (method, path, json!({}), 400, "contacts"),
                (method, path, json!({ "contacts": [] }), 400, "contacts"),
                (method, path, many.clone(), 400, "contacts"),
                (method, path, json!({ "contacts": [OLIVIA] }), 400, "contacts[0]"),
                (method, path, json!([NEW]), 400, "object"),
            ])
            .await;
    }
}
