//! `PUT /sandbox/seed`: many entries of a resource, for tests of paging.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use super::{campaigns, files, meeting_links, messages, products, webhooks};
use crate::state::Sandbox;
use crate::wire::answer::ApiError;

mod inbox;

/// More would be a mistake of the test.
const MAX_COUNT: usize = 20_000;

/// Puts that many numbered entries in the place of all that the first seed device has.
type Seed = fn(&Sandbox, usize);

/// The resources of which a test can have many, one a line.
const RESOURCES: &[(&str, Seed)] = &[
    ("channels", inbox::channels),
    ("chatFiles", inbox::chat_files),
    ("chatMessages", inbox::chat_messages),
    ("chats", inbox::chats),
    ("contacts", inbox::contacts),
    ("departments", inbox::departments),
    ("groups", inbox::groups),
    ("labels", inbox::labels),
    ("participants", inbox::participants),
    ("quickReplies", inbox::quick_replies),
    ("statuses", inbox::statuses),
    ("team", inbox::team),
    ("campaigns", campaigns::seed_many),
    ("campaignContacts", campaigns::seed_receivers),
    ("files", files::seed_many),
    ("meetingLinks", meeting_links::seed_many),
    ("products", products::seed_many),
    ("messages", messages::seed_many),
    ("webhooks", webhooks::seed_many),
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
