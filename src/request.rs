//! From an operation and one item's parameters to the one request that they mean.
//!
//! Refused is what can never be right: a missing required value, a value of the wrong type, an ID that would change the
//! path. Everything else is left to the API, whose message the user gets.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value};

use crate::{
    error::Error,
    operation::{Field, Kind, Method, Only, Operation, Place, Segment, When},
};

/// One item's parameters, by name, as they stand in a workflow.
pub type Parameters = Map<String, Value>;

/// Seconds within which an answer is expected, beyond the time for which the API was asked to hold it.
pub const PATIENCE: u32 = 30;

/// A request, complete but for the base URL and the key.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path and query below the base URL, percent-encoded.
    pub path: String,
    /// Headers besides `Content-Type` and the key.
    pub headers: Vec<(&'static str, &'static str)>,
    /// JSON text.
    pub body: Option<String>,
    /// Milliseconds within which the answer must be there.
    pub timeout: u32,
    /// The name, without extension, of the file that the answer is; none when it is JSON.
    pub file_name: Option<String>,
    /// What it changes; none for a read. Requests that change the same thing keep their order.
    pub target: Option<String>,
    /// The values of its path, by parameter: what an answer without content is about.
    pub subject: Vec<(&'static str, String)>,
}

impl Request {
    /// Whether it only reads.
    #[must_use]
    pub const fn reads(&self) -> bool {
        self.target.is_none()
    }
}

/// Makes the request.
///
/// # Errors
/// A parameter that can never be right; the message names it as the editor does.
pub fn build(operation: &Operation, parameters: &Parameters) -> Result<Request, Error> {
    let mut query = String::new();
    let mut body = Map::new();
    let mut subject = Vec::new();
    let mut hold = 0;
    for field in operation.fields {
        let Some(value) = read(field, parameters)? else {
            if field.required {
                return Err(Error::parameter(format!("'{}' is empty", field.label))
                    .advise("Choose or enter a value."));
            }
            continue;
        };
        if !is_sent(field, &value) {
            continue;
        }
        hold = hold.max(field.hold);
        match field.place {
            Place::Path => subject.push((field.from[0], path_value(field, &value)?)),
            Place::Query => {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(&percent_encode(field.key));
                query.push('=');
                query.push_str(&percent_encode(&text(&value)));
            }
            Place::Body => {
                body.insert(field.key.into(), value);
            }
        }
    }

    let applies = |only: Option<&Only>| only.is_none_or(|only| holds(only, operation, parameters));
    let binary = operation
        .binary
        .as_ref()
        .filter(|binary| applies(binary.only.as_ref()));
    let named = |name: &str| {
        subject
            .iter()
            .find(|(parameter, _)| *parameter == name)
            .map_or_else(
                || text(parameters.get(name).unwrap_or(&Value::Null)),
                |(_, value)| value.clone(),
            )
    };
    Ok(Request {
        method: operation.method,
        path: fill(operation.path, |name| percent_encode(&named(name))) + &query,
        headers: operation
            .headers
            .iter()
            .filter(|header| applies(header.only.as_ref()))
            .map(|header| (header.name, header.value))
            .collect(),
        body: (!body.is_empty()).then(|| Value::Object(body).to_string()),
        timeout: (PATIENCE + u32::from(hold)) * 1000,
        file_name: binary.map(|binary| fill(binary.file_name, named)),
        target: operation
            .target
            .map(|target| format!("{target} {}", named(target))),
        subject,
    })
}

fn fill(segments: &[Segment], value: impl Fn(&str) -> String) -> String {
    segments
        .iter()
        .map(|segment| match segment {
            Segment::Text(text) => (*text).to_owned(),
            Segment::Parameter(name) => value(name),
        })
        .collect()
}

/// A field's value, with the type that its parameter has; none when it is not filled in.
fn read(field: &Field, parameters: &Parameters) -> Result<Option<Value>, Error> {
    let mut value = parameters.get(field.from[0]);
    for name in &field.from[1..] {
        value = match value {
            None | Some(Value::Null) => None,
            Some(Value::Object(collection)) => collection.get(*name),
            Some(_) => {
                return Err(Error::parameter(format!(
                    "'{}' is not a collection of fields",
                    field.from[0]
                ))
                .advise("An expression here must give an object."));
            }
        };
    }
    let Some(value) = value else { return Ok(None) };
    // n8n's resource locator keeps its value one level down.
    let value = match value {
        Value::Object(locator) if locator.contains_key("__rl") => {
            locator.get("value").unwrap_or(&Value::Null)
        }
        other => other,
    };
    if is_empty(value) {
        return Ok(None);
    }
    let typed = match field.kind {
        Kind::Text => as_text(value).map(Value::String),
        Kind::Number => as_number(value).map(Value::Number),
        Kind::Boolean => as_boolean(value).map(Value::Bool),
        Kind::List => as_list(value).map(Value::Array),
    };
    match typed {
        Some(value) => Ok(Some(value).filter(|value| !is_empty(value))),
        None => Err(Error::parameter(format!(
            "'{}' must be {}, but is {}",
            field.label,
            match field.kind {
                Kind::Text => "text",
                Kind::Number => "a number",
                Kind::Boolean => "true or false",
                Kind::List => "a list of texts",
            },
            describe(value)
        ))
        .advise("Check the expression of this field.")),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn as_boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A list of texts, or one text with commas, as an expression often gives it.
fn as_list(value: &Value) -> Option<Vec<Value>> {
    let entries = match value {
        Value::Array(entries) => entries.iter().map(as_text).collect::<Option<Vec<_>>>()?,
        other => as_text(other)?
            .split(',')
            .map(|entry| entry.trim().to_owned())
            .collect(),
    };
    Some(
        entries
            .into_iter()
            .filter(|entry| !entry.is_empty())
            .map(Value::String)
            .collect(),
    )
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "other text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn is_sent(field: &Field, value: &Value) -> bool {
    match field.when {
        When::Filled => true,
        When::True => value.as_bool() == Some(true),
        When::Not(default) => text(value) != default,
    }
}

/// Whether a condition on a parameter is true; the parameter is one of the operation's top-level fields.
fn holds(only: &Only, operation: &Operation, parameters: &Parameters) -> bool {
    operation
        .fields
        .iter()
        .find(|field| field.from == [only.parameter])
        .and_then(|field| read(field, parameters).ok().flatten())
        .is_some_and(|value| only.is.contains(&text(&value).as_str()))
}

/// A value as it stands in a query or in a path.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A path value is one segment, whatever it holds. Dots alone cannot be: URL parsers take them, even encoded, as a step up.
fn path_value(field: &Field, value: &Value) -> Result<String, Error> {
    let value = text(value);
    if value == "." || value == ".." {
        return Err(
            Error::parameter(format!("'{}' cannot be '{value}'", field.label))
                .advise("Choose or enter an ID."),
        );
    }
    Ok(value)
}

/// Leaves only the characters that RFC 3986 calls unreserved, so no value can change the shape of a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
