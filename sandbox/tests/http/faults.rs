//! Faults on demand.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{KEY, SALES, STOPPED, Sandbox};

async fn health(sandbox: &Sandbox) -> Value {
    sandbox.get(&format!("/devices/{SALES}/health")).await["status"].clone()
}

fn raw_reboot() -> String {
    format!("POST /v1/devices/{SALES}/reboot HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\nContent-Length: 0\r\n\r\n")
}

fn raw_list() -> String {
    format!("GET /v1/devices HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n")
}

#[tokio::test]
async fn a_status_comes_in_the_shape_of_the_api() {
    let sandbox = Sandbox::start(STOPPED).await;
    for status in [400, 401, 403, 404, 409, 429, 500, 502, 503] {
        sandbox.add_fault(json!({ "status": status })).await;
        let answer = sandbox.api("GET", "/devices").send().await;
        assert!(!answer.refusal(status).is_empty());
    }
    assert_eq!(health(&sandbox).await, "online", "each happened once");
    for status in [200, 204] {
        sandbox.add_fault(json!({ "status": status })).await;
        let answer = sandbox.api("POST", &format!("/devices/{SALES}/reboot")).send().await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (status, 0));
    }
    assert_eq!(health(&sandbox).await, "online", "a replaced answer has no effect");
}

#[tokio::test]
async fn headers_and_bodies_are_as_ordered() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (fault, status, content_type, body) in [
        (
            json!({ "status": 429, "headers": { "Retry-After": "2" }, "body": { "a": [1] } }),
            429,
            "application/json",
            r#"{"a":[1]}"#,
        ),
        (json!({ "bodyText": "hello" }), 200, "text/plain; charset=utf-8", "hello"),
        (
            json!({ "status": 502, "bodyText": "<html></html>", "contentType": "text/html" }),
            502,
            "text/html",
            "<html></html>",
        ),
        (json!({ "bodyBase64": "aGk=" }), 200, "application/octet-stream", "hi"),
        (json!({ "bodyBase64": "Ig==", "contentType": "application/json" }), 200, "application/json", "\""),
        (json!({ "bodyText": "" }), 200, "text/plain; charset=utf-8", ""),
    ] {
        sandbox.add_fault(fault).await;
        let answer = sandbox.api("GET", "/devices").send().await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("content-type"), content_type);
        assert_eq!(answer.text(), body);
        assert_eq!(answer.header("retry-after"), if status == 429 { "2" } else { "" });
    }
    sandbox.add_fault(json!({ "headers": { "X-Extra": "1" } })).await;
    let real = sandbox.api("GET", "/devices").send().await;
    assert_eq!(real.header("x-extra"), "1");
    assert_eq!(real.json().as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_body_can_have_any_size() {
    let sandbox = Sandbox::start(STOPPED).await;
    for size in [2, 3, 60, 61, 1000, 20_000_000] {
        sandbox.add_fault(json!({ "bodySize": size })).await;
        let answer = sandbox.api("GET", "/devices").send().await;
        assert_eq!(answer.bytes.len(), size);
        let json = answer.json();
        assert!(json.as_array().unwrap().iter().all(Value::is_object));
        assert_eq!(json.as_array().unwrap().is_empty(), size < 60);
    }
}

#[tokio::test]
async fn a_fault_is_for_the_requests_it_names() {
    let sandbox = Sandbox::start(STOPPED).await;
    let one = format!("/devices/{SALES}");
    for (fault, method, path, hit) in [
        (json!({ "path": "/devices" }), "GET", "/devices", true),
        (json!({ "path": "/devices" }), "GET", one.as_str(), false),
        (json!({ "path": "/devices/*" }), "GET", one.as_str(), true),
        (json!({ "path": "/devices/*" }), "GET", "/devices", false),
        (json!({ "path": "*" }), "GET", "/devices", true),
        (json!({ "path": "/no where" }), "GET", "/no%20where", true),
        (json!({ "method": "get" }), "GET", "/devices", true),
        (json!({ "method": "POST" }), "GET", "/devices", false),
        (json!({ "method": "GET", "path": "/devices" }), "GET", "/devices?size=1", true),
    ] {
        let mut order = fault.clone();
        order["status"] = json!(418);
        sandbox.add_fault(order).await;
        let answer = sandbox.api(method, path).send().await;
        assert_eq!(answer.status == 418, hit, "{fault} {method} {path}");
        sandbox.control("DELETE", "/faults").send().await;
    }
}

#[tokio::test]
async fn faults_count_their_requests() {
    let sandbox = Sandbox::start(STOPPED).await;
    let statuses = async |count: usize| {
        let mut statuses = Vec::new();
        for _ in 0..count {
            statuses.push(sandbox.api("GET", "/devices").send().await.status.as_u16());
        }
        statuses
    };
    sandbox.add_fault(json!({ "status": 503, "times": 2, "after": 1 })).await;
    assert_eq!(statuses(4).await, [200, 503, 503, 200]);
    sandbox.add_fault(json!({ "status": 500 })).await;
    sandbox.add_fault(json!({ "status": 503 })).await;
    assert_eq!(statuses(3).await, [500, 503, 200], "one after the other");
    sandbox.add_fault(json!({ "status": 500 })).await;
    sandbox.add_fault(json!({ "status": 503, "after": 1 })).await;
    assert_eq!(statuses(3).await, [500, 503, 200], "each counts every request");
    sandbox.add_fault(json!({ "status": 500, "times": 0 })).await;
    assert_eq!(statuses(5).await, [500; 5]);
    sandbox.control("DELETE", "/faults").send().await;
    assert_eq!(statuses(1).await, [200]);
}

#[tokio::test]
async fn a_delay_is_in_real_time_and_comes_after_the_effect() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "delayMs": 60 })).await;
    let started = Instant::now();
    let answer = sandbox.post(&format!("/devices/{SALES}/reboot")).await;
    assert!(started.elapsed() >= Duration::from_millis(60));
    assert_eq!(answer["status"], "loading");
    sandbox.add_fault(json!({ "delayMs": 60, "status": 500 })).await;
    let started = Instant::now();
    sandbox.api("GET", "/devices").send().await.refusal(500);
    assert!(started.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn a_reset_before_the_effect_is_a_real_one() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "reset": "before" })).await;
    let error = sandbox.raw(&raw_reboot()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(health(&sandbox).await, "online");
    let first = &sandbox.journal("").await[0];
    assert_eq!((&first["outcome"], &first["status"]), (&json!("reset"), &Value::Null));
}

