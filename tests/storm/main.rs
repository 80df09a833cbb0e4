//! The core in a storm: many items to a server to which anything happens, in any interleaving. The code that runs here is the
//! code that ships; only the host is simulated.
//!
//! No message is sent twice, none out of order within a chat, every outcome is true, and every execution ends.

mod chance;
mod judge;
mod model;
mod storms;
mod world;
