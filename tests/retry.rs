//! Retries: whatever goes wrong, and in whatever order, nothing is done twice, and every request comes to an end.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use futures::executor::block_on;
use proptest::prelude::*;
use sparkbot_core::{
    descriptor,
    error::{Context, Error, NoAnswer, Outcome, Refusal, Words},
    execution::{
        Tally,
        retry::{Attempt, Policy, send_with_retries},
    },
};

/// What happens to one request on its way.
#[derive(Clone, Copy, Debug)]
enum Happening {
    /// It is done, and the answer comes.
    Done,
    /// It is done, and the answer gets lost.
    Lost,
    /// It never arrives, and the client cannot tell.
    Vanished,
    /// It never arrives, and that is plain.
    Refused,
    /// The API is busy, and may say for how long.
    Busy(Option<u32>),
    /// The API refuses it for good.
    Wrong,
    /// The whole execution is ended meanwhile.
    Stopped,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        Just(Happening::Done),
        Just(Happening::Lost),
        Just(Happening::Vanished),
        Just(Happening::Refused),
        prop::option::of(0..400_000_u32).prop_map(Happening::Busy),
        Just(Happening::Wrong),
        Just(Happening::Stopped),
    ];
    prop::collection::vec(one, 0..12)
}

/// A server that things happen to, in this order; when there are none left, everything is done at once.
struct Server {
    happenings: RefCell<Vec<Happening>>,
    /// Lookups that fail, in this order.
    lookups: RefCell<Vec<bool>>,
    effects: Cell<u32>,
    sent: Cell<u32>,
    waited: Cell<Duration>,
    stopped: Cell<bool>,
    /// Requests after which the whole execution is ended.
    ends_after: Option<u32>,
    looked: Cell<u32>,
    /// The lookup, from 1, during which the whole execution is ended.
    ends_in_lookup: Option<u32>,
    is_delete: bool,
}

impl Server {
    fn new(happenings: &[Happening], lookups: &[bool]) -> Self {
        Self {
            happenings: RefCell::new(happenings.iter().rev().copied().collect()),
            lookups: RefCell::new(lookups.iter().rev().copied().collect()),
            effects: Cell::default(),
            sent: Cell::default(),
            waited: Cell::default(),
            stopped: Cell::default(),
            ends_after: None,
            looked: Cell::default(),
            ends_in_lookup: None,
            is_delete: false,
        }
    }

    fn take_effect(&self) -> Result<(), Error> {
        if self.is_delete && self.effects.get() > 0 {
            return Err(refused(404, true));
        }
        self.effects.set(self.effects.get() + 1);
        Ok(())
    }
}

fn context() -> Context {
    Context { api: descriptor::api(), words: Words::default() }
}

fn no_answer(code: &str) -> Error {
    let reason = NoAnswer { code: code.into(), detail: String::new() };
    Error::no_answer(&reason, "https://api.example.com", true, &context())
}

fn refused(status: u16, writes: bool) -> Error {
    let refusal = Refusal { status, writes, ..Refusal::default() };
    Error::refused(refusal, &context())
}

impl Attempt for Server {
    type Answer = &'static str;

    async fn wait_while_throttled(&self) -> bool {
        false
    }

    async fn send(&self) -> Result<&'static str, Error> {
        assert!(!self.is_stopped(), "nothing is sent after the end");
        self.sent.set(self.sent.get() + 1);
        match self.happenings.borrow_mut().pop().unwrap_or(Happening::Done) {
            Happening::Done => self.take_effect().map(|()| "done"),
            Happening::Lost => {
                self.take_effect()?;
                Err(no_answer("ECONNRESET"))
            }
            Happening::Vanished => Err(refused(502, true)),
            Happening::Refused => Err(no_answer("ECONNREFUSED")),
            Happening::Busy(after) => {
                let mut error = refused(429, true);
                error.retry_after = after.map(|after| Duration::from_millis(after.into()));
                Err(error)
            }
            Happening::Wrong => Err(refused(400, true)),
            Happening::Stopped => {
                self.stopped.set(true);
                Err(no_answer("ETIMEDOUT"))
            }
        }
    }

    async fn look_up(&self) -> Result<Option<&'static str>, Error> {
        self.looked.set(self.looked.get() + 1);
        if self.ends_in_lookup == Some(self.looked.get()) {
            self.stopped.set(true);
            return Err(Error::cancelled());
        }
        if self.lookups.borrow_mut().pop().unwrap_or(false) {
            return Err(refused(500, false));
        }
        Ok((self.effects.get() > 0).then_some("found"))
    }

    fn already_deleted(&self, error: &Error) -> Option<&'static str> {
        (self.is_delete && error.status == Some(404)).then_some("gone")
    }

    async fn pause(&self, duration: Duration) {
        self.waited.set(self.waited.get() + duration);
    }

    fn throttle(&self, duration: Duration) {
        self.waited.set(self.waited.get() + duration);
    }

    fn count_retry(&self) {}

    fn is_stopped(&self) -> bool {
        self.stopped.get() || self.ends_after.is_some_and(|end| self.sent.get() >= end)
    }

    fn random(&self) -> f64 {
        0.5
    }
}

