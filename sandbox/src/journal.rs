//! The journal: every request but those to `/sandbox`, in order of arrival, and how it ended. The key never gets into
//! it: wherever a client put it, the journal says `[key]`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::auth::{KEY_HEADERS, holds_key};
use crate::content::{Content, MAX_UPLOAD};
use crate::state::Sandbox;

const MAX_BODY: usize = 32 * 1024 * 1024;
const MAX_TEXT: usize = 64 * 1024;
const MAX_WAIT: Duration = Duration::from_secs(10);

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    pub const NAMES: [(&str, Self); 4] = [
        ("pending", Self::Pending),
        ("answered", Self::Answered),
        ("reset", Self::Reset),
        ("aborted", Self::Aborted),
    ];
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
    #[serde(skip)]
    arrived: bool,
}

/// All entries since the last time it was emptied.
#[derive(Default)]
pub struct Journal {
    entries: Mutex<Vec<Arc<Mutex<Entry>>>>,
    changed: watch::Sender<()>,
}

impl Journal {
    /// Forgets all entries.
    pub fn clear(&self) {
        self.entries.lock().clear();
        self.changed.send_replace(());
    }

    /// All entries.
    pub fn entries(&self) -> Vec<Entry> {
        let entries = self.entries.lock();
        entries.iter().map(|entry| entry.lock().clone()).collect()
    }

    /// All entries, as soon as `count` requests have arrived whole (with that outcome, if one is given), and after
    /// 10 s at the latest.
    pub async fn wait_for(&self, count: usize, outcome: Option<Outcome>) -> Vec<Entry> {
        let wanted = |entry: &&Arc<Mutex<Entry>>| {
            let entry = entry.lock();
            outcome.map_or(entry.arrived, |outcome| entry.outcome == outcome)
        };
        let reached = async {
            let mut changes = self.changed.subscribe();
            while self.entries.lock().iter().filter(wanted).count() < count {
                let _ = changes.changed().await;
            }
        };
        let _ = tokio::time::timeout(MAX_WAIT, reached).await;
        self.entries()
    }

    fn open(&self, parts: &Parts, key: &str) -> Record {
        let mut entries = self.entries.lock();
        let entry = Arc::new(Mutex::new(Entry {
            n: entries.len() + 1,
            method: parts.method.to_string(),
            path: hide(parts.uri.path(), key),
            query: parts.uri.query().map(|query| hide(query, key)),
            headers: headers(&parts.headers, key),
            body: Value::Null,
            body_bytes: 0,
            status: None,
            outcome: Outcome::Pending,
            arrived: false,
        }));
        entries.push(Arc::clone(&entry));
        Record {
            entry,
            changed: self.changed.clone(),
        }
    }
}

/// Writes the journal around everything that answers the request.
pub async fn record(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let record = sandbox.journal.open(&parts, &sandbox.key);
    let guard = AbortGuard(record.clone());
    // The whole body comes first: then a fault can answer without it, and the client has still sent it.
    let is_upload = is_upload(&parts.headers);
    let limit = if is_upload { MAX_UPLOAD } else { MAX_BODY };
    let response = match Content::receive(body, limit).await {
        Some(Ok(body)) => {
            let shown = body_value(&body, is_upload, &sandbox.key);
            record.update(|entry| {
                entry.body = shown;
                entry.body_bytes = body.size();
                entry.arrived = true;
            });
            parts.extensions.insert(record);
            next.run(Request::from_parts(parts, body.body())).await
        }
        Some(Err(error)) => error.into_response(),
        // The client broke off in the middle of its body, and will not read this.
        None => return StatusCode::BAD_REQUEST.into_response(),
    };
    guard.0.answered(response.status());
    response
}

/// A request's own line in the journal.
#[derive(Clone)]
pub struct Record {
    entry: Arc<Mutex<Entry>>,
    changed: watch::Sender<()>,
}

impl Record {
    /// The answer goes out.
    pub fn answered(&self, status: StatusCode) {
        self.update(|entry| {
            entry.status = Some(status.as_u16());
            entry.outcome = Outcome::Answered;
        });
    }

    /// The sandbox resets the connection.
    pub fn reset(&self) {
        self.update(|entry| entry.outcome = Outcome::Reset);
    }

    fn update(&self, change: impl FnOnce(&mut Entry)) {
        change(&mut self.entry.lock());
        self.changed.send_replace(());
    }
}

/// When a client goes away, the server drops whatever was working on its request: an entry that is still pending then
/// was aborted.
struct AbortGuard(Record);

impl Drop for AbortGuard {
    fn drop(&mut self) {
        self.0.update(|entry| {
            if entry.outcome == Outcome::Pending {
                entry.outcome = Outcome::Aborted;
            }
        });
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

/// Whether the body is an upload, which may be larger than JSON.
fn is_upload(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    content_type.is_some_and(|value| value.starts_with(b"multipart/form-data"))
}

/// JSON as such, and of anything else the start as text.
fn body_value(body: &Content, is_upload: bool, key: &str) -> Value {
    if body.size() == 0 {
        return Value::Null;
    }
    let shown = if is_upload { MAX_TEXT } else { MAX_BODY };
    let text = hide(&String::from_utf8_lossy(&body.start(shown)), key);
    serde_json::from_str(&text)
        .unwrap_or_else(|_| text.chars().take(MAX_TEXT).collect::<String>().into())
}

fn hide(text: &str, key: &str) -> String {
    text.replace(key, "[key]")
}
