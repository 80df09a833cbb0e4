//! From an operation and one item's parameters to the one request that they mean.
//!
//! The core refuses only values that can never be right: a missing required value, a wrong type, an ID that would change the path.
//! The API checks everything else, and the user gets its message.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{
    Attached, Attachment, Body, DEFAULT_TIMEOUT, FILE_TIMEOUT, FilePart, Parameters, Request,
    address::{append_query, percent_encode, query_pair},
    paging::Pages,
    parameters::{Clock, Scope, conditions_met, path_value, read},
    raw,
    value::text,
};
use crate::{
    error::{Context, Error},
    model::{Binding, Field, Json, Kind, Method, Operation, Place, When},
};

/// Makes the request.
///
/// # Errors
/// A parameter that can never be right; the message names it as the editor does.
pub fn build(
    operation: &Operation<'static>,
    parameters: &Parameters,
    clock: Clock,
    context: &Context,
) -> Result<Request, Error> {
    let template = &operation.request;
    let scope = Scope { clock, context };
    let mut draft = Draft::default();
    for constant in &template.constants {
        put(&mut draft.body, &constant.key, constant.value.value());
    }
    draft.fill(&operation.fields, parameters, scope)?;
    for guard in &template.guards {
        let is_sent = guard.any.iter().any(|key| draft.has(key));
        if conditions_met(&guard.when, parameters) && !is_sent {
            return Err(Error::parameter(guard.message.as_str()));
        }
    }

    // A value that a condition hides does not count.
    let named = |name: &str| {
        let fields = operation.fields.iter().filter(|field| *field.path == *name);
        let mut shown = fields.filter(|field| conditions_met(&field.show_when, parameters));
        let value = shown.next().and_then(|field| read(field, parameters, scope).ok().flatten());
        value.as_ref().map(text).unwrap_or_default()
    };
    let path = match draft.url.take() {
        Some(url) => url,
        None => fill(&template.path, |name| percent_encode(&named(name))),
    };
    for header in &template.headers {
        if conditions_met(&header.when, parameters) {
            draft.headers.push((header.name.to_string(), header.value.to_string()));
        }
    }
    let binary = template.binary.as_ref();
    let binary = binary.filter(|binary| conditions_met(&binary.when, parameters));
    let pages = match &template.paging {
        // A page that the user names is all that they want.
        Some(paging) if !draft.has(&paging.size) && !draft.has(&paging.page) => {
            let bounds = &context.api.paging;
            let wants_all = named(&bounds.all) == "true";
            let limit = (!wants_all).then(|| named(&bounds.limit));
            Some(Pages::new(paging, bounds, limit.as_deref(), &operation.fields)?)
        }
        _ => None,
    };
    let keys = template.ordering_key.iter().flatten();
    let keys: Vec<_> = keys.map(|name| format!("{name} {}", named(name))).collect();
    let moves_file = draft.file.is_some() || binary.is_some();
    Ok(Request {
        method: draft.method.unwrap_or(template.method),
        path: append_query(path, &draft.query),
        headers: draft.headers,
        body: match draft.file {
            Some((place, property)) => {
                Body::File(FilePart { property, form: (place == Place::Form).then(|| members(draft.body)) })
            }
            None if draft.body.is_null() => Body::None,
            None => Body::Json(draft.body),
        },
        attachments: draft.attachments,
        timeout: if moves_file { FILE_TIMEOUT } else { DEFAULT_TIMEOUT },
        server_wait: draft.server_wait,
        // A method that the user chose is sent again only where it reads.
        idempotent: template.is_idempotent() || draft.method == Some(Method::Get),
        lookup: template.lookup.clone(),
        conflict: template.conflict.clone(),
        deletes: template.deletes,
        file_name: binary.map(|binary| fill(&binary.file_name, named)),
        pages,
        ordering_key: (!keys.is_empty()).then(|| keys.join("\n")),
        path_parameters: draft.path_parameters,
    })
}

/// The members of a body as those of a form: several values of one are joined with commas.
fn members(body: Value) -> Vec<(String, String)> {
    let Value::Object(members) = body else {
        return Vec::new();
    };
    let member = |(key, value): (String, Value)| (key, text(&value));
    members.into_iter().map(member).collect()
}

/// Puts values in the place of `{parameter}`.
pub(crate) fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    for piece in template.split('{') {
        let text = match piece.split_once('}') {
            Some((name, text)) => {
                filled.push_str(&value(name));
                text
            }
            None => piece,
        };
        filled.push_str(text);
    }
    filled
}

/// Puts a value into a body: dots lead deeper, numbers are places in a list, and no key at all is the whole of it.
pub fn put(body: &mut Value, key: &str, value: Value) {
    let mut place = body;
    for step in key.split('.').filter(|step| !step.is_empty()) {
        place = if let Ok(index) = step.parse::<usize>() {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            let Value::Array(entries) = place else { return };
            if entries.len() <= index {
                entries.resize(index + 1, Value::Null);
            }
            &mut entries[index]
        } else {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            let Value::Object(members) = place else {
                return;
            };
            members.entry(step).or_insert(Value::Null)
        };
    }
    *place = value;
}

