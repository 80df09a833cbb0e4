//! Status stories: of contacts, and the number's own, published or planned.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::ChatName;
use crate::account::file;
use crate::inbox::Inbox;
use crate::inbox::contact::Contact;
use crate::inbox::message::{Ack, Flow};
use crate::inbox::status::{Background, Delay, Font, Status, StatusMedia, StatusType};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::date::{Date, Period, Span};
use crate::values::ids::Id;
use crate::values::wids::{ChatWid, MessageWid};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{List, Text, Whole};
use crate::wire::path::{At, Placeholder};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let statuses = get(list).post(publish).delete(remove);
    Router::new().route("/chat/{device}/status", statuses).route("/chat/{device}/status/{status}", get(read))
}

/// WhatsApp's id of a status, or the platform's.
struct StatusId(String);

impl Placeholder for StatusId {
    const NAME: &'static str = "status";

    fn read(text: &str) -> Result<Self, String> {
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex && matches!(text.len(), 20..=22 | 24) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be 20 to 22, or 24 hex digits".to_owned())
        }
    }
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let filter = Filter::read(&mut query);
    let sort = query.choice("sort", &["date:desc", "date:asc"]);
    let page = query.page(MAX_SIZE);
    query.finish()?;
    number.inbox(|inbox| {
        let between = filter.between(inbox)?;
        let found = inbox
            .statuses
            .iter()
            .filter(|status| between.contains(status.date) && filter.finds(status, inbox, number.now));
        let mut statuses: Vec<&Status> = found.collect();
        if sort.as_deref() == Some("date:asc") {
            statuses.sort_by_key(|status| status.date);
        } else {
            statuses.sort_by_key(|status| Reverse(status.date));
        }
        let shown = page.of(statuses).map(|status| status.view(inbox, number.now));
        Ok(Json(shown.collect()))
    })
}

struct Filter {
    flow: Option<Flow>,
    mine: Option<bool>,
    scheduled: Option<bool>,
    acks: Vec<Ack>,
    wids: Vec<MessageWid>,
    search: Option<String>,
    chat: Option<ChatWid>,
    phone: Option<ChatName>,
    reference: Option<String>,
    kinds: Vec<StatusType>,
    begin: Option<MessageWid>,
    end: Option<MessageWid>,
    period: Period,
}

impl Filter {
    fn read(query: &mut Query) -> Self {
        Self {
            flow: query.form("flow"),
            mine: query.boolean("mine"),
            scheduled: query.boolean("scheduled"),
            acks: query.forms("ack"),
            wids: query.forms("wid"),
            search: query.text("search").map(|text| text.to_lowercase()),
            chat: query.form("chat"),
            phone: query.form("phone"),
            reference: query.text("reference"),
            kinds: query.forms("type"),
            begin: query.form("begin"),
            end: query.form("end"),
            period: query.period("after", "before"),
        }
    }

    /// `begin` and `end` are entries: those and everything between them is found.
    fn between(&self, inbox: &Inbox) -> Result<Period, ApiError> {
        let date = |wid: Option<&MessageWid>| {
            wid.map(|wid| position(inbox, &wid.0).map(|index| inbox.statuses[index].date)).transpose()
        };
        Ok(Period {
            after: date(self.begin.as_ref())?.map(|date| date.plus(-1)),
            before: date(self.end.as_ref())?.map(|date| date.plus(1)),
        })
    }

    fn finds(&self, status: &Status, inbox: &Inbox, now: Date) -> bool {
        let mine = status.flow.0 == "outbound";
        self.flow.is_none_or(|flow| flow == status.flow)
            && self.mine.is_none_or(|wanted| wanted == mine)
            && self.scheduled.is_none_or(|wanted| wanted == status.waits(now))
            && (self.acks.is_empty() || self.acks.contains(&status.ack(now)))
            && (self.wids.is_empty() || self.wids.iter().any(|wid| status.is(&wid.0)))
            && self.chat.iter().all(|chat| chat.0 == status.from)
            && self.phone.iter().all(|phone| phone.0 == status.from)
            && self.reference.iter().all(|text| status.reference.as_ref() == Some(text))
            && (self.kinds.is_empty() || self.kinds.contains(&status.kind))
            && self.period.contains(status.date)
            && self.search.iter().all(|text| {
                let contact = inbox.contact(&status.from).map(Contact::display_name);
                let media = status.media.as_ref().and_then(|media| media.filename.clone());
                let texts = [Some(status.message.clone()), contact, media];
                texts.iter().flatten().any(|one| one.to_lowercase().contains(text))
            })
    }
}

