//! The lists of the editor's dropdowns: `descriptor/lists.json`.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PageBounds, Paging, Pairs, Text};

/// One list: the request for its entries, and their texts in the editor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct List<'a> {
    /// Its name in the descriptor, such as `getDevices`.
    pub name: Text<'a>,
    /// Path below the base URL; `{parameter}` stands for a value that the user has chosen before.
    pub path: Text<'a>,
    /// The message while that value is missing.
    #[serde(default)]
    pub missing: Option<Text<'a>>,
    /// Keys and values that are always sent.
    #[serde(default)]
    pub query: Pairs<'a, Text<'a>>,
    /// The fewest characters that the API itself searches for; left out when it cannot search.
    #[serde(default)]
    pub search: Option<u8>,
    /// Key of the query for the text to search for. Left out: that of `api.json`, which the build puts here.
    #[serde(default)]
    pub search_key: Text<'a>,
    /// Set where the list comes in pages. The size is sent with each page: the most that clients of the API ask for.
    #[serde(default)]
    pub paging: Option<Paging<'a>>,
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

impl<'a> List<'a> {
    /// Puts the API's own keys where none are written.
    pub fn complete(&mut self, bounds: &PageBounds<'a>) {
        if self.search_key.is_empty() {
            self.search_key.clone_from(&bounds.search);
        }
        if let Some(paging) = &mut self.paging {
            paging.complete(bounds);
        }
    }
}

/// A line below the name of an entry.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
pub struct Description<'a> {
    /// Text with `{member}`.
    pub text: Text<'a>,
    /// Characters of the members' values that are shown as spaces, such as `_`.
    #[serde(default)]
    pub spaces: Text<'a>,
    /// Only entries in which these members have these values.
    #[serde(default)]
    pub when: Pairs<'a, Text<'a>>,
}
