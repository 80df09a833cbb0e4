//! The lists of the editor's dropdowns: `descriptor/lists.json`.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Pairs, Text};

/// One list: the request for its entries, and their texts in the editor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct List<'a> {
    /// Its name in the descriptor, such as `getDevices`.
    pub name: Text<'a>,
    /// Path below the base URL; `{parameter}` stands for a value that the user has chosen before.
    pub path: Text<'a>,
    /// The message while that value is missing.
    #[serde(default)]
    pub missing: Option<Text<'a>>,
    /// A filter that is always set.
    #[serde(default)]
    pub query: Pairs<'a, Text<'a>>,
    /// The fewest characters that the API itself searches for; left out when it cannot search.
    #[serde(default)]
    pub search: Option<u8>,
    /// Entries of a page, the most that clients of the API ask for; left out where the API takes no size.
    #[serde(default)]
    pub page_size: Option<u16>,
    /// Whether it comes in pages.
    #[serde(default)]
    pub has_pages: bool,
    /// Key of the query for the entries of a page.
    #[serde(default = "size_key")]
    pub size: Text<'a>,
    /// Key of the query for the page, counted from zero.
    #[serde(default = "page_key")]
    pub page: Text<'a>,
    /// Key of the query for the text to search for.
    #[serde(default = "search_key")]
    pub search_key: Text<'a>,
    /// Only entries in which these members have these values; an entry without the member counts too.
    #[serde(default)]
    pub only: Pairs<'a, Text<'a>>,
    /// The members that may hold the value; the first that is filled counts.
    pub value: Vec<Text<'a>>,
    /// What is shown: texts with `{member}`. The first counts whose members are all filled; without any, the value is shown.
    pub names: Vec<Text<'a>>,
    /// The line below: as `names`.
    #[serde(default)]
    pub descriptions: Vec<Description<'a>>,
}

/// A line below the name of an entry.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "'de: 'a")
)]
pub struct Description<'a> {
    /// Text with `{member}`; in values of members, `_` and `:` become spaces.
    pub text: Text<'a>,
    /// Only entries in which these members have these values.
    #[serde(default)]
    pub when: Pairs<'a, Text<'a>>,
}

fn size_key<'a>() -> Text<'a> {
    "size".into()
}

fn page_key<'a>() -> Text<'a> {
    "page".into()
}

fn search_key<'a>() -> Text<'a> {
    "search".into()
}
