//! The draw: what happens to a request, by nothing but the seed, the request itself, and how often it came before. So it
//! does not depend on when a request comes, and among which others.

use axum::extract::Request;
use sha2::{Digest, Sha256};

use super::order::Kind;
use crate::wire::content::{Content, is_upload};

/// What makes a request the same one: method, path, query and body. Of an upload only the size counts, because clients
/// put a new random text around its parts each time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity([u8; 32]);

impl Identity {
    /// The identity of a request with that body.
    pub fn new(request: &Request, body: &Content) -> Self {
        let content =
            if is_upload(request.headers()) { body.size().to_string().into() } else { body.start(body.size()) };
        // Neither a method nor an address has a line break in it.
        let hash =
            Sha256::new().chain_update(format!("{}\n{}\n", request.method(), request.uri())).chain_update(content);
        Self(hash.finalize().into())
    }
}

/// Random numbers of one request.
pub struct Draw {
    rate: u32,
    kind: u8,
    coin: bool,
}

impl Draw {
    /// The draw for a request that comes for the first time, the second, and so on.
    pub fn new(seed: u64, request: &Identity, times: u32) -> Self {
        let hash = Sha256::new()
            .chain_update(seed.to_le_bytes())
            .chain_update(request.0)
            .chain_update(times.to_le_bytes())
            .finalize();
        Self { rate: u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]), kind: hash[4], coin: hash[5] & 1 == 1 }
    }

    /// Whether the request is among that share of all.
    pub fn hits(&self, rate: f64) -> bool {
        f64::from(self.rate) < rate * 2_f64.powi(32)
    }

    /// One of these.
    pub fn kind(&self, kinds: &[Kind]) -> Kind {
        kinds[usize::from(self.kind) % kinds.len()]
    }

    /// One of two.
    pub fn coin(&self) -> bool {
        self.coin
    }
}
