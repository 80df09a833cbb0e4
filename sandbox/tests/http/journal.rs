//! The journal of requests.

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::client::{KEY, SALES, STOPPED, Sandbox, WAREHOUSE};

#[tokio::test]
async fn shows_requests_as_they_came() {
    let sandbox = Sandbox::start(STOPPED).await;
    let authcode = format!("/devices/{WAREHOUSE}/authcode");
    let body = json!({ "phone": "+15550100003" });
    sandbox.api("POST", &format!("{authcode}?force=true")).json(&body).send().await;
    sandbox.api("GET", "/devices/a%2Fb%20%C3%A9/..?x=%20&y").send().await;
    sandbox.api("POST", "/nothing").header("X-A", "1").header("X-A", "2").body("text").send().await;
    let journal = sandbox.journal("").await;
    assert_eq!(journal.len(), 3, "the controls are not in it");

    let first = &journal[0];
    assert_eq!(first["n"], 1);
    assert_eq!(first["method"], "POST");
    assert_eq!(first["path"], format!("/v1{authcode}"));
    assert_eq!(first["query"], "force=true");
    assert_eq!(first["headers"]["content-type"], "application/json");
    assert_eq!(first["body"], body);
    assert_eq!(first["bodyBytes"], body.to_string().len());
    assert_eq!(first["status"], 200);
    assert_eq!(first["outcome"], "answered");

    assert_eq!(journal[1]["path"], "/v1/devices/a%2Fb%20%C3%A9/..");
    assert_eq!(journal[1]["query"], "x=%20&y");
    assert_eq!(journal[1]["body"], Value::Null);
    assert_eq!(journal[1]["status"], 404);

    assert_eq!(journal[2]["query"], Value::Null);
    assert_eq!(journal[2]["headers"]["x-a"], "1, 2");
    assert_eq!(journal[2]["body"], "text");
    assert_eq!(journal[2]["n"], 3);
}

#[tokio::test]
async fn never_holds_the_key() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/v1/devices/{KEY}?token={KEY}");
    let call = sandbox.call("POST", &path).header("Token", KEY).header("X-Key", KEY);
    call.header("Authorization", &format!("Bearer {KEY}")).json(&json!({ "key": [KEY] })).send().await;
    sandbox.call("GET", "/v1/devices").header("Token", "my-other-secret").send().await;

    let journal = sandbox.journal("").await;
    let text = json!(journal).to_string();
    assert!(!text.contains(KEY) && !text.contains("my-other-secret"), "{text}");
    let headers = &journal[0]["headers"];
    assert_eq!((&headers["token"], &headers["authorization"]), (&json!("[key]"), &json!("[key]")));
    assert_eq!(headers["x-key"], "[key]");
    assert_eq!(journal[0]["path"], "/v1/devices/[key]");
    assert_eq!(journal[0]["query"], "token=[key]");
    assert_eq!(journal[0]["body"], json!({ "key": ["[key]"] }));
    assert_eq!(journal[1]["headers"]["token"], "[wrong key]");
}

#[tokio::test]
async fn notices_that_a_client_went_away() {
    let sandbox = Sandbox::start(STOPPED).await;
    let mut stream = sandbox.connect().await;
    let head = format!("POST /v1/devices/{SALES}/reboot?wait=true HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let journal = sandbox.journal("?wait=1&outcome=pending").await;
    assert_eq!(journal[0]["status"], Value::Null);
    drop(stream);
    let journal = sandbox.journal("?wait=1&outcome=aborted").await;
    assert_eq!(journal[0]["outcome"], "aborted");
    assert_eq!(journal[0]["status"], Value::Null);
    let health = sandbox.get(&format!("/devices/{SALES}/health")).await;
    assert_eq!(health["status"], "loading", "the effect had taken place");
}

#[tokio::test]
async fn notices_that_a_client_went_away_during_a_delay_or_in_its_own_body() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "delayMs": 600_000, "path": "/devices" })).await;
    let delayed = format!("GET /v1/devices HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n");
    let unfinished = format!("POST /v1/devices HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\nContent-Length: 9\r\n\r\nabc");
    for (count, head) in [(1, delayed), (2, unfinished)] {
        let mut stream = sandbox.connect().await;
        stream.write_all(head.as_bytes()).await.unwrap();
        sandbox.journal("?wait=1&outcome=pending").await;
        drop(stream);
        let journal = sandbox.journal(&format!("?wait={count}&outcome=aborted")).await;
        assert_eq!(journal[count - 1]["outcome"], "aborted");
    }
}

#[tokio::test]
async fn waits_for_requests() {
    let sandbox = Sandbox::start(STOPPED).await;
    let requests = async {
        sandbox.get("/devices").await;
        sandbox.get("/devices?page=1").await;
    };
    let (journal, ()) = tokio::join!(sandbox.journal("?wait=2"), requests);
    assert_eq!(journal.len(), 2);
    let answered = sandbox.journal("?wait=2&outcome=answered").await;
    assert_eq!(answered[1]["query"], "page=1");
    for query in ["?wait=x", "?outcome=lost", "?size=1", "?wait=1&wait=1"] {
        sandbox.control("GET", &format!("/journal{query}")).send().await.refusal(400);
    }
}

#[tokio::test]
async fn can_be_emptied() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.get("/devices").await;
    assert_eq!(sandbox.control("DELETE", "/journal").send().await.status, 204);
    assert!(sandbox.journal("").await.is_empty());
    sandbox.get("/devices").await;
    assert_eq!(sandbox.journal("").await[0]["n"], 1);
}

#[tokio::test]
async fn keeps_the_latest_and_counts_all() {
    let sandbox = Sandbox::start(STOPPED).await;
    let keep = async |count: usize| {
        let setting = json!({ "keep": count });
        let answer = sandbox.control("PUT", "/journal").json(&setting).send();
        assert_eq!(answer.await.json(), setting);
    };
    let numbers = async |query: &str| {
        let journal = sandbox.journal(query).await;
        journal.iter().map(|entry| entry["n"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    for _ in 0..3 {
        sandbox.get("/devices").await;
    }
    keep(2).await;
    assert_eq!(numbers("").await, [2, 3]);
    sandbox.get("/devices").await;
    assert_eq!(numbers("?wait=4&outcome=answered").await, [3, 4]);
    keep(0).await;
    assert!(numbers("").await.is_empty());
    sandbox.get("/devices").await;
    assert!(numbers("?wait=5").await.is_empty(), "it came");
    sandbox.control("POST", "/restart").send().await;
    sandbox.get("/devices").await;
    assert_eq!(numbers("").await, [1]);

    for setting in [json!({}), json!({ "keep": -1 }), json!({ "keep": "all" })] {
        let answer = sandbox.control("PUT", "/journal").json(&setting).send();
        assert!(answer.await.refusal(400).contains("keep"));
    }
}
