//! The WhatsApp session of a number: reboot, reset, start, sync, health, and linking by QR or pairing code.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::queue;
use crate::account::device::{Device, Stats};
use crate::account::session::SessionStatus;
use crate::inbox::Inbox;
use crate::state::Sandbox;
use crate::values::clock::SimTime;
use crate::values::wids::Phone;
use crate::wire::answer::ApiError;
use crate::wire::body::{NoBody, OptionalJson};
use crate::wire::path::DeviceId;
use crate::wire::query::Query;

mod answers;

pub use answers::SessionAnswer;
use answers::{AuthCode, QR_ENCODINGS};

/// How long reboot and start hold their answer at most.
const BOOT_WAIT: Duration = Duration::from_secs(90);
/// How long reset holds its answer at most.
const RESET_WAIT: Duration = Duration::from_mins(2);

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/devices/{device}/reboot", post(reboot))
        .route("/devices/{device}/reset", post(reset))
        .route("/devices/{device}/start", post(start))
        .route("/devices/{device}/sync", get(sync))
        .route("/devices/{device}/health", get(health))
        .route("/devices/{device}/scan", get(scan))
        .route("/devices/{device}/authcode", post(authcode))
}

async fn reboot(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<SessionAnswer>, ApiError> {
    let force = query.flag("force");
    let wait = query.flag("wait");
    let sync = query.flag("sync");
    query.finish()?;
    let now = sandbox.clock.now();
    sandbox.devices.change(&id.0, |device| {
        if device.session.is_stopped(now) && !force {
            return Err(answers::stopped(device, now));
        }
        device.session.boot(now, sync);
        Ok(())
    })??;
    answer(&sandbox, &id, wait.then(|| now.after(BOOT_WAIT))).await
}

async fn reset(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<SessionAnswer>, ApiError> {
    let data = query.flag("data");
    let wait = query.flag("wait");
    let empty_queue = query.flag("emptyQueue");
    query.finish()?;
    let now = sandbox.clock.now();
    let device = sandbox.devices.change(&id.0, |device| {
        device.session.reset(now);
        if data {
            device.stats = Stats::default();
        }
        device.id.clone()
    })?;
    if data {
        sandbox.inboxes.of(&device, Inbox::wipe);
    }
    if empty_queue {
        queue::drop_waiting(&sandbox, &device, |_| true);
    }
    answer(&sandbox, &id, wait.then(|| now.after(RESET_WAIT))).await
}

async fn start(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<SessionAnswer>, ApiError> {
    let wait = query.flag("wait");
    query.finish()?;
    let now = sandbox.clock.now();
    sandbox.devices.change(&id.0, |device| {
        if device.session.is_stopped(now) {
            device.session.boot(now, false);
        }
    })?;
    answer(&sandbox, &id, wait.then(|| now.after(BOOT_WAIT))).await
}

async fn sync(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    query: Query,
    _: NoBody,
) -> Result<Json<SessionAnswer>, ApiError> {
    query.finish()?;
    let now = sandbox.clock.now();
    let synced = sandbox.devices.change(&id.0, |device| device.session.sync(now))?;
    synced.map_err(answers::sync_too_soon)?;
    answer(&sandbox, &id, None).await
}

async fn health(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    query: Query,
    _: NoBody,
) -> Result<Json<SessionAnswer>, ApiError> {
    query.finish()?;
    answer(&sandbox, &id, None).await
}

async fn scan(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Response, ApiError> {
    let force = query.flag("force");
    let encoding = query.choice("encoding", &QR_ENCODINGS);
    query.finish()?;
    let now = sandbox.clock.now();
    sandbox.devices.change(&id.0, |device| {
        await_link(device, now, force)?;
        let encoding = encoding.as_deref().unwrap_or("svg");
        Ok(answers::scan(encoding, &device.id, now))
    })?
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthCodeBody {
    phone: Option<Phone>,
}

async fn authcode(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    OptionalJson(body): OptionalJson<AuthCodeBody>,
) -> Result<Json<AuthCode>, ApiError> {
    let force = query.flag("force");
    query.finish()?;
    let asked_for = body.and_then(|body| body.phone);
    let now = sandbox.clock.now();
    sandbox.devices.change(&id.0, |device| {
        let phone = asked_for.map(|phone| phone.0).or_else(|| device.phone.clone());
        let phone = phone.ok_or_else(answers::phone_missing)?;
        await_link(device, now, force)?;
        Ok(Json(AuthCode::new(&device.id, &phone, now)))
    })?
}

/// Brings a session to where a phone can be linked, or says why that is not possible.
fn await_link(device: &mut Device, now: SimTime, force: bool) -> Result<(), ApiError> {
    if !force && device.session.is_linked() {
        return Err(answers::linked());
    }
    if !force && *device.session.status(now) == SessionStatus::Loading {
        return Err(answers::not_ready());
    }
    device.session.await_link(now);
    Ok(())
}

/// Answers with the session as it is; with a deadline, as it is once it is usable, or when the time is up.
async fn answer(sandbox: &Sandbox, id: &DeviceId, deadline: Option<SimTime>) -> Result<Json<SessionAnswer>, ApiError> {
    loop {
        let mut changes = sandbox.devices.changes();
        let now = sandbox.clock.now();
        let (usable, next_change) = sandbox.devices.read(&id.0, |device| {
            let session = &device.session;
            (session.is_usable(now), session.next_change(now))
        })?;
        let Some(deadline) = deadline.filter(|deadline| !usable && now < *deadline) else {
            let answer = |device: &Device| SessionAnswer::new(device, &sandbox.clock);
            return sandbox.devices.read(&id.0, answer).map(Json);
        };
        let wake = next_change.map_or(deadline, |change| change.min(deadline));
        tokio::select! {
            () = sandbox.clock.sleep_until(wake) => {}
            _ = changes.changed() => {}
        }
    }
}
