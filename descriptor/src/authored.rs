//! What an author writes: the format of a resource file such as `session.json`.

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
    /// The request.
    pub request: RequestTemplate,
    /// Top-level fields, in the order of the panel.
    pub parameters: Vec<Entry>,
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
    /// The parameter that names what is changed. Items that change the same thing run one after another, in order.
    /// Left out for reads.
    pub target: Option<String>,
    /// Set where the answer is a file.
    pub binary: Option<BinaryAnswer>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Only>,
}

/// An answer that is a file, and becomes binary data of the item.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct BinaryAnswer {
    /// Name without extension; `{parameter}` stands for that parameter's value.
    pub file_name: String,
    /// A file only then; otherwise JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Only>,
}

/// A condition on another top-level parameter.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Its name.
    pub parameter: String,
    /// One of these values.
    pub is: Vec<String>,
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
    pub send: Option<Send>,
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
    /// Choices of `options` and `multiOptions`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Fields of a `collection`.
    #[serde(default)]
    pub fields: Vec<Parameter>,
    /// Where the value goes. Left out for a collection, whose fields have their own.
    pub send: Option<Send>,
}

/// One choice of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What users see.
    pub name: String,
    /// What is saved and sent.
    pub value: String,
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
    MultiOptions,
    Number,
    Options,
    String,
}

/// Where a parameter's value goes on the wire.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// Part of the request.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its key there, where it is not the parameter's name.
    #[serde(rename = "as")]
    pub key: Option<String>,
    /// When it is sent. Default: when it is filled in.
    #[serde(default)]
    pub when: When,
    /// With this flag on, the API holds its answer for up to so many seconds.
    pub hold: Option<u16>,
}

/// A part of the request.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query; lists are joined with commas.
    Query,
    /// A member of the JSON body.
    Body,
}

/// When a value is sent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// When it is neither missing, nor empty text, nor an empty list.
    #[default]
    Filled,
    /// When it is true.
    True,
    /// When it is filled and not this, the API's own default.
    Not(String),
}
