//! `loadOptions`: the lists of the editor's dropdowns.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{
    items,
    seam::{Params, member},
    transport::Transport,
};
use crate::{
    error::Error,
    options::{self, Choice, DEVICES, Device, LAST_PAGE, List},
    request::{Request, percent_encode},
};

/// One entry, as n8n's `INodePropertyOptions`.
#[derive(Serialize)]
struct Entry {
    name: String,
    value: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

/// # Errors
/// There is no such list, or the API cannot be asked; one sentence that the editor can show.
pub async fn load_options(method: &str, params: &Params) -> Result<Array, JsValue> {
    let loaded = load(method, params).await;
    loaded.map_err(|error| items::thrown(&options::explain(error), None))
}

/// All entries: every page, until one is not full.
async fn load(method: &str, params: &Params) -> Result<Array, Error> {
    let list = List::find(method)?;
    let transport = Transport::of(params)?;
    let device = member(&params.parameters(), "device")
        .as_string()
        .unwrap_or_default();
    let device = percent_encode(device.trim());
    let entries = Array::new();
    for page in 0..=LAST_PAGE {
        let answer = transport
            .send(&Request::read(list.page(page, &device)?))
            .await?;
        let found = items::list(&answer, &transport)?;
        for entry in found.iter() {
            if let Some(Choice {
                name,
                value,
                description,
            }) = choice(list, &entry)
            {
                let entry = Entry {
                    name,
                    value,
                    description,
                };
                entries.push(&serde_wasm_bindgen::to_value(&entry).unwrap_throw());
            }
        }
        if (found.length() as usize) < list.page_size {
            break;
        }
    }
    Ok(entries)
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
