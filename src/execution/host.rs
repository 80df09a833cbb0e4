//! The world around an execution: the network, the time, chance, items and memory.
//!
//! The node's host is JavaScript (`src/wasm/`); the host of the tests is a simulated world. All decisions are
//! on this side of the trait.

use std::time::Duration;

use serde_json::{Map, Value};

use super::schedule::EventLoop;
use crate::{
    error::{Context, Error, NoAnswer},
    request::Request,
};

/// One execution's host. Everything runs on one thread.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait Host: EventLoop {
    /// The body of an answer, where the host keeps it: bytes never fill the core's memory.
    type Body;
    /// A JSON value on the host's side.
    type Value: Clone;
    /// An item that an execution gives.
    type Item;

    /// The API's words and the host's, for messages.
    fn context(&self) -> &Context;

    /// The address of the API, for messages.
    fn base_url(&self) -> &str;

    /// Waits; the end of the execution may end it early.
    async fn sleep(&self, duration: Duration);

    /// A number from 0 to 1, another one each time.
    fn random(&self) -> f64;

    /// Whether the user cancelled the execution.
    fn is_cancelled(&self) -> bool;

    /// Shows the user a line about how the execution went.
    fn notify(&self, line: &str);

    /// Sends a request once. Every status is an answer.
    ///
    /// # Errors
    /// No answer came, or the item lacks a file that the request needs.
    async fn send(&self, outgoing: Outgoing<'_, Self::Value>) -> Result<Response<Self::Body>, NotSent>;

    /// Whether a body is empty.
    fn is_empty(&self, body: &Self::Body) -> bool;

    /// The length of a body in bytes, where the host knows it.
    fn length(&self, body: &Self::Body) -> Option<u64>;

    /// The first `max` bytes of a body as text, without the API key. `None` where the host keeps a file back.
    fn start_of(&self, body: &Self::Body, max: u32) -> Option<String>;

    /// Reads a body as JSON.
    fn parse(&self, body: &Self::Body) -> Parsed<Self::Value>;

    /// The entries of a value that is a list.
    fn entries(&self, value: &Self::Value) -> Option<Vec<Self::Value>>;

    /// A member of a value that is text.
    fn text(&self, value: &Self::Value, member: &str) -> Option<String>;

    /// Whether a value is an object or a list without members.
    fn is_blank(&self, value: &Self::Value) -> bool;

    /// A body as Base64 text. `None` where it is not bytes.
    fn base64(&self, body: &Self::Body) -> Option<Self::Value>;

    /// The binary data of an item as Base64 text.
    ///
    /// # Errors
    /// The item has none in that field.
    async fn base64_of_file(&self, property: &str, item: usize) -> Result<Self::Value, Error>;

    /// An item made of an answer, paired with the input `item`.
    fn item(&self, value: &Self::Value, item: usize) -> Self::Item;

    /// An item made by the core, paired with the input `item`.
    fn made_item(&self, json: Map<String, Value>, item: usize) -> Self::Item;

    /// An item that stands for an input that failed.
    fn failed_item(&self, error: &Error, item: usize) -> Self::Item;

    /// An item with a file in it.
    ///
    /// # Errors
    /// The host cannot store the file; the text says why.
    async fn file_item(&self, file: FileAnswer<'_, Self::Body>, item: usize) -> Result<Self::Item, String>;

    /// The outcomes of earlier tries of the same run. `None` where the host never tries a run again.
    fn memory(&self) -> Option<&dyn Memory<Self::Item>>;
}

/// The outcomes of earlier tries of a run. A host that tries a whole run again keeps them in between.
pub trait Memory<Item> {
    /// The outcome of an item that must not be sent again.
    fn outcome(&self, item: usize) -> Option<Result<Vec<Item>, Error>>;
    /// Notes the outcome of an item.
    fn record(&self, item: usize, outcome: Result<&[Item], &Error>);
    /// The last item with this ordering key that was sent, or may have been.
    fn last_sent(&self, ordering_key: &str) -> Option<usize>;
    /// Notes the last item with this ordering key.
    fn record_last_sent(&self, ordering_key: &str, item: usize);
}

/// A request, ready to go out.
pub struct Outgoing<'a, V> {
    /// The request.
    pub request: &'a Request,
    /// Values of the host that belong into the JSON body: path with dots, and value.
    pub inserts: &'a [(&'a str, V)],
    /// The index of the item.
    pub item: usize,
    /// The time within which the answer must be there.
    pub timeout: Duration,
}

/// An answer.
pub struct Response<B> {
    /// The HTTP status.
    pub status: u16,
    /// The header `Content-Type`; empty when there is none.
    pub content_type: String,
    /// The header `Content-Disposition`; empty when there is none.
    pub disposition: String,
    /// The header `Content-Length`, in bytes.
    pub length: Option<u64>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The body.
    pub body: B,
}

/// Why a request has no answer.
#[derive(Debug)]
pub enum NotSent {
    /// The transport gave up.
    NoAnswer(NoAnswer),
    /// The item lacks a file that the request needs.
    File(Error),
}

/// A body, parsed.
pub enum Parsed<V> {
    /// JSON.
    Json(V),
    /// Text that is not JSON, as a value.
    Text(V),
    /// Not UTF-8.
    Binary,
}

/// The file of an answer.
pub struct FileAnswer<'a, B> {
    /// The bytes.
    pub body: &'a B,
    /// The file's name, with extension.
    pub name: &'a str,
    /// The MIME type.
    pub mime_type: &'a str,
    /// The item's JSON.
    pub json: Map<String, Value>,
}
