//! What the core needs of an operation: its request, flat and complete.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    ResolvedOperation, Resource,
    authored::{
        BinaryAnswer, Constant, ConstantHeader, Guard, Method, Only, Paging, Parameter,
        ParameterType, Place, Send, When, present,
    },
};

/// All operations, in the order of the resources' names.
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
    /// The parameters that name what is changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<String>,
    /// Whether it takes something away for good.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deletes: bool,
    /// Set where the answer is a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary: Option<Binary>,
    /// Set where the answer is a list that comes in pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Whether it may be repeated when no answer came.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeat: bool,
    /// The path that lists what was sent, up to its reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub find: Option<String>,
    /// The path that reads what is there already, up to its ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// Headers with fixed values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// Members of the body with fixed values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Constant>,
    /// What must be filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guards: Vec<Guarded>,
    /// Values of parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// An answer that is a file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Binary {
    /// Its name without extension, with `{parameter}`.
    pub file_name: String,
    /// A file only then; otherwise JSON.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Condition>,
}

/// A header with a fixed value.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Sent only then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Condition>,
}

/// What must be filled in.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Guarded {
    /// At least one of these keys must be sent.
    pub any: Vec<String>,
    /// Only then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Condition>,
    /// What is refused.
    pub message: String,
}

/// One parameter, and where its value goes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Field {
    /// The way to the parameter through the collections that it is in.
    pub from: Vec<String>,
    /// The label, for messages.
    pub label: String,
    /// Its type in the editor.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Whether it holds a list of values.
    #[serde(default, skip_serializing_if = "is_default")]
    pub many: bool,
    /// Whether an empty value is refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Read only then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Condition>,
    /// The fields of its entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Rows>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub send: Vec<Wire>,
}

/// A condition on another parameter.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The way to it: from the top, or within the entry that the field is in.
    pub from: Vec<String>,
    /// It has one of these values.
    pub is: Vec<Value>,
    /// The value that counts when it is missing.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub default: Value,
}

/// The entries of a parameter that holds a list of groups of fields.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The fields of each; their ways and keys begin at the entry.
    pub fields: Vec<Field>,
    /// The key that alone makes up an entry, where entries are plain values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A place on the wire.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// Part of the request.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its key there.
    #[serde(rename = "as")]
    pub key: String,
    /// When it is sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: When,
    /// What is sent instead of the value.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Value>,
    /// What is sent for some of the values.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub map: Map<String, Value>,
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
    let request = &authored.file.request;
    let top = Level {
        parameters: &authored.parameters,
        way: Vec::new(),
        above: None,
    };
    let operation = Operation {
        resource: resource.into(),
        operation: authored.file.operation.clone(),
        method: request.method,
        path: request.path.clone(),
        target: request.target.clone().unwrap_or_default(),
        deletes: request.method == Method::Delete && authored.file.name.starts_with("Delete"),
        paging: request.paging.clone(),
        repeat: request.repeat.unwrap_or(matches!(
            request.method,
            Method::Get | Method::Put | Method::Delete
        )),
        find: request.find.clone(),
        existing: request.existing.clone(),
        binary: request
            .binary
            .as_ref()
            .map(|binary| top.binary(binary))
            .transpose()?,
        headers: request
            .headers
            .iter()
            .map(|header| top.header(header))
            .collect::<Result<_>>()?,
        constants: request.constants.clone(),
        guards: request
            .guards
            .iter()
            .map(|guard| top.guard(guard))
            .collect::<Result<_>>()?,
        fields: top.fields(&[])?,
    };
    check(&operation)?;
    ensure!(
        operation.method == Method::Get || request.target.is_some(),
        "it changes something: 'target' must say what"
    );
    Ok(operation)
}

/// The parameters of one collection, or of the top, or of an entry of a list.
struct Level<'a> {
    parameters: &'a [Parameter],
    /// The collections on the way here.
    way: Vec<String>,
    /// The top, unless this is it.
    above: Option<&'a Level<'a>>,
}

