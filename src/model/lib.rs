//! The types of the operation descriptor, declared once: what an author writes in `descriptor/`, what the build encodes, and what
//! the core reads.
//!
//! They derive serde. An author's JSON leaves out what has a default; postcard holds every member.

mod api;
mod list;
mod text;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

pub use api::{Api, Counted, ErrorMembers, FilePaths, PageBounds, ReferenceRules};
pub use list::{Description, List};
pub use text::{Json, Pairs, Text};

/// One operation: how its parameters become a request, and what its answer is.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub struct Operation<'a> {
    /// The resource's value in saved workflows, such as `session`.
    pub resource: Text<'a>,
    /// The operation's value, such as `rebootDevice`.
    pub operation: Text<'a>,
    /// The request, but for what the fields add.
    pub request: RequestTemplate<'a>,
    /// The parameters, and where their values go.
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

/// The request of an operation, but for the fields that its parameters add.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct RequestTemplate<'a> {
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL, with `{parameter}` where a value goes: percent-encoded, and never empty.
    pub path: Text<'a>,
    /// The parameters that together name what is changed. Items that change the same thing run one after another, in order.
    /// Left out for reads; an empty list where each item changes something of its own.
    #[serde(default)]
    pub ordering_key: Option<Vec<Text<'a>>>,
    /// Whether sending it twice has the same effect as sending it once (RFC 9110 9.2.2), so that it is sent again when no answer
    /// came. Every operation that is not a GET says so; a GET is safe (RFC 9110 9.2.1).
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
    /// Set where a message that was sent can be looked up by its reference: the path that lists messages, up to the reference.
    #[serde(default)]
    pub lookup: Option<Text<'a>>,
    /// Set where a refusal (HTTP 409) may name the entry that is there already: the path that reads it, up to its ID. That entry is
    /// the answer then.
    #[serde(default)]
    pub conflict: Option<Text<'a>>,
    /// Headers with fixed values.
    #[serde(default)]
    pub headers: Vec<Header<'a>>,
    /// Members of the body with fixed values.
    #[serde(default)]
    pub constants: Vec<Constant<'a>>,
    /// What must be filled in.
    #[serde(default)]
    pub guards: Vec<Guard<'a>>,
}

impl RequestTemplate<'_> {
    /// Whether it may be sent again when no answer came.
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
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str() == text)
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
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct BinaryAnswer<'a> {
    /// Name without extension; `{parameter}` stands for that parameter's value.
    pub file_name: Text<'a>,
    /// A file only under these conditions; otherwise JSON.
    #[serde(default)]
    pub when: Vec<Condition<'a>>,
}

/// How a list is asked for page by page. The operation gets the parameters for all entries and, unless it has a top-level
/// parameter for the size of a page, for a limit.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct Paging<'a> {
    /// Key of the query for the entries of a page. Left out where it is that of `api.json`, which the build puts here.
    #[serde(default)]
    pub size: Text<'a>,
    /// Key of the query for the page, counted from zero. Left out as `size`.
    #[serde(default)]
    pub page: Text<'a>,
    /// Whether that key counts entries to pass over, not pages.
    #[serde(default)]
    pub offset: bool,
    /// The most entries that the API gives at once.
    pub max_page_size: u16,
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

/// Something that must be filled in, so that an operation does not delete or change more than its user meant.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Guard<'a> {
    /// At least one of these keys must be sent, in the query or the body.
    pub any: Vec<Text<'a>>,
    /// Only under these conditions.
    #[serde(default)]
    pub when: Vec<Condition<'a>>,
    /// What is refused, in one sentence: what is missing, and what would have happened.
    pub message: Text<'a>,
}

/// A condition on a parameter. Values are compared as text.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Condition<'a> {
    /// Its name: one beside this parameter, or with a slash before it a top-level one. The build puts the path from the top here, with
    /// slashes, such as `dateFilters/after`; within an entry of a list, the path from the entry.
    pub parameter: Text<'a>,
    /// It has one of these values.
    pub is: Vec<Json<'a>>,
    /// The value that counts when it is missing. The build puts the parameter's default here.
    #[serde(default)]
    pub default: Json<'a>,
}

/// One parameter, and where its value goes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Field<'a> {
    /// The path through the collections that it is in, with slashes, such as `rebootOptions/force`; within an entry of a list, the
    /// path from the entry.
    pub path: Text<'a>,
    /// What users call it.
    pub label: Text<'a>,
    /// What it holds.
    pub kind: Kind<'a>,
    /// Whether an empty value is refused.
    pub required: bool,
    /// Read only under these conditions.
    pub show_when: Vec<Condition<'a>>,
    /// Where its value goes.
    pub send: Vec<Binding<'a>>,
}

impl Field<'_> {
    /// The name of the top-level parameter that holds it.
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

/// What a value is.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub enum Kind<'a> {
    /// Text; numbers are taken as text.
    Text,
    /// A date and time; without a zone it counts in that of the workflow.
    Date,
    /// One of several choices, which may be text or numbers.
    Choice,
    /// A number, or text that is one.
    Number,
    /// True or false, or one of these words.
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

/// The entries of a list of groups of fields: each makes an object, or where `value` is set only that member of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub struct Rows<'a> {
    /// The fields of each entry.
    pub fields: Vec<Field<'a>>,
    /// The member that makes up an entry, where entries are plain values.
    pub value: Option<Text<'a>>,
}

/// One place where a parameter's value goes on the wire.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct Binding<'a> {
    /// Part of the request.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its key there; left out where it is the parameter's name. In the body dots lead deeper, numbers are places in a list, and an
    /// empty key is the whole body.
    #[serde(default, rename = "as")]
    pub key: Option<Text<'a>>,
    /// What is sent instead of the value.
    #[serde(default, deserialize_with = "null_is_a_value")]
    pub value: Option<Json<'a>>,
    /// What is sent for some of the values.
    #[serde(default)]
    pub map: Pairs<'a, Json<'a>>,
    /// When it is sent. Default: when it is filled in.
    #[serde(default)]
    pub when: When<'a>,
    /// With this flag on, the API answers up to so many seconds later.
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
fn null_is_a_value<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Json<'a>>, D::Error> {
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
    /// When it is neither missing, nor empty text, nor an empty list.
    #[default]
    Filled,
    /// When it is true.
    True,
    /// Always; a list without entries is sent as one.
    Always,
    /// When it is filled in and not this, the API's own default.
    Not(Json<'a>),
    /// When it is this.
    Is(Json<'a>),
    /// When this is among the chosen ones.
    Has(Json<'a>),
}
