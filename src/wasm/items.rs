//! Items and errors as JavaScript knows them.

use js_sys::{Array, Map, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::seam::{Item, PairedItem, member, set};
use crate::{descriptor, error::Error, execution::host::Memory};

/// An item for the input at `index`.
pub fn item(json: &JsValue, index: usize) -> Item {
    let paired: PairedItem = Object::new().unchecked_into();
    paired.set_item(index);
    let item: Item = Object::new().unchecked_into();
    item.set_json(json);
    item.set_paired_item(&paired);
    item
}

/// An item's `json` must be an object, and n8n takes one with a truthy `error` for a failure and runs the node again.
pub fn as_json(value: &JsValue) -> JsValue {
    if !value.is_object() || Array::is_array(value) {
        let json = Object::new();
        set(&json, "data", value);
        return json.into();
    }
    if !member(value, "error").is_truthy() {
        return value.clone();
    }
    let renamed = Object::new();
    for pair in Object::entries(value.unchecked_ref()).iter() {
        let pair: Array = pair.unchecked_into();
        let key = pair.get(0);
        let key = if key == "error" { "apiError".into() } else { key };
        Reflect::set(&renamed, &key, &pair.get(1)).unwrap_throw();
    }
    renamed.into()
}

/// An error as JavaScript throws it: `SparkBotError` of `pkg/index.d.ts`.
pub fn thrown(error: &Error, item: Option<usize>) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    thrown.set_name(&format!("{}Error", descriptor::api().name));
    set(&thrown, "kind", &error.kind.as_str().into());
    set(&thrown, "description", &error.description.as_str().into());
    set(&thrown, "code", &error.code.as_str().into());
    if let Some(status) = error.status {
        set(&thrown, "status", &status.into());
    }
    if let Some(item) = item {
        set(&thrown, "itemIndex", &item.into());
    }
    thrown.into()
}

/// The error that [`thrown`] made into a JavaScript one.
fn remembered(thrown: &JsValue) -> Error {
    let text = |name| member(thrown, name).as_string().unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let status = member(thrown, "status").as_f64().map(|status| status as u16);
    Error::from_memory(&text("message"), &text("description"), &text("code"), status)
}

/// The host's map of earlier tries of a run: outcomes by item, and under ordering keys the last item.
pub struct JsMemory(pub Map);

impl Memory<Item> for JsMemory {
    fn outcome(&self, item: usize) -> Option<Result<Vec<Item>, Error>> {
        let known = self.0.get(&item.into());
        if let Some(items) = known.dyn_ref::<Array>() {
            return Some(Ok(items.iter().map(JsValue::unchecked_into).collect()));
        }
        known.is_object().then(|| Err(remembered(&known)))
    }

    fn record(&self, item: usize, outcome: Result<&[Item], &Error>) {
        let outcome = match outcome {
            Ok(items) => items.iter().collect::<Array>().into(),
            Err(error) => thrown(error, None),
        };
        self.0.set(&item.into(), &outcome);
    }

    fn last_sent(&self, ordering_key: &str) -> Option<usize> {
        let last = self.0.get(&ordering_key.into()).as_f64();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index that this wrote")]
        last.map(|last| last as usize)
    }

    fn record_last_sent(&self, ordering_key: &str, item: usize) {
        self.0.set(&ordering_key.into(), &item.into());
    }
}
