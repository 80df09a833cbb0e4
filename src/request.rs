//! From an operation and one item's parameters to the one request that they mean.
//!
//! Refused is what can never be right: a missing required value, a value of the wrong type, an ID that would change the
//! path. Everything else is left to the API, whose message the user gets.

use serde_json::{Map, Value};

use crate::{
    address::{ask, percent_encode, with_query},
    error::Error,
    free,
    operation::{Condition, Field, Kind, Method, Operation, Place, Rows, When, Wire},
    paging::{DEFAULT_SIZE, Pages},
    value::{
        as_boolean, as_json, as_list, as_number, as_text, describe, is_empty, is_local_time, text,
    },
};

/// One item's parameters, by name, as they stand in a workflow.
pub type Parameters = Map<String, Value>;

/// Seconds within which an answer is expected, beyond the time for which the API was asked to hold it.
pub const PATIENCE: u32 = 30;

/// Seconds within which a file must have come or gone.
const PATIENCE_WITH_FILES: u32 = 600;

/// A request, complete but for the base URL and the key.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path and query below the base URL, percent-encoded.
    pub path: String,
    /// Headers besides `Content-Type` and the key.
    pub headers: Vec<(String, String)>,
    /// JSON text.
    pub body: Option<String>,
    /// Files that have to be put into the body, before it can go out.
    pub attachments: Vec<Attachment>,
    /// A file that goes out instead of the body.
    pub file: Option<File>,
    /// Milliseconds within which the answer must be there, when the API does not hold it.
    pub timeout: u32,
    /// Milliseconds for which the API was asked to hold its answer.
    pub hold: u32,
    /// Whether doing it twice is the same as doing it once.
    pub repeat: bool,
    /// Where it is found again: the path that lists it, up to its reference.
    pub find: Option<&'static str>,
    /// The name, without extension, of the file that the answer is; none when it is JSON.
    pub file_name: Option<String>,
    /// How the list is read that the answer is; none when one request is all.
    pub pages: Option<Pages>,
    /// Where it is read what a refusal says is there already, up to its ID.
    pub existing: Option<&'static str>,
    /// Whether it takes something away for good.
    pub deletes: bool,
    /// What it changes; none for a read, or where it changes nothing that another could. Requests that change the same thing keep their order.
    pub target: Option<String>,
    /// The values of its path, by parameter: what an answer without content is about.
    pub subject: Vec<(&'static str, String)>,
}

/// What a message is found by again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As it stands in the message.
    pub name: String,
    /// The path that lists the messages with it.
    pub path: String,
    /// Whether the user gave it.
    pub is_own: bool,
}

/// A file that goes out instead of a body of JSON. Its bytes never come here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The item's field of binary data.
    pub property: String,
    /// The other members of the form whose member `file` it is; none when it is the whole body.
    pub form: Option<Vec<(String, String)>>,
}

/// A file that is put into the body. Its bytes never come here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Where in the body, with dots.
    pub key: &'static str,
    /// Which file, and how.
    pub what: Attached,
}

/// Which file is put into a body, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// Binary data, by the name of its field: the ID that it gets when it is stored.
    Upload(String),
    /// The file at an address: the ID that it gets when it is stored.
    UploadUrl(String),
    /// Binary data, by the name of its field, as Base64 text.
    Embed(String),
    /// A stored file, by its ID, as Base64 text.
    EmbedFile(String),
}

impl Request {
    /// A read of JSON at `path`, which may have a query.
    #[must_use]
    pub const fn read(path: String) -> Self {
        Self {
            method: Method::Get,
            path,
            headers: Vec::new(),
            body: None,
            attachments: Vec::new(),
            file: None,
            timeout: PATIENCE * 1000,
            hold: 0,
            repeat: true,
            find: None,
            file_name: None,
            pages: None,
            existing: None,
            deletes: false,
            target: None,
            subject: Vec::new(),
        }
    }

    /// The bytes of a stored file.
    #[must_use]
    pub fn download(id: &str) -> Self {
        Self {
            timeout: PATIENCE_WITH_FILES * 1000,
            ..Self::read(format!("/files/{}/download", percent_encode(id)))
        }
    }

    /// Storing a file: `file` goes out, or else the file at the address in `body` is fetched. A file that is stored already is
    /// as good.
    #[must_use]
    pub fn upload(file: Option<File>, body: Option<String>) -> Self {
        Self {
            method: Method::Post,
            file,
            body,
            timeout: PATIENCE_WITH_FILES * 1000,
            existing: Some("/files/"),
            repeat: true,
            target: Some("file".into()),
            ..Self::read("/files".into())
        }
    }

