//! `execute`: every item's parameters, requests and answers, in the order that the schedule says.

use std::rc::Rc;

use js_sys::{Array, Function, JsString, Object, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{
    files, items,
    seam::{Item, Params, member, message_of},
    transport::Transport,
};
use crate::{
    error::{Error, Kind},
    operation::Operation,
    paging::Next,
    request::{self, Parameters, Request, percent_encode},
    schedule::{self, After},
};

/// Requests that run at once, when the caller does not say.
const CONCURRENCY: usize = 10;

/// # Errors
/// The first item that came to a bad end, unless the execution goes on all the same.
pub async fn execute(inputs: &Array, params: &Params) -> Result<Array, JsValue> {
    let (operation, transport) =
        prepare(params, inputs).map_err(|error| items::thrown(&error, None))?;
    let source = Source::of(params, operation);
    let go_on = params.continue_on_fail().is_truthy();
    let limit = params.concurrency().as_f64().map_or(CONCURRENCY, |limit| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        {
            limit.clamp(1.0, 50.0) as usize
        }
    });

    let transport = &transport;
    let outcomes = schedule::run(
        inputs.length() as usize,
        limit,
        |index| {
            let index = u32::try_from(index).unwrap_throw();
            let request = source.parameters(index).and_then(|parameters| {
                request::build(operation, &parameters, &|local| transport.instant(local))
            });
            let lane = request
                .as_ref()
                .ok()
                .and_then(|request| request.target.clone());
            (lane, perform(request, transport, index))
        },
        |outcome: &Result<Vec<Item>, Error>| match outcome {
            Err(error) if !go_on || error.kind == Kind::Cancelled => After::Stop,
            _ => After::GoOn,
        },
    )
    .await;

    let results = Array::new();
    for (index, outcome) in (0..).zip(outcomes) {
        match outcome {
            Some(Ok(made)) => {
                for item in made {
                    results.push(&item);
                }
            }
            Some(Err(error)) if go_on && error.kind != Kind::Cancelled => {
                results.push(&items::of_error(&error, index));
            }
            Some(Err(error)) => return Err(items::thrown(&error, Some(index))),
            None => {}
        }
    }
    Ok(results)
}

fn prepare(params: &Params, inputs: &Array) -> Result<(&'static Operation, Transport), Error> {
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    #[cfg(feature = "panic-on-demand")]
    assert!(params.resource() != *"panic", "a panic on demand");
    let operation = Operation::find(&text(params.resource()), &text(params.operation()))?;
    Ok((operation, Transport::of(params, inputs)?))
}

/// One item's requests, from the first to the last.
async fn perform(
    request: Result<Request, Error>,
    transport: &Transport,
    index: u32,
) -> Result<Vec<Item>, Error> {
    let mut request = request?;
    if transport.cancelled() {
        return Err(Error::cancelled());
    }
    let body = files::body(&request, transport, index).await?;
    let Some(pages) = request.pages.clone() else {
        let mut answer = transport.send(&request, &body, index).await?;
        if let (Some(path), Some(id)) = (request.existing, items::existing(&answer)) {
            request = Request::read(format!("{path}{}", percent_encode(&id)));
            answer = transport.send(&request, &JsValue::UNDEFINED, index).await?;
        }
        return Ok(items::read(&answer, &request, transport, index)
            .await?
            .items);
    };
    let path = request.path.clone();
    let mut made = Vec::new();
    for page in 0.. {
        if transport.cancelled() {
            return Err(Error::cancelled());
        }
        request.path = pages.path(&path, page);
        let answer = transport.send(&request, &body, index).await?;
        let mut found = items::read(&answer, &request, transport, index).await?;
        let count = found.items.len();
        made.append(&mut found.items);
        if !found.is_list {
            break;
        }
        if let Next::Done(kept) = pages.after(page, count, made.len())? {
            made.truncate(kept);
            break;
        }
    }
    Ok(made)
}

/// Where an item's parameters come from: one object for all items, or a function of the item's index and the names that are
/// wanted, so that a host evaluates no expression in vain.
enum Source {
    Same(Result<Rc<Parameters>, Error>),
    Each { function: Function, names: Array },
}

impl Source {
    fn of(params: &Params, operation: &Operation) -> Self {
        let names: Array = operation
            .parameters()
            .into_iter()
            .map(JsValue::from)
            .collect();
        let parameters = params.parameters();
        match parameters.dyn_into::<Function>() {
            Ok(function) => Self::Each { function, names },
            Err(all) => {
                let wanted = Object::new();
                for name in names.iter() {
                    let value = Reflect::get(&all, &name).unwrap_or(JsValue::UNDEFINED);
                    Reflect::set(&wanted, &name, &value).unwrap_throw();
                }
                Self::Same(parse(&wanted).map(Rc::new))
            }
        }
    }

    fn parameters(&self, index: u32) -> Result<Rc<Parameters>, Error> {
        match self {
            Self::Same(parameters) => parameters.clone(),
            Self::Each { function, names } => {
                let values = function
                    .call2(&JsValue::UNDEFINED, &index.into(), names)
                    .map_err(|reason| {
                        let description = member(&reason, "description")
                            .as_string()
                            .unwrap_or_default();
                        Error::parameter(message_of(&reason)).advise(&description)
                    })?;
                parse(&values).map(Rc::new)
            }
        }
    }
}

/// Parameters cross as JSON text: `toJSON` of dates holds, and what has no JSON is refused instead of changed.
fn parse(values: &JsValue) -> Result<Parameters, Error> {
    let refused = |why: String| {
        Error::parameter(format!(
            "A parameter holds a value that cannot be sent: {why}"
        ))
        .advise("Check the expressions of this operation's fields.")
    };
    let text: JsString = js_sys::JSON::stringify(values).map_err(|reason| {
        // The rest of the message draws the circle in several lines.
        refused(
            message_of(&reason)
                .lines()
                .next()
                .unwrap_or_default()
                .into(),
        )
    })?;
    match serde_json::from_str(&String::from(text)) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(refused("the parameters are not an object".into())),
        Err(error) => Err(refused(error.to_string())),
    }
}
