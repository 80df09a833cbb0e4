//! The journal: the latest requests but those to `/sandbox`, in order of arrival, and how they ended. The key never gets
//! into it: wherever a client put it, the journal says `[key]`.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::storm::Kind;
use crate::wire::content::Content;
use crate::wire::key::{KEY_HEADERS, holds_key};

/// How many requests it keeps, unless it is told otherwise.
const KEEP: usize = 10_000;
/// The largest body that is no upload.
pub const MAX_BODY: usize = 32 * 1024 * 1024;
const MAX_TEXT: usize = 64 * 1024;
const MAX_WAIT: Duration = Duration::from_secs(10);

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It has no answer yet.
    Pending,
    /// The answer went out.
    Answered,
    /// The sandbox reset the connection.
    Reset,
    /// The client went away before the answer.
    Aborted,
}

impl Outcome {
    /// The outcomes by their names in the journal.
    pub const NAMES: [(&str, Self); 4] =
        [("pending", Self::Pending), ("answered", Self::Answered), ("reset", Self::Reset), ("aborted", Self::Aborted)];
}

/// One request, as `GET /sandbox/journal` shows it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    n: usize,
    method: String,
    path: String,
    query: Option<String>,
    headers: Map<String, Value>,
    body: Value,
    body_bytes: usize,
    status: Option<u16>,
    outcome: Outcome,
    /// What a storm did to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    storm: Option<Kind>,
}

/// The entries since the last time it was emptied.
pub struct Journal {
    book: Mutex<Book>,
    changed: watch::Sender<()>,
}

struct Book {
    entries: VecDeque<Arc<Mutex<Entry>>>,
    keep: usize,
    /// Of all requests, also those that were not kept. Each request has a grip on the counts of its time, so that one
    /// that ends after the journal was emptied does not count.
    counts: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    opened: usize,
    /// How many came whole.
    arrived: usize,
    ended: HashMap<Outcome, usize>,
}

impl Counts {
    /// How many requests came whole, or have that outcome.
    fn of(&self, outcome: Option<Outcome>) -> usize {
        match outcome {
            None => self.arrived,
            Some(Outcome::Pending) => self.opened - self.ended.values().sum::<usize>(),
            Some(outcome) => self.ended.get(&outcome).copied().unwrap_or(0),
        }
    }
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            book: Mutex::new(Book { entries: VecDeque::new(), keep: KEEP, counts: Arc::default() }),
            changed: watch::Sender::default(),
        }
    }
}

impl Journal {
    /// Forgets all entries.
    pub fn clear(&self) {
        let mut book = self.book.lock();
        book.entries.clear();
        book.counts = Arc::default();
        self.changed.send_replace(());
    }

    /// Empty, and as long as at the start.
    pub fn restart(&self) {
        self.keep(KEEP);
        self.clear();
    }

    /// Keeps that many entries from now on, the latest ones.
    pub fn keep(&self, keep: usize) {
        let mut book = self.book.lock();
        book.keep = keep;
        book.shorten();
    }

    /// All entries that were kept.
    pub fn entries(&self) -> Vec<Entry> {
        let book = self.book.lock();
        let entries = book.entries.iter();
        entries.map(|entry| entry.lock().clone()).collect()
    }

    /// The entries, as soon as `count` requests have arrived whole (with that outcome, if one is given), and after 10 s
    /// at the latest.
    pub async fn wait_for(&self, count: usize, outcome: Option<Outcome>) -> Vec<Entry> {
        let reached = async {
            let mut changes = self.changed.subscribe();
            while self.book.lock().counts.lock().of(outcome) < count {
                let _ = changes.changed().await;
            }
        };
        let _ = tokio::time::timeout(MAX_WAIT, reached).await;
        self.entries()
    }

    /// Opens the entry of a request that has just come, without its body.
    pub fn open(&self, parts: &Parts, key: &str) -> Record {
        let mut book = self.book.lock();
        let n = {
            let mut counts = book.counts.lock();
            counts.opened += 1;
            counts.opened
        };
        let is_kept = book.keep > 0;
        let entry = Arc::new(Mutex::new(Entry {
            n,
            method: parts.method.to_string(),
            path: hide(parts.uri.path(), key),
            query: parts.uri.query().map(|query| hide(query, key)),
            headers: if is_kept { headers(&parts.headers, key) } else { Map::new() },
            body: Value::Null,
            body_bytes: 0,
            status: None,
            outcome: Outcome::Pending,
            storm: None,
        }));
        if is_kept {
            book.entries.push_back(Arc::clone(&entry));
            book.shorten();
        }
        Record { entry, is_kept, counts: Arc::clone(&book.counts), changed: self.changed.clone() }
    }
}

impl Book {
    fn shorten(&mut self) {
        let surplus = self.entries.len().saturating_sub(self.keep);
        self.entries.drain(..surplus);
    }
}

/// A request's own line in the journal.
#[derive(Clone)]
pub struct Record {
    entry: Arc<Mutex<Entry>>,
    is_kept: bool,
    counts: Arc<Mutex<Counts>>,
    changed: watch::Sender<()>,
}

impl Record {
    /// The answer goes out.
    pub fn answered(&self, status: StatusCode) {
        self.entry.lock().status = Some(status.as_u16());
        self.end(Outcome::Answered);
    }

    /// The sandbox resets the connection.
    pub fn reset(&self) {
        self.end(Outcome::Reset);
    }

    /// The client went away before the answer.
    pub fn aborted(&self) {
        self.end(Outcome::Aborted);
    }

    /// A storm hits the request.
    pub fn hit(&self, kind: Kind) {
        self.entry.lock().storm = Some(kind);
    }

    /// The whole body has come.
    pub fn arrived(&self, body: &Content, is_upload: bool, key: &str) {
        if self.is_kept {
            let shown = body_value(body, is_upload, key);
            let mut entry = self.entry.lock();
            entry.body = shown;
            entry.body_bytes = body.size();
        }
        self.counts.lock().arrived += 1;
        self.changed.send_replace(());
    }

    /// Notes how the request ended. Only the first call counts.
    fn end(&self, outcome: Outcome) {
        let mut entry = self.entry.lock();
        if entry.outcome != Outcome::Pending {
            return;
        }
        entry.outcome = outcome;
        *self.counts.lock().ended.entry(outcome).or_default() += 1;
        self.changed.send_replace(());
    }
}

fn headers(headers: &HeaderMap, key: &str) -> Map<String, Value> {
    let mut shown = Map::new();
    for name in headers.keys() {
        let values = headers.get_all(name).iter().map(|value| {
            if !KEY_HEADERS.contains(&name.as_str()) {
                hide(&String::from_utf8_lossy(value.as_bytes()), key)
            } else if holds_key(name.as_str(), value, key) {
                "[key]".to_owned()
            } else {
                "[wrong key]".to_owned()
            }
        });
        let values: Vec<String> = values.collect();
        shown.insert(name.to_string(), values.join(", ").into());
    }
    shown
}

/// JSON as such, and of anything else the start as text.
fn body_value(body: &Content, is_upload: bool, key: &str) -> Value {
    if body.size() == 0 {
        return Value::Null;
    }
    let shown = if is_upload { MAX_TEXT } else { MAX_BODY };
    let text = hide(&String::from_utf8_lossy(&body.start(shown)), key);
    serde_json::from_str(&text).unwrap_or_else(|_| text.chars().take(MAX_TEXT).collect::<String>().into())
}

fn hide(text: &str, key: &str) -> String {
    text.replace(key, "[key]")
}
