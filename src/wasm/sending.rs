//! Sending the requests of an execution: each until its fate is known, all of them no faster than the API wants.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Date, Map, Uint8Array};
use wasm_bindgen::prelude::*;

use super::{
    items::{self, Found},
    seam::{Item, member},
    transport::Transport,
};
use crate::{
    address::percent_encode,
    error::Error,
    request::{Reference, Request},
    retry::{self, Attempts, Policy, Tally},
};

/// One execution's sending: its rules, and what all its requests share.
pub struct Sending<'a> {
    pub transport: &'a Transport,
    /// Repetitions of a request.
    pub retries: u32,
    /// Milliseconds within which answers must be there, when the user says so.
    pub timeout: Option<u32>,
    /// Set when nothing may be sent any more: an item failed, and the rest is not wanted.
    pub stopped: Cell<bool>,
    /// Before this time the API wants no request; milliseconds since 1970.
    closed_until: Cell<f64>,
    tally: Cell<Tally>,
}

/// What is wanted of an answer.
#[derive(Clone, Copy)]
pub enum Want {
    /// Its items.
    Items,
    /// The ID of the file that was stored.
    Stored,
    /// Its bytes.
    Bytes,
}

/// What an answer brought.
pub enum Brought {
    Items(Found),
    /// The ID of a file that was stored, or is there already.
    Stored(String),
    Bytes(Uint8Array),
}

impl<'a> Sending<'a> {
    pub fn new(transport: &'a Transport, retries: u32, timeout: Option<u32>) -> Self {
        Self {
            transport,
            retries,
            timeout,
            stopped: Cell::new(false),
            closed_until: Cell::new(0.0),
            tally: Cell::default(),
        }
    }

    pub fn tally(&self) -> Tally {
        self.tally.get()
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.get();
        change(&mut tally);
        self.tally.set(tally);
    }

    /// Sends a request of an item, and reads its answer.
    ///
    /// # Errors
    /// It could not be done, or nobody knows whether it was.
    pub async fn send(
        &self,
        request: &Request,
        body: &JsValue,
        index: u32,
        want: Want,
    ) -> Result<Brought, Error> {
        self.deliver(request, body, index, want, None).await
    }

    /// Sends a request that can be found again by its reference; `known` is what an earlier look found, if there was one.
    ///
    /// # Errors
    /// As [`Sending::send`].
    pub async fn send_once(
        &self,
        request: &Request,
        body: &JsValue,
        index: u32,
        reference: &Reference,
        known: Known,
    ) -> Result<Brought, Error> {
        let search = Search {
            reference,
            known: RefCell::new(known),
        };
        self.deliver(request, body, index, Want::Items, Some(search))
            .await
    }

    async fn deliver(
        &self,
        request: &Request,
        body: &JsValue,
        index: u32,
        want: Want,
        search: Option<Search<'_>>,
    ) -> Result<Brought, Error> {
        let policy = Policy {
            retries: self.retries,
            repeatable: request.repeat,
            findable: search.is_some(),
            writes: !request.reads(),
        };
        self.count(|tally| tally.requests += 1);
        let one = One {
            sending: self,
            request,
            body,
            index,
            want,
            search,
            repeated: Cell::new(false),
        };
        // Boxed, so that what waits for an answer is small where it is moved about.
        Box::pin(retry::deliver(policy, &one)).await
    }
}

/// What a message is looked for by.
struct Search<'a> {
    reference: &'a Reference,
    known: RefCell<Known>,
}

/// What is known of a message before it is sent.
#[derive(Default)]
pub enum Known {
    /// Nobody has looked.
    #[default]
    Nothing,
    /// It is not there.
    Missing,
    /// It is there.
    There(JsValue),
}

/// One request on its way.
struct One<'a> {
    sending: &'a Sending<'a>,
    request: &'a Request,
    body: &'a JsValue,
    index: u32,
    want: Want,
    search: Option<Search<'a>>,
    repeated: Cell<bool>,
}

