//! One item's way: the outcome of earlier tries, later items that have overtaken it, its files, its pages, its answer.

use super::{
    answer::{Items, Reply},
    files,
    host::{Host, Memory},
    lookup::{Lookup, SentMessage, SentMessages},
    sending::Sender,
};
use crate::{
    error::{Error, Outcome},
    request::address::percent_encode,
    request::{
        Reference, Request,
        paging::{Next, Pages},
    },
};

/// The task for an item.
pub enum Task<Item> {
    /// No request: an earlier try of the same run sent it, or may have sent it.
    Over(Result<Vec<Item>, Error>),
    /// A request, or why there is none.
    Request(Box<Result<Request, Error>>),
}

impl<Item> Task<Item> {
    /// Items with the same key keep their order.
    pub fn ordering_key(&self) -> Option<String> {
        match self {
            Self::Request(request) => request.as_ref().as_ref().ok()?.ordering_key.clone(),
            Self::Over(_) => None,
        }
    }
}

/// Does the task for an item.
///
/// # Errors
/// Why the item failed.
pub async fn perform<H: Host>(
    task: Task<H::Item>,
    sender: &Sender<'_, H>,
    sent: Option<&SentMessages<H::Value>>,
    item: usize,
) -> Result<Vec<H::Item>, Error> {
    let mut request = match task {
        Task::Over(outcome) => return outcome,
        Task::Request(request) => (*request)?,
    };
    if sender.host.is_cancelled() {
        return Err(Error::cancelled());
    }
    let reference = match sent {
        Some(sent) => {
            let made = sent.reference(item);
            request.set_reference(&made, sender.host.context())?
        }
        None => None,
    };
    let is_safe = request.idempotent || reference.is_some();
    let memory = sender.host.memory().filter(|_| !request.reads());
    let ordering_key = request.ordering_key.clone();
    let overtaken = ordering_key.as_deref().is_some_and(|key| {
        let is_later = |last: usize| last > item;
        memory.and_then(|memory| memory.last_sent(key)).is_some_and(is_later)
            || sent.and_then(|sent| sent.last_sent(key)).is_some_and(is_later)
    });
    let outcome = if let Some(pages) = request.pages.take() {
        list(request, &pages, sender, item).await
    } else {
        let once = sent.zip(reference.as_ref());
        single(request, once, sender, overtaken, item).await
    };
    if let Some(memory) = memory {
        record(memory, ordering_key.as_deref(), item, &outcome, is_safe);
    }
    outcome
}

/// Records the outcome for the next try of the run.
fn record<Item>(
    memory: &dyn Memory<Item>,
    ordering_key: Option<&str>,
    item: usize,
    outcome: &Result<Vec<Item>, Error>,
    is_safe: bool,
) {
    let is_ambiguous = |error: &Error| error.outcome == Outcome::Ambiguous;
    let may_be_done = outcome.as_ref().map_or_else(is_ambiguous, |_| true);
    if let Some(key) = ordering_key.filter(|_| may_be_done)
        && memory.last_sent(key).is_none_or(|last| last < item)
    {
        memory.record_last_sent(key, item);
    }
    match outcome {
        Ok(items) => memory.record(item, Ok(items)),
        // The next try must not send a request again that may have taken effect.
        Err(error) if is_ambiguous(error) && !is_safe => memory.record(item, Err(error)),
        Err(_) => {}
    }
}

/// A request with one answer. An overtaken request is not sent; it succeeds if an earlier run sent it.
async fn single<H: Host>(
    mut request: Request,
    once: Option<(&SentMessages<H::Value>, &Reference)>,
    sender: &Sender<'_, H>,
    overtaken: bool,
    item: usize,
) -> Result<Vec<H::Item>, Error> {
    let known = match once {
        Some((sent, reference)) if !reference.is_own => sent.of(item)?,
        _ => SentMessage::Unknown,
    };
    let is_found = matches!(known, SentMessage::Found(_));
    if overtaken && !is_found {
        // The memory holds no failure of a request that is safe to send again, so an earlier try may have sent it.
        let is_safe = request.idempotent || once.is_some();
        let may_be_done = is_safe && matches!(known, SentMessage::Unknown);
        let error = Error::overtaken(sender.host.context());
        return Err(if may_be_done { error.made_ambiguous() } else { error });
    }
    // A message that was sent before needs no files.
    let inserts = if is_found { Vec::new() } else { files::attach(&mut request, sender, item).await? };
    let inserts: Vec<_> = inserts.iter().map(|(key, value)| (&**key, value.clone())).collect();
    let lookup = once.map(|(_, reference)| Lookup { reference, known });
    let found = match sender.send_operation(&request, &inserts, item, lookup).await? {
        Reply::Items(found) => found,
        Reply::Conflict(id) => {
            let path = request.conflict.as_deref().unwrap_or_default();
            let there = Request::get(format!("{path}{}", percent_encode(&id)));
            sender.send::<Items<_>>(&there, item).await?
        }
    };
    Ok(found.items)
}

/// A list, page by page.
async fn list<H: Host>(
    mut request: Request,
    pages: &Pages,
    sender: &Sender<'_, H>,
    item: usize,
) -> Result<Vec<H::Item>, Error> {
    let path = request.path.clone();
    let mut all = Vec::new();
    for page in 0.. {
        request.path = pages.path(&path, page);
        let mut found: Items<_> = sender.send(&request, item).await?;
        let count = found.items.len();
        all.append(&mut found.items);
        if !found.is_list {
            break;
        }
        match pages.after(page, count, all.len(), sender.host.context())? {
            Next::Page => {}
            Next::Done(kept) => {
                all.truncate(kept);
                break;
            }
        }
    }
    Ok(all)
}
