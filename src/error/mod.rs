//! Errors in words for their reader: what happened, and what to do.

mod network;
mod refusal;
mod words;

use std::{fmt, time::Duration};

use serde_json::{Map, Value};

pub use network::NoAnswer;
pub use refusal::Refusal;
pub use words::{Context, Words};

/// Why an item, or the whole execution, failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of error it is.
    pub kind: Kind,
    /// What happened, in one sentence.
    pub message: String,
    /// Details and what to do, one a line; may be empty.
    pub description: String,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The API's own code, or one of the transport or of the core, such as `ECONNREFUSED`.
    pub code: String,
    /// How far the request got.
    pub outcome: Outcome,
    /// Whether the failed request may have taken effect; the description then says so.
    pub may_have_taken_effect: bool,
    /// How long the API asks to wait: `Retry-After` (RFC 9110 10.2.3).
    pub retry_after: Option<Duration>,
    /// Whether another attempt was due when the whole execution stopped: not a failure of its own.
    pub interrupted: bool,
}

/// How far a failed request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The API refused it, or it can never be sent: another attempt changes nothing.
    Rejected,
    /// It took no effect, and another attempt may succeed.
    NotExecuted,
    /// It may have taken effect.
    Ambiguous,
}

/// The kinds of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A parameter can never be right. Nothing was sent.
    Parameter,
    /// The API refused, or did not answer, or its answer cannot be read.
    Api,
    /// The execution was cancelled.
    Cancelled,
}

