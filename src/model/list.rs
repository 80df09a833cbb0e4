//! The lists of the editor's dropdowns: `descriptor/lists.json`.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Pairs, Text};

/// One list: where its entries come from, and what is shown of them.
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
    /// Path below the base URL; `{parameter}` stands for what the user has chosen before.
    pub path: Text<'a>,
    /// The message while such a parameter is not chosen.
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
    /// Key of the query for the entries of a page. Left out where it is that of `api.json`, which the build puts here.
    #[serde(default)]
    pub size: Text<'a>,
    /// Key of the query for the page, counted from zero. Left out as `size`.
    #[serde(default)]
    pub page: Text<'a>,
    /// Key of the query for the text to search for. Left out as `size`.
    #[serde(default)]
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
