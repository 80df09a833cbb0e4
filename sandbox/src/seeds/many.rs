//! `PUT /sandbox/seed`: many entries of a resource, for tests of paging.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::answer::ApiError;
use crate::file;
use crate::inbox::many;
use crate::message;
use crate::state::Sandbox;
use crate::webhook;
use crate::{campaign, catalog, meeting_link};

/// More would be a mistake of the test.
const MAX_COUNT: usize = 20_000;

/// Puts that many numbered entries in the place of all that the first seed device has.
type Seed = fn(&Sandbox, usize);

/// The resources of which a test can have many, one a line.
const RESOURCES: &[(&str, Seed)] = &[
    ("channels", many::channels),
    ("chatFiles", many::chat_files),
    ("chatMessages", many::chat_messages),
    ("chats", many::chats),
    ("contacts", many::contacts),
    ("departments", many::departments),
    ("groups", many::groups),
    ("labels", many::labels),
    ("participants", many::participants),
    ("quickReplies", many::quick_replies),
    ("statuses", many::statuses),
    ("team", many::team),
    ("campaigns", campaign::seeds::seed_many),
    ("campaignContacts", campaign::seeds::seed_receivers),
    ("files", file::seed_many),
    ("meetingLinks", meeting_link::seed_many),
    ("products", catalog::seed_many),
    ("messages", message::seeds::seed_many),
    ("webhooks", webhook::seed_many),
];

/// Makes the entries that a test asks for: how many by the resource's name.
pub fn seed(sandbox: &Sandbox, wanted: &BTreeMap<String, usize>) -> Result<(), ApiError> {
    let bad_request = |message: String| ApiError::new(StatusCode::BAD_REQUEST, message);
    for (name, count) in wanted {
        let Some((_, seed)) = RESOURCES.iter().find(|(known, _)| known == name) else {
            let known: Vec<&str> = RESOURCES.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            return Err(bad_request(format!("{name}: must be one of {known}")));
        };
        if *count > MAX_COUNT {
            return Err(bad_request(format!("{name}: at most {MAX_COUNT}")));
        }
        seed(sandbox, *count);
    }
    Ok(())
}