impl Kind {
    /// The name on the JavaScript side.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Api => "api",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Error {
    /// A parameter that can never be right.
    #[must_use]
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::new(Kind::Parameter, "INVALID_PARAMETER", message.into())
    }

    /// The execution was cancelled. Hosts know it by the word "canceled" in the message.
    #[must_use]
    pub fn cancelled() -> Self {
        let message = "The execution was canceled".into();
        Self::new(Kind::Cancelled, "CANCELLED", message).interrupted()
    }

    /// The core cannot read the answer; `why` completes "the answer …".
    #[must_use]
    pub fn unreadable(status: u16, why: &str, writes: bool, context: &Context) -> Self {
        let Context { api, words } = context;
        let mut error = Self::new(Kind::Api, "INVALID_ANSWER", format!("{}'s answer {why}", api.name));
        error.status = Some(status);
        error.outcome = Outcome::Ambiguous;
        error.with_advice(&format!("Check {}, and try again later.", words.base_url)).with_warning(writes)
    }

    /// A list goes on after the API's last page. `all` and `limit` are the labels of the fields for all entries and for a limit.
    #[must_use]
    pub fn too_many(count: usize, all: &str, limit: &str, context: &Context) -> Self {
        let message = format!("There are more entries than {} gives out", context.api.name);
        Self::new(Kind::Api, "TOO_MANY_ENTRIES", message).with_advice(&format!(
            "Its pages end after {count} entries. Narrow the list with filters, such as dates, or turn off '{all}' and set '{limit}' to {count} or less."
        ))
    }

    /// The descriptor has no such operation.
    #[must_use]
    pub fn unknown_operation(resource: &str, operation: &str, context: &Context) -> Self {
        let client = &context.words.client;
        Self::parameter(format!("This version of {client} has no operation '{operation}' of the resource '{resource}'"))
            .with_advice(&format!("Choose the resource and the operation again, or update {client}."))
    }

    /// The descriptor has no such list.
    #[must_use]
    pub fn unknown_list(name: &str, context: &Context) -> Self {
        let client = &context.words.client;
        Self::parameter(format!("This version of {client} has no list '{name}'"))
    }

    /// The item has no such binary data; `names` are those that it has.
    #[must_use]
    pub fn no_file(property: &str, names: &str, words: &Words) -> Self {
        let has = if names.is_empty() {
            let step = &words.step;
            format!("The item holds no binary data: connect a {step} that gives a file.")
        } else {
            format!("The item has: {names}.")
        };
        Self::parameter(format!("The item has no binary data in the field '{property}'")).with_advice(&has)
    }

    /// The host cannot read the item's binary data.
    #[must_use]
    pub fn unreadable_file(property: &str, why: &str, words: &Words) -> Self {
        let step = &words.step;
        Self::parameter(format!("The binary data in the field '{property}' cannot be read: {why}"))
            .with_advice(&format!("Run the {step} that made it again."))
    }

    /// The host cannot store the file of an answer.
    #[must_use]
    pub fn file_not_stored(file_name: &str, why: &str, context: &Context) -> Self {
        let message = format!("The file '{file_name}' could not be stored: {why}");
        let mut error = Self::new(Kind::Api, "FILE_NOT_KEPT", message);
        // The download may have broken off on the way.
        error.outcome = Outcome::Ambiguous;
        let storage = &context.words.file_storage;
        error.with_advice(&format!("Check {storage}, then run this item again."))
    }

    /// A later item with the same ordering key was sent in an earlier try or execution, or may have been.
    #[must_use]
    pub fn overtaken(context: &Context) -> Self {
        let target = &context.api.target;
        let message = format!(
            "This item was not sent, because a later one for the same {target} has been sent, or may have been"
        );
        Self::new(Kind::Api, "OVERTAKEN", message)
            .with_advice("Send it by itself, if it still makes sense after the later one.")
    }

    /// The error of an earlier try of the same run, for a request that may have taken effect.
    #[must_use]
    pub fn from_memory(message: &str, description: &str, code: &str, status: Option<u16>) -> Self {
        let mut error = Self::new(Kind::Api, code, message.into());
        error.description = description.into();
        error.status = status;
        error.outcome = Outcome::Ambiguous;
        error.may_have_taken_effect = true;
        error
    }

    /// Adds a line to the description.
    #[must_use]
    pub fn with_advice(mut self, line: &str) -> Self {
        if !line.is_empty() {
            if !self.description.is_empty() {
                self.description.push('\n');
            }
            self.description.push_str(line);
        }
        self
    }

    /// Says how many of `count` items were done when this one failed and stopped the execution.
    #[must_use]
    pub fn with_progress(self, done: usize, count: usize) -> Self {
        if count < 2 || self.kind == Kind::Cancelled {
            return self;
        }
        let (done, count) = (grouped(done), grouped(count));
        self.with_advice(&format!(
            "{done} of {count} items had been done when this one failed; what had not been started then was not sent."
        ))
    }

    /// A lookup failed, so the core does not know whether an earlier run sent the message, and sends nothing.
    #[must_use]
    pub fn after_failed_lookup(mut self) -> Self {
        let says_so = self.may_have_taken_effect;
        self.outcome = Outcome::NotExecuted;
        self.with_warning(!says_so)
    }

    /// The execution stopped before the next attempt.
    #[must_use]
    pub const fn interrupted(mut self) -> Self {
        self.interrupted = true;
        self
    }

    /// An earlier attempt may have taken effect, whatever this error says of the last one.
    #[must_use]
    pub fn made_ambiguous(mut self) -> Self {
        let says_so = self.may_have_taken_effect;
        self.outcome = Outcome::Ambiguous;
        self.with_warning(!says_so)
    }

    /// Whether the API asked to slow down.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.status == Some(429) || self.retry_after.is_some()
    }

    /// The content of the item for an input that failed.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("error".into(), self.message.as_str().into());
        if let Some(status) = self.status {
            json.insert("status".into(), status.into());
        }
        json.insert("code".into(), self.code.as_str().into());
        // A host may show no description beside an item, but the user must know this before sending again.
        if self.may_have_taken_effect {
            json.insert("mayHaveTakenEffect".into(), true.into());
        }
        json
    }

    fn new(kind: Kind, code: &str, message: String) -> Self {
        Self {
            kind,
            message,
            description: String::new(),
            status: None,
            code: code.into(),
            outcome: Outcome::Rejected,
            may_have_taken_effect: false,
            retry_after: None,
            interrupted: false,
        }
    }

    /// Warns the reader, who would otherwise send the same again.
    fn with_warning(mut self, possible: bool) -> Self {
        if possible {
            self.may_have_taken_effect = true;
            self.with_advice("The request may have taken effect: check that before you run it again.")
        } else {
            self
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Begins a sentence with a word of the host.
pub fn capitalize(sentence: &mut str) {
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}

/// A number as people write it: 1,000.
#[must_use]
pub fn grouped(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1000), number % 1000) }
}
