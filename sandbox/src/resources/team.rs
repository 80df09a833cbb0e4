//! The people of the account, and their access to numbers. Whom a request means, its body says.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::team::{Person, Role, Team, User, UserColor, UserStatus, no_access};
use crate::inbox::Inbox;
use crate::inbox::chat::ChatStatus;
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::addresses::Email;
use crate::values::choice::Handover;
use crate::values::date::Date;
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{List, Text};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let of_device = get(list_of_device).post(create).patch(grant).delete(revoke);
    Router::new().route("/team", get(list).patch(update).delete(remove)).route("/devices/{device}/team", of_device)
}

async fn list(State(sandbox): State<Arc<Sandbox>>, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let ids = query.ids("ids");
    let except = query.ids("exceptIds");
    let status: Vec<UserStatus> = query.forms("status");
    let role: Vec<Role> = query.forms("role");
    let search = query.text("search").map(|text| text.to_lowercase());
    let device: Option<Id> = query.form("device");
    let seen = query.period("onlineAfter", "onlineBefore");
    let login = query.period("loginAfter", "loginBefore");
    let page = query.page(MAX_SIZE);
    query.finish()?;

    let wanted = |user: &&User| {
        (ids.is_empty() || ids.contains(&user.id))
            && !except.contains(&user.id)
            && (status.is_empty() || status.contains(&user.status))
            && (role.is_empty() || role.contains(&user.role))
            && search
                .iter()
                .all(|text| user.name.to_lowercase().contains(text) || user.email.to_lowercase().contains(text))
            && device.iter().all(|device| user.may_use(&device.0))
            && seen.allows(user.seen)
            && login.allows(user.login)
    };
    Ok(Json(sandbox.team.all(|users| page.of(users.iter().filter(wanted)).map(User::view).collect())))
}

