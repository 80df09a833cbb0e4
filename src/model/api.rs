//! The facts of the API as a whole: `descriptor/api.json`.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Pairs, Text};

/// The API as a whole.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Api<'a> {
    /// The path of the schema, for editors.
    #[serde(default, rename = "$schema")]
    pub schema: Option<Text<'a>>,
    /// How messages call the service.
    pub name: Text<'a>,
    /// The header of the key. The core sets it where it sends by itself; a raw request never does.
    pub key_header: Text<'a>,
    /// A path below the base URL, as an example for who writes a raw request.
    pub example_path: Text<'a>,
    /// What items with the same ordering key have in common: "a later one for the same …".
    pub target: Text<'a>,
    /// How files are stored and read.
    pub files: FilePaths<'a>,
    /// How sent messages are looked up.
    pub reference: ReferenceRules<'a>,
    /// Where a refusal names the entry that exists already: a path through the body, with dots.
    pub conflict: Text<'a>,
    /// How far lists go.
    pub paging: PageBounds<'a>,
    /// The members of a refusal that give its reasons.
    pub errors: ErrorMembers<'a>,
    /// What to do, by status; 300 and 500 count for all of their class that have no sentence of their own. `{baseUrl}` and `{apiKey}`
    /// stand for the host's words, `{retryAfter}` for the time that the API asks to wait.
    pub advice: Pairs<'a, Text<'a>>,
}

/// How files are stored and read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct FilePaths<'a> {
    /// The path that stores a file.
    pub upload: Text<'a>,
    /// The path that reads the bytes of a file, with `{id}`.
    pub download: Text<'a>,
    /// The path that reads the details of a file, up to its ID.
    pub read: Text<'a>,
    /// The member of the answer with the ID.
    pub id: Text<'a>,
    /// The member of the body for a web address.
    pub url: Text<'a>,
}

/// How sent messages are looked up.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct ReferenceRules<'a> {
    /// The member that holds the reference, in a message and in the body of its request.
    pub member: Text<'a>,
    /// How sentences call a message.
    pub entry: Counted<'a>,
    /// The members of the body that name a receiver; keys of the query as well.
    pub receivers: Vec<Text<'a>>,
    /// The key of the query for the entries of a page.
    pub size: Text<'a>,
    /// The most entries of a page.
    pub max_page_size: u16,
}

/// A noun that is counted.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Counted<'a> {
    /// For one.
    pub one: Text<'a>,
    /// For any other number.
    pub many: Text<'a>,
}

/// How far lists go, and the keys of the query that most of them have.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct PageBounds<'a> {
    /// Key of the query for the entries of a page, where an operation or a list has no other.
    pub size: Text<'a>,
    /// Key of the query for the page, likewise.
    pub page: Text<'a>,
    /// Key of the query for the text that a list is searched for, likewise.
    pub search: Text<'a>,
    /// The last page; pages are counted from zero.
    pub last_page: u16,
    /// The entries of a page when none are asked for.
    pub default_size: u16,
    /// The parameter that asks for all entries.
    pub all: Text<'a>,
    /// The parameter for the most entries.
    pub limit: Text<'a>,
}

/// The members of the body of a refusal.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct ErrorMembers<'a> {
    /// The message; the first member that holds text counts.
    pub message: Vec<Text<'a>>,
    /// The API's code.
    pub code: Text<'a>,
    /// The list of details.
    pub details: Text<'a>,
    /// The text of a detail.
    pub detail_message: Vec<Text<'a>>,
    /// The reason of a detail.
    pub detail_reason: Vec<Text<'a>>,
}
