//! Requests: what is sent, what is left out, what is refused.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Value, json};
use sparkbot_core::{
    descriptor,
    error::{Context, Error, Kind, Words},
    model::{Method, Operation},
    request::{Attached, Body, DEFAULT_TIMEOUT, Request, build},
};

fn context() -> Context {
    Context { api: descriptor::api(), words: Words::default() }
}

fn find(operation: &str) -> Operation<'static> {
    // The values of operations are unique in the whole node.
    let mut names = descriptor::names();
    let (resource, _) = names.find(|(_, name)| *name == operation).unwrap();
    descriptor::operation(resource, operation).unwrap()
}

fn request(operation: &str, parameters: &Value) -> Result<Request, Error> {
    build(&find(operation), parameters.as_object().unwrap(), &|local| Some(in_berlin(local)), &context())
}

/// The JSON body; null when there is none.
fn json_of(request: &Request) -> Value {
    match &request.body {
        Body::Json(body) => body.clone(),
        Body::None | Body::File(_) => Value::Null,
    }
}

/// A workflow's clock; winter time is enough here.
fn in_berlin(local: &str) -> String {
    format!("{local}+01:00")
}

fn body(operation: &str, parameters: &Value) -> Value {
    let made = request(operation, parameters).unwrap();
    assert_ne!(made.body, Body::None);
    json_of(&made)
}

fn refusal(operation: &str, parameters: &Value) -> String {
    request(operation, parameters).unwrap_err().message
}

fn path(operation: &str, parameters: &Value) -> String {
    request(operation, parameters).unwrap().path
}

#[test]
fn flags_are_sent_when_they_are_on_and_left_out_when_they_are_off() {
    let made =
        request("rebootDevice", &json!({ "device": "a1", "rebootOptions": { "force": false, "wait": true } })).unwrap();
    assert_eq!(made.method, Method::Post);
    assert_eq!(made.path, "/devices/a1/reboot?wait=true");
    assert_eq!(made.body, Body::None);
    assert_eq!(path("rebootDevice", &json!({ "device": "a1" })), "/devices/a1/reboot");
    assert_eq!(path("rebootDevice", &json!({ "device": "a1", "rebootOptions": null })), "/devices/a1/reboot");
}

#[test]
fn an_expression_may_give_a_flag_as_text_and_a_number_as_text() {
    let parameters = json!({ "device": "a1", "rebootOptions": { "force": "true", "sync": "false" } });
    assert_eq!(path("rebootDevice", &parameters), "/devices/a1/reboot?force=true");
    assert_eq!(path("getNumbers", &json!({ "filters": { "size": " 20 ", "page": 0 } })), "/devices?page=0&size=20");
}

#[test]
fn lists_are_joined_with_commas_whatever_form_they_come_in() {
    for ids in [json!(["1", "2"]), json!([1, 2]), json!("1,2"), json!(" 1, 2 ")] {
        assert_eq!(path("getNumbers", &json!({ "filters": { "ids": ids } })), "/devices?ids=1%2C2");
    }
    for nothing in [json!([]), json!(""), json!(" , "), Value::Null] {
        assert_eq!(path("getNumbers", &json!({ "filters": { "ids": nothing } })), "/devices");
    }
}

#[test]
fn the_client_waits_longer_than_the_api_may_hold_its_answer() {
    let timeout = |operation, parameters: Value| {
        let request = request(operation, &parameters).unwrap();
        request.timeout + request.server_wait
    };
    assert_eq!(timeout("rebootDevice", json!({ "device": "a1" })), DEFAULT_TIMEOUT);
    assert_eq!(
        timeout("rebootDevice", json!({ "device": "a1", "rebootOptions": { "wait": true } })),
        DEFAULT_TIMEOUT + Duration::from_secs(90)
    );
    assert_eq!(
        timeout("startDevice", json!({ "device": "a1", "wait": true })),
        DEFAULT_TIMEOUT + Duration::from_secs(90)
    );
    assert_eq!(
        timeout("resetDevice", json!({ "device": "a1", "resetOptions": { "wait": true } })),
        DEFAULT_TIMEOUT + Duration::from_mins(2)
    );
}

