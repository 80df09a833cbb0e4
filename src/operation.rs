//! The operations as static tables, made from `node-descriptor.json` by `build.rs`.

use crate::error::Error;

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// One operation: how its parameters become a request, and what its answer is.
#[derive(Debug)]
pub struct Operation {
    /// The resource's value, such as `session`.
    pub resource: &'static str,
    /// The operation's value, such as `rebootDevice`.
    pub operation: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL.
    pub path: &'static [Segment],
    /// The parameter that names what is changed; none for a read.
    pub target: Option<&'static str>,
    /// Set where the answer is a file.
    pub binary: Option<Binary>,
    /// Headers with fixed values.
    pub headers: &'static [Header],
    /// The values it sends.
    pub fields: &'static [Field],
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

/// A piece of a path or of a file name.
#[derive(Debug)]
pub enum Segment {
    /// Fixed text.
    Text(&'static str),
    /// The value of a parameter.
    Parameter(&'static str),
}

/// An answer that is a file.
#[derive(Debug)]
pub struct Binary {
    /// Its name without extension.
    pub file_name: &'static [Segment],
    /// A file only then; otherwise JSON.
    pub only: Option<Only>,
}

/// A header with a fixed value.
#[derive(Debug)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: &'static str,
    /// Sent only then.
    pub only: Option<Only>,
}

/// A condition: the parameter has one of these values.
#[derive(Debug)]
pub struct Only {
    /// A top-level parameter.
    pub parameter: &'static str,
    /// Its values.
    pub is: &'static [&'static str],
}

/// One value's way from a parameter to the wire.
#[derive(Debug)]
pub struct Field {
    /// The parameter, or the collection and the parameter in it.
    pub from: &'static [&'static str],
    /// What users call it.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it goes.
    pub place: Place,
    /// Its key there.
    pub key: &'static str,
    /// When it is sent.
    pub when: When,
    /// Whether an empty value is refused.
    pub required: bool,
    /// Seconds for which the API may hold its answer when this is sent.
    pub hold: u16,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; numbers are taken as text.
    Text,
    /// A number, or text that is one.
    Number,
    /// True or false, or one of these words.
    Boolean,
    /// A list of texts; in the query joined with commas.
    List,
}

/// A part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Body,
}

/// When a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// When it is filled in.
    Filled,
    /// When it is true.
    True,
    /// When it is filled in and not this, the API's own default.
    Not(&'static str),
}

impl Operation {
    /// Looks up an operation by the values that a workflow holds.
    ///
    /// # Errors
    /// No such operation.
    pub fn find(resource: &str, operation: &str) -> Result<&'static Self, Error> {
        OPERATIONS
            .iter()
            .find(|entry| entry.resource == resource && entry.operation == operation)
            .ok_or_else(|| {
                Error::parameter(format!(
                    "This version of the node has no operation '{operation}' of the resource '{resource}'"
                ))
                .advise("Choose the resource and the operation again, or update the node.")
            })
    }

    /// The top-level parameters that this operation reads, each once.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for field in self.fields {
            if !names.contains(&field.from[0]) {
                names.push(field.from[0]);
            }
        }
        names
    }

    /// Whether it only reads, so that it may run beside anything.
    #[must_use]
    pub const fn reads(&self) -> bool {
        self.target.is_none()
    }
}
