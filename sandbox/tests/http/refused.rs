//! Storms that have connections refused.

use std::io::ErrorKind;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{KEY, STOPPED, Sandbox};

async fn begin(sandbox: &Sandbox, refused_ms: u64) {
    let order = json!({
        "seed": 1,
        "rate": 1,
        "kinds": ["refused"],
        "path": "/devices",
        "refusedMs": refused_ms,
    });
    let answer = sandbox.control("POST", "/storm").json(&order).send().await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// Sends a request by an open connection, and reads the start of the answer.
async fn ask(stream: &mut TcpStream, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = vec![0; 12];
    stream.read_exact(&mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Returns once it listens again.
async fn reopened(sandbox: &Sandbox) {
    let again = async {
        while TcpStream::connect(sandbox.address()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    let again = tokio::time::timeout(Duration::from_secs(10), again).await;
    again.expect("it listens again within 10 s");
}

#[tokio::test]
async fn new_connections_are_refused_and_open_ones_go_on() {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, 600_000).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(sandbox.connect().await);
    }
    let answer = sandbox.api("GET", "/devices").send().await;
    assert_eq!(answer.status, 200, "the request itself goes through");
    assert_eq!(answer.header("connection"), "close");
    for _ in 0..3 {
        let refused = TcpStream::connect(sandbox.address()).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    }
    assert_eq!(ask(&mut open[0], "/v1/files").await, "HTTP/1.1 200");
    // One more in the middle of it is no trouble, and ends its own connection only.
    assert_eq!(ask(&mut open[1], "/v1/devices").await, "HTTP/1.1 200");
    open[1].read_to_end(&mut Vec::new()).await.unwrap();
    assert_eq!(ask(&mut open[2], "/v1/files").await, "HTTP/1.1 200");
}

#[tokio::test]
async fn those_who_have_connected_are_served() {
    let sandbox = Sandbox::start(STOPPED).await;
    for _ in 0..20 {
        begin(&sandbox, 1).await;
        let mut first = sandbox.connect().await;
        let head = format!("GET /v1/devices HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n");
        first.write_all(head.as_bytes()).await.unwrap();
        // The sandbox shares this thread: it has no chance to take the connection before it gets the request.
        let waiting = std::net::TcpStream::connect(sandbox.address()).unwrap();
        waiting.set_nonblocking(true).unwrap();
        first.read_to_end(&mut Vec::new()).await.unwrap();
        let mut waiting = TcpStream::from_std(waiting).unwrap();
        assert_eq!(ask(&mut waiting, "/v1/files").await, "HTTP/1.1 200");
        reopened(&sandbox).await;
    }
}

#[tokio::test]
async fn the_same_port_is_open_again_after_a_moment() {
    let sandbox = Sandbox::start(STOPPED).await;
    for _ in 0..20 {
        begin(&sandbox, 1).await;
        let mut early = sandbox.connect().await;
        sandbox.get("/devices").await;
        reopened(&sandbox).await;
        assert_eq!(ask(&mut early, "/v1/files").await, "HTTP/1.1 200");
    }
}