/// A request, or an entry of a list in its body, while its fields are filled in.
#[derive(Default)]
pub(super) struct Draft {
    method: Option<Method>,
    url: Option<String>,
    headers: Vec<(String, String)>,
    /// Pairs with ampersands between them.
    query: String,
    /// Null while it holds nothing.
    pub(super) body: Value,
    attachments: Vec<Attachment>,
    /// The item's field of binary data that goes out instead of the body, and how.
    file: Option<(Place, String)>,
    path_parameters: Vec<(String, String)>,
    /// Keys in the query and the body.
    sent: Vec<String>,
    server_wait: Duration,
}

impl Draft {
    pub(super) fn fill(&mut self, fields: &[Field], parameters: &Parameters, scope: Scope) -> Result<(), Error> {
        for field in fields {
            if !conditions_met(&field.show_when, parameters) {
                continue;
            }
            let value = read(field, parameters, scope)?;
            if value.is_none() && field.required {
                return Err(
                    Error::parameter(format!("'{}' is empty", field.label)).with_advice("Choose or enter a value.")
                );
            }
            for binding in &field.send {
                if let Some(value) = on_the_wire(binding, value.as_ref(), &field.kind) {
                    self.put(field, binding, value, scope.context)?;
                }
            }
        }
        Ok(())
    }

    fn has(&self, key: &str) -> bool {
        self.sent.iter().any(|sent| sent == key)
    }

    fn ask(&mut self, key: &str, value: &Value) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&query_pair(key, &text(value)));
    }

    fn put(&mut self, field: &Field, binding: &Binding, value: Value, context: &Context) -> Result<(), Error> {
        let key = binding.key(field);
        let server_wait = Duration::from_secs(binding.server_wait.unwrap_or(0).into());
        self.server_wait = self.server_wait.max(server_wait);
        if matches!(binding.when, When::Has(_)) && self.has(key) {
            let message = format!("'{}' names '{key}', which is filled in as well", field.label);
            return Err(Error::parameter(message).with_advice("Take it out of one of the two."));
        }
        match binding.place {
            Place::Path => {
                let value = path_value(field, &value)?;
                self.path_parameters.push((field.top_level().to_owned(), value));
                return Ok(());
            }
            Place::Query => self.ask(key, &value),
            Place::Pairs => {
                for entry in value.as_array().into_iter().flatten() {
                    self.ask(&text(&entry["key"]), &entry["value"]);
                }
            }
            Place::Headers => {
                for entry in value.as_array().into_iter().flatten() {
                    let (key, value) = (text(&entry["key"]), text(&entry["value"]));
                    self.headers.push(raw::header(&key, &value, context)?);
                }
            }
            Place::Url => self.url = Some(raw::path(&text(&value), context)?),
            Place::Method => self.method = Some(raw::method(&text(&value))?),
            Place::Body => put(&mut self.body, key, value),
            Place::Form | Place::Raw => self.file = Some((binding.place, text(&value))),
            Place::Upload => self.attach(key, Attached::Upload(text(&value))),
            Place::UploadUrl => self.attach(key, Attached::UploadUrl(text(&value))),
            Place::Embed => self.attach(key, Attached::Embed(text(&value))),
            Place::EmbedFile => self.attach(key, Attached::EmbedFile(text(&value))),
        }
        self.sent.push(key.to_owned());
        Ok(())
    }

    fn attach(&mut self, key: &str, what: Attached) {
        let key = key.to_owned();
        self.attachments.push(Attachment { key, what });
    }
}

/// What is sent of a value; `None` when nothing is.
fn on_the_wire(binding: &Binding, value: Option<&Value>, kind: &Kind) -> Option<Value> {
    let Some(value) = value else {
        let is_list = matches!(kind, Kind::List | Kind::Choices | Kind::Rows(_));
        return (binding.when == When::Always && is_list).then(|| Value::Array(Vec::new()));
    };
    let is = |other: &Json| text(value) == other.plain();
    let is_sent = match &binding.when {
        When::Filled | When::Always => true,
        When::True => value.as_bool() == Some(true),
        When::Not(default) => !is(default),
        When::Is(wanted) => is(wanted),
        When::Has(wanted) => {
            let chosen = value.as_array().map_or(&[][..], Vec::as_slice);
            chosen.iter().any(|entry| text(entry) == wanted.plain())
        }
    };
    if !is_sent {
        return None;
    }
    let mapped = binding.map.get(text(value).as_str()).or(binding.value.as_ref());
    Some(mapped.map_or_else(|| value.clone(), Json::value))
}
