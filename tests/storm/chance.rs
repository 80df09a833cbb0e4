//! What happens to requests on their way: by a script, or by a storm with a seed.

use std::{collections::HashMap, time::Duration};

use fastrand::Rng;

/// What happens to one request, and how long it is on its way there and back.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    pub fault: Fault,
    pub there: Duration,
    pub back: Duration,
}

impl Happening {
    /// No fault, and the shortest way.
    pub const CALM: Self = Self { fault: Fault::None, there: Duration::from_millis(1), back: Duration::from_millis(1) };
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing: the request takes effect, and the answer comes.
    None,
    /// It takes effect, and the answer gets lost.
    Lost,
    /// It takes effect, and the answer breaks off.
    Truncated,
    /// It takes effect, and a proxy answers that something failed.
    FailedAfter,
    /// No answer comes in time, and it takes effect that much later.
    Late(Duration),
    /// It takes no effect, and the client cannot tell.
    Vanished,
    /// It takes no effect, and a proxy answers that something failed.
    FailedBefore,
    /// The server refuses the connection.
    ConnectionRefused,
    /// The API is busy: 503.
    Unavailable,
    /// The API asks to slow down: 429, perhaps with the seconds.
    Throttled(Option<u32>),
    /// The API refuses it: another attempt changes nothing.
    Rejected,
}

/// Where happenings come from.
pub enum Chance {
    /// A script, the next one last; then nothing happens any more.
    Script(Vec<Happening>),
    /// A storm.
    Storm(Storm),
}

/// Faults drawn by chance, the same for the same seed.
pub struct Storm {
    random: Rng,
    faults: &'static [Fault],
    /// Faults so far, by item.
    hits: HashMap<usize, u32>,
}

/// One request in five meets a fault.
const RATE: f64 = 0.2;

/// One item meets so many faults at most.
const MAX_HITS: u32 = 5;

impl Chance {
    pub const fn none() -> Self {
        Self::Script(Vec::new())
    }

    pub fn script(happenings: &[Happening]) -> Self {
        Self::Script(happenings.iter().rev().copied().collect())
    }

    pub fn storm(seed: u64, faults: &'static [Fault]) -> Self {
        Self::Storm(Storm { random: Rng::with_seed(seed), faults, hits: HashMap::new() })
    }

    /// What happens to the next request; `item` is that of a message, `None` that of a lookup.
    pub fn next(&mut self, item: Option<usize>) -> Happening {
        match self {
            Self::Script(happenings) => happenings.pop().unwrap_or(Happening::CALM),
            Self::Storm(storm) => storm.next(item),
        }
    }

    pub fn jitter(&mut self) -> f64 {
        match self {
            Self::Script(_) => 0.5,
            Self::Storm(storm) => storm.random.f64(),
        }
    }
}

impl Storm {
    fn next(&mut self, item: Option<usize>) -> Happening {
        let mut on_the_way = || Duration::from_millis(self.random.u64(1..60));
        let (there, back) = (on_the_way(), on_the_way());
        // Lookups are reads: what hits one of them is drawn anew each time.
        let hits = item.map_or(0, |item| *self.hits.entry(item).or_default());
        let fault = if hits < MAX_HITS && self.random.f64() < RATE {
            if let Some(item) = item {
                self.hits.insert(item, hits + 1);
            }
            self.faults[self.random.usize(..self.faults.len())]
        } else {
            Fault::None
        };
        Happening { fault, there, back }
    }
}
