//! Groups of a number: the groups themselves and their pictures.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::group::{Group, Lifetime, PermissionChanges};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::wids::{GroupWid, Phone};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_LARGE_SIZE};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, List, Text};
use crate::wire::path::{At, Placeholder};
use crate::wire::picture::PictureBody;
use crate::wire::query::{NoQuery, Query};

mod invitations;

pub use invitations::invite_code;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let groups = "/devices/{device}/groups";
    let group = "/devices/{device}/groups/{group}";
    Router::new()
        .route(groups, get(list).post(create).put(invitations::join).delete(leave))
        .route(group, get(read).patch(update))
        .route(&format!("{group}/image"), put(set_picture))
        .route(&format!("{group}/invite"), get(invitations::read).delete(invitations::revoke))
}

/// The id of a group, with or without `@g.us`; or of a broadcast list, with `@broadcast`.
pub struct GroupId(pub String);

impl GroupId {
    fn full(text: &str) -> Result<String, String> {
        let full = if text.contains('@') { text.to_owned() } else { format!("{text}@g.us") };
        let group = full.replace("@broadcast", "@g.us").parse::<GroupWid>();
        group.map(|_| full)
    }
}

impl Placeholder for GroupId {
    const NAME: &'static str = "group";

    fn read(text: &str) -> Result<Self, String> {
        Self::full(text).map(Self)
    }
}

impl TryFrom<String> for GroupId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::full(&text).map(Self)
    }
}

const KINDS: [&str; 4] = ["group", "broadcast", "channel", "any"];

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let mut kinds = query.choices("kind", &KINDS);
    let page = query.page(MAX_LARGE_SIZE);
    query.finish()?;
    if kinds.is_empty() {
        kinds = vec!["group".to_owned(), "broadcast".to_owned()];
    }
    let wants = |kind: &str| kinds.iter().any(|one| one == kind || one == "any");
    Ok(Json(number.inbox(|inbox| {
        let groups = inbox.groups.iter().filter(|group| wants(group.kind));
        let channels = inbox.channels.iter().filter(|_| wants("channel"));
        // Making a view of each before paging would be slow for long lists.
        let all = groups.map(Ok).chain(channels.map(Err));
        let shown = page.of(all).map(|one| match one {
            Ok(group) => group.view(inbox),
            Err(channel) => channel.view(inbox),
        });
        shown.collect()
    })))
}

/// Somebody whom a request puts into a group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Who it is.
    pub phone: Phone,
    /// Whether they become an admin.
    #[serde(default)]
    pub admin: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewGroup {
    name: Text<1, 100>,
    #[serde(default)]
    description: Change<Text<1, 500>>,
    participants: List<Member, 1, 1000>,
    permissions: Option<PermissionChanges>,
    ephemeral: Option<Lifetime>,
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<NewGroup>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    if body.ephemeral == Some(Lifetime("off")) {
        let reason = "must be one of 24h, 7d, 90d; leave it out for off";
        return Err(ApiError::wrong_field("ephemeral", reason));
    }
    let phone = own_phone(&number)?;
    number.inbox(|inbox| {
        let name = &body.name.0;
        if inbox.groups.iter().any(|group| group.name == *name) {
            return Err(assumed::exists("group", name));
        }
        let group = inbox.add_group(name, &phone, number.now);
        body.description.apply(&mut group.description);
        body.permissions.unwrap_or_default().apply(&mut group.permissions);
        group.ephemeral = body.ephemeral.unwrap_or(group.ephemeral);
        for member in &body.participants.0 {
            group.admit(&member.phone.0, member.admin, number.now);
        }
        let group = group.clone();
        Ok((StatusCode::CREATED, Json(group.view(inbox))))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaving {
    #[serde(deserialize_with = "group_id")]
    id: GroupId,
    remove: Option<bool>,
}

fn group_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<GroupId, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.try_into().map_err(serde::de::Error::custom)
}

/// Without `remove`, a group that cannot be written to any more is left.
async fn leave(number: Number, _: NoQuery, JsonBody(body): JsonBody<Leaving>) -> Result<Json<Value>, ApiError> {
    let phone = own_phone(&number)?;
    let wid = body.id.0;
    number.inbox(|inbox| position(inbox, &wid).map(|_| ()))?;
    let now = number.sandbox.clock.now();
    let online = number.sandbox.devices.read(&number.id, |device| device.session.is_usable(now))?;
    if !online {
        return Err(assumed::unreachable());
    }
    number.inbox(|inbox| {
        if body.remove.unwrap_or(true) {
            inbox.groups.retain(|group| group.wid != wid);
            inbox.remove_chats(|chat| chat.wid == wid);
        } else {
            let index = position(inbox, &wid)?;
            let group = &mut inbox.groups[index];
            group.read_only = true;
            group.participants.retain(|one| one.phone != phone);
        }
        Ok(Json(json!({})))
    })
}

async fn read(number: Number, At(GroupId(wid)): At<GroupId>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        position(inbox, &wid)?;
        Ok(Json(view(inbox, &wid)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupChanges {
    name: Option<Text<1, 100>>,
    #[serde(default)]
    description: Change<Text<1, 500>>,
    permissions: Option<PermissionChanges>,
    ephemeral: Option<Lifetime>,
}

async fn update(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<GroupChanges>,
) -> Result<Json<Value>, ApiError> {
    change(&number, &wid, |group| {
        if let Some(name) = body.name {
            group.name = name.0;
        }
        body.description.apply(&mut group.description);
        body.permissions.unwrap_or_default().apply(&mut group.permissions);
        group.ephemeral = body.ephemeral.unwrap_or(group.ephemeral);
        Ok(())
    })
}

async fn set_picture(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<PictureBody>,
) -> Result<Json<Value>, ApiError> {
    let picture = body.picture()?;
    change(&number, &wid, |group| {
        group.picture = Some(picture);
        Ok(())
    })
}

/// Changes a group, and answers with it.
pub fn change(
    number: &Number,
    wid: &str,
    change: impl FnOnce(&mut Group) -> Result<(), ApiError>,
) -> Result<Json<Value>, ApiError> {
    let group = number.inbox(|inbox| {
        let index = position(inbox, wid)?;
        change(&mut inbox.groups[index])?;
        let name = inbox.groups[index].name.clone();
        if let Some(chat) = inbox.chats.iter_mut().find(|chat| chat.wid == wid) {
            chat.name = name;
        }
        Ok::<_, ApiError>(view(inbox, wid))
    })?;
    number.tell(EventName("group:update"), &group);
    Ok(Json(group))
}

/// Where the group is; 404 when there is no such one.
pub fn position(inbox: &Inbox, wid: &str) -> Result<usize, ApiError> {
    let found = inbox.groups.iter().position(|group| group.wid == wid);
    found.ok_or_else(|| assumed::no_such("group", wid))
}

fn view(inbox: &Inbox, wid: &str) -> Value {
    inbox.group(wid).map_or(Value::Null, |group| group.view(inbox))
}

fn own_phone(number: &Number) -> Result<String, ApiError> {
    let phone = number.own_phone();
    phone.ok_or_else(|| assumed::conflict("The number was never linked to a phone"))
}