const ONCE: Policy = Policy { retries: 3, idempotent: false, has_lookup: false, writes: true };

const WITH_LOOKUP: Policy = Policy { has_lookup: true, ..ONCE };

proptest! {
    /// The one rule above all.
    #[test]
    fn what_must_happen_once_never_happens_twice(happenings in happenings(), retries in 0..6_u32) {
        let server = Server::new(&happenings, &[]);
        let outcome = block_on(send_with_retries(Policy { retries, ..ONCE }, &server));
        prop_assert!(server.effects.get() <= 1);
        prop_assert!(server.sent.get() <= retries + 1);
        if let Err(error) = &outcome {
            // A user who reads "rejected" or "not executed" may send it again without harm.
            prop_assert!(error.outcome == Outcome::Ambiguous || server.effects.get() == 0, "{error:?}");
        } else {
            prop_assert_eq!(server.effects.get(), 1);
        }
    }

    /// With a lookup, a lost answer is no failure: only what fails for longer than there are retries.
    #[test]
    fn what_can_be_found_is_done_exactly_once(
        happenings in happenings(),
        lookups in prop::collection::vec(any::<bool>(), 0..6),
    ) {
        let server = Server::new(&happenings, &lookups);
        let outcome = block_on(send_with_retries(WITH_LOOKUP, &server));
        prop_assert!(server.effects.get() <= 1);
        match outcome {
            Ok(_) => prop_assert_eq!(server.effects.get(), 1),
            Err(error) => prop_assert!(error.outcome == Outcome::Ambiguous || server.effects.get() == 0, "{error:?}"),
        }
        // Run again, as after a crash, with a server that works: done once, and not again.
        server.stopped.set(false);
        server.happenings.borrow_mut().clear();
        server.lookups.borrow_mut().clear();
        prop_assert!(block_on(send_with_retries(WITH_LOOKUP, &server)).is_ok());
        prop_assert_eq!(server.effects.get(), 1);
    }

    #[test]
    fn with_enough_retries_a_fault_that_passes_is_no_failure(happenings in happenings()) {
        let passes = |one: &Happening| match one {
            Happening::Wrong | Happening::Stopped => false,
            Happening::Busy(after) => after.is_none_or(|after| after <= 300_000),
            _ => true,
        };
        let happenings: Vec<_> = happenings.into_iter().filter(passes).collect();
        let server = Server::new(&happenings, &[]);
        let policy = Policy { retries: 12, has_lookup: true, ..ONCE };
        prop_assert!(block_on(send_with_retries(policy, &server)).is_ok());
        prop_assert_eq!(server.effects.get(), 1);
    }

    /// Whose failure is named when an execution ends: not that of an item that would have been tried again.
    #[test]
    fn interrupted_is_what_would_have_gone_on(
        mut happenings in happenings(),
        idempotent in any::<bool>(),
        has_lookup in any::<bool>(),
        end in 0..6_u32,
    ) {
        happenings.retain(|one| !matches!(one, Happening::Stopped));
        let policy = Policy { idempotent, has_lookup, ..ONCE };
        let free = Server::new(&happenings, &[]);
        let alone = block_on(send_with_retries(policy, &free));
        let mut ended = Server::new(&happenings, &[]);
        ended.ends_after = Some(end);
        let outcome = block_on(send_with_retries(policy, &ended));
        let interrupted = matches!(&outcome, Err(error) if error.interrupted);
        prop_assert_eq!(interrupted, ended.sent.get() < free.sent.get());
        if !interrupted {
            prop_assert_eq!(outcome, alone);
        }
    }

    #[test]
    fn what_may_be_repeated_is(happenings in happenings()) {
        let passes = |one: &Happening| matches!(one, Happening::Done | Happening::Lost | Happening::Vanished | Happening::Refused);
        let happenings: Vec<_> = happenings.into_iter().filter(passes).collect();
        let mut server = Server::new(&happenings, &[]);
        server.is_delete = true;
        let policy = Policy { retries: 12, idempotent: true, ..ONCE };
        // A delete whose first answer got lost finds nothing left, and that is a success.
        prop_assert!(block_on(send_with_retries(policy, &server)).is_ok());
        prop_assert_eq!(server.effects.get(), 1);
    }
}

