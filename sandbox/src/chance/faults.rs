//! Faults: what a test asks to go wrong, for which requests, and how often.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use parking_lot::Mutex;

pub use self::order::{Fault, FaultOrder, Reset};

mod order;

/// The faults that are still to happen, in the order in which they were added.
#[derive(Default)]
pub struct Faults {
    active: Mutex<Vec<Active>>,
    added: AtomicU64,
}

struct Active {
    fault: Arc<Fault>,
    to_skip: u32,
    /// `None`: for ever.
    left: Option<u32>,
}

impl Faults {
    /// Adds one and gives it an id.
    pub fn add(&self, fault: Fault) -> u64 {
        self.active.lock().push(Active {
            to_skip: fault.after,
            left: (fault.times > 0).then_some(fault.times),
            fault: Arc::new(fault),
        });
        self.added.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Removes all.
    pub fn clear(&self) {
        self.active.lock().clear();
    }

    /// The fault for this request: the first that matches and is due. Each one that matches but is not due counts the
    /// request among those that it lets pass.
    pub fn take(&self, request: &Request) -> Option<Arc<Fault>> {
        let mut taken: Option<Arc<Fault>> = None;
        let mut active = self.active.lock();
        for one in active.iter_mut().filter(|one| one.fault.scope.holds(request)) {
            if one.to_skip > 0 {
                one.to_skip -= 1;
            } else if taken.is_none() {
                taken = Some(Arc::clone(&one.fault));
                one.left = one.left.map(|left| left - 1);
            }
        }
        active.retain(|one| one.left != Some(0));
        taken
    }
}
