//! `GET /messages`: by content, state, sender, receiver and time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::view;
use crate::account::device::Device;
use crate::message::draft::Priority;
use crate::message::{DeliveryStatus, Message, MessageInclude, MessageStatus, WebhookStatus};
use crate::state::Sandbox;
use crate::tasks::outbox;
use crate::values::choice::{Sort, choices};
use crate::values::date::Period;
use crate::values::ids::Id;
use crate::values::wids::{ChannelWid, GroupWid, Phone};
use crate::wire::answer::ApiError;
use crate::wire::assumed::MAX_SIZE;
use crate::wire::body::NoBody;
use crate::wire::query::Query;

choices! {
    /// Where a message was made.
    Source = "api chat";
    /// The kind of receiver.
    TargetKind = "user group channel";
}

/// What is looked for. Empty lists and missing members find everything.
struct Search {
    text: Option<String>,
    statuses: Vec<MessageStatus>,
    delivery: Vec<DeliveryStatus>,
    webhook: Vec<WebhookStatus>,
    ids: Vec<Id>,
    wa_ids: Vec<String>,
    agents: Vec<Id>,
    source: Option<Source>,
    target: Option<TargetKind>,
    kinds: Vec<String>,
    devices: Vec<Id>,
    device: Option<String>,
    references: Vec<String>,
    priorities: Vec<Priority>,
    wids: Vec<String>,
    deliver: Period,
    created: Period,
}

impl Search {
    fn read(query: &mut Query) -> Self {
        let phone: Option<Phone> = query.form("phone");
        let group: Option<GroupWid> = query.form("group");
        let channel: Option<ChannelWid> = query.form("channel");
        let wids = [phone.map(|phone| phone.wid()), group.map(|group| group.0), channel.map(|channel| channel.0)];
        Self {
            text: query.text("search").map(|text| text.to_lowercase()),
            statuses: query.forms("status"),
            delivery: query.forms("deliveryStatus"),
            webhook: query.forms("webhookStatus"),
            ids: query.forms("ids"),
            wa_ids: query.list("waIds"),
            agents: query.forms("agents"),
            source: query.form("source"),
            target: query.form("target"),
            kinds: query.list("type"),
            devices: query.forms("devices"),
            device: query.text("device"),
            references: query.list("reference"),
            priorities: query.forms("priority"),
            wids: wids.into_iter().flatten().collect(),
            deliver: query.period("after", "before"),
            created: query.period("createdAfter", "createdBefore"),
        }
    }

    fn finds(&self, message: &Message) -> bool {
        let has_id = |ids: &[Id], id: &str| ids.is_empty() || ids.iter().any(|one| one.0.eq_ignore_ascii_case(id));
        let has = |list: &[String], text: Option<&str>| {
            list.is_empty() || text.is_some_and(|text| list.iter().any(|one| one == text))
        };
        // First, because it leaves next to nothing of very many messages.
        if !has(&self.references, message.reference.as_deref()) {
            return false;
        }
        let status = message.status();
        let state = (self.statuses.is_empty()
            || self.statuses.iter().any(|one| matches!(one.0, "any") || one.0 == status))
            && (self.delivery.is_empty() || self.delivery.iter().any(|one| one.0 == message.delivery_status()))
            && (self.webhook.is_empty() || self.webhook.iter().any(|one| one.0 == message.webhook_status()));
        let ends = has_id(&self.ids, &message.id)
            && has_id(&self.devices, &message.device)
            && has_id(&self.agents, message.text("agent").unwrap_or_default())
            && self.device.as_ref().is_none_or(|id| message.device.eq_ignore_ascii_case(id))
            && self.target.is_none_or(|target| target.0 == message.target.kind)
            && self.wids.iter().all(|wid| *wid == message.target.wid);
        state
            && ends
            && has(&self.wa_ids, message.wa_id().as_deref())
            && has(&self.kinds, Some(message.kind))
            && self.source.is_none_or(|source| source.0 == "api")
            && (self.priorities.is_empty() || self.priorities.contains(&message.priority))
            && self.deliver.contains(message.deliver_at)
            && self.created.contains(message.created)
            && self.text.as_ref().is_none_or(|term| is_found_by(message, term))
    }
}

/// Whether text, receiver or ids hold the term.
fn is_found_by(message: &Message, term: &str) -> bool {
    let phone = message.target.phone().unwrap_or_default();
    let texts = [
        message.text("message").unwrap_or_default(),
        &phone,
        &message.target.wid,
        &message.id,
        &message.wa_id().unwrap_or_default(),
    ];
    texts.iter().any(|text| text.to_lowercase().contains(term))
}

/// `GET /messages`
pub async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let mut search = Search::read(&mut query);
    let include: Vec<MessageInclude> = query.forms("include");
    let sort: Option<Sort> = query.form("sort");
    let page = query.page(MAX_SIZE);
    query.finish()?;

    // The id of a number, or its phone.
    if let Some(named) = &search.device {
        let is_it = |device: &&Device| device.has_id(named) || device.phone.as_ref() == Some(named);
        let found = sandbox.devices.all(|all| all.iter().find(is_it).map(|device| device.id.clone()));
        search.device = Some(found.unwrap_or_else(|| named.clone()));
    }
    outbox::settle(&sandbox);
    let found: Vec<Message> = sandbox.messages.all(|messages| {
        let found = messages.iter().filter(|message| search.finds(message));
        let mut found: Vec<&Message> = found.collect();
        Sort::apply(sort, &mut found, |message| message.created);
        page.of(found).cloned().collect()
    });
    let views = found.iter().map(|message| view::view(&sandbox, message, &include));
    Ok(Json(views.collect()))
}
