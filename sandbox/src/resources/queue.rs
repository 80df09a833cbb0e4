//! The queue of a number: its counters, what it does, and what waits in it.
//!
//! Assumed: all four operations answer 200; the first two with the counters, the others with what they did.
//! Emptying without a filter empties the whole queue, as clients of the vendor do it. The sandbox does so at once, so
//! that `wait` changes nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::device::{Device, Queue, QueueStatus};
use crate::message::Message;
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::values::date::{Date, Period};
use crate::values::ids::Id;
use crate::values::wids::{ChatWid, Phone};
use crate::wire::answer::ApiError;
use crate::wire::body::{JsonBody, NoBody, OptionalJson};
use crate::wire::path::DeviceId;
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new().route("/devices/{device}/queue", get(read).post(set_status).patch(route).delete(empty))
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    outbox::settle(&sandbox);
    let device = sandbox.devices.read(&id.0, Device::clone)?;
    Ok(Json(counters(&sandbox, &device)))
}

/// What the API shows of a number's queue.
pub fn counters(sandbox: &Sandbox, device: &Device) -> Value {
    let queue = &device.queue;
    let now = sandbox.clock.date();
    let (waiting, scheduled) = sandbox.messages.all(|messages| {
        let waiting = messages.iter().filter(|message| waits_at(message, &device.id));
        let scheduled = waiting.clone().filter(|message| message.is_scheduled(now));
        (waiting.count(), scheduled.count())
    });
    json!({
        "status": queue.status,
        "statusUpdatedAt": queue.status_updated_at,
        "messages": waiting,
        "scheduled": scheduled,
    })
}

/// Whether a message waits at that number.
fn waits_at(message: &Message, device: &str) -> bool {
    message.is_queued() && message.device.eq_ignore_ascii_case(device)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusBody {
    status: QueueStatus,
    force: Option<bool>,
}

async fn set_status(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    JsonBody(body): JsonBody<StatusBody>,
) -> Result<Json<Value>, ApiError> {
    if body.force == Some(true) && !matches!(body.status.0, "active" | "reject") {
        return Err(ApiError::wrong_field("force", "goes only with active and reject"));
    }
    // What was due before the change happened before it.
    outbox::settle(&sandbox);
    let now = sandbox.clock.date();
    let device = sandbox.devices.change(&id.0, |device| {
        device.queue = Queue { status: body.status, status_updated_at: now };
        device.clone()
    })?;
    Ok(Json(counters(&sandbox, &device)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteBody {
    device: Id,
}

async fn route(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    _: NoQuery,
    JsonBody(body): JsonBody<RouteBody>,
) -> Result<Json<Value>, ApiError> {
    sandbox.devices.read(&id.0, |_| ())?;
    if body.device.0.eq_ignore_ascii_case(&id.0) {
        let reason = "must be another number than the one whose queue is moved";
        return Err(ApiError::wrong_field("device", reason));
    }
    let to = sandbox.devices.read(&body.device.0, |device: &Device| device.id.clone())?;
    outbox::settle(&sandbox);
    let moved = sandbox.messages.all(|messages| {
        let waiting = messages.iter_mut().filter(|message| waits_at(message, &id.0));
        waiting.map(|message| message.device.clone_from(&to)).count()
    });
    sandbox.outbox.wake();
    Ok(Json(json!({ "device": to, "moved": moved })))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Emptying {
    skip_scheduled: Option<bool>,
    ids: Option<Vec<Id>>,
    phones: Option<Vec<Phone>>,
    groups: Option<Vec<ChatWid>>,
    before: Option<Date>,
    after: Option<Date>,
}

impl Emptying {
    fn takes(&self, message: &Message, now: Date) -> bool {
        let period = Period { after: self.after, before: self.before };
        let phone = message.target.phone();
        let kept = self.skip_scheduled == Some(true) && message.is_scheduled(now);
        let among_ids = |ids: &Vec<Id>| ids.iter().any(|id| id.0.eq_ignore_ascii_case(&message.id));
        let among_phones = |phones: &Vec<Phone>| phones.iter().any(|one| Some(&one.0) == phone.as_ref());
        let among_groups = |groups: &Vec<ChatWid>| groups.iter().any(|one| one.0 == message.target.wid);
        !kept
            && self.ids.as_ref().is_none_or(among_ids)
            && self.phones.as_ref().is_none_or(among_phones)
            && self.groups.as_ref().is_none_or(among_groups)
            && period.contains(message.created)
    }
}

async fn empty(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    OptionalJson(filter): OptionalJson<Emptying>,
) -> Result<Json<Value>, ApiError> {
    query.flag("wait");
    query.finish()?;
    sandbox.devices.read(&id.0, |_| ())?;
    outbox::settle(&sandbox);
    let filter = filter.unwrap_or_default();
    let now = sandbox.clock.date();
    let deleted = drop_waiting(&sandbox, &id.0, |message| filter.takes(message, now));
    Ok(Json(json!({ "deleted": deleted })))
}

/// Takes messages that wait at a number out of its queue, and says how many.
pub fn drop_waiting(sandbox: &Sandbox, device: &str, goes: impl Fn(&Message) -> bool) -> usize {
    sandbox.messages.all(|messages| {
        let before = messages.len();
        messages.retain(|message| !waits_at(message, device) || !goes(message));
        before - messages.len()
    })
}
