//! The API key in the headers of a request.

use axum::http::HeaderValue;

/// The headers that may hold the key.
pub const KEY_HEADERS: [&str; 2] = ["token", "authorization"];

/// Whether this header holds the right key: `Token: KEY`, `Authorization: KEY` or `Authorization: Bearer KEY`.
pub fn holds_key(name: &str, value: &HeaderValue, key: &str) -> bool {
    let value = value.as_bytes();
    let bearer = value.strip_prefix(b"Bearer ").filter(|_| name == "authorization");
    bearer.unwrap_or(value) == key.as_bytes()
}
