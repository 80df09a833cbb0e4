//! Turns `node-descriptor.json` into the static tables that `src/operation.rs` includes.
//!
//! Tables instead of JSON parsed at start: nothing to do when an instance starts, and a smaller package. A descriptor
//! that is wrong ends the build with a message that names the operation.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use serde_json::Value;
use sparkbot_descriptor::{
    Condition, Field, Method, NodeDescriptor, Operation, ParameterType, Place, Segment, When, Wire,
};

fn main() {
    println!("cargo::rerun-if-changed=node-descriptor.json");
    let text = fs::read_to_string("node-descriptor.json").expect("node-descriptor.json is there");
    let descriptor: NodeDescriptor = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("node-descriptor.json: {error}; run 'cargo xtask build'"));
    let mut shared = Shared::default();
    let tables: Vec<_> = descriptor
        .operations
        .iter()
        .map(|operation| shared.table(operation))
        .collect();
    let mut code =
        String::from("/// All operations of the node, in the order of the descriptor.\n");
    write!(
        code,
        "pub static OPERATIONS: &[Operation] = &[{}];\n{}",
        tables.join(",\n"),
        shared.statics
    )
    .expect("writing to a string works");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("operations.rs");
    fs::write(target, code).expect("OUT_DIR can be written");
}

/// Fields that many operations have in common, each a static of its own: they are most of the tables' size.
#[derive(Default)]
struct Shared {
    /// Their code, and their names.
    known: BTreeMap<String, String>,
    statics: String,
}

impl Shared {
    fn table(&mut self, operation: &Operation) -> String {
        let headers = list(&operation.headers, |header| {
            let only = list(&header.only, condition);
            format!(
                "Header {{ name: {:?}, value: {:?}, only: {only} }}",
                header.name, header.value
            )
        });
        let binary = operation.binary.as_ref().map(|binary| {
            let only = list(&binary.only, condition);
            format!(
                "Binary {{ file_name: {}, only: {only} }}",
                segments(operation, &binary.file_name)
            )
        });
        let paging = operation.paging.as_ref().map(|paging| {
            format!(
                "Paging {{ size: {:?}, page: {:?}, skips: {}, most: {} }}",
                paging.size, paging.page, paging.skips, paging.most
            )
        });
        let guards = list(&operation.guards, |guard| {
            let only = list(&guard.only, condition);
            format!(
                "Guard {{ any: &{:?}, only: {only}, message: {:?} }}",
                guard.any, guard.message
            )
        });
        let constants = list(&operation.constants, |constant| {
            format!("({:?}, {})", constant.key, json(&constant.value))
        });
        format!(
            "Operation {{ resource: {:?}, operation: {:?}, method: Method::{}, path: {}, target: &{:?}, deletes: {}, binary: {}, paging: {}, repeat: {}, find: {:?}, existing: {:?}, headers: {headers}, constants: {constants}, guards: {guards}, fields: {} }}",
            operation.resource,
            operation.operation,
            variant(operation.method),
            segments(operation, &operation.path),
            operation.target,
            operation.deletes,
            option(binary.as_deref()),
            option(paging.as_deref()),
            operation.repeat,
            operation.find,
            operation.existing,
            self.fields(&operation.fields),
        )
    }

    fn fields(&mut self, fields: &[Field]) -> String {
        let names: Vec<_> = fields
            .iter()
            .map(|field| format!("&{}", self.field(field)))
            .collect();
        format!("&[{}]", names.join(", "))
    }

    /// The name of the field's static.
    fn field(&mut self, field: &Field) -> String {
        let code = self.code(field);
        if let Some(name) = self.known.get(&code) {
            return name.clone();
        }
        let name = format!("FIELD_{}", self.known.len());
        writeln!(self.statics, "static {name}: Field = {code};")
            .expect("writing to a string works");
        self.known.insert(code, name.clone());
        name
    }

