//! What the sandbox assumes about inboxes (everything below `/chat/{device}`, groups, channels, team, labels,
//! departments, quick replies), because nothing public says it.
//!
//! Answers: creating answers 201 with the entry, except for contacts, where a client has seen 200. Updating answers 200
//! with the entry. Of the deletions, those of labels, departments, notes, messages, contacts, chats, channels and people
//! answer 204 without a body; leaving a group, and taking access to a number from somebody, answer 200 with `{}`;
//! deleting quick replies and status stories answers 200 with how many it were, `{"deleted": 2}`; all others answer 200
//! with what is left. Several things in one request: all or none.
//!
//! Sizes of pages: at most [`MAX_SIZE`], unless clients were seen to ask for more. Labels and the people of a number have
//! `size` and no `page`; departments have neither.
//!
//! Names that are taken (labels, departments, groups, shortcuts, emails, contacts without `upsert`) answer 409. People,
//! departments, labels, stored files and notes that a request names must exist.
//!
//! Where sources differ, both forms are taken: the picture of a channel may be `{"url"}`, `{"data"}` or the bare address,
//! on create as on update; a contact may be named by its phone.
//!
//! Filters: `begin` and `end` name two messages, and find those and everything between them. `skip` without `sync=true`
//! does nothing. Groups are listed without channels unless `kind` says otherwise. Chats that were removed are not listed.

use axum::http::StatusCode;

use crate::wire::answer::ApiError;

/// The largest `size` where no source tells one.
pub const MAX_SIZE: usize = 100;

/// The largest `size` of contacts and groups: what clients were seen to ask for.
pub const MAX_LARGE_SIZE: usize = 500;
/// How long a message that was sent can be changed. Documented: 20 minutes.
pub const EDIT_WINDOW: i64 = 20 * 60;
/// How long a message that was sent can be taken back for everyone. Documented: 60 minutes.
pub const REVOKE_WINDOW: i64 = 60 * 60;

/// 404: nothing of that kind has that name or id.
pub fn no_such(kind: &str, name: &str) -> ApiError {
    let message = format!("There is no {kind} {name}");
    ApiError::new(StatusCode::NOT_FOUND, message)
}

/// 409: something of that kind has that name.
pub fn exists(kind: &str, name: &str) -> ApiError {
    let message = format!("There is a {kind} {name} already");
    ApiError::new(StatusCode::CONFLICT, message)
}

/// 409: what is asked does not fit the state that something is in.
pub fn conflict(message: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, message)
}

/// 503: WhatsApp itself is asked, and the session is not online. A client was seen to take 503 for that.
pub fn unreachable() -> ApiError {
    let message = "The session is not online: start it and try again";
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, message)
}
