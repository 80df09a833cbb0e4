//! Simulated time. It starts with the sandbox and runs by a factor faster than real time, which can change while
//! somebody waits.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::values::date::Date;

/// A point in simulated time, counted from the start of the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SimTime(Duration);

impl SimTime {
    /// When the sandbox started.
    pub const START: Self = Self(Duration::ZERO);

    /// That much later.
    pub fn after(self, time: Duration) -> Self {
        Self(self.0.saturating_add(time))
    }

    /// The time from `earlier` to this point; none if it is the later one.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// How many times faster than real time the simulated time runs: from 0.001 to 1000000.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "f64")]
pub struct ClockFactor(f64);

impl ClockFactor {
    /// As fast as real time.
    pub const REAL: Self = Self(1.0);
}

impl TryFrom<f64> for ClockFactor {
    type Error = String;

    fn try_from(factor: f64) -> Result<Self, String> {
        if (0.001..=1_000_000.0).contains(&factor) {
            Ok(Self(factor))
        } else {
            Err("the clock factor must be a number from 0.001 to 1000000".to_owned())
        }
    }
}

impl FromStr for ClockFactor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().unwrap_or(f64::NAN).try_into()
    }
}

impl fmt::Display for ClockFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The sandbox's only source of time.
pub struct Clock {
    started: SystemTime,
    pace: watch::Sender<Pace>,
}

/// From the real moment `since`, which is `from` in simulated time, time runs by `factor`.
#[derive(Clone, Copy)]
struct Pace {
    since: Instant,
    from: SimTime,
    factor: ClockFactor,
}

impl Pace {
    fn now(self) -> SimTime {
        self.from.after(self.since.elapsed().mul_f64(self.factor.0))
    }
}

impl Clock {
    /// A clock that starts now.
    pub fn new(factor: ClockFactor) -> Self {
        let pace = Pace { since: Instant::now(), from: SimTime::START, factor };
        Self { started: SystemTime::now(), pace: watch::Sender::new(pace) }
    }

    /// The present simulated time.
    pub fn now(&self) -> SimTime {
        self.pace.borrow().now()
    }

    /// Changes the pace, also for those who sleep.
    pub fn set_factor(&self, factor: ClockFactor) {
        self.pace.send_modify(|pace| {
            *pace = Pace { since: Instant::now(), from: pace.now(), factor };
        });
    }

    /// Returns at that simulated time, or at once when it has passed.
    pub async fn sleep_until(&self, time: SimTime) {
        let mut paces = self.pace.subscribe();
        loop {
            let pace = *paces.borrow_and_update();
            let left = time.since(pace.now());
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left.div_f64(pace.factor.0)) => {}
                _ = paces.changed() => {}
            }
        }
    }

    /// A point in simulated time as the API writes it.
    pub fn timestamp(&self, time: SimTime) -> String {
        self.date_of(time).to_string()
    }

    /// A point in simulated time as a date.
    pub fn date_of(&self, time: SimTime) -> Date {
        (self.started + time.0).into()
    }

    /// The present simulated date.
    pub fn date(&self) -> Date {
        self.date_of(self.now())
    }

    /// The simulated time of a date; the start for an earlier one.
    pub fn time(&self, date: Date) -> SimTime {
        let since_start = SystemTime::from(date).duration_since(self.started);
        SimTime(since_start.unwrap_or_default())
    }
}
