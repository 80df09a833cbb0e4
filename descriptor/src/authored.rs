//! What an author writes: the format of a resource file such as `session.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};

/// One resource of the node: a file of its own, named after `resource`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ResourceFile {
    /// Path of the schema, for editors.
    #[serde(rename = "$schema")]
    #[allow(dead_code, reason = "only editors read it")]
    schema: Option<String>,
    /// The value that saved workflows hold, such as `session`.
    pub resource: String,
    /// The name that users see.
    pub name: String,
    /// In the order of the menu; the first is the default.
    pub operations: Vec<OperationFile>,
}

/// One operation: what the user sees, and the request that it makes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OperationFile {
    /// The value that saved workflows hold, such as `rebootDevice`; unique in the whole node.
    pub operation: String,
    /// The name that users see, such as "Reboot session".
    pub name: String,
    /// The line in n8n's node panel, such as "Reboot a session".
    pub action: String,
    /// One sentence for the operation's menu.
    pub description: String,
    /// What an item of the result holds: the name of a file in `answers/`. Left out where nobody knows.
    pub answer: Option<String>,
    /// The request.
    pub request: RequestTemplate,
    /// Top-level fields, in the order of the panel.
    pub parameters: Vec<Entry>,
    /// At least one. Each is a test: its parameters make its request.
    // Left out it is empty, so that the message about it names the operation.
    #[serde(default)]
    #[schemars(!default, length(min = 1))]
    pub examples: Vec<Example>,
}

/// Parameters, and the request that they make.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it does, in the present tense, such as "reboots a session and waits until it is up".
    pub name: String,
    /// The parameters as the node gets them: n8n fills in the defaults of the fields that are shown.
    pub parameters: Map<String, Value>,
    /// Method, path and query as they are sent, such as `GET /devices?size=100`. For a list in pages, those of the first page.
    /// A date and time without a zone counts in Europe/Berlin, in winter.
    pub request: String,
    /// Headers, without the key and `Content-Type`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The JSON body. Left out where there is none.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Value>,
    /// Binary data that is sent instead of a JSON body.
    pub file: Option<ExampleFile>,
    /// Files that become members of the body, by the member's path with dots.
    #[serde(default)]
    pub attachments: BTreeMap<String, ExampleAttachment>,
}

/// Binary data that an example sends instead of a JSON body.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    /// The item's field of binary data.
    pub field: String,
    /// The other members of the form. Left out where the file is the whole body.
    pub form: Option<BTreeMap<String, String>>,
}

/// A file that becomes a member of an example's body. The names are those of the places in `send`.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ExampleAttachment {
    /// The ID of the item's binary data, which is stored first: the name of its field.
    Upload(String),
    /// The ID of the file at an address, which is stored first: the address.
    UploadUrl(String),
    /// The item's binary data as Base64 text: the name of its field.
    Embed(String),
    /// A stored file as Base64 text: its ID.
    EmbedFile(String),
}

/// The request of an operation, but for the fields that its parameters add.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RequestTemplate {
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL, with `{parameter}` where a value goes: percent-encoded, and never empty.
    pub path: String,
    /// Headers that are always the same.
    #[serde(default)]
    pub headers: Vec<ConstantHeader>,
    /// Members of the body that are always the same.
    #[serde(default)]
    pub constants: Vec<Constant>,
    /// What must be filled in.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// The parameters that together name what is changed. Items that change the same thing run one after another, in
    /// order. Left out for reads; an empty list where each item changes something of its own.
    #[serde(rename = "orderingKey")]
    pub target: Option<Vec<String>>,
    /// Set where the answer is a file.
    pub binary: Option<BinaryAnswer>,
    /// Set where the answer is a list that comes in pages.
    pub paging: Option<Paging>,
    /// Whether doing it twice is the same as doing it once, so that it may be repeated when no answer came. Left out: what HTTP
    /// says of the method, so GET, PUT and DELETE may be.
    #[serde(rename = "idempotent")]
    pub repeat: Option<bool>,
    /// Set where what was sent can be found again by its reference: the path that lists it, up to the reference.
    #[serde(rename = "lookup")]
    pub find: Option<String>,
    /// Set where a refusal may name an entry that is there already, in `meta.file`: the path that reads it, up to its ID. It
    /// is the answer then.
    #[serde(rename = "conflict")]
    pub existing: Option<String>,
}

/// How a list is asked for page by page. The operation gets the parameters `returnAll` and, unless it has a top-level
/// parameter for the size of a page, `limit`.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Key of the query for the entries of a page.
    #[serde(default = "Paging::size_key")]
    pub size: String,
    /// The most entries that the API gives at once.
    #[serde(rename = "maxPageSize")]
    pub most: u16,
    /// Key of the query for the page, counted from zero.
    #[serde(default = "Paging::page_key")]
    pub page: String,
    /// Whether that key counts entries to pass over, not pages.
    #[serde(rename = "offset", default, skip_serializing_if = "std::ops::Not::not")]
    pub skips: bool,
}

impl Paging {
    fn size_key() -> String {
        "size".into()
    }

    fn page_key() -> String {
        "page".into()
    }
}

/// HTTP methods of the API.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// A header with a fixed value.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConstantHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Sent only then.
    #[serde(rename = "when", default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Only>,
}

/// An answer that is a file, and becomes binary data of the item.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct BinaryAnswer {
    /// Name without extension; `{parameter}` stands for that parameter's value.
    pub file_name: String,
    /// A file only then; otherwise JSON.
    #[serde(rename = "when", default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Only>,
}

