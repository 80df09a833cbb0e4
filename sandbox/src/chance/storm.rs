//! The storm: faults that hit a share of the requests by chance, and yet the same ones in each run with the same seed.
//! Faults that a test names one by one are in `faults`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::extract::Request;
use parking_lot::Mutex;
use serde::Serialize;

pub use self::draw::{Draw, Identity};
use self::order::Rules;
pub use self::order::{Kind, StormOrder};

mod draw;
mod order;

/// The storm, if there is one.
#[derive(Default)]
pub struct Storms(Mutex<Option<Arc<Storm>>>);

/// One storm and what it did.
pub struct Storm {
    /// What it does, and to which requests.
    pub rules: Rules,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    requests: u64,
    hits: BTreeMap<Kind, u64>,
    seen: HashMap<Identity, Seen>,
}

/// How often the same request came, and was hit.
#[derive(Default)]
struct Seen {
    times: u32,
    hits: u32,
}

/// A storm as `GET /sandbox/storm` shows it.
#[derive(Serialize)]
pub struct Report {
    #[serde(flatten)]
    order: StormOrder,
    /// How many requests it concerned.
    requests: u64,
    hits: BTreeMap<Kind, u64>,
}

impl Storms {
    /// Begins a storm, in the place of another.
    pub fn begin(&self, order: StormOrder) -> Result<(), String> {
        let rules = Rules::try_from(order)?;
        let progress = Mutex::default();
        *self.0.lock() = Some(Arc::new(Storm { rules, progress }));
        Ok(())
    }

    /// Ends it.
    pub fn end(&self) {
        *self.0.lock() = None;
    }

    /// What it did so far; none without a storm.
    pub fn report(&self) -> Option<Report> {
        let storm = self.0.lock();
        let storm = storm.as_ref()?;
        let progress = storm.progress.lock();
        let order = storm.rules.order.clone();
        let none = order.kinds.iter().map(|kind| (*kind, 0));
        Some(Report { requests: progress.requests, hits: none.chain(progress.hits.clone()).collect(), order })
    }

    /// The storm that concerns a request.
    pub fn over(&self, request: &Request) -> Option<Arc<Storm>> {
        let storm = self.0.lock();
        storm.clone().filter(|storm| storm.rules.scope.holds(request))
    }
}

impl Storm {
    /// What is to happen to the request; none when it gets through.
    pub fn hit(&self, request: Identity) -> Option<Draw> {
        let rules = &self.rules.order;
        let mut progress = self.progress.lock();
        progress.requests += 1;
        let seen = progress.seen.entry(request).or_default();
        seen.times += 1;
        let draw = Draw::new(rules.seed, &request, seen.times);
        let may_hit = rules.times == 0 || seen.hits < rules.times;
        if !may_hit || !draw.hits(rules.rate) {
            return None;
        }
        seen.hits += 1;
        Some(draw)
    }

    /// Counts a request that was hit.
    pub fn struck(&self, kind: Kind) {
        *self.progress.lock().hits.entry(kind).or_default() += 1;
    }
}
