//! Exactly Once: looks up the messages that an earlier run sent, by their references.

use std::collections::HashMap;

use super::{answer::Entries, host::Host, sending::Sender};
use crate::{
    error::Error,
    request::address::percent_encode,
    request::{Reference, Request},
};

/// References in one lookup: the query stays below 8 KB, and the answer within a page.
const LOOKUP_BATCH: usize = 50;

/// Whether a message was sent before.
#[derive(Default)]
pub enum SentMessage<V> {
    /// No lookup was made.
    #[default]
    Unknown,
    /// The message was not sent.
    Missing,
    /// The message was sent.
    Found(V),
}

/// How to look up whether a message was sent.
pub struct Lookup<'a, V> {
    /// The reference of the message.
    pub reference: &'a Reference,
    /// The result of an earlier lookup.
    pub known: SentMessage<V>,
}

impl<H: Host> Sender<'_, H> {
    /// The message with this reference, if it was sent.
    ///
    /// # Errors
    /// The lookup failed.
    pub(super) async fn find(&self, reference: &Reference, item: usize) -> Result<Option<H::Value>, Error> {
        let Entries(messages) = self.send(&Request::get(reference.path.clone()), item).await?;
        let name = Some(reference.name.as_str());
        let has_reference = |message: &H::Value| reference_of(self.host, message).as_deref() == name;
        Ok(messages.into_iter().find(has_reference))
    }
}

/// The reference of a message. The API's search may be less exact, so the core compares references.
fn reference_of<H: Host>(host: &H, message: &H::Value) -> Option<String> {
    host.text(message, &host.context().api.reference.member)
}

/// The messages of an execution that were sent before, looked up before the first one is sent.
pub struct SentMessages<V> {
    idempotency_key: String,
    /// A lookup for each batch: the messages found, by their references.
    batches: Vec<Result<HashMap<String, V>, Error>>,
    /// The last item that was sent, or may have been, by its ordering key.
    last: HashMap<String, usize>,
}

impl<V: Clone> SentMessages<V> {
    /// Looks up the messages of `count` items. `path` lists messages, up to their references.
    ///
    /// If a lookup fails, its items fail and are not sent.
    pub async fn look_up<H: Host<Value = V>>(
        sender: &Sender<'_, H>,
        path: &str,
        idempotency_key: &str,
        count: usize,
    ) -> Self {
        let mut found = Self { idempotency_key: idempotency_key.into(), batches: Vec::new(), last: HashMap::new() };
        for first in (0..count).step_by(LOOKUP_BATCH) {
            let items = first..count.min(first + LOOKUP_BATCH);
            let references: Vec<_> = items.map(|item| found.reference(item)).collect();
            let references = percent_encode(&references.join(","));
            let reference = &sender.host.context().api.reference;
            let page = format!("{path}{references}&{}={}", reference.size, reference.max_page_size);
            let messages = sender.send(&Request::get(page), first).await;
            found.batches.push(messages.map(|Entries(messages)| {
                let keyed =
                    messages.into_iter().filter_map(|message| Some((reference_of(sender.host, &message)?, message)));
                keyed.collect()
            }));
        }
        found
    }

    /// Notes the last item of each ordering key that was sent, or may have been: an earlier item must not be sent after it.
    pub fn note_order(&mut self, count: usize, ordering_key: impl Fn(usize) -> Option<String>) {
        for item in 0..count {
            if !matches!(self.of(item), Ok(SentMessage::Missing))
                && let Some(key) = ordering_key(item)
            {
                self.last.insert(key, item);
            }
        }
    }

    /// The last item with this ordering key that was sent, or may have been.
    pub fn last_sent(&self, ordering_key: &str) -> Option<usize> {
        self.last.get(ordering_key).copied()
    }

    /// The reference of an item's message.
    pub fn reference(&self, item: usize) -> String {
        format!("{}-{item}", self.idempotency_key)
    }

    /// The message of an item.
    ///
    /// # Errors
    /// The lookup failed.
    pub fn of(&self, item: usize) -> Result<SentMessage<V>, Error> {
        let batch = self.batches[item / LOOKUP_BATCH].as_ref();
        let batch = batch.map_err(|error| error.clone().after_failed_lookup())?;
        let message = batch.get(&self.reference(item)).cloned();
        Ok(message.map_or(SentMessage::Missing, SentMessage::Found))
    }
}
