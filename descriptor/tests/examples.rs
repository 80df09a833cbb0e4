//! Examples: what the build refuses.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use sparkbot_descriptor::{build, schema};

/// A descriptor whose one operation has these examples; null leaves them out.
fn descriptor(test: &str, examples: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let mut operation = json!({
        "operation": "getLabels",
        "name": "Get Labels",
        "action": "Get labels",
        "description": "List labels",
        "request": { "method": "GET", "path": "/labels" },
        "parameters": [],
    });
    if !examples.is_null() {
        operation["examples"] = examples.clone();
    }
    let labels = json!({ "resource": "labels", "name": "Labels", "operations": [operation] });
    fs::create_dir_all(folder.join("answers")).unwrap();
    fs::write(folder.join("shared.json"), "{}").unwrap();
    fs::write(folder.join("labels.json"), labels.to_string()).unwrap();
    folder
}

fn refusal(test: &str, examples: &Value) -> String {
    format!("{:#}", build(&descriptor(test, examples)).unwrap_err())
}

#[test]
fn an_operation_without_an_example_is_named_with_its_file() {
    for (test, examples) in [
        ("examples-missing", Value::Null),
        ("examples-empty", json!([])),
    ] {
        let refusal = refusal(test, &examples);
        for part in ["descriptor/labels.json", "'getLabels'", "'examples'"] {
            assert!(refusal.contains(part), "{refusal}");
        }
    }
}

#[test]
fn an_unknown_member_of_an_example_is_named() {
    let example =
        json!({ "name": "lists labels", "parameters": {}, "request": "GET /labels", "bdy": {} });
    let refusal = refusal("examples-unknown-member", &json!([example]));
    for part in ["descriptor/labels.json", "`bdy`"] {
        assert!(refusal.contains(part), "{refusal}");
    }
}

#[test]
fn the_schema_asks_for_an_example() {
    let schema = schema();
    let operation = &schema["$defs"]["OperationFile"];
    assert!(
        operation["required"]
            .as_array()
            .unwrap()
            .contains(&json!("examples"))
    );
    assert_eq!(operation["properties"]["examples"]["minItems"], 1);
}