/// A condition on another parameter.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Its name: one beside this parameter, or with a slash before it a top-level one.
    pub parameter: String,
    /// It has one of these values.
    pub is: Vec<Value>,
}

/// A member of the body that is always the same.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Path in the body, with dots.
    pub key: String,
    /// Any JSON.
    pub value: Value,
}

/// Something that must be filled in, so that nobody deletes more than they meant to.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// At least one of these keys must be sent, in the query or the body.
    pub any: Vec<String>,
    /// Only then.
    #[serde(rename = "when", default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Only>,
    /// What is refused, in one sentence: what is missing, and what would have happened.
    pub message: String,
}

/// A parameter written here, or one of `shared.json` by its name.
#[derive(Clone, Debug, JsonSchema)]
#[serde(untagged)]
pub enum Entry {
    /// A shared one.
    Use(Use),
    /// One of this operation's own.
    Own(Box<Parameter>),
}

// By hand, because serde's own reading of an untagged enum does not say what is wrong in which key.
impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.get("use").is_some() {
            Use::deserialize(value).map(Self::Use)
        } else {
            Parameter::deserialize(value).map(|own| Self::Own(Box::new(own)))
        }
        .map_err(D::Error::custom)
    }
}

/// A reference to a parameter that many operations share.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Its key in `shared.json`.
    #[serde(rename = "use")]
    pub shared: String,
    /// Where this operation sends it, when not where `shared.json` says.
    pub send: Option<Sends>,
    /// When it is shown and sent, when not always.
    #[serde(rename = "showWhen", default)]
    pub only: Vec<Only>,
}

/// A field in the editor: the keys are those of n8n's `INodeProperties`, and `send` says where its value goes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Parameter {
    /// Label.
    pub display_name: String,
    /// The name that saved workflows hold.
    pub name: String,
    /// n8n's type.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Initial value.
    pub default: Value,
    /// Whether an empty value is refused.
    #[serde(default)]
    pub required: bool,
    /// One or two sentences under the label.
    pub description: Option<String>,
    /// Text of an empty field, beginning with "e.g.".
    pub placeholder: Option<String>,
    /// Text below the field.
    pub hint: Option<String>,
    /// n8n's `typeOptions`.
    pub type_options: Option<Map<String, Value>>,
    /// The list that a `resourceLocator` offers; an ID can be written beside it.
    pub list: Option<String>,
    /// Choices of `options` and `multiOptions`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Fields of a `collection`, or of each entry of a `fixedCollection`.
    #[serde(default)]
    pub fields: Vec<Parameter>,
    /// The group of a `fixedCollection`: n8n keeps its entries below this name.
    pub entry: Option<Entries>,
    /// Shown and sent only then.
    #[serde(rename = "showWhen", default)]
    pub only: Vec<Only>,
    /// Where the value goes; nowhere with an empty list. Left out for a collection, whose fields have their own.
    pub send: Option<Sends>,
}

/// The one group of a `fixedCollection`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entries {
    /// Its name in saved workflows.
    pub name: String,
    /// Its label.
    pub display_name: String,
    /// The one field that makes up an entry on the wire, where entries are plain values and not objects.
    pub value: Option<String>,
}

/// One choice of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What users see.
    pub name: String,
    /// What is saved and sent.
    pub value: Value,
    /// Explains it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The n8n field types in use.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum ParameterType {
    Boolean,
    Collection,
    DateTime,
    FixedCollection,
    Json,
    MultiOptions,
    Number,
    Options,
    ResourceLocator,
    String,
}

/// Where a parameter's value goes: one place, several, or with an empty list none.
#[derive(Clone, Debug, JsonSchema)]
#[serde(untagged)]
pub enum Sends {
    /// One place.
    One(Box<Send>),
    /// Several, or none.
    Many(Vec<Send>),
}

impl Sends {
    /// All places.
    #[must_use]
    pub fn all(&self) -> &[Send] {
        match self {
            Self::One(send) => std::slice::from_ref(send),
            Self::Many(sends) => sends,
        }
    }
}

impl<'de> Deserialize<'de> for Sends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.is_array() {
            Vec::deserialize(value).map(Self::Many)
        } else {
            Send::deserialize(value).map(|send| Self::One(Box::new(send)))
        }
        .map_err(D::Error::custom)
    }
}

/// One place where a parameter's value goes on the wire.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// Part of the request.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its key there, where it is not the parameter's name. In the body dots lead deeper, numbers are places in a list, and an
    /// empty key is the whole body.
    #[serde(rename = "as")]
    pub key: Option<String>,
    /// What is sent instead of the value.
    #[serde(default, deserialize_with = "present")]
    pub value: Option<Value>,
    /// What is sent for some of the values.
    #[serde(default)]
    pub map: Map<String, Value>,
    /// When it is sent. Default: when it is filled in.
    #[serde(default)]
    pub when: When,
    /// With this flag on, the API holds its answer for up to so many seconds.
    #[serde(rename = "serverWait")]
    pub hold: Option<u16>,
}

/// A null that is written down is a value too.
pub(crate) fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A part of the request.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
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

/// When a value is sent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// When it is neither missing, nor empty text, nor an empty list.
    #[default]
    Filled,
    /// When it is true.
    True,
    /// Always; a list without entries is sent as one.
    Always,
    /// When it is filled and not this, the API's own default.
    Not(Value),
    /// When it is this.
    Is(Value),
    /// When this is among the chosen ones.
    Has(Value),
}
