//! What went wrong, in words for the person who reads them: what happened, and what to do.

use std::fmt;

use serde_json::Value;

/// Longest part of an API message that is passed on, in characters.
const LONGEST_MESSAGE: usize = 500;
/// Most entries of the API's `errors[]` that are passed on.
const MOST_DETAILS: usize = 20;

/// One item's bad end, or the whole execution's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of thing it is.
    pub kind: Kind,
    /// What happened, in one sentence.
    pub message: String,
    /// Details and what to do, in a few lines; may be empty.
    pub description: String,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The API's `errorCode`, or a code of the transport or of ours, such as `ECONNREFUSED`.
    pub code: String,
    /// How far the request got.
    pub fate: Fate,
    /// Whether the request may have changed something all the same; the description then says so.
    pub in_doubt: bool,
    /// Milliseconds that the API asks to wait.
    pub after: Option<u32>,
    /// Whether it would have gone on, had the whole execution not been stopped: no failure of its own.
    pub interrupted: bool,
}

/// How far a request got that has no answer of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was refused, or never made: sending it again changes nothing.
    Settled,
    /// It took no effect, and may be sent again.
    Undone,
    /// It may have taken effect.
    Unknown,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A parameter can never be right. Nothing was sent.
    Parameter,
    /// The API refused, or could not be reached, or its answer was of no use.
    Api,
    /// The execution was cancelled.
    Cancelled,
}

impl Kind {
    /// As the JavaScript side knows it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Api => "api",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// The transport's code, such as `ECONNREFUSED`; empty when it gave none.
    pub code: String,
    /// What the transport said.
    pub detail: String,
}