async fn list_of_device(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let size = query.number("size", &(1..=MAX_SIZE)).unwrap_or(20);
    query.finish()?;
    Ok(Json(number.sandbox.team.all(|users| {
        let users = users.iter().filter(|user| user.may_use(&number.id));
        users.take(size).map(User::view).collect()
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct NewUser {
    display_name: Text<2, 30>,
    email: Email,
    #[serde(rename = "password")]
    _password: Text<5, 50>,
    role: Role,
    color: UserColor,
    #[serde(default)]
    invite: bool,
}

/// Somebody who was invited is pending until they log in.
async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<NewUser>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let user = number.sandbox.team.add(User {
        id: String::new(),
        name: body.display_name.0,
        email: body.email.0,
        role: body.role,
        status: UserStatus(if body.invite { "pending" } else { "active" }),
        color: body.color,
        devices: vec![number.id],
        seen: None,
        login: None,
        created: number.now,
    })?;
    Ok((StatusCode::CREATED, Json(user.view())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserId {
    id: Id,
}

async fn grant(number: Number, _: NoQuery, JsonBody(body): JsonBody<UserId>) -> Result<Json<Value>, ApiError> {
    change(&number.sandbox, &Person::Id(body.id.0), |user| {
        if !user.may_use(&number.id) {
            user.devices.push(number.id.clone());
        }
        Ok(Json(user.view()))
    })
}

/// Who goes, and what becomes of their chats.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Farewell {
    id: Option<Id>,
    email: Option<String>,
    action: Option<Handover>,
    assign: Option<Id>,
    #[serde(default)]
    remove: bool,
}

impl Farewell {
    /// Who goes, and who takes over their chats.
    fn persons(&self, team: &Team) -> Result<(User, Option<String>), ApiError> {
        let goes = team.find(&Person::named(self.id.clone(), self.email.clone())?)?;
        let reassigns = self.action == Some(Handover("reassign"));
        let takes_over = match &self.assign {
            Some(id) if reassigns => Some(team.find(&Person::Id(id.0.clone()))?.id),
            None if !reassigns => None,
            _ => {
                return Err(ApiError::wrong_field("assign", "goes with the action reassign, and only with it"));
            }
        };
        if takes_over.as_ref() == Some(&goes.id) {
            return Err(ApiError::wrong_field("assign", "must be somebody else"));
        }
        Ok((goes, takes_over))
    }

    fn hand_over(&self, inbox: &mut Inbox, goes: &User, takes_over: Option<&String>, now: Date) {
        for chat in &mut inbox.chats {
            if chat.agent.as_ref() == Some(&goes.id) {
                if self.action == Some(Handover("resolve")) {
                    chat.status = ChatStatus("resolved");
                }
                chat.assign(takes_over.cloned(), chat.department.clone(), now);
            }
        }
    }
}

async fn revoke(number: Number, _: NoQuery, JsonBody(body): JsonBody<Farewell>) -> Result<Json<Value>, ApiError> {
    let team = &number.sandbox.team;
    let (goes, takes_over) = body.persons(team)?;
    if !goes.may_use(&number.id) {
        return Err(no_access(&goes, &number.id));
    }
    if goes.role.0 == "admin" && !body.remove {
        return Err(assumed::conflict("An admin has access to all numbers"));
    }
    number.inbox(|inbox| body.hand_over(inbox, &goes, takes_over.as_ref(), number.now));
    team.all(|users| {
        if body.remove {
            users.retain(|user| user.id != goes.id);
        } else if let Some(user) = users.iter_mut().find(|user| user.id == goes.id) {
            user.devices.retain(|id| *id != number.id);
        }
    });
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct UserChanges {
    id: Id,
    display_name: Option<Text<2, 30>>,
    email: Option<Email>,
    #[serde(rename = "password")]
    _password: Option<Text<5, 50>>,
    role: Option<Role>,
    color: Option<UserColor>,
}

async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    _: NoQuery,
    JsonBody(body): JsonBody<UserChanges>,
) -> Result<Json<Value>, ApiError> {
    if let Some(email) = &body.email {
        let taken = sandbox.team.find(&Person::Email(email.0.clone()));
        if taken.is_ok_and(|other| other.id != body.id.0) {
            return Err(assumed::exists("person", &email.0));
        }
    }
    change(&sandbox, &Person::Id(body.id.0), |user| {
        if let Some(name) = body.display_name {
            user.name = name.0;
        }
        if let Some(email) = body.email {
            user.email = email.0;
        }
        user.role = body.role.unwrap_or(user.role);
        user.color = body.color.unwrap_or(user.color);
        Ok(Json(user.view()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Farewells {
    #[serde(default)]
    force: bool,
    users: List<Farewell, 1, 10>,
}

/// All or none of them go. Without `force`, only those who may use no number.
async fn remove(
    State(sandbox): State<Arc<Sandbox>>,
    _: NoQuery,
    JsonBody(body): JsonBody<Farewells>,
) -> Result<StatusCode, ApiError> {
    let mut leaving = Vec::new();
    for farewell in &body.users.0 {
        let (goes, takes_over) = farewell.persons(&sandbox.team)?;
        if !body.force && (goes.role.0 == "admin" || !goes.devices.is_empty()) {
            let message = format!("{} has access to numbers: delete with force", goes.email);
            return Err(assumed::conflict(message));
        }
        leaving.push((farewell, goes, takes_over));
    }
    let now = sandbox.clock.date();
    for (farewell, goes, takes_over) in leaving {
        sandbox.inboxes.all(|inboxes| {
            for inbox in inboxes {
                farewell.hand_over(inbox, &goes, takes_over.as_ref(), now);
            }
        });
        sandbox.team.all(|users| users.retain(|user| user.id != goes.id));
    }
    Ok(StatusCode::NO_CONTENT)
}

fn change<T>(
    sandbox: &Sandbox,
    person: &Person,
    change: impl FnOnce(&mut User) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    sandbox.team.all(|users| {
        let user = users.iter_mut().find(|user| person.is(user));
        change(user.ok_or_else(|| assumed::no_such("person", person.text()))?)
    })
}
