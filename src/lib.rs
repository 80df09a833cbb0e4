//! The core of the node: the requests of an operation, their order, and the items of its answers.
//!
//! The modules here know neither JavaScript nor one API nor one host: `descriptor/` holds the facts of the API, and
//! [`execution::Host`] is the host. They build and test natively. `wasm` exports `execute` and `loadOptions` to a JavaScript
//! host and reaches the network through it.
//!
//! One way through: an item's parameters and a [`model::Operation`] make a [`request::Request`]; [`execution`] decides when to send it,
//! and reads its answer; [`error`] says in words why it failed.

pub mod descriptor;
pub mod error;
pub mod execution;
pub mod lists;
pub mod request;
pub mod response;

pub use sparkbot_model as model;

#[cfg(target_arch = "wasm32")]
mod wasm;
