//! Operations as the core needs them: the request, and the parameters as flat fields.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use sparkbot_model::{Binding, Condition, Field, Json, Kind, Method, Operation, Place, Rows, Text};

use crate::{
    ResolvedOperation, Resource,
    authored::{Parameter, ParameterType},
};

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
            let (name, tail) =
                tail.split_once('}').with_context(|| format!("'{template}' has a brace without its partner"))?;
            ensure!(!name.is_empty(), "'{template}' has an empty parameter");
            if !text.is_empty() {
                segments.push(Self::Text(text.into()));
            }
            segments.push(Self::Parameter(name.into()));
            rest = tail;
        }
        ensure!(!rest.contains('}'), "'{template}' has a brace without its partner");
        if !rest.is_empty() {
            segments.push(Self::Text(rest.into()));
        }
        Ok(segments)
    }
}

/// Flattens all operations, and refuses an operation that contradicts itself.
pub fn compile(resources: &[Resource]) -> Result<Vec<Operation<'static>>> {
    let mut seen = BTreeSet::new();
    let mut operations = Vec::new();
    for resource in resources {
        for authored in &resource.operations {
            let place = || format!("descriptor/{}.json, operation '{}'", resource.value, authored.file.operation);
            if !seen.insert(&authored.file.operation) {
                // Conditions in the editor name the operation alone, which keeps the properties few.
                bail!("{}: another operation has this value", place());
            }
            operations.push(flatten(&resource.value, authored).with_context(place)?);
        }
    }
    Ok(operations)
}

fn flatten(resource: &str, authored: &ResolvedOperation) -> Result<Operation<'static>> {
    let top = Level { parameters: &authored.parameters, path: String::new(), above: None };
    let mut request = authored.file.request.clone();
    let conditions = (request.headers.iter_mut().map(|header| &mut header.when))
        .chain(request.guards.iter_mut().map(|guard| &mut guard.when))
        .chain(request.binary.iter_mut().map(|binary| &mut binary.when));
    for conditions in conditions {
        *conditions = top.resolve(conditions)?;
    }
    let operation = Operation {
        resource: resource.to_owned().into(),
        operation: authored.file.operation.clone().into(),
        request,
        fields: top.fields(&[])?,
    };
    check(&operation)?;
    Ok(operation)
}

/// The parameters of one collection, or of the top, or of an entry of a list.
struct Level<'a> {
    parameters: &'a [Parameter],
    /// The path of the collection, with a slash at its end; empty at the top.
    path: String,
    /// The top level; `None` at the top itself.
    above: Option<&'a Level<'a>>,
}