impl Error {
    /// A parameter that can never be right.
    #[must_use]
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::new(Kind::Parameter, "INVALID_PARAMETER", message.into())
    }

    /// The execution was cancelled. n8n knows it by the word "canceled" in the message.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new(
            Kind::Cancelled,
            "CANCELLED",
            "The execution was canceled".into(),
        )
        .interrupt()
    }

    /// An answer came, but cannot be read; `why` completes "the answer …".
    #[must_use]
    pub fn unreadable(status: u16, why: &str, writes: bool) -> Self {
        let mut error = Self::new(
            Kind::Api,
            "INVALID_ANSWER",
            format!("SparkBot's answer {why}"),
        );
        error.status = Some(status);
        error.fate = Fate::Unknown;
        error
            .advise("Check the base URL in the SparkBot API credential, and try again later.")
            .warn_of_effect(writes)
    }

    /// A list goes on beyond the API's last page.
    #[must_use]
    pub fn too_many(count: usize) -> Self {
        Self::new(
            Kind::Api,
            "TOO_MANY_ENTRIES",
            "There are more entries than SparkBot gives out".into(),
        )
        .advise(&format!("Its pages end after {count} entries. Narrow the list with filters, such as dates, or turn off 'Return All' and set 'Limit' to {count} or less."))
    }

    /// The item has no such binary data; `names` are those that it has.
    #[must_use]
    pub fn no_file(property: &str, names: &str) -> Self {
        let has = if names.is_empty() {
            "The item holds no binary data: connect a node that gives a file.".to_owned()
        } else {
            format!("The item has: {names}.")
        };
        Self::parameter(format!(
            "The item has no binary data in the field '{property}'"
        ))
        .advise(&has)
    }

    /// The item's binary data cannot be read.
    #[must_use]
    pub fn unreadable_file(property: &str, why: &str) -> Self {
        Self::parameter(format!(
            "The binary data in the field '{property}' cannot be read: {why}"
        ))
        .advise("Run the node that made it again.")
    }

    /// A file came, but the host could not keep it.
    #[must_use]
    pub fn not_kept(file_name: &str, why: &str) -> Self {
        let mut error = Self::new(
            Kind::Api,
            "FILE_NOT_KEPT",
            format!("The file '{file_name}' could not be stored: {why}"),
        );
        // It may have broken off on the way.
        error.fate = Fate::Unknown;
        error.advise("Check n8n's storage for binary data, then run this item again.")
    }

    /// No answer came from `base_url`.
    #[must_use]
    pub fn no_answer(reason: &NoAnswer, base_url: &str, writes: bool) -> Self {
        let code = reason.code.as_str();
        let (message, advice, fate) = match code {
            "ECONNREFUSED" => (
                format!("SparkBot cannot be reached: {base_url} refuses connections"),
                "Check the base URL in the SparkBot API credential, and that the service is running.",
                Fate::Undone,
            ),
            "ENOTFOUND" | "EAI_AGAIN" => (
                format!("SparkBot cannot be reached: the host of {base_url} is not known"),
                "Check the base URL in the SparkBot API credential, and the network of this machine.",
                // A name that cannot be looked up just now may be in a moment; one that is unknown is a mistake.
                if code == "EAI_AGAIN" {
                    Fate::Undone
                } else {
                    Fate::Settled
                },
            ),
            "ETIMEDOUT" | "ECONNABORTED" | "ESOCKETTIMEDOUT" | "TimeoutError" => (
                "SparkBot did not answer in time".into(),
                "Try again later, or give it more time.",
                Fate::Unknown,
            ),
            "ECONNRESET" | "EPIPE" | "UND_ERR_SOCKET" | "ERR_BAD_RESPONSE" => (
                "SparkBot closed the connection before its answer was complete".into(),
                "Try again later.",
                Fate::Unknown,
            ),
            _ => (
                format!(
                    "SparkBot cannot be reached at {base_url}: {}",
                    reason.detail
                ),
                "Check the base URL in the SparkBot API credential, and the network of this machine.",
                // A certificate is looked at before anything is sent, and will not be another one in a moment.
                if code
                    .split('_')
                    .any(|word| word == "CERT" || word == "SIGNATURE")
                {
                    Fate::Settled
                } else {
                    Fate::Unknown
                },
            ),
        };
        let code = match code {
            "" => "NO_ANSWER",
            "TimeoutError" | "ECONNABORTED" | "ESOCKETTIMEDOUT" => "ETIMEDOUT",
            "UND_ERR_SOCKET" | "EPIPE" | "ERR_BAD_RESPONSE" => "ECONNRESET",
            other => other,
        };
        let mut error = Self::new(Kind::Api, code, message);
        error.fate = fate;
        error
            .advise(advice)
            .warn_of_effect(writes && fate == Fate::Unknown)
    }

    /// An answer with a status that is not a success. `body` is its text, when it is JSON.
    #[must_use]
    pub fn refused(
        status: u16,
        body: Option<&str>,
        retry_after: Option<&str>,
        writes: bool,
    ) -> Self {
        let answer = body.and_then(|text| serde_json::from_str(text).ok());
        let answer = ApiError(answer.unwrap_or_default());
        let message = answer.text().unwrap_or_else(|| {
            let reason = reason_phrase(status);
            format!("SparkBot answered with status {status}{reason}, without saying why")
        });
        let code = answer.code().unwrap_or_else(|| format!("HTTP_{status}"));
        let mut error = Self::new(Kind::Api, &code, message);
        error.status = Some(status);
        for detail in answer.details() {
            if !holds(&error.message, &detail) {
                error = error.advise(&detail);
            }
        }
        if !code.starts_with("HTTP_") {
            error = error.advise(&format!("Code: {code}"));
        }
        error = error.advise(&advice(status, retry_after));
        error.fate = match status {
            429 | 503 => Fate::Undone,
            // These come from something between the API and us, or from its middle: what it had begun may be done.
            408 | 500 | 502 | 504 => Fate::Unknown,
            _ => Fate::Settled,
        };
        let unknown = error.fate == Fate::Unknown;
        error.warn_of_effect(writes && unknown)
    }

    /// Whether the API asked to slow down.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.status == Some(429) || self.after.is_some()
    }

    /// A later item for the same receiver has been sent in an earlier try or execution, or may have been.
    #[must_use]
    pub fn overtaken() -> Self {
        let message = "This item was not sent, because a later one for the same receiver has been sent, or may have been";
        Self::new(Kind::Api, "OVERTAKEN", message.into())
            .advise("Send it by itself, if it still makes sense after the later one.")
    }

    /// An error of an earlier try, of a request that may have changed something, as it was told then.
    #[must_use]
    pub fn told(message: &str, description: &str, code: &str, status: Option<u16>) -> Self {
        let mut error = Self::new(Kind::Api, code, message.into());
        error.description = description.into();
        error.status = status;
        error.fate = Fate::Unknown;
        error.in_doubt = true;
        error
    }

    /// Adds a line to the description.
    #[must_use]
    pub fn advise(mut self, line: &str) -> Self {
        if !line.is_empty() {
            if !self.description.is_empty() {
                self.description.push('\n');
            }
            self.description.push_str(line);
        }
        self
    }

    /// The failure of one of `count` items, of which `done` were done.
    #[must_use]
    pub fn among(self, done: u32, count: u32) -> Self {
        if count < 2 || self.kind == Kind::Cancelled {
            return self;
        }
        let (done, count) = (grouped(done), grouped(count));
        self.advise(&format!("{done} of {count} items had been done when this one failed; what had not been started then was not sent."))
    }

    /// Nobody could look whether an earlier run has done it, so nothing was sent now.
    #[must_use]
    pub fn of_failed_look(mut self) -> Self {
        let told = self.in_doubt;
        self.fate = Fate::Undone;
        self.warn_of_effect(!told)
    }

    /// The execution was stopped before the next try.
    #[must_use]
    pub const fn interrupt(mut self) -> Self {
        self.interrupted = true;
        self
    }

    /// It may have taken effect, whatever this error says.
    #[must_use]
    pub fn of_unknown_fate(mut self) -> Self {
        let told = self.in_doubt;
        self.fate = Fate::Unknown;
        self.warn_of_effect(!told)
    }

    fn new(kind: Kind, code: &str, message: String) -> Self {
        Self {
            kind,
            message,
            description: String::new(),
            status: None,
            code: code.into(),
            fate: Fate::Settled,
            in_doubt: false,
            after: None,
            interrupted: false,
        }
    }

    /// Nobody may be led to send a thing twice.
    fn warn_of_effect(mut self, possible: bool) -> Self {
        if possible {
            self.in_doubt = true;
            self.advise("The request may have taken effect all the same: check that before you run it again.")
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

/// The API's error body: `{status, message, errorCode?, errors?: [{code?, reason, message}]}`. Everything is optional and of any
/// type, because proxies and white labels answer in their own way.
struct ApiError(Value);

impl ApiError {
    fn text(&self) -> Option<String> {
        ["message", "error"]
            .into_iter()
            .find_map(|key| filled(&self.0[key]))
            .map(clip)
    }

    fn code(&self) -> Option<String> {
        filled(&self.0["errorCode"]).map(clip)
    }

    fn details(&self) -> Vec<String> {
        let line = |entry: &Value| {
            if let Some(text) = filled(entry) {
                return Some(clip(text));
            }
            let text = filled(&entry["message"]);
            let reason = filled(&entry["reason"]).or_else(|| filled(&entry["code"]));
            match (reason, text) {
                (Some(reason), Some(text)) if !holds(text, reason) => {
                    Some(clip(&format!("{reason}: {text}")))
                }
                (reason, text) => text.or(reason).map(clip),
            }
        };
        let entries = self.0["errors"].as_array().map_or(&[][..], Vec::as_slice);
        entries.iter().filter_map(line).take(MOST_DETAILS).collect()
    }
}

/// Whether `part`, which is not empty, stands in `text`. Not `str::contains`, because of its size.
fn holds(text: &str, part: &str) -> bool {
    let mut places = text.as_bytes().windows(part.len());
    places.any(|place| place == part.as_bytes())
}

fn filled(value: &Value) -> Option<&str> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn clip(text: &str) -> String {
    let mut clipped: String = text.chars().take(LONGEST_MESSAGE).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

/// What to do about a status.
fn advice(status: u16, retry_after: Option<&str>) -> String {
    match status {
        300..=399 => "The base URL in the SparkBot API credential leads somewhere else: use the address that it leads to.".into(),
        400 | 422 => "Check the values of this operation's fields.".into(),
        401 => "Check the API key in the SparkBot API credential.".into(),
        402 => "Check the account's plan and payments.".into(),
        403 => "Check the API key in the SparkBot API credential, what it is permitted to do, and the plan of this number.".into(),
        404 => "Check that the ID exists in this account, and that the base URL in the SparkBot API credential is complete, with its version such as /v1.".into(),
        405 | 501 => "Check the base URL in the SparkBot API credential: this server does not know the operation.".into(),
        409 => "The number or the thing to change is in another state than this operation needs.".into(),
        413 => "Send less in one request.".into(),
        429 => retry_after.map_or_else(
            || "SparkBot asks to slow down: wait a moment, then try again.".into(),
            |after| format!("SparkBot asks to slow down: try again after {}.", seconds(after)),
        ),
        500..=599 => "SparkBot could not do it right now: try again later.".into(),
        _ => String::new(),
    }
}

/// `Retry-After` is a number of seconds or a date.
fn seconds(retry_after: &str) -> String {
    if retry_after.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{retry_after} seconds")
    } else {
        clip(retry_after)
    }
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        400 => " (Bad Request)",
        401 => " (Unauthorized)",
        403 => " (Forbidden)",
        404 => " (Not Found)",
        405 => " (Method Not Allowed)",
        409 => " (Conflict)",
        429 => " (Too Many Requests)",
        500 => " (Internal Server Error)",
        502 => " (Bad Gateway)",
        503 => " (Service Unavailable)",
        504 => " (Gateway Timeout)",
        _ => "",
    }
}

/// A number as people write it: 1,000.
#[must_use]
pub fn grouped(number: u32) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", grouped(number / 1000), number % 1000)
    }
}
