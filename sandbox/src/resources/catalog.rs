//! The catalogue of a number, and the one of any other business.
//!
//! Assumed: both answer an array of products; a phone that is not on WhatsApp is a 404.

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

use crate::account::catalog;
use crate::account::device::Device;
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::number;
use crate::values::wids::Phone;
use crate::wire::answer::ApiError;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::Whole;
use crate::wire::query::{NoQuery, Query};

/// The number of products where a client does not say how many.
const SIZE: usize = 100;
/// The most at once.
const MAX_SIZE: usize = 500;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new().route("/devices/{device}/catalog", get(list).post(ask))
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let page = query.number("page", &(0..=50)).unwrap_or(0);
    let size = query.number("size", &(1..=MAX_SIZE)).unwrap_or(SIZE);
    query.finish()?;
    let read = |device: &Device| device.phone.clone().map(Phone);
    let phone = number.sandbox.devices.read(&number.id, read)?;
    let wid = phone.map(|phone| phone.wid()).unwrap_or_default();
    Ok(Json(number.sandbox.products.all(|products| {
        let mine = products.iter().filter(|product| product.device == number.id);
        let page = mine.skip(page * size).take(size);
        page.map(|product| product.view(&wid)).collect()
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    phone: Phone,
    size: Option<Whole<1, 500>>,
}

async fn ask(_: Number, _: NoQuery, JsonBody(question): JsonBody<Question>) -> Result<Json<Vec<Value>>, ApiError> {
    let phone = question.phone.0;
    if !number::exists(&phone) {
        let message = format!("There is no business with the phone {phone} on WhatsApp");
        return Err(ApiError::new(StatusCode::NOT_FOUND, message).with_code("number:notfound"));
    }
    let size = question.size.map(|size| size.0).and_then(|size| usize::try_from(size).ok());
    let mut products = catalog::of_business(&phone);
    products.truncate(size.unwrap_or(SIZE));
    Ok(Json(products))
}
