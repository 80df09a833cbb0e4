//! Phone numbers anywhere: whether they are on WhatsApp, and their notations.
//!
//! Assumed: the answer of `validate` is an array with one entry for each number, in their order.

use std::sync::Arc;

use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;

use crate::answer::ApiError;
use crate::body::JsonBody;
use crate::fields::{List, Phone, Text};
use crate::number;
use crate::query::NoQuery;
use crate::state::Sandbox;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/numbers/exists", post(exists))
        .route("/numbers/validate", post(validate))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    phone: Phone,
}

async fn exists(
    _: NoQuery,
    JsonBody(question): JsonBody<Question>,
) -> Result<Json<Value>, ApiError> {
    Ok(Json(number::report(&question.phone.0)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Validation {
    country: Option<Text<2, 2>>,
    numbers: List<Entry, 1, 1000>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    phone: Text<1, 50>,
}

async fn validate(
    _: NoQuery,
    JsonBody(wanted): JsonBody<Validation>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let country = wanted.country.as_ref().map(|code| code.0.as_str());
    if country.is_some_and(|code| number::country(code).is_none()) {
        let reason = "must be two capital letters of ISO 3166-1, like US";
        return Err(ApiError::wrong_field("country", reason));
    }
    let numbers = wanted.numbers.0.iter();
    let reports = numbers.map(|entry| number::validation(&entry.phone.0, country));
    Ok(Json(reports.collect()))
}
