//! `POST /files`: multipart and JSON, duplicates, sizes.

use serde_json::{Value, json};

use crate::client::{Answer, STOPPED, Sandbox};
use crate::receiver::Receiver;

const NEW: &str = "690000000000000000000004";

/// A multipart body: name, file name if it is a file, content.
fn form(parts: &[(&str, Option<&str>, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, filename, content) in parts {
        let filename = filename.map_or_else(String::new, |name| format!("; filename=\"{name}\""));
        body.extend([
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{filename}"),
            format!("\r\n\r\n{content}\r\n"),
        ]);
    }
    (body + "--edge--\r\n").into_bytes()
}

async fn upload(sandbox: &Sandbox, query: &str, body: Vec<u8>) -> Answer {
    let call = sandbox.api("POST", &format!("/files{query}"));
    let call = call.header("Content-Type", "multipart/form-data; boundary=edge");
    call.body(body).send().await
}

#[tokio::test]
async fn multipart_gives_an_array_with_the_file() {
    let sandbox = Sandbox::start(STOPPED).await;
    let body = form(&[
        ("reference", None, "spring"),
        ("tags", None, "a,b"),
        ("expiration", None, "1d"),
        ("permission", None, "readonly"),
        ("file", Some("Grüße.txt"), "Hello"),
        ("tags", None, "c"),
    ]);
    let answer = upload(&sandbox, "", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let files = answer.json();
    assert_eq!(files.as_array().map(Vec::len), Some(1));
    let file = &files[0];
    for (member, value) in [
        ("id", json!(NEW)),
        ("filename", json!("Grüße.txt")),
        ("mime", json!("text/plain")),
        ("size", json!(5)),
        ("reference", json!("spring")),
        ("tags", json!(["a", "b", "c"])),
        ("permission", json!("readonly")),
        ("origin", json!("upload")),
        // The SHA-256 of Hello.
        ("sha2", json!("185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969")),
    ] {
        assert_eq!(file[member], value, "{member}");
    }
    let download = sandbox.api("GET", &format!("/files/{NEW}/download")).send().await;
    assert_eq!(download.text(), "Hello");
    assert_eq!(
        download.header("content-disposition"),
        "attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%2Etxt"
    );
}

#[tokio::test]
async fn the_reference_may_be_in_the_query() {
    let sandbox = Sandbox::start(STOPPED).await;
    let body = form(&[("file", Some("a.txt"), "Hello")]);
    let answer = upload(&sandbox, "?reference=older", body).await;
    assert_eq!(answer.json()[0]["reference"], "older");
    assert_eq!(answer.json()[0]["format"], "native");
}

#[tokio::test]
async fn the_same_bytes_again_are_a_409_that_names_the_file() {
    let sandbox = Sandbox::start(STOPPED).await;
    let body = || form(&[("file", Some("a.txt"), "Hello")]);
    assert_eq!(upload(&sandbox, "", body()).await.status, 201);
    let again = upload(&sandbox, "", body()).await;
    again.refusal(409);
    assert_eq!(again.json()["meta"]["file"], NEW);
    sandbox.ask("DELETE", &format!("/files/{NEW}"), Value::Null, 204).await;
    assert_eq!(upload(&sandbox, "", body()).await.status, 201, "gone is gone");
}

#[tokio::test]
async fn a_url_becomes_a_file() {
    let sandbox = Sandbox::start(STOPPED).await;
    let body = json!({
        "url": "https://example.com/pictures/cat.png?size=1",
        "filename": "our-cat.png",
        "reference": "cat",
        "format": "native",
        "expiration": "2y",
        "permission": "private",
        "tags": ["pets"],
    });
    let files = sandbox.ask("POST", "/files", body.clone(), 201).await;
    for member in ["url", "filename", "reference", "format", "permission", "tags"] {
        assert_eq!(files[0][member], body[member], "{member}");
    }
    assert_eq!(files[0]["origin"], "remote");
    assert_eq!(files[0]["mime"], "image/png");
    let again = sandbox.api("POST", "/files").json(&body).send().await;
    again.refusal(409);
    assert_eq!(again.json()["meta"]["file"], NEW);
    let jpeg = json!({ "url": "https://example.com/cat.jpg" });
    let files = sandbox.ask("POST", "/files", jpeg, 201).await;
    assert_eq!(files[0]["filename"], "cat.jpg");
    let id = files[0]["id"].as_str().unwrap();
    let download = sandbox.api("GET", &format!("/files/{id}/download")).send().await;
    assert_eq!(download.header("content-type"), "image/jpeg");
    assert!(download.bytes.starts_with(&[0xff, 0xd8, 0xff]) && download.bytes.ends_with(&[0xff, 0xd9]));
}

#[tokio::test]
async fn a_url_on_this_machine_is_really_fetched() {
    let sandbox = Sandbox::start(STOPPED).await;
    let server = Receiver::start(vec![(200, "Hello"), (404, "no")]).await;
    let body = json!({ "url": server.url("/hello.txt") });
    let files = sandbox.ask("POST", "/files", body, 201).await;
    assert_eq!([&files[0]["size"], &files[0]["mime"]], [&json!(5), &json!("text/plain")]);
    let missing = json!({ "url": server.url("/missing.txt") });
    sandbox.refuse(&[("POST", "/files", missing, 400, "404")]).await;
}

#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (parts, named) in [
        (vec![], "file"),
        (vec![("reference", None, "x")], "file"),
        (vec![("file", None, "not a file")], "file name"),
        (vec![("file", Some("a.txt"), "a"), ("file", Some("b.txt"), "b")], "more than once"),
        (vec![("file", Some("a.txt"), "a"), ("owner", None, "me")], "owner"),
        (vec![("file", Some("a.txt"), "a"), ("format", None, "jpg")], "format"),
        (vec![("file", Some("a.txt"), "a"), ("format", None, "ptt")], "audio/ogg"),
        (vec![("file", Some("a.txt"), "a"), ("expiration", None, "8d")], "expiration"),
    ] {
        let message = upload(&sandbox, "", form(&parts)).await.refusal(400);
        assert!(message.contains(named), "{parts:?}: {message}");
    }
    upload(&sandbox, "?tags=a", form(&[("file", Some("a.txt"), "a")])).await.refusal(400);
    upload(&sandbox, "", b"--edge\r\nbroken".to_vec()).await.refusal(400);
    sandbox
        .refuse(&[
            ("POST", "/files", json!({}), 400, "url"),
            ("POST", "/files", json!({ "url": "cat.png" }), 400, "url"),
            ("POST", "/files", json!({ "url": "ftp://example.com/cat.png" }), 400, "url"),
            ("POST", "/files", json!({ "url": "https://example.com/a", "tags": "a" }), 400, "tags"),
            ("POST", "/files", json!({ "url": "https://example.com/a", "name": "a" }), 400, "name"),
            ("POST", "/files", json!({ "url": "https://example.com/a.mp4", "format": "ptt" }), 400, "audio/ogg"),
        ])
        .await;
    assert_eq!(sandbox.list("/files", "id").await.len(), 3);
}

