//! The key check in front of every path of the API.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::state::Sandbox;
use crate::wire::answer::ApiError;
use crate::wire::key::{KEY_HEADERS, holds_key};

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
