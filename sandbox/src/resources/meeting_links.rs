//! Links to calls.
//!
//! Assumed: making one answers 201, deleting 200 with how many it were; deleting without a filter is a 400.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::meeting_link;
use crate::account::meeting_link::{CallKind, LinkExpiration, MeetingLink};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::addresses::WebUrl;
use crate::values::date::{Date, Period};
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::assumed::MAX_SIZE;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::Text;
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let links = get(list).post(create).delete(remove);
    Router::new().route("/devices/{device}/meeting-links", links)
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let search = query.text("search").map(|text| text.to_lowercase());
    let created = query.period("after", "before");
    let expires = query.period("expiresAfter", "expiresBefore");
    let kinds: Vec<CallKind> = query.forms("kind");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    let found_by = |term: &String, link: &MeetingLink| {
        let texts = [link.url(), link.token(), link.message.clone().unwrap_or_default()];
        texts.iter().any(|text| text.to_lowercase().contains(term))
    };
    let wanted = |link: &&MeetingLink| {
        link.device == number.id
            && link.expires > number.now
            && created.contains(link.created)
            && expires.contains(link.expires)
            && (kinds.is_empty() || kinds.contains(&link.kind))
            && search.as_ref().is_none_or(|term| found_by(term, link))
    };
    Ok(Json(number.sandbox.meeting_links.all(|links| {
        let found = links.iter().rev().filter(wanted);
        page.of(found).map(MeetingLink::view).collect()
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Creation {
    kind: CallKind,
    message: Option<Text<1, 500>>,
    expiration: Option<LinkExpiration>,
}

async fn create(number: Number, _: NoQuery, JsonBody(body): JsonBody<Creation>) -> (StatusCode, Json<Value>) {
    let expiration = body.expiration.unwrap_or(LinkExpiration("30d"));
    let link = number.sandbox.meeting_links.add(|id| MeetingLink {
        id,
        device: number.id,
        kind: body.kind,
        message: body.message.map(String::from),
        created: number.now,
        expires: meeting_link::expiry(number.now, expiration),
    });
    (StatusCode::CREATED, Json(link.view()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Deletion {
    all: Option<bool>,
    ids: Option<Vec<Id>>,
    urls: Option<Vec<WebUrl>>,
    created_before: Option<Date>,
    created_after: Option<Date>,
    expires_before: Option<Date>,
    expires_after: Option<Date>,
}

impl Deletion {
    /// Whether nothing at all says which links.
    fn is_open(&self) -> bool {
        let dates = [self.created_before, self.created_after, self.expires_before, self.expires_after];
        self.all != Some(true) && self.ids.is_none() && self.urls.is_none() && dates.iter().all(Option::is_none)
    }

    fn takes(&self, link: &MeetingLink) -> bool {
        let has_id = |ids: &Vec<Id>| ids.iter().any(|id| id.0.eq_ignore_ascii_case(&link.id));
        let has_url = |urls: &Vec<WebUrl>| urls.iter().any(|url| url.0 == link.url());
        // Links are named by id or by URL, as suits each of them.
        let named = match (&self.ids, &self.urls) {
            (None, None) => true,
            (ids, urls) => ids.as_ref().is_some_and(has_id) || urls.as_ref().is_some_and(has_url),
        };
        let created = Period { after: self.created_after, before: self.created_before };
        let expires = Period { after: self.expires_after, before: self.expires_before };
        named && created.contains(link.created) && expires.contains(link.expires)
    }
}

async fn remove(number: Number, _: NoQuery, JsonBody(wanted): JsonBody<Deletion>) -> Result<Json<Value>, ApiError> {
    if wanted.is_open() {
        let message = "Say which links: all, ids, urls or dates";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, message));
    }
    let deleted = number.sandbox.meeting_links.all(|links| {
        let before = links.len();
        links.retain(|link| link.device != number.id || !wanted.takes(link));
        before - links.len()
    });
    Ok(Json(json!({ "deleted": deleted })))
}