#[tokio::test]
async fn uploads_may_be_larger_than_json() {
    let sandbox = Sandbox::start(STOPPED).await;
    let large = "0123456789abcdef".repeat(2_200_000);
    let answer = upload(&sandbox, "", form(&[("file", Some("large.bin"), &large)])).await;
    assert_eq!(answer.json()[0]["size"], large.len());
    let download = sandbox.api("GET", &format!("/files/{NEW}/download")).send().await;
    assert_eq!(download.header("content-length"), large.len().to_string());
    assert!(download.bytes == large.as_bytes());
    let entry = &sandbox.journal("").await[0];
    assert!(entry["bodyBytes"].as_u64().unwrap() > large.len() as u64);
    assert!(entry["body"].as_str().unwrap().len() < 100_000, "the journal keeps only the start");
}

#[tokio::test]
async fn a_fault_takes_the_whole_upload_before_it_answers() {
    let sandbox = Sandbox::start(STOPPED).await;
    sandbox.add_fault(json!({ "path": "/files", "status": 503 })).await;
    let large = "x".repeat(4_000_000);
    let body = || form(&[("file", Some("large.bin"), &large)]);
    upload(&sandbox, "", body()).await.refusal(503);
    assert_eq!(sandbox.list("/files", "id").await.len(), 3);
    assert_eq!(upload(&sandbox, "", body()).await.status, 201);
}
