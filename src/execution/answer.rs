//! Reads answers as the types that callers ask for with `send::<T>()`.

use serde_json::{Map, Value};

use super::host::{FileAnswer, Host, Parsed, Response};
use crate::{
    error::{Error, Refusal},
    request::{Body, Request},
    response::{self, Content, retry_after},
};

/// The longest part of a refusal that is read, in bytes; more than that is a web page, not a message.
const MAX_REFUSAL: u32 = 64 * 1024;

/// One exchange with the API.
pub struct Exchange<'a, H: Host> {
    /// The host.
    pub host: &'a H,
    /// The request.
    pub request: &'a Request,
    /// The index of the item.
    pub item: usize,
    /// The answer.
    pub response: Response<H::Body>,
}

/// A type that an answer can be read as.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait Answer<H: Host>: Sized {
    /// Reads the answer.
    ///
    /// # Errors
    /// The API refused, or its answer does not fit this type.
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error>;
}

/// The items of an answer.
pub struct Items<T> {
    /// One for each entry of a list, one for anything else.
    pub items: Vec<T>,
    /// Whether the answer is a list; more pages may follow.
    pub is_list: bool,
}

impl<T> Items<T> {
    /// A single item.
    pub fn one(item: T) -> Self {
        Self { items: vec![item], is_list: false }
    }
}

/// The answer to an operation.
pub enum Reply<T> {
    /// Its items.
    Items(Items<T>),
    /// A refusal that names an existing entry, by its ID.
    Conflict(String),
}

/// The ID of a file that was just stored, or was stored before.
pub struct StoredFile(pub String);

/// The bytes of an answer, as Base64 text on the host's side.
pub struct Base64<V>(pub V);

/// The entries of an answer that must be a list.
pub struct Entries<V>(pub Vec<V>);

impl<H: Host> Answer<H> for Items<H::Item> {
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error> {
        let Exchange { host, request, item, .. } = exchange;
        let content = exchange.content(request.file_name.as_deref())?;
        let value = match content {
            Content::Empty => return Ok(Self::one(exchange.done())),
            Content::File { name, mime_type } => {
                return exchange.file(&name, &mime_type).await.map(Self::one);
            }
            Content::Value(value) => value,
        };
        if request.deletes && host.is_blank(&value) {
            return Ok(Self::one(exchange.done()));
        }
        Ok(match host.entries(&value) {
            Some(entries) => {
                Self { items: entries.iter().map(|entry| host.item(entry, *item)).collect(), is_list: true }
            }
            None => Self::one(host.item(&value, *item)),
        })
    }
}

impl<H: Host> Answer<H> for Reply<H::Item> {
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error> {
        if exchange.request.conflict.is_some()
            && let Some(id) = exchange.conflict()
        {
            return Ok(Self::Conflict(id));
        }
        Items::read(exchange).await.map(Self::Items)
    }
}

impl<H: Host> Answer<H> for StoredFile {
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error> {
        if let Some(id) = exchange.conflict() {
            return Ok(Self(id));
        }
        let Exchange { host, response, .. } = exchange;
        let context = host.context();
        let id = match exchange.content(None)? {
            Content::Value(value) => {
                let entries = host.entries(&value);
                let stored = match &entries {
                    Some(entries) => entries.first(),
                    None => Some(&value),
                };
                stored.and_then(|stored| host.text(stored, &context.api.files.id))
            }
            Content::Empty | Content::File { .. } => None,
        };
        let why = "does not tell the ID of the stored file";
        id.map(Self).ok_or_else(|| Error::unreadable(response.status, why, true, context))
    }
}

impl<H: Host> Answer<H> for Base64<H::Value> {
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error> {
        let Exchange { host, response, .. } = exchange;
        if !response::is_success(response.status) {
            return Err(exchange.refusal());
        }
        let base64 = host.base64(&response.body).map(Self);
        base64.ok_or_else(|| Error::unreadable(response.status, "is not a file", false, host.context()))
    }
}

