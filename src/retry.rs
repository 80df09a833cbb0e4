//! Sending one request until its fate is known: what may be repeated, when, and how often.
//!
//! The one rule above all: a request that may have taken effect is repeated only when a second time does no harm, or when
//! a look shows that the first one did nothing.

use crate::error::{Error, Fate, grouped};

/// Repetitions of a request, when the caller does not say.
pub const RETRIES: u32 = 3;

/// The first wait, in milliseconds; each further one is twice as long.
const FIRST_WAIT: u32 = 500;

/// The longest wait of our own, in milliseconds.
const LONGEST_WAIT: u32 = 30_000;

/// The longest wait that the API may ask for, in milliseconds; beyond it the item fails with what the API said.
const LONGEST_WISH: u32 = 300_000;

/// What may be done with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How often it may be repeated.
    pub retries: u32,
    /// Whether doing it twice is the same as doing it once.
    pub repeatable: bool,
    /// Whether it can be looked up whether it took effect.
    pub findable: bool,
    /// Whether it changes anything.
    pub writes: bool,
}

/// One request, seen from here: it can be sent, perhaps found again, and waited for.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait Attempts {
    /// What a success brings.
    type Answer;

    /// Waits until the API takes requests, when it has asked everybody to slow down; tells whether it had.
    async fn turn(&self) -> bool;

    /// Sends it once.
    async fn send(&self) -> Result<Self::Answer, Error>;

    /// Looks whether it took effect, in this run or in an earlier one.
    async fn find(&self) -> Result<Option<Self::Answer>, Error>;

    /// What it means that a repeated request finds nothing left to do.
    fn gone(&self, error: &Error) -> Option<Self::Answer>;

    /// Waits before a repetition. `everybody`: the API asked to slow down, so no other request starts before either.
    async fn wait(&self, milliseconds: u32, everybody: bool);

    /// Whether nothing may be sent any more.
    fn stopped(&self) -> bool;

    /// A number from 0 to 1, another one each time.
    fn random(&self) -> f64;
}

/// Sends a request until it is done, or cannot be.
///
/// # Errors
/// The last one. When it is of unknown fate, nobody knows whether the request took effect.
pub async fn deliver<A: Attempts>(policy: Policy, attempts: &A) -> Result<A::Answer, Error> {
    let mut tries = 0;
    let mut may_be_done = false;
    // Something may have sent it before: an execution that was ended half-way, or another try of it.
    let mut must_look = policy.findable;
    let mut last: Option<Error> = None;
    loop {
        attempts.turn().await;
        if attempts.stopped() {
            return Err(last.map_or_else(Error::cancelled, Error::interrupt));
        }
        // Right before it is sent: what hung for long may have arrived while we waited.
        if must_look {
            match attempts.find().await {
                Ok(Some(answer)) => return Ok(answer),
                // After a break the look would be an old one.
                Ok(None) if attempts.turn().await => continue,
                Ok(None) => must_look = false,
                // Nobody knows whether an earlier try took effect, and that is what the user must read.
                Err(look) => {
                    let interrupted = look.interrupted;
                    let mut error = last.unwrap_or_else(|| look.of_failed_look());
                    error.interrupted = interrupted;
                    return Err(error);
                }
            }
            if attempts.stopped() {
                return Err(last.map_or_else(Error::cancelled, Error::interrupt));
            }
        }
        let error = match attempts.send().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if may_be_done && let Some(answer) = attempts.gone(&error) {
            return Ok(answer);
        }
        let fate = error.fate;
        // What an earlier try began counts more than how this one ended.
        let error = if may_be_done && policy.writes {
            error.of_unknown_fate()
        } else {
            error
        };
        match fate {
            Fate::Settled => return Err(error),
            Fate::Unknown if policy.findable => must_look = true,
            Fate::Unknown if !policy.repeatable => return Err(error),
            Fate::Unknown => may_be_done = true,
            Fate::Undone => {}
        }
        let wait = pause(tries, error.after, attempts.random());
        let wait = wait.filter(|_| tries < policy.retries);
        let interrupted = wait.is_some() && attempts.stopped();
        let Some(wait) = wait.filter(|_| !interrupted) else {
            // The last try may have done it all the same.
            let found = if must_look {
                attempts.find().await
            } else {
                Ok(None)
            };
            return found.ok().flatten().ok_or(Error {
                interrupted,
                ..error
            });
        };
        tries += 1;
        attempts.wait(wait, error.is_busy()).await;
        last = Some(error);
    }
}

/// Milliseconds before the next try; none when the API wants a longer break than anybody would wait for. Exponential, between
/// half and the whole of it, so that many requests do not come back at the same moment.
fn pause(tries: u32, wish: Option<u32>, random: f64) -> Option<u32> {
    let whole = FIRST_WAIT
        .saturating_mul(1 << tries.min(16))
        .min(LONGEST_WAIT);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let jitter = (f64::from(whole / 2) * random.clamp(0.0, 1.0)) as u32;
    match wish {
        Some(wish) if wish > LONGEST_WISH => None,
        Some(wish) => Some(wish + jitter / 4),
        None => Some(whole / 2 + jitter),
    }
}

/// What an execution went through, for the one line that tells the user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests that were sent, each counted once however often it was repeated.
    pub requests: u32,
    /// Those among them that were repeated.
    pub retried: u32,
    /// How often the API asked to slow down.
    pub slowed: u32,
    /// Messages that were there already, and were not sent again.
    pub found: u32,
}

impl Tally {
    /// One line; none when there is nothing to tell.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.retried > 0 {
            let were = if self.retried == 1 { "was" } else { "were" };
            let (retried, requests) = (grouped(self.retried), grouped(self.requests));
            parts.push(format!("{retried} of {requests} requests {were} retried"));
        }
        if self.slowed > 0 {
            let times = match self.slowed {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                more => format!("{} times", grouped(more)),
            };
            parts.push(format!("the API asked to slow down {times}"));
        }
        if self.found > 0 {
            let were = if self.found == 1 {
                "message was"
            } else {
                "messages were"
            };
            parts.push(format!(
                "{} {were} there already and not sent again",
                grouped(self.found)
            ));
        }
        let mut sentence = parts.join("; ");
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        (!sentence.is_empty()).then(|| sentence + ".")
    }
}
