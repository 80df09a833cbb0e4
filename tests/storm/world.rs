//! The simulated world: a server to which anything happens, the way to it, and the time.
//!
//! Time stands still while anybody can go on, and then jumps to the next thing that somebody waits for.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use proptest::prelude::*;
use sparkbot_core::{
    error::{Error, NoAnswer},
    retry::{Attempts, Policy, deliver},
    schedule::{After, EventLoop, run},
};

/// What happens to one request, and how many milliseconds it is on its way there and back.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    pub fault: Fault,
    pub there: u64,
    pub back: u64,
}

#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// None: it is done, and the answer comes.
    Done,
    /// It is done, and the answer gets lost.
    Lost,
    /// There is no answer in time, and it is done that many milliseconds later.
    Late(u64),
    /// It is not done, and nobody can tell.
    Vanished,
    Refused,
    /// The API is busy, and may say for how long.
    Busy(Option<u32>),
    /// The API refuses it for good.
    Wrong,
}

pub const CALM: Happening = Happening {
    fault: Fault::Done,
    there: 1,
    back: 1,
};

pub fn happening() -> impl Strategy<Value = Happening> {
    let fault = prop_oneof![
        6 => Just(Fault::Done),
        1 => Just(Fault::Lost),
        1 => Just(Fault::Vanished),
        1 => Just(Fault::Refused),
        1 => prop::option::of(0..5000_u32).prop_map(Fault::Busy),
        1 => Just(Fault::Wrong),
    ];
    (fault, 0..50_u64, 0..50_u64).prop_map(|(fault, there, back)| Happening { fault, there, back })
}

/// Done after the look that follows, and before the shortest wait is over.
pub fn late() -> impl Strategy<Value = Happening> {
    (1..200_u64).prop_map(|after| Happening {
        fault: Fault::Late(after),
        ..CALM
    })
}

/// An execution: items by their lanes, and its run options.
#[derive(Clone, Debug)]
pub struct Execution {
    pub lanes: Vec<u8>,
    pub limit: usize,
    pub retries: u32,
    pub exactly_once: bool,
    pub goes_on: bool,
}

pub fn execution() -> impl Strategy<Value = Execution> {
    (
        prop::collection::vec(0..6_u8, 0..40),
        1..12_usize,
        0..5_u32,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(lanes, limit, retries, exactly_once, goes_on)| Execution {
            lanes,
            limit,
            retries,
            exactly_once,
            goes_on,
        })
}

/// The server, the way to it, and the time.
#[derive(Default)]
pub struct World {
    now: Cell<u64>,
    /// Whom to wake, by time; the second number keeps those of one time apart.
    sleepers: RefCell<BTreeMap<(u64, usize), Waker>>,
    /// Things that will happen to requests, the next one last; then nothing happens any more.
    pub happenings: RefCell<Vec<Happening>>,
    /// Whether looks are spared.
    pub looks_succeed: Cell<bool>,
    /// Items that will be done, by time, whoever waits for them.
    late: RefCell<BTreeMap<u64, Vec<usize>>>,
    /// The items that were done, in that order.
    pub ledger: RefCell<Vec<usize>>,
    /// Requests that were sent, by item.
    pub sent: RefCell<HashMap<usize, u32>>,
    pub open: Cell<usize>,
    /// Before that time the API wants no request.
    closed_until: Cell<u64>,
    stopped: Cell<bool>,
}

impl World {
    pub fn of(happenings: &[Happening]) -> Self {
        Self {
            happenings: RefCell::new(happenings.iter().rev().copied().collect()),
            ..Self::default()
        }
    }

    /// A new process, after the old one is gone; what the server did stays done.
    pub fn begin_again(&mut self) {
        *self = Self {
            ledger: std::mem::take(&mut self.ledger),
            ..Self::default()
        };
    }

