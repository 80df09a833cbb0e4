//! The one shape in which the API reports an error, and what its other answers have in common.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};
use serde_json::Value;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Box<Value>>,
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
        Self { status, message: message.into(), error_code: format!("error:{name}"), errors: Vec::new(), meta: None }
    }

    /// A 400 that names one member of the body.
    pub fn wrong_field(field: &str, reason: impl Into<String>) -> Self {
        Self::invalid(vec![Problem::new("invalid", "Body field", field, reason)])
    }

    /// The same with another `errorCode`.
    pub fn with_code(mut self, code: &str) -> Self {
        code.clone_into(&mut self.error_code);
        self
    }

    /// The same with details in `meta`.
    pub fn with_meta(mut self, meta: Value) -> Self {
        self.meta = Some(Box::new(meta));
        self
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
        Self { code, message: format!("{place} {field}: {reason}"), reason }
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

/// An object without its empty members: the API leaves out what there is not.
pub fn compact(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}
