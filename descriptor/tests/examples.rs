//! Examples: what the build refuses, and how the operations reference shows them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;

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
    fs::write(folder.join("run-options.json"), RUN_OPTIONS).unwrap();
    folder
}

const RUN_OPTIONS: &str = r#"{ "displayName": "Options", "name": "run", "type": "collection", "default": {} }"#;

fn refusal(test: &str, examples: &Value) -> String {
    let refused = Descriptor::read(&descriptor(test, examples)).err().unwrap();
    format!("{refused:#}")
}

#[test]
fn an_operation_without_an_example_is_named_with_its_file() {
    for (test, examples) in [("examples-missing", Value::Null), ("examples-empty", json!([]))] {
        let refusal = refusal(test, &examples);
        for part in ["descriptor/labels.json", "'getLabels'", "'examples'"] {
            assert!(refusal.contains(part), "{refusal}");
        }
    }
}

#[test]
fn an_unknown_member_of_an_example_is_named() {
    let example = json!({ "name": "lists labels", "parameters": {}, "request": "GET /labels", "bdy": {} });
    let refusal = refusal("examples-unknown-member", &json!([example]));
    for part in ["descriptor/labels.json", "`bdy`"] {
        assert!(refusal.contains(part), "{refusal}");
    }
}

#[test]
fn the_schema_asks_for_an_example() {
    let folder = descriptor("examples-schema", &json!([]));
    fs::remove_file(folder.join("labels.json")).unwrap();
    let schemas = Descriptor::read(&folder).unwrap().schemas();
    let schema = &schemas["schema.json"];
    let operation = &schema["$defs"]["OperationFile"];
    assert!(operation["required"].as_array().unwrap().contains(&json!("examples")));
    assert_eq!(operation["properties"]["examples"]["minItems"], 1);
}

#[test]
fn the_reference_shows_parameters_and_request() {
    let examples = json!([
        { "name": "lists labels", "parameters": {}, "request": "GET /labels", "headers": { "X-A": "1" } },
        {
            "name": "sends files",
            "parameters": { "texts": ["a".repeat(60), "b".repeat(60)], "nothing": [] },
            "request": "POST /labels?x=1",
            "body": { "name": "ripe", "sizes": [1, 2] },
            "attachments": { "picture": { "upload": "photo" }, "text": { "embedFile": "f1" } },
        },
        {
            "name": "sends a form",
            "parameters": {},
            "request": "POST /files",
            "file": { "field": "data", "form": { "tags": "a,b" } },
        },
    ]);
    let folder = descriptor("examples-reference", &examples);
    let pages = Descriptor::read(&folder).unwrap().reference();
    let (a, b) = ("a".repeat(60), "b".repeat(60));
    let shown = format!(
        r#"
Example: lists labels.

```json
{{}}
```

```http
GET /labels
X-A: 1
```

Example: sends files.

```json
{{
  "texts": [
    "{a}",
    "{b}"
  ],
  "nothing": []
}}
```

```http
POST /labels?x=1

{{ "name": "ripe", "sizes": [1, 2] }}
```

In the body, `picture` is the ID of the binary data `photo`, which is stored first.

In the body, `text` is the stored file `f1` as Base64 text.

Example: sends a form.

```json
{{}}
```

```http
POST /files
```

The body is a form with the binary data `data`, `tags` = `a,b`.
"#
    );
    let page = &pages["labels.md"];
    assert!(page.ends_with(&shown), "{page}");
}
