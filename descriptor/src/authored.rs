//! The format of a resource file such as `session.json`, as an author writes it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};
use sparkbot_model::{Binding, Condition, RequestTemplate};

/// One resource of the node: a file of its own, named after `resource`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
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
    #[serde(deserialize_with = "operations")]
    pub operations: Vec<OperationFile>,
}

/// One operation: its form, and its request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
pub struct OperationFile {
    /// The value that saved workflows hold, such as `rebootDevice`; unique in the whole node.
    pub operation: String,
    /// The name that users see, such as "Reboot session".
    pub name: String,
    /// The line in n8n's node panel, such as "Reboot a session".
    pub action: String,
    /// One sentence for the operation's menu.
    pub description: String,
    /// The members of the resulting items: the name of a file in `answers/`. Left out where they are not known.
    pub answer: Option<String>,
    /// The request.
    pub request: RequestTemplate<'static>,
    /// Top-level fields, in the order of the panel.
    pub parameters: Vec<Entry>,
    /// At least one. Each is a test: its parameters make its request.
    // Empty by default, so that the message about missing examples names the operation.
    #[serde(default)]
    #[schemars(!default, length(min = 1))]
    pub examples: Vec<Example>,
}

/// Parameters, and the request that they make.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The effect, in the present tense, such as "reboots a session and waits until it is up".
    pub name: String,
    /// The parameters as the node gets them: n8n fills in the defaults of the fields that are shown.
    pub parameters: Map<String, Value>,
    /// Method, path and query, such as `GET /devices?size=100`. For a list in pages, those of the first page.
    /// A date and time without a time zone counts in Europe/Berlin, in winter.
    pub request: String,
    /// Headers, without the key and `Content-Type`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The JSON body. Left out for a request without one.
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
    /// The other members of the form. Left out if the file is the whole body.
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
impl<'de: 'static> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let name =
            [&value["use"], &value["name"]].into_iter().find_map(Value::as_str).unwrap_or("without a name").to_owned();
        if value.get("use").is_some() {
            Use::deserialize(value).map(Self::Use)
        } else {
            Parameter::deserialize(value).map(|own| Self::Own(Box::new(own)))
        }
        .map_err(|error| D::Error::custom(format!("parameter '{name}': {error}")))
    }
}

/// Reads operations one by one, so that an error names the operation.
fn operations<'de: 'static, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OperationFile>, D::Error> {
    let read = |value: Value| {
        let name = value["operation"].as_str().unwrap_or("without a name").to_owned();
        OperationFile::deserialize(value).map_err(|error| D::Error::custom(format!("operation '{name}': {error}")))
    };
    Vec::deserialize(deserializer)?.into_iter().map(read).collect()
}

/// A reference to a parameter that many operations share.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Use {
    /// Its key in `shared.json`.
    #[serde(rename = "use")]
    pub shared: String,
    /// The places of its value in this operation. Default: those in `shared.json`.
    pub send: Option<Sends>,
    /// The conditions under which it is shown and sent. Default: always.
    #[serde(rename = "showWhen", default)]
    pub show_when: Vec<Condition<'static>>,
}

/// A field in the editor: the keys are those of n8n's `INodeProperties`, and `send` names the places of its value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
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
    /// The list that a `resourceLocator` offers; users can also enter an ID.
    pub list: Option<String>,
    /// Choices of `options` and `multiOptions`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Fields of a `collection`, or of each entry of a `fixedCollection`.
    #[serde(default)]
    pub fields: Vec<Parameter>,
    /// The group of a `fixedCollection`: n8n keeps its entries below this name.
    pub entry: Option<Entries>,
    /// The conditions under which it is shown and sent. Default: always.
    #[serde(rename = "showWhen", default)]
    pub show_when: Vec<Condition<'static>>,
    /// The places of the value; an empty list sends nothing. Left out for a collection: its fields have their own.
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
    /// The field that is the entry on the wire, if entries are plain values and not objects.
    pub value: Option<String>,
}

/// One choice of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The name that users see.
    pub name: String,
    /// The value that is saved and sent.
    pub value: Value,
    /// The explanation.
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

/// The places of a parameter's value: one, several, or with an empty list none.
#[derive(Clone, Debug, JsonSchema)]
#[serde(untagged)]
pub enum Sends {
    /// One place.
    One(Box<Binding<'static>>),
    /// Several, or none.
    Many(Vec<Binding<'static>>),
}

impl Sends {
    /// All places.
    #[must_use]
    pub fn all(&self) -> &[Binding<'static>] {
        match self {
            Self::One(send) => std::slice::from_ref(send),
            Self::Many(sends) => sends,
        }
    }
}

impl<'de: 'static> Deserialize<'de> for Sends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.is_array() {
            Vec::deserialize(value).map(Self::Many)
        } else {
            Binding::deserialize(value).map(|send| Self::One(Box::new(send)))
        }
        .map_err(D::Error::custom)
    }
}

/// A written null is a value too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
