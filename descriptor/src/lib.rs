//! The operation descriptor: one JSON file per resource beside this crate is the source of truth for what the
//! editor draws and for what the core sends.
//!
//! [`build`] reads those files and makes `node-descriptor.json`: `properties` in n8n's own format, and `operations`,
//! from which the core's `build.rs` makes its static tables.

mod answers;
mod authored;
mod operations;
mod order;
mod paging;
mod properties;
mod reference;

pub use answers::{Kind, Schema};
pub use authored::{
    BinaryAnswer, Choice, Constant, ConstantHeader, Entries, Entry, Guard, Method, Only,
    OperationFile, Paging, Parameter, ParameterType, Place, RequestTemplate, ResourceFile, Send,
    Sends, Use, When,
};
pub use operations::{
    Binary, Condition, Field, Guarded, Header, Operation, Operations, Rows, Segment, Wire,
};

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The content of `node-descriptor.json`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NodeDescriptor {
    /// n8n's `INodeProperties[]`: resource, operation, and every parameter.
    pub properties: Vec<Value>,
    /// Resource, then operation, then its request.
    pub operations: Operations,
}

/// A resource whose references to shared parameters are resolved.
struct Resource {
    value: String,
    name: String,
    operations: Vec<ResolvedOperation>,
}

struct ResolvedOperation {
    file: OperationFile,
    parameters: Vec<Parameter>,
    /// What its items hold, where that is known.
    answer: Option<Schema>,
}

/// Reads every resource file in `folder` (all `*.json` but a few) and joins them, in order of
/// the resources' names.
///
/// # Errors
/// A file that is not what the schema says, or an operation that contradicts itself; the message names file and operation.
pub fn build(folder: &Path) -> Result<NodeDescriptor> {
    let resources = read(folder)?;
    Ok(NodeDescriptor {
        operations: operations::compile(&resources)?,
        properties: properties::merge(&resources, &read_json(folder, RUN_OPTIONS)?)?,
    })
}

/// The pages of the operations reference, by file name.
///
/// # Errors
/// As [`build`].
pub fn reference(folder: &Path) -> Result<BTreeMap<String, String>> {
    Ok(reference::pages(
        &read(folder)?,
        &read_json(folder, RUN_OPTIONS)?,
        original(folder)?.as_ref(),
    ))
}

/// The JSON schemas of the operations' items, by their files below n8n's folder of a version.
///
/// # Errors
/// As [`build`].
pub fn schemas(folder: &Path) -> Result<BTreeMap<String, Schema>> {
    Ok(answers::files(&read(folder)?))
}

/// The JSON schema of a resource file, for editors.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(ResourceFile).to_value()
}

/// How an operation is run, the same for all of them; nothing of it is sent.
const RUN_OPTIONS: &str = "run-options.json";

/// The operations that the node began with, by resource: a list that the tests have, beside the folder.
const ORIGINAL: &str = "../tests/operations.json";

/// The values of the operations that the node began with; all operations count so where there is no list.
fn original(folder: &Path) -> Result<Option<BTreeSet<String>>> {
    if !folder.join(ORIGINAL).exists() {
        return Ok(None);
    }
    let by_resource: BTreeMap<String, Vec<String>> = read_json(folder, ORIGINAL)?;
    Ok(Some(by_resource.into_values().flatten().collect()))
}

/// Files beside those of the resources.
const OTHERS: [&str; 3] = ["schema.json", "shared.json", RUN_OPTIONS];

fn read(folder: &Path) -> Result<Vec<Resource>> {
    let shared: BTreeMap<String, Parameter> = read_json(folder, "shared.json")?;
    let models = answers::read(folder)?;
    let mut resources = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        if !is_json || OTHERS.contains(&name.as_str()) {
            continue;
        }
        let file: ResourceFile = read_json(folder, &name)?;
        if name != format!("{}.json", file.resource) {
            bail!(
                "descriptor/{name} describes the resource '{}': name the file after it",
                file.resource
            );
        }
        if file.operations.is_empty() {
            bail!("descriptor/{name} has no operations");
        }
        let resolve = |operation: OperationFile| {
            let parameters = operation
                .parameters
                .iter()
                .map(|entry| resolve(entry, &shared))
                .collect::<Result<_>>()
                .and_then(|parameters| match &operation.request.paging {
                    Some(paging) => paging::add(paging, parameters, &shared),
                    None => Ok(parameters),
                })
                .with_context(|| format!("descriptor/{name}, '{}'", operation.operation))?;
            let answer = operation
                .answer
                .as_ref()
                .map(|answer| answers::find(answer, &models))
                .transpose()
                .with_context(|| format!("descriptor/{name}, '{}'", operation.operation))?;
            Ok(ResolvedOperation {
                file: operation,
                parameters,
                answer,
            })
        };
        resources.push(Resource {
            value: file.resource,
            name: file.name,
            operations: file
                .operations
                .into_iter()
                .map(resolve)
                .collect::<Result<_>>()?,
        });
    }
    answers::check_all_used(&models, &resources)?;
    resources.sort_by_key(|resource| resource.name.to_lowercase());
    Ok(resources)
}

fn resolve(entry: &Entry, shared: &BTreeMap<String, Parameter>) -> Result<Parameter> {
    match entry {
        Entry::Own(parameter) => Ok(parameter.as_ref().clone()),
        Entry::Use(reference) => {
            let mut parameter = shared
                .get(&reference.shared)
                .with_context(|| format!("shared.json has no '{}'", reference.shared))?
                .clone();
            if reference.send.is_some() {
                parameter.send.clone_from(&reference.send);
            }
            parameter.only.extend(reference.only.iter().cloned());
            Ok(parameter)
        }
    }
}

fn read_json<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let text = fs::read_to_string(folder.join(name))
        .with_context(|| format!("descriptor/{name} cannot be read"))?;
    serde_json::from_str(&text)
        .with_context(|| format!("descriptor/{name} is not what descriptor/schema.json says"))
}
