//! The schedule, under any keys, any limit and any order in which requests end.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    future::poll_fn,
    task::Poll,
    time::Duration,
};

use futures::executor::block_on;
use proptest::prelude::*;
use sparkbot_core::execution::schedule::{After, EventLoop, run};

/// What happened, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Start(usize),
    End(usize),
    Turn,
}

/// One item: its key, how many turns it takes, and whether it fails.
#[derive(Clone, Debug)]
struct Item {
    key: Option<u8>,
    turns: usize,
    fails: bool,
}

fn item() -> impl Strategy<Value = Item> {
    (prop::option::weighted(0.8, 0..5_u8), 0..6_usize, prop::bool::weighted(0.05))
        .prop_map(|(key, turns, fails)| Item { key, turns, fails })
}

/// An event loop whose clock goes on with each reading.
struct Loop<'a> {
    events: &'a RefCell<Vec<Event>>,
    now: Cell<Duration>,
    tick: Duration,
}

impl EventLoop for Loop<'_> {
    fn now(&self) -> Duration {
        self.now.set(self.now.get() + self.tick);
        self.now.get()
    }

    async fn yield_to_host(&self) {
        pending(2).await;
        self.events.borrow_mut().push(Event::Turn);
    }
}

/// Takes that many polls.
async fn pending(mut polls: usize) {
    poll_fn(|context| {
        if polls == 0 {
            return Poll::Ready(());
        }
        polls -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The time from one reading of the clock to the next: all answers come at once, or all take long.
const AT_ONCE: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_millis(100);

fn simulate(
    items: &[Item],
    limit: usize,
    after_failure: After,
    tick: Duration,
) -> (Vec<Event>, Vec<Option<Result<usize, usize>>>) {
    let events = RefCell::new(Vec::new());
    let host = Loop { events: &events, now: Cell::new(Duration::ZERO), tick };
    let outcomes = block_on(run(
        items.len(),
        limit,
        |index| {
            let Item { key, turns, fails } = items[index].clone();
            let events = &events;
            let work = async move {
                events.borrow_mut().push(Event::Start(index));
                pending(turns).await;
                events.borrow_mut().push(Event::End(index));
                if fails { Err(index) } else { Ok(index) }
            };
            (key.map(|key| key.to_string()), work)
        },
        |outcome| {
            if outcome.is_err() { after_failure } else { After::GoOn }
        },
        &host,
    ));
    (events.into_inner(), outcomes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn keys_keep_their_order_and_the_limit_holds(items in prop::collection::vec(item(), 0..80), limit in 1..12_usize, tick in prop_oneof![Just(AT_ONCE), Just(LONG)]) {
        let (events, outcomes) = simulate(&items, limit, After::GoOn, tick);
        let mut running: Vec<usize> = Vec::new();
        let mut last_of_key: HashMap<u8, usize> = HashMap::new();
        for event in events {
            match event {
                Event::Start(item) => {
                    if let Some(key) = items[item].key {
                        prop_assert!(running.iter().all(|other| items[*other].key != Some(key)), "two at once in a key");
                        let before = last_of_key.insert(key, item);
                        prop_assert!(before.is_none_or(|before| before < item), "out of order in a key");
                    }
                    running.push(item);
                    prop_assert!(running.len() <= limit);
                }
                Event::End(item) => running.retain(|other| *other != item),
                Event::Turn => {}
            }
        }
        for (index, outcome) in outcomes.into_iter().enumerate() {
            let expected = if items[index].fails { Err(index) } else { Ok(index) };
            prop_assert_eq!(outcome, Some(expected));
        }
    }

    #[test]
    fn after_a_failure_nothing_starts_and_what_runs_ends(items in prop::collection::vec(item(), 0..80), limit in 1..12_usize, tick in prop_oneof![Just(AT_ONCE), Just(LONG)]) {
        let (events, outcomes) = simulate(&items, limit, After::Stop, tick);
        let mut failed = false;
        let mut open = 0;
        for event in events {
            match event {
                Event::Start(item) => {
                    prop_assert!(!failed, "item {} starts after a failure", item);
                    open += 1;
                }
                Event::End(item) => {
                    open -= 1;
                    failed |= items[item].fails;
                }
                Event::Turn => {}
            }
        }
        prop_assert_eq!(open, 0);
        let started = outcomes.iter().flatten().count();
        if failed {
            // Those that ran beside it may have failed too, but no more than may run at once.
            prop_assert!(outcomes.iter().flatten().filter(|outcome| outcome.is_err()).count() <= limit);
        } else {
            prop_assert_eq!(started, items.len());
        }
    }
}

#[test]
fn a_busy_key_does_not_hold_up_the_others() {
    let mut items = vec![Item { key: Some(0), turns: 50, fails: false }; 5];
    items.push(Item { key: Some(1), turns: 0, fails: false });
    let (events, _) = simulate(&items, 2, After::GoOn, AT_ONCE);
    let end = |item| events.iter().position(|event| *event == Event::End(item));
    assert!(end(5) < end(0));
}

#[test]
fn of_all_that_may_start_the_first_one_does() {
    let mut items = vec![Item { key: None, turns: 30, fails: false }; 8];
    for item in &mut items[..2] {
        *item = Item { key: Some(0), turns: 5, fails: false };
    }
    let (mut events, _) = simulate(&items, 2, After::GoOn, AT_ONCE);
    events.retain(|event| *event != Event::Turn);
    let end = events.iter().position(|event| *event == Event::End(0));
    assert_eq!(events[end.unwrap() + 1], Event::Start(1));
}

#[test]
fn with_room_for_one_all_run_in_order() {
    let items = vec![Item { key: None, turns: 3, fails: false }; 4];
    let (mut events, _) = simulate(&items, 1, After::GoOn, AT_ONCE);
    events.retain(|event| *event != Event::Turn);
    let expected: Vec<_> = (0..4).flat_map(|item| [Event::Start(item), Event::End(item)]).collect();
    assert_eq!(events, expected);
}

/// The most that is started in a row.
fn most_at_once(events: &[Event]) -> usize {
    events
        .split(|event| *event == Event::Turn)
        .map(|between| between.iter().filter(|event| matches!(event, Event::Start(_))).count())
        .max()
        .unwrap_or_default()
}

#[test]
fn while_answers_take_long_the_host_gets_a_turn_after_each_start() {
    let items = vec![Item { key: None, turns: 0, fails: false }; 40];
    let (events, _) = simulate(&items, 10, After::GoOn, LONG);
    let first_end = events.iter().position(|event| matches!(event, Event::End(_)));
    assert_eq!(most_at_once(&events[first_end.unwrap() + 1..]), 1);

    let (events, _) = simulate(&items, 10, After::GoOn, AT_ONCE);
    let most = most_at_once(&events);
    assert!((2..6).contains(&most), "{most} at once");
}
