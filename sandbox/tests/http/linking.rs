//! Scan, authcode, and the phone that the sandbox plays.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::client::{FAST, SALES, STOPPED, Sandbox, WAREHOUSE};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test]
async fn scan_draws_the_code_in_each_encoding() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{WAREHOUSE}/scan");
    for query in ["", "?encoding=svg", "?encoding=svg&force=true"] {
        let svg = sandbox.api("GET", &format!("{path}{query}")).send().await;
        assert_eq!(svg.header("content-type"), "image/svg+xml");
        assert!(svg.text().contains("<svg") && svg.text().ends_with("</svg>"));
    }
    let image = sandbox.api("GET", &format!("{path}?encoding=image")).send().await;
    assert_eq!(image.header("content-type"), "image/png");

    let mut reader = png::Decoder::new(std::io::Cursor::new(&image.bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let picture = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(picture.width, picture.height);
    assert!(pixels.contains(&0) && pixels.contains(&255));

    let json = sandbox.get(&format!("{path}?encoding=json")).await;
    assert!(json["code"].as_str().unwrap().starts_with("2@"));
    let base64 = sandbox.api("GET", &format!("{path}?encoding=base64")).send().await.text();
    assert_eq!(STANDARD.decode(&base64).unwrap(), image.bytes);
    assert!(image.bytes.starts_with(PNG));
    let base64_uri = sandbox.api("GET", &format!("{path}?encoding=base64_uri")).send().await.text();
    assert_eq!(base64_uri, format!("data:image/png;base64,{base64}"));
    let uri = sandbox.api("GET", &format!("{path}?encoding=uri")).send().await.text();
    assert!(uri.starts_with("data:image/svg+xml,%3C"));
}

#[tokio::test]
async fn scan_of_a_linked_number_needs_force() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{SALES}/scan");
    let refused = sandbox.api("GET", &path).send().await;
    assert!(refused.refusal(409).contains("force=true"));
    let health = format!("/devices/{SALES}/health");
    assert_eq!(sandbox.get(&health).await["status"], "online");
    let forced = sandbox.api("GET", &format!("{path}?force=true")).send().await;
    assert_eq!(forced.status, 200);
    assert_eq!(sandbox.get(&health).await["status"], "authorize");
}

#[tokio::test]
async fn scan_while_the_session_loads_asks_for_another_try() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.post(&format!("/devices/{SALES}/reset")).await;
    let path = format!("/devices/{SALES}/scan");
    sandbox.api("GET", &path).send().await.refusal(503);
    sandbox.set_clock(FAST).await;
    sandbox.post(&format!("/devices/{SALES}/reset?wait=true")).await;
    assert_eq!(sandbox.api("GET", &path).send().await.status, 200);
}

#[tokio::test]
async fn authcode_needs_a_phone_only_for_a_number_that_never_had_one() {
    let sandbox = Sandbox::start(STOPPED).await;
    let new = format!("/devices/{WAREHOUSE}/authcode");
    for call in [sandbox.api("POST", &new), sandbox.api("POST", &new).json(&json!({}))] {
        assert!(call.send().await.refusal(400).contains("phone"));
    }
    let answer = sandbox.api("POST", &new).json(&json!({ "phone": "+15550100003" })).send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["phone"], "+15550100003");
    let code = answer.json()["code"].as_str().unwrap().to_owned();
    assert!(code.len() == 9 && &code[4..5] == "-", "{code}");

    let linked = format!("/devices/{SALES}/authcode");
    assert!(sandbox.api("POST", &linked).send().await.refusal(409).contains("force=true"));
    let forced = sandbox.post(&format!("{linked}?force=true")).await;
    assert_eq!(forced["phone"], "+15550100001");
    assert_eq!(sandbox.get(&format!("/devices/{SALES}/health")).await["status"], "authorize");
}

#[tokio::test]
async fn authcode_is_strict_about_its_body() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/devices/{WAREHOUSE}/authcode");
    for (body, named) in [
        (r#"{"phone":"15550100003"}"#, "phone"),
        (r#"{"phone":"+0555010000"}"#, "phone"),
        (r#"{"phone":"+1 555 0100"}"#, "phone"),
        (r#"{"phone":""}"#, "phone"),
        (r#"{"phone":15550100003}"#, "phone"),
        (r#"{"phone":"+15550100003","force":true}"#, "force"),
        (r#"{"phone":"+15550100003","phone":"+15550100003"}"#, "phone"),
        (r#"{"phone":"+15550100003"} x"#, "trailing"),
        (r#"["+15550100003"]"#, "object"),
        (r#"{"phone":"#, "EOF"),
        ("hello", "expected"),
    ] {
        let call = sandbox.api("POST", &path).header("Content-Type", "application/json");
        let message = call.body(body).send().await.refusal(400);
        assert!(message.contains(named), "{body}: {message}");
    }
    let text = sandbox.api("POST", &path).body(r#"{"phone":"+15550100003"}"#);
    assert!(text.send().await.refusal(415).contains("application/json"));
}

#[tokio::test]
async fn linking_brings_a_number_online() {
    let sandbox = Sandbox::start(STOPPED).await;
    let link = format!("/devices/{WAREHOUSE}/link");
    sandbox.control("POST", &link).send().await.refusal(400);
    let body = json!({ "phone": "+15550100003" });
    let linking = sandbox.control("POST", &link).json(&body).send().await;
    assert_eq!(linking.json()["status"], "authorizing");
    sandbox.set_clock(FAST).await;
    let online = sandbox.post(&format!("/devices/{WAREHOUSE}/reboot?wait=true")).await;
    assert_eq!(online["status"], "online");
    let device = sandbox.get(&format!("/devices/{WAREHOUSE}")).await;
    assert_eq!(device["phone"], "+15550100003");
    assert_eq!(device["status"], "operative");
    sandbox.control("POST", &link).json(&body).send().await.refusal(400);
}

#[tokio::test]
async fn linking_ends_a_wait() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.post(&format!("/devices/{SALES}/reset")).await;
    let start = format!("/devices/{SALES}/start?wait=true");
    let link = async {
        sandbox.journal("?wait=2").await;
        let link = format!("/devices/{SALES}/link");
        assert_eq!(sandbox.control("POST", &link).send().await.status, 200);
        sandbox.set_clock(20.0).await;
    };
    let (answer, ()) = tokio::join!(sandbox.post(&start), link);
    assert_eq!(answer["status"], "online");
    assert!(answer["uptime"].as_u64().unwrap() < 90);
}
