//! Counts requests and connections.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::connection::Connection;
use crate::state::Sandbox;

/// Counts a request.
pub async fn count(
    State(sandbox): State<Arc<Sandbox>>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let _open = sandbox.traffic.open(connection.number);
    next.run(request).await
}
