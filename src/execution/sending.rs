//! Sends the requests of an execution: each with its retries, and all no faster than the API allows.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use super::{
    answer::{Answer, Exchange, Items, Reply, done},
    host::{Host, NotSent, Outgoing},
    lookup::{Lookup, SentMessage},
    retry::{Attempt, Policy, send_with_retries},
    tally::Tally,
};
use crate::{error::Error, request::Request};

/// One execution's sender: its rules, and the state that all its requests share.
pub struct Sender<'a, H: Host> {
    /// The host.
    pub host: &'a H,
    retries: u32,
    /// The user's time limit for answers.
    timeout: Option<Duration>,
    /// Set when no request may be sent: an item failed, and the execution does not continue on failures.
    stopped: Cell<bool>,
    /// The API throttles until this time.
    throttled_until: Cell<Duration>,
    tally: Cell<Tally>,
}

impl<'a, H: Host> Sender<'a, H> {
    /// A new sender; each execution has its own.
    pub fn new(host: &'a H, retries: u32, timeout: Option<Duration>) -> Self {
        Self {
            host,
            retries,
            timeout,
            stopped: Cell::new(false),
            throttled_until: Cell::default(),
            tally: Cell::default(),
        }
    }

    /// The counts so far.
    pub fn tally(&self) -> Tally {
        self.tally.get()
    }

    /// Ends the execution: no further request is sent.
    pub fn stop(&self) {
        self.stopped.set(true);
    }

    /// Sends a request of the core's own, such as a page of a list or a file to store.
    ///
    /// # Errors
    /// It failed in spite of its retries.
    pub async fn send<T: Answer<H>>(&self, request: &Request, item: usize) -> Result<T, Error> {
        let attempt = PendingRequest::new(self, request, &[], item);
        let policy = self.policy(request, false);
        // Boxed, so that a waiting future is small when it moves.
        Box::pin(send_with_retries(policy, &Plain::<H, T>::new(attempt))).await
    }

    /// Sends an operation's request; `lookup` says how to look up whether the request took effect.
    ///
    /// # Errors
    /// It failed in spite of its retries.
    pub async fn send_operation(
        &self,
        request: &Request,
        inserts: &[(&str, H::Value)],
        item: usize,
        lookup: Option<Lookup<'_, H::Value>>,
    ) -> Result<Reply<H::Item>, Error> {
        let policy = self.policy(request, lookup.is_some());
        let attempt = Operation {
            pending: PendingRequest::new(self, request, inserts, item),
            lookup: lookup.map(|lookup| (lookup.reference, RefCell::new(lookup.known))),
        };
        Box::pin(send_with_retries(policy, &attempt)).await
    }

    fn policy(&self, request: &Request, has_lookup: bool) -> Policy {
        self.count(|tally| tally.requests += 1);
        Policy { retries: self.retries, idempotent: request.idempotent, has_lookup, writes: !request.reads() }
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.get();
        change(&mut tally);
        self.tally.set(tally);
    }
}

/// One request that waits for its answer.
struct PendingRequest<'a, H: Host> {
    sender: &'a Sender<'a, H>,
    request: &'a Request,
    inserts: &'a [(&'a str, H::Value)],
    item: usize,
    is_retry: Cell<bool>,
}

