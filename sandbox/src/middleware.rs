//! Everything between the network and the handlers: the port, its connections, and the layers around the API.

pub mod auth;
pub mod connection;
pub mod faults;
pub mod journal;
pub mod listener;
mod raw_answer;
pub mod storm;
pub mod tls;
pub mod traffic;
