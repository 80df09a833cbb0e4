//! What `POST /sandbox/faults` accepts, and what it means.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::chance::scope::Scope;
use crate::wire::answer::ApiError;

const MAX_BODY_SIZE: usize = 256 * 1024 * 1024;

/// A fault as a test orders it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultOrder {
    method: Option<String>,
    path: Option<String>,
    #[serde(default = "once")]
    times: u32,
    #[serde(default)]
    after: u32,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    body_text: Option<String>,
    body_base64: Option<String>,
    body_size: Option<usize>,
    content_type: Option<String>,
    #[serde(default)]
    delay_ms: u64,
    truncate: Option<usize>,
    reset: Option<Reset>,
}

fn once() -> u32 {
    1
}

/// When a connection is reset.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reset {
    /// The request has no effect.
    Before,
    /// The request has its effect.
    After,
}

/// A fault that is ready to happen.
pub struct Fault {
    /// The requests that it concerns.
    pub scope: Scope,
    /// How often it happens; 0: for ever.
    pub times: u32,
    /// How many matching requests pass before.
    pub after: u32,
    /// Answered in the place of the API.
    pub answer: Option<FaultAnswer>,
    /// Put into the answer, whoever gives it.
    pub headers: HeaderMap,
    /// Real time between the effect and the answer.
    pub delay: Duration,
    /// How many bytes of the body get out.
    pub truncate: Option<usize>,
    /// When to reset the connection.
    pub reset: Option<Reset>,
}

/// A prepared answer.
pub struct FaultAnswer {
    status: StatusCode,
    /// `None`: the API's own error for that status, or nothing if the status is none of an error.
    body: Option<Bytes>,
}

impl FaultAnswer {
    /// The answer to send.
    pub fn response(&self) -> Response {
        match &self.body {
            Some(body) => (self.status, Body::from(body.clone())).into_response(),
            None if self.status.as_u16() < 400 => self.status.into_response(),
            None => {
                let reason = self.status.canonical_reason().unwrap_or("Unknown error");
                ApiError::new(self.status, reason).into_response()
            }
        }
    }
}

impl TryFrom<FaultOrder> for Fault {
    type Error = String;

    fn try_from(order: FaultOrder) -> Result<Self, String> {
        order.check()?;
        let (body, default_type) = order.replaced_body()?;
        let mut headers = order.parsed_headers()?;
        if let Some(content_type) = order.content_type.as_deref().or(default_type) {
            let value = HeaderValue::from_str(content_type).map_err(|_| "contentType is no header value")?;
            headers.insert(CONTENT_TYPE, value);
        }
        let status = order.status.map(parse_status).transpose()?;
        let answer = (status.is_some() || body.is_some())
            .then(|| FaultAnswer { status: status.unwrap_or(StatusCode::OK), body });
        Ok(Self {
            scope: Scope::new(order.method.as_deref(), order.path)?,
            times: order.times,
            after: order.after,
            answer,
            headers,
            delay: Duration::from_millis(order.delay_ms),
            truncate: order.truncate,
            reset: order.reset,
        })
    }
}

impl FaultOrder {
    fn check(&self) -> Result<(), String> {
        let replaces = self.status.is_some() || self.bodies() > 0;
        let shapes = replaces || self.truncate.is_some() || self.content_type.is_some() || !self.headers.is_empty();
        if self.reset.is_some() && shapes {
            return Err("reset sends no answer: only delayMs goes with it".to_owned());
        }
        if self.reset.is_none() && !shapes && self.delay_ms == 0 {
            return Err("nothing goes wrong: give status, headers, a body, delayMs, truncate or reset".to_owned());
        }
        Ok(())
    }

    fn bodies(&self) -> usize {
        let given =
            [self.body.is_some(), self.body_text.is_some(), self.body_base64.is_some(), self.body_size.is_some()];
        given.into_iter().filter(|given| *given).count()
    }

    /// The body that takes the place of the API's, and its type.
    fn replaced_body(&self) -> Result<(Option<Bytes>, Option<&'static str>), String> {
        if self.bodies() > 1 {
            return Err("give one of body, bodyText, bodyBase64 and bodySize".to_owned());
        }
        let json = Some("application/json");
        Ok(if let Some(body) = &self.body {
            (Some(body.to_string().into()), json)
        } else if let Some(text) = &self.body_text {
            (Some(text.clone().into()), Some("text/plain; charset=utf-8"))
        } else if let Some(base64) = &self.body_base64 {
            let bytes = STANDARD.decode(base64).map_err(|error| format!("bodyBase64: {error}"))?;
            (Some(bytes.into()), Some("application/octet-stream"))
        } else if let Some(size) = self.body_size {
            (Some(json_of_size(size)?.into()), json)
        } else {
            (None, None)
        })
    }

    fn parsed_headers(&self) -> Result<HeaderMap, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().map_err(|_| format!("{name:?} is no header name"))?;
            if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
                return Err(format!("{name} is the server's own header; use truncate to break a body"));
            }
            let value = value.parse().map_err(|_| format!("the value of {name} is no header value"))?;
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

fn parse_status(status: u16) -> Result<StatusCode, String> {
    match StatusCode::from_u16(status) {
        Ok(code) if (200..600).contains(&status) => Ok(code),
        _ => Err("status must be from 200 to 599".to_owned()),
    }
}

/// An array of objects, padded with spaces to the exact size.
fn json_of_size(size: usize) -> Result<String, String> {
    if !(2..=MAX_BODY_SIZE).contains(&size) {
        return Err(format!("bodySize must be from 2 to {MAX_BODY_SIZE}"));
    }
    let mut json = String::with_capacity(size);
    json.push('[');
    for number in 0.. {
        let comma = if number == 0 { "" } else { "," };
        let entry = format!(r#"{comma}{{"id":"{number:024x}","alias":"Number {number}"}}"#);
        if json.len() + entry.len() + 1 > size {
            break;
        }
        json.push_str(&entry);
    }
    json.extend(std::iter::repeat_n(' ', size - json.len() - 1));
    json.push(']');
    Ok(json)
}
