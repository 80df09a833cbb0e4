//! The lists that the editor loads.
//!
//! The node could find their names in its properties itself; in a fresh process this takes more than a millisecond.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The names of the lists, by the kind of method that n8n calls for them.
#[derive(Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Lists {
    /// The lists of dropdowns, which come whole: each `loadOptionsMethod`.
    pub load_options: BTreeSet<String>,
    /// The lists of resource locators, which come by page and by search: each `searchListMethod`.
    pub list_search: BTreeSet<String>,
}

impl Lists {
    /// The lists that n8n's properties name, at any depth.
    pub(crate) fn named_in(properties: &[Value]) -> Self {
        let mut lists = Self::default();
        lists.collect(properties);
        lists
    }

    fn collect<'a>(&mut self, values: impl IntoIterator<Item = &'a Value>) {
        for value in values {
            match value {
                Value::Array(entries) => self.collect(entries),
                Value::Object(members) => {
                    let name = |key: &str| members.get(key).and_then(Value::as_str).map(Into::into);
                    self.load_options.extend(name("loadOptionsMethod"));
                    self.list_search.extend(name("searchListMethod"));
                    self.collect(members.values());
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Lists;

    #[test]
    fn lists_are_found_at_any_depth_and_each_once() {
        let options = json!({ "typeOptions": { "loadOptionsMethod": "getDevices" } });
        let locator = json!({ "modes": [{ "typeOptions": { "searchListMethod": "getGroups" } }] });
        let collection = json!({ "options": [options, locator, { "typeOptions": { "rows": 4 } }] });
        assert_eq!(
            json!(Lists::named_in(&[options, collection])),
            json!({ "loadOptions": ["getDevices"], "listSearch": ["getGroups"] })
        );
    }
}