#[test]
fn a_qr_code_is_a_file_in_two_of_its_encodings() {
    let made = |encoding: &str| request("scanQR", &json!({ "device": "a1", "encoding": encoding })).unwrap();
    let svg = made("svg");
    assert_eq!(svg.path, "/devices/a1/scan");
    assert_eq!(svg.headers, [("Accept".to_owned(), "image/svg+xml".to_owned())]);
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
    assert_eq!(path("deviceHealth", &json!({ "device": device })), "/devices/a1/health");
    let empty = request("deviceHealth", &json!({ "device": { "__rl": true, "mode": "list", "value": "" } }));
    assert_eq!(empty.unwrap_err().message, "'WhatsApp Number' is empty");
}

#[test]
fn what_changes_a_number_has_it_as_target_and_what_reads_has_none() {
    let key = |operation, parameters: Value| request(operation, &parameters).unwrap().ordering_key;
    assert_eq!(key("rebootDevice", json!({ "device": "a1" })).as_deref(), Some("device a1"));
    assert_eq!(key("syncSession", json!({ "device": "a1" })).as_deref(), Some("device a1"));
    assert_eq!(key("deviceHealth", json!({ "device": "a1" })), None);
    assert_eq!(key("getNumbers", json!({})), None);
}

#[test]
fn what_can_never_be_right_is_refused_with_the_name_that_the_editor_shows() {
    for (device, message) in [
        (json!(""), "'WhatsApp Number' is empty"),
        (json!(" \t"), "'WhatsApp Number' is empty"),
        (Value::Null, "'WhatsApp Number' is empty"),
        (json!("."), "'WhatsApp Number' cannot be '.'"),
        (json!(".."), "'WhatsApp Number' cannot be '..'"),
        (json!({ "id": "a1" }), "'WhatsApp Number' must be text, but is an object"),
        (json!(["a1"]), "'WhatsApp Number' must be text, but is a list"),
        (json!(true), "'WhatsApp Number' must be text, but is true or false"),
    ] {
        let error = request("rebootDevice", &json!({ "device": device })).unwrap_err();
        assert_eq!((error.kind, error.message.as_str()), (Kind::Parameter, message));
        assert!(!error.description.is_empty());
    }
    let missing = request("rebootDevice", &json!({})).unwrap_err();
    assert_eq!(missing.message, "'WhatsApp Number' is empty");
    for (filters, message) in [
        (json!({ "size": "many" }), "'Results Page Size' must be a number, but is other text"),
        (json!({ "ids": { "a": 1 } }), "'WhatsApp Numbers' must be a list of texts, but is an object"),
        (json!("status=any"), "'filters' is not a collection of fields"),
    ] {
        assert_eq!(request("getNumbers", &json!({ "filters": filters })).unwrap_err().message, message);
    }
    let flag = request("rebootDevice", &json!({ "device": "a1", "rebootOptions": { "wait": "soon" } })).unwrap_err();
    assert_eq!(flag.message, "'Wait For Session' must be true or false, but is other text");
}

#[test]
fn an_unknown_operation_is_refused_by_name() {
    assert!(descriptor::operation("session", "explode").is_none());
    let error = Error::unknown_operation("session", "explode", &context());
    assert!(error.message.contains("'explode'") && error.message.contains("'session'"));
}

#[test]
fn all_148_operations_over_23_resources_are_here() {
    let original: std::collections::BTreeMap<String, Vec<String>> =
        serde_json::from_str(include_str!("operations.json")).unwrap();
    let count: usize = original.values().map(Vec::len).sum();
    assert_eq!((count, original.len()), (148, 23));
    for (resource, operations) in original {
        for operation in operations {
            let same = |name: &(&str, &str)| *name == (&*resource, &*operation);
            let found = descriptor::names().filter(same).count();
            assert_eq!(found, 1, "{resource}, {operation}");
        }
    }
}

