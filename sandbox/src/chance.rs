//! What tests order and what they read back: faults and storms, and the records of requests and messages.

pub mod faults;
pub mod journal;
pub mod ledger;
pub mod scope;
pub mod storm;
pub mod traffic;
