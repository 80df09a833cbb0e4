//! The lists of the editor's dropdowns, loaded as a whole or searched page by page.

use serde::Serialize;

use super::{answer::Entries, host::Host, sending::Sender};
use crate::{
    descriptor,
    error::{Context, Error, Kind},
    lists::{Choice, choice, goes_on, page_path, searches},
    model::List,
    request::{Parameters, Request},
};

/// Entries that are enough for one answer to a search; the editor asks for more when the user scrolls.
const ENOUGH: usize = 50;

/// A part of the entries that a search finds, as n8n's `INodeListSearchResult`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchResult {
    /// The entries.
    pub results: Vec<Choice>,
    /// The place of the next page, when more entries exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}

/// All entries of a list: every page, until one is not full.
///
/// # Errors
/// There is no such list, or the API refused.
pub async fn load<H: Host>(name: &str, parameters: &Parameters, host: &H) -> Result<Vec<Choice>, Error> {
    let list = find(name, host)?;
    let mut choices = Vec::new();
    for page in 0..=last_page(host) {
        if !read_page(&list, page, "", parameters, host, &mut choices).await? {
            break;
        }
    }
    Ok(choices)
}

/// The entries that match a filter, until there are enough. `token` says where an earlier search ended.
///
/// # Errors
/// As [`load`].
pub async fn search<H: Host>(
    name: &str,
    parameters: &Parameters,
    filter: &str,
    token: Option<&str>,
    host: &H,
) -> Result<SearchResult, Error> {
    let list = find(name, host)?;
    let first = token.and_then(|token| token.parse().ok()).unwrap_or(0);
    let end = last_page(host);
    let mut found = SearchResult::default();
    for page in first..=end {
        if !read_page(&list, page, filter.trim(), parameters, host, &mut found.results).await? {
            break;
        }
        if found.results.len() >= ENOUGH && page < end {
            found.pagination_token = Some((page + 1).to_string());
            break;
        }
    }
    Ok(found)
}

fn find<H: Host>(name: &str, host: &H) -> Result<List<'static>, Error> {
    descriptor::list(name).ok_or_else(|| Error::unknown_list(name, host.context()))
}

fn last_page<H: Host>(host: &H) -> usize {
    host.context().api.paging.last_page.into()
}

/// Adds the entries of a page that match a filter; tells whether another page may follow.
async fn read_page<H: Host>(
    list: &List<'static>,
    page: usize,
    filter: &str,
    parameters: &Parameters,
    host: &H,
    choices: &mut Vec<Choice>,
) -> Result<bool, Error> {
    let request = Request::get(page_path(list, page, parameters, filter)?);
    // A person waits in the editor: one attempt shows an error sooner than retries do.
    let sender = Sender::new(host, 0, None);
    let Entries(entries) = sender.send(&request, 0).await?;
    let is_searched = filter.is_empty() || searches(list, filter);
    let filter = filter.to_lowercase();
    let is_meant = |choice: &Choice| {
        let mut texts = [&choice.name, &choice.value].into_iter();
        texts.any(|text| text.to_lowercase().contains(&filter))
    };
    let found = entries
        .iter()
        .filter_map(|entry| choice(list, |member| host.text(entry, member)))
        .filter(|choice| is_searched || is_meant(choice));
    choices.extend(found);
    Ok(goes_on(list, entries.len()))
}

/// The error of a list. An editor shows only the message, so the message holds the advice too.
#[must_use]
pub fn explain(mut error: Error, context: &Context) -> Error {
    let Context { api, words } = context;
    if error.kind == Kind::Api && matches!(error.status, Some(401 | 403)) {
        error.description = format!("The API says: {}", error.message);
        error.message = format!("{} did not accept the API key. Check {}.", api.name, words.api_key);
    } else if !error.description.is_empty() {
        error.message = format!("{}. {}", error.message, error.description.replace('\n', " "));
        error.description.clear();
    }
    error
}
