//! `execute`: every item's parameters, requests and answers, in the order that the schedule says.

use js_sys::{Array, Date, Function, JsString, Map, Object, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    files, items,
    seam::{Item, Params, member, message_of, turn},
    sending::{Brought, Earlier, Known, Sending, Want},
    transport::Transport,
};
use crate::{
    address::percent_encode,
    error::{Error, Fate, Kind},
    operation::Operation,
    paging::{Next, Pages},
    request::{self, Parameters, Reference, Request},
    retry,
    schedule::{self, After, EventLoop},
};

/// Requests that run at once, when the caller does not say.
const CONCURRENCY: u32 = 10;

/// # Errors
/// The first item that came to a bad end, unless the execution goes on all the same.
pub async fn execute(inputs: &Array, params: &Params) -> Result<Array, JsValue> {
    let (operation, transport) =
        prepare(params, inputs).map_err(|error| items::thrown(&error, None))?;
    let build =
        |parameters| request::build(&operation, &parameters, &|local| transport.instant(local));
    let source = Source::of(params, &operation, build);
    let go_on = params.continue_on_fail().is_truthy();
    let limit = whole(&params.concurrency(), 1, 50).unwrap_or(CONCURRENCY);
    let retries = whole(&params.retries(), 0, 10).unwrap_or(retry::RETRIES);
    let timeout = whole(&params.timeout(), 1, 3600).map(|seconds| seconds * 1000);
    let sending = &Sending::new(&transport, retries, timeout);
    let count = inputs.length();
    let memory = params.remembered();

    // Set where each message must be sent once only: what the references begin with, and what was sent earlier.
    let once = match (params.exactly_once().as_string(), operation.find) {
        (Some(run), Some(path)) => {
            let reference = move |index| format!("{run}-{index}");
            let mut earlier = Earlier::look(sending, path, count, reference).await;
            earlier.place(count, |index| source.request(index).ok()?.target);
            Some(earlier)
        }
        _ => None,
    };
    let once = once.as_ref();

    let outcomes = schedule::run(
        count as usize,
        limit as usize,
        |index| {
            let index = u32::try_from(index).unwrap_throw();
            let task = memory.as_ref().and_then(|memory| remembered(memory, index));
            let task = task.unwrap_or_else(|| Task::Request(source.request(index)));
            let lane = match &task {
                Task::Request(Ok(request)) => request.target.clone(),
                _ => None,
            };
            (
                lane,
                Box::pin(perform(task, sending, once, memory.as_ref(), index)),
            )
        },
        |outcome: &Result<Vec<Item>, Error>| match outcome {
            Err(error) if !go_on || error.kind == Kind::Cancelled => {
                sending.stopped.set(true);
                After::Stop
            }
            _ => After::GoOn,
        },
        &Loop,
    )
    .await;

    if let Some(line) = sending.tally().sentence() {
        transport.hint(&line);
    }
    let results = Array::new();
    let mut failed: Option<(u32, Error)> = None;
    let mut done = 0;
    for (index, outcome) in (0..).zip(outcomes) {
        match outcome {
            Some(Ok(made)) => {
                done += 1;
                for item in made {
                    results.push(&item);
                }
            }
            Some(Err(error)) if go_on && error.kind != Kind::Cancelled => {
                results.push(&items::of_error(&error, index));
            }
            // What the first failure stopped is not a failure of its own.
            Some(Err(error))
                if failed
                    .as_ref()
                    .is_none_or(|(_, first)| first.interrupted && !error.interrupted) =>
            {
                failed = Some((index, error));
            }
            Some(Err(_)) | None => {}
        }
    }
    match failed {
        // Whatever a request came to that was ended.
        Some(_) if transport.cancelled() => Err(items::thrown(&Error::cancelled(), None)),
        Some((index, error)) => Err(items::thrown(&error.among(done, count), Some(index))),
        None => Ok(results),
    }
}

/// A whole number within bounds; none when there is none.
fn whole(value: &JsValue, least: u32, most: u32) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    value
        .as_f64()
        .map(|number| (number as u32).clamp(least, most))
}

fn prepare(params: &Params, inputs: &Array) -> Result<(Operation, Transport), Error> {
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    #[cfg(feature = "panic-on-demand")]
    assert!(params.resource() != *"panic", "a panic on demand");
    let operation = Operation::find(&text(params.resource()), &text(params.operation()))?;
    Ok((operation, Transport::of(params, inputs)?))
}

/// JavaScript's.
struct Loop;

impl EventLoop for Loop {
    fn now(&self) -> f64 {
        Date::now()
    }

    async fn turn(&self) {
        JsFuture::from(turn()).await.unwrap_throw();
    }
}

/// What is to be done for an item.
enum Task {
    /// Nothing: an earlier try of the same run did it, or may have done it.
    Over(Result<Vec<Item>, Error>),
    Request(Result<Request, Error>),
}

/// What an earlier try of the same run did for an item, or may have done.
fn remembered(memory: &Map, index: u32) -> Option<Task> {
    let known = memory.get(&index.into());
    if let Some(items) = known.dyn_ref::<Array>() {
        return Some(Task::Over(Ok(items
            .iter()
            .map(JsValue::unchecked_into)
            .collect())));
    }
    known
        .is_object()
        .then(|| Task::Over(Err(items::error(&known))))
}

/// Whether a later item that changes the same has been done, in an earlier try or execution: what comes after it would be out of
/// order.
fn is_overtaken(memory: &Map, target: &str, index: u32) -> bool {
    let last = memory.get(&target.into()).as_f64();
    last.is_some_and(|last| last > f64::from(index))
}