#[test]
fn a_raw_request_goes_below_the_base_url_with_what_the_user_wrote() {
    let parameters = json!({
        "httpMethod": "PATCH",
        "urlPath": "/devices/a1?x=1",
        "urlParams": { "param": [{ "key": "a b", "value": "c&d" }] },
        "headers": { "header": [{ "key": "X-Trace", "value": "7" }] },
        "body": "{\"alias\":\"Sales\"}",
    });
    let made = request("sendRaw", &parameters).unwrap();
    assert_eq!(made.method, Method::Patch);
    assert_eq!(made.path, "/devices/a1?x=1&a%20b=c%26d");
    assert_eq!(made.headers, [("X-Trace".to_owned(), "7".to_owned())]);
    assert_eq!(json_of(&made), json!({ "alias": "Sales" }));
    assert!(!made.reads());

    let read = request("sendRaw", &json!({ "httpMethod": "GET", "urlPath": "/devices", "body": "{}" })).unwrap();
    assert!(read.reads() && read.body == Body::None);
    assert!(
        refusal("sendRaw", &json!({ "httpMethod": "GET", "urlPath": "devices" })).contains("must begin with one slash")
    );
    assert!(
        refusal("sendRaw", &json!({ "httpMethod": "POST", "urlPath": "/a", "body": "{" })).contains("must be JSON")
    );
    let stolen =
        json!({ "httpMethod": "GET", "urlPath": "/a", "headers": { "header": [{ "key": "token", "value": "x" }] } });
    assert_eq!(refusal("sendRaw", &stolen), "The header 'token' cannot be set here");
}

#[test]
fn a_time_without_a_zone_is_meant_where_the_workflow_runs() {
    let at = |date: &str| {
        let parameters = json!({ "device": "a1", "phone": "+1555", "deliverAt": date });
        body("sendScheduled", &parameters)["deliverAt"].clone()
    };
    assert_eq!(at("2026-11-22T10:30:00"), "2026-11-22T10:30:00+01:00");
    assert_eq!(at("2026-11-22T10:30:00.000Z"), "2026-11-22T10:30:00.000Z");
    assert_eq!(at("2026-11-22T10:30:00-05:00"), "2026-11-22T10:30:00-05:00");
    let contact = json!({ "device": "a1", "phone": "+1555", "contactFields": { "birthday": "1990-02-01T00:00:00" } });
    assert_eq!(body("createContact", &contact)["birthday"], "1990-02-01T00:00:00");
}

#[test]
fn a_queue_is_routed_from_one_number_to_another() {
    let parameters = json!({ "device": "from", "targetDevice": "to" });
    assert_eq!(path("routeQueue", &parameters), "/devices/from/queue");
    assert_eq!(body("routeQueue", &parameters), json!({ "device": "to" }));
}

#[test]
fn nothing_is_deleted_by_an_empty_filter() {
    for (operation, parameters, said) in [
        ("deleteFiles", json!({ "deleteOptions": {} }), "would delete all stored files"),
        ("emptyQueue", json!({ "device": "a1", "filterType": "dateRange" }), "would delete all messages in the queue"),
        ("emptyQueue", json!({ "device": "a1", "filterType": "ids", "ids": [] }), "is empty"),
        (
            "deleteMeetingLinks",
            json!({ "device": "a1", "deleteMethod": "specific", "ids": [" "] }),
            "would delete all of them",
        ),
        (
            "deleteMeetingLinks",
            json!({ "device": "a1", "deleteMethod": "dateRange", "dateFilters": {} }),
            "would delete all meeting links",
        ),
        ("deleteUserStatus", json!({ "device": "a1", "deleteMethod": "status", "status": [] }), "is empty"),
        ("deleteQuickReplies", json!({ "device": "a1", "deleteMethod": "specific", "deleteItems": {} }), "is empty"),
        ("deleteChats", json!({ "device": "a1", "phoneNumbers": [] }), "is empty"),
    ] {
        let message = refusal(operation, &parameters);
        assert!(message.contains(said), "{operation}: {message}");
    }
    assert_eq!(body("deleteUserStatus", &json!({ "device": "a1", "deleteMethod": "all" })), json!({ "all": true }));
    assert_eq!(body("deleteQuickReplies", &json!({ "device": "a1", "deleteMethod": "all" })), json!([{ "all": true }]));
}

