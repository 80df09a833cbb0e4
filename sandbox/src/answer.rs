//! The one shape in which the API reports an error.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};

/// An error answer. `errorCode` follows the status, in the form `error:not_found`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    message: String,
    error_code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Problem>,
}

/// One thing that is wrong with a request.
#[derive(Debug, Serialize)]
pub struct Problem {
    code: &'static str,
    reason: String,
    message: String,
}

impl ApiError {
    /// An error without details.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let name = status.canonical_reason().unwrap_or("unknown");
        let name = name.to_lowercase().replace([' ', '-'], "_");
        Self {
            status,
            message: message.into(),
            error_code: format!("error:{name}"),
            errors: Vec::new(),
        }
    }

    /// A 400 that lists what is wrong with the query or the body.
    pub fn invalid(problems: Vec<Problem>) -> Self {
        let messages: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
        let mut error = Self::new(StatusCode::BAD_REQUEST, messages.join("; "));
        error.errors = problems;
        error
    }
}

impl Problem {
    /// `place` and `field` say where ("query parameter", "size"), `reason` what is wrong there ("must be …").
    pub fn new(code: &'static str, place: &str, field: &str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self {
            code,
            message: format!("{place} {field}: {reason}"),
            reason,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn as_number<S: Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}
