//! The links to calls of a fresh sandbox, and many for tests of paging.

use super::SALES;
use crate::account::meeting_link::{CallKind, LinkExpiration, MeetingLink, expiry};
use crate::state::Sandbox;
use crate::values::date::Date;

/// The links of a fresh sandbox.
pub fn seed(sandbox: &Sandbox) {
    seed_many(sandbox, 2);
}

/// That many links with numbers in the place of all. They live 30 days from the start of the sandbox.
pub fn seed_many(sandbox: &Sandbox, count: usize) {
    let expires = expiry(sandbox.clock.date(), LinkExpiration("30d"));
    sandbox.meeting_links.fill(count, |number, id| MeetingLink {
        id,
        device: SALES.to_owned(),
        kind: CallKind(if number % 2 == 0 { "voice" } else { "video" }),
        message: Some(format!("Meeting {number}")),
        created: Date::seeded(60 * i64::try_from(number).unwrap_or(0)),
        expires,
    });
}
