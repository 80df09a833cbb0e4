//! The face towards JavaScript: three exports, and the seam through which a host is reached.
//!
//! Items and answers stay JavaScript values; only parameters, URLs and small declared structs cross into Rust. The types
//! are written down for JavaScript in `pkg/index.d.ts`.

mod execute;
mod files;
mod items;
mod load_options;
mod seam;
mod sending;
mod transport;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use seam::Params;

#[wasm_bindgen]
extern "C" {
    /// Takes the text of a panic; `pkg/index.js` makes an error of it that ends this execution, and only this one.
    #[wasm_bindgen(js_name = hostPanic)]
    fn host_panic(message: &str);
}

#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| host_panic(&info.to_string())));
}

/// Runs an operation for each item and gives the items that come of it.
#[wasm_bindgen]
pub async fn execute(items: Array, params: Params) -> Result<Array, JsValue> {
    execute::execute(&items, &params).await
}

/// Gives the entries of a dropdown; `method` is its name, such as `getDevices`.
#[wasm_bindgen(js_name = loadOptions)]
pub async fn load_options(method: String, params: Params) -> Result<Array, JsValue> {
    load_options::load_options(&method, &params).await
}

/// Gives the entries of a list that a search leaves, page by page.
#[wasm_bindgen(js_name = listSearch)]
pub async fn list_search(method: String, params: Params) -> Result<Object, JsValue> {
    load_options::list_search(&method, &params).await
}
