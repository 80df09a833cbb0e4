//! The people of the account, and which numbers they may use.

use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::answer::{ApiError, compact};
use crate::assumed::inbox as assumed;
use crate::choice::choices;
use crate::date::Date;
use crate::fields::Id;
use crate::store::numbered_id;

choices! {
    /// What somebody may do.
    Role = "admin supervisor agent";
    /// Whether somebody can log in.
    UserStatus = "active pending suspended";
    /// The colour of somebody's initials.
    UserColor = "blue azure indigo purple pink red orange yellow lime green teal cyan gray gray-dark";
}

const PREFIX: &str = "67";

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
            _ => Err(ApiError::wrong_field(
                "id",
                "send exactly one of id and email",
            )),
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
pub struct Team(Mutex<Members>);

struct Members {
    users: Vec<User>,
    made: usize,
}

impl Team {
    /// The people of a fresh sandbox.
    pub fn seeded() -> Self {
        Self(Mutex::new(Members::seeded()))
    }

    /// Back to the people of a fresh sandbox.
    pub fn restart(&self) {
        *self.0.lock() = Members::seeded();
    }

    /// Puts `count` agents with access to that number in the place of all people.
    pub fn fill(&self, count: usize, device: &str) {
        let user = |number: usize| {
            let name = format!("Agent {number}");
            let email = format!("agent{number}@example.com");
            user(number, &name, &email, "agent", "active", &[device])
        };
        *self.0.lock() = Members {
            users: (1..=count).map(user).collect(),
            made: count,
        };
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
        if found.may_use(device) {
            Ok(found)
        } else {
            Err(assumed::no_access(&found, device))
        }
    }

    /// Adds somebody; 409 when the email is taken.
    pub fn add(&self, user: User) -> Result<User, ApiError> {
        let mut members = self.0.lock();
        let taken = Person::Email(user.email.clone());
        if members.users.iter().any(|other| taken.is(other)) {
            return Err(assumed::exists("person", &user.email));
        }
        members.made += 1;
        let user = User {
            id: numbered_id(PREFIX, members.made),
            ..user
        };
        members.users.push(user.clone());
        Ok(user)
    }
}

impl Members {
    fn seeded() -> Self {
        let (sales, support) = ("650000000000000000000001", "650000000000000000000002");
        let seed = |number: usize, name: &str, role, status, devices: &[&str]| {
            let first = name.split(' ').next().unwrap_or(name).to_lowercase();
            let email = format!("{first}@example.com");
            user(number, name, &email, role, status, devices)
        };
        Self {
            users: vec![
                seed(1, "Ada Winter", "admin", "active", &[]),
                seed(2, "Sam Ortiz", "supervisor", "active", &[sales, support]),
                seed(3, "Noor Haddad", "agent", "active", &[sales, support]),
                seed(4, "Kim Larsen", "agent", "active", &[sales]),
                seed(5, "Lee Park", "agent", "pending", &[support]),
                seed(6, "Mo Silva", "agent", "suspended", &[]),
            ],
            made: 6,
        }
    }
}

fn user(
    number: usize,
    name: &str,
    email: &str,
    role: &'static str,
    status: &'static str,
    devices: &[&str],
) -> User {
    let day = 86_400 * i64::try_from(number).unwrap_or(0);
    let active = status == "active";
    User {
        id: numbered_id(PREFIX, number),
        name: name.to_owned(),
        email: email.to_owned(),
        role: Role(role),
        status: UserStatus(status),
        color: UserColor("blue"),
        devices: devices.iter().map(|&id| id.to_owned()).collect(),
        seen: active.then(|| Date::seeded(2 * day)),
        login: active.then(|| Date::seeded(day)),
        created: Date::seeded(-day),
    }
}
