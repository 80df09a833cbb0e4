//! The core of the node: what an operation sends, in which order, and what its answer is.
//!
//! The modules here know nothing of JavaScript, of one API or of one host: `descriptor/` says what is the API's, and
//! [`execution::Host`] is what a host gives. They build and test natively. `wasm` exports `execute` and `loadOptions` to a JavaScript
//! host and reaches the network through it.
//!
//! One way through: an item's parameters and an [`model::Operation`] make a [`request::Request`]; [`execution`] says when it is sent,
//! and what its answer is; [`error`] says in words why it failed.

pub mod descriptor;
pub mod error;
pub mod execution;
pub mod lists;
pub mod request;
pub mod response;

pub use sparkbot_model as model;

#[cfg(target_arch = "wasm32")]
mod wasm;
