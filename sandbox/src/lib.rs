//! A local SparkBot API for tests and demos: real state, strict about requests, faults on demand.
//!
//! A request passes, from the outside in: `server` (the connection), `journal` (what came, what went),
//! `faults` (what a test asked to go wrong), `auth` (the key), `resources` (the API itself). Requests and
//! answers are written from the public facts about the API, and not from the node's descriptor, so that the same
//! mistake in both cannot pass.
//!
//! A new resource is one file in `resources/`, which takes its input through `query` and `body`, and a line in
//! `resources.rs`.

mod answer;
mod assumed;
mod auth;
mod body;
mod clock;
mod control;
mod device;
mod faults;
mod journal;
mod qr;
mod query;
mod resources;
mod router;
mod server;
mod session;
mod state;

pub use clock::ClockFactor;
pub use server::{Server, Settings};
