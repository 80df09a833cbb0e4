//! Turns `node-descriptor.json` into the static tables that `src/operation.rs` includes.
//!
//! Tables instead of JSON parsed at start: nothing to do when an instance starts, and a smaller package. A descriptor
//! that is wrong ends the build with a message that names the operation.

use std::{env, fmt::Write, fs, path::Path};

use sparkbot_descriptor::{
    Field, Method, NodeDescriptor, Only, Operation, ParameterType, Place, Segment, When,
};

fn main() {
    println!("cargo::rerun-if-changed=node-descriptor.json");
    let text = fs::read_to_string("node-descriptor.json").expect("node-descriptor.json is there");
    let descriptor: NodeDescriptor = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("node-descriptor.json: {error}; run 'cargo xtask build'"));
    let mut code = String::from(
        "/// All operations of the node, in the order of the descriptor.\npub static OPERATIONS: &[Operation] = &[\n",
    );
    for operation in &descriptor.operations {
        writeln!(code, "{},", table(operation)).expect("writing to a string works");
    }
    code.push_str("];\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("operations.rs");
    fs::write(target, code).expect("OUT_DIR can be written");
}

fn table(operation: &Operation) -> String {
    let headers = list(&operation.headers, |header| {
        format!(
            "Header {{ name: {:?}, value: {:?}, only: {} }}",
            header.name,
            header.value,
            only(header.only.as_ref())
        )
    });
    let binary = operation.binary.as_ref().map(|binary| {
        format!(
            "Binary {{ file_name: {}, only: {} }}",
            segments(operation, &binary.file_name),
            only(binary.only.as_ref())
        )
    });
    format!(
        "Operation {{ resource: {:?}, operation: {:?}, method: Method::{}, path: {}, target: {:?}, binary: {}, headers: {headers}, fields: {} }}",
        operation.resource,
        operation.operation,
        variant(operation.method),
        segments(operation, &operation.path),
        operation.target,
        option(binary.as_deref()),
        list(&operation.fields, field),
    )
}

fn field(field: &Field) -> String {
    let when = match &field.when {
        When::Filled => "When::Filled".into(),
        When::True => "When::True".into(),
        When::Not(value) => format!("When::Not({value:?})"),
    };
    let kind = match field.kind {
        ParameterType::Boolean => "Boolean",
        ParameterType::Number => "Number",
        ParameterType::MultiOptions => "List",
        ParameterType::Options | ParameterType::String => "Text",
        ParameterType::Collection => panic!("'{}' is a collection", field.key),
    };
    let place = match field.place {
        Place::Path => "Path",
        Place::Query => "Query",
        Place::Body => "Body",
    };
    format!(
        "Field {{ from: &{:?}, label: {:?}, kind: Kind::{kind}, place: Place::{place}, key: {:?}, when: {when}, required: {}, hold: {} }}",
        field.from,
        field.label,
        field.key,
        field.required,
        field.hold.unwrap_or(0),
    )
}

fn segments(operation: &Operation, template: &str) -> String {
    let segments = Segment::parse(template)
        .unwrap_or_else(|error| panic!("operation '{}': {error}", operation.operation));
    list(&segments, |segment| match segment {
        Segment::Text(text) => format!("Segment::Text({text:?})"),
        Segment::Parameter(name) => format!("Segment::Parameter({name:?})"),
    })
}

fn only(only: Option<&Only>) -> String {
    let code = only.map(|only| {
        format!(
            "Only {{ parameter: {:?}, is: &{:?} }}",
            only.parameter, only.is
        )
    });
    option(code.as_deref())
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
