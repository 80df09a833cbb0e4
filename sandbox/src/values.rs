//! The values that requests, answers and state are made of, each with the rules of its form.

pub mod addresses;
pub mod choice;
pub mod clock;
pub mod codes;
pub mod date;
mod form;
pub mod ids;
pub mod number;
pub mod target;
pub mod wids;