impl Level<'_> {
    fn top(&self) -> &Level<'_> {
        self.above.unwrap_or(self)
    }

    /// All fields, with the conditions that hold for the whole level.
    fn fields(&self, inherited: &[Condition<'static>]) -> Result<Vec<Field<'static>>> {
        let mut fields = Vec::new();
        for parameter in self.parameters {
            let in_parameter = || format!("parameter '{}{}'", self.path, parameter.name);
            let mut show_when = inherited.to_vec();
            show_when.extend(self.resolve(&parameter.show_when).with_context(in_parameter)?);
            fields.append(&mut self.flatten(parameter, show_when).with_context(in_parameter)?);
        }
        Ok(fields)
    }

    /// The fields of one parameter: those in its collection, or the parameter itself.
    fn flatten(&self, parameter: &Parameter, show_when: Vec<Condition<'static>>) -> Result<Vec<Field<'static>>> {
        let path = format!("{}{}", self.path, parameter.name);
        let inside = |path: String| Level { parameters: &parameter.fields, path, above: Some(self.top()) };
        match (parameter.kind, &parameter.entry, has_many(parameter)) {
            (ParameterType::Collection, None, false) => {
                ensure!(parameter.send.is_none(), "a collection has no 'send': its fields have one");
                inside(path + "/").fields(&show_when)
            }
            (ParameterType::FixedCollection, Some(entry), false) => {
                ensure!(parameter.send.is_none(), "it has one entry and no 'send': its fields have one");
                inside(format!("{path}/{}/", entry.name)).fields(&show_when)
            }
            (ParameterType::FixedCollection, Some(entry), true) => {
                let of_entry = Level { parameters: &parameter.fields, path: String::new(), above: None };
                let rows = Rows { fields: of_entry.fields(&[])?, value: entry.value.clone().map(Text::from) };
                let path = format!("{path}/{}", entry.name);
                Ok(vec![field(path, parameter, Kind::Rows(rows), show_when)?])
            }
            (ParameterType::Collection | ParameterType::FixedCollection, ..) => {
                bail!("a fixedCollection has 'entry', a collection has not");
            }
            _ => {
                ensure!(parameter.fields.is_empty(), "it is no collection, and has fields");
                Ok(vec![field(path, parameter, kind(parameter), show_when)?])
            }
        }
    }

    /// Conditions with the paths and the defaults of the parameters that they name.
    fn resolve(&self, conditions: &[Condition<'static>]) -> Result<Vec<Condition<'static>>> {
        let resolve = |condition: &Condition<'static>| {
            let (level, name) = match condition.parameter.strip_prefix('/') {
                Some(name) => (self.top(), name),
                None => (self, condition.parameter.as_str()),
            };
            let parameter = level.parameters.iter().find(|parameter| parameter.name == name);
            let parameter = parameter
                .with_context(|| format!("a condition names '{}', which is not there", condition.parameter))?;
            Ok(Condition {
                parameter: format!("{}{name}", level.path).into(),
                is: condition.is.clone(),
                default: Json::from(&parameter.default),
            })
        };
        conditions.iter().map(resolve).collect()
    }
}

fn has_many(parameter: &Parameter) -> bool {
    has_option(parameter, "multipleValues")
}

/// Whether a flag of n8n's `typeOptions` is set.
fn has_option(parameter: &Parameter, name: &str) -> bool {
    let options = parameter.type_options.as_ref();
    options.and_then(|options| options.get(name)).is_some_and(|flag| *flag == true)
}

/// The type of a parameter that is no collection.
fn kind(parameter: &Parameter) -> Kind<'static> {
    match parameter.kind {
        ParameterType::Boolean => Kind::Boolean,
        ParameterType::Number => Kind::Number,
        ParameterType::Json => Kind::Json,
        ParameterType::MultiOptions => Kind::Choices,
        _ if has_many(parameter) => Kind::List,
        ParameterType::Options | ParameterType::ResourceLocator => Kind::Choice,
        // A day alone, such as a birthday, is in no time zone.
        ParameterType::DateTime if !has_option(parameter, "dateOnly") => Kind::Date,
        ParameterType::DateTime
        | ParameterType::String
        | ParameterType::Collection
        | ParameterType::FixedCollection => Kind::Text,
    }
}

fn field(
    path: String,
    parameter: &Parameter,
    kind: Kind<'static>,
    show_when: Vec<Condition<'static>>,
) -> Result<Field<'static>> {
    let send = parameter.send.as_ref().context("it does not say where it goes: 'send' is missing")?;
    let mut send = send.all().to_vec();
    if matches!(kind, Kind::Rows(_)) {
        // The path of such a field ends with the name of its entries.
        for binding in &mut send {
            let name = || parameter.name.clone().into();
            binding.key.get_or_insert_with(name);
        }
    }
    Ok(Field {
        path: path.into(),
        label: parameter.display_name.clone().into(),
        kind,
        // A switch that is never sent has a default.
        required: parameter.required && !send.is_empty(),
        show_when,
        send,
    })
}

/// A name in the path must be a required parameter, and a parameter for the path must be in it.
fn check(operation: &Operation) -> Result<()> {
    let request = &operation.request;
    ensure!(
        request.path.starts_with('/') && !request.path.contains(['?', '#']),
        "the path begins with a slash and holds no query"
    );
    ensure!(
        request.method == Method::Get || request.ordering_key.is_some(),
        "it changes something: 'orderingKey' must say what"
    );
    ensure!(
        request.method == Method::Get || request.idempotent.is_some(),
        "'idempotent' must say whether sending it twice has the same effect as sending it once"
    );
    let top_level = |name: &str| {
        let field = operation.fields.iter().find(|field| *field.path == *name);
        field.with_context(|| format!("there is no parameter '{name}'"))
    };
    let mut in_path = BTreeSet::new();
    for segment in Segment::parse(&request.path)? {
        if let Segment::Parameter(name) = segment {
            let field = top_level(&name)?;
            ensure!(
                field.required && field.send.iter().any(|binding| binding.place == Place::Path),
                "parameter '{name}' is in the path: it must be required and sent in the path"
            );
            in_path.insert(name);
        }
    }
    for field in &operation.fields {
        for binding in &field.send {
            check_binding(field, binding, operation, &in_path)
                .with_context(|| format!("parameter '{}'", field.path))?;
        }
    }
    for name in request.ordering_key.iter().flatten() {
        top_level(name).context("'orderingKey'")?;
    }
    if let Some(binary) = &request.binary {
        for segment in Segment::parse(&binary.file_name)? {
            if let Segment::Parameter(name) = segment {
                top_level(&name).context("'binary.fileName'")?;
            }
        }
    }
    Ok(())
}

fn check_binding(field: &Field, binding: &Binding, operation: &Operation, in_path: &BTreeSet<String>) -> Result<()> {
    let request = &operation.request;
    ensure!(
        binding.place != Place::Path || in_path.contains(field.top_level()),
        "'{}' is not in the path '{}'",
        binding.key(field),
        request.path
    );
    let in_query_or_path = matches!(
        binding.place,
        Place::Path | Place::Query | Place::Pairs | Place::Headers | Place::Url | Place::Method
    );
    ensure!(in_query_or_path || request.method != Method::Get, "'{}' would be the body of a GET", binding.key(field));
    Ok(())
}
