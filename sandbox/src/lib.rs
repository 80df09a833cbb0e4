//! A local SparkBot API for tests and demos: real state, strict about requests, faults on demand.
//!
//! Each module below is a wing: a wing uses only those that stand lower in this list, and `tests/wings.rs` checks that.
//!
//! - `server` starts everything, and `router` tells each request its way.
//! - `control` holds the controls below `/sandbox`.
//! - `resources` is the API itself, one file per resource.
//! - `middleware` stands between the network and the handlers. A request passes, from the outside in: `listener` and
//!   `connection`, `traffic` (counts), `journal` (records), `faults` and `storm` (play what a test ordered), `auth`
//!   (checks the key).
//! - `seeds` holds the entries of a fresh sandbox.
//! - `tasks` does what happens without a request: messages move on, sessions change, webhooks get events.
//! - `state` holds everything that the sandbox remembers.
//! - `chance` holds what tests order (faults, storms) and read back (journal, ledger, traffic).
//! - `inbox`, `message`, `webhook` and `account` hold the state of each kind, and how the API shows it.
//! - `wire` reads requests and writes answers, in the types of `values`.
//!
//! Requests and answers are written from the public facts about the API, and not from the node's descriptor, so that the
//! same mistake in both cannot pass.
//!
//! A new resource is one file in `resources/`, which takes its input through `wire::path`, `wire::query` and `wire::body`
//! in the types of `values`, and a line in `resources.rs`. Its entries get a file in `account`, a field in `state` (most
//! often a `Store`) and a file in `seeds`.

mod account;
mod chance;
mod control;
mod inbox;
mod message;
mod middleware;
mod resources;
mod router;
mod seeds;
mod server;
mod state;
mod tasks;
mod values;
mod webhook;
mod wire;

pub use server::{Server, Settings};
pub use values::clock::ClockFactor;
