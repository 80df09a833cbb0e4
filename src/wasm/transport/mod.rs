//! The two ways to the API: through the host's own client, or with the platform's `fetch` through gloo-net.

mod fetch;
mod host;

pub use fetch::ByFetch;
pub use host::ByHost;

use crate::request::{Body, Request};

/// A way to the API, for one execution.
pub enum Transport {
    /// The host sends: it adds the key, and its own network rules apply.
    Host(ByHost),
    /// The core sends.
    Fetch(ByFetch),
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The headers of a request, without the key.
fn headers(request: &Request) -> impl Iterator<Item = (&str, &str)> {
    let own = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let says_type = request
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(JSON.0));
    let is_json = matches!(request.body, Body::Json(_));
    own.chain((is_json && !says_type).then_some(JSON))
}
