//! The two ways to the API: through the host's own client, or with the platform's `fetch` through gloo-net.

mod fetch;
mod host;

pub use fetch::ByFetch;
pub use host::ByHost;

/// A way to the API, for one execution.
pub enum Transport {
    /// The host sends: it adds the key, and its own network rules apply.
    Host(ByHost),
    /// The core sends.
    Fetch(ByFetch),
}
