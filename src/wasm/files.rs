//! Files that go into the body of a request: stored first and named by their ID, or as Base64 text.
//!
//! A body that holds one is put together by JavaScript, so the bytes never come into the core's memory.

use js_sys::{JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{
    items,
    seam::{base64_of, parse_json},
    transport::Transport,
};
use crate::{
    error::Error,
    request::{Attached, File, Request},
};

/// The body of a request as it goes out; undefined when it has none.
///
/// # Errors
/// A file is not there, or could not be stored.
pub async fn body(request: &Request, transport: &Transport, index: u32) -> Result<JsValue, Error> {
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
                stored(&Request::upload(Some(file), None), transport, index).await?
            }
            Attached::UploadUrl(url) => {
                let about = serde_json::json!({ "url": url }).to_string();
                stored(&Request::upload(None, Some(about)), transport, index).await?
            }
            Attached::Embed(property) => transport.base64(property, index).await?.into(),
            Attached::EmbedFile(id) => {
                let answer = transport
                    .send(&Request::download(id), &JsValue::UNDEFINED, index)
                    .await?;
                base64_of(&items::bytes(&answer, transport)?).into()
            }
        };
        put(&body, attachment.key, &value);
    }
    Ok(JSON::stringify(&body).unwrap_throw().into())
}

/// Stores a file; gives its ID.
async fn stored(request: &Request, transport: &Transport, index: u32) -> Result<JsValue, Error> {
    let body = request
        .body
        .as_deref()
        .map_or(JsValue::UNDEFINED, JsValue::from);
    let answer = transport.send(request, &body, index).await?;
    items::stored(&answer, transport).map(JsValue::from)
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