impl Level<'_> {
    fn top(&self) -> &Level<'_> {
        self.above.unwrap_or(self)
    }

    /// All fields, with the conditions that hold for the whole level.
    fn fields(&self, inherited: &[Condition]) -> Result<Vec<Field>> {
        let mut fields = Vec::new();
        for parameter in self.parameters {
            let mut only = inherited.to_vec();
            only.extend(self.conditions(&parameter.only)?);
            let in_here = |tail: &[&str]| {
                let tail = tail.iter().map(ToString::to_string);
                self.way
                    .iter()
                    .cloned()
                    .chain([parameter.name.clone()])
                    .chain(tail)
                    .collect::<Vec<_>>()
            };
            let inside = |way| Level {
                parameters: &parameter.fields,
                way,
                above: Some(self.top()),
            };
            let name = &parameter.name;
            match (parameter.kind, &parameter.entry, many(parameter)) {
                (ParameterType::Collection, None, false) => {
                    ensure!(
                        parameter.send.is_none(),
                        "collection '{name}': its fields have 'send', not it"
                    );
                    fields.extend(inside(in_here(&[])).fields(&only)?);
                }
                (ParameterType::FixedCollection, Some(entry), false) => {
                    ensure!(
                        parameter.send.is_none(),
                        "'{name}' has one entry: its fields have 'send', not it"
                    );
                    fields.extend(inside(in_here(&[&entry.name])).fields(&only)?);
                }
                (ParameterType::FixedCollection, Some(entry), true) => {
                    let rows = Rows {
                        fields: Level {
                            parameters: &parameter.fields,
                            way: Vec::new(),
                            above: None,
                        }
                        .fields(&[])?,
                        value: entry.value.clone(),
                    };
                    fields.push(field(in_here(&[&entry.name]), parameter, only, Some(rows))?);
                }
                (ParameterType::Collection | ParameterType::FixedCollection, ..) => {
                    bail!("'{name}': a fixedCollection has 'entry', a collection has not");
                }
                _ => {
                    ensure!(
                        parameter.fields.is_empty(),
                        "'{name}' is no collection, and has fields"
                    );
                    ensure!(
                        (parameter.kind == ParameterType::ResourceLocator)
                            == parameter.list.is_some(),
                        "'{name}': a resourceLocator has 'list', no other has"
                    );
                    fields.push(field(in_here(&[]), parameter, only, None)?);
                }
            }
        }
        Ok(fields)
    }

    fn binary(&self, binary: &BinaryAnswer) -> Result<Binary> {
        let (file_name, only) = (binary.file_name.clone(), self.conditions(&binary.only)?);
        Ok(Binary { file_name, only })
    }

    fn header(&self, header: &ConstantHeader) -> Result<Header> {
        let (name, value) = (header.name.clone(), header.value.clone());
        Ok(Header {
            name,
            value,
            only: self.conditions(&header.only)?,
        })
    }

    fn guard(&self, guard: &Guard) -> Result<Guarded> {
        let (any, message) = (guard.any.clone(), guard.message.clone());
        Ok(Guarded {
            any,
            only: self.conditions(&guard.only)?,
            message,
        })
    }

    fn conditions(&self, only: &[Only]) -> Result<Vec<Condition>> {
        only.iter().map(|only| self.condition(only)).collect()
    }

    fn condition(&self, only: &Only) -> Result<Condition> {
        let (level, name) = match only.parameter.strip_prefix('/') {
            Some(name) => (self.top(), name),
            None => (self, only.parameter.as_str()),
        };
        let parameter = level
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .with_context(|| {
                format!("a condition names '{}', which is not there", only.parameter)
            })?;
        Ok(Condition {
            from: level.way.iter().cloned().chain([name.into()]).collect(),
            is: only.is.clone(),
            default: parameter.default.clone(),
        })
    }
}

fn many(parameter: &Parameter) -> bool {
    option(parameter, "multipleValues")
}

/// Whether a flag of n8n's `typeOptions` is set.
fn option(parameter: &Parameter, name: &str) -> bool {
    let options = parameter.type_options.as_ref();
    options
        .and_then(|options| options.get(name))
        .is_some_and(|flag| *flag == true)
}

fn field(
    from: Vec<String>,
    parameter: &Parameter,
    only: Vec<Condition>,
    rows: Option<Rows>,
) -> Result<Field> {
    let send = parameter
        .send
        .as_ref()
        .with_context(|| format!("parameter '{}' does not say where it goes", parameter.name))?;
    let is_condition = send.all().is_empty();
    Ok(Field {
        from,
        label: parameter.display_name.clone(),
        // A day alone, such as a birthday, is in no time zone.
        kind: if option(parameter, "dateOnly") {
            ParameterType::String
        } else {
            parameter.kind
        },
        many: many(parameter) || parameter.kind == ParameterType::MultiOptions,
        required: parameter.required && !is_condition,
        only,
        rows,
        send: send
            .all()
            .iter()
            .map(|send| wire(send, parameter))
            .collect(),
    })
}

fn wire(send: &Send, parameter: &Parameter) -> Wire {
    Wire {
        place: send.place,
        key: send.key.clone().unwrap_or_else(|| parameter.name.clone()),
        when: send.when.clone(),
        value: send.value.clone(),
        map: send.map.clone(),
        hold: send.hold,
    }
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
                field.required && field.send.iter().any(|wire| wire.place == Place::Path),
                "'{name}' is in the path: it must be required and sent in the path"
            );
            in_path.insert(name);
        }
    }
    for field in &operation.fields {
        for wire in &field.send {
            ensure!(
                wire.place != Place::Path || in_path.contains(&field.from[0]),
                "'{}' is not in the path '{}'",
                wire.key,
                operation.path
            );
            let in_query_or_path = matches!(
                wire.place,
                Place::Path
                    | Place::Query
                    | Place::Pairs
                    | Place::Headers
                    | Place::Url
                    | Place::Method
            );
            ensure!(
                in_query_or_path || operation.method != Method::Get,
                "'{}' would be the body of a GET",
                wire.key
            );
        }
    }
    for target in &operation.target {
        top_level(target)?;
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