/// One item's requests, from the first to the last.
async fn perform(
    task: Task,
    sending: &Sending<'_>,
    once: Option<&Earlier>,
    memory: Option<&Map>,
    index: u32,
) -> Result<Vec<Item>, Error> {
    let mut request = match task {
        Task::Over(outcome) => return outcome,
        Task::Request(request) => request?,
    };
    if sending.transport.cancelled() {
        return Err(Error::cancelled());
    }
    let reference = match once {
        Some(earlier) => request.refer(&earlier.reference(index))?,
        None => None,
    };
    let is_safe = request.repeat || reference.is_some();
    let memory = memory.filter(|_| !request.reads());
    let target = request.target.clone();
    let overtaken = target.as_deref().is_some_and(|target| {
        memory.is_some_and(|memory| is_overtaken(memory, target, index))
            || once.is_some_and(|earlier| is_overtaken(earlier.last(), target, index))
    });
    let outcome = match request.pages.take() {
        Some(pages) => list(request, &pages, sending, index).await,
        None => one(&request, reference, sending, once, overtaken, index).await,
    };
    if let Some(memory) = memory {
        let done = outcome.is_ok() || matches!(&outcome, Err(error) if error.fate == Fate::Unknown);
        if let Some(target) = target.filter(|target| done && !is_overtaken(memory, target, index)) {
            memory.set(&target.into(), &index.into());
        }
        match &outcome {
            Ok(made) => {
                memory.set(&index.into(), &made.iter().collect::<Array>());
            }
            // Another try must not do again what may be done already.
            Err(error) if error.fate == Fate::Unknown && !is_safe => {
                memory.set(&index.into(), &items::thrown(error, None));
            }
            Err(_) => {}
        }
    }
    outcome
}

/// A request that is answered at once. One that is overtaken is not sent any more; it succeeds if it was sent before.
async fn one(
    request: &Request,
    reference: Option<Reference>,
    sending: &Sending<'_>,
    once: Option<&Earlier>,
    overtaken: bool,
    index: u32,
) -> Result<Vec<Item>, Error> {
    let known = match (&reference, once) {
        (Some(reference), Some(earlier)) if !reference.is_own => earlier.of(index)?,
        _ => Known::Nothing,
    };
    if overtaken && !matches!(known, Known::There(_)) {
        let error = Error::overtaken();
        // Of what is safe to repeat nothing is remembered, so it may have been done.
        let may_be_done =
            matches!(known, Known::Nothing) && (request.repeat || reference.is_some());
        return Err(if may_be_done {
            error.of_unknown_fate()
        } else {
            error
        });
    }
    let body = match &known {
        // Nothing is stored for a message that is there already.
        Known::There(_) => JsValue::UNDEFINED,
        _ => files::body(request, sending, index).await?,
    };
    let brought = match &reference {
        Some(reference) => {
            sending
                .send_once(request, &body, index, reference, known)
                .await?
        }
        None => sending.send(request, &body, index, Want::Items).await?,
    };
    let brought = match brought {
        Brought::Stored(id) => {
            let path = request.existing.unwrap_or_default();
            let there = Request::read(format!("{path}{}", percent_encode(&id)));
            sending
                .send(&there, &JsValue::UNDEFINED, index, Want::Items)
                .await?
        }
        other => other,
    };
    match brought {
        Brought::Items(found) => Ok(found.items),
        Brought::Stored(_) | Brought::Bytes(_) => Ok(Vec::new()),
    }
}

/// A list, page by page.
async fn list(
    mut request: Request,
    pages: &Pages,
    sending: &Sending<'_>,
    index: u32,
) -> Result<Vec<Item>, Error> {
    let path = request.path.clone();
    let mut made = Vec::new();
    for page in 0.. {
        request.path = pages.path(&path, page);
        let brought = sending
            .send(&request, &JsValue::UNDEFINED, index, Want::Items)
            .await?;
        let Brought::Items(mut found) = brought else {
            break;
        };
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

/// Where an item's request comes from: one object of parameters for all items, or a function of the item's index and the names
/// that are wanted, so that a host evaluates no expression in vain.
enum Source<B> {
    Same(Result<Request, Error>),
    Each {
        function: Function,
        names: Array,
        build: B,
    },
}

impl<B: Fn(Parameters) -> Result<Request, Error>> Source<B> {
    fn of(params: &Params, operation: &Operation, build: B) -> Self {
        let names: Array = operation
            .parameters()
            .into_iter()
            .map(JsValue::from)
            .collect();
        let parameters = params.parameters();
        match parameters.dyn_into::<Function>() {
            Ok(function) => Self::Each {
                function,
                names,
                build,
            },
            Err(all) => {
                let wanted = Object::new();
                for name in names.iter() {
                    let value = Reflect::get(&all, &name).unwrap_or(JsValue::UNDEFINED);
                    Reflect::set(&wanted, &name, &value).unwrap_throw();
                }
                Self::Same(parse(&wanted).and_then(build))
            }
        }
    }

    fn request(&self, index: u32) -> Result<Request, Error> {
        match self {
            Self::Same(request) => request.clone(),
            Self::Each {
                function,
                names,
                build,
            } => {
                let values = function
                    .call2(&JsValue::UNDEFINED, &index.into(), names)
                    .map_err(|reason| {
                        let description = member(&reason, "description")
                            .as_string()
                            .unwrap_or_default();
                        Error::parameter(message_of(&reason)).advise(&description)
                    })?;
                build(parse(&values)?)
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
