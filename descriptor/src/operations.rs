//! What the core needs of an operation: its request, flat and complete.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::authored::{
    BinaryAnswer, ConstantHeader, Method, Parameter, ParameterType, Place, When,
};
use crate::{ResolvedOperation, Resource};

/// Resource, then operation, in the order of the menu.
pub type Operations = Vec<Operation>;

/// One operation's request.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Operation {
    /// Its resource's value.
    pub resource: String,
    /// Its own value.
    pub operation: String,
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL, with `{parameter}`.
    pub path: String,
    /// The parameter that names what is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Set where the answer is a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary: Option<BinaryAnswer>,
    /// Headers with fixed values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<ConstantHeader>,
    /// Values of parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// One value's way from a parameter to the wire.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Field {
    /// The parameter, or the collection and the parameter in it.
    pub from: Vec<String>,
    /// The label, for messages.
    pub label: String,
    /// Its type in the editor.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Where it goes.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its key there.
    #[serde(rename = "as")]
    pub key: String,
    /// When it is sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: When,
    /// Whether an empty value is refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Seconds for which the API may hold its answer when this is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<u16>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A piece of a path or a file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Fixed text.
    Text(String),
    /// The value of a parameter.
    Parameter(String),
}

impl Segment {
    /// Splits `/devices/{device}/reboot` into its pieces.
    ///
    /// # Errors
    /// A brace without its partner, or an empty name.
    pub fn parse(template: &str) -> Result<Vec<Self>> {
        let mut segments = Vec::new();
        let mut rest = template;
        while let Some((text, tail)) = rest.split_once('{') {
            let (name, tail) = tail
                .split_once('}')
                .with_context(|| format!("'{template}' has a brace without its partner"))?;
            ensure!(!name.is_empty(), "'{template}' has an empty parameter");
            if !text.is_empty() {
                segments.push(Self::Text(text.into()));
            }
            segments.push(Self::Parameter(name.into()));
            rest = tail;
        }
        ensure!(
            !rest.contains('}'),
            "'{template}' has a brace without its partner"
        );
        if !rest.is_empty() {
            segments.push(Self::Text(rest.into()));
        }
        Ok(segments)
    }
}

/// Flattens all operations, and refuses what contradicts itself.
pub fn compile(resources: &[Resource]) -> Result<Operations> {
    let mut seen = BTreeSet::new();
    let mut operations = Vec::new();
    for resource in resources {
        for authored in &resource.operations {
            let place = || {
                format!(
                    "descriptor/{}.json, operation '{}'",
                    resource.value, authored.file.operation
                )
            };
            if !seen.insert(&authored.file.operation) {
                // Conditions in the editor name the operation alone, which keeps the properties few.
                bail!("{}: another operation has this value", place());
            }
            operations.push(flatten(&resource.value, authored).with_context(place)?);
        }
    }
    Ok(operations)
}

fn flatten(resource: &str, authored: &ResolvedOperation) -> Result<Operation> {
    let mut fields = Vec::new();
    for parameter in &authored.parameters {
        if parameter.kind == ParameterType::Collection {
            ensure!(
                parameter.send.is_none() && !parameter.fields.is_empty(),
                "collection '{}' has fields, and they have 'send', not it",
                parameter.name
            );
            for inner in &parameter.fields {
                fields.push(field(&[&parameter.name, &inner.name], inner)?);
            }
        } else {
            fields.push(field(&[&parameter.name], parameter)?);
        }
    }
    let request = &authored.file.request;
    let operation = Operation {
        resource: resource.into(),
        operation: authored.file.operation.clone(),
        method: request.method,
        path: request.path.clone(),
        target: request.target.clone(),
        binary: request.binary.clone(),
        headers: request.headers.clone(),
        fields,
    };
    check(&operation)?;
    Ok(operation)
}

fn field(from: &[&str], parameter: &Parameter) -> Result<Field> {
    let send = parameter
        .send
        .as_ref()
        .with_context(|| format!("parameter '{}' does not say where it goes", parameter.name))?;
    ensure!(
        parameter.fields.is_empty() && parameter.kind != ParameterType::Collection,
        "parameter '{}' is a collection inside a collection",
        parameter.name
    );
    Ok(Field {
        from: from.iter().map(ToString::to_string).collect(),
        label: parameter.display_name.clone(),
        kind: parameter.kind,
        place: send.place,
        key: send.key.clone().unwrap_or_else(|| parameter.name.clone()),
        when: send.when.clone(),
        required: parameter.required,
        hold: send.hold,
    })
}

/// What is in the path must be a required parameter, and what is meant for the path must be in it.
fn check(operation: &Operation) -> Result<()> {
    ensure!(
        operation.path.starts_with('/') && !operation.path.contains(['?', '#']),
        "the path begins with a slash and holds no query"
    );
    let top_level = |name: &str| {
        operation
            .fields
            .iter()
            .find(|field| field.from.len() == 1 && field.from[0] == name)
            .with_context(|| format!("there is no parameter '{name}'"))
    };
    let mut in_path = BTreeSet::new();
    for segment in Segment::parse(&operation.path)? {
        if let Segment::Parameter(name) = segment {
            let field = top_level(&name)?;
            ensure!(
                field.place == Place::Path && field.required,
                "'{name}' is in the path: it must be required and sent in the path"
            );
            in_path.insert(name);
        }
    }
    for field in &operation.fields {
        ensure!(
            field.place != Place::Path || in_path.contains(&field.from[0]),
            "'{}' is not in the path '{}'",
            field.key,
            operation.path
        );
        ensure!(
            field.place != Place::Body || operation.method != Method::Get,
            "'{}' would be the body of a GET",
            field.key
        );
    }
    if let Some(target) = &operation.target {
        top_level(target)?;
    }
    let conditions = operation
        .headers
        .iter()
        .filter_map(|header| header.only.as_ref())
        .chain(
            operation
                .binary
                .iter()
                .filter_map(|binary| binary.only.as_ref()),
        );
    for only in conditions {
        top_level(&only.parameter)?;
    }
    if let Some(binary) = &operation.binary {
        for segment in Segment::parse(&binary.file_name)? {
            if let Segment::Parameter(name) = segment {
                top_level(&name)?;
            }
        }
    }
    Ok(())
}