impl Attempts for One<'_> {
    type Answer = Brought;

    async fn turn(&self) -> bool {
        let mut waited = false;
        loop {
            let rest = self.sending.closed_until.get() - Date::now();
            if rest <= 0.0 || self.stopped() {
                return waited;
            }
            self.sending.transport.sleep(rest).await;
            waited = true;
        }
    }

    async fn send(&self) -> Result<Brought, Error> {
        let Self {
            sending,
            request,
            index,
            ..
        } = *self;
        let transport = sending.transport;
        let timeout = sending.timeout.unwrap_or(request.timeout) + request.hold;
        let answer = transport.send(request, self.body, index, timeout).await?;
        match self.want {
            Want::Bytes => items::bytes(&answer, transport).map(Brought::Bytes),
            Want::Stored => items::stored(&answer, transport).map(Brought::Stored),
            Want::Items => match items::existing(&answer).filter(|_| request.existing.is_some()) {
                Some(id) => Ok(Brought::Stored(id)),
                None => items::read(&answer, request, transport, index)
                    .await
                    .map(Brought::Items),
            },
        }
    }

    async fn find(&self) -> Result<Option<Brought>, Error> {
        let Some(Search { reference, known }) = &self.search else {
            return Ok(None);
        };
        // It holds for the first look only.
        let message = match known.take() {
            Known::There(message) => Some(message),
            Known::Missing => None,
            Known::Nothing => {
                let look = Request::read(reference.path.clone());
                let (nothing, index) = (JsValue::UNDEFINED, self.index);
                let found = self
                    .sending
                    .send(&look, &nothing, index, Want::Items)
                    .await?;
                let Brought::Items(found) = found else {
                    return Ok(None);
                };
                let messages = found.items.iter().map(Item::json);
                messages
                    .into_iter()
                    .find(|message| is_of(message, &reference.name))
            }
        };
        Ok(message.map(|message| {
            self.sending.count(|tally| tally.found += 1);
            Brought::Items(Found::one(items::item(&message, self.index)))
        }))
    }

    fn gone(&self, error: &Error) -> Option<Brought> {
        (self.request.deletes && matches!(error.status, Some(404 | 410)))
            .then(|| Brought::Items(Found::one(items::nothing(204, self.request, self.index))))
    }

    async fn wait(&self, milliseconds: u32, everybody: bool) {
        if !self.repeated.replace(true) {
            self.sending.count(|tally| tally.retried += 1);
        }
        let milliseconds = f64::from(milliseconds);
        if everybody {
            self.sending.count(|tally| tally.slowed += 1);
            let until = &self.sending.closed_until;
            until.set(until.get().max(Date::now() + milliseconds));
        } else {
            self.sending.transport.sleep(milliseconds).await;
        }
    }

    fn stopped(&self) -> bool {
        self.sending.stopped.get() || self.sending.transport.cancelled()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

/// Whether a message has this reference; a search might be less exact.
pub fn is_of(message: &JsValue, reference: &str) -> bool {
    member(message, "reference").as_string().as_deref() == Some(reference)
}

/// References that are looked for at once; their query stays below 8 KB, and their answer within a page.
const LOOKED_FOR_AT_ONCE: u32 = 50;

/// Looks which of the messages of an execution are there already. Entry `index` is the message of that item.
pub struct Earlier {
    chunks: Vec<Result<Array, Error>>,
    references: Box<dyn Fn(u32) -> String>,
    /// The last item that is there, or may be, by what it changes.
    last: Map,
}

impl Earlier {
    /// # Errors
    /// None: a look that fails fails the items that it is about, and those are not sent.
    pub async fn look(
        sending: &Sending<'_>,
        path: &str,
        count: u32,
        references: impl Fn(u32) -> String + 'static,
    ) -> Self {
        let mut chunks = Vec::new();
        for first in (0..count).step_by(LOOKED_FOR_AT_ONCE as usize) {
            let last = count.min(first + LOOKED_FOR_AT_ONCE);
            let wanted: Vec<_> = (first..last).map(&references).collect();
            let wanted = percent_encode(&wanted.join(","));
            let look = Request::read(format!("{path}{wanted}&size=100"));
            let found = sending
                .send(&look, &JsValue::UNDEFINED, first, Want::Items)
                .await;
            chunks.push(found.map(|brought| match brought {
                Brought::Items(found) => found.items.iter().map(Item::json).collect(),
                Brought::Stored(_) | Brought::Bytes(_) => Array::new(),
            }));
        }
        Self {
            chunks,
            references: Box::new(references),
            last: Map::new(),
        }
    }

    /// Notes what those have changed that are there, or may be: what failed before them must not come after them.
    pub fn place(&mut self, count: u32, target: impl Fn(u32) -> Option<String>) {
        for index in 0..count {
            if !matches!(self.of(index), Ok(Known::Missing))
                && let Some(target) = target(index)
            {
                self.last.set(&target.into(), &index.into());
            }
        }
    }

    pub const fn last(&self) -> &Map {
        &self.last
    }

    /// The reference of an item's message.
    pub fn reference(&self, index: u32) -> String {
        (self.references)(index)
    }

    /// The message of an item, if it is there already.
    ///
    /// # Errors
    /// Nobody knows.
    pub fn of(&self, index: u32) -> Result<Known, Error> {
        let chunk = self.chunks[(index / LOOKED_FOR_AT_ONCE) as usize]
            .as_ref()
            .map_err(|error| error.clone().of_failed_look())?;
        let reference = (self.references)(index);
        let found = chunk.iter().find(|message| is_of(message, &reference));
        Ok(found.map_or(Known::Missing, Known::There))
    }
}
