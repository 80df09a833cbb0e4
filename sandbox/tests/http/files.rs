//! `/files`: search, details, changes, bytes. Uploads are in `uploads`.

use serde_json::{Value, json};

use crate::client::{SALES, STOPPED, Sandbox};

const PDF: &str = "690000000000000000000001";
const PNG: &str = "690000000000000000000002";
const TXT: &str = "690000000000000000000003";
const UNKNOWN: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn lists_the_seeds_and_pages() {
    let sandbox = Sandbox::start(STOPPED).await;
    assert_eq!(sandbox.list("/files", "filename").await, ["opening-hours.txt", "shop-front.png", "price-list.pdf"]);
    let file = sandbox.get(&format!("/files/{PDF}")).await;
    for (member, value) in [
        ("id", json!(PDF)),
        ("mime", json!("application/pdf")),
        ("kind", json!("document")),
        ("status", json!("active")),
        ("origin", json!("upload")),
        ("format", json!("native")),
        ("permission", json!("public")),
    ] {
        assert_eq!(file[member], value, "{member}");
    }
    sandbox.pages("files", "/files", 100).await;
    assert_eq!(sandbox.list("/files?size=1", "filename").await, ["file-45.txt"]);
}

#[tokio::test]
async fn searches() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (query, names) in [
        (format!("ids={PDF},{TXT}"), vec![TXT, PDF]),
        ("filename=list".to_owned(), vec![PDF]),
        ("ext=pdf,png".to_owned(), vec![PNG, PDF]),
        ("mime=image%2Fpng".to_owned(), vec![PNG]),
        ("kind=image,audio".to_owned(), vec![PNG]),
        ("owner=670000000000000000000001&kind=image".to_owned(), vec![PNG]),
        ("owner=670000000000000000000009".to_owned(), vec![]),
        ("format=gif,ptt".to_owned(), vec![]),
        ("permission=private".to_owned(), vec![]),
        ("tags=shop,other&ext=pdf".to_owned(), vec![PDF]),
        ("tags=other".to_owned(), vec![]),
        ("origin=remote".to_owned(), vec![]),
        ("search=SEED-2".to_owned(), vec![PNG]),
        ("search=hours".to_owned(), vec![TXT]),
        ("reference=seed-1".to_owned(), vec![PDF]),
        ("reference=seed".to_owned(), vec![]),
        ("status=active&ext=pdf".to_owned(), vec![PDF]),
        ("status=ready&ext=pdf".to_owned(), vec![PDF]),
        ("status=expired,failed".to_owned(), vec![]),
        ("filesize=500,2000".to_owned(), vec![PNG]),
        (format!("device={SALES}"), vec![]),
        ("after=2025-01-15T09:01:30.000Z&before=2025-01-15T09:02:30Z".to_owned(), vec![PNG]),
        ("after=2025-01-15T10:02:30%2B01:00".to_owned(), vec![TXT]),
        ("sha2=00".to_owned(), vec![]),
    ] {
        let path = format!("/files?{query}");
        assert_eq!(sandbox.list(&path, "id").await, names, "{query}");
    }
    sandbox
        .refuse_queries(
            "/files",
            &[
                "kind=picture",
                "ids=1",
                "format=jpg",
                "permission=all",
                "origin=catalog",
                "status=new",
                "owner=me",
                "device=1",
                "after=yesterday",
                "before=2025-01-15",
                "after=2025-01-15T09:00:00",
                "filesize=1",
                "filesize=2,1",
                "ids[]=1",
                "tags=a,,b",
                "limit=5",
                "search=",
            ],
        )
        .await;
}

#[tokio::test]
async fn changes_and_clears_members() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/files/{PDF}");
    let wanted = json!({
        "filename": "prices.pdf",
        "reference": "spring",
        "tags": ["a", "b"],
        "message": "Our prices",
        "expiration": "7d",
        "permission": "private",
        "format": "native",
    });
    let changed = sandbox.ask("PATCH", &path, wanted.clone(), 200).await;
    for member in ["filename", "reference", "tags", "message", "permission", "format"] {
        assert_eq!(changed[member], wanted[member], "{member}");
    }
    assert!(changed["expiresAt"].is_string());
    let clear = json!({ "reference": "", "message": null, "tags": [] });
    let cleared = sandbox.ask("PATCH", &path, clear, 200).await;
    assert!(cleared.get("reference").is_none() && cleared.get("message").is_none());
    assert_eq!(cleared["tags"], json!([]));
    assert_eq!(sandbox.get(&path).await["filename"], "prices.pdf", "left alone, it stays");
    sandbox
        .refuse(&[
            ("PATCH", &path, json!({ "filename": "" }), 400, "filename"),
            ("PATCH", &path, json!({ "name": "x" }), 400, "name"),
            ("PATCH", &path, json!({ "tags": "a" }), 400, "tags"),
            ("PATCH", &path, json!({ "expiration": "8d" }), 400, "expiration"),
            ("PATCH", &path, json!({ "format": "gif" }), 400, "video/mp4"),
            ("PATCH", &path, json!({ "format": "ptt" }), 400, "audio/ogg"),
            ("PATCH", &format!("/files/{UNKNOWN}"), json!({}), 404, UNKNOWN),
            ("GET", &format!("/files/{UNKNOWN}"), Value::Null, 404, UNKNOWN),
            ("GET", "/files/1", Value::Null, 400, "file"),
        ])
        .await;
    assert_eq!(sandbox.get(&path).await["format"], "native");
}

