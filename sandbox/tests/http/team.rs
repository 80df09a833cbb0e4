//! The people of the account, and their access to numbers.

use serde_json::{Value, json};

use crate::calls::{chat, device};
use crate::client::{SALES, STOPPED, SUPPORT, Sandbox, WAREHOUSE};

const ADMIN: &str = "670000000000000000000001";
const SUPERVISOR: &str = "670000000000000000000002";
const AGENT: &str = "670000000000000000000003";
const SALES_AGENT: &str = "670000000000000000000004";
const PENDING: &str = "670000000000000000000005";
const SUSPENDED: &str = "670000000000000000000006";
const UNKNOWN: &str = "670000000000000000000099";

fn user(name: &str) -> Value {
    json!({
        "displayName": name, "email": format!("{name}@example.org"), "password": "secret-word",
        "role": "agent", "color": "gray-dark",
    })
}

#[tokio::test]
async fn lists_and_filters() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (query, expected) in [
        ("", vec![ADMIN, SUPERVISOR, AGENT, SALES_AGENT, PENDING, SUSPENDED]),
        ("?role=admin,supervisor", vec![ADMIN, SUPERVISOR]),
        ("?status=pending,suspended", vec![PENDING, SUSPENDED]),
        ("?search=NOOR", vec![AGENT]),
        ("?search=kim@example", vec![SALES_AGENT]),
        (&format!("?ids={AGENT},{ADMIN}"), vec![ADMIN, AGENT]),
        (&format!("?role=agent&exceptIds={AGENT},{PENDING}"), vec![SALES_AGENT, SUSPENDED]),
        (&format!("?device={WAREHOUSE}"), vec![ADMIN]),
        (&format!("?device={SUPPORT}&size=2&page=1"), vec![AGENT, PENDING]),
        ("?loginBefore=2025-01-17T10:00:00Z", vec![ADMIN, SUPERVISOR]),
        ("?loginAfter=2025-01-17T10:00:00%2B00:00", vec![AGENT, SALES_AGENT]),
        ("?onlineAfter=2025-01-19T08:00:00Z&onlineBefore=2025-01-20T08:00:00Z", vec![SUPERVISOR]),
    ] {
        assert_eq!(sandbox.list(&format!("/team{query}"), "id").await, expected, "{query}");
    }
    let sales = sandbox.list(&device("/team"), "id").await;
    assert_eq!(sales, [ADMIN, SUPERVISOR, AGENT, SALES_AGENT]);
    sandbox.pages("team", "/team", 100).await;
    assert_eq!(sandbox.list(&device("/team"), "id").await.len(), 20);
    assert_eq!(sandbox.list(&device("/team?size=100"), "id").await.len(), 45);
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let wrong = [
        "ids=x",
        "exceptIds=x",
        "status=online",
        "role=owner",
        "role[]=agent",
        "device=x",
        "onlineBefore=yesterday",
        "onlineAfter=2025-01-17",
        "loginBefore=2025-01-17T10:00:00",
        "loginAfter=2025-01-17T10:00:00+00:00",
        "limit=5",
    ];
    sandbox.refuse_queries("/team", &wrong).await;
    sandbox.refuse_queries(&device("/team"), &["size=101", "page=1", "role=agent"]).await;
}

#[tokio::test]
async fn people_come_and_go() {
    let sandbox = Sandbox::start(STOPPED).await;
    let made = sandbox.ask("POST", &device("/team"), user("Zoe"), 201).await;
    assert_eq!([&made["status"], &made["devices"][0]], ["active", SALES]);
    assert!(!made.to_string().contains("secret-word"));
    let id = made["id"].as_str().unwrap();
    let mut invited = user("Yan");
    invited["invite"] = json!(true);
    let invited = sandbox.ask("POST", &device("/team"), invited, 201).await;
    assert_eq!(invited["status"], "pending");

    let update = json!({ "id": id, "displayName": "Zoe Fox", "role": "supervisor", "password": "other-word" });
    let changed = sandbox.ask("PATCH", "/team", update, 200).await;
    assert_eq!([&changed["displayName"], &changed["role"]], ["Zoe Fox", "supervisor"]);
    assert_eq!([&changed["email"], &changed["color"]], ["Zoe@example.org", "gray-dark"]);
    let same = json!({ "id": id, "email": "zoe@example.org" });
    sandbox.ask("PATCH", "/team", same, 200).await;

    let users = json!([{ "id": id }, { "email": "yan@example.org", "action": "resolve" }]);
    let body = json!({ "users": users.clone() });
    sandbox.refuse(&[("DELETE", "/team", body, 409, "force")]).await;
    assert_eq!(sandbox.list("/team", "id").await.len(), 8, "all or none");
    let body = json!({ "users": users, "force": true });
    sandbox.ask("DELETE", "/team", body, 204).await;
    assert_eq!(sandbox.list("/team", "id").await.len(), 6);
    sandbox.ask("DELETE", "/team", json!({ "users": [{ "id": SUSPENDED }] }), 204).await;
}

