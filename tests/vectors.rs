//! Every request observed of the family's existing node, made here from the same parameters.
//! `tests/vectors/README.md` says how two requests are compared.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use sparkbot_core::{
    descriptor,
    error::{Context, Words},
    request::{self, Body},
};

#[test]
fn every_observed_request_is_made_here_too() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("vectors/requests.json")).unwrap();
    assert!(cases.len() >= 651, "only {} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What differs, in one line; none when the request means the same.
fn difference(case: &Value) -> Option<String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let expected = &case["request"];
    let context = Context { api: descriptor::api(), words: Words::default() };
    let Some(operation) = descriptor::operation(text("resource"), text("operation")) else {
        return Some(format!("{}: the core does not have it", text("id")));
    };
    let parameters = case["parameters"].as_object().unwrap();
    let made = match request::build(&operation, parameters, &|_| None, &context) {
        Ok(made) => made,
        Err(error) => return Some(format!("{}: {error} {}", text("id"), error.description)),
    };
    let (path, query) = made.path.split_once('?').unwrap_or((&made.path, ""));
    let pairs: Map<String, Value> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decoded(key), Value::String(decoded(value))))
        .collect();
    let body = match &made.body {
        Body::Json(body) => body.clone(),
        Body::None | Body::File(_) => Value::Null,
    };
    let checks = [
        ("method", made.method.as_str().into(), expected["method"].clone()),
        ("path", decoded(path).into(), expected["url"].clone()),
        ("query", pairs.into(), as_query(&expected["query"])),
        ("body", without_empty(&body), without_empty(&expected["body"])),
    ];
    let mut found: Vec<String> = checks
        .into_iter()
        .filter(|(_, made, expected)| made != expected)
        .map(|(what, made, expected)| format!("{what} {made} instead of {expected}"))
        .collect();
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        if !made.headers.iter().any(|header| header.0 == *name && Some(header.1.as_str()) == value.as_str()) {
            found.push(format!("no header {name}: {value}"));
        }
    }
    (!found.is_empty()).then(|| format!("{}: {}", text("id"), found.join("; ")))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// A list equals its comma-separated form, numbers and booleans their text, and an empty value a missing key.
fn as_query(query: &Value) -> Value {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let joined = |value: &Value| match value {
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(","),
        other => text(other),
    };
    let pairs = query.as_object().into_iter().flatten();
    let filled = pairs.filter(|(_, value)| !is_empty(value));
    filled.map(|(key, value)| (key.clone(), Value::String(joined(value)))).collect::<Map<_, _>>().into()
}

fn without_empty(body: &Value) -> Value {
    match body {
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.clone(), without_empty(value)));
            let members: Map<_, _> = members.filter(|(_, value)| !is_empty(value)).collect();
            if members.is_empty() { Value::Null } else { members.into() }
        }
        Value::Array(entries) => entries.iter().map(without_empty).collect(),
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
