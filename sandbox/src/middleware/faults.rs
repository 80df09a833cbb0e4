//! Plays the faults that tests asked for.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::connection::{Connection, Ending};
use super::raw_answer;
use crate::chance::faults::Reset;
use crate::chance::journal::Record;
use crate::state::Sandbox;

/// Lets a request go through, unless a fault waits for it.
pub async fn apply(
    State(sandbox): State<Arc<Sandbox>>,
    Extension(record): Extension<Record>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = sandbox.faults.take(&request) else {
        return next.run(request).await;
    };

    let mut response = match &fault.answer {
        Some(answer) => answer.response(),
        None if fault.reset == Some(Reset::Before) => Response::default(),
        None => next.run(request).await,
    };
    tokio::time::sleep(fault.delay).await;
    if fault.reset.is_some() {
        record.reset();
        match connection.end(Ending::Reset).await {}
    }
    response.headers_mut().extend(fault.headers.clone());
    if let Some(length) = fault.truncate {
        record.answered(response.status());
        let bytes = raw_answer::truncated(response, length).await;
        match connection.end(Ending::Cut(bytes)).await {}
    }
    response
}
