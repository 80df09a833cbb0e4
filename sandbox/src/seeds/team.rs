//! The people of a fresh sandbox, and many for tests of paging.

use super::{SALES, SUPPORT};
use crate::account::team::{PREFIX, Role, User, UserColor, UserStatus};
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::values::ids::numbered_id;

/// People of each role and status.
pub fn seed(sandbox: &Sandbox) {
    let seed = |number: usize, name: &str, role, status, devices: &[&str]| {
        let first = name.split(' ').next().unwrap_or(name).to_lowercase();
        let email = format!("{first}@example.com");
        user(number, name, &email, role, status, devices)
    };
    sandbox.team.replace(vec![
        seed(1, "Ada Winter", "admin", "active", &[]),
        seed(2, "Sam Ortiz", "supervisor", "active", &[SALES, SUPPORT]),
        seed(3, "Noor Haddad", "agent", "active", &[SALES, SUPPORT]),
        seed(4, "Kim Larsen", "agent", "active", &[SALES]),
        seed(5, "Lee Park", "agent", "pending", &[SUPPORT]),
        seed(6, "Mo Silva", "agent", "suspended", &[]),
    ]);
}

/// That many agents who may use the device, in the place of all people.
pub fn seed_many(sandbox: &Sandbox, count: usize, device: &str) {
    let agent = |number: usize| {
        let name = format!("Agent {number}");
        let email = format!("agent{number}@example.com");
        user(number, &name, &email, "agent", "active", &[device])
    };
    sandbox.team.replace((1..=count).map(agent).collect());
}

fn user(number: usize, name: &str, email: &str, role: &'static str, status: &'static str, devices: &[&str]) -> User {
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
