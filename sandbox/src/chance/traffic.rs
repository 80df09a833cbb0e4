//! How many requests to the API there were, how many at once, and by how many connections. Those to `/sandbox` do not
//! count.

use std::collections::HashSet;

use parking_lot::Mutex;
use serde::Serialize;

/// What was counted since the last time it was set back.
#[derive(Default)]
pub struct Traffic(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    requests: u64,
    connections: HashSet<u64>,
    /// Requests that have no answer yet.
    open: u64,
    peak: u64,
}

/// The counts as `GET /sandbox/traffic` shows them.
#[derive(Serialize)]
pub struct Report {
    requests: u64,
    connections: usize,
    peak: u64,
}

impl Traffic {
    /// The counts.
    pub fn report(&self) -> Report {
        let counts = self.0.lock();
        Report { requests: counts.requests, connections: counts.connections.len(), peak: counts.peak }
    }

    /// Counts from here on. The requests that are open now stay so, and are part of the next peak.
    pub fn clear(&self) {
        let mut counts = self.0.lock();
        let open = counts.open;
        *counts = Counts { open, peak: open, ..Counts::default() };
    }

    /// Counts a request that has just come. The count of open requests falls when the result is dropped.
    pub fn open(&self, connection: u64) -> Open<'_> {
        let mut counts = self.0.lock();
        counts.requests += 1;
        counts.connections.insert(connection);
        counts.open += 1;
        counts.peak = counts.peak.max(counts.open);
        Open(self)
    }
}

/// A request without an answer; also one whose client goes away ends with this.
pub struct Open<'a>(&'a Traffic);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.0.lock().open -= 1;
    }
}
