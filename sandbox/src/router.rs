//! How a request finds its way: the API below `/v1` behind counts, journal, faults and key check, the controls below
//! `/sandbox` behind nothing.

use std::sync::Arc;

use axum::Router;
use axum::extract::OriginalUri;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;

use crate::middleware::{auth, faults, journal, storm, traffic};
use crate::state::Sandbox;
use crate::wire::answer::ApiError;
use crate::{control, resources};

/// All routes of the sandbox.
pub fn router(sandbox: Arc<Sandbox>) -> Router {
    // The last layer is the outermost one.
    let api = resources::routes()
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown_path)
        .layer(from_fn_with_state(Arc::clone(&sandbox), auth::check))
        .layer(from_fn_with_state(Arc::clone(&sandbox), storm::apply))
        .layer(from_fn_with_state(Arc::clone(&sandbox), faults::apply));
    let controls = control::routes().method_not_allowed_fallback(wrong_method).fallback(unknown_path);
    Router::new()
        .nest("/v1", api)
        .fallback(unknown_path)
        .layer(from_fn_with_state(Arc::clone(&sandbox), journal::record))
        .layer(from_fn_with_state(Arc::clone(&sandbox), traffic::count))
        .nest("/sandbox", controls)
        .with_state(sandbox)
}

async fn unknown_path(OriginalUri(uri): OriginalUri) -> ApiError {
    let message = format!("There is no {}", uri.path());
    ApiError::new(StatusCode::NOT_FOUND, message)
}

async fn wrong_method(OriginalUri(uri): OriginalUri, method: Method) -> ApiError {
    let message = format!("{} does not support {method}", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message)
}