#[test]
fn what_an_earlier_try_may_have_done_is_not_forgotten() {
    let happenings = [Happening::Lost, Happening::Refused, Happening::Refused, Happening::Refused];
    let server = Server::new(&happenings, &[]);
    let policy = Policy { idempotent: true, ..ONCE };
    let error = block_on(send_with_retries(policy, &server)).unwrap_err();
    assert_eq!((error.outcome, error.code.as_str()), (Outcome::Ambiguous, "ECONNREFUSED"));
    assert!(error.description.contains("may have taken effect"));
}

#[test]
fn something_that_was_never_there_is_not_gone() {
    let mut server = Server::new(&[], &[]);
    server.is_delete = true;
    server.effects.set(1);
    let policy = Policy { idempotent: true, ..ONCE };
    let error = block_on(send_with_retries(policy, &server)).unwrap_err();
    assert_eq!(error.status, Some(404));
}

#[test]
fn waits_grow_and_the_api_s_wish_comes_first() {
    let waited = |happenings: &[Happening]| {
        let server = Server::new(happenings, &[]);
        assert!(block_on(send_with_retries(ONCE, &server)).is_ok());
        server.waited.get().as_millis()
    };
    let once = waited(&[Happening::Refused]);
    let twice = waited(&[Happening::Refused, Happening::Refused]);
    assert!((250..=500).contains(&once), "{once}");
    assert!((500..=1000).contains(&(twice - once)), "{twice}");
    let wish = waited(&[Happening::Busy(Some(7000))]);
    assert!((7000..7500).contains(&wish), "{wish}");
}

#[test]
fn an_item_that_would_wait_for_an_hour_fails() {
    let server = Server::new(&[Happening::Busy(Some(3_600_000))], &[]);
    let error = block_on(send_with_retries(ONCE, &server)).unwrap_err();
    assert_eq!((error.status, server.sent.get()), (Some(429), 1));
}

#[test]
fn a_lookup_that_fails_before_anything_is_sent_sends_nothing() {
    let server = Server::new(&[], &[true]);
    assert!(block_on(send_with_retries(WITH_LOOKUP, &server)).is_err());
    assert_eq!(server.sent.get(), 0);
}

#[test]
fn a_lookup_that_was_interrupted_is_no_failure_of_its_own() {
    for (lookup, code) in [(1, "CANCELLED"), (2, "ECONNRESET")] {
        let mut server = Server::new(&[Happening::Lost], &[]);
        server.ends_in_lookup = Some(lookup);
        let error = block_on(send_with_retries(WITH_LOOKUP, &server)).unwrap_err();
        assert_eq!((error.code.as_str(), error.interrupted), (code, true));
        assert_eq!(server.sent.get(), lookup - 1);
    }
}

#[test]
fn a_lookup_that_fails_is_a_failure_of_its_own() {
    let server = Server::new(&[Happening::Lost], &[false, true]);
    let error = block_on(send_with_retries(WITH_LOOKUP, &server)).unwrap_err();
    assert_eq!((error.code.as_str(), error.interrupted), ("ECONNRESET", false));
}

#[test]
fn the_tally_is_one_line() {
    let context = Context { api: descriptor::api(), words: Words::default() };
    let line = |requests, retried, throttled, found| Tally { requests, retried, throttled, found }.sentence(&context);
    assert_eq!(line(1000, 0, 0, 0), None);
    assert_eq!(
        line(1000, 12, 2, 0).as_deref(),
        Some("12 of 1,000 requests were retried; the API asked to slow down twice.")
    );
    assert_eq!(
        line(3, 1, 1, 1).as_deref(),
        Some(
            "1 of 3 requests was retried; the API asked to slow down once; 1 message was there already and not sent again."
        )
    );
    assert_eq!(line(1_234_567, 0, 4321, 0).as_deref(), Some("The API asked to slow down 4,321 times."));
}