    async fn sleep(&self, milliseconds: u64) {
        let until = self.now.get() + milliseconds;
        poll_fn(|context| {
            if self.now.get() >= until {
                return Poll::Ready(());
            }
            let mut sleepers = self.sleepers.borrow_mut();
            let place = sleepers.range((until, 0)..=(until, usize::MAX)).count();
            sleepers.insert((until, place), context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Does what is late, as far as its time has come.
    fn let_land(&self) {
        let mut late = self.late.borrow_mut();
        let still_on_its_way = late.split_off(&(self.now.get() + 1));
        let landed = std::mem::replace(&mut *late, still_on_its_way);
        self.ledger
            .borrow_mut()
            .extend(landed.into_values().flatten());
    }

    /// Runs a work to its end, or only until the process is killed: then it gives nothing.
    fn run<T>(&self, work: impl Future<Output = T>, killed_at: Option<u64>) -> Option<T> {
        let flag = Arc::new(Flag::default());
        let waker = Waker::from(flag.clone());
        let mut work = pin!(work);
        loop {
            if let Poll::Ready(outcome) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Some(outcome);
            }
            if flag.0.swap(false, Ordering::Relaxed) {
                continue;
            }
            let next = self.sleepers.borrow_mut().pop_first();
            let ((time, _), sleeper) = next.expect("somebody waits for nothing");
            if killed_at.is_some_and(|end| time > end) {
                return None;
            }
            self.now.set(time);
            self.let_land();
            sleeper.wake();
        }
    }

    /// Sends all items of an execution; gives the outcomes by item.
    pub fn execute(
        &self,
        execution: &Execution,
        killed_at: Option<u64>,
    ) -> Option<Vec<Option<Result<(), Error>>>> {
        let policy = Policy {
            retries: execution.retries,
            repeatable: false,
            findable: execution.exactly_once,
            writes: true,
        };
        let prepare = |item| {
            let one = One {
                world: self,
                item,
                retries: execution.retries,
            };
            let work = async move { deliver(policy, &one).await };
            (Some(execution.lanes[item].to_string()), work)
        };
        let judge = |outcome: &Result<(), Error>| {
            if outcome.is_ok() || execution.goes_on {
                return After::GoOn;
            }
            self.stopped.set(true);
            After::Stop
        };
        let all = run(execution.lanes.len(), execution.limit, prepare, judge, self);
        self.run(all, killed_at)
    }
}

impl EventLoop for World {
    fn now(&self) -> f64 {
        f64::from(u32::try_from(self.now.get()).unwrap())
    }

    async fn turn(&self) {
        self.sleep(0).await;
    }
}

/// Whether somebody has something to do.
#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// One item's request.
struct One<'a> {
    world: &'a World,
    item: usize,
    /// Of a look; a read may be repeated whatever happens to it.
    retries: u32,
}

impl One<'_> {
    fn next_happening(&self) -> Happening {
        self.world.happenings.borrow_mut().pop().unwrap_or(CALM)
    }
}

impl Attempts for One<'_> {
    type Answer = ();

    async fn turn(&self) -> bool {
        let world = self.world;
        let began = world.now.get();
        while world.closed_until.get() > world.now.get() && !self.stopped() {
            world
                .sleep(world.closed_until.get() - world.now.get())
                .await;
        }
        world.now.get() > began
    }

    async fn send(&self) -> Result<(), Error> {
        let world = self.world;
        assert!(!self.stopped(), "sent after the end");
        assert!(
            world.closed_until.get() <= world.now.get(),
            "sent although the API wants a break"
        );
        *world.sent.borrow_mut().entry(self.item).or_default() += 1;
        world.open.set(world.open.get() + 1);
        let Happening { fault, there, back } = self.next_happening();
        world.sleep(there).await;
        if matches!(fault, Fault::Done | Fault::Lost) {
            world.ledger.borrow_mut().push(self.item);
        }
        world.sleep(back).await;
        world.open.set(world.open.get() - 1);
        match fault {
            Fault::Done => Ok(()),
            Fault::Late(after) => {
                let mut late = world.late.borrow_mut();
                let lands = late.entry(world.now.get() + after).or_default();
                lands.push(self.item);
                Err(no_answer("ETIMEDOUT"))
            }
            Fault::Lost => Err(no_answer("ECONNRESET")),
            Fault::Vanished => Err(Error::refused(502, None, None, true)),
            Fault::Refused => Err(no_answer("ECONNREFUSED")),
            Fault::Busy(after) => {
                let mut error = Error::refused(429, None, None, true);
                error.after = after;
                Err(error)
            }
            Fault::Wrong => Err(Error::refused(400, None, None, true)),
        }
    }

    async fn find(&self) -> Result<Option<()>, Error> {
        let world = self.world;
        for _ in 0..=self.retries {
            let Happening { fault, there, back } = if world.looks_succeed.get() {
                CALM
            } else {
                self.next_happening()
            };
            world.sleep(there).await;
            let found = world.ledger.borrow().contains(&self.item);
            world.sleep(back).await;
            if matches!(fault, Fault::Done) {
                return Ok(found.then_some(()));
            }
        }
        Err(Error::refused(500, None, None, false))
    }

    fn gone(&self, _: &Error) -> Option<()> {
        None
    }

    async fn wait(&self, milliseconds: u32, everybody: bool) {
        let world = self.world;
        let until = world.now.get() + u64::from(milliseconds);
        if everybody {
            world.closed_until.set(world.closed_until.get().max(until));
        } else {
            world.sleep(milliseconds.into()).await;
        }
    }

    fn stopped(&self) -> bool {
        self.world.stopped.get()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn no_answer(code: &str) -> Error {
    let reason = NoAnswer {
        code: code.into(),
        detail: String::new(),
    };
    Error::no_answer(&reason, "https://api.example.com", true)
}