    fn code(&mut self, field: &Field) -> String {
        let kind = match (field.kind, &field.rows) {
            (ParameterType::FixedCollection, Some(rows)) => {
                let value = option(
                    rows.value
                        .as_ref()
                        .map(|value| format!("{value:?}"))
                        .as_deref(),
                );
                format!(
                    "Rows(&Rows {{ fields: {}, value: {value} }})",
                    self.fields(&rows.fields)
                )
            }
            (ParameterType::Boolean, None) => "Boolean".into(),
            (ParameterType::Number, None) => "Number".into(),
            (ParameterType::Json, None) => "Json".into(),
            (ParameterType::MultiOptions, None) => "Choices".into(),
            (_, None) if field.many => "List".into(),
            (ParameterType::Options | ParameterType::ResourceLocator, None) => "Choice".into(),
            (ParameterType::DateTime, None) => "Date".into(),
            (ParameterType::String, None) => "Text".into(),
            _ => panic!("'{}' has a type that holds no value", field.label),
        };
        format!(
            "Field {{ from: &{:?}, label: {:?}, kind: Kind::{kind}, required: {}, only: {}, send: {} }}",
            field.from,
            field.label,
            field.required,
            list(&field.only, condition),
            list(&field.send, wire),
        )
    }
}

fn wire(wire: &Wire) -> String {
    let when = match &wire.when {
        When::Filled => "Filled".into(),
        When::True => "True".into(),
        When::Always => "Always".into(),
        When::Not(value) => format!("Not({:?})", text(value)),
        When::Is(value) => format!("Is({:?})", text(value)),
        When::Has(value) => format!("Has({:?})", text(value)),
    };
    let place = match wire.place {
        Place::Path => "Path",
        Place::Query => "Query",
        Place::Body => "Body",
        Place::Method => "Method",
        Place::Url => "Url",
        Place::Headers => "Headers",
        Place::Pairs => "Pairs",
        Place::Form => "Form",
        Place::Raw => "Raw",
        Place::Upload => "Upload",
        Place::UploadUrl => "UploadUrl",
        Place::Embed => "Embed",
        Place::EmbedFile => "EmbedFile",
    };
    let mut instead: Vec<_> = wire
        .map
        .iter()
        .map(|(value, sent)| format!("(Some({value:?}), {})", json(sent)))
        .collect();
    instead.extend(
        wire.value
            .as_ref()
            .map(|sent| format!("(None, {})", json(sent))),
    );
    format!(
        "Wire {{ place: Place::{place}, key: {:?}, when: When::{when}, instead: &[{}], hold: {} }}",
        wire.key,
        instead.join(", "),
        wire.hold.unwrap_or(0),
    )
}

fn condition(condition: &Condition) -> String {
    let is: Vec<_> = condition.is.iter().map(text).collect();
    format!(
        "Condition {{ from: &{:?}, is: &{is:?}, default: {:?} }}",
        condition.from,
        text(&condition.default)
    )
}

/// A value as the core compares it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A value as JSON text, in a string literal.
fn json(value: &Value) -> String {
    format!("{:?}", value.to_string())
}

fn segments(operation: &Operation, template: &str) -> String {
    let segments = Segment::parse(template)
        .unwrap_or_else(|error| panic!("operation '{}': {error}", operation.operation));
    list(&segments, |segment| match segment {
        Segment::Text(text) => format!("Segment::Text({text:?})"),
        Segment::Parameter(name) => format!("Segment::Parameter({name:?})"),
    })
}

fn variant(method: Method) -> &'static str {
    match method {
        Method::Get => "Get",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
    }
}

fn option(code: Option<&str>) -> String {
    code.map_or_else(|| "None".into(), |code| format!("Some({code})"))
}

fn list<T>(entries: &[T], code: impl Fn(&T) -> String) -> String {
    let entries: Vec<_> = entries.iter().map(code).collect();
    format!("&[{}]", entries.join(", "))
}