impl<H: Host> Answer<H> for Entries<H::Value> {
    async fn read(exchange: &Exchange<'_, H>) -> Result<Self, Error> {
        let Exchange { host, response, .. } = exchange;
        let entries = match exchange.content(None)? {
            Content::Value(value) => host.entries(&value),
            Content::Empty | Content::File { .. } => None,
        };
        let not_a_list = || Error::unreadable(response.status, "is not a list", false, host.context());
        entries.map(Self).ok_or_else(not_a_list)
    }
}

impl<H: Host> Exchange<'_, H> {
    fn content(&self, file_name: Option<&str>) -> Result<Content<H::Value>, Error> {
        let Response { status, content_type, disposition, body, .. } = &self.response;
        let unreadable = |why| Error::unreadable(*status, why, !self.request.reads(), self.host.context());
        if !response::is_success(*status) {
            return Err(self.refusal());
        }
        match response::classify(content_type, disposition, self.host.is_empty(body), file_name) {
            response::Form::Empty => Ok(Content::Empty),
            response::Form::File { name, mime_type } => Ok(Content::File { name, mime_type }),
            response::Form::Page => Err(unreadable("is a web page, not data")),
            response::Form::Text { is_json } => match self.host.parse(body) {
                Parsed::Json(value) => Ok(Content::Value(value)),
                Parsed::Text(_) if is_json => Err(unreadable("is not complete JSON")),
                Parsed::Text(text) => Ok(Content::Value(text)),
                Parsed::Binary => Err(unreadable("is not valid UTF-8 text")),
            },
        }
    }

    fn refusal(&self) -> Error {
        let response = &self.response;
        let body = self.host.start_of(&response.body, MAX_REFUSAL);
        let header = response.retry_after.as_deref();
        let refusal = Refusal {
            status: response.status,
            body: body.as_deref(),
            retry_after: header,
            wait: header.and_then(|header| retry_after(header, self.host.now())),
            writes: !self.request.reads(),
        };
        Error::refused(refusal, self.host.context())
    }

    /// The ID of the existing entry that a refusal names.
    fn conflict(&self) -> Option<String> {
        if !(400..500).contains(&self.response.status) {
            return None;
        }
        let refusal = self.host.start_of(&self.response.body, MAX_REFUSAL)?;
        response::conflict(&refusal, &self.host.context().api.conflict)
    }

    async fn file(&self, name: &str, mime_type: &str) -> Result<H::Item, Error> {
        let Self { host, response, .. } = self;
        let mut json = Map::new();
        json.insert("fileName".into(), name.into());
        json.insert("mimeType".into(), mime_type.into());
        if let Some(size) = host.length(&response.body).or(response.length) {
            json.insert("fileSize".into(), size.into());
        }
        let file = FileAnswer { body: &response.body, name, mime_type, json };
        let item = host.file_item(file, self.item).await;
        item.map_err(|why| Error::file_not_stored(name, &why, host.context()))
    }

    /// The item of a success without content.
    fn done(&self) -> H::Item {
        let json = done(self.request, self.response.status);
        self.host.made_item(json, self.item)
    }
}

/// What an item says of a success without content: what was done, and to what.
#[must_use]
pub fn done(request: &Request, status: u16) -> Map<String, Value> {
    let mut json = Map::new();
    if request.deletes {
        json.insert("deleted".into(), true.into());
    } else {
        json.insert("success".into(), true.into());
        json.insert("status".into(), status.into());
    }
    for (name, value) in &request.path_parameters {
        json.insert(name.clone(), value.as_str().into());
    }
    // Some deletes have the IDs in their body.
    if let (true, Body::Json(Value::Object(members))) = (request.deletes, &request.body) {
        let is_id = |value: &Value| match value {
            Value::String(_) => true,
            Value::Array(entries) => entries.iter().all(Value::is_string),
            _ => false,
        };
        let ids = members.iter().filter(|(_, value)| is_id(value));
        json.extend(ids.map(|(name, value)| (name.clone(), value.clone())));
    }
    json
}