impl<'a, H: Host> PendingRequest<'a, H> {
    fn new(sender: &'a Sender<'a, H>, request: &'a Request, inserts: &'a [(&'a str, H::Value)], item: usize) -> Self {
        Self { sender, request, inserts, item, is_retry: Cell::new(false) }
    }

    async fn send<T: Answer<H>>(&self) -> Result<T, Error> {
        let Self { sender, request, inserts, item, .. } = *self;
        let host = sender.host;
        let outgoing = Outgoing {
            request,
            inserts,
            item,
            timeout: sender.timeout.unwrap_or(request.timeout) + request.server_wait,
        };
        let response = host.send(outgoing).await.map_err(|reason| match reason {
            NotSent::File(error) => error,
            NotSent::NoAnswer(_) if host.is_cancelled() => Error::cancelled(),
            NotSent::NoAnswer(reason) => Error::no_answer(&reason, host.base_url(), !request.reads(), host.context()),
        })?;
        let exchange = Exchange { host, request, item, response };
        T::read(&exchange).await
    }

    async fn wait_while_throttled(&self) -> bool {
        let Sender { host, throttled_until, .. } = self.sender;
        let mut waited = false;
        loop {
            let rest = throttled_until.get().saturating_sub(host.now());
            if rest.is_zero() || self.is_stopped() {
                return waited;
            }
            host.sleep(rest).await;
            waited = true;
        }
    }

    fn throttle(&self, duration: Duration) {
        let sender = self.sender;
        sender.count(|tally| tally.throttled += 1);
        let until = &sender.throttled_until;
        until.set(until.get().max(sender.host.now() + duration));
    }

    fn count_retry(&self) {
        if !self.is_retry.replace(true) {
            self.sender.count(|tally| tally.retried += 1);
        }
    }

    fn is_stopped(&self) -> bool {
        self.sender.stopped.get() || self.sender.host.is_cancelled()
    }
}

/// A request without a lookup; its answer can be any type.
struct Plain<'a, H: Host, T> {
    pending: PendingRequest<'a, H>,
    answer: std::marker::PhantomData<T>,
}

impl<'a, H: Host, T> Plain<'a, H, T> {
    const fn new(pending: PendingRequest<'a, H>) -> Self {
        Self { pending, answer: std::marker::PhantomData }
    }
}

impl<H: Host, T: Answer<H>> Attempt for Plain<'_, H, T> {
    type Answer = T;

    async fn wait_while_throttled(&self) -> bool {
        self.pending.wait_while_throttled().await
    }

    async fn send(&self) -> Result<T, Error> {
        self.pending.send().await
    }

    async fn look_up(&self) -> Result<Option<T>, Error> {
        Ok(None)
    }

    fn already_deleted(&self, _: &Error) -> Option<T> {
        None
    }

    async fn pause(&self, duration: Duration) {
        self.pending.sender.host.sleep(duration).await;
    }

    fn throttle(&self, duration: Duration) {
        self.pending.throttle(duration);
    }

    fn count_retry(&self) {
        self.pending.count_retry();
    }

    fn is_stopped(&self) -> bool {
        self.pending.is_stopped()
    }

    fn random(&self) -> f64 {
        self.pending.sender.host.random()
    }
}

/// An operation's request.
struct Operation<'a, H: Host> {
    pending: PendingRequest<'a, H>,
    lookup: Option<(&'a crate::request::Reference, RefCell<SentMessage<H::Value>>)>,
}

impl<H: Host> Attempt for Operation<'_, H> {
    type Answer = Reply<H::Item>;

    async fn wait_while_throttled(&self) -> bool {
        self.pending.wait_while_throttled().await
    }

    async fn send(&self) -> Result<Self::Answer, Error> {
        self.pending.send().await
    }

    async fn look_up(&self) -> Result<Option<Self::Answer>, Error> {
        let Some((reference, known)) = &self.lookup else {
            return Ok(None);
        };
        let PendingRequest { sender, item, .. } = self.pending;
        // The result of an earlier lookup holds for the first attempt only.
        let message = match known.take() {
            SentMessage::Found(message) => Some(message),
            SentMessage::Missing => None,
            SentMessage::Unknown => sender.find(reference, item).await?,
        };
        Ok(message.map(|message| {
            sender.count(|tally| tally.found += 1);
            Reply::Items(Items::one(sender.host.item(&message, item)))
        }))
    }

    fn already_deleted(&self, error: &Error) -> Option<Self::Answer> {
        let PendingRequest { sender, request, item, .. } = self.pending;
        let is_gone = matches!(error.status, Some(404 | 410));
        (request.deletes && is_gone).then(|| Reply::Items(Items::one(sender.host.made_item(done(request, 204), item))))
    }

    async fn pause(&self, duration: Duration) {
        self.pending.sender.host.sleep(duration).await;
    }

    fn throttle(&self, duration: Duration) {
        self.pending.throttle(duration);
    }

    fn count_retry(&self) {
        self.pending.count_retry();
    }

    fn is_stopped(&self) -> bool {
        self.pending.is_stopped()
    }

    fn random(&self) -> f64 {
        self.pending.sender.host.random()
    }
}
