//! The API refused: its reasons, and the advice for each status.

use std::time::Duration;

use serde_json::Value;

use super::{Context, Error, Kind, Outcome};
use crate::model::ErrorMembers;

/// The longest part of an API's text that is passed on, in characters.
const MAX_TEXT: usize = 500;
/// The most details that are passed on.
const MAX_DETAILS: usize = 20;

/// An answer with a status that is not a success.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refusal<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The text of the answer.
    pub body: Option<&'a str>,
    /// The header `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The time that the header asks to wait.
    pub wait: Option<Duration>,
    /// Whether the request changes something.
    pub writes: bool,
}

impl Error {
    /// The API refused.
    #[must_use]
    pub fn refused(refusal: Refusal, context: &Context) -> Self {
        let Refusal { status, body, retry_after, wait, writes } = refusal;
        let api = &context.api;
        let answer = body.and_then(|text| serde_json::from_str(text).ok());
        let answer = Answer { members: &api.errors, body: answer.unwrap_or_default() };
        let message = answer.message().unwrap_or_else(|| {
            let reason = reason_phrase(status);
            let name = &api.name;
            format!("{name} answered with status {status}{reason}, without saying why")
        });
        let code = answer.code();
        let mut error = Self::new(Kind::Api, "", message);
        error.status = Some(status);
        for detail in answer.details() {
            if !error.message.contains(&detail) {
                error = error.with_advice(&detail);
            }
        }
        if let Some(code) = &code {
            error = error.with_advice(&format!("Code: {code}"));
        }
        error.code = code.unwrap_or_else(|| format!("HTTP_{status}"));
        error = error.with_advice(&advice(status, retry_after, context));
        error.retry_after = wait;
        error.outcome = match status {
            429 | 503 => Outcome::NotExecuted,
            // A proxy gives these statuses when the API had begun, and the API itself when it breaks off half-way.
            408 | 500 | 502 | 504 => Outcome::Ambiguous,
            _ => Outcome::Rejected,
        };
        let ambiguous = error.outcome == Outcome::Ambiguous;
        error.with_warning(writes && ambiguous)
    }
}

/// The body of a refusal. Every member is optional and of any type, because proxies and white labels answer in their own way.
struct Answer<'a> {
    members: &'a ErrorMembers<'static>,
    body: Value,
}

impl Answer<'_> {
    fn message(&self) -> Option<String> {
        first_text(&self.body, &self.members.message).map(clip)
    }

    fn code(&self) -> Option<String> {
        text(&self.body[&*self.members.code]).map(clip)
    }

    fn details(&self) -> Vec<String> {
        let detail = |entry: &Value| {
            if let Some(text) = text(entry) {
                return Some(clip(text));
            }
            let text = first_text(entry, &self.members.detail_message);
            let reason = first_text(entry, &self.members.detail_reason);
            match (reason, text) {
                (Some(reason), Some(text)) if !text.contains(reason) => Some(clip(&format!("{reason}: {text}"))),
                (reason, text) => text.or(reason).map(clip),
            }
        };
        let entries = self.body[&*self.members.details].as_array();
        let entries = entries.map_or(&[][..], Vec::as_slice);
        entries.iter().filter_map(detail).take(MAX_DETAILS).collect()
    }
}

/// The first of these members that holds text.
fn first_text<'a>(object: &'a Value, members: &[impl AsRef<str>]) -> Option<&'a str> {
    members.iter().find_map(|member| text(&object[member.as_ref()]))
}

fn text(value: &Value) -> Option<&str> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

fn clip(text: &str) -> String {
    let mut clipped: String = text.chars().take(MAX_TEXT).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

/// The advice for a status, from the descriptor.
fn advice(status: u16, retry_after: Option<&str>, context: &Context) -> String {
    let Context { api, words } = context;
    let is_of_class = matches!(status, 300..=399 | 500..=599);
    let of_class = || {
        let class = status / 100 * 100;
        api.advice.get(&class.to_string()).filter(|_| is_of_class)
    };
    let Some(sentence) = api.advice.get(&status.to_string()).or_else(of_class) else {
        return String::new();
    };
    let pause = retry_after.map_or_else(|| "a moment".into(), pause);
    words.fill(sentence).replace("{retryAfter}", &pause)
}

/// `Retry-After` is a number of seconds or a date (RFC 9110 10.2.3).
fn pause(retry_after: &str) -> String {
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
