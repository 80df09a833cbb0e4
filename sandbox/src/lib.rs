//! A local SparkBot API for tests and demos: real state, strict about requests, faults on demand.
//!
//! A request passes, from the outside in: `listener` and `connection`, `traffic` (how many), `journal` (what came, what
//! went), `faults` and `storm` (what a test asked to go wrong), `auth` (the key), `resources` (the API itself). Requests
//! and answers are written from the public facts about the API, and not from the node's descriptor, so that the same
//! mistake in both cannot pass.
//!
//! A new resource is one file in `resources/`, which takes its input through `path`, `query` and `body` in the types of
//! `fields`, `choice` and `date`, and a line in `resources.rs`. What it remembers is a file of its own and a field in
//! `state`, most often a `store`.
//!
//! Two things happen without a request: `outbox` moves messages on and sees sessions change, and `webhook` tells others
//! what `events` hold.

#[path = "wire/answer.rs"]
mod answer;
#[path = "resources/session/answers.rs"]
mod assumed;
#[path = "middleware/auth.rs"]
mod auth;
#[path = "wire/body.rs"]
mod body;
#[path = "account/campaign.rs"]
mod campaign;
#[path = "account/catalog.rs"]
mod catalog;
#[path = "values/choice.rs"]
mod choice;
#[path = "wire/client.rs"]
mod client;
#[path = "values/clock.rs"]
mod clock;
#[path = "middleware/connection.rs"]
mod connection;
#[path = "wire/content.rs"]
mod content;
mod control;
#[path = "values/date.rs"]
mod date;
#[path = "account/device.rs"]
mod device;
#[path = "webhook/events.rs"]
mod events;
#[path = "chance/faults.rs"]
mod faults;
#[path = "wire/fields.rs"]
mod fields;
#[path = "account/file.rs"]
mod file;
mod inbox;
#[path = "chance/journal.rs"]
mod journal;
#[path = "chance/ledger.rs"]
mod ledger;
#[path = "middleware/listener.rs"]
mod listener;
#[path = "account/meeting_link.rs"]
mod meeting_link;
mod message;
#[path = "values/number.rs"]
mod number;
#[path = "tasks/outbox.rs"]
mod outbox;
#[path = "wire/path.rs"]
mod path;
#[path = "wire/photo.rs"]
mod photo;
#[path = "wire/picture.rs"]
mod picture;
#[path = "wire/qr.rs"]
mod qr;
#[path = "wire/query.rs"]
mod query;
mod resources;
mod router;
#[path = "seeds/many.rs"]
mod seeding;
mod server;
#[path = "account/session.rs"]
mod session;
mod state;
#[path = "account/store.rs"]
mod store;
#[path = "chance/storm.rs"]
mod storm;
#[path = "account/team.rs"]
mod team;
#[path = "middleware/tls.rs"]
mod tls;
#[path = "chance/traffic.rs"]
mod traffic;
mod webhook;

pub use clock::ClockFactor;
pub use server::{Server, Settings};
