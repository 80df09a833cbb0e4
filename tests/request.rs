//! Requests: what is sent, what is left out, what is refused.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Value, json};
use sparkbot_core::{
    error::{Error, Kind},
    operation::{Method, Operation},
    request::{PATIENCE, Request, build},
};

fn request(operation: &str, parameters: &Value) -> Result<Request, Error> {
    let resource = if operation.starts_with("getNumber") {
        "numbers"
    } else {
        "session"
    };
    build(
        Operation::find(resource, operation).unwrap(),
        parameters.as_object().unwrap(),
    )
}

fn path(operation: &str, parameters: &Value) -> String {
    request(operation, parameters).unwrap().path
}

#[test]
fn flags_are_sent_when_they_are_on_and_left_out_when_they_are_off() {
    let made = request(
        "rebootDevice",
        &json!({ "device": "a1", "rebootOptions": { "force": false, "wait": true } }),
    )
    .unwrap();
    assert_eq!(made.method, Method::Post);
    assert_eq!(made.path, "/devices/a1/reboot?wait=true");
    assert_eq!(made.body, None);
    assert_eq!(
        path("rebootDevice", &json!({ "device": "a1" })),
        "/devices/a1/reboot"
    );
    assert_eq!(
        path(
            "rebootDevice",
            &json!({ "device": "a1", "rebootOptions": null })
        ),
        "/devices/a1/reboot"
    );
}

#[test]
fn an_expression_may_give_a_flag_as_text_and_a_number_as_text() {
    let parameters =
        json!({ "device": "a1", "rebootOptions": { "force": "true", "sync": "false" } });
    assert_eq!(
        path("rebootDevice", &parameters),
        "/devices/a1/reboot?force=true"
    );
    assert_eq!(
        path(
            "getNumbers",
            &json!({ "filters": { "size": " 20 ", "page": 0 } })
        ),
        "/devices?page=0&size=20"
    );
}

#[test]
fn lists_are_joined_with_commas_whatever_form_they_come_in() {
    for ids in [
        json!(["1", "2"]),
        json!([1, 2]),
        json!("1,2"),
        json!(" 1, 2 "),
    ] {
        assert_eq!(
            path("getNumbers", &json!({ "filters": { "ids": ids } })),
            "/devices?ids=1%2C2"
        );
    }
    for nothing in [json!([]), json!(""), json!(" , "), Value::Null] {
        assert_eq!(
            path("getNumbers", &json!({ "filters": { "ids": nothing } })),
            "/devices"
        );
    }
}

#[test]
fn the_client_waits_longer_than_the_api_may_hold_its_answer() {
    let timeout = |operation, parameters: Value| request(operation, &parameters).unwrap().timeout;
    assert_eq!(
        timeout("rebootDevice", json!({ "device": "a1" })),
        PATIENCE * 1000
    );
    assert_eq!(
        timeout(
            "rebootDevice",
            json!({ "device": "a1", "rebootOptions": { "wait": true } })
        ),
        (PATIENCE + 90) * 1000
    );
    assert_eq!(
        timeout("startDevice", json!({ "device": "a1", "wait": true })),
        (PATIENCE + 90) * 1000
    );
    assert_eq!(
        timeout(
            "resetDevice",
            json!({ "device": "a1", "resetOptions": { "wait": true } })
        ),
        (PATIENCE + 120) * 1000
    );
}

#[test]
fn a_qr_code_is_a_file_in_two_of_its_encodings() {
    let made = |encoding: &str| {
        request("scanQR", &json!({ "device": "a1", "encoding": encoding })).unwrap()
    };
    let svg = made("svg");
    assert_eq!(svg.path, "/devices/a1/scan");
    assert_eq!(svg.headers, [("Accept", "image/svg+xml")]);
    assert_eq!(svg.file_name.as_deref(), Some("qr-a1"));
    let image = made("image");
    assert_eq!(image.path, "/devices/a1/scan?encoding=image");
    assert_eq!(image.headers, []);
    assert_eq!(image.file_name.as_deref(), Some("qr-a1"));
    assert_eq!(made("json").file_name, None);
}

#[test]
fn a_resource_locator_counts_as_its_value() {
    let device = json!({ "__rl": true, "mode": "id", "value": "a1" });
    assert_eq!(
        path("deviceHealth", &json!({ "device": device })),
        "/devices/a1/health"
    );
    let empty = request(
        "deviceHealth",
        &json!({ "device": { "__rl": true, "mode": "list", "value": "" } }),
    );
    assert_eq!(empty.unwrap_err().message, "'WhatsApp Number' is empty");
}