#[tokio::test]
async fn deletes_one_and_many() {
    let sandbox = Sandbox::start(STOPPED).await;
    let path = format!("/files/{PDF}");
    sandbox.ask("DELETE", &path, Value::Null, 204).await;
    sandbox.refuse(&[("DELETE", &path, Value::Null, 404, PDF)]).await;

    for (filter, left) in [
        (json!({ "kind": ["audio"] }), 2),
        (json!({ "expires": "2030-01-01T00:00:00Z" }), 2),
        (json!({ "size": 1_000_000 }), 2),
        (json!({ "sha2": "00" }), 2),
        (json!({ "owner": "670000000000000000000001", "limit": 1 }), 1),
        (json!({ "ids": [PNG, TXT] }), 0),
    ] {
        sandbox.ask("DELETE", "/files", filter.clone(), 200).await;
        assert_eq!(sandbox.list("/files", "id").await.len(), left, "{filter}");
    }

    sandbox.seed("files", 130).await;
    let answer = sandbox.ask("DELETE", "/files", json!({ "ext": ["txt"] }), 200).await;
    assert_eq!(answer["deleted"], 100, "the default limit");
    assert_eq!(answer["ids"].as_array().map(Vec::len), Some(100));
    sandbox
        .refuse(&[
            ("DELETE", "/files", json!({}), 400, "without a filter"),
            ("DELETE", "/files", json!({ "limit": 5 }), 400, "without a filter"),
            ("DELETE", "/files", json!({ "ids": [] }), 400, "without a filter"),
            ("DELETE", "/files", json!({ "ids": [PDF], "limit": 501 }), 400, "limit"),
            ("DELETE", "/files", json!({ "ids": PDF }), 400, "ids"),
            ("DELETE", "/files", json!({ "search": "x" }), 400, "search"),
            ("DELETE", "/files", Value::Null, 400, "body"),
        ])
        .await;
}

#[tokio::test]
async fn downloads_and_previews_have_real_bytes() {
    let sandbox = Sandbox::start(STOPPED).await;
    let download = sandbox.api("GET", &format!("/files/{PDF}/download")).send().await;
    assert_eq!(download.header("content-type"), "application/pdf");
    assert_eq!(
        download.header("content-disposition"),
        "attachment; filename=\"price-list.pdf\"; filename*=UTF-8''price%2Dlist%2Epdf"
    );
    assert!(download.bytes.starts_with(b"%PDF-1.4") && download.bytes.ends_with(b"%%EOF\n"));
    let picture = sandbox.api("GET", &format!("/files/{PNG}/preview")).send().await;
    assert_eq!(picture.header("content-type"), "image/png");
    let original = sandbox.api("GET", &format!("/files/{PNG}/download")).send().await;
    assert_eq!(picture.bytes, original.bytes);
    let document = sandbox.api("GET", &format!("/files/{PDF}/preview")).send().await;
    assert!(document.bytes.starts_with(b"\x89PNG"));
    for kind in ["download", "preview"] {
        let path = format!("/files/{UNKNOWN}/{kind}");
        sandbox.refuse(&[("GET", &path, Value::Null, 404, UNKNOWN)]).await;
        let path = format!("/files/{PDF}/{kind}");
        sandbox.refuse_queries(&path, &["token=abcdefgh"]).await;
    }
}

#[tokio::test]
async fn expired_files_are_gone() {
    let sandbox = Sandbox::start(1_000_000.0).await;
    let path = format!("/files/{TXT}");
    sandbox.ask("PATCH", &path, json!({ "expiration": "10m" }), 200).await;
    // 10 minutes take less than a millisecond.
    sandbox.until(&path, |file| file["status"] == "expired").await;
    sandbox.api("GET", &format!("{path}/download")).send().await.refusal(410);
    assert_eq!(sandbox.list("/files?status=expired", "id").await, [TXT]);
}
