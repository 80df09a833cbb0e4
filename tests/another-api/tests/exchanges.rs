//! The exchanges of this API, by the test of the main one.

extern crate another_api_core as sparkbot_core;

#[path = "../../exchanges.rs"]
mod exchanges;