#[tokio::test]
async fn access_is_granted_and_revoked() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/team");
    let granted = sandbox.ask("PATCH", &path, json!({ "id": SUSPENDED }), 200).await;
    assert_eq!(granted["devices"], json!([SALES]));
    sandbox.ask("PATCH", &path, json!({ "id": SUSPENDED }), 200).await;
    let by_email = json!({ "email": "mo@example.com" });
    assert_eq!(sandbox.ask("DELETE", &path, by_email, 200).await, json!({}));
    assert!(!sandbox.list(&path, "id").await.contains(&SUSPENDED.to_owned()));

    let with_remove = json!({ "id": SALES_AGENT, "remove": true });
    sandbox.ask("DELETE", &path, with_remove, 200).await;
    assert!(!sandbox.list("/team", "id").await.contains(&SALES_AGENT.to_owned()));
}

#[tokio::test]
async fn chats_of_those_who_go_are_handed_over() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = device("/team");
    for (farewell, status, owner) in [
        (json!({ "id": AGENT }), "active", Value::Null),
        (json!({ "id": AGENT, "action": "unassign" }), "active", Value::Null),
        (json!({ "id": AGENT, "action": "resolve" }), "resolved", Value::Null),
        (json!({ "id": AGENT, "action": "reassign", "assign": SUPERVISOR }), "active", json!(SUPERVISOR)),
    ] {
        sandbox.control("POST", "/restart").send().await;
        let wid = sandbox.list(&chat(&format!("/chats?agent={AGENT}")), "id").await;
        assert_eq!(wid.len(), 1);
        sandbox.ask("DELETE", &path, farewell.clone(), 200).await;
        let left = sandbox.get(&chat(&format!("/chats/{}", wid[0]))).await;
        assert_eq!(left["status"], status, "{farewell}");
        assert_eq!(left["owner"]["agent"], owner, "{farewell}");
    }
}

#[tokio::test]
async fn wrong_new_people_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/team");
    let with = |name: &str, value: Value| {
        let mut body = user("Zoe");
        body[name] = value;
        body
    };
    sandbox
        .refuse(&[
            ("POST", path, with("displayName", json!("x")), 400, "displayName"),
            ("POST", path, with("displayName", json!("x".repeat(31))), 400, "displayName"),
            ("POST", path, with("email", json!("zoe")), 400, "email"),
            ("POST", path, with("email", json!("ADA@example.com")), 409, "ADA@example.com"),
            ("POST", path, with("password", json!("1234")), 400, "password"),
            ("POST", path, with("role", json!("owner")), 400, "role"),
            ("POST", path, with("color", json!("emerald")), 400, "color"),
            ("POST", path, with("invite", json!("true")), 400, "invite"),
            ("POST", path, with("name", json!("Zoe")), 400, "name"),
            ("POST", path, json!({ "displayName": "Zoe" }), 400, "email"),
        ])
        .await;
    assert_eq!(sandbox.list("/team", "id").await.len(), 6);
}

#[tokio::test]
async fn wrong_access_to_a_number_is_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = &device("/team");
    sandbox
        .refuse(&[
            ("PATCH", path, json!({ "id": UNKNOWN }), 404, UNKNOWN),
            ("PATCH", path, json!({ "email": "ada@example.com" }), 400, "email"),
            ("DELETE", path, json!({ "id": AGENT, "email": "noor@example.com" }), 400, "exactly one"),
            ("DELETE", path, json!({}), 400, "exactly one"),
            ("DELETE", path, json!({ "id": SUSPENDED }), 404, "access"),
            ("DELETE", path, json!({ "id": ADMIN }), 409, "admin"),
            ("DELETE", path, json!({ "id": AGENT, "action": "reassign" }), 400, "assign"),
            ("DELETE", path, json!({ "id": AGENT, "assign": SUPERVISOR }), 400, "assign"),
            ("DELETE", path, json!({ "id": AGENT, "action": "reassign", "assign": AGENT }), 400, "assign"),
            ("DELETE", path, json!({ "id": AGENT, "action": "delete" }), 400, "action"),
        ])
        .await;
}

#[tokio::test]
async fn wrong_people_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    let many: Vec<Value> = vec![json!({ "id": SUSPENDED }); 11];
    sandbox
        .refuse(&[
            ("PATCH", "/team", json!({ "displayName": "Zoe" }), 400, "id"),
            ("PATCH", "/team", json!({ "id": UNKNOWN, "role": "agent" }), 404, UNKNOWN),
            ("PATCH", "/team", json!({ "id": AGENT, "email": "ada@example.com" }), 409, "ada@"),
            ("PATCH", "/team", json!({ "id": AGENT, "color": "mauve" }), 400, "color"),
            ("PATCH", "/team", json!({ "id": AGENT, "password": "" }), 400, "password"),
            ("DELETE", "/team", json!({ "users": [] }), 400, "users"),
            ("DELETE", "/team", json!({ "users": many }), 400, "users"),
            ("DELETE", "/team", json!({ "users": [{ "id": UNKNOWN }] }), 404, UNKNOWN),
            ("DELETE", "/team", json!({ "users": [{ "name": "x" }] }), 400, "users[0]"),
            ("DELETE", "/team", json!({ "force": true }), 400, "users"),
        ])
        .await;
    assert_eq!(sandbox.list("/team", "id").await.len(), 6);
}
