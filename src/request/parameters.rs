//! Parameters, read with the types that their fields have.

use serde_json::{Map, Value};

use super::{
    Parameters,
    build::Draft,
    value::{as_boolean, as_json, as_list, as_number, as_text, describe, is_empty, is_local_time, text},
};
use crate::{
    error::{Context, Error},
    model::{Condition, Field, Kind, Rows},
};

/// Converts a local date-time to an ISO instant in the workflow's time zone. `None` when the host cannot.
pub type Clock<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What every field is read with.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The workflow's time zone.
    pub clock: Clock<'a>,
    /// For messages.
    pub context: &'a Context,
}

/// Whether all conditions are met.
pub fn conditions_met(conditions: &[Condition], parameters: &Parameters) -> bool {
    conditions.iter().all(|condition| {
        let value = find(&condition.parameter, parameters).ok().flatten().map(text);
        let value = value.unwrap_or_else(|| condition.default.plain().into_owned());
        condition.is.iter().any(|wanted| wanted.plain() == value)
    })
}

/// The value at the end of a path through the parameters.
fn find<'a>(path: &str, parameters: &'a Parameters) -> Result<Option<&'a Value>, Error> {
    let mut steps = path.split('/');
    let mut passed = steps.next().unwrap_or_default();
    let mut value = parameters.get(passed);
    for name in steps {
        value = match value {
            None | Some(Value::Null) => None,
            Some(Value::Object(collection)) => collection.get(name),
            Some(_) => {
                return Err(Error::parameter(format!("'{passed}' is not a collection of fields"))
                    .with_advice("An expression here must give an object."));
            }
        };
        passed = name;
    }
    // A resource locator keeps its value one level down; its mark `__rl` can be missing in a workflow.
    Ok(match value {
        Some(Value::Object(locator)) if locator.contains_key("mode") && locator.contains_key("value") => {
            locator.get("value")
        }
        other => other,
    })
}

/// A field's value, with the type that its parameter has; `None` when it is not filled in.
pub fn read(field: &Field, parameters: &Parameters, scope: Scope) -> Result<Option<Value>, Error> {
    let Some(value) = find(&field.path, parameters)?.filter(|value| !is_empty(value)) else {
        return Ok(None);
    };
    let typed = match &field.kind {
        Kind::Text => as_text(value).map(Value::String),
        Kind::Date => as_text(value).map(|text| {
            let instant = (scope.clock)(&text).filter(|_| is_local_time(&text));
            Value::String(instant.unwrap_or(text))
        }),
        Kind::Choice => as_text(value).map(|_| value.clone()),
        Kind::Number => as_number(value).map(Value::Number),
        Kind::Boolean => as_boolean(value).map(Value::Bool),
        Kind::Choices if value.is_array() => as_list(value).map(|chosen| {
            // "Any" is an empty choice: alone, it says nothing.
            if chosen.is_empty() { Value::Null } else { value.clone() }
        }),
        Kind::List | Kind::Choices => as_list(value).map(Value::Array),
        Kind::Json => as_json(value),
        Kind::Rows(of) => Some(rows(field, of, value, scope)?),
    };
    match typed {
        Some(value) => Ok(Some(value).filter(|value| !is_empty(value))),
        None => Err(Error::parameter(format!(
            "'{}' must be {}, but is {}",
            field.label,
            match field.kind {
                Kind::Text | Kind::Choice => "text",
                Kind::Date => "a date and time",
                Kind::Number => "a number",
                Kind::Boolean => "true or false",
                Kind::List | Kind::Choices => "a list of texts",
                Kind::Json => "JSON",
                Kind::Rows(_) => "a list of entries",
            },
            describe(value)
        ))
        .with_advice("Check the expression of this field.")),
    }
}

/// The entries of a list of groups of fields. Entries in which nothing is filled in are left out.
fn rows(field: &Field, of: &Rows, value: &Value, scope: Scope) -> Result<Value, Error> {
    let single = std::slice::from_ref(value);
    let entries = value.as_array().map_or(single, Vec::as_slice);
    let mut made = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let in_entry = |error: Error| {
            let message = format!("{} in entry {number} of '{}'", error.message, field.label);
            Error::parameter(message).with_advice(&error.description)
        };
        let Some(entry) = entry.as_object() else {
            return Err(Error::parameter(format!(
                "'{}' must be a list of entries, but entry {number} is {}",
                field.label,
                describe(entry)
            ))
            .with_advice("Check the expression of this field."));
        };
        // n8n puts blank entries into new lists; one without any member was made on purpose.
        if !entry.is_empty() && entry.values().all(is_empty) {
            continue;
        }
        let mut draft = Draft::default();
        draft.fill(&of.fields, entry, scope).map_err(in_entry)?;
        match &of.value {
            Some(member) => made.extend(Some(draft.body[member.as_str()].take()).filter(|value| !value.is_null())),
            None if draft.body.is_null() => made.push(Value::Object(Map::new())),
            None => made.push(draft.body),
        }
    }
    Ok(Value::Array(made))
}

/// A path value is one segment, and any text can be one except dots alone: URL parsers take them, even encoded, as a step up.
pub fn path_value(field: &Field, value: &Value) -> Result<String, Error> {
    let value = text(value);
    if value == "." || value == ".." {
        return Err(
            Error::parameter(format!("'{}' cannot be '{value}'", field.label)).with_advice("Choose or enter an ID.")
        );
    }
    Ok(value)
}
