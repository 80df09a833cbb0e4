//! The people of the account, and which numbers they may use.

use axum::http::StatusCode;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::{Id, numbered_id};
use crate::wire::answer::{ApiError, compact};
use crate::wire::assumed;

choices! {
    /// What somebody may do.
    Role = "admin supervisor agent";
    /// Whether somebody can log in.
    UserStatus = "active pending suspended";
    /// The colour of somebody's initials.
    UserColor = "blue azure indigo purple pink red orange yellow lime green teal cyan gray gray-dark";
}

/// The first two digits of the id of a person.
pub const PREFIX: &str = "67";

/// The person for whom an API key acts: the owner of every entry that is made with it.
pub const ACCOUNT_USER: &str = "670000000000000000000001";

/// Somebody who works with the account.
#[derive(Clone)]
pub struct User {
    /// 24 hex digits.
    pub id: String,
    /// The name that others see.
    pub name: String,
    /// Unique in the account.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they can log in.
    pub status: UserStatus,
    /// The colour of their initials.
    pub color: UserColor,
    /// The numbers they may use. Admins may use all.
    pub devices: Vec<String>,
    /// When they were last seen.
    pub seen: Option<Date>,
    /// When they last logged in.
    pub login: Option<Date>,
    /// When they were added.
    pub created: Date,
}

impl User {
    /// Whether they may use a number.
    pub fn may_use(&self, device: &str) -> bool {
        self.role.0 == "admin" || self.devices.iter().any(|id| id == device)
    }

    /// Somebody as the API shows them: never with a password.
    pub fn view(&self) -> Value {
        compact(json!({
            "id": self.id,
            "displayName": self.name,
            "email": self.email,
            "role": self.role,
            "status": self.status,
            "color": self.color,
            "availability": { "mode": "auto", "status": if self.seen.is_some() { "online" } else { "offline" } },
            "devices": self.devices,
            "lastSeenAt": self.seen,
            "lastLoginAt": self.login,
            "createdAt": self.created,
        }))
    }
}

/// How a request names somebody: by exactly one of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// By their id.
    Id(String),
    /// By their email.
    Email(String),
}

impl Person {
    /// The person that is named, or a 400.
    pub fn named(id: Option<Id>, email: Option<String>) -> Result<Self, ApiError> {
        match (id, email) {
            (Some(id), None) => Ok(Self::Id(id.0)),
            (None, Some(email)) => Ok(Self::Email(email)),
            _ => Err(ApiError::wrong_field("id", "send exactly one of id and email")),
        }
    }

    /// The id or the email.
    pub fn text(&self) -> &str {
        match self {
            Self::Id(text) | Self::Email(text) => text,
        }
    }

    /// Whether it is that one.
    pub fn is(&self, user: &User) -> bool {
        match self {
            Self::Id(id) => user.id.eq_ignore_ascii_case(id),
            Self::Email(email) => user.email.eq_ignore_ascii_case(email),
        }
    }
}

/// All people of the account.
#[derive(Default)]
pub struct Team(Mutex<Members>);

#[derive(Default)]
struct Members {
    users: Vec<User>,
    made: usize,
}

impl Team {
    /// Puts other people in the place of all. Their ids must be those of the numbers from 1 on.
    pub fn replace(&self, users: Vec<User>) {
        let made = users.len();
        *self.0.lock() = Members { users, made };
    }

    /// Reads or changes all people.
    pub fn all<T>(&self, look: impl FnOnce(&mut Vec<User>) -> T) -> T {
        look(&mut self.0.lock().users)
    }

    /// Somebody; 404 when there is no such one.
    pub fn find(&self, person: &Person) -> Result<User, ApiError> {
        let found = self.all(|users| users.iter().find(|user| person.is(user)).cloned());
        found.ok_or_else(|| assumed::no_such("person", person.text()))
    }

    /// Somebody who may use that number; 404 when there is no such one.
    pub fn find_on(&self, device: &str, person: &Person) -> Result<User, ApiError> {
        let found = self.find(person)?;
        if found.may_use(device) { Ok(found) } else { Err(no_access(&found, device)) }
    }

    /// Adds somebody; 409 when the email is taken.
    pub fn add(&self, user: User) -> Result<User, ApiError> {
        let mut members = self.0.lock();
        let taken = Person::Email(user.email.clone());
        if members.users.iter().any(|other| taken.is(other)) {
            return Err(assumed::exists("person", &user.email));
        }
        members.made += 1;
        let user = User { id: numbered_id(PREFIX, members.made), ..user };
        members.users.push(user.clone());
        Ok(user)
    }
}

/// 404: a person of the team may not use a number.
pub fn no_access(user: &User, device: &str) -> ApiError {
    let message = format!("{} has no access to the number {device}", user.email);
    ApiError::new(StatusCode::NOT_FOUND, message)
}
