//! The types of the operation descriptor, declared once: authors write their values in `descriptor/`, the build encodes them, and
//! the core reads them.
//!
//! They derive serde. An author's JSON leaves out members that have a default; postcard holds every member.

mod api;
mod list;
mod text;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

pub use api::{Api, Counted, ErrorMembers, FilePaths, PageBounds, ReferenceRules};
pub use list::{Description, List};
pub use text::{Json, Pairs, Text};

/// One operation: its request, and its parameters with their places in the request.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub struct Operation<'a> {
    /// The resource's value in saved workflows, such as `session`.
    pub resource: Text<'a>,
    /// The operation's value, such as `rebootDevice`.
    pub operation: Text<'a>,
    /// The request, without the values of the fields.
    pub request: RequestTemplate<'a>,
    /// The parameters, and the places of their values.
    pub fields: Vec<Field<'a>>,
}

impl Operation<'_> {
    /// The top-level parameters that this operation reads, each once.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        let own = self.fields.iter().map(Field::top_level);
        let conditions = self.fields.iter().flat_map(|field| &field.show_when);
        let mut names = Vec::new();
        for name in own.chain(conditions.map(|condition| top_level(&condition.parameter))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// The request of an operation, without the values of its parameters.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct RequestTemplate<'a> {
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL; `{parameter}` stands for a value, which is percent-encoded and never empty.
    pub path: Text<'a>,
    /// The parameters that together name the changed object. Items that change the same object run one after another, in order.
    /// Left out for reads; an empty list where each item changes something of its own.
    #[serde(default)]
    pub ordering_key: Option<Vec<Text<'a>>>,
    /// Whether two requests have the same effect as one (RFC 9110 9.2.2). If so, the node sends the request again when no answer
    /// comes. Every operation except a GET has this member; a GET is safe (RFC 9110 9.2.1).
    #[serde(default)]
    pub idempotent: Option<bool>,
    /// Whether it deletes permanently. A 404 after a retry then counts as success.
    #[serde(default)]
    pub deletes: bool,
    /// Set where the answer is a file.
    #[serde(default)]
    pub binary: Option<BinaryAnswer<'a>>,
    /// Set where the answer is a list that comes in pages.
    #[serde(default)]
    pub paging: Option<Paging<'a>>,
    /// Set where a sent message can be looked up by its reference: the path that lists messages, up to the reference.
    #[serde(default)]
    pub lookup: Option<Text<'a>>,
    /// Set where a refusal (HTTP 409) may name an entry that exists already: the path that reads the entry, up to its ID. The entry is
    /// then the answer.
    #[serde(default)]
    pub conflict: Option<Text<'a>>,
    /// Headers with fixed values.
    #[serde(default)]
    pub headers: Vec<Header<'a>>,
    /// Members of the body with fixed values.
    #[serde(default)]
    pub constants: Vec<Constant<'a>>,
    /// Parameters that must be filled in.
    #[serde(default)]
    pub guards: Vec<Guard<'a>>,
}

impl RequestTemplate<'_> {
    /// Whether the request may be sent again when no answer came.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or(self.method == Method::Get)
    }
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// From the form on the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete].into_iter().find(|method| method.as_str() == text)
    }

    /// The form on the wire.
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

/// An answer that is a file, and becomes binary data of the item.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct BinaryAnswer<'a> {
    /// Name without extension; `{parameter}` stands for that parameter's value.
    pub file_name: Text<'a>,
    /// The answer is a file only under these conditions; otherwise it is JSON.
    #[serde(default)]
    pub when: Vec<Condition<'a>>,
}

/// How to read a list page by page. The operation gets the parameter for all entries and, unless it has a top-level
/// parameter for the size of a page, the parameter for a limit.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Paging<'a> {
    /// Key of the query for the entries of a page. Left out: that of `api.json`, which the build puts here.
    #[serde(default)]
    pub size: Text<'a>,
    /// Key of the query for the page, counted from zero. Left out: that of `api.json`.
    #[serde(default)]
    pub page: Text<'a>,
    /// Whether that key counts entries to skip, not pages.
    #[serde(default)]
    pub offset: bool,
    /// The most entries that the API gives at once.
    pub max_page_size: u16,
}

impl<'a> Paging<'a> {
    /// Puts the API's own keys where none are written.
    pub fn complete(&mut self, bounds: &PageBounds<'a>) {
        for (key, usual) in [(&mut self.size, &bounds.size), (&mut self.page, &bounds.page)] {
            if key.is_empty() {
                key.clone_from(usual);
            }
        }
    }
}

/// A header with a fixed value.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Header<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// Its value.
    pub value: Text<'a>,
    /// Sent only under these conditions.
    #[serde(default)]
    pub when: Vec<Condition<'a>>,
}

/// A member of the body with a fixed value.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Constant<'a> {
    /// Path in the body, with dots.
    pub key: Text<'a>,
    /// Any JSON.
    pub value: Json<'a>,
}

/// Keys of which at least one must be sent, so that an operation does not delete or change more than its user meant.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Guard<'a> {
    /// At least one of these keys must be sent, in the query or the body.
    pub any: Vec<Text<'a>>,
    /// Only under these conditions.
    #[serde(default)]
    pub when: Vec<Condition<'a>>,
    /// The error, in one sentence: the missing value, and the effect that the request would have.
    pub message: Text<'a>,
}

