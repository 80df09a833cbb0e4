//! What belongs to the account as a whole: its numbers, its people, and the entries that they make.

pub mod campaign;
pub mod catalog;
pub mod device;
pub mod devices;
pub mod file;
pub mod meeting_link;
pub mod session;
pub mod store;
pub mod team;
