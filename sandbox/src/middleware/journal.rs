//! Writes the journal around everything that answers a request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::chance::journal::{MAX_BODY, Record};
use crate::state::Sandbox;
use crate::wire::content::{Content, MAX_UPLOAD, is_upload};

/// Reads the whole body, and notes the request, its body and how it ends.
pub async fn record(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let record = sandbox.journal.open(&parts, &sandbox.key);
    let guard = AbortGuard(record.clone());
    // The whole body comes first: then a fault can answer without it, and the client has still sent it.
    let is_upload = is_upload(&parts.headers);
    let limit = if is_upload { MAX_UPLOAD } else { MAX_BODY };
    let response = match Content::receive(body, limit).await {
        Some(Ok(body)) => {
            record.arrived(&body, is_upload, &sandbox.key);
            parts.extensions.insert(record);
            parts.extensions.insert(body.clone());
            next.run(Request::from_parts(parts, body.body())).await
        }
        Some(Err(error)) => error.into_response(),
        // The client broke off in the middle of its body, and will not read this.
        None => return StatusCode::BAD_REQUEST.into_response(),
    };
    guard.0.answered(response.status());
    response
}

/// When a client goes away, the server drops whatever was working on its request: an entry that is still pending then
/// was aborted.
struct AbortGuard(Record);

impl Drop for AbortGuard {
    fn drop(&mut self) {
        self.0.aborted();
    }
}
