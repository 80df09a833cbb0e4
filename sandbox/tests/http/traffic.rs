//! Counts of requests, of those at once, and of connections.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::client::{KEY, STOPPED, Sandbox};

async fn traffic(sandbox: &Sandbox) -> Value {
    sandbox.control("GET", "/traffic").send().await.json()
}

fn list() -> String {
    format!("GET /v1/devices HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n")
}

#[tokio::test]
async fn counts_requests_that_are_open_at_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let zero = json!({ "requests": 0, "connections": 0, "peak": 0 });
    assert_eq!(traffic(&sandbox).await, zero, "the controls do not count");
    sandbox.add_fault(json!({ "delayMs": 600_000, "path": "/devices", "times": 3 })).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = sandbox.connect().await;
        stream.write_all(list().as_bytes()).await.unwrap();
        open.push(stream);
    }
    sandbox.journal("?wait=3").await;
    sandbox.get("/files").await;
    let counts = json!({ "requests": 4, "connections": 4, "peak": 4 });
    assert_eq!(traffic(&sandbox).await, counts);

    assert_eq!(sandbox.control("DELETE", "/traffic").send().await.status, 204);
    let still_open = json!({ "requests": 0, "connections": 0, "peak": 3 });
    assert_eq!(traffic(&sandbox).await, still_open);
    drop(open);
    sandbox.journal("?wait=3&outcome=aborted").await;
    sandbox.control("DELETE", "/traffic").send().await;
    sandbox.get("/files").await;
    let counts = json!({ "requests": 1, "connections": 1, "peak": 1 });
    assert_eq!(traffic(&sandbox).await, counts);
    sandbox.control("POST", "/restart").send().await;
    assert_eq!(traffic(&sandbox).await, zero);
}

#[tokio::test]
async fn counts_a_connection_once() {
    let sandbox = Sandbox::start(STOPPED).await;
    let close = list().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    let mut stream = sandbox.connect().await;
    let requests = [list(), list(), close].concat();
    stream.write_all(requests.as_bytes()).await.unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 3);
    let counts = json!({ "requests": 3, "connections": 1, "peak": 1 });
    assert_eq!(traffic(&sandbox).await, counts);
}
