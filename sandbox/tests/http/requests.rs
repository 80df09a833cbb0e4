//! What holds for every path: key, path, method, body, sizes.

use serde_json::json;

use crate::client::{KEY, SALES, STOPPED, Sandbox};

#[tokio::test]
async fn accepts_the_key_in_each_documented_form() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (name, value) in
        [("Token", KEY.to_owned()), ("Authorization", KEY.to_owned()), ("Authorization", format!("Bearer {KEY}"))]
    {
        let answer = sandbox.call("GET", "/v1/devices").header(name, &value).send().await;
        assert_eq!(answer.status, 200, "{name}");
    }
}

#[tokio::test]
async fn refuses_every_other_key() {
    let sandbox = Sandbox::start(STOPPED).await;
    let missing = sandbox.call("GET", "/v1/devices").send().await;
    assert!(missing.refusal(401).contains("missing"));
    for (name, value) in [
        ("Token", "wrong".to_owned()),
        ("Token", String::new()),
        ("Token", format!("Bearer {KEY}")),
        ("Authorization", format!("Basic {KEY}")),
        ("Authorization", format!("{KEY}x")),
    ] {
        let answer = sandbox.call("GET", "/v1/devices").header(name, &value).send().await;
        assert!(answer.refusal(401).contains("wrong"), "{name}: {value}");
    }
    let in_query = sandbox.call("GET", &format!("/v1/devices?token={KEY}")).send().await;
    in_query.refusal(401);
    let unknown_path = sandbox.call("GET", "/v1/nothing").send().await;
    unknown_path.refusal(401);
}

#[tokio::test]
async fn unknown_paths_are_404() {
    let sandbox = Sandbox::start(STOPPED).await;
    for path in [
        "/nothing",
        "/devices/",
        "/Devices",
        "",
        "/",
        &format!("/devices/{SALES}/nothing"),
        &format!("/devices/{SALES}/health/"),
    ] {
        let message = sandbox.api("GET", path).send().await.refusal(404);
        assert!(message.contains(&format!("/v1{path}")), "{message}");
    }
    for path in ["/", "/v2/devices", "/v1x/devices"] {
        sandbox.call("GET", path).send().await.refusal(404);
    }
    sandbox.control("GET", "/nothing").send().await.refusal(404);
}

#[tokio::test]
async fn wrong_methods_are_405_and_name_the_right_ones() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (method, path, allow) in [
        ("PUT", "/devices".to_owned(), "GET,HEAD,POST"),
        ("POST", format!("/devices/{SALES}"), "GET,HEAD,PATCH,DELETE"),
        ("GET", format!("/devices/{SALES}/reboot"), "POST"),
        ("GET", format!("/devices/{SALES}/reset"), "POST"),
        ("GET", format!("/devices/{SALES}/start"), "POST"),
        ("POST", format!("/devices/{SALES}/sync"), "GET,HEAD"),
        ("POST", format!("/devices/{SALES}/health"), "GET,HEAD"),
        ("POST", format!("/devices/{SALES}/scan"), "GET,HEAD"),
        ("GET", format!("/devices/{SALES}/authcode"), "POST"),
    ] {
        let answer = sandbox.api(method, &path).send().await;
        assert!(answer.refusal(405).contains(method), "{method} {path}");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    sandbox.control("GET", "/faults").send().await.refusal(405);
}

#[tokio::test]
async fn ids_of_any_other_form_are_400_and_unknown_ones_404() {
    let sandbox = Sandbox::start(STOPPED).await;
    for id in [
        "1",
        "65000000000000000000000g",
        "6500000000000000000000011",
        "",
        "..",
        "%2E%2E",
        "a%2Fb",
        "%20",
        "%3F",
        "%23",
        "%C3%A9",
        "%FF",
    ] {
        let path = format!("/devices/{id}/health");
        let answer = sandbox.api("GET", &path).send().await;
        assert!(answer.refusal(400).contains("device"), "{path}");
    }
    for id in ["1", "..", "a%2Fb"] {
        let path = format!("/devices/{id}");
        sandbox.api("GET", &path).send().await.refusal(400);
    }
    let unknown = "65000000000000000000000f";
    for (method, path) in [
        ("GET", format!("/devices/{unknown}")),
        ("POST", format!("/devices/{unknown}/reboot")),
        ("POST", format!("/devices/{unknown}/reset")),
        ("POST", format!("/devices/{unknown}/start")),
        ("GET", format!("/devices/{unknown}/sync")),
        ("GET", format!("/devices/{unknown}/health")),
        ("GET", format!("/devices/{unknown}/scan")),
        ("POST", format!("/devices/{unknown}/authcode")),
    ] {
        let body = if path.ends_with("authcode") { r#"{"phone":"+15550100009"}"# } else { "" };
        let call = sandbox.api(method, &path).header("Content-Type", "application/json");
        let answer = call.body(body).send().await;
        assert!(answer.refusal(404).contains(unknown), "{path}");
    }
}

#[tokio::test]
async fn a_body_where_none_belongs_is_400() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (method, operation) in [
        ("GET", ""),
        ("POST", "/reboot"),
        ("POST", "/reset"),
        ("POST", "/start"),
        ("GET", "/sync"),
        ("GET", "/health"),
        ("GET", "/scan"),
    ] {
        let path = format!("/devices/{SALES}{operation}");
        for body in ["{}", " ", "null"] {
            let answer = sandbox.api(method, &path).body(body).send().await;
            assert!(answer.refusal(400).contains("body"), "{path}");
        }
    }
    let answer = sandbox.api("GET", "/devices").json(&json!({ "page": 1 })).send().await;
    answer.refusal(400);
}

#[tokio::test]
async fn sizes_have_limits() {
    let sandbox = Sandbox::start(STOPPED).await;
    let reboot = format!("POST /v1/devices/{SALES}/reboot HTTP/1.1\r\nHost: x\r\n");
    let one_too_many = " ".repeat(32 * 1024 * 1024 + 1);
    let huge = format!("{reboot}Content-Length: 99999999\r\n\r\n{one_too_many}");
    let answer = sandbox.raw(&huge).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 413 "));
    let long = "x".repeat(1_000_000);
    let answer = sandbox.api("GET", "/devices").header("X-Long", &long).try_send().await;
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status == 431));
    sandbox.get("/devices").await;
}