    /// Gives it a reference, unless it has one of its own; gives the path that finds it by that, and the reference. None when it
    /// cannot be found again.
    ///
    /// # Errors
    /// Its own reference cannot be looked for.
    pub fn refer(&mut self, made: &str) -> Result<Option<Reference>, Error> {
        let (Some(find), Some(body)) = (self.find, &self.body) else {
            return Ok(None);
        };
        let Ok(Value::Object(mut body)) = serde_json::from_str(body) else {
            return Ok(None);
        };
        if let Some(own) = body.get("reference").and_then(Value::as_str) {
            // The API takes a list there.
            if own.bytes().any(|byte| byte == b',') {
                return Err(Error::parameter(
                    "The reference holds a comma, so SparkBot cannot be asked for it",
                )
                .advise("Take another reference, or turn off 'Exactly Once'."));
            }
            // Many messages may have the reference of a user, but hardly to one receiver.
            let mut path = format!("{find}{}", percent_encode(own));
            for receiver in ["device", "phone", "group", "channel"] {
                if let Some(value) = body.get(receiver) {
                    ask(&mut path, receiver, &text(value));
                }
            }
            return Ok(Some(Reference {
                name: own.to_owned(),
                path,
                is_own: true,
            }));
        }
        body.insert("reference".into(), made.into());
        self.body = Some(Value::Object(body).to_string());
        Ok(Some(Reference {
            name: made.to_owned(),
            path: format!("{find}{}", percent_encode(made)),
            is_own: false,
        }))
    }

    /// Whether it only reads.
    #[must_use]
    pub fn reads(&self) -> bool {
        self.method == Method::Get && self.target.is_none()
    }
}

