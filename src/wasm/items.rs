//! From an answer to items.

use js_sys::{Array, JsString, Object, Uint8Array};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{
    seam::{Item, PairedItem, TextDecoder, member, parse_json, set},
    transport::{HttpAnswer, Transport},
};
use crate::{
    error::Error,
    request::Request,
    response::{Answer, existing_file, judge},
};

/// Longest part of a refusal that is read, in bytes; what stands behind it is a page, not a message.
const LONGEST_REFUSAL: u32 = 64 * 1024;

/// What an answer brought.
pub struct Found {
    /// One for each entry of a list, one for anything else.
    pub items: Vec<Item>,
    /// Whether it is a list, of which there may be more.
    pub is_list: bool,
}

impl Found {
    pub fn one(item: Item) -> Self {
        Self {
            items: vec![item],
            is_list: false,
        }
    }
}

/// The items that an answer holds.
///
/// # Errors
/// The API refused, or its answer is of no use.
pub async fn read(
    answer: &HttpAnswer,
    request: &Request,
    transport: &Transport,
    index: u32,
) -> Result<Found, Error> {
    let name = request.file_name.as_deref();
    match judged(answer, transport, name, !request.reads())? {
        Content::Value(value) if request.deletes && says_nothing(&value) => {
            Ok(Found::one(nothing(answer.status, request, index)))
        }
        Content::Nothing => Ok(Found::one(nothing(answer.status, request, index))),
        Content::Value(value) if Array::is_array(&value) => {
            let entries = value.unchecked_into::<Array>();
            let made = entries.iter().map(|entry| item(&as_json(entry), index));
            Ok(Found {
                items: made.collect(),
                is_list: true,
            })
        }
        Content::Value(value) => Ok(Found::one(item(&as_json(value), index))),
        Content::File { name, mime_type } => Ok(Found::one(
            file(answer, &name, &mime_type, transport, index).await?,
        )),
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

/// The bytes of an answer that must be a file.
///
/// # Errors
/// The API refused.
pub fn bytes(answer: &HttpAnswer, transport: &Transport) -> Result<Uint8Array, Error> {
    if !(200..300).contains(&answer.status) {
        return Err(refusal(answer, transport, false));
    }
    let bytes = answer.bytes().cloned();
    bytes.ok_or_else(|| Error::unreadable(answer.status, "is not a file", false))
}

/// The ID of a file that was just stored, or that is there already.
///
/// # Errors
/// The API refused for another reason, or does not tell the ID.
pub fn stored(answer: &HttpAnswer, transport: &Transport) -> Result<String, Error> {
    if let Some(id) = existing(answer) {
        return Ok(id);
    }
    let id = match judged(answer, transport, None, true)? {
        Content::Value(value) if Array::is_array(&value) => {
            member(&value.unchecked_into::<Array>().get(0), "id")
        }
        Content::Value(value) => member(&value, "id"),
        Content::Nothing | Content::File { .. } => JsValue::UNDEFINED,
    };
    id.as_string().ok_or_else(|| {
        Error::unreadable(
            answer.status,
            "does not tell the ID of the stored file",
            true,
        )
    })
}

/// The ID of what a refusal says is there already.
pub fn existing(answer: &HttpAnswer) -> Option<String> {
    if !(400..500).contains(&answer.status) {
        return None;
    }
    existing_file(&String::from(head(answer)?))
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
    let status = answer.status;
    let unreadable = |why| Err(Error::unreadable(status, why, writes));
    let judged = judge(
        status,
        &answer.content_type,
        &answer.disposition,
        answer.is_empty(),
        file_name,
    );
    match judged {
        Answer::Empty => Ok(Content::Nothing),
        Answer::Refusal => Err(refusal(answer, transport, writes)),
        Answer::Page => unreadable("is a web page, not data"),
        Answer::File { name, mime_type } => Ok(Content::File { name, mime_type }),
        Answer::Text { json } => match answer.bytes().and_then(|bytes| decode(bytes, true)) {
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
    // n8n shows no description of an item, and whoever sends it again must know.
    if error.in_doubt {
        set(&json, "mayHaveTakenEffect", &true.into());
    }
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

/// The error that [`thrown`] made into a JavaScript one.
pub fn error(thrown: &JsValue) -> Error {
    let text = |name| member(thrown, name).as_string().unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let status = member(thrown, "status")
        .as_f64()
        .map(|status| status as u16);
    Error::told(
        &text("message"),
        &text("description"),
        &text("code"),
        status,
    )
}

/// An item that came of the input at `index`.
pub fn item(json: &JsValue, index: u32) -> Item {
    let paired: PairedItem = Object::new().unchecked_into();
    paired.set_item(index);
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

/// Whether a value is an object or a list without anything in it.
fn says_nothing(value: &JsValue) -> bool {
    value.is_object() && Object::keys(value.unchecked_ref::<Object>()).length() == 0
}

/// The item of a success without content: what was done, and to what.
pub fn nothing(status: u16, request: &Request, index: u32) -> Item {
    let json = Object::new();
    if request.deletes {
        set(&json, "deleted", &true.into());
    } else {
        set(&json, "success", &true.into());
        set(&json, "status", &status.into());
    }
    for (name, value) in &request.subject {
        set(&json, name, &value.as_str().into());
    }
    // Some deletes name in their body what goes.
    let body = request.body.as_deref().filter(|_| request.deletes);
    let body = body.and_then(|text| serde_json::from_str(text).ok());
    if let Some(Value::Object(members)) = body {
        for (name, value) in members {
            match value {
                Value::String(text) => set(&json, &name, &text.into()),
                Value::Array(texts) if texts.iter().all(Value::is_string) => {
                    let texts = texts.iter().filter_map(Value::as_str).map(JsValue::from);
                    set(&json, &name, &texts.collect::<Array>());
                }
                _ => {}
            }
        }
    }
    item(&json, index)
}

fn refusal(answer: &HttpAnswer, transport: &Transport, writes: bool) -> Error {
    let text = head(answer).map(|text| transport.without_key(&text));
    let mut error = Error::refused(
        answer.status,
        text.as_deref(),
        answer.retry_after.as_deref(),
        writes,
    );
    error.after = answer.wait();
    error
}

/// The text of a refusal, as far as it is read.
fn head(answer: &HttpAnswer) -> Option<JsString> {
    let head = answer.bytes()?.subarray(0, LONGEST_REFUSAL);
    decode(&head, false)
}

async fn file(
    answer: &HttpAnswer,
    name: &str,
    mime_type: &str,
    transport: &Transport,
    index: u32,
) -> Result<Item, Error> {
    let kept = transport.keep(answer.file(), name, mime_type).await?;
    let binary = Object::new();
    set(&binary, "data", &kept);
    let json = Object::new();
    set(&json, "fileName", &name.into());
    set(&json, "mimeType", &mime_type.into());
    let length = answer.bytes().map(|bytes| u64::from(bytes.length()));
    if let Some(length) = length.or(answer.length) {
        // No file is so large that a number would not be exact.
        #[allow(clippy::cast_precision_loss)]
        set(&json, "fileSize", &(length as f64).into());
    }
    let item = item(&json, index);
    item.set_binary(&binary);
    Ok(item)
}

fn decode(bytes: &Uint8Array, strictly: bool) -> Option<JsString> {
    let options = Object::new();
    set(&options, "fatal", &strictly.into());
    TextDecoder::new("utf-8", &options).decode(bytes).ok()
}
