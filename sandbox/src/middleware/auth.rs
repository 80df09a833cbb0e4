//! The key check in front of every path of the API.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::answer::ApiError;
use crate::state::Sandbox;

/// Lets a request with the right key pass, and answers 401 to any other.
pub async fn check(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_right = |name: &&str| {
        let mut values = headers.get_all(*name).iter();
        values.any(|value| holds_key(name, value, &sandbox.key))
    };
    if KEY_HEADERS.iter().any(is_right) {
        return next.run(request).await;
    }
    let message = if KEY_HEADERS.iter().any(|name| headers.contains_key(*name)) {
        "The API key is wrong"
    } else {
        "The API key is missing: send it in the header Token"
    };
    ApiError::new(StatusCode::UNAUTHORIZED, message).into_response()
}

/// The headers that may hold the key.
pub const KEY_HEADERS: [&str; 2] = ["token", "authorization"];

/// Whether this header holds the right key: `Token: KEY`, `Authorization: KEY` or `Authorization: Bearer KEY`.
pub fn holds_key(name: &str, value: &HeaderValue, key: &str) -> bool {
    let value = value.as_bytes();
    let bearer = value
        .strip_prefix(b"Bearer ")
        .filter(|_| name == "authorization");
    bearer.unwrap_or(value) == key.as_bytes()
}
