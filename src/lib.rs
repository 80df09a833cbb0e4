//! The core of the SparkBot node: what an operation sends, in which order, and what becomes of the answer.
//!
//! The modules here know nothing of JavaScript; they build and test natively. `wasm` is the thin layer that exports
//! `execute` and `loadOptions` to a JavaScript host and reaches the network through it.
//!
//! One way through the house: an item's parameters and an [`operation`] make a [`request`]; [`schedule`] says when it is
//! sent; [`response`] says what the answer is; [`error`] says it in words when it is not what was hoped for.
//!
//! The package counts every byte, and some one-liners bring a lot with them. `contains` or `replace` with a text or a character,
//! or a slice of a text: 10 KB of search, and of Unicode tables for the words about a wrong slice. `f64::clamp`: 25 KB that print
//! floats in a panic. `serde_json::json!` with a variable, and `unwrap` on a `Result`: what prints the error in a panic.

pub mod address;
pub mod error;
mod free;
pub mod operation;
pub mod options;
pub mod paging;
pub mod request;
pub mod response;
pub mod retry;
pub mod schedule;
mod table;
mod value;

#[cfg(target_arch = "wasm32")]
mod wasm;
