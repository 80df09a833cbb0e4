//! When a request is sent again, and after which wait or lookup: the README's table "Nothing is sent twice", as a state machine.
//!
//! The rule above all: a request that may have taken effect is sent again only when it is idempotent (RFC 9110 9.2.2), or when
//! a lookup shows that the first attempt did nothing.

use std::time::Duration;

use crate::error::{Error, Outcome};

/// How often a request is sent again, when the caller does not say.
pub const DEFAULT_RETRIES: u32 = 3;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause that the API did not ask for.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause that the API may ask for. Beyond it the item fails with the API's own words.
const MAX_RETRY_AFTER: Duration = Duration::from_mins(5);

/// The rules for one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How often the request may be sent again.
    pub retries: u32,
    /// Whether two requests have the same effect as one.
    pub idempotent: bool,
    /// Whether a lookup can show that the request took effect.
    pub has_lookup: bool,
    /// Whether the request changes anything.
    pub writes: bool,
}

/// One request that is sent until its outcome is known.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait Attempt {
    /// The answer of a success.
    type Answer;

    /// Waits while the API throttles; tells whether a wait was necessary.
    async fn wait_while_throttled(&self) -> bool;

    /// Sends the request once.
    async fn send(&self) -> Result<Self::Answer, Error>;

    /// Looks up whether the request took effect, in this execution or in an earlier one.
    async fn look_up(&self) -> Result<Option<Self::Answer>, Error>;

    /// The answer of a delete, when the error of a retry says that the object is gone.
    fn already_deleted(&self, error: &Error) -> Option<Self::Answer>;

    /// Waits before the next attempt.
    async fn pause(&self, duration: Duration);

    /// Notes that the API asked to slow down: no request of the execution starts before that time has passed.
    fn throttle(&self, duration: Duration);

    /// Notes that another attempt follows.
    fn count_retry(&self);

    /// Whether the execution has stopped: no request may be sent.
    fn is_stopped(&self) -> bool;

    /// A number from 0 to 1, another one each time.
    fn random(&self) -> f64;
}

/// Sends a request until it succeeds or fails.
///
/// # Errors
/// The error of the last attempt. Its outcome is ambiguous where any attempt may have taken effect.
pub async fn send_with_retries<A: Attempt>(policy: Policy, attempt: &A) -> Result<A::Answer, Error> {
    let mut retry = Retry::new(policy);
    let mut step = retry.first();
    loop {
        step = match step {
            Step::LookUp | Step::Send if is_stopped_or_throttled(attempt).await => {
                return Err(retry.stopped());
            }
            Step::LookUp => {
                let found = attempt.look_up().await;
                let throttled = attempt.wait_while_throttled().await;
                retry.looked_up(found, throttled)
            }
            Step::Send => match attempt.send().await {
                Ok(answer) => return Ok(answer),
                Err(error) => {
                    let gone = attempt.already_deleted(&error).filter(|_| retry.may_be_done);
                    if let Some(answer) = gone {
                        return Ok(answer);
                    }
                    let pause = retry.pause(&error, attempt.random());
                    if error.is_throttling()
                        && let Some(duration) = pause
                    {
                        attempt.throttle(duration);
                    }
                    retry.failed(error, pause, attempt.is_stopped())
                }
            },
            Step::Retry { pause } => {
                attempt.count_retry();
                if let Some(duration) = pause {
                    attempt.pause(duration).await;
                }
                retry.first()
            }
            Step::LastLookUp(error) => {
                let found = attempt.look_up().await;
                return found.ok().flatten().ok_or(error);
            }
            Step::Done(outcome) => return outcome,
        };
    }
}

/// Waits while the API throttles; tells whether the execution stopped meanwhile.
async fn is_stopped_or_throttled<A: Attempt>(attempt: &A) -> bool {
    attempt.wait_while_throttled().await;
    attempt.is_stopped()
}