#[tokio::test]
async fn a_reset_after_the_effect_leaves_it() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "reset": "after", "delayMs": 1 })).await;
    let error = sandbox.raw(&raw_reboot()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(health(&sandbox).await, "loading");
    assert_eq!(sandbox.journal("").await[0]["outcome"], "reset");
}

#[tokio::test]
async fn truncate_announces_more_than_it_sends() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "truncate": 10 })).await;
    let wire = String::from_utf8(sandbox.raw(&raw_list()).await.unwrap()).unwrap();
    let (head, body) = wire.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    assert_eq!(body, r#"[{"id":"65"#);
    let (_, length) = head.split_once("content-length: ").unwrap();
    let real = sandbox.api("GET", "/devices").send().await.bytes.len();
    assert!(length.lines().next().unwrap().parse::<usize>().unwrap().abs_diff(real) < 50);

    sandbox.add_fault(json!({ "bodySize": 5_000_000, "truncate": 4_000_000 })).await;
    let wire = sandbox.raw(&raw_list()).await.unwrap();
    assert!((4_000_000..4_001_000).contains(&wire.len()));

    sandbox.add_fault(json!({ "truncate": 0 })).await;
    assert!(sandbox.api("GET", "/devices").try_send().await.is_err());
    assert_eq!(sandbox.journal("").await[0]["outcome"], "answered");
}

#[tokio::test]
async fn a_fault_comes_before_the_key_check() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "status": 403 })).await;
    sandbox.call("GET", "/v1/devices").send().await.refusal(403);
    sandbox.call("GET", "/v1/devices").send().await.refusal(401);
}

#[tokio::test]
async fn senseless_faults_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (fault, named) in [
        (json!({}), "nothing goes wrong"),
        (json!({ "path": "/devices" }), "nothing goes wrong"),
        (json!({ "path": "/v1/devices", "status": 500 }), "/v1"),
        (json!({ "path": "devices", "status": 500 }), "slash"),
        (json!({ "status": 100 }), "status"),
        (json!({ "status": 600 }), "status"),
        (json!({ "status": "500" }), "status"),
        (json!({ "method": "G T", "status": 500 }), "method"),
        (json!({ "body": {}, "bodyText": "" }), "bodyText"),
        (json!({ "bodyBase64": "!" }), "bodyBase64"),
        (json!({ "bodySize": 1 }), "bodySize"),
        (json!({ "headers": { "a b": "" } }), "a b"),
        (json!({ "headers": { "x": "\n" } }), "x"),
        (json!({ "headers": { "Content-Length": "1" } }), "truncate"),
        (json!({ "contentType": "\n", "status": 500 }), "contentType"),
        (json!({ "reset": "now" }), "reset"),
        (json!({ "reset": "after", "status": 500 }), "reset"),
        (json!({ "delay": 5 }), "delay"),
        (json!({ "delayMs": -5 }), "delayMs"),
        (json!([]), "object"),
    ] {
        let answer = sandbox.control("POST", "/faults").json(&fault).send().await;
        let message = answer.refusal(400);
        assert!(message.contains(named), "{fault}: {message}");
    }
    let id = sandbox.control("POST", "/faults").json(&json!({ "status": 500 })).send().await;
    assert_eq!(id.json(), json!({ "id": 1 }));
}
