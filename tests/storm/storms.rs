//! Storms with seeds: many messages to many chats while every fifth request meets a fault. `cargo xtask storm --seeds 1000` runs
//! more of them than a test run does.

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use fastrand::Rng;
use sparkbot_core::execution::RunOptions;

use crate::{
    chance::{Chance, Fault},
    judge::{disorder, untruths},
    world::{Batch, Item, World},
};

const MESSAGES: usize = 2000;
const CHATS: u32 = 100;

/// No fault lasts so long.
const ENOUGH_RETRIES: f64 = 10.0;
/// Some faults last longer.
const SOME_RETRIES: f64 = 2.0;
const FEW_RETRIES: f64 = 1.0;

/// n8n tries a node five times at most.
const TRIES: usize = 5;

/// All that passes with time.
const ALL: &[Fault] = &[
    Fault::Lost,
    Fault::Truncated,
    Fault::FailedAfter,
    Fault::Vanished,
    Fault::FailedBefore,
    Fault::ConnectionRefused,
    Fault::Unavailable,
    Fault::Throttled(None),
    Fault::Throttled(Some(1)),
];

/// The same, and effects that land before the next attempt. They need retries left: a message that lands after its item failed may come
/// after a later one of its chat.
const ALL_AND_LATE: &[Fault] = &[
    Fault::Lost,
    Fault::Truncated,
    Fault::FailedAfter,
    Fault::Late(Duration::from_millis(100)),
    Fault::Vanished,
    Fault::FailedBefore,
    Fault::ConnectionRefused,
    Fault::Unavailable,
    Fault::Throttled(None),
    Fault::Throttled(Some(1)),
];

/// After any other fault a whole node cannot be tried again without doubt.
const REFUSALS: &[Fault] = &[Fault::Unavailable, Fault::Throttled(None), Fault::Throttled(Some(1))];

/// The world afterwards, and the items that came out; `None` when the execution failed.
type Run = (World, Option<Vec<Item>>);

/// A way to send the messages.
struct Variant {
    name: &'static str,
    faults: &'static [Fault],
    retries: f64,
    exactly_once: bool,
    continues: bool,
    run: fn(World, &Batch, u64) -> Run,
}

const VARIANTS: [Variant; 7] = [
    Variant {
        name: "Continue On Fail",
        faults: ALL,
        retries: SOME_RETRIES,
        exactly_once: false,
        continues: true,
        run: once,
    },
    Variant {
        name: "Exactly Once",
        faults: ALL_AND_LATE,
        retries: ENOUGH_RETRIES,
        exactly_once: true,
        continues: true,
        run: all_sent,
    },
    Variant {
        name: "Retry On Fail with Continue On Fail",
        faults: ALL,
        retries: FEW_RETRIES,
        exactly_once: false,
        continues: true,
        run: tried_again,
    },
    Variant {
        name: "Retry On Fail with Continue On Fail and Exactly Once",
        faults: ALL,
        retries: FEW_RETRIES,
        exactly_once: true,
        continues: true,
        run: tried_again,
    },
    Variant {
        name: "Retry On Fail",
        faults: REFUSALS,
        retries: 4.0,
        exactly_once: false,
        continues: false,
        run: tried_until_done,
    },
    Variant {
        name: "Exactly Once, killed half-way and run again",
        faults: ALL,
        retries: ENOUGH_RETRIES,
        exactly_once: true,
        continues: false,
        run: killed_and_all_sent,
    },
    Variant {
        name: "Continue On Fail and Exactly Once, killed half-way and run again",
        faults: ALL,
        retries: SOME_RETRIES,
        exactly_once: true,
        continues: true,
        run: killed_and_run_again,
    },
];

#[test]
fn storms() {
    let seeds = env::var("STORM_SEEDS").map_or(7, |seeds| seeds.parse().expect("STORM_SEEDS is a number"));
    let next = AtomicU64::new(1);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let seed = next.fetch_add(1, Ordering::Relaxed)
                    && seed <= seeds
                {
                    pass(seed);
                }
            });
        }
    });
    println!("{seeds} storms of {MESSAGES} messages: none sent twice, none out of order, every outcome true");
}

/// Sends through a storm, and checks what came of it.
fn pass(seed: u64) {
    #[allow(clippy::cast_possible_truncation, reason = "the remainder is small")]
    let variant = &VARIANTS[(seed % VARIANTS.len() as u64) as usize];
    let mut random = Rng::with_seed(seed);
    let batch = Batch {
        phones: (0..MESSAGES).map(|_| format!("+1555{:07}", random.u32(..CHATS))).collect(),
        options: RunOptions {
            continue_on_fail: variant.continues,
            idempotency_key: variant.exactly_once.then(|| format!("storm-{seed}")),
            ..RunOptions::new(Some(50.0), Some(variant.retries), None)
        },
    };
    let world = World::new(Chance::storm(seed, variant.faults));
    let (world, outcomes) = (variant.run)(world, &batch, seed);
    let ledger = world.ledger.borrow();
    let mut complaints = disorder(&ledger);
    if let Some(outcomes) = outcomes {
        complaints.extend(untruths(MESSAGES, &outcomes, &ledger));
    }
    complaints.truncate(20);
    assert!(complaints.is_empty(), "seed {seed}, {}:\n{}", variant.name, complaints.join("\n"));
}

fn once(world: World, batch: &Batch, _: u64) -> Run {
    let tried = world.execute(batch, None).expect("it ends");
    (world, Some(tried.expect("it continues on failures")))
}

/// Every fault passes, so no item fails.
fn all_sent(world: World, batch: &Batch, seed: u64) -> Run {
    let (world, items) = once(world, batch, seed);
    assert_all_sent(items.as_deref().unwrap_or_default(), seed);
    (world, items)
}

fn assert_all_sent(items: &[Item], seed: u64) {
    let failed: Vec<_> = items.iter().filter(|item| item.failed()).collect();
    assert!(failed.is_empty(), "seed {seed}: {} failed: {:?}", failed.len(), failed[0]);
}

/// The host tries the node as often as it may, because an item failed.
fn tried_again(world: World, batch: &Batch, _: u64) -> Run {
    let world = world.with_memory();
    let mut items = Vec::new();
    for _ in 0..TRIES {
        items = world.execute(batch, None).expect("it ends").expect("it continues on failures");
    }
    (world, Some(items))
}

fn tried_until_done(world: World, batch: &Batch, _: u64) -> Run {
    let world = world.with_memory();
    for _ in 0..TRIES {
        if let Ok(items) = world.execute(batch, None).expect("it ends") {
            return (world, Some(items));
        }
    }
    (world, None)
}

/// The process is killed half-way, and the host runs the execution again.
fn killed(world: World, batch: &Batch, seed: u64) -> World {
    let after = Duration::from_millis(Rng::with_seed(seed ^ 0x5eed).u64(1000..8000));
    world.execute(batch, Some(after));
    world.restarted()
}

fn killed_and_all_sent(world: World, batch: &Batch, seed: u64) -> Run {
    let world = killed(world, batch, seed);
    let tried = world.execute(batch, None).expect("it ends");
    let items = tried.unwrap_or_else(|failure| panic!("seed {seed}: {failure:?}"));
    assert_all_sent(&items, seed);
    (world, Some(items))
}

fn killed_and_run_again(world: World, batch: &Batch, seed: u64) -> Run {
    let world = killed(world, batch, seed);
    once(world, batch, seed)
}
