//! The binary data of the items that came in, and the files that go out. Bytes stay on JavaScript's side.

use js_sys::{Array, JSON, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::seam::{Host, body_of, bytes_of, member, message_of, parse_json, settle};
use crate::{
    error::{Error, Words},
    execution::host::Outgoing,
    request::{Body, FilePart},
};

/// The items that came in, and the host that may hold their bytes.
pub struct Files {
    /// The items.
    pub items: Array,
    /// The host.
    pub host: Option<Host>,
    /// The host's words, for messages.
    pub words: Words,
}

impl Files {
    /// The bytes in an item's field of binary data.
    pub async fn bytes(&self, property: &str, item: usize) -> Result<Uint8Array, Error> {
        let reader = self.host.as_ref().and_then(|host| Some((host, host.read_binary()?)));
        let bytes = match reader {
            Some((host, read)) => {
                settle(read.call2(host, &item.into(), &property.into())).await.map(JsValue::unchecked_into)
            }
            None => bytes_of(&self.file(property, item)?),
        };
        bytes.map_err(|reason| unreadable(&reason, property, &self.words))
    }

    /// The body for `fetch` with a file.
    pub async fn body(&self, part: &FilePart, item: usize) -> Result<JsValue, Error> {
        let data = self.file(&part.property, item)?;
        let bytes = self.bytes(&part.property, item).await?;
        body_of(&bytes, &data, &form(part)).map_err(|reason| unreadable(&reason, &part.property, &self.words))
    }

    fn file(&self, property: &str, item: usize) -> Result<JsValue, Error> {
        #[allow(clippy::cast_possible_truncation, reason = "an index of this array")]
        let files = member(&self.items.get(item as u32), "binary");
        let file = member(&files, property);
        if file.is_object() {
            return Ok(file);
        }
        let names = if files.is_object() {
            Object::keys(files.unchecked_ref::<Object>()).join(", ").into()
        } else {
            String::new()
        };
        Err(Error::no_file(property, &names, &self.words))
    }
}

/// The error of a file that cannot be read; a host says why in its own words.
pub fn unreadable(reason: &JsValue, property: &str, words: &Words) -> Error {
    let description = member(reason, "description").as_string();
    match description.filter(|text| !text.is_empty()) {
        Some(description) => Error::parameter(message_of(reason)).with_advice(&description),
        None => Error::unreadable_file(property, &message_of(reason), words),
    }
}

/// The members of a form beside its file, as pairs; undefined when the file is the whole body.
pub fn form(part: &FilePart) -> JsValue {
    let Some(members) = &part.form else {
        return JsValue::UNDEFINED;
    };
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    members.iter().map(pair).collect::<Array>().into()
}

/// The JSON text of a body, with the host's values in it; undefined when there is none.
pub fn json_text(outgoing: &Outgoing<'_, JsValue>) -> JsValue {
    let Body::Json(body) = &outgoing.request.body else {
        return JsValue::UNDEFINED;
    };
    let text = body.to_string();
    if outgoing.inserts.is_empty() {
        return text.into();
    }
    let body = parse_json(&JsString::from(text)).unwrap_throw();
    for (path, value) in outgoing.inserts {
        put(&body, path, value);
    }
    JSON::stringify(&body).unwrap_throw().into()
}

/// Puts a value into an object; dots lead deeper.
fn put(body: &JsValue, path: &str, value: &JsValue) {
    let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = body.clone();
    for step in parents.split('.').filter(|step| !step.is_empty()) {
        let step = JsValue::from(step);
        let inner = Reflect::get(&place, &step).unwrap_throw();
        let inner = if inner.is_object() { inner } else { Object::new().into() };
        Reflect::set(&place, &step, &inner).unwrap_throw();
        place = inner;
    }
    Reflect::set(&place, &name.into(), value).unwrap_throw();
}
