//! The lists of the dropdowns: the cases of `tests/lists.json`.
//!
//! Nothing here knows the API. A crate with another descriptor and another `tests/lists.json` includes this file with `#[path]`,
//! under the name `sparkbot_core` for its core.

use std::{fs, path::Path};

use serde_json::{Map, Value};
use sparkbot_core::{
    descriptor,
    lists::{choice, goes_on, page_path, searches},
};

#[test]
fn every_page_has_its_path() {
    let cases = cases("pages");
    let made = cases.iter().map(|case| {
        let list = descriptor::list(text(case, "list")).unwrap();
        let page = usize::try_from(case["page"].as_u64().unwrap_or(0)).unwrap();
        let none = Map::new();
        let parameters = case["parameters"].as_object().unwrap_or(&none);
        let made = page_path(&list, page, parameters, text(case, "search"));
        made.unwrap_or_else(|error| error.message)
    });
    assert_all(&cases, made.map(Value::from));
}

#[test]
fn every_entry_shows_what_it_is() {
    let cases = cases("entries");
    let made = cases.iter().map(|case| {
        let list = descriptor::list(text(case, "list")).unwrap();
        let member = |path: &str| {
            let value = path.split('.').fold(&case["entry"], |value, name| &value[name]);
            value.as_str().map(str::to_owned)
        };
        serde_json::to_value(choice(&list, member)).unwrap()
    });
    assert_all(&cases, made);
}

#[test]
fn a_page_that_is_full_may_have_another_behind_it() {
    for case in cases("sizes") {
        let list = descriptor::list(text(&case, "list")).unwrap();
        let size = case["full"].as_u64().map(usize::try_from);
        match size.transpose().unwrap() {
            Some(size) => assert!(goes_on(&list, size) && !goes_on(&list, size - 1), "{case}"),
            None => assert!(!goes_on(&list, 1_000_000), "{case}"),
        }
    }
}

#[test]
fn a_list_without_a_search_is_filtered_here() {
    for case in cases("searches") {
        let list = descriptor::list(text(&case, "list")).unwrap();
        let by_api = case["byApi"].as_bool().unwrap();
        assert_eq!(searches(&list, text(&case, "search")), by_api, "{case}");
    }
}

#[test]
fn an_unknown_list_is_named() {
    assert!(descriptor::list("getTeapots").is_none());
}

/// Each case with what it expects under `expected`.
fn assert_all(cases: &[Value], made: impl Iterator<Item = Value>) {
    for (case, made) in cases.iter().zip(made) {
        assert_eq!(made, case["expected"], "{case}");
    }
}

fn cases(of: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists.json");
    let all: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases = all[of].as_array().unwrap().clone();
    assert!(!cases.is_empty(), "no case of {of}");
    cases
}

fn text<'a>(case: &'a Value, member: &str) -> &'a str {
    case[member].as_str().unwrap_or_default()
}
