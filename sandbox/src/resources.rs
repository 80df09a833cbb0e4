//! The API below `/v1`, one file per resource.

use std::sync::Arc;

use axum::Router;

use crate::state::Sandbox;

mod campaigns;
mod catalog;
mod channels;
mod chat_changes;
mod chat_files;
mod chat_messages;
mod chats;
mod contacts;
mod departments;
mod devices;
mod files;
mod group_members;
mod groups;
mod labels;
mod meeting_links;
mod messages;
mod number;
mod numbers;
mod profile;
mod queue;
mod quick_replies;
mod session;
mod statuses;
mod team;
mod webhooks;

pub use number::Number;
pub use session::SessionAnswer;

/// The routes of all resources.
pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new()
        .merge(channels::routes())
        .merge(chat_changes::routes())
        .merge(chat_files::routes())
        .merge(chat_messages::routes())
        .merge(chats::routes())
        .merge(contacts::routes())
        .merge(departments::routes())
        .merge(group_members::routes())
        .merge(groups::routes())
        .merge(labels::routes())
        .merge(quick_replies::routes())
        .merge(statuses::routes())
        .merge(team::routes())
        .merge(devices::routes())
        .merge(files::routes())
        .merge(profile::routes())
        .merge(meeting_links::routes())
        .merge(catalog::routes())
        .merge(campaigns::routes())
        .merge(webhooks::routes())
        .merge(queue::routes())
        .merge(numbers::routes())
        .merge(messages::routes())
        .merge(session::routes())
}
