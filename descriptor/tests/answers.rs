//! What the answers of operations become, and what is said when a name is wrong.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;

const LABEL: &str = r#"{ "type": "object", "properties": { "name": { "type": "string" }, "color": {} } }"#;

/// A descriptor with one operation, and one model named `label`.
fn descriptor(test: &str, answer: &Value, model: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let operation = json!({
        "operation": "getLabels",
        "name": "Get Labels",
        "action": "Get labels",
        "description": "List labels",
        "answer": answer,
        "request": { "method": "GET", "path": "/labels" },
        "parameters": [],
        "examples": [{ "name": "lists labels", "parameters": {}, "request": "GET /labels" }],
    });
    let labels = json!({ "resource": "labels", "name": "Labels", "operations": [operation] });
    fs::create_dir_all(folder.join("answers")).unwrap();
    fs::write(folder.join("answers/label.json"), model).unwrap();
    fs::write(folder.join("shared.json"), "{}").unwrap();
    fs::write(folder.join("labels.json"), labels.to_string()).unwrap();
    folder
}

fn refusal(folder: &Path) -> String {
    let refused = Descriptor::read(folder).err().unwrap();
    format!("{refused:#}")
}

#[test]
fn each_operation_with_an_answer_has_a_schema() {
    let folder = descriptor("good", &json!("label"), LABEL);
    let schemas = Descriptor::read(&folder).unwrap().answers();
    assert_eq!(json!(schemas), json!({ "labels/getLabels.json": serde_json::from_str::<Value>(LABEL).unwrap() }));
}

#[test]
fn an_unknown_model_is_named_with_file_and_operation() {
    let refusal = refusal(&descriptor("unknown", &json!("lable"), LABEL));
    for part in ["descriptor/labels.json", "'getLabels'", "'lable'"] {
        assert!(refusal.contains(part), "{refusal}");
    }
}

#[test]
fn a_model_that_no_operation_uses_is_named() {
    let refusal = refusal(&descriptor("unused", &Value::Null, LABEL));
    assert!(refusal.contains("no operation has the answer [\"label\"]"), "{refusal}");
}

#[test]
fn a_model_that_the_editor_would_not_understand_is_named() {
    let model = r#"{ "type": "object", "properties": { "name": { "$ref": "other" } } }"#;
    let refusal = refusal(&descriptor("strange", &json!("label"), model));
    assert!(refusal.contains("descriptor/answers/label.json"), "{refusal}");
}
