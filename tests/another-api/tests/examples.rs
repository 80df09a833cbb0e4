//! The examples of this descriptor, by the test of the main one.

extern crate another_api_core as sparkbot_core;

#[path = "../../examples.rs"]
mod examples;
