//! The sandbox, driven through real HTTP. Each test has a server of its own, on a free port.

mod client;
mod control;
mod devices;
mod faults;
mod journal;
mod linking;
mod requests;
mod session;
