//! The members of an operation's items: the JSON schemas of `answers/`, which n8n offers for mapping before a node has run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{Resource, read_json};

/// The folder of the models, below that of the descriptor.
const FOLDER: &str = "answers";

/// The schemas of all items, by the name that an operation's `answer` has.
pub type Models = BTreeMap<String, Schema>;

/// A JSON schema with the keywords that n8n's editor knows; the editor follows no `$ref` and reads no list of types.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Left out where only the name is known.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The members of an object, in the order in which the editor lists them.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Schema>,
    /// The entries of an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
}

/// The types of JSON.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum Kind {
    Array,
    Boolean,
    Number,
    Object,
    String,
}

/// Reads the models of the descriptor in `folder`.
///
/// # Errors
/// A file is no model; the message names the file.
pub fn read(folder: &Path) -> Result<Models> {
    let mut models = Models::new();
    if !folder.join(FOLDER).exists() {
        return Ok(models);
    }
    for entry in fs::read_dir(folder.join(FOLDER)).context("descriptor/answers cannot be read")? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".json") else {
            continue;
        };
        let model: Schema = read_json(folder, &format!("{FOLDER}/{file}"))?;
        check_item(&model).with_context(|| format!("descriptor/{FOLDER}/{file}"))?;
        models.insert(name.into(), model);
    }
    Ok(models)
}

/// The model with that name.
///
/// # Errors
/// There is none.
pub fn find(name: &str, models: &Models) -> Result<Schema> {
    let model = models.get(name).cloned();
    model.with_context(|| format!("its answer '{name}' is not there: write descriptor/{FOLDER}/{name}.json"))
}

/// # Errors
/// A model that no operation names.
pub fn check_all_used(models: &Models, resources: &[Resource]) -> Result<()> {
    let used: BTreeSet<_> = resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .filter_map(|operation| operation.file.answer.as_ref())
        .collect();
    let unused: Vec<_> = models.keys().filter(|name| !used.contains(name)).collect();
    ensure!(unused.is_empty(), "no operation has the answer {unused:?}: delete it from descriptor/{FOLDER}/");
    Ok(())
}

/// The schemas by their files below n8n's folder of a version: `<resource>/<operation>.json`.
pub fn files(resources: &[Resource]) -> BTreeMap<String, Schema> {
    let mut files = BTreeMap::new();
    for resource in resources {
        for operation in &resource.operations {
            if let Some(answer) = &operation.answer {
                let name = format!("{}/{}.json", resource.value, operation.file.operation);
                files.insert(name, answer.clone());
            }
        }
    }
    files
}

/// An item is an object, and the editor refuses one without members.
fn check_item(schema: &Schema) -> Result<()> {
    ensure!(
        schema.kind == Some(Kind::Object) && !schema.properties.is_empty(),
        "an item is an object, and has properties"
    );
    check(schema)
}

fn check(schema: &Schema) -> Result<()> {
    ensure!(schema.properties.is_empty() || schema.kind == Some(Kind::Object), "only the type 'object' has properties");
    ensure!(schema.items.is_none() || schema.kind == Some(Kind::Array), "only the type 'array' has items");
    for (name, property) in &schema.properties {
        check(property).with_context(|| format!("'{name}'"))?;
    }
    schema.items.as_deref().map_or(Ok(()), check)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn schema(value: Value) -> Schema {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_members_keep_their_order() {
        let text = r#"{"type":"object","properties":{"wid":{"type":"string"},"id":{}}}"#;
        let read: Schema = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }

    #[test]
    fn what_the_editor_does_not_know_is_refused() {
        for keyword in ["$ref", "anyOf", "required", "description"] {
            let text = json!({ "type": "object", keyword: "x" });
            assert!(serde_json::from_value::<Schema>(text).is_err(), "{keyword}");
        }
        let types = json!({ "type": ["string", "null"] });
        assert!(serde_json::from_value::<Schema>(types).is_err());
    }

    #[test]
    fn an_item_is_an_object_with_members() {
        let members = json!({ "id": { "type": "string" } });
        let item = schema(json!({ "type": "object", "properties": members }));
        assert!(check_item(&item).is_ok());
        for no_item in [json!({ "type": "array" }), json!({ "type": "object" }), json!({})] {
            assert!(check_item(&schema(no_item)).is_err());
        }
        let deep = json!({ "type": "object", "properties": { "chat": { "properties": members } } });
        let error = check_item(&schema(deep)).unwrap_err();
        assert_eq!(format!("{error:#}"), "'chat': only the type 'object' has properties");
    }

    #[test]
    fn a_model_that_is_not_there_is_named() {
        let error = find("devcie", &Models::new()).unwrap_err();
        assert!(format!("{error:#}").contains("descriptor/answers/devcie.json"));
    }
}
