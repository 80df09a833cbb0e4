//! The lists of this descriptor, by the test of the main one.

extern crate another_api_core as sparkbot_core;

#[path = "../../lists.rs"]
mod lists;