#[test]
fn an_update_sends_only_what_was_set() {
    let group = json!({ "device": "a1", "groupId": "g@g.us", "name": "", "description": "New", "ephemeral": "", "permissions": {} });
    assert_eq!(body("updateGroup", &group), json!({ "description": "New" }));
    let webhook = json!({ "webhookId": "w1", "name": "", "url": "https://a.example", "events": [], "device": "" });
    assert_eq!(body("updateWebhook", &webhook), json!({ "url": "https://a.example" }));
    let reply = json!({ "device": "a1", "shortcut": "hi", "message": "Hello", "permission": "" });
    assert_eq!(body("updateQuickReply", &reply), json!({ "shortcut": "hi", "message": "Hello" }));
}

#[test]
fn a_meeting_is_answered_as_the_vendor_s_model_says() {
    let answer = |response: &str| json!({ "device": "a1", "target": "phone", "phone": "+1555", "eventMessageId": "ab", "eventResponse": response });
    assert_eq!(body("confirmEvent", &answer("accept"))["attend"], json!({ "event": "ab", "confirm": true }));
    assert_eq!(body("confirmEvent", &answer("decline"))["attend"], json!({ "event": "ab", "confirm": false }));
}

#[test]
fn an_entry_of_a_list_that_is_not_complete_is_named() {
    let contacts = json!({ "device": "a1", "phone": "+1555", "contactsList": { "contacts": [
        { "phone": "+1556", "name": "Ann" }, { "phone": "", "name": "" }, { "phone": "+1557", "name": "" },
    ] } });
    let message = refusal("sendContacts", &contacts);
    assert!(message.contains("in entry 3 of"), "{message}");
    let wrong = json!({ "device": "a1", "phone": "+1555", "contactsList": { "contacts": ["Ann"] } });
    assert!(refusal("sendContacts", &wrong).contains("entry 1 is other text"));
}