/// Gives the instant that a date and time without a zone means where the workflow runs; none when it is no such thing, or
/// nobody knows.
pub type Clock<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Makes the request.
///
/// # Errors
/// A parameter that can never be right; the message names it as the editor does.
pub fn build(
    operation: &Operation,
    parameters: &Parameters,
    clock: Clock,
) -> Result<Request, Error> {
    let mut draft = Draft::default();
    for (key, value) in &operation.constants {
        put(&mut draft.body, key, fixed(value));
    }
    draft.fill(&operation.fields, parameters, clock)?;
    for guard in &operation.guards {
        if hold(&guard.only, parameters) && !guard.any.iter().any(|key| draft.sent.contains(key)) {
            return Err(Error::parameter(guard.message));
        }
    }

    // A value that another parameter hides does not count.
    let named = |name: &str| {
        let field = operation
            .fields
            .iter()
            .find(|field| field.from == [name] && hold(&field.only, parameters));
        let value = field.and_then(|field| read(field, parameters, clock).ok().flatten());
        value.as_ref().map(text).unwrap_or_default()
    };
    let target: Vec<_> = operation
        .target
        .iter()
        .map(|name| format!("{name} {}", named(name)))
        .collect();
    let path = match draft.url.take() {
        Some(url) => url,
        None => fill(operation.path, |name| percent_encode(&named(name))),
    };
    let fixed_headers = operation
        .headers
        .iter()
        .filter(|header| hold(&header.only, parameters));
    draft
        .headers
        .extend(fixed_headers.map(|header| (header.name.to_owned(), header.value.to_owned())));
    let binary = operation
        .binary
        .as_ref()
        .filter(|binary| hold(&binary.only, parameters));
    let pages = match &operation.paging {
        // A page that the user names is all that they want.
        Some(paging)
            if !draft.sent.contains(&paging.size) && !draft.sent.contains(&paging.page) =>
        {
            let limit = named("limit");
            let limit = match (named("returnAll").as_str(), limit.as_str()) {
                ("true", _) => None,
                (_, "") => Some(DEFAULT_SIZE.to_string()),
                (_, limit) => Some(limit.to_owned()),
            };
            Some(Pages::of(paging, limit.as_deref())?)
        }
        _ => None,
    };
    let file = draft.file.take().map(|(place, property)| File {
        property,
        form: (place == Place::Form).then(|| members(draft.body.take())),
    });
    let patience = if file.is_some() || binary.is_some() {
        PATIENCE_WITH_FILES
    } else {
        PATIENCE
    };
    Ok(Request {
        method: draft.method.unwrap_or(operation.method),
        path: with_query(path, &draft.query),
        headers: draft.headers,
        body: (!draft.body.is_null()).then(|| draft.body.to_string()),
        attachments: draft.attachments,
        file,
        timeout: patience * 1000,
        hold: draft.hold * 1000,
        // A free request is repeated only where it reads.
        repeat: operation.repeat || draft.method == Some(Method::Get),
        find: operation.find,
        file_name: binary.map(|binary| fill(binary.file_name, named)),
        pages,
        existing: operation.existing,
        deletes: operation.deletes,
        target: (!target.is_empty()).then(|| target.join("\n")),
        subject: draft.subject,
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

/// A request, or an entry of a list in its body, while its fields are filled in.
#[derive(Default)]
struct Draft {
    method: Option<Method>,
    url: Option<String>,
    headers: Vec<(String, String)>,
    /// Pairs with ampersands between them.
    query: String,
    /// Null while nothing is in it.
    body: Value,
    attachments: Vec<Attachment>,
    /// What goes out instead of the body: the item's field of binary data, and how.
    file: Option<(Place, String)>,
    subject: Vec<(&'static str, String)>,
    /// Keys in the query and the body.
    sent: Vec<&'static str>,
    hold: u32,
}

impl Draft {
    fn fill(
        &mut self,
        fields: &[Field],
        parameters: &Parameters,
        clock: Clock,
    ) -> Result<(), Error> {
        for field in fields {
            if !hold(&field.only, parameters) {
                continue;
            }
            let value = read(field, parameters, clock)?;
            if value.is_none() && field.required {
                return Err(Error::parameter(format!("'{}' is empty", field.label))
                    .advise("Choose or enter a value."));
            }
            for wire in &field.send {
                if let Some(value) = on_the_wire(wire, value.as_ref(), &field.kind) {
                    self.put(field, wire, value)?;
                }
            }
        }
        Ok(())
    }

    fn ask(&mut self, key: &str, value: &Value) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&percent_encode(key));
        self.query.push('=');
        self.query.push_str(&percent_encode(&text(value)));
    }

    fn put(&mut self, field: &Field, wire: &Wire, value: Value) -> Result<(), Error> {
        self.hold = self.hold.max(wire.hold);
        if matches!(wire.when, When::Has(_)) && self.sent.contains(&wire.key) {
            return Err(Error::parameter(format!(
                "'{}' names '{}', which is filled in as well",
                field.label, wire.key
            ))
            .advise("Take it out of one of the two."));
        }
        let mut attach = |what: fn(String) -> Attached| {
            self.attachments.push(Attachment {
                key: wire.key,
                what: what(text(&value)),
            });
        };
        match wire.place {
            Place::Path => {
                let value = path_value(field, &value)?;
                self.subject.push((field.from[0], value));
                return Ok(());
            }
            Place::Query => self.ask(wire.key, &value),
            Place::Pairs => {
                for entry in value.as_array().into_iter().flatten() {
                    self.ask(&text(&entry["key"]), &entry["value"]);
                }
            }
            Place::Headers => {
                for entry in value.as_array().into_iter().flatten() {
                    self.headers
                        .push(free::header(&text(&entry["key"]), &text(&entry["value"]))?);
                }
            }
            Place::Url => self.url = Some(free::path(&text(&value))?),
            Place::Method => self.method = Some(free::method(&text(&value))?),
            Place::Body => put(&mut self.body, wire.key, value),
            Place::Form | Place::Raw => self.file = Some((wire.place, text(&value))),
            Place::Upload => attach(Attached::Upload),
            Place::UploadUrl => attach(Attached::UploadUrl),
            Place::Embed => attach(Attached::Embed),
            Place::EmbedFile => attach(Attached::EmbedFile),
        }
        self.sent.push(wire.key);
        Ok(())
    }
}

/// What is sent of a value; none when nothing is.
fn on_the_wire(wire: &Wire, value: Option<&Value>, kind: &Kind) -> Option<Value> {
    let Some(value) = value else {
        let is_list = matches!(kind, Kind::List | Kind::Choices | Kind::Rows(_));
        return (wire.when == When::Always && is_list).then(|| Value::Array(Vec::new()));
    };
    let is_sent = match wire.when {
        When::Filled | When::Always => true,
        When::True => value.as_bool() == Some(true),
        When::Not(default) => text(value) != default,
        When::Is(wanted) => text(value) == wanted,
        When::Has(wanted) => value
            .as_array()
            .is_some_and(|chosen| chosen.iter().any(|entry| text(entry) == wanted)),
    };
    if !is_sent {
        return None;
    }
    let mapped = wire
        .instead
        .iter()
        .find(|(from, _)| from.is_none_or(|from| text(value) == from));
    Some(mapped.map_or_else(|| value.clone(), |(_, to)| fixed(to)))
}

/// JSON text of the descriptor.
fn fixed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// Puts a value into the body: dots lead deeper, numbers are places in a list, and no key at all is the whole of it.
fn put(body: &mut Value, key: &str, value: Value) {
    let mut place = body;
    for step in key.split('.').filter(|step| !step.is_empty()) {
        place = if let Ok(index) = step.parse::<usize>() {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            let Value::Array(entries) = place else { return };
            while entries.len() <= index {
                entries.push(Value::Null);
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

/// Whether all conditions are true.
fn hold(conditions: &[Condition], parameters: &Parameters) -> bool {
    conditions.iter().all(|condition| {
        let value = find(&condition.from, parameters).ok().flatten();
        let value = value.map_or_else(|| condition.default.to_owned(), text);
        condition.is.contains(&value.as_str())
    })
}

/// What stands at the end of a way through the parameters.
fn find<'a>(way: &[&str], parameters: &'a Parameters) -> Result<Option<&'a Value>, Error> {
    let mut value = parameters.get(way[0]);
    for (passed, name) in way.iter().zip(&way[1..]) {
        value = match value {
            None | Some(Value::Null) => None,
            Some(Value::Object(collection)) => collection.get(*name),
            Some(_) => {
                return Err(
                    Error::parameter(format!("'{passed}' is not a collection of fields"))
                        .advise("An expression here must give an object."),
                );
            }
        };
    }
    // n8n's resource locator keeps its value one level down; the mark `__rl` is missing where nobody touched it.
    Ok(match value {
        Some(Value::Object(locator))
            if locator.contains_key("mode") && locator.contains_key("value") =>
        {
            locator.get("value")
        }
        other => other,
    })
}

/// A field's value, with the type that its parameter has; none when it is not filled in.
fn read(field: &Field, parameters: &Parameters, clock: Clock) -> Result<Option<Value>, Error> {
    let Some(value) = find(&field.from, parameters)?.filter(|value| !is_empty(value)) else {
        return Ok(None);
    };
    let typed = match &field.kind {
        Kind::Text => as_text(value).map(Value::String),
        Kind::Date => as_text(value).map(|text| {
            Value::String(
                clock(&text)
                    .filter(|_| is_local_time(&text))
                    .unwrap_or(text),
            )
        }),
        Kind::Choice => as_text(value).map(|_| value.clone()),
        Kind::Number => as_number(value).map(Value::Number),
        Kind::Boolean => as_boolean(value).map(Value::Bool),
        Kind::Choices if value.is_array() => as_list(value).map(|chosen| {
            // "Any" is an empty choice: alone, it says nothing.
            if chosen.is_empty() {
                Value::Null
            } else {
                value.clone()
            }
        }),
        Kind::List | Kind::Choices => as_list(value).map(Value::Array),
        Kind::Json => as_json(value),
        Kind::Rows(of) => {
            let rows = rows(field, of, value, clock)?;
            return Ok(Some(rows).filter(|rows| !is_empty(rows)));
        }
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
        .advise("Check the expression of this field.")),
    }
}

/// The entries of a list of groups of fields. Entries in which nothing is filled in are left out.
fn rows(field: &Field, of: &Rows, value: &Value, clock: Clock) -> Result<Value, Error> {
    let single = std::slice::from_ref(value);
    let entries = value.as_array().map_or(single, Vec::as_slice);
    let mut made = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let in_entry = |error: Error| {
            Error::parameter(format!(
                "{} in entry {number} of '{}'",
                error.message, field.label
            ))
            .advise(&error.description)
        };
        let Some(entry) = entry.as_object() else {
            return Err(Error::parameter(format!(
                "'{}' must be a list of entries, but entry {number} is {}",
                field.label,
                describe(entry)
            ))
            .advise("Check the expression of this field."));
        };
        // n8n puts blank entries into new lists; one without any member was made on purpose.
        if !entry.is_empty() && entry.values().all(is_empty) {
            continue;
        }
        let mut draft = Draft::default();
        draft.fill(&of.fields, entry, clock).map_err(in_entry)?;
        let entry = of.value.map_or(&draft.body, |member| &draft.body[member]);
        match entry {
            Value::Null if of.value.is_some() => {}
            Value::Null => made.push(Value::Object(Map::new())),
            filled => made.push(filled.clone()),
        }
    }
    Ok(Value::Array(made))
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
