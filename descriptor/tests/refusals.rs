//! What the build refuses: each message names file, operation and parameter.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sparkbot_descriptor::Descriptor;

/// The message about a descriptor whose one operation has these members besides its names.
fn refusal(test: &str, request: &Value, parameters: &Value) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let operation = json!({
        "operation": "getLabels",
        "name": "Get Labels",
        "action": "Get labels",
        "description": "List labels",
        "request": request,
        "parameters": parameters,
        "examples": [{ "name": "lists labels", "parameters": {}, "request": "GET /labels" }],
    });
    let labels = json!({ "resource": "labels", "name": "Labels", "operations": [operation] });
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("labels.json"), labels.to_string()).unwrap();
    let refused = Descriptor::read(&folder).and_then(|descriptor| descriptor.operations());
    format!("{:#}", refused.err().unwrap())
}

#[track_caller]
fn assert_names(refusal: &str, parts: &[&str]) {
    for part in ["descriptor/labels.json", "'getLabels'"].iter().chain(parts) {
        assert!(refusal.contains(part), "{part} in: {refusal}");
    }
}

/// A text field that is sent nowhere, with more members.
fn parameter(more: &Value) -> Value {
    let mut parameter = json!({ "displayName": "Label", "name": "label", "type": "string", "default": "", "send": [] });
    let members = parameter.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    parameter
}

fn get() -> Value {
    json!({ "method": "GET", "path": "/labels" })
}

#[test]
fn an_unknown_list_is_named_with_its_parameter() {
    let by_id = parameter(&json!({ "type": "resourceLocator", "list": "getLables" }));
    let parts = ["'label'", "'getLables'"];
    assert_names(&refusal("list", &get(), &json!([by_id])), &parts);

    let dropdown = json!({ "type": "options", "typeOptions": { "loadOptionsMethod": "getLables" } });
    let dropdown = parameter(&dropdown);
    assert_names(&refusal("load", &get(), &json!([dropdown])), &parts);

    let inside = json!({ "type": "collection", "default": {}, "fields": [dropdown], "name": "options" });
    let mut inside = parameter(&inside);
    inside.as_object_mut().unwrap().remove("send");
    let parts = ["'options'", "'label'", "'getLables'"];
    assert_names(&refusal("inside", &get(), &json!([inside])), &parts);
}

#[test]
fn an_unknown_shared_parameter_is_named() {
    let refusal = refusal("use", &get(), &json!([{ "use": "lable" }]));
    assert_names(&refusal, &["'lable'", "shared.json"]);
}

#[test]
fn an_operation_that_is_not_a_get_says_whether_it_is_idempotent() {
    let put = json!({ "method": "PUT", "path": "/labels", "orderingKey": [] });
    assert_names(&refusal("idempotent", &put, &json!([])), &["'idempotent'"]);
    let put = json!({ "method": "PUT", "path": "/labels", "idempotent": true });
    assert_names(&refusal("ordering", &put, &json!([])), &["'orderingKey'"]);
}

#[test]
fn a_condition_on_a_parameter_that_is_not_there_is_named() {
    let shown = json!({ "showWhen": [{ "parameter": "color", "is": ["red"] }] });
    let refusal = refusal("condition", &get(), &json!([parameter(&shown)]));
    assert_names(&refusal, &["'label'", "'color'"]);
}

#[test]
fn a_path_names_a_parameter_that_is_required_and_sent_there() {
    let request = json!({ "method": "GET", "path": "/labels/{label}" });
    let missing = refusal("path-missing", &request, &json!([]));
    assert_names(&missing, &["'label'"]);
    let optional = parameter(&json!({ "send": { "in": "path" } }));
    let optional = refusal("path-optional", &request, &json!([optional]));
    assert_names(&optional, &["'label'", "required"]);
}

#[test]
fn a_member_of_the_wrong_type_is_named_with_its_operation_and_parameter() {
    let wrong = parameter(&json!({ "required": "yes" }));
    assert_names(&refusal("type", &get(), &json!([wrong])), &["'label'", "expected a boolean"]);
    let unknown = parameter(&json!({ "lable": 1 }));
    assert_names(&refusal("member", &get(), &json!([unknown])), &["'label'", "`lable`"]);
    let request = json!({ "method": "GET", "path": 7 });
    assert_names(&refusal("request", &request, &json!([])), &["expected a text"]);
}
