//! Files that go into the body of a request: stored first and named by their ID, or as Base64 text.
//!
//! A body that holds one is put together by JavaScript, so the bytes never come into the core's memory.

use js_sys::{JSON, JsString, Object, Reflect};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::{
    seam::{base64_of, parse_json},
    sending::{Brought, Sending, Want},
};
use crate::{
    error::Error,
    request::{Attached, File, Request},
};

/// The body of a request as it goes out; undefined when it has none.
///
/// # Errors
/// A file is not there, or could not be stored.
pub async fn body(request: &Request, sending: &Sending<'_>, index: u32) -> Result<JsValue, Error> {
    let text = request.body.as_deref().unwrap_or("{}");
    if request.attachments.is_empty() {
        return Ok(request
            .body
            .as_deref()
            .map_or(JsValue::UNDEFINED, JsValue::from));
    }
    let body = parse_json(&JsString::from(text)).unwrap_throw();
    for attachment in &request.attachments {
        let value: JsValue = match &attachment.what {
            Attached::Upload(property) => {
                let file = File {
                    property: property.clone(),
                    form: Some(Vec::new()),
                };
                stored(&Request::upload(Some(file), None), sending, index).await?
            }
            Attached::UploadUrl(url) => {
                let mut about = Map::new();
                about.insert("url".into(), url.as_str().into());
                let about = Value::Object(about).to_string();
                stored(&Request::upload(None, Some(about)), sending, index).await?
            }
            Attached::Embed(property) => sending.transport.base64(property, index).await?.into(),
            Attached::EmbedFile(id) => {
                let nothing = JsValue::UNDEFINED;
                match sending
                    .send(&Request::download(id), &nothing, index, Want::Bytes)
                    .await?
                {
                    Brought::Bytes(bytes) => base64_of(&bytes).into(),
                    Brought::Items(_) | Brought::Stored(_) => nothing,
                }
            }
        };
        put(&body, attachment.key, &value);
    }
    Ok(JSON::stringify(&body).unwrap_throw().into())
}

/// Stores a file; gives its ID.
async fn stored(request: &Request, sending: &Sending<'_>, index: u32) -> Result<JsValue, Error> {
    let body = request
        .body
        .as_deref()
        .map_or(JsValue::UNDEFINED, JsValue::from);
    match sending.send(request, &body, index, Want::Stored).await? {
        Brought::Stored(id) => Ok(id.into()),
        Brought::Items(_) | Brought::Bytes(_) => Ok(JsValue::UNDEFINED),
    }
}

/// Puts a value into the body: dots lead deeper.
fn put(body: &JsValue, key: &str, value: &JsValue) {
    let mut place = body.clone();
    let mut steps = key.split('.').peekable();
    while let Some(step) = steps.next() {
        let name = JsValue::from(step);
        if steps.peek().is_none() {
            Reflect::set(&place, &name, value).unwrap_throw();
            return;
        }
        let inner = Reflect::get(&place, &name).unwrap_throw();
        let inner = if inner.is_object() {
            inner
        } else {
            let made = Object::new().into();
            Reflect::set(&place, &name, &made).unwrap_throw();
            made
        };
        place = inner;
    }
}