/// A condition on a parameter. Values are compared as text.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Condition<'a> {
    /// The name of a parameter beside this one, or after a slash of a top-level one. The build puts the path from the top here, with
    /// slashes, such as `dateFilters/after`; within an entry of a list, the path from the entry.
    pub parameter: Text<'a>,
    /// The values of which the parameter has one.
    pub is: Vec<Json<'a>>,
    /// The value that counts when the parameter is missing. The build puts the parameter's default here.
    #[serde(default)]
    pub default: Json<'a>,
}

/// One parameter, and the places of its value.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Field<'a> {
    /// The path through its collections, with slashes, such as `rebootOptions/force`; within an entry of a list, the
    /// path from the entry.
    pub path: Text<'a>,
    /// The label.
    pub label: Text<'a>,
    /// The type of its value.
    pub kind: Kind<'a>,
    /// Whether an empty value is refused.
    pub required: bool,
    /// Read only under these conditions.
    pub show_when: Vec<Condition<'a>>,
    /// The places of its value on the wire.
    pub send: Vec<Binding<'a>>,
}

impl Field<'_> {
    /// The name of its top-level parameter.
    #[must_use]
    pub fn top_level(&self) -> &str {
        top_level(&self.path)
    }

    /// Its own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

fn top_level(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// The type of a value.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub enum Kind<'a> {
    /// Text; numbers are taken as text.
    Text,
    /// A date and time; without a time zone it counts in the workflow's time zone.
    Date,
    /// One of several choices, which may be text or numbers.
    Choice,
    /// A number, or text that is one.
    Number,
    /// True or false, as a boolean or as text.
    Boolean,
    /// A list of texts, without the empty ones; in the query joined with commas.
    List,
    /// A list of choices, as the user chose them; in the query joined with commas.
    Choices,
    /// Any JSON, or text that is JSON.
    Json,
    /// A list of groups of fields.
    Rows(Rows<'a>),
}

/// The entries of a list of groups of fields. Each entry makes an object, or only the member of it that `value` names.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub struct Rows<'a> {
    /// The fields of each entry.
    pub fields: Vec<Field<'a>>,
    /// The member that makes up an entry, where entries are plain values.
    pub value: Option<Text<'a>>,
}

/// One place of a parameter's value on the wire.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Binding<'a> {
    /// Part of the request.
    #[serde(rename = "in")]
    pub place: Place,
    /// The key there; default: the parameter's name. In the body dots lead deeper, numbers are places in a list, and an
    /// empty key is the whole body.
    #[serde(default, rename = "as")]
    pub key: Option<Text<'a>>,
    /// The value that is sent in place of the parameter's own.
    #[serde(default, deserialize_with = "null_is_a_value")]
    pub value: Option<Json<'a>>,
    /// The values that are sent in place of some values.
    #[serde(default)]
    pub map: Pairs<'a, Json<'a>>,
    /// When the value is sent. Default: when it is filled in.
    #[serde(default)]
    pub when: When<'a>,
    /// Seconds by which the API's answer may come later when this flag is on.
    #[serde(default)]
    pub server_wait: Option<u16>,
}

impl Binding<'_> {
    /// The key on the wire.
    #[must_use]
    pub fn key<'b>(&'b self, field: &'b Field<'_>) -> &'b str {
        self.key.as_deref().unwrap_or_else(|| field.name())
    }
}

/// A null that an author writes is a value too.
fn null_is_a_value<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json<'a>>, D::Error> {
    if deserializer.is_human_readable() {
        Json::deserialize(deserializer).map(Some)
    } else {
        Option::deserialize(deserializer)
    }
}

/// A part of the request.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query; lists are joined with commas.
    Query,
    /// A member of the JSON body.
    Body,
    /// The method itself, where the user chooses it.
    Method,
    /// The whole path below the base URL, where the user writes it.
    Url,
    /// Headers, from entries of `key` and `value`.
    Headers,
    /// More of the query, from entries of `key` and `value`.
    Pairs,
    /// Binary data of the item, by the name of its field: the file of a form whose other members are those of the body.
    Form,
    /// Binary data of the item, by the name of its field: the whole body.
    Raw,
    /// Binary data of the item, by the name of its field: stored first, and its ID is a member of the body.
    Upload,
    /// A web address: its file is stored first, and its ID is a member of the body.
    UploadUrl,
    /// Binary data of the item, by the name of its field: a member of the body, as Base64 text.
    Embed,
    /// A stored file, by its ID: a member of the body, as Base64 text.
    EmbedFile,
}

/// When a value is sent. Values are compared as text.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase", bound(deserialize = "'de: 'a"))]
pub enum When<'a> {
    /// When the value is neither missing, nor empty text, nor an empty list.
    #[default]
    Filled,
    /// When the value is true.
    True,
    /// Always; a list without entries is sent as one.
    Always,
    /// When the value is filled in and differs from this value, the API's own default.
    Not(Json<'a>),
    /// When the value is this one.
    Is(Json<'a>),
    /// When this value is among the chosen ones.
    Has(Json<'a>),
}
