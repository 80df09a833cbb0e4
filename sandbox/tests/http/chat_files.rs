//! Files that came or went with messages.

use http_body_util::BodyExt;
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};

use crate::calls::chat;
use crate::client::{KEY, STOPPED, Sandbox};

const OLIVIA: &str = "15551100001@c.us";
const UNKNOWN: &str = "0123456789abcdef01234567";
const NAMES: [&str; 5] = ["receipt.jpg", "invoice.pdf", "voice.ogg", "sticker.webp", "factory-tour.mp4"];

#[tokio::test]
async fn filters_sorts_and_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = chat("/files");
    let ids = sandbox.list(&format!("{path}?sort=date:asc"), "id").await;
    let message = sandbox.list(&format!("{path}?sort=date:asc"), "message").await.swap_remove(1);
    for (query, expected) in [
        ("sort=date:asc".to_owned(), vec![0, 1, 2, 3, 4]),
        ("type=image,video&sort=date:asc".to_owned(), vec![0, 4]),
        ("type=ptt,sticker&sort=date:asc".to_owned(), vec![2, 3]),
        ("search=INVOICE".to_owned(), vec![1]),
        ("search=tour%20of".to_owned(), vec![4]),
        (format!("chat={OLIVIA},15551100003@c.us&sort=date:asc"), vec![0, 4]),
        (format!("ids={},{}&sort=date:asc", ids[3], ids[1]), vec![1, 3]),
        (format!("message={message}"), vec![1]),
        ("flow=in&sort=date:asc".to_owned(), vec![0, 4]),
        ("flow=out&sort=date:asc".to_owned(), vec![1, 2, 3]),
        ("before=2025-01-15T13:00:00Z".to_owned(), vec![0]),
        ("after=2025-01-15T16:30:00Z".to_owned(), vec![4]),
        ("sort=size:desc&size=1".to_owned(), vec![4]),
        ("size=1".to_owned(), vec![4]),
        ("size=2&page=2&sort=date:asc".to_owned(), vec![4]),
    ] {
        let found = sandbox.list(&format!("{path}?{query}"), "filename").await;
        let expected: Vec<&str> = expected.into_iter().map(|index| NAMES[index]).collect();
        assert_eq!(found, expected, "{query}");
    }
    let sizes: Vec<Value> = sandbox.get(&format!("{path}?sort=size:asc")).await.as_array().unwrap().clone();
    assert!(sizes.windows(2).all(|two| two[0]["size"].as_u64() <= two[1]["size"].as_u64()));
    let wrong = [
        "type=text",
        "search=",
        "chat=x",
        "ids=x",
        "ids[]=x",
        "message=x",
        "flow=inbound",
        "after=x",
        "before=x",
        "sort=size",
        "size=101",
        "page=51",
    ];
    sandbox.refuse_queries(&path, &wrong).await;
    sandbox.pages("chatFiles", &path, 100).await;
}

#[tokio::test]
async fn reads_and_downloads() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (name, mime, start) in [
        ("receipt.jpg", "image/jpeg", &b"\xff\xd8\xff"[..]),
        ("invoice.pdf", "application/pdf", b"%PDF-"),
        ("voice.ogg", "audio/ogg", b"OggS"),
        ("sticker.webp", "image/webp", b"RIFF"),
    ] {
        let found = sandbox.get(&chat(&format!("/files?search={name}"))).await;
        let path = chat(&format!("/files/{}", found[0]["id"].as_str().unwrap()));
        let file = sandbox.get(&path).await;
        assert_eq!(file, found[0]);
        assert_eq!(file["links"]["download"], format!("/v1{path}/download"));
        let answer = sandbox.api("GET", &format!("{path}/download")).send().await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), mime);
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert_eq!(json!(answer.bytes.len()), file["size"]);
        assert!(answer.bytes.starts_with(start), "{name}");
    }
    sandbox
        .refuse(&[
            ("GET", &chat("/files/x"), Value::Null, 400, "file"),
            ("GET", &chat(&format!("/files/{UNKNOWN}")), Value::Null, 404, UNKNOWN),
            ("GET", &chat(&format!("/files/{UNKNOWN}/download")), Value::Null, 404, UNKNOWN),
            ("GET", &chat(&format!("/files/{UNKNOWN}/download?inline=true")), Value::Null, 400, "inline"),
        ])
        .await;
}

/// The video has 100 MB, and they come piece by piece.
#[tokio::test]
async fn a_large_file_is_streamed() {
    let sandbox = Sandbox::start(STOPPED).await;
    let found = sandbox.get(&chat("/files?type=video")).await;
    let path = chat(&format!("/files/{}/download", found[0]["id"].as_str().unwrap()));
    let stream = sandbox.connect().await;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(format!("/v1{path}")).header("Host", "localhost").header("Token", KEY);
    let request = request.body(String::new()).unwrap();
    let (head, mut body) = sender.send_request(request).await.unwrap().into_parts();
    let size = 100 * 1024 * 1024;
    assert_eq!(head.headers["content-length"], size.to_string());
    assert_eq!(found[0]["size"], json!(size));
    let (mut received, mut largest) = (0, 0);
    while let Some(frame) = body.frame().await {
        let data = frame.unwrap().into_data().unwrap();
        largest = largest.max(data.len());
        received += data.len();
    }
    assert_eq!(received, size);
    assert!(largest < 1024 * 1024, "{largest}");
}