/// The next step for a request.
#[derive(Debug)]
enum Step<T> {
    /// Look up whether an earlier attempt took effect, then send.
    LookUp,
    /// Send the request.
    Send,
    /// Wait, unless the whole execution waits, then begin again.
    Retry { pause: Option<Duration> },
    /// No attempt is left; the last one may have taken effect. A lookup that finds nothing leaves the error.
    LastLookUp(Error),
    /// The end.
    Done(Result<T, Error>),
}

/// The state of a request.
struct Retry {
    policy: Policy,
    /// Attempts that failed.
    attempts: u32,
    /// Whether a lookup comes before the next attempt: an earlier attempt may have sent the request, or an execution that was
    /// ended half-way.
    must_look_up: bool,
    /// Whether an attempt without lookup may have taken effect.
    may_be_done: bool,
    last_error: Option<Error>,
}

impl Retry {
    const fn new(policy: Policy) -> Self {
        Self { policy, attempts: 0, must_look_up: policy.has_lookup, may_be_done: false, last_error: None }
    }

    const fn first<T>(&self) -> Step<T> {
        if self.must_look_up { Step::LookUp } else { Step::Send }
    }

    /// The execution stopped before the request was sent.
    fn stopped(self) -> Error {
        self.last_error.map_or_else(Error::cancelled, Error::interrupted)
    }

    fn looked_up<T>(&mut self, found: Result<Option<T>, Error>, throttled: bool) -> Step<T> {
        match found {
            Ok(Some(answer)) => Step::Done(Ok(answer)),
            // Throttled meanwhile: look up again, the result may be stale.
            Ok(None) if throttled => Step::LookUp,
            Ok(None) => {
                self.must_look_up = false;
                Step::Send
            }
            // The user must know that an earlier attempt may have taken effect; the failed lookup matters less.
            Err(lookup) => {
                let interrupted = lookup.interrupted;
                let error = self.last_error.take();
                let error = error.unwrap_or_else(|| lookup.after_failed_lookup());
                Step::Done(Err(Error { interrupted, ..error }))
            }
        }
    }

    /// The pause before another attempt, even if no attempt is left. `None` when the API asks for a longer one than an execution waits.
    fn pause(&self, error: &Error, random: f64) -> Option<Duration> {
        pause(self.attempts, error.retry_after, random)
    }

    fn failed<T>(&mut self, error: Error, pause: Option<Duration>, is_stopped: bool) -> Step<T> {
        let Policy { retries, idempotent, has_lookup, writes } = self.policy;
        let outcome = error.outcome;
        // An earlier attempt that may have taken effect counts more than the outcome of this one.
        let error = if self.may_be_done && writes { error.made_ambiguous() } else { error };
        match outcome {
            Outcome::NotExecuted => {}
            Outcome::Ambiguous if has_lookup => self.must_look_up = true,
            Outcome::Ambiguous if idempotent => self.may_be_done = true,
            Outcome::Ambiguous | Outcome::Rejected => return Step::Done(Err(error)),
        }
        let pause = pause.filter(|_| self.attempts < retries);
        if pause.is_some() && !is_stopped {
            self.attempts += 1;
            let throttles = error.is_throttling();
            self.last_error = Some(error);
            return Step::Retry { pause: pause.filter(|_| !throttles) };
        }
        let interrupted = pause.is_some();
        let error = Error { interrupted, ..error };
        if self.must_look_up { Step::LastLookUp(error) } else { Step::Done(Err(error)) }
    }
}

/// The pause after so many failed attempts. `None` when the API asks for a longer one than an execution waits.
///
/// The pause grows exponentially. Its upper half is random, so that many requests do not come back at the same moment.
fn pause(attempts: u32, retry_after: Option<Duration>, random: f64) -> Option<Duration> {
    let longest = FIRST_PAUSE.saturating_mul(1 << attempts.min(16)).min(MAX_PAUSE);
    let jitter = (longest / 2).mul_f64(random.clamp(0.0, 1.0));
    match retry_after {
        Some(wish) if wish > MAX_RETRY_AFTER => None,
        Some(wish) => Some(wish + jitter / 4),
        None => Some(longest / 2 + jitter),
    }
}
