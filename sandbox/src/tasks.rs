//! What happens without a request, as the simulated time goes by.

pub mod delivery;
pub mod outbox;
mod sessions;
