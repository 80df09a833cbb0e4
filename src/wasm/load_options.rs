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
    operation::Method,
    options::{self, Device, LAST_PAGE, PAGE_SIZE},
    request::{PATIENCE, Request},
};

/// One entry, as n8n's `INodePropertyOptions`.
#[derive(Serialize)]
struct Entry {
    name: String,
    value: String,
    description: String,
}

/// # Errors
/// There is no such list, or the API cannot be asked; one sentence that the editor can show.
pub async fn load_options(method: &str, params: &Params) -> Result<Array, JsValue> {
    let loaded = match method {
        "getDevices" => devices(params).await,
        _ => Err(Error::parameter(format!(
            "This version of the node has no list '{method}'"
        ))),
    };
    loaded.map_err(|error| items::thrown(&options::explain(error), None))
}

/// All WhatsApp numbers of the account: every page, until one is not full.
async fn devices(params: &Params) -> Result<Array, Error> {
    let transport = Transport::of(params)?;
    let entries = Array::new();
    for page in 0..=LAST_PAGE {
        let request = Request {
            method: Method::Get,
            path: options::devices_path(page),
            headers: Vec::new(),
            body: None,
            timeout: PATIENCE * 1000,
            file_name: None,
            target: None,
            subject: Vec::new(),
        };
        let answer = transport.send(&request).await?;
        let list = items::list(&answer, &transport)?;
        for entry in list.iter() {
            let text = |of: &JsValue, name| member(of, name).as_string();
            let device = Device {
                id: text(&entry, "id"),
                alias: text(&entry, "alias"),
                phone: text(&entry, "phone"),
                status: text(&entry, "status"),
                session_status: text(&member(&entry, "session"), "status"),
            };
            if let Some(choice) = options::device_choice(device) {
                let entry = Entry {
                    name: choice.name,
                    value: choice.value,
                    description: choice.description,
                };
                entries.push(&serde_wasm_bindgen::to_value(&entry).unwrap_throw());
            }
        }
        if (list.length() as usize) < PAGE_SIZE {
            break;
        }
    }
    Ok(entries)
}
