//! The WhatsApp numbers of the account: search and details. What changes them is in `manage`.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde_json::{Map, Value};

use crate::account::device::{Device, EXCLUDABLE, INCLUDABLE, STATUS_FILTER};
use crate::account::session::SessionStatus;
use crate::resources::queue;
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::wire::answer::ApiError;
use crate::wire::body::NoBody;
use crate::wire::path::DeviceId;
use crate::wire::query::Query;

mod manage;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let device = get(read).patch(manage::update).delete(manage::remove);
    Router::new()
        .route("/devices", get(list).post(manage::create))
        .route("/devices/{device}", device)
        .route("/devices/{device}/chats", delete(manage::remove_chats))
}

async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Map<String, Value>>>, ApiError> {
    let ids = query.ids("ids");
    let status = query.choice("status", &STATUS_FILTER);
    let session_status = query.choice("sessionStatus", &SessionStatus::FILTER);
    let terms = query.list("search");
    let page = query.page(100);
    query.finish()?;

    let now = sandbox.clock.now();
    let wanted = |device: &&Device| {
        (ids.is_empty() || ids.iter().any(|id| device.has_id(id)))
            && status.iter().all(|status| status == "any" || *status == device.status)
            && session_status.iter().all(|status| device.session.status(now).is_found_by(status))
            && (terms.is_empty() || terms.iter().any(|term| is_found_by(device, term)))
    };
    let found: Vec<Device> = sandbox.devices.all(|all| {
        let found = all.iter().filter(wanted);
        page.of(found).cloned().collect()
    });
    outbox::settle(&sandbox);
    let views = found.iter().map(|device| view(device, &sandbox, &[], &[])).collect();
    Ok(Json(views))
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    id: DeviceId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let include = query.choices("include", &INCLUDABLE);
    let exclude = query.choices("exclude", &EXCLUDABLE);
    query.finish()?;
    let device = sandbox.devices.read(&id.0, Device::clone)?;
    outbox::settle(&sandbox);
    Ok(Json(view(&device, &sandbox, &include, &exclude)))
}

fn view(device: &Device, sandbox: &Sandbox, include: &[String], exclude: &[String]) -> Map<String, Value> {
    let mut view = device.view(&sandbox.clock);
    view.insert("queue".to_owned(), queue::counters(sandbox, device));
    view.retain(|name, _| {
        let shown = !INCLUDABLE.contains(&name.as_str()) || include.contains(name);
        shown && !exclude.contains(name)
    });
    view
}

/// Whether phone, alias or id contain the term.
fn is_found_by(device: &Device, term: &str) -> bool {
    let term = term.to_lowercase();
    let texts = [Some(&device.id), device.phone.as_ref(), device.alias.as_ref()];
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(&term))
}
