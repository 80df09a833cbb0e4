//! An execution: every item's requests and answers, in the order that the schedule gives.
//!
//! [`run`] is the entry. The core decides; the [`Host`] acts: it sends, waits, keeps items. The node and the tests run the same code.

pub mod answer;
mod files;
pub mod host;
mod item;
pub mod lists;
mod lookup;
pub mod retry;
pub mod schedule;
mod sending;
mod tally;

use std::time::Duration;

pub use host::Host;
pub use tally::Tally;

use crate::{
    error::{Error, Kind},
    request::Request,
};
use item::{Task, perform};
use lookup::SentMessages;
use schedule::After;
use sending::Sender;

/// Requests that run at once, when the caller does not say.
const DEFAULT_CONCURRENCY: u32 = 10;

/// How an operation is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Requests that run at once.
    pub concurrency: usize,
    /// How often a request is sent again.
    pub retries: u32,
    /// The time within which an answer must be there; otherwise the request's own.
    pub timeout: Option<Duration>,
    /// Whether the other items go on when an item fails.
    pub continue_on_fail: bool,
    /// A name for the run that stays the same when the run is tried again. Set: each message is sent exactly once.
    pub idempotency_key: Option<String>,
}

impl RunOptions {
    /// From a host's numbers; numbers out of bounds become the bound. `timeout` is in seconds.
    #[must_use]
    pub fn new(concurrency: Option<f64>, retries: Option<f64>, timeout: Option<f64>) -> Self {
        let within = |number: f64, least: u32, most: u32| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
            let number = number as u32;
            number.clamp(least, most)
        };
        Self {
            concurrency: concurrency.map_or(DEFAULT_CONCURRENCY, |number| within(number, 1, 50)) as usize,
            retries: retries.map_or(retry::DEFAULT_RETRIES, |number| within(number, 0, 10)),
            timeout: timeout.map(|seconds| Duration::from_secs(within(seconds, 1, 3600).into())),
            continue_on_fail: false,
            idempotency_key: None,
        }
    }
}

/// One execution.
pub struct Execution<'a, R> {
    /// The number of items that came in.
    pub items: usize,
    /// Makes the request of an item.
    pub request: R,
    /// The path that lists sent messages, up to the reference; `None` where the operation has no lookup.
    pub lookup: Option<&'a str>,
    /// Its options.
    pub options: RunOptions,
}

/// Why an execution failed.
#[derive(Debug)]
pub struct Failure {
    /// The error.
    pub error: Error,
    /// The index of the item, if one item caused it.
    pub item: Option<usize>,
}

/// Runs an operation for each item and gives the resulting items, in the order of the inputs.
///
/// # Errors
/// The first item that failed, unless the execution continues on failures; then an item stands for the failure.
pub async fn run<H: Host, R: Fn(usize) -> Result<Request, Error>>(
    execution: Execution<'_, R>,
    host: &H,
) -> Result<Vec<H::Item>, Failure> {
    let Execution { items: count, request, lookup, options } = execution;
    let continues = options.continue_on_fail;
    let sender = &Sender::new(host, options.retries, options.timeout);
    let sent = match (&options.idempotency_key, lookup) {
        (Some(key), Some(path)) => {
            let mut sent = SentMessages::look_up(sender, path, key, count).await;
            sent.note_order(count, |item| request(item).ok()?.ordering_key);
            Some(sent)
        }
        _ => None,
    };
    let sent = sent.as_ref();

    let outcomes = schedule::run(
        count,
        options.concurrency,
        |item| {
            let over = host.memory().and_then(|memory| memory.outcome(item));
            let task = over.map_or_else(|| Task::Request(Box::new(request(item))), Task::Over);
            let ordering_key = task.ordering_key();
            (ordering_key, Box::pin(perform(task, sender, sent, item)))
        },
        |outcome| match outcome {
            Err(error) if !continues || error.kind == Kind::Cancelled => {
                sender.stop();
                After::Stop
            }
            _ => After::GoOn,
        },
        host,
    )
    .await;

    if let Some(line) = sender.tally().sentence(host.context()) {
        host.notify(&line);
    }
    collect(outcomes, continues, host)
}

/// The items of all outcomes, or the failure that the user must read.
fn collect<H: Host>(
    outcomes: Vec<Option<Result<Vec<H::Item>, Error>>>,
    continues: bool,
    host: &H,
) -> Result<Vec<H::Item>, Failure> {
    let count = outcomes.len();
    let mut items = Vec::new();
    let mut failed: Option<(usize, Error)> = None;
    let mut done = 0;
    for (item, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Some(Ok(mut made)) => {
                done += 1;
                items.append(&mut made);
            }
            Some(Err(error)) if continues && error.kind != Kind::Cancelled => {
                items.push(host.failed_item(&error, item));
            }
            Some(Err(error)) => {
                // An item that the first failure interrupted is not a failure of its own.
                let is_first = failed.as_ref().is_none_or(|(_, first)| first.interrupted && !error.interrupted);
                if is_first {
                    failed = Some((item, error));
                }
            }
            None => {}
        }
    }
    match failed {
        None => Ok(items),
        // After a cancel, the error of a request does not count.
        Some(_) if host.is_cancelled() => Err(Failure { error: Error::cancelled(), item: None }),
        Some((item, error)) => Err(Failure { error: error.with_progress(done, count), item: Some(item) }),
    }
}
