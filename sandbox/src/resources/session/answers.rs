//! Answers and refusals of the session operations. No public source tells them: the sandbox assumes them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::json;

use crate::account::device::Device;
use crate::account::session::{SYNC_INTERVAL, SessionReport};
use crate::values::clock::{Clock, SimTime};
use crate::wire::answer::{ApiError, Problem};
use crate::wire::qr;

/// QR and pairing codes change this often, as they do on a phone's screen.
const CODE_LIFE: Duration = Duration::from_secs(20);

/// Answer of reboot, reset, start, sync and health: the session as it is now, also when a wait ends without success.
#[derive(Serialize)]
pub struct SessionAnswer {
    id: String,
    #[serde(flatten)]
    session: SessionReport,
}

impl SessionAnswer {
    /// The device's session at this moment.
    pub fn new(device: &Device, clock: &Clock) -> Self {
        Self { id: device.id.clone(), session: device.session.report(clock) }
    }
}

/// Answer of authcode.
#[derive(Serialize)]
pub struct AuthCode {
    id: String,
    phone: String,
    code: String,
}

impl AuthCode {
    /// A code in the form that WhatsApp shows, such as `A1B2-C3D4`.
    pub fn new(device: &str, phone: &str, now: SimTime) -> Self {
        let code = format!("{:08X}", secret(device, now) >> 32);
        Self { id: device.to_owned(), phone: phone.to_owned(), code: format!("{}-{}", &code[..4], &code[4..]) }
    }
}

/// The encodings of scan.
pub const QR_ENCODINGS: [&str; 6] = ["svg", "json", "base64", "base64_uri", "uri", "image"];

/// Answer of scan: `svg` an SVG document, `image` a PNG picture, `json` an object with the code's text under `code`, and
/// the others text: `base64` the PNG, `base64_uri` the same as a data URI, `uri` the SVG as a data URI.
pub fn scan(encoding: &str, device: &str, now: SimTime) -> Response {
    let code = format!("2@{device},{:016x}", secret(device, now));
    match encoding {
        "json" => Json(json!({ "id": device, "code": code })).into_response(),
        "image" => ([(CONTENT_TYPE, "image/png")], qr::png(&code)).into_response(),
        "base64" => STANDARD.encode(qr::png(&code)).into_response(),
        "base64_uri" => format!("data:image/png;base64,{}", STANDARD.encode(qr::png(&code))).into_response(),
        "uri" => {
            let svg = qr::svg(&code);
            format!("data:image/svg+xml,{}", utf8_percent_encode(&svg, NON_ALPHANUMERIC)).into_response()
        }
        _ => ([(CONTENT_TYPE, "image/svg+xml")], qr::svg(&code)).into_response(),
    }
}

/// 409: reboot of a session that does not run.
pub fn stopped(device: &Device, now: SimTime) -> ApiError {
    let status = device.session.status(now);
    let message = format!("The session is stopped (it is {status}): start it, or reboot it with force=true");
    ApiError::new(StatusCode::CONFLICT, message)
}

/// 409: scan or authcode for a session that is linked.
pub fn linked() -> ApiError {
    let message = "The number is linked already: with force=true the present session is dropped";
    ApiError::new(StatusCode::CONFLICT, message)
}

/// 503: scan or authcode while the session loads.
pub fn not_ready() -> ApiError {
    let message = "The session is still loading: try again in a few seconds";
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, message)
}

/// 429: sync, asked for too soon.
pub fn sync_too_soon(ago: Duration) -> ApiError {
    let interval = SYNC_INTERVAL.as_secs();
    let message = format!(
        "The session was synchronized {} s ago, and can be once per {interval} s: try again in {} s",
        ago.as_secs(),
        interval - ago.as_secs()
    );
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, message)
}

/// 400: authcode without a phone for a number that never had one.
pub fn phone_missing() -> ApiError {
    let reason = "is required for a number that was never linked";
    ApiError::invalid(vec![Problem::new("missing", "Body field", "phone", reason)])
}

/// A number that looks random, and stays the same for the life of a code.
fn secret(device: &str, now: SimTime) -> u64 {
    let turn = now.since(SimTime::START).as_secs() / CODE_LIFE.as_secs();
    let mut hasher = DefaultHasher::new();
    (device, turn).hash(&mut hasher);
    hasher.finish()
}
