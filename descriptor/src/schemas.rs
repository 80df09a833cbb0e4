//! The JSON schemas of the descriptor's files: an editor completes names, and marks errors.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Value, json};
use sparkbot_model::Api;

use crate::{Descriptor, ListsFile, ResourceFile};

/// All schemas, by file name.
pub fn all(descriptor: &Descriptor) -> BTreeMap<&'static str, Value> {
    let mut resource = schema::<ResourceFile>();
    let names = |names: Vec<&str>| json!(names);
    let lists = descriptor.lists.iter().map(|list| list.name.as_str()).collect();
    let shared = descriptor.shared.keys().map(String::as_str).collect();
    let answers = descriptor.models.keys().map(String::as_str).collect();
    for (pointer, values) in [
        ("/$defs/Parameter/properties/list", names(lists)),
        ("/$defs/Use/properties/use", names(shared)),
        ("/$defs/OperationFile/properties/answer", names(answers)),
    ] {
        let property = resource.pointer_mut(pointer).expect("the schema has this property");
        // An optional member has two types in the schema; a written one must be one of the names.
        property["type"] = json!("string");
        property["enum"] = values;
    }
    BTreeMap::from([
        ("schema.json", resource),
        ("lists.schema.json", schema::<ListsFile>()),
        ("api.schema.json", schema::<Api>()),
    ])
}

fn schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}
