//! Strict reading of the placeholders of a path.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::values::ids::is_id;
use crate::wire::answer::{ApiError, Problem};

/// The last placeholder of a path, such as the `{file}` of `/files/{file}/download`: an id; a 400 when it cannot be one.
pub struct EntryId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for EntryId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let (name, text) = placeholder(parts, state, None).await?;
        if is_id(&text) {
            Ok(Self(text))
        } else {
            let reason = format!("must be 24 hex digits, not {text:?}");
            Err(invalid(&name, reason))
        }
    }
}

/// Name and decoded text of the placeholder with that name, or of the last one.
pub async fn placeholder<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    wanted: Option<&str>,
) -> Result<(String, String), ApiError> {
    let all = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|rejection| invalid(wanted.unwrap_or("id"), rejection.body_text()))?;
    let found = all.iter().filter(|(name, _)| wanted.is_none_or(|wanted| wanted == *name)).last();
    let (name, text) = found.expect("the route has such a placeholder");
    Ok((name.to_owned(), text.to_owned()))
}

/// A 400 that names the placeholder.
pub fn invalid(name: &str, reason: impl Into<String>) -> ApiError {
    ApiError::invalid(vec![Problem::new("invalid", "Path parameter", name, reason)])
}

/// What a placeholder with a name of its own stands for.
pub trait Placeholder: Sized {
    /// Its name in the route.
    const NAME: &'static str;

    /// Reads its decoded text, or says what it must be.
    fn read(text: &str) -> Result<Self, String>;
}

/// The placeholder of that type; a 400 when it cannot be one.
pub struct At<T>(pub T);

impl<S: Send + Sync, T: Placeholder> FromRequestParts<S> for At<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let (name, text) = placeholder(parts, state, Some(T::NAME)).await?;
        let value = T::read(&text);
        value.map(Self).map_err(|reason| invalid(&name, format!("{reason}, not {text:?}")))
    }
}

/// The `{device}` of a path; a 400 when it cannot be an id.
pub struct DeviceId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for DeviceId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let (name, text) = placeholder(parts, state, Some("device")).await?;
        if is_id(&text) {
            Ok(Self(text))
        } else {
            let reason = format!("must be 24 hex digits, not {text:?}");
            Err(invalid(&name, reason))
        }
    }
}
