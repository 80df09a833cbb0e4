//! The people in a group, and those who asked to join.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::groups::{GroupId, Member, change, position};
use crate::inbox::group::{Applicant, Group};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::wids::{Phone, UserWid};
use crate::wire::answer::ApiError;
use crate::wire::assumed;
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::List;
use crate::wire::path::At;
use crate::wire::query::NoQuery;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let group = "/devices/{device}/groups/{group}";
    let participants = post(add).patch(promote).delete(remove);
    let members = get(pending).post(approve).delete(reject);
    Router::new().route(&format!("{group}/participants"), participants).route(&format!("{group}/members"), members)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    participants: List<Member, 1, 1000>,
}

async fn add(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<Members>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let group = change(&number, &wid, |group| {
        for member in &body.participants.0 {
            group.admit(&member.phone.0, member.admin, number.now);
        }
        Ok(())
    })?;
    Ok((StatusCode::CREATED, group))
}

async fn promote(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<Members>,
) -> Result<Json<Value>, ApiError> {
    change(&number, &wid, |group| {
        refuse_strangers(group, body.participants.0.iter().map(|member| &member.phone.0))?;
        for member in &body.participants.0 {
            group.admit(&member.phone.0, member.admin, number.now);
        }
        Ok(())
    })
}

/// A phone, or the WhatsApp id of a person.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Someone(String);

impl TryFrom<String> for Someone {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.contains('@') {
            text.parse::<UserWid>()?;
        } else {
            text.parse::<Phone>()?;
        }
        Ok(Self(text))
    }
}

async fn remove(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonList(people): JsonList<Someone>,
) -> Result<Json<Value>, ApiError> {
    if people.is_empty() {
        return Err(ApiError::wrong_field("[0]", "is required"));
    }
    change(&number, &wid, |group| {
        refuse_strangers(group, people.iter().map(|one| &one.0))?;
        group.participants.retain(|member| !people.iter().any(|one| member.is(&one.0)));
        Ok(())
    })
}

fn refuse_strangers<'a>(group: &Group, mut names: impl Iterator<Item = &'a String>) -> Result<(), ApiError> {
    match names.find(|name| !group.participants.iter().any(|member| member.is(name))) {
        Some(name) => Err(assumed::no_such("participant", name)),
        None => Ok(()),
    }
}

async fn pending(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Vec<Applicant>>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        Ok(Json(inbox.groups[index].pending.clone()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    #[serde(default)]
    all: bool,
    phones: Option<List<Phone, 1, 1000>>,
}

async fn approve(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<Decision>,
) -> Result<Json<Value>, ApiError> {
    let mut approved = Vec::new();
    let _ = change(&number, &wid, |group| {
        approved = decide(group, &body)?;
        for phone in &approved {
            group.admit(phone, false, number.now);
        }
        Ok(())
    })?;
    Ok(Json(json!({ "approved": approved })))
}

async fn reject(
    number: Number,
    At(GroupId(wid)): At<GroupId>,
    _: NoQuery,
    JsonBody(body): JsonBody<Decision>,
) -> Result<Json<Value>, ApiError> {
    let mut rejected = Vec::new();
    let _ = change(&number, &wid, |group| {
        rejected = decide(group, &body)?;
        Ok(())
    })?;
    Ok(Json(json!({ "rejected": rejected })))
}

/// Takes those who are meant from the list of those who wait.
fn decide(group: &mut Group, decision: &Decision) -> Result<Vec<String>, ApiError> {
    let phones: Vec<String> = match (&decision.phones, decision.all) {
        (Some(phones), false) => phones.0.iter().map(|phone| phone.0.clone()).collect(),
        (None, true) => group.pending.iter().map(|one| one.phone.clone()).collect(),
        _ => {
            return Err(ApiError::wrong_field("phones", "send either phones, or all = true"));
        }
    };
    let waits = |phone: &&String| group.pending.iter().any(|one| one.phone == **phone);
    if let Some(stranger) = phones.iter().find(|phone| !waits(phone)) {
        return Err(assumed::no_such("pending member", stranger));
    }
    group.pending.retain(|one| !phones.contains(&one.phone));
    Ok(phones)
}
