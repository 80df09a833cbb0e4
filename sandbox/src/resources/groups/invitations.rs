//! The invitation of a group: its code, and joining a group with it.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{GroupId, own_phone, position, view};
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::group::Group;
use crate::resources::Number;
use crate::wire::answer::ApiError;
use crate::wire::assumed;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::Text;
use crate::wire::path::At;
use crate::wire::query::NoQuery;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    code: Option<Text<1, 100>>,
    url: Option<String>,
}

/// The code of an invitation to a group or channel, which a request gives by itself or in its link.
pub fn invite_code(code: Option<String>, url: Option<String>, link: &str) -> Result<String, ApiError> {
    match (code, url) {
        (Some(code), None) => Ok(code),
        (None, Some(url)) => {
            let code = url.strip_prefix(link).filter(|code| !code.is_empty());
            let reason = || format!("must be a link like {link}…");
            code.map(str::to_owned).ok_or_else(|| ApiError::wrong_field("url", reason()))
        }
        _ => Err(ApiError::wrong_field("code", "send exactly one of code and url")),
    }
}

/// A number can join the groups of the other numbers.
pub async fn join(number: Number, _: NoQuery, JsonBody(body): JsonBody<Invitation>) -> Result<Json<Value>, ApiError> {
    let link = "https://chat.whatsapp.com/";
    let code = invite_code(body.code.map(|code| code.0), body.url, link)?;
    let phone = own_phone(&number)?;
    let is_member = number.inbox(|inbox| {
        let mut groups = inbox.groups.iter();
        groups.any(|group| group.invite_code == code && !group.read_only)
    });
    if is_member {
        return Err(assumed::conflict("The number is in that group already"));
    }
    let found = number.sandbox.inboxes.all(|inboxes| {
        let mut groups = inboxes.iter_mut().flat_map(|inbox| &mut inbox.groups);
        let group = groups.find(|group| group.invite_code == code)?;
        group.admit(&phone, false, number.now);
        Some(group.clone())
    });
    let group = found.ok_or_else(|| assumed::no_such("group with the invite code", &code))?;
    number.inbox(|inbox| {
        inbox.groups.retain(|one| one.wid != group.wid);
        if inbox.chat(&group.wid).is_none() {
            let kind = ChatKind("group");
            inbox.chats.push(Chat::new(&group.wid, kind, &group.name, number.now));
        }
        let wid = group.wid.clone();
        inbox.groups.push(Group { read_only: false, ..group });
        Ok(Json(view(inbox, &wid)))
    })
}

/// `GET /devices/{device}/groups/{group}/invite`
pub async fn read(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        Ok(Json(invite(&inbox.groups[index])))
    })
}

/// The old code is worth nothing from now on; the answer holds the new one.
pub async fn revoke(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        inbox.groups[index].invite_code = inbox.new_invite_code();
        Ok(Json(invite(&inbox.groups[index])))
    })
}

fn invite(group: &Group) -> Value {
    json!({ "inviteCode": group.invite_code, "inviteLink": group.invite_link() })
}