#[test]
fn what_changes_a_number_has_it_as_target_and_what_reads_has_none() {
    let target = |operation, parameters: Value| request(operation, &parameters).unwrap().target;
    assert_eq!(
        target("rebootDevice", json!({ "device": "a1" })).as_deref(),
        Some("device a1")
    );
    assert_eq!(
        target("syncSession", json!({ "device": "a1" })).as_deref(),
        Some("device a1")
    );
    assert_eq!(target("deviceHealth", json!({ "device": "a1" })), None);
    assert_eq!(target("getNumbers", json!({})), None);
}

#[test]
fn what_can_never_be_right_is_refused_with_the_name_that_the_editor_shows() {
    for (device, message) in [
        (json!(""), "'WhatsApp Number' is empty"),
        (json!(" \t"), "'WhatsApp Number' is empty"),
        (Value::Null, "'WhatsApp Number' is empty"),
        (json!("."), "'WhatsApp Number' cannot be '.'"),
        (json!(".."), "'WhatsApp Number' cannot be '..'"),
        (
            json!({ "id": "a1" }),
            "'WhatsApp Number' must be text, but is an object",
        ),
        (
            json!(["a1"]),
            "'WhatsApp Number' must be text, but is a list",
        ),
        (
            json!(true),
            "'WhatsApp Number' must be text, but is true or false",
        ),
    ] {
        let error = request("rebootDevice", &json!({ "device": device })).unwrap_err();
        assert_eq!(
            (error.kind, error.message.as_str()),
            (Kind::Parameter, message)
        );
        assert!(!error.description.is_empty());
    }
    let missing = request("rebootDevice", &json!({})).unwrap_err();
    assert_eq!(missing.message, "'WhatsApp Number' is empty");
    for (filters, message) in [
        (
            json!({ "size": "many" }),
            "'Results Page Size' must be a number, but is other text",
        ),
        (
            json!({ "ids": { "a": 1 } }),
            "'WhatsApp Numbers' must be a list of texts, but is an object",
        ),
        (
            json!("status=any"),
            "'filters' is not a collection of fields",
        ),
    ] {
        assert_eq!(
            request("getNumbers", &json!({ "filters": filters }))
                .unwrap_err()
                .message,
            message
        );
    }
    let flag = request(
        "rebootDevice",
        &json!({ "device": "a1", "rebootOptions": { "wait": "soon" } }),
    )
    .unwrap_err();
    assert_eq!(
        flag.message,
        "'Wait For Session' must be true or false, but is other text"
    );
}

#[test]
fn an_unknown_operation_is_refused_by_name() {
    let error = Operation::find("session", "explode").unwrap_err();
    assert!(error.message.contains("'explode'") && error.message.contains("'session'"));
}

proptest! {
    #[test]
    fn no_id_changes_the_shape_of_the_path(id in "\\PC*") {
        match request("rebootDevice", &json!({ "device": id })) {
            Err(error) => {
                prop_assert!(id.trim().is_empty() || id == "." || id == "..", "{}", error);
            }
            Ok(made) => {
                let segments: Vec<_> = made.path.split('/').collect();
                prop_assert_eq!(segments.len(), 4);
                prop_assert_eq!((segments[1], segments[3]), ("devices", "reboot"));
                prop_assert!(made.path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~%".contains(&byte)));
                prop_assert_eq!(percent_decode_str(segments[2]).decode_utf8().unwrap(), id.as_str());
            }
        }
    }

    #[test]
    fn no_search_text_adds_a_query_parameter(search in "\\PC*") {
        let made = path("getNumbers", &json!({ "filters": { "search": search } }));
        match made.strip_prefix("/devices?search=") {
            None => prop_assert!(search.trim().is_empty() && made == "/devices"),
            Some(value) => {
                prop_assert!(!value.contains(['&', '=', '#', '+']));
                prop_assert_eq!(percent_decode_str(value).decode_utf8().unwrap(), search.as_str());
            }
        }
    }

    #[test]
    fn any_parameters_give_a_request_or_a_clear_refusal(device in any_json(), options in any_json()) {
        for operation in ["rebootDevice", "scanQR", "requestNumberAuthCode", "getNumberById"] {
            let parameters = json!({
                "device": device, "rebootOptions": options, "includeOptions": options, "encoding": options, "phone": options, "force": options,
            });
            if let Err(error) = request(operation, &parameters) {
                prop_assert_eq!(error.kind, Kind::Parameter);
                prop_assert!(error.message.contains('\'') && !error.description.is_empty());
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("wait|sync|include|exclude|__rl|value", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}
