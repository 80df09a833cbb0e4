//! Quick replies of a number. Which one is meant, the body says: by id, or by shortcut.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::desk::{QuickReply, Scope};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::choice::Permission;
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::{Change, List, Text};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let quick_replies = get(list).post(create).patch(update).delete(remove);
    Router::new().route("/devices/{device}/quickReplies", quick_replies)
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<QuickReply>>, ApiError> {
    let scope: Option<Scope> = query.form("scope");
    let permissions: Vec<Permission> = query.forms("permissions");
    let agents = query.ids("agents");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let found = inbox.quick_replies.iter().filter(|reply| {
            scope.is_none_or(|scope| scope == reply.scope)
                && (permissions.is_empty() || permissions.contains(&reply.permission))
                && (agents.is_empty() || agents.contains(&reply.user))
        });
        page.of(found).cloned().collect()
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuickReplyBody {
    id: Option<Id>,
    shortcut: Text<2, 25>,
    message: Text<4, 6000>,
    permission: Option<Permission>,
    #[serde(default)]
    file: Change<Id>,
    keywords: Option<List<Keyword, 0, 3>>,
}

/// Letters and digits, of any script.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Keyword(String);

impl TryFrom<String> for Keyword {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if !text.is_empty() && text.chars().all(char::is_alphanumeric) {
            Ok(Self(text))
        } else {
            Err("must have letters and digits only")
        }
    }
}

impl QuickReplyBody {
    fn check_file(&self, number: &Number) -> Result<(), ApiError> {
        match &self.file {
            Change::Set(id) => number.sandbox.files.one(&id.0, |_| ()),
            Change::Keep | Change::Clear => Ok(()),
        }
    }

    fn apply(self, reply: &mut QuickReply) {
        reply.shortcut = self.shortcut.0;
        reply.message = self.message.0;
        reply.permission = self.permission.unwrap_or(reply.permission);
        match self.file {
            Change::Keep => {}
            Change::Clear => reply.file = None,
            Change::Set(file) => reply.file = Some(file.0),
        }
        if let Some(keywords) = self.keywords {
            reply.keywords = keywords.0.into_iter().map(|keyword| keyword.0).collect();
        }
    }
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<QuickReplyBody>,
) -> Result<(StatusCode, Json<QuickReply>), ApiError> {
    if body.id.is_some() {
        return Err(ApiError::wrong_field("id", "is for updates only"));
    }
    body.check_file(&number)?;
    number.inbox(|inbox| {
        let shortcut = &body.shortcut.0;
        if named(inbox, shortcut).is_some() {
            return Err(assumed::exists("quick reply", shortcut));
        }
        let reply = inbox.add_quick_reply(shortcut, "", number.now);
        body.apply(reply);
        Ok((StatusCode::CREATED, Json(reply.clone())))
    })
}

async fn update(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<QuickReplyBody>,
) -> Result<Json<QuickReply>, ApiError> {
    body.check_file(&number)?;
    number.inbox(|inbox| {
        let namesake = named(inbox, &body.shortcut.0);
        let index = match &body.id {
            Some(id) => position(inbox, id)?,
            None => namesake.ok_or_else(|| assumed::no_such("quick reply", &body.shortcut.0))?,
        };
        if namesake.is_some_and(|namesake| namesake != index) {
            return Err(assumed::exists("quick reply", &body.shortcut.0));
        }
        let reply = &mut inbox.quick_replies[index];
        body.apply(reply);
        reply.updated_at = number.now;
        Ok(Json(reply.clone()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    id: Option<Id>,
    shortcut: Option<String>,
    all: Option<bool>,
}

async fn remove(number: Number, _: NoQuery, JsonList(chosen): JsonList<Chosen>) -> Result<Json<Value>, ApiError> {
    if chosen.is_empty() {
        return Err(ApiError::wrong_field("[0]", "is required"));
    }
    number.inbox(|inbox| {
        let before = inbox.quick_replies.len();
        let mut gone = Vec::new();
        for (place, one) in chosen.iter().enumerate() {
            match (&one.id, &one.shortcut, one.all) {
                (Some(id), None, None) => gone.push(position(inbox, id)?),
                (None, Some(shortcut), None) => {
                    let found = named(inbox, shortcut);
                    gone.push(found.ok_or_else(|| assumed::no_such("quick reply", shortcut))?);
                }
                (None, None, Some(true)) if chosen.len() == 1 => gone.extend(0..before),
                _ => {
                    let reason = "must have either id or shortcut, or be all = true and alone";
                    return Err(ApiError::wrong_field(&format!("[{place}]"), reason));
                }
            }
        }
        let mut index = 0..;
        inbox.quick_replies.retain(|_| index.next().is_none_or(|index| !gone.contains(&index)));
        Ok(Json(json!({ "deleted": before - inbox.quick_replies.len() })))
    })
}

fn named(inbox: &Inbox, shortcut: &str) -> Option<usize> {
    inbox.quick_replies.iter().position(|reply| reply.shortcut == shortcut)
}

fn position(inbox: &Inbox, id: &Id) -> Result<usize, ApiError> {
    let mut replies = inbox.quick_replies.iter();
    let found = replies.position(|reply| reply.id.eq_ignore_ascii_case(&id.0));
    found.ok_or_else(|| assumed::no_such("quick reply", &id.0))
}
