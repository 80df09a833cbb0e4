//! The operations: what `node-descriptor.json` says of each, in the core's own types.

use crate::{error::Error, table};

/// One operation: how its parameters become a request, and what its answer is.
#[derive(Debug, PartialEq)]
pub struct Operation {
    /// The resource's value, such as `session`.
    pub resource: &'static str,
    /// The operation's value, such as `rebootDevice`.
    pub operation: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL, with `{parameter}`.
    pub path: &'static str,
    /// The parameters that together name what is changed; none for a read.
    pub target: Vec<&'static str>,
    /// Whether it takes something away for good.
    pub deletes: bool,
    /// Set where the answer is a file.
    pub binary: Option<Binary>,
    /// Set where the answer is a list that comes in pages.
    pub paging: Option<Paging>,
    /// Whether doing it twice is the same as doing it once.
    pub repeat: bool,
    /// Set where what was sent is found again: the path that lists it, up to its reference.
    pub find: Option<&'static str>,
    /// Set where a refusal may name what is there already: the path that reads it, up to its ID.
    pub existing: Option<&'static str>,
    /// Headers with fixed values.
    pub headers: Vec<Header>,
    /// Members of the body with fixed values: path, and JSON text.
    pub constants: Vec<(&'static str, &'static str)>,
    /// What must be filled in.
    pub guards: Vec<Guard>,
    /// The parameters, and where their values go.
    pub fields: Vec<Field>,
}

/// HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// From the wire's form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str() == text)
    }

    /// As on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// An answer that is a file.
#[derive(Debug, PartialEq)]
pub struct Binary {
    /// Its name without extension, with `{parameter}`.
    pub file_name: &'static str,
    /// A file only then; otherwise JSON.
    pub only: Vec<Condition>,
}

/// How a list is asked for page by page.
#[derive(Debug, PartialEq)]
pub struct Paging {
    /// Key of the query for the entries of a page.
    pub size: &'static str,
    /// Key of the query for the page.
    pub page: &'static str,
    /// Whether that key counts entries to pass over, not pages.
    pub skips: bool,
    /// The most entries that the API gives at once.
    pub most: usize,
}

/// A header with a fixed value.
#[derive(Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: &'static str,
    /// Sent only then.
    pub only: Vec<Condition>,
}

/// Something that must be filled in, so that nobody deletes more than they meant to.
#[derive(Debug, PartialEq)]
pub struct Guard {
    /// At least one of these keys must be sent.
    pub any: Vec<&'static str>,
    /// Only then.
    pub only: Vec<Condition>,
    /// What is refused, in one sentence.
    pub message: &'static str,
}

/// A condition: a parameter has one of these values. Values are compared as text.
#[derive(Debug, PartialEq)]
pub struct Condition {
    /// The way to the parameter.
    pub from: Vec<&'static str>,
    /// Its values.
    pub is: Vec<&'static str>,
    /// The value that counts when it is missing.
    pub default: &'static str,
}

/// One parameter, and where its value goes.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// The way to the parameter through the collections that it is in.
    pub from: Vec<&'static str>,
    /// What users call it.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether an empty value is refused.
    pub required: bool,
    /// Read only then: all must hold.
    pub only: Vec<Condition>,
    /// Where it goes.
    pub send: Vec<Wire>,
}

/// What a value is.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// Text; numbers are taken as text.
    Text,
    /// A date and time; without a zone it is meant in that of the workflow.
    Date,
    /// One of several choices, which may be text or numbers.
    Choice,
    /// A number, or text that is one.
    Number,
    /// True or false, or one of these words.
    Boolean,
    /// A list of texts, without the empty ones; in the query joined with commas.
    List,
    /// A list of choices, as they were chosen; in the query joined with commas.
    Choices,
    /// Any JSON, or text that is JSON.
    Json,
    /// A list of groups of fields.
    Rows(Rows),
}

/// The entries of a list of groups of fields: each makes an object, or where `value` is set only that member of it.
#[derive(Debug, PartialEq)]
pub struct Rows {
    /// Their ways and keys begin at the entry.
    pub fields: Vec<Field>,
    /// The member that makes up an entry.
    pub value: Option<&'static str>,
}

/// A place on the wire.
#[derive(Debug, PartialEq)]
pub struct Wire {
    /// Part of the request.
    pub place: Place,
    /// Its key there. In the body dots lead deeper, numbers are places in a list, and an empty key is the whole body.
    pub key: &'static str,
    /// When it is sent.
    pub when: When,
    /// JSON text that is sent instead of a value, or of any.
    pub instead: Vec<(Option<&'static str>, &'static str)>,
    /// Seconds for which the API may hold its answer when this is sent.
    pub hold: u32,
}

/// A part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Body,
    /// The method itself, where the user chooses it.
    Method,
    /// The whole path below the base URL, where the user writes it.
    Url,
    /// Headers, from entries of `key` and `value`.
    Headers,
    /// More of the query, from entries of `key` and `value`.
    Pairs,
    /// The file of a form whose other members are those of the body; binary data of the item, by the name of its field.
    Form,
    /// The whole body; binary data of the item, by the name of its field.
    Raw,
    /// A member of the body: the ID of a file that is stored first; binary data of the item, by the name of its field.
    Upload,
    /// A member of the body: the ID of a file that is stored first; a web address.
    UploadUrl,
    /// A member of the body, as Base64 text; binary data of the item, by the name of its field.
    Embed,
    /// A member of the body, as Base64 text; a stored file, by its ID.
    EmbedFile,
}

/// When a value is sent. Values are compared as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// When it is filled in.
    Filled,
    /// When it is true.
    True,
    /// Always; a list without entries is sent as one.
    Always,
    /// When it is filled in and not this, the API's own default.
    Not(&'static str),
    /// When it is this.
    Is(&'static str),
    /// When this is among the chosen ones.
    Has(&'static str),
}

impl Operation {
    /// Looks up an operation by the values that a workflow holds.
    ///
    /// # Errors
    /// No such operation.
    pub fn find(resource: &str, operation: &str) -> Result<Self, Error> {
        table::find(resource, operation).ok_or_else(|| {
            Error::parameter(format!(
                "This version of the node has no operation '{operation}' of the resource '{resource}'"
            ))
            .advise("Choose the resource and the operation again, or update the node.")
        })
    }

    /// The values of all resources and operations, in the order of the descriptor; [`find`](Self::find) gives the rest.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        table::names()
    }

    /// The top-level parameters that this operation reads, each once.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static str> {
        let conditions = self
            .fields
            .iter()
            .flat_map(|field| &field.only)
            .map(|only| only.from[0]);
        let mut names = Vec::new();
        for name in self
            .fields
            .iter()
            .map(|field| field.from[0])
            .chain(conditions)
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
