//! The face towards JavaScript: three exports, and the seam to the host. No decision is made here.
//!
//! Items and answers stay JavaScript values; only parameters, URLs and small declared structs cross into Rust. `pkg/index.d.ts`
//! holds the types for JavaScript.

mod files;
mod host;
mod items;
mod params;
mod seam;
mod transport;

use js_sys::{Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{
    descriptor,
    error::{Context, Error},
    execution::{self, Execution, Failure, Host, lists},
    request,
};
use host::JsHost;
use params::{Source, options, parameters_of_list};
use seam::Params;

#[wasm_bindgen]
extern "C" {
    /// Takes the text of a panic; `pkg/index.js` makes it an error that ends only this execution.
    #[wasm_bindgen(js_name = hostPanic)]
    fn host_panic(message: &str);
}

#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| host_panic(&info.to_string())));
}

/// Runs an operation for each item and gives the resulting items.
#[wasm_bindgen]
pub async fn execute(items: Array, params: Params) -> Result<Array, JsValue> {
    let failed = |error: Error| items::thrown(&error, None);
    #[cfg(feature = "panic-on-demand")]
    assert!(params.resource() != *"panic", "a panic on demand");
    let context = host::context(&params);
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let (resource, name) = (text(params.resource()), text(params.operation()));
    let operation = descriptor::operation(&resource, &name)
        .ok_or_else(|| failed(Error::unknown_operation(&resource, &name, &context)))?;
    let host = JsHost::new(&params, &items, context).map_err(failed)?;
    let clock = |local: &str| host.resolve_local_time(local);
    let build = |parameters| request::build(&operation, &parameters, &clock, host.context());
    let source = Source::new(&params, &operation, build);
    let execution = Execution {
        items: items.length() as usize,
        request: |item| source.request(item),
        lookup: operation.request.lookup.as_deref(),
        options: options(&params),
    };
    match execution::run(execution, &host).await {
        Ok(made) => Ok(made.into_iter().collect()),
        Err(Failure { error, item }) => Err(items::thrown(&error, item)),
    }
}

/// Gives the entries of a dropdown; `method` is its name in the descriptor.
#[wasm_bindgen(js_name = loadOptions)]
pub async fn load_options(method: String, params: Params) -> Result<Array, JsValue> {
    let context = host::context(&params);
    let choices = async {
        let host = JsHost::new(&params, &Array::new(), context.clone())?;
        lists::load(&method, &parameters_of_list(&params), &host).await
    };
    listed(choices.await, &context)
}

/// Gives the entries of a list that match a search, page by page.
#[wasm_bindgen(js_name = listSearch)]
pub async fn list_search(method: String, params: Params) -> Result<Object, JsValue> {
    let context = host::context(&params);
    let filter = params.filter().as_string().unwrap_or_default();
    let token = params.pagination_token().as_string();
    let found = async {
        let host = JsHost::new(&params, &Array::new(), context.clone())?;
        lists::search(&method, &parameters_of_list(&params), &filter, token.as_deref(), &host).await
    };
    listed(found.await, &context)
}

fn listed<T: Serialize, J: JsCast>(found: Result<T, Error>, context: &Context) -> Result<J, JsValue> {
    let found = found.map_err(|error| items::thrown(&lists::explain(error, context), None))?;
    Ok(to_js(&found).unchecked_into())
}

/// Converts a Rust value to a JavaScript value.
fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_throw()
}
