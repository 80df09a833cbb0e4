//! The compact tables hold what `node-descriptor.json` says, all of it.

use serde_json::Value;
use sparkbot_core::operation::{
    Binary, Condition, Field, Guard, Header, Kind, Method, Operation, Paging, Place, Rows, When,
    Wire,
};
use sparkbot_descriptor::{self as descriptor, NodeDescriptor, ParameterType};

#[test]
fn every_operation_is_read_from_the_tables_as_the_descriptor_says() {
    let described: NodeDescriptor =
        serde_json::from_str(include_str!("../node-descriptor.json")).unwrap();
    let names: Vec<_> = Operation::names().collect();
    assert_eq!(names.len(), described.operations.len());
    for (described, (resource, name)) in described.operations.into_iter().zip(names) {
        assert_eq!(
            Operation::find(resource, name).unwrap(),
            operation(described),
            "{name}"
        );
    }
}

#[test]
fn nothing_but_whole_names_finds_an_operation() {
    for (resource, name) in [
        ("session", ""),
        ("", "rebootDevice"),
        ("session", "reboot"),
        ("session\trebootDevice", "POST"),
        ("rebootDevice", "POST"),
    ] {
        assert!(
            Operation::find(resource, name).is_err(),
            "{resource} {name}"
        );
    }
}

/// Each member is named on both sides, so a new one cannot be forgotten here.
fn operation(described: descriptor::Operation) -> Operation {
    let descriptor::Operation {
        resource,
        operation,
        method,
        path,
        target,
        deletes,
        binary,
        paging,
        repeat,
        find,
        existing,
        headers,
        constants,
        guards,
        fields,
    } = described;
    Operation {
        resource: still(resource),
        operation: still(operation),
        method: match method {
            descriptor::Method::Get => Method::Get,
            descriptor::Method::Post => Method::Post,
            descriptor::Method::Put => Method::Put,
            descriptor::Method::Patch => Method::Patch,
            descriptor::Method::Delete => Method::Delete,
        },
        path: still(path),
        target: each(target, still),
        deletes,
        binary: binary.map(|descriptor::Binary { file_name, only }| Binary {
            file_name: still(file_name),
            only: each(only, condition),
        }),
        paging: paging.map(
            |descriptor::Paging {
                 size,
                 most,
                 page,
                 skips,
             }| Paging {
                size: still(size),
                page: still(page),
                skips,
                most: most.into(),
            },
        ),
        repeat,
        find: find.map(still),
        existing: existing.map(still),
        headers: each(headers, |descriptor::Header { name, value, only }| Header {
            name: still(name),
            value: still(value),
            only: each(only, condition),
        }),
        constants: each(constants, |descriptor::Constant { key, value }| {
            (still(key), still(value.to_string()))
        }),
        guards: each(guards, |descriptor::Guarded { any, only, message }| Guard {
            any: each(any, still),
            only: each(only, condition),
            message: still(message),
        }),
        fields: each(fields, field),
    }
}

fn field(described: descriptor::Field) -> Field {
    let descriptor::Field {
        from,
        label,
        kind,
        many,
        required,
        only,
        rows,
        send,
    } = described;
    Field {
        from: each(from, still),
        label: still(label),
        kind: match (kind, rows, many) {
            (ParameterType::FixedCollection, Some(rows), _) => {
                let descriptor::Rows { fields, value } = rows;
                Kind::Rows(Rows {
                    fields: each(fields, field),
                    value: value.map(still),
                })
            }
            (ParameterType::MultiOptions, None, _) => Kind::Choices,
            (ParameterType::Boolean, None, false) => Kind::Boolean,
            (ParameterType::Number, None, false) => Kind::Number,
            (ParameterType::Json, None, false) => Kind::Json,
            (ParameterType::DateTime, None, false) => Kind::Date,
            (ParameterType::String, None, false) => Kind::Text,
            (ParameterType::Options | ParameterType::ResourceLocator, None, false) => Kind::Choice,
            (ParameterType::String | ParameterType::ResourceLocator, None, true) => Kind::List,
            other => panic!("{other:?}"),
        },
        required,
        only: each(only, condition),
        send: each(send, wire),
    }
}

fn wire(described: descriptor::Wire) -> Wire {
    let descriptor::Wire {
        place,
        key,
        when,
        value,
        map,
        hold,
    } = described;
    let mapped = map
        .into_iter()
        .map(|(value, sent)| (Some(still(value)), still(sent.to_string())));
    Wire {
        place: match place {
            descriptor::Place::Path => Place::Path,
            descriptor::Place::Query => Place::Query,
            descriptor::Place::Body => Place::Body,
            descriptor::Place::Method => Place::Method,
            descriptor::Place::Url => Place::Url,
            descriptor::Place::Headers => Place::Headers,
            descriptor::Place::Pairs => Place::Pairs,
            descriptor::Place::Form => Place::Form,
            descriptor::Place::Raw => Place::Raw,
            descriptor::Place::Upload => Place::Upload,
            descriptor::Place::UploadUrl => Place::UploadUrl,
            descriptor::Place::Embed => Place::Embed,
            descriptor::Place::EmbedFile => Place::EmbedFile,
        },
        key: still(key),
        when: match when {
            descriptor::When::Filled => When::Filled,
            descriptor::When::True => When::True,
            descriptor::When::Always => When::Always,
            descriptor::When::Not(value) => When::Not(text(value)),
            descriptor::When::Is(value) => When::Is(text(value)),
            descriptor::When::Has(value) => When::Has(text(value)),
        },
        instead: mapped
            .chain(value.map(|sent| (None, still(sent.to_string()))))
            .collect(),
        hold: hold.unwrap_or(0).into(),
    }
}

fn condition(described: descriptor::Condition) -> Condition {
    let descriptor::Condition { from, is, default } = described;
    Condition {
        from: each(from, still),
        is: each(is, text),
        default: text(default),
    }
}

/// A value as conditions compare it.
fn text(value: Value) -> &'static str {
    match value {
        Value::String(text) => still(text),
        Value::Null => "",
        other => still(other.to_string()),
    }
}

fn still(text: String) -> &'static str {
    text.leak()
}

fn each<T, U>(entries: Vec<T>, of: impl Fn(T) -> U) -> Vec<U> {
    entries.into_iter().map(of).collect()
}
