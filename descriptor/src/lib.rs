//! The operation descriptor: the JSON files beside this crate, one for each resource, say what the editor draws and
//! what the core sends.
//!
//! [`Descriptor::read`] reads those files. From it come `node-descriptor.json` ([`Descriptor::node`]), the operations reference, the
//! JSON schemas, and the values that the core's build encodes ([`Descriptor::operations`], [`Descriptor::lists`], [`Descriptor::api`]).

mod answers;
mod authored;
mod lists;
mod operations;
mod order;
mod paging;
mod properties;
mod reference;
mod schemas;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sparkbot_model::{Api, List, Operation};

pub use answers::{Kind, Schema};
pub use authored::{
    Choice, Entries, Entry, Example, ExampleAttachment, ExampleFile, OperationFile, Parameter, ParameterType,
    ResourceFile, Sends, Use,
};
pub use lists::Lists;

/// The content of `node-descriptor.json`.
#[derive(Debug, Serialize)]
pub struct NodeDescriptor {
    /// n8n's `INodeProperties[]`: resource, operation, and every parameter.
    pub properties: Vec<Value>,
    /// The names of the lists in `properties`: the node has a method for each.
    pub lists: Lists,
    /// The operations, in the order of the resources' names. Members without content are left out.
    pub operations: Vec<Value>,
}

/// A folder such as `descriptor/`, read and checked.
pub struct Descriptor {
    resources: Vec<Resource>,
    models: answers::Models,
    shared: BTreeMap<String, Parameter>,
    run_options: Option<Parameter>,
    lists: Vec<List<'static>>,
    api: Option<Api<'static>>,
    /// The values of the operations that the node began with. Without a list, every operation counts so.
    original: Option<BTreeSet<String>>,
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
    /// The members of its items, where they are known.
    answer: Option<Schema>,
}

/// The run options of every operation; none of them is sent.
const RUN_OPTIONS: &str = "run-options.json";
const SHARED: &str = "shared.json";
const LISTS: &str = "lists.json";
const API: &str = "api.json";

/// The operations that the node began with, by resource: a list that the tests have, beside the folder.
const ORIGINAL: &str = "../tests/operations.json";

/// Files beside those of the resources.
const OTHERS: [&str; 4] = [SHARED, RUN_OPTIONS, LISTS, API];

