//! Turns `node-descriptor.json` into the two tables that `src/table.rs` reads and explains: `operations.txt`, a line for each
//! operation, and `fields.txt`, a line for each field that they share.
//!
//! Tables instead of JSON: a fifth of the size, and an execution reads no more than its own operation. A descriptor that
//! is wrong ends the build with a message that names the operation.

use std::{env, fs, path::Path};

use serde_json::Value;
use sparkbot_descriptor::{
    Condition, Field, NodeDescriptor, Operation, ParameterType, Place, Segment, When, Wire,
};

fn main() {
    println!("cargo::rerun-if-changed=node-descriptor.json");
    let text = fs::read_to_string("node-descriptor.json").expect("node-descriptor.json is there");
    let descriptor: NodeDescriptor = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("node-descriptor.json: {error}; run 'cargo xtask build'"));
    let mut shared = Shared::default();
    let operations: Vec<_> = descriptor
        .operations
        .iter()
        .map(|operation| shared.operation(operation))
        .collect();
    let target = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for (name, lines) in [("operations", operations), ("fields", shared.fields)] {
        let path = Path::new(&target).join(name).with_extension("txt");
        fs::write(path, lines.join("\n")).expect("OUT_DIR can be written");
    }
}

/// The fields, each once: most of them are those of many operations.
#[derive(Default)]
struct Shared {
    fields: Vec<String>,
}

impl Shared {
    fn operation(&mut self, operation: &Operation) -> String {
        [
            text(&operation.resource),
            text(&operation.operation),
            text(method(operation)),
            template(operation, &operation.path),
            list(&operation.target, |name| text(name)),
            number(operation.deletes.into()),
            list(operation.binary.as_slice(), |binary| {
                template(operation, &binary.file_name) + &conditions(&binary.only)
            }),
            list(operation.paging.as_slice(), |paging| {
                text(&paging.size)
                    + &text(&paging.page)
                    + &number(paging.skips.into())
                    + &number(paging.most.into())
            }),
            number(operation.repeat.into()),
            list(operation.find.as_slice(), |path| text(path)),
            list(operation.existing.as_slice(), |path| text(path)),
            list(&operation.headers, |header| {
                text(&header.name) + &text(&header.value) + &conditions(&header.only)
            }),
            list(&operation.constants, |constant| {
                text(&constant.key) + &text(&constant.value.to_string())
            }),
            list(&operation.guards, |guard| {
                list(&guard.any, |key| text(key)) + &conditions(&guard.only) + &text(&guard.message)
            }),
            list(&operation.fields, |field| self.reference(field)),
        ]
        .concat()
    }

    /// The number of the field's line.
    fn reference(&mut self, field: &Field) -> String {
        let line = self.field(field);
        let known = self.fields.iter().position(|known| *known == line);
        number(known.unwrap_or_else(|| {
            self.fields.push(line);
            self.fields.len() - 1
        }))
    }

    fn field(&mut self, field: &Field) -> String {
        let kind = match (field.kind, &field.rows) {
            (ParameterType::FixedCollection, Some(rows)) => {
                "r".to_owned()
                    + &list(&rows.fields, |field| self.reference(field))
                    + &list(rows.value.as_slice(), |member| text(member))
            }
            (ParameterType::Boolean, None) => "b".into(),
            (ParameterType::Number, None) => "n".into(),
            (ParameterType::Json, None) => "j".into(),
            (ParameterType::MultiOptions, None) => "m".into(),
            (_, None) if field.many => "l".into(),
            (ParameterType::Options | ParameterType::ResourceLocator, None) => "c".into(),
            (ParameterType::DateTime, None) => "d".into(),
            (ParameterType::String, None) => "t".into(),
            _ => panic!("'{}' has a type that holds no value", field.label),
        };
        [
            list(&field.from, |name| text(name)),
            text(&field.label),
            kind,
            number(field.required.into()),
            conditions(&field.only),
            list(&field.send, |send| wire(field, send)),
        ]
        .concat()
    }
}

fn wire(field: &Field, wire: &Wire) -> String {
    let place = match wire.place {
        Place::Path => "p",
        Place::Query => "q",
        Place::Body => "b",
        Place::Method => "m",
        Place::Url => "u",
        Place::Headers => "h",
        Place::Pairs => "&",
        Place::Form => "f",
        Place::Raw => "r",
        Place::Upload => "s",
        Place::UploadUrl => "w",
        Place::Embed => "e",
        Place::EmbedFile => "x",
    };
    let when = match &wire.when {
        When::Filled => "f".into(),
        When::True => "t".into(),
        When::Always => "a".into(),
        When::Not(value) => format!("n{}", plain(value)),
        When::Is(value) => format!("i{}", plain(value)),
        When::Has(value) => format!("h{}", plain(value)),
    };
    let mapped = wire.map.iter().map(|(value, sent)| (Some(value), sent));
    let instead: Vec<_> = mapped
        .chain(wire.value.iter().map(|sent| (None, sent)))
        .collect();
    let key = if field.from.last() == Some(&wire.key) {
        "="
    } else {
        &wire.key
    };
    [
        place.into(),
        text(key),
        when,
        list(&instead, |(value, sent)| {
            list(value.as_slice(), |value| text(value)) + &text(&sent.to_string())
        }),
        number(wire.hold.unwrap_or(0).into()),
    ]
    .concat()
}

fn conditions(conditions: &[Condition]) -> String {
    list(conditions, |condition| {
        list(&condition.from, |name| text(name))
            + &list(&condition.is, plain)
            + &plain(&condition.default)
    })
}

/// A text with `{parameter}`.
fn template(operation: &Operation, template: &str) -> String {
    if let Err(error) = Segment::parse(template) {
        panic!("operation '{}': {error}", operation.operation);
    }
    text(template)
}

fn method(operation: &Operation) -> &'static str {
    use sparkbot_descriptor::Method;
    match operation.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// A value as the core compares it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(plain) => text(plain),
        Value::Null => text(""),
        other => text(&other.to_string()),
    }
}

fn text(text: &str) -> String {
    assert!(
        !text.contains(['\t', '\n']),
        "'{text}' holds a tab or a line break, with which texts and lines end"
    );
    format!("{text}\t")
}

fn number(number: usize) -> String {
    let character = u32::try_from(number)
        .ok()
        .and_then(|number| char::from_u32(u32::from('0') + number));
    character.expect("numbers are small").to_string()
}

fn list<T>(entries: &[T], code: impl FnMut(&T) -> String) -> String {
    let coded: String = entries.iter().map(code).collect();
    number(entries.len()) + &coded
}