#[test]
fn messages_to_one_chat_have_one_target_and_hidden_fields_do_not_count() {
    let key = |parameters: Value| request("sendText", &parameters).unwrap().ordering_key;
    let one = key(json!({ "device": "a1", "target": "phone", "phone": "+1555", "message": "1" }));
    let same = key(json!({ "device": "a1", "target": "phone", "phone": "+1555", "groupId": "g", "message": "2" }));
    let other = key(json!({ "device": "a1", "target": "group", "phone": "+1555", "groupId": "g", "message": "3" }));
    assert_eq!(one, same);
    assert_ne!(one, other);
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

#[test]
fn a_file_goes_out_as_a_form_with_the_other_members() {
    let request = request(
        "uploadFile",
        &json!({
            "uploadMethod": "binary",
            "binaryPropertyName": "photo",
            "url": "https://example.com/hidden.png",
            "fileOptions": { "reference": "r", "tags": ["a", "b"] },
        }),
    )
    .unwrap();
    let Body::File(file) = request.body else {
        panic!("a file goes out");
    };
    assert_eq!(file.property, "photo");
    let member = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(file.form.unwrap(), [member("reference", "r"), member("tags", "a,b")]);
}

#[test]
fn a_file_of_a_message_is_put_into_its_body_before_it_goes_out() {
    let attached = |operation, parameters: Value| {
        let attachments = request(operation, &parameters).unwrap().attachments;
        assert_eq!(attachments.len(), 1);
        (attachments[0].key.clone(), attachments[0].what.clone())
    };
    let message = json!({ "device": "a1", "phone": "+1", "mediaSource": "binary", "binaryPropertyName": "photo" });
    assert_eq!(attached("sendMedia", message), ("media.file".into(), Attached::Upload("photo".into())));
    let reply = json!({ "device": "a1", "shortcut": "/a", "message": "Hi", "includeFile": true, "fileSource": "url", "fileUrl": "https://example.com/a" });
    assert_eq!(
        attached("createQuickReply", reply),
        ("file".into(), Attached::UploadUrl("https://example.com/a".into()))
    );
    let picture = json!({ "device": "a1", "groupId": "1@g.us", "imageSource": "file", "file": "f1" });
    assert_eq!(attached("groupUpdateImage", picture), ("image".into(), Attached::EmbedFile("f1".into())));
}

#[test]
fn a_field_is_emptied_only_on_purpose() {
    let body = |parameters: Value| request("updateGroup", &parameters).map(|made| json_of(&made));
    let group = |more: Value| {
        let mut parameters = json!({ "device": "a1", "groupId": "1@g.us" });
        let members = parameters.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        parameters
    };
    assert_eq!(body(group(json!({}))).unwrap(), Value::Null);
    assert_eq!(body(group(json!({ "clear": ["description"] }))).unwrap(), json!({ "description": null }));
    let both = body(group(json!({ "description": "x", "clear": ["description"] })));
    assert!(both.unwrap_err().message.contains("filled in as well"));
}

#[test]
fn a_list_is_read_page_by_page_unless_the_user_names_a_page() {
    let pages = |more: Value| request("getNumbers", &more).unwrap().pages;
    assert!(pages(json!({})).is_some());
    assert!(pages(json!({ "returnAll": true, "filters": { "size": 5 } })).is_some());
    assert!(pages(json!({ "filters": { "size": 5 } })).is_none());
    assert!(pages(json!({ "filters": { "page": 2 } })).is_none());
    let error = request("getNumbers", &json!({ "limit": 0 })).unwrap_err();
    assert!(error.message.contains("'Limit'"));
}

#[test]
fn a_message_is_found_again_by_its_reference() {
    let message = |options: Value| {
        let parameters = json!({ "device": "a1", "phone": "+15550001", "message": "Hi", "options": options });
        request("sendText", &parameters).unwrap()
    };
    let mut plain = message(json!({}));
    let reference = plain.set_reference("n8n-7-x-0-1", &context()).unwrap().unwrap();
    assert_eq!(reference.path, "/messages?reference=n8n-7-x-0-1");
    assert!(!reference.is_own);
    assert_eq!(json_of(&plain)["reference"], "n8n-7-x-0-1");

    let mut own = message(json!({ "reference": "a b" }));
    let before = own.body.clone();
    let reference = own.set_reference("n8n-7-x-0-1", &context()).unwrap().unwrap();
    assert_eq!(reference.path, "/messages?reference=a%20b&device=a1&phone=%2B15550001");
    assert!(reference.is_own && own.body == before);

    assert!(message(json!({ "reference": "a,b" })).set_reference("x", &context()).is_err());
    let mut other = request("createLabel", &json!({ "device": "a1", "name": "n", "color": "ruby" })).unwrap();
    assert_eq!(other.set_reference("x", &context()).unwrap(), None);
}

#[test]
fn a_message_is_not_idempotent_and_a_read_is() {
    for (resource, name) in descriptor::names() {
        let request = descriptor::operation(resource, name).unwrap().request;
        assert!(!(request.lookup.is_some() && request.is_idempotent()), "{name}");
        assert!(request.method != Method::Get || request.is_idempotent(), "{name}");
    }
}
