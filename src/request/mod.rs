//! Requests: an operation and one item's parameters, as they go out.

pub mod address;
mod build;
pub mod paging;
mod parameters;
mod raw;
mod reference;
mod value;

use std::time::Duration;

use serde_json::{Map, Value};

pub use build::{build, put};
pub use parameters::Clock;
pub use reference::Reference;

use crate::model::{Api, Method, Text};
use address::percent_encode;
use paging::Pages;

/// One item's parameters, by name, as they stand in a workflow.
pub type Parameters = Map<String, Value>;

/// The time within which an answer must be there, beyond the time for which the API was asked to wait.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// The time within which a file must have come or gone.
const FILE_TIMEOUT: Duration = Duration::from_mins(10);

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A request, complete but for the base URL and the key.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path and query below the base URL, percent-encoded.
    pub path: String,
    /// Headers besides `Content-Type` and the key.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// Files that the body needs before the request goes out.
    pub attachments: Vec<Attachment>,
    /// The time within which the answer must be there, when the API is not asked to wait.
    pub timeout: Duration,
    /// The time for which the API was asked to wait before it answers.
    pub server_wait: Duration,
    /// Whether two requests have the same effect as one (RFC 9110 9.2.2).
    pub idempotent: bool,
    /// The path that lists sent messages, up to the reference.
    pub lookup: Option<Text<'static>>,
    /// The path that reads an existing entry that a refusal names, up to its ID.
    pub conflict: Option<Text<'static>>,
    /// Whether it deletes permanently. A 404 after a retry then counts as success.
    pub deletes: bool,
    /// The answer's file name, without extension; `None` when the answer is JSON.
    pub file_name: Option<String>,
    /// How to read the list page by page; `None` when one request is all.
    pub pages: Option<Pages>,
    /// Names the changed object; requests with the same key keep their order. `None` for a read, or where each item changes its own object.
    pub ordering_key: Option<String>,
    /// The values of its path, by parameter: an item of an answer without content holds them.
    pub path_parameters: Vec<(String, String)>,
}

/// The body of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Body {
    /// None.
    #[default]
    None,
    /// JSON.
    Json(Value),
    /// A file of the item.
    File(FilePart),
}

/// A file that goes out instead of a body of JSON. Its bytes stay with the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// The item's field of binary data.
    pub property: String,
    /// The other members of the form with the file in its member `file`; `None` when the file is the whole body.
    pub form: Option<Vec<(String, String)>>,
}

/// A file that belongs into a body of JSON. Its bytes stay with the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its place in the body, with dots.
    pub key: String,
    /// Which file, and how.
    pub what: Attached,
}

/// Which file goes into a body, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// Binary data, by the name of its field: stored first, and its ID goes into the body.
    Upload(String),
    /// The file at an address: stored first, and its ID goes into the body.
    UploadUrl(String),
    /// Binary data, by the name of its field, as Base64 text.
    Embed(String),
    /// A stored file, by its ID, as Base64 text.
    EmbedFile(String),
}

impl Request {
    /// A read of JSON at `path`, which may have a query.
    #[must_use]
    pub const fn get(path: String) -> Self {
        Self {
            method: Method::Get,
            path,
            headers: Vec::new(),
            body: Body::None,
            attachments: Vec::new(),
            timeout: DEFAULT_TIMEOUT,
            server_wait: Duration::ZERO,
            idempotent: true,
            lookup: None,
            conflict: None,
            deletes: false,
            file_name: None,
            pages: None,
            ordering_key: None,
            path_parameters: Vec::new(),
        }
    }

    /// A read of the bytes of a stored file.
    #[must_use]
    pub fn download(api: &Api, id: &str) -> Self {
        Self { timeout: FILE_TIMEOUT, ..Self::get(build::fill(&api.files.download, |_| percent_encode(id))) }
    }

    /// Stores the file in a field of binary data.
    #[must_use]
    pub fn upload_file(api: &Api<'static>, property: String) -> Self {
        let form = Some(Vec::new());
        Self::upload(api, Body::File(FilePart { property, form }))
    }

    /// Stores the file at a web address; the API fetches it.
    #[must_use]
    pub fn upload_url(api: &Api<'static>, url: &str) -> Self {
        let mut body = Map::new();
        body.insert(api.files.url.to_string(), url.into());
        Self::upload(api, Body::Json(body.into()))
    }

    /// A file that is stored already is as good, so an upload is idempotent.
    fn upload(api: &Api<'static>, body: Body) -> Self {
        Self {
            method: Method::Post,
            body,
            timeout: FILE_TIMEOUT,
            conflict: Some(api.files.read.clone()),
            ordering_key: Some("file".into()),
            ..Self::get(api.files.upload.to_string())
        }
    }

    /// The headers that go out, without the key.
    pub fn all_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let says_type = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(JSON.0));
        let is_json = matches!(self.body, Body::Json(_));
        own.chain((is_json && !says_type).then_some(JSON))
    }

    /// Whether it only reads.
    #[must_use]
    pub fn reads(&self) -> bool {
        self.method == Method::Get && self.ordering_key.is_none()
    }
}
