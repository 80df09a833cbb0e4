//! Phone numbers anywhere: whether they are on WhatsApp, and their notations.
//!
//! Assumed: the answer of `validate` is an array with one entry for each number, in their order.

use std::sync::Arc;

use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::state::Sandbox;
use crate::values::number::{self, Country};
use crate::values::wids::{Phone, user_wid};
use crate::wire::answer::{ApiError, compact};
use crate::wire::body::JsonBody;
use crate::wire::fields::{List, Text};
use crate::wire::query::NoQuery;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new().route("/numbers/exists", post(exists)).route("/numbers/validate", post(validate))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    phone: Phone,
}

async fn exists(_: NoQuery, JsonBody(question): JsonBody<Question>) -> Result<Json<Value>, ApiError> {
    Ok(Json(report(&question.phone.0)))
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

async fn validate(_: NoQuery, JsonBody(wanted): JsonBody<Validation>) -> Result<Json<Vec<Value>>, ApiError> {
    let country = wanted.country.as_ref().map(|code| code.0.as_str());
    if country.is_some_and(|code| number::country(code).is_none()) {
        let reason = "must be two capital letters of ISO 3166-1, like US";
        return Err(ApiError::wrong_field("country", reason));
    }
    let numbers = wanted.numbers.0.iter();
    let reports = numbers.map(|entry| validation(&entry.phone.0, country));
    Ok(Json(reports.collect()))
}

/// Answer of `POST /numbers/exists`.
fn report(phone: &str) -> Value {
    let exists = number::exists(phone);
    let digits = phone.trim_start_matches('+');
    let is_business = exists && phone.ends_with("00");
    compact(json!({
        "exists": exists,
        "phone": phone,
        "wid": exists.then(|| user_wid(phone)),
        "link": exists.then(|| format!("https://wa.me/{digits}")),
        "isBusiness": is_business,
        "businessInfo": is_business.then(|| json!({
            "name": format!("Business {phone}"),
            "isApi": false,
            "isSmb": true,
            "privacyMode": null,
        })),
        "country": number::country_of(phone).map(country_report),
    }))
}

/// One entry of the answer of `POST /numbers/validate`: the phone as it was sent and, when it is one, in E.164.
fn validation(text: &str, country: Option<&str>) -> Value {
    let Some(phone) = number::normalized(text, country) else {
        return json!({ "phone": text, "valid": false });
    };
    compact(json!({
        "phone": text,
        "valid": true,
        "e164": phone,
        "wid": user_wid(&phone),
        "country": number::country_of(&phone).map(country_report),
    }))
}

fn country_report((code, prefix, name): &Country) -> Value {
    // A flag is written with the two letters of the country as regional indicators.
    let indicator = |letter: char| char::from_u32(0x1f1e6 + (letter as u32 - 'A' as u32));
    let flag: String = code.chars().filter_map(indicator).collect();
    json!({
        "code": code,
        "name": name,
        "phonePrefix": prefix,
        "flag": flag,
        "domain": format!(".{}", code.to_lowercase()),
    })
}