async fn read(number: Number, At(StatusId(id)): At<StatusId>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &id)?;
        Ok(Json(inbox.statuses[index].view(inbox, number.now)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewStatus {
    message: Option<Text<1, 650>>,
    font: Option<Font>,
    color: Option<Background>,
    reference: Option<Text<1, 150>>,
    media: Option<StatusMedia>,
    schedule: Option<Schedule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Schedule {
    /// In seconds; no more than a year.
    delay: Option<Whole<0, 31_536_000>>,
    delay_to: Option<Delay>,
    date: Option<Date>,
}

impl Schedule {
    fn date(&self, now: Date) -> Result<Date, ApiError> {
        let seconds = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        match (self.delay, self.delay_to, self.date) {
            (Some(delay), None, None) => Ok(now.plus(seconds(delay.0))),
            (None, Some(delay), None) => {
                let span: Span =
                    delay.0.parse().map_err(|reason: String| ApiError::wrong_field("schedule.delayTo", reason))?;
                Ok(now.plus(seconds(span.0.as_secs())))
            }
            (None, None, Some(date)) => Ok(date),
            _ => Err(ApiError::wrong_field("schedule", "must have exactly one of delay, delayTo and date")),
        }
    }
}

async fn publish(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<NewStatus>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    if body.message.is_some() == body.media.is_some() {
        let reason = "send exactly one of message and media";
        return Err(ApiError::wrong_field("message", reason));
    }
    let media = body.media.map(|media| Ok((kind(&number, &media)?, media)));
    let media = media.transpose()?;
    let schedule = body.schedule.map(|schedule| schedule.date(number.now));
    let date = schedule.transpose()?;
    let from = number.own_wid();
    let status = number.inbox(|inbox| {
        let text = body.message.map_or_else(String::new, |message| message.0);
        let status = inbox.add_status(&from, "outbound", &text, date.unwrap_or(number.now));
        status.planned = date.is_some();
        status.font = body.font;
        status.color = body.color;
        status.reference = body.reference.map(|reference| reference.0);
        if let Some((kind, media)) = media {
            status.kind = kind;
            let caption = media.message.clone();
            status.message = caption.map_or_else(String::new, |caption| caption.0);
            status.media = Some(media);
        }
        status.clone().view(inbox, number.now)
    });
    number.tell(EventName("status:update"), &status);
    Ok((StatusCode::CREATED, Json(status)))
}

/// What a status shows. A stored file must exist.
fn kind(number: &Number, media: &StatusMedia) -> Result<StatusType, ApiError> {
    let mime = match (&media.file, &media.url) {
        (Some(id), None) => {
            let mime = number.sandbox.files.one(&id.0, |file| file.mime.clone());
            mime.map_err(|error| error.with_code("file:not_found"))?
        }
        (None, Some(url)) => file::mime_of(&url.0),
        _ => {
            return Err(ApiError::wrong_field("media", "must have exactly one of url and file"));
        }
    };
    Ok(StatusType(if mime.starts_with("video/") { "video" } else { "image" }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    all: Option<bool>,
    scheduled: Option<List<Id, 1, 1000>>,
    status: Option<List<MessageWid, 1, 1000>>,
}

/// Only the number's own can be deleted.
async fn remove(number: Number, _: NoQuery, JsonBody(body): JsonBody<Chosen>) -> Result<Json<Value>, ApiError> {
    let ids: Option<Vec<String>> = match (body.all, body.scheduled, body.status) {
        (Some(true), None, None) => None,
        (None, Some(scheduled), None) => Some(scheduled.0.into_iter().map(|id| id.0).collect()),
        (None, None, Some(status)) => Some(status.0.into_iter().map(|wid| wid.0).collect()),
        _ => {
            return Err(ApiError::wrong_field("all", "send exactly one of all = true, scheduled and status"));
        }
    };
    number.inbox(|inbox| {
        for id in ids.iter().flatten() {
            let index = position(inbox, id)?;
            if inbox.statuses[index].flow.0 == "inbound" {
                return Err(assumed::no_such("own status", id));
            }
        }
        let before = inbox.statuses.len();
        inbox.statuses.retain(|status| match &ids {
            Some(ids) => !ids.iter().any(|id| status.is(id)),
            None => status.flow.0 == "inbound",
        });
        Ok(Json(json!({ "deleted": before - inbox.statuses.len() })))
    })
}

fn position(inbox: &Inbox, id: &str) -> Result<usize, ApiError> {
    let found = inbox.statuses.iter().position(|status| status.is(id));
    found.ok_or_else(|| assumed::no_such("status", id))
}
