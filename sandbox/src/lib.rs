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

mod answer;
mod assumed;
mod auth;
mod body;
mod campaign;
mod catalog;
mod choice;
mod client;
mod clock;
mod connection;
mod content;
mod control;
mod date;
mod device;
mod events;
mod faults;
mod fields;
mod file;
mod inbox;
mod journal;
mod ledger;
mod listener;
mod meeting_link;
mod message;
mod number;
mod outbox;
mod path;
mod photo;
mod picture;
mod qr;
mod query;
mod resources;
mod router;
mod seeding;
mod server;
mod session;
mod state;
mod store;
mod storm;
mod team;
mod tls;
mod traffic;
mod webhook;

pub use clock::ClockFactor;
pub use server::{Server, Settings};
