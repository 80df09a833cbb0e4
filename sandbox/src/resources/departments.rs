//! Departments of a number. The id of a department goes in the body.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;

use crate::account::team::Person;
use crate::inbox::Inbox;
use crate::inbox::desk::{Department, Icon};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::choice::LabelColor;
use crate::values::ids::Id;
use crate::wire::answer::ApiError;
use crate::wire::assumed;
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, List, Text};
use crate::wire::query::NoQuery;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let departments = get(list).post(create).patch(update).delete(remove);
    Router::new().route("/devices/{device}/departments", departments)
}

async fn list(number: Number, _: NoQuery, _: NoBody) -> Json<Vec<Department>> {
    Json(number.inbox(|inbox| inbox.departments.clone()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDepartment {
    name: Text<2, 25>,
    color: LabelColor,
    icon: Icon,
    #[serde(default)]
    description: Change<Text<1, 300>>,
    agents: List<Id, 1, 30>,
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<NewDepartment>,
) -> Result<(StatusCode, Json<Department>), ApiError> {
    let agents = known(&number, body.agents)?;
    number.inbox(|inbox| {
        refuse_twin(inbox, None, &body.name.0)?;
        let department = inbox.add_department(&body.name.0, agents, number.now);
        department.color = body.color;
        department.icon = body.icon;
        body.description.apply(&mut department.description);
        Ok((StatusCode::CREATED, Json(department.clone())))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentChanges {
    department: Id,
    name: Option<Text<2, 25>>,
    color: Option<LabelColor>,
    icon: Option<Icon>,
    #[serde(default)]
    description: Change<Text<1, 300>>,
    agents: Option<List<Id, 1, 30>>,
}

async fn update(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<DepartmentChanges>,
) -> Result<Json<Department>, ApiError> {
    let agents = body.agents.map(|agents| known(&number, agents));
    let agents = agents.transpose()?;
    number.inbox(|inbox| {
        let index = position(inbox, &body.department)?;
        if let Some(name) = body.name {
            refuse_twin(inbox, Some(index), &name.0)?;
            inbox.departments[index].name = name.0;
        }
        let department = &mut inbox.departments[index];
        department.color = body.color.unwrap_or(department.color);
        department.icon = body.icon.unwrap_or(department.icon);
        body.description.apply(&mut department.description);
        if let Some(agents) = agents {
            department.agents = agents;
        }
        department.updated_at = number.now;
        Ok(Json(department.clone()))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentId {
    department: Id,
}

/// Chats of the department are nobody's afterwards, unless somebody of the team has them.
async fn remove(number: Number, _: NoQuery, JsonBody(body): JsonBody<DepartmentId>) -> Result<StatusCode, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &body.department)?;
        let gone = inbox.departments.remove(index);
        for chat in &mut inbox.chats {
            if chat.department.as_ref() == Some(&gone.id) {
                chat.assign(chat.agent.clone(), None, number.now);
            }
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

fn position(inbox: &Inbox, id: &Id) -> Result<usize, ApiError> {
    let mut departments = inbox.departments.iter();
    let found = departments.position(|one| one.id.eq_ignore_ascii_case(&id.0));
    found.ok_or_else(|| assumed::no_such("department", &id.0))
}

fn refuse_twin(inbox: &Inbox, itself: Option<usize>, name: &str) -> Result<(), ApiError> {
    let twin = inbox.departments.iter().position(|one| one.name == name);
    if twin.is_some() && twin != itself {
        return Err(assumed::exists("department", name));
    }
    Ok(())
}

/// The ids, if they are all of people who may use the number.
fn known(number: &Number, agents: List<Id, 1, 30>) -> Result<Vec<String>, ApiError> {
    let team = &number.sandbox.team;
    let id = |agent: Id| Ok(team.find_on(&number.id, &Person::Id(agent.0))?.id);
    agents.0.into_iter().map(id).collect()
}
