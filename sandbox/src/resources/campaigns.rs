//! Campaigns and their receivers. How one is made over the API is not known.
//!
//! Assumed: starting and stopping answers 200 with the campaign, and 409 where that makes no sense; deleting answers 204.
//! The filter `group` of campaigns and `target` of receivers take WhatsApp ids; `target` takes phones as well.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;

use crate::account::campaign::{
    Campaign, CampaignAction, CampaignStatus, Receiver, ReceiverAck, ReceiverKind, ReceiverStatus,
};
use crate::account::team::ACCOUNT_USER;
use crate::state::Sandbox;
use crate::values::choice::Sort;
use crate::values::ids::Id;
use crate::values::wids::{ChatWid, GroupWid, Phone};
use crate::wire::answer::ApiError;
use crate::wire::assumed::MAX_SIZE;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::path::EntryId;
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/campaigns", get(list))
        .route("/campaigns/{campaign}", get(read).delete(remove))
        .route("/campaigns/{campaign}/status", put(set_status))
        .route("/campaigns/{campaign}/contacts", get(receivers))
}

async fn list(State(sandbox): State<Arc<Sandbox>>, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let created = query.period("after", "before");
    let statuses: Vec<CampaignStatus> = query.forms("status");
    let devices: Vec<Id> = query.forms("device");
    let owners: Vec<Id> = query.forms("owner");
    let ids: Vec<Id> = query.forms("id");
    let phones: Vec<Phone> = query.forms("phone");
    let groups: Vec<GroupWid> = query.forms("group");
    let sort: Option<Sort> = query.form("sort");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    let phones: Vec<String> = phones.iter().map(Phone::wid).collect();
    let groups: Vec<String> = groups.into_iter().map(|group| group.0).collect();
    let among = |ids: &[Id], id: &str| ids.is_empty() || ids.iter().any(|one| one.0.eq_ignore_ascii_case(id));
    let wanted = |campaign: &&Campaign| {
        created.contains(campaign.created)
            && (statuses.is_empty() || statuses.contains(&campaign.status))
            && among(&devices, &campaign.device)
            && among(&owners, ACCOUNT_USER)
            && among(&ids, &campaign.id)
            && (phones.is_empty() || campaign.reaches(&phones))
            && (groups.is_empty() || campaign.reaches(&groups))
    };
    advance(&sandbox);
    Ok(Json(sandbox.campaigns.all(|campaigns| {
        let mut found: Vec<&Campaign> = campaigns.iter().filter(wanted).collect();
        Sort::apply(sort, &mut found, |campaign| campaign.created);
        page.of(found).map(Campaign::view).collect()
    })))
}

/// Lets all campaigns go as far as they have come by now.
fn advance(sandbox: &Sandbox) {
    let now = sandbox.clock.date();
    sandbox.campaigns.all(|campaigns| {
        for campaign in campaigns {
            campaign.advance(now);
        }
    });
}

async fn read(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    advance(&sandbox);
    sandbox.campaigns.one(&id, |campaign| Json(campaign.view()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusBody {
    action: CampaignAction,
}

async fn set_status(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    JsonBody(body): JsonBody<StatusBody>,
) -> Result<Json<Value>, ApiError> {
    advance(&sandbox);
    let now = sandbox.clock.date();
    sandbox.campaigns.one(&id, |campaign| {
        let status = match (body.action.0, campaign.status.0) {
            ("start", "draft" | "stopped" | "paused" | "incomplete" | "failed") => "processing",
            ("stop", "pending" | "processing" | "paused") => "stopped",
            (action, status) => {
                let message = format!("A campaign that is {status} cannot {action}");
                return Err(ApiError::new(StatusCode::CONFLICT, message));
            }
        };
        campaign.status = CampaignStatus(status);
        campaign.running = (status == "processing").then_some(now);
        Ok(Json(campaign.view()))
    })?
}

async fn receivers(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let search = query.text("search").map(|text| text.to_lowercase());
    let targets: Vec<PhoneOrWid> = query.forms("target");
    let kinds: Vec<ReceiverKind> = query.forms("kind");
    let statuses: Vec<ReceiverStatus> = query.forms("status");
    let acks: Vec<ReceiverAck> = query.forms("ack");
    let wids = query.list("wid");
    let sort: Option<Sort> = query.form("sort");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    let found_by = |term: &String, receiver: &Receiver| {
        let texts = [&receiver.name, &receiver.target.wid];
        texts.iter().any(|text| text.to_lowercase().contains(term.trim_start_matches('+')))
    };
    let wanted = |receiver: &&Receiver| {
        let wid = receiver.wid();
        (targets.is_empty() || targets.iter().any(|one| one.0 == receiver.target.wid))
            && (kinds.is_empty() || kinds.iter().any(|one| one.0 == receiver.kind()))
            && (statuses.is_empty() || statuses.iter().any(|one| one.0 == receiver.status()))
            && (acks.is_empty() || acks.iter().any(|one| one.0 == receiver.ack()))
            && (wids.is_empty() || wid.is_some_and(|wid| wids.contains(&wid)))
            && search.as_ref().is_none_or(|term| found_by(term, receiver))
    };
    advance(&sandbox);
    sandbox.campaigns.one(&id, |campaign| {
        let mut found: Vec<&Receiver> = campaign.receivers.iter().filter(wanted).collect();
        // Receivers come in the order of the campaign, which is the one of their turns.
        if sort.is_some_and(|sort| sort.0 == "date:desc") {
            found.reverse();
        }
        Json(page.of(found).map(|receiver| receiver.view(campaign)).collect())
    })
}

/// A receiver as a client names it.
struct PhoneOrWid(String);

impl std::str::FromStr for PhoneOrWid {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wid = text.parse().map(|phone: Phone| phone.wid());
        let wid = wid.or_else(|_| text.parse().map(|wid: ChatWid| wid.0));
        wid.map(Self).map_err(|_: String| "must be a phone number or a WhatsApp id".to_owned())
    }
}

async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    EntryId(id): EntryId,
    _: NoQuery,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    sandbox.campaigns.remove(&id)?;
    Ok(StatusCode::NO_CONTENT)
}
