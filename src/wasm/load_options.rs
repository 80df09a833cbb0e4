//! `loadOptions` and `listSearch`: the lists of the editor's dropdowns.

use js_sys::{Array, JsString, Object};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

use super::{
    items,
    seam::{Params, member, set},
    transport::Transport,
};
use crate::{
    address::percent_encode,
    error::Error,
    options::{self, Choice, DEVICES, Device, List},
    paging::LAST_PAGE,
    request::Request,
};

/// Entries after which a search shows what it has; the editor asks for more when the user scrolls.
const ENOUGH: u32 = 50;

/// One entry, as n8n's `INodePropertyOptions`.
struct Entry {
    name: String,
    value: String,
    description: String,
}

/// As a map: for a struct, serde-wasm-bindgen keeps a table of names, and 4 KB of code for it.
impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let description =
            (!self.description.is_empty()).then_some(("description", &self.description));
        let members = [("name", &self.name), ("value", &self.value)];
        serializer.collect_map(members.into_iter().chain(description))
    }
}

/// # Errors
/// There is no such list, or the API cannot be asked; one sentence that the editor can show.
pub async fn load_options(method: &str, params: &Params) -> Result<Array, JsValue> {
    shown(load(method, params).await)
}

/// # Errors
/// As [`load_options`].
pub async fn list_search(method: &str, params: &Params) -> Result<Object, JsValue> {
    shown(search(method, params).await)
}

fn shown<T>(loaded: Result<T, Error>) -> Result<T, JsValue> {
    loaded.map_err(|error| items::thrown(&options::explain(error), None))
}

/// All entries: every page, until one is not full.
async fn load(method: &str, params: &Params) -> Result<Array, Error> {
    let source = Source::of(method, params)?;
    let entries = Array::new();
    for page in 0..=LAST_PAGE {
        if !source.page(page, "", &entries).await? {
            break;
        }
    }
    Ok(entries)
}

/// The entries that a filter leaves, until there are enough for a start, and where to go on.
async fn search(method: &str, params: &Params) -> Result<Object, Error> {
    let source = Source::of(method, params)?;
    let filter = params.filter().as_string().unwrap_or_default();
    let first = params.pagination_token().as_string();
    let first = first.and_then(|token| token.parse().ok()).unwrap_or(0);
    let (entries, found) = (Array::new(), Object::new());
    set(&found, "results", &entries);
    for page in first..=LAST_PAGE {
        if !source.page(page, filter.trim(), &entries).await? {
            break;
        }
        if entries.length() >= ENOUGH && page < LAST_PAGE {
            let next = (page + 1).to_string();
            set(&found, "paginationToken", &next.into());
            break;
        }
    }
    Ok(found)
}

/// A list, and the way to it.
struct Source {
    list: &'static List,
    transport: Transport,
    device: String,
}

impl Source {
    fn of(method: &str, params: &Params) -> Result<Self, Error> {
        let device = member(&params.parameters(), "device");
        let device = device.as_string().unwrap_or_default();
        Ok(Self {
            list: List::find(method)?,
            transport: Transport::of(params, &Array::new())?,
            device: percent_encode(device.trim()),
        })
    }

    /// Adds the entries of a page that a filter leaves; gives whether another page may follow.
    async fn page(&self, page: usize, filter: &str, entries: &Array) -> Result<bool, Error> {
        let list = self.list;
        let request = Request::read(list.page(page, &self.device, filter)?);
        let answer = self
            .transport
            .send(&request, &JsValue::UNDEFINED, 0, request.timeout)
            .await?;
        let found = items::list(&answer, &self.transport)?;
        let searched = filter.is_empty() || list.searches(filter);
        let filter = String::from(lower_case(filter));
        let objects = serde_wasm_bindgen::Serializer::json_compatible();
        for choice in found.iter().filter_map(|entry| choice(list, &entry)) {
            let is_meant = || {
                [&choice.name, &choice.value]
                    .into_iter()
                    .any(|text| lower_case(text).includes(&filter, 0))
            };
            if !searched && !is_meant() {
                continue;
            }
            let entry = Entry {
                name: choice.name,
                value: choice.value,
                description: choice.description,
            };
            entries.push(&entry.serialize(&objects).unwrap_throw());
        }
        Ok(list.goes_on(found.length() as usize))
    }
}

/// By JavaScript, which has the tables for it.
fn lower_case(text: &str) -> JsString {
    JsString::from(text).to_lower_case()
}

fn choice(list: &List, entry: &JsValue) -> Option<Choice> {
    let text = |name| member(entry, name).as_string();
    if list.name == DEVICES {
        return options::device_choice(Device {
            id: text("id"),
            alias: text("alias"),
            phone: text("phone"),
            status: text("status"),
            session_status: member(&member(entry, "session"), "status").as_string(),
        });
    }
    if let Some((name, wanted)) = list.only
        && text(name).is_some_and(|value| value != wanted)
    {
        return None;
    }
    let value = list.value.iter().find_map(|name| text(name));
    options::choice(value, text(list.label), text(list.detail))
}
