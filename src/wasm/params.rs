//! The parameters of a call: run options, and the parameters of each item.

use js_sys::{Array, Function, JsString, Object, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::seam::{Params, member, message_of};
use crate::{
    error::Error,
    execution::RunOptions,
    model::Operation,
    request::{Parameters, Request},
};

/// The run options.
pub fn options(params: &Params) -> RunOptions {
    RunOptions {
        continue_on_fail: params.continue_on_fail().is_truthy(),
        idempotency_key: params.idempotency_key().as_string(),
        ..RunOptions::new(params.concurrency().as_f64(), params.retries().as_f64(), params.timeout().as_f64())
    }
}

/// The parameters that a list depends on; a parameter that is not text counts as empty.
pub fn parameters_of_list(params: &Params) -> Parameters {
    let parameters = params.parameters();
    if !parameters.is_object() {
        return Parameters::new();
    }
    parse(&parameters).unwrap_or_default()
}

/// The source of an item's request: one object of parameters for all items, or a function of the item's index and the wanted
/// names, so that a host evaluates no expression in vain.
pub enum Source<B> {
    /// One for all.
    Same(Box<Result<Request, Error>>),
    /// One for each.
    Each {
        /// The host's function.
        function: Function,
        /// The wanted names.
        names: Array,
        /// Makes the request.
        build: B,
    },
}

impl<B: Fn(Parameters) -> Result<Request, Error>> Source<B> {
    /// The source of an operation's requests.
    pub fn new(params: &Params, operation: &Operation, build: B) -> Self {
        let names: Array = operation.parameters().into_iter().map(JsValue::from).collect();
        match params.parameters().dyn_into::<Function>() {
            Ok(function) => Self::Each { function, names, build },
            Err(all) => {
                let wanted = Object::new();
                for name in names.iter() {
                    let value = Reflect::get(&all, &name).unwrap_or(JsValue::UNDEFINED);
                    Reflect::set(&wanted, &name, &value).unwrap_throw();
                }
                Self::Same(Box::new(parse(&wanted).and_then(build)))
            }
        }
    }

    /// The request of an item.
    pub fn request(&self, item: usize) -> Result<Request, Error> {
        match self {
            Self::Same(request) => (**request).clone(),
            Self::Each { function, names, build } => {
                let values = function.call2(&JsValue::UNDEFINED, &item.into(), names);
                let values = values.map_err(|reason| {
                    let description = member(&reason, "description").as_string().unwrap_or_default();
                    Error::parameter(message_of(&reason)).with_advice(&description)
                })?;
                build(parse(&values)?)
            }
        }
    }
}

/// Parameters cross as JSON text: `toJSON` of dates applies, and the core refuses a value without JSON instead of changing it.
fn parse(values: &JsValue) -> Result<Parameters, Error> {
    let refused = |why: &str| {
        Error::parameter(format!("A parameter holds a value that cannot be sent: {why}"))
            .with_advice("Check the expressions of this operation's fields.")
    };
    let text: JsString = js_sys::JSON::stringify(values).map_err(|reason| {
        // The rest of the message draws the circle in several lines.
        refused(message_of(&reason).lines().next().unwrap_or_default())
    })?;
    match serde_json::from_str(&String::from(text)) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(refused("the parameters are not an object")),
        Err(error) => Err(refused(&error.to_string())),
    }
}
