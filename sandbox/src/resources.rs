//! The API below `/v1`, one file per resource.

use std::sync::Arc;

use axum::Router;

use crate::state::Sandbox;

mod devices;
mod session;

/// The routes of all resources.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .merge(devices::routes())
        .merge(session::routes())
}
