//! The lists of the editor's dropdowns: the request of a page, and the texts of an entry. `descriptor/lists.json` holds the lists.

use serde::Serialize;
use serde_json::Value;

use crate::{
    error::Error,
    model::{Description, List, Pairs, Text},
    request::{
        Parameters,
        address::{add_to_query, percent_encode},
    },
};

/// One entry of a dropdown, as n8n's `INodePropertyOptions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the user sees.
    pub name: String,
    /// What is saved.
    pub value: String,
    /// A line below the name; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Path and query of one page of a list, or of a search in the list.
///
/// # Errors
/// A parameter in the path is not chosen yet.
pub fn page_path(list: &List, page: usize, parameters: &Parameters, search: &str) -> Result<String, Error> {
    let chosen = |name: &str| {
        let value = parameters.get(name).and_then(Value::as_str).map(str::trim);
        value.filter(|value| !value.is_empty()).map(percent_encode)
    };
    let Some(mut path) = fill(&list.path, chosen) else {
        let message = list.missing.as_deref().unwrap_or("Choose what the list depends on first");
        return Err(Error::parameter(message));
    };
    for (key, value) in list.query.iter() {
        add_to_query(&mut path, key, value);
    }
    if let Some(paging) = &list.paging {
        let size = usize::from(paging.max_page_size);
        let page = if paging.offset { page * size } else { page };
        add_to_query(&mut path, &paging.size, &size.to_string());
        add_to_query(&mut path, &paging.page, &page.to_string());
    }
    if searches(list, search) {
        add_to_query(&mut path, &list.search_key, search);
    }
    Ok(path)
}

/// Whether the API itself searches for this text. The API also searches members that are not shown, so the core filters no more.
#[must_use]
pub fn searches(list: &List, search: &str) -> bool {
    let count = search.chars().count();
    count > 0 && list.search.is_some_and(|least| count >= least.into())
}

/// Whether more may follow a page of so many entries.
#[must_use]
pub fn goes_on(list: &List, count: usize) -> bool {
    list.paging.as_ref().is_some_and(|paging| count >= paging.max_page_size.into())
}

/// What an entry shows; `None` for one that the list leaves out, or without a value. `member` reads a member of the entry by its
/// path, with dots.
#[must_use]
pub fn choice(list: &List, member: impl Fn(&str) -> Option<String>) -> Option<Choice> {
    let filled = |path: &str| member(path).filter(|text| !text.trim().is_empty());
    let has = |conditions: &Pairs<Text>, default| {
        let mut conditions = conditions.iter();
        conditions.all(|(path, wanted)| member(path).map_or(default, |value| value == wanted.as_str()))
    };
    if !has(&list.only, true) {
        return None;
    }
    let value = list.value.iter().find_map(|path| filled(path))?;
    let names: Vec<_> = list.names.iter().filter_map(|name| fill(name, filled)).collect();
    let mut described = list.descriptions.iter().filter(|description| has(&description.when, false));
    let describe = |description: &Description| {
        let is_space = |character: char| description.spaces.contains(character);
        let with_spaces = |path: &str| filled(path).map(|text| text.replace(is_space, " "));
        fill(&description.text, with_spaces)
    };
    Some(Choice {
        name: first_without_repetition(names).unwrap_or_else(|| value.clone()),
        description: described.find_map(describe).unwrap_or_default(),
        value,
    })
}

/// The first name that does not repeat itself, as "vip (vip)" does.
fn first_without_repetition(names: Vec<String>) -> Option<String> {
    let repeats = |name: &String| {
        let parts = name.strip_suffix(')').and_then(|name| name.split_once(" ("));
        parts.is_some_and(|(label, detail)| label == detail)
    };
    names.into_iter().find(|name| !repeats(name))
}

/// Puts values in the place of `{member}`; `None` when one is missing.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut filled = String::new();
    for (place, piece) in template.split('{').enumerate() {
        let text = match piece.split_once('}').filter(|_| place > 0) {
            Some((name, text)) => {
                filled.push_str(&value(name)?);
                text
            }
            None => piece,
        };
        filled.push_str(text);
    }
    Some(filled)
}
