//! Strict reading of a request's body: none at all, or JSON of exactly the declared shape.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::wire::answer::{ApiError, Problem};

/// The request has no body; any byte in it is a 400.
pub struct NoBody;

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if read(request, state).await?.is_empty() {
            return Ok(Self);
        }
        let problem = Problem::new("unexpected", "Request", "body", "must be empty");
        Err(ApiError::invalid(vec![problem]))
    }
}

/// The request has a JSON object of this type.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let OptionalJson(value) = OptionalJson::from_request(request, state).await?;
        value.map(Self).ok_or_else(|| {
            let problem = Problem::new("missing", "Request", "body", "must be a JSON object");
            ApiError::invalid(vec![problem])
        })
    }
}

/// The request has a JSON object of this type, or no body.
pub struct OptionalJson<T>(pub Option<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match object_bytes(request, state).await? {
            Some(bytes) => parse(&bytes).map(|value| Self(Some(value))),
            None => Ok(Self(None)),
        }
    }
}

/// The request has a JSON object of this type; the members as they were sent come with it.
pub struct JsonWithMembers<T>(pub T, pub Map<String, Value>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonWithMembers<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = object_bytes(request, state).await?.unwrap_or_default();
        Ok(Self(parse(&bytes)?, parse(&bytes)?))
    }
}

/// The request has a JSON array, without anything around it.
pub struct JsonList<T>(pub Vec<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonList<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = json_bytes(request, state).await?.unwrap_or_default();
        if !bytes.trim_ascii_start().starts_with(b"[") {
            let problem = Problem::new("invalid", "Request", "body", "must be a JSON array");
            return Err(ApiError::invalid(vec![problem]));
        }
        parse(&bytes).map(Self)
    }
}

/// The request has JSON of any shape.
pub struct AnyJson(pub Value);

impl<S: Send + Sync> FromRequest<S> for AnyJson {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = json_bytes(request, state).await?;
        parse(&bytes.unwrap_or_default()).map(Self)
    }
}

async fn object_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Option<Bytes>, ApiError> {
    // Only an update has something that null could empty.
    let is_update = request.method() == Method::PATCH;
    let Some(bytes) = json_bytes(request, state).await? else {
        return Ok(None);
    };
    // Serde would take an array for the members of a struct in their order.
    if bytes.trim_ascii_start().starts_with(b"[") {
        let problem = Problem::new("invalid", "Request", "body", "must be a JSON object");
        return Err(ApiError::invalid(vec![problem]));
    }
    // Serde would take null for a member that is missing.
    let null = serde_json::from_slice(&bytes).ok().and_then(|body| find_null(&body));
    match null.filter(|_| !is_update) {
        Some(path) => Err(ApiError::wrong_field(&path, "must not be null; leave it out instead")),
        None => Ok(Some(bytes)),
    }
}

/// The path of the first null.
fn find_null(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Object(members) => {
            members.iter().find_map(|(name, value)| Some(format!("{name}.{}", find_null(value)?)))
        }
        Value::Array(entries) => {
            (0..).zip(entries).find_map(|(index, value)| Some(format!("[{index}].{}", find_null(value)?)))
        }
        _ => None,
    }
    .map(|path| path.trim_end_matches('.').replace(".[", "["))
}

async fn json_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Option<Bytes>, ApiError> {
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type.map_or(&b""[..], |value| value.as_bytes());
    let media_type = content_type.split(|byte| *byte == b';').next();
    let media_type = media_type.unwrap_or_default().trim_ascii();
    let is_json = media_type.eq_ignore_ascii_case(b"application/json");
    let bytes = read(request, state).await?;
    if !bytes.is_empty() && !is_json {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body must be JSON, and say so: Content-Type: application/json",
        ));
    }
    Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
}

/// Reads JSON; the error names the field that is wrong.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let problem =
        |field: &str, reason: String| ApiError::invalid(vec![Problem::new("invalid", "Body field", field, reason)]);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let reason = error.inner().to_string();
        // The field says where it is; nobody counts columns.
        let reason = reason.split(" at line ").next().unwrap_or_default();
        problem(&error.path().to_string(), reason.to_owned())
    })?;
    match json.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(problem(".", error.to_string())),
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| ApiError::new(rejection.status(), rejection.body_text()))
}
