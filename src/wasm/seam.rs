//! The JavaScript values that cross the seam, as types.

use js_sys::{Function, JsString, Map, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::error::NoAnswer;

#[wasm_bindgen]
extern "C" {
    /// The second argument of the exports. Getters give any value, so that a wrong type becomes a clear error.
    pub type Params;
    #[wasm_bindgen(method, getter)]
    pub fn resource(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn operation(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn parameters(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = continueOnFail)]
    pub fn continue_on_fail(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn concurrency(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn credentials(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn host(this: &Params) -> Option<Host>;
    #[wasm_bindgen(method, getter)]
    pub fn retries(this: &Params) -> JsValue;
    /// Seconds.
    #[wasm_bindgen(method, getter)]
    pub fn timeout(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = idempotencyKey)]
    pub fn idempotency_key(this: &Params) -> JsValue;
    /// The outcomes of earlier tries of the same run.
    #[wasm_bindgen(method, getter)]
    pub fn memory(this: &Params) -> Option<Map>;
    /// The host's words for messages.
    #[wasm_bindgen(method, getter)]
    pub fn words(this: &Params) -> JsValue;
    /// Of a search: what the user typed, and where the last page ended.
    #[wasm_bindgen(method, getter)]
    pub fn filter(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = paginationToken)]
    pub fn pagination_token(this: &Params) -> JsValue;

    /// The functions and values that a host lends the core.
    #[derive(Clone)]
    pub type Host;
    #[wasm_bindgen(method, getter, js_name = request)]
    pub fn own_client(this: &Host) -> Option<Function>;
    #[wasm_bindgen(method, catch)]
    pub fn request(this: &Host, request: &HttpRequest) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Host) -> Option<AbortSignal>;
    #[wasm_bindgen(method, getter, js_name = storeBinary)]
    pub fn store_binary(this: &Host) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = readBinary)]
    pub fn read_binary(this: &Host) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    pub fn sleep(this: &Host) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    pub fn notify(this: &Host) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = resolveLocalTime)]
    pub fn resolve_local_time(this: &Host) -> Option<Function>;

    /// The argument of `Host.request`. Setters, because the glue then holds the names: each text that crosses costs time.
    pub type HttpRequest;
    #[wasm_bindgen(method, setter)]
    pub fn set_method(this: &HttpRequest, method: &str);
    #[wasm_bindgen(method, setter)]
    pub fn set_url(this: &HttpRequest, url: &str);
    #[wasm_bindgen(method, setter)]
    pub fn set_headers(this: &HttpRequest, headers: &Object);
    /// Milliseconds.
    #[wasm_bindgen(method, setter)]
    pub fn set_timeout(this: &HttpRequest, timeout: f64);
    #[wasm_bindgen(method, setter)]
    pub fn set_body(this: &HttpRequest, body: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_file(this: &HttpRequest, file: &Object);
    #[wasm_bindgen(method, setter, js_name = responseType)]
    pub fn set_response_type(this: &HttpRequest, response_type: &str);

    /// The result of `Host.request`.
    pub type HttpResponse;
    #[wasm_bindgen(method, getter)]
    pub fn status(this: &HttpResponse) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &HttpResponse) -> HttpHeaders;
    #[wasm_bindgen(method, getter)]
    pub fn body(this: &HttpResponse) -> JsValue;

    /// The headers of an answer, by their names in small letters.
    pub type HttpHeaders;
    #[wasm_bindgen(method, getter, js_name = "content-type")]
    pub fn content_type(this: &HttpHeaders) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = "content-disposition")]
    pub fn content_disposition(this: &HttpHeaders) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = "content-length")]
    pub fn content_length(this: &HttpHeaders) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = "retry-after")]
    pub fn retry_after(this: &HttpHeaders) -> JsValue;

    /// An item of n8n.
    #[wasm_bindgen(extends = Object)]
    pub type Item;
    #[wasm_bindgen(method, getter)]
    pub fn json(this: &Item) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub fn set_json(this: &Item, json: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_binary(this: &Item, binary: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_error(this: &Item, error: &JsValue);
    #[wasm_bindgen(method, setter, js_name = pairedItem)]
    pub fn set_paired_item(this: &Item, paired: &PairedItem);

    /// The input of an item.
    pub type PairedItem;
    #[wasm_bindgen(method, setter)]
    pub fn set_item(this: &PairedItem, index: usize);

    /// Small parts of `pkg/files.js`: bytes stay there.
    #[wasm_bindgen(js_name = bytesOf, catch)]
    pub fn bytes_of(file: &JsValue) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(js_name = bodyOf, catch)]
    pub fn body_of(bytes: &Uint8Array, file: &JsValue, form: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = base64Of)]
    pub fn base64_of(bytes: &Uint8Array) -> JsString;
    /// A timer of `pkg/event-loop.js`, for a host without one.
    #[wasm_bindgen(js_name = sleepFor)]
    pub fn sleep_for(milliseconds: f64) -> Promise;
    /// A turn of the event loop; from there as well.
    pub fn turn() -> Promise;

    // The bindings of js-sys and web-sys copy texts into the core's memory; these bindings copy nothing.
    pub type TextDecoder;
    #[wasm_bindgen(constructor)]
    pub fn new(label: &str, options: &JsValue) -> TextDecoder;
    #[wasm_bindgen(method, catch)]
    pub fn decode(this: &TextDecoder, bytes: &Uint8Array) -> Result<JsString, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    pub fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// A member of a value; undefined when it has none, or is no object.
pub fn member(value: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member of an object.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    js_sys::Reflect::set(object, &name.into(), value).unwrap_throw();
}

/// The `message` of a JavaScript error, or the value as text.
pub fn message_of(reason: &JsValue) -> String {
    member(reason, "message").as_string().or_else(|| reason.as_string()).unwrap_or_else(|| "unknown reason".into())
}

/// Why a transport's promise was rejected. Clients wrap errors in errors, so the code can be in a cause.
pub fn no_answer(reason: &JsValue) -> NoAnswer {
    let text = |layer: &JsValue, name| member(layer, name).as_string().unwrap_or_default();
    let layers = std::iter::successors(Some(reason.clone()), |layer| Some(member(layer, "cause")));
    NoAnswer::new(layers.map(|layer| [text(&layer, "code"), text(&layer, "name")]), message_of(reason))
}

/// The result of a host's function, which may be a promise.
pub async fn settle(given: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&given?)).await
}

/// Bytes as UTF-8 text. `strictly`: `None` for invalid bytes.
pub fn decode(bytes: &Uint8Array, strictly: bool) -> Option<JsString> {
    let options = Object::new();
    set(&options, "fatal", &strictly.into());
    TextDecoder::new("utf-8", &options).decode(bytes).ok()
}
