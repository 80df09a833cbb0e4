//! From an answer to items.

use js_sys::{Array, JsString, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    seam::{Item, TextDecoder, member, message_of, parse_json},
    transport::{HttpAnswer, Transport},
};
use crate::{
    error::Error,
    request::Request,
    response::{Answer, judge},
};

/// Longest part of a refusal that is read, in bytes; what stands behind it is a page, not a message.
const LONGEST_REFUSAL: u32 = 64 * 1024;

/// The items that an answer holds: one for each entry of a list, one for anything else.
///
/// # Errors
/// The API refused, or its answer is of no use.
pub async fn read(
    answer: HttpAnswer,
    request: &Request,
    transport: &Transport,
    index: u32,
) -> Result<Vec<Item>, Error> {
    match judged(
        &answer,
        transport,
        request.file_name.as_deref(),
        !request.reads(),
    )? {
        Content::Nothing => Ok(vec![item(&nothing_said(answer.status, request), index)]),
        Content::Value(value) if Array::is_array(&value) => {
            let entries = value.unchecked_into::<Array>();
            Ok(entries
                .iter()
                .map(|entry| item(&as_json(entry), index))
                .collect())
        }
        Content::Value(value) => Ok(vec![item(&as_json(value), index)]),
        Content::File { name, mime_type } => {
            let item = file(&answer.body, &name, &mime_type, transport, index).await?;
            Ok(vec![item])
        }
    }
}

/// The entries of an answer that must be a list.
///
/// # Errors
/// The API refused, or its answer is no list.
pub fn list(answer: &HttpAnswer, transport: &Transport) -> Result<Array, Error> {
    match judged(answer, transport, None, false)? {
        Content::Value(value) if Array::is_array(&value) => Ok(value.unchecked_into()),
        _ => Err(Error::unreadable(answer.status, "is not a list", false)),
    }
}

/// What a success brought.
enum Content {
    Nothing,
    Value(JsValue),
    File { name: String, mime_type: String },
}

fn judged(
    answer: &HttpAnswer,
    transport: &Transport,
    file_name: Option<&str>,
    writes: bool,
) -> Result<Content, Error> {
    let HttpAnswer { status, body, .. } = answer;
    let unreadable = |why| Err(Error::unreadable(*status, why, writes));
    match judge(*status, &answer.content_type, body.length() == 0, file_name) {
        Answer::Empty => Ok(Content::Nothing),
        Answer::Refusal => Err(refusal(answer, transport, writes)),
        Answer::Page => unreadable("is a web page, not data"),
        Answer::File { name, mime_type } => Ok(Content::File { name, mime_type }),
        Answer::Text { json } => match decode(body, true) {
            None => unreadable("is not valid UTF-8 text"),
            Some(text) => match parse_json(&text) {
                Ok(value) => Ok(Content::Value(value)),
                Err(_) if json => unreadable("is not complete JSON"),
                Err(_) => Ok(Content::Value(text.into())),
            },
        },
    }
}

/// The item of an input that came to a bad end, when the execution goes on all the same.
pub fn of_error(error: &Error, index: u32) -> Item {
    let json = Object::new();
    set(&json, "error", &error.message.as_str().into());
    if let Some(status) = error.status {
        set(&json, "status", &status.into());
    }
    set(&json, "code", &error.code.as_str().into());
    let item = item(&json, index);
    item.set_error(&thrown(error, Some(index)));
    item
}

/// An error as JavaScript throws it: `SparkBotError` of `pkg/index.d.ts`.
pub fn thrown(error: &Error, index: Option<u32>) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    thrown.set_name("SparkBotError");
    set(&thrown, "kind", &error.kind.as_str().into());
    set(&thrown, "description", &error.description.as_str().into());
    set(&thrown, "code", &error.code.as_str().into());
    if let Some(status) = error.status {
        set(&thrown, "status", &status.into());
    }
    if let Some(index) = index {
        set(&thrown, "itemIndex", &index.into());
    }
    thrown.into()
}

fn item(json: &JsValue, index: u32) -> Item {
    let paired = Object::new();
    set(&paired, "item", &index.into());
    let item: Item = Object::new().unchecked_into();
    item.set_json(json);
    item.set_paired_item(&paired);
    item
}

/// An item's `json` must be an object, and one with a truthy `error` counts as failed: n8n would run the node again.
fn as_json(value: JsValue) -> JsValue {
    if !value.is_object() || Array::is_array(&value) {
        let json = Object::new();
        set(&json, "data", &value);
        return json.into();
    }
    if !member(&value, "error").is_truthy() {
        return value;
    }
    let renamed = Object::new();
    for pair in Object::entries(value.unchecked_ref()).iter() {
        let pair: Array = pair.unchecked_into();
        let key = pair.get(0).as_string().unwrap_or_default();
        set(
            &renamed,
            if key == "error" { "apiError" } else { &key },
            &pair.get(1),
        );
    }
    renamed.into()
}

fn nothing_said(status: u16, request: &Request) -> JsValue {
    let json = Object::new();
    set(&json, "success", &true.into());
    set(&json, "status", &status.into());
    for (name, value) in &request.subject {
        set(&json, name, &value.as_str().into());
    }
    json.into()
}

fn refusal(answer: &HttpAnswer, transport: &Transport, writes: bool) -> Error {
    let head = answer.body.subarray(0, LONGEST_REFUSAL);
    let text = decode(&head, false).map(|text| transport.without_key(text.into()));
    Error::refused(
        answer.status,
        text.as_deref(),
        answer.retry_after.as_deref(),
        writes,
    )
}

async fn file(
    body: &Uint8Array,
    name: &str,
    mime_type: &str,
    transport: &Transport,
    index: u32,
) -> Result<Item, Error> {
    let (file_name, mime) = (JsValue::from(name), JsValue::from(mime_type));
    let kept = if let Some((host, keep)) = transport.keep_file() {
        let lost = |reason: JsValue| Error::not_kept(name, &message_of(&reason));
        let promise = keep.call3(host, body, &file_name, &mime).map_err(lost)?;
        JsFuture::from(js_sys::Promise::resolve(&promise))
            .await
            .map_err(lost)?
    } else {
        let kept = Object::new();
        set(&kept, "data", body);
        set(&kept, "fileName", &file_name);
        set(&kept, "mimeType", &mime);
        kept.into()
    };
    let binary = Object::new();
    set(&binary, "data", &kept);
    let json = Object::new();
    set(&json, "fileName", &file_name);
    set(&json, "mimeType", &mime);
    set(&json, "fileSize", &body.length().into());
    let item = item(&json, index);
    item.set_binary(&binary);
    Ok(item)
}

fn decode(bytes: &Uint8Array, strictly: bool) -> Option<JsString> {
    let options = Object::new();
    set(&options, "fatal", &strictly.into());
    TextDecoder::new("utf-8", &options).decode(bytes).ok()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    js_sys::Reflect::set(object, &name.into(), value).unwrap_throw();
}