impl Descriptor {
    /// Reads every file in `folder`: `api.json`, `lists.json`, `shared.json`, `run-options.json`, the models in `answers/`, and any other
    /// `*.json` as a resource, in order of the resources' names. Every one but the resources may be missing.
    ///
    /// # Errors
    /// A file does not fit its schema, or an operation contradicts itself; the message names file, operation and parameter.
    pub fn read(folder: &Path) -> Result<Self> {
        let api: Option<Api> = read_optional(folder, API)?;
        let file: Option<ListsFile> = read_optional(folder, LISTS)?;
        let mut lists = file.map(|file| file.lists).unwrap_or_default();
        for list in &mut lists {
            let api = api.as_ref().context("lists need descriptor/api.json")?;
            list.complete(&api.paging);
        }
        let original: Option<BTreeMap<String, Vec<String>>> = read_optional(folder, ORIGINAL)?;
        let mut descriptor = Self {
            resources: Vec::new(),
            models: answers::read(folder)?,
            shared: read_optional(folder, SHARED)?.unwrap_or_default(),
            run_options: read_optional(folder, RUN_OPTIONS)?,
            lists,
            api,
            original: original.map(|resources| resources.into_values().flatten().collect()),
        };
        let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let Some(stem) = name.strip_suffix(".json") else {
                continue;
            };
            if !stem.ends_with("schema") && !OTHERS.contains(&name.as_str()) {
                let resource = descriptor.resource(read_json(folder, &name)?, &name)?;
                descriptor.resources.push(resource);
            }
        }
        answers::check_all_used(&descriptor.models, &descriptor.resources)?;
        descriptor.resources.sort_by_key(|resource| resource.name.to_lowercase());
        Ok(descriptor)
    }

    fn resource(&self, file: ResourceFile, name: &str) -> Result<Resource> {
        ensure!(
            name == format!("{}.json", file.resource),
            "descriptor/{name} describes the resource '{}': name the file after it",
            file.resource
        );
        ensure!(!file.operations.is_empty(), "descriptor/{name} has no operations");
        let mut operations = Vec::new();
        for operation in file.operations {
            let place = format!("descriptor/{name}, operation '{}'", operation.operation);
            operations.push(self.resolve(operation).context(place)?);
        }
        Ok(Resource { value: file.resource, name: file.name, operations })
    }

    fn resolve(&self, mut operation: OperationFile) -> Result<ResolvedOperation> {
        ensure!(!operation.examples.is_empty(), "'examples' is missing or empty: write at least one");
        let parameters = operation.parameters.iter().map(|entry| self.parameter(entry));
        let mut parameters = parameters.collect::<Result<Vec<_>>>()?;
        if let Some(paging) = &mut operation.request.paging {
            let api = self.api.as_ref().context("its list comes in pages: descriptor/api.json must say how far")?;
            paging.complete(&api.paging);
            parameters = paging::add(paging, &api.paging, parameters, &self.shared)?;
        }
        for parameter in &parameters {
            self.check_lists(parameter)?;
        }
        let answer = operation.answer.as_ref().map(|answer| answers::find(answer, &self.models));
        Ok(ResolvedOperation { answer: answer.transpose()?, file: operation, parameters })
    }

    fn parameter(&self, entry: &Entry) -> Result<Parameter> {
        match entry {
            Entry::Own(parameter) => Ok(parameter.as_ref().clone()),
            Entry::Use(reference) => {
                let shared = self.shared.get(&reference.shared);
                let mut parameter = shared
                    .with_context(|| format!("parameter '{}': {SHARED} has no such entry", reference.shared))?
                    .clone();
                if reference.send.is_some() {
                    parameter.send.clone_from(&reference.send);
                }
                parameter.show_when.extend(reference.show_when.iter().cloned());
                Ok(parameter)
            }
        }
    }

    /// Every list that a parameter names must be in `lists.json`.
    fn check_lists(&self, parameter: &Parameter) -> Result<()> {
        let in_parameter = || format!("parameter '{}'", parameter.name);
        ensure!(
            (parameter.kind == ParameterType::ResourceLocator) == parameter.list.is_some(),
            "{}: a resourceLocator has 'list', no other type has",
            in_parameter()
        );
        let options = parameter.type_options.as_ref();
        let loaded = options.and_then(|options| options.get("loadOptionsMethod")?.as_str());
        for name in parameter.list.as_deref().into_iter().chain(loaded) {
            if !self.lists.iter().any(|list| *list.name == *name) {
                bail!("{}: {LISTS} has no list '{name}'", in_parameter());
            }
        }
        parameter.fields.iter().try_for_each(|field| self.check_lists(field).with_context(in_parameter))
    }

    /// The operations, as the core reads them.
    ///
    /// # Errors
    /// An operation contradicts itself.
    pub fn operations(&self) -> Result<Vec<Operation<'static>>> {
        operations::compile(&self.resources)
    }

    /// The lists.
    #[must_use]
    pub fn lists(&self) -> &[List<'static>] {
        &self.lists
    }

    /// The API as a whole.
    ///
    /// # Errors
    /// `api.json` is missing.
    pub fn api(&self) -> Result<&Api<'static>> {
        self.api.as_ref().context("descriptor/api.json is missing")
    }

    /// `node-descriptor.json`.
    ///
    /// # Errors
    /// An operation contradicts itself, or two parameters cannot stand side by side.
    pub fn node(&self) -> Result<NodeDescriptor> {
        let properties = properties::merge(&self.resources, self.run_options.as_ref())?;
        let operations = self.operations()?;
        Ok(NodeDescriptor {
            lists: Lists::named_in(&properties),
            properties,
            operations: operations.iter().map(without_empty).collect::<Result<_>>()?,
        })
    }

    /// The pages of the operations reference, by file name.
    #[must_use]
    pub fn reference(&self) -> BTreeMap<String, String> {
        reference::pages(&self.resources, self.run_options.as_ref(), self.original.as_ref())
    }

    /// The JSON schemas of the operations' items, by their files below n8n's folder of a version.
    #[must_use]
    pub fn answers(&self) -> BTreeMap<String, Schema> {
        answers::files(&self.resources)
    }

    /// The JSON schemas of the descriptor's files, for editors, by file name.
    #[must_use]
    pub fn schemas(&self) -> BTreeMap<&'static str, Value> {
        schemas::all(self)
    }
}

/// `lists.json`.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct ListsFile {
    /// Path of the schema, for editors.
    #[serde(rename = "$schema")]
    #[allow(dead_code, reason = "only editors read it")]
    schema: Option<String>,
    /// The lists.
    lists: Vec<List<'static>>,
}

/// Members that hold an author's own values, in which false or an empty list says something.
const VALUES: [&str; 4] = ["default", "is", "map", "value"];

/// JSON without the members that say nothing: null, false, and what is empty.
fn without_empty(value: &impl Serialize) -> Result<Value> {
    fn strip(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| {
                    let is_own = VALUES.contains(&key.as_str());
                    let value = if is_own { value } else { strip(value) };
                    (key, value)
                });
                let says_something = |key: &str, value: &Value| match value {
                    Value::Null => false,
                    Value::Object(members) => !members.is_empty(),
                    _ if VALUES.contains(&key) => true,
                    Value::Bool(flag) => *flag,
                    Value::Array(entries) => !entries.is_empty(),
                    Value::Number(_) | Value::String(_) => true,
                };
                members.filter(|(key, value)| says_something(key, value)).collect::<serde_json::Map<_, _>>().into()
            }
            Value::Array(entries) => entries.into_iter().map(strip).collect(),
            other => other,
        }
    }
    Ok(strip(serde_json::to_value(value)?))
}

/// The text stays for the rest of the process, because values that are read from it may borrow from it.
fn read_json<T: Deserialize<'static>>(folder: &Path, name: &str) -> Result<T> {
    let text = fs::read_to_string(folder.join(name)).with_context(|| format!("descriptor/{name} cannot be read"))?;
    serde_json::from_str(text.leak()).with_context(|| format!("descriptor/{name} is not what its schema says"))
}

fn read_optional<T: Deserialize<'static>>(folder: &Path, name: &str) -> Result<Option<T>> {
    if folder.join(name).exists() { read_json(folder, name).map(Some) } else { Ok(None) }
}
