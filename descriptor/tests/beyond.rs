//! How the operations reference marks what the node did not begin with.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;

const RUN_OPTIONS: &str = r#"{ "displayName": "Options", "name": "run", "type": "collection", "default": {} }"#;

/// The pages of two operations when the node began with these; with null there is no list.
fn pages(test: &str, original: &Value) -> (String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let operation = |value: &str, name: &str| {
        json!({
            "operation": value,
            "name": name,
            "action": name,
            "description": name,
            "request": { "method": "GET", "path": "/labels" },
            "parameters": [],
            "examples": [{ "name": "reads", "parameters": {}, "request": "GET /labels" }],
        })
    };
    let labels = json!({
        "resource": "labels",
        "name": "Labels",
        "operations": [operation("getLabels", "Get Labels"), operation("getColors", "Get Colors")],
    });
    let files = [
        ("descriptor/labels.json", labels.to_string()),
        ("descriptor/shared.json", "{}".into()),
        ("descriptor/run-options.json", RUN_OPTIONS.into()),
        ("tests/operations.json", original.to_string()),
    ];
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("descriptor/answers")).unwrap();
    fs::create_dir_all(folder.join("tests")).unwrap();
    for (name, text) in files {
        if text != "null" {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let descriptor = Descriptor::read(&folder.join("descriptor")).unwrap();
    let mut pages = descriptor.reference();
    let mut page = |name| pages.remove(name).unwrap();
    (page("README.md"), page("labels.md"))
}

#[test]
fn what_the_node_did_not_begin_with_is_marked() {
    let (index, page) = pages("beyond", &json!({ "labels": ["getLabels"] }));
    assert!(index.contains("2 operations over 1 resources, 1 of them beyond the original 1."));
    let (first, second) = page.split_once("## Get Colors").unwrap();
    assert!(!first.contains("Beyond"), "{page}");
    assert!(second.contains("\nBeyond the original 1.\n"), "{page}");
}

#[test]
fn nothing_is_marked_when_all_are_original_or_there_is_no_list() {
    for (test, original) in [("all", json!({ "labels": ["getLabels", "getColors"] })), ("none", Value::Null)] {
        let (index, page) = pages(test, &original);
        assert!(index.contains("2 operations over 1 resources. "));
        assert!(!page.contains("Beyond"), "{page}");
    }
}
