//! Small runs with drawn scripts: proptest finds the shortest script that breaks a rule.

use std::{collections::HashSet, time::Duration};

use proptest::prelude::*;
use sparkbot_core::{error::Kind, execution::RunOptions};

use crate::{
    chance::{Chance, Fault, Happening},
    judge::{disorder, untruths},
    world::{Batch, World},
};

fn milliseconds(range: std::ops::Range<u64>) -> impl Strategy<Value = Duration> {
    range.prop_map(Duration::from_millis)
}

fn happening() -> impl Strategy<Value = Happening> {
    let fault = prop_oneof![
        6 => Just(Fault::None),
        1 => Just(Fault::Lost),
        1 => Just(Fault::Vanished),
        1 => Just(Fault::FailedBefore),
        1 => Just(Fault::ConnectionRefused),
        1 => prop::option::of(0..5_u32).prop_map(Fault::Throttled),
        1 => Just(Fault::Rejected),
    ];
    (fault, milliseconds(0..50), milliseconds(0..50)).prop_map(|(fault, there, back)| Happening { fault, there, back })
}

/// Takes effect after the lookup that follows, and before the shortest pause is over.
fn late() -> impl Strategy<Value = Happening> {
    milliseconds(1..200).prop_map(|after| Happening { fault: Fault::Late(after), ..Happening::CALM })
}

fn batch() -> impl Strategy<Value = Batch> {
    (prop::collection::vec(0..6_u8, 0..40), 1..12_u8, 0..5_u8, any::<bool>(), any::<bool>()).prop_map(
        |(chats, concurrency, retries, exactly_once, continue_on_fail)| Batch {
            phones: chats.iter().map(|chat| format!("+1555000000{chat}")).collect(),
            options: RunOptions {
                continue_on_fail,
                idempotency_key: exactly_once.then(|| "run".to_owned()),
                ..RunOptions::new(Some(concurrency.into()), Some(retries.into()), None)
            },
        },
    )
}

fn exactly_once(mut batch: Batch) -> Batch {
    batch.options.idempotency_key = Some("run".into());
    batch
}

/// An item that failed while the others went on would be sent late when the batch runs again.
fn exactly_once_or_stop(batch: Batch) -> Batch {
    let mut batch = exactly_once(batch);
    batch.options.continue_on_fail = false;
    batch
}

fn none() -> Vec<String> {
    Vec::new()
}

proptest! {
    #[test]
    fn never_twice_never_out_of_order_and_every_outcome_is_true(
        batch in batch(),
        happenings in prop::collection::vec(happening(), 0..120),
    ) {
        let world = World::new(Chance::script(&happenings)).with_memory();
        let tried = world.execute(&batch, None).expect("it ends");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&ledger), none());
        prop_assert_eq!(world.open.get(), 0);
        prop_assert!(world.sent.borrow().values().all(|times| *times <= batch.options.retries + 1));
        let done: HashSet<usize> = world.taken_in().into_iter().collect();
        match tried {
            Ok(items) => prop_assert_eq!(untruths(batch.phones.len(), &items, &ledger), none()),
            Err(failure) => {
                prop_assert!(!batch.options.continue_on_fail);
                let item = failure.item.expect("an item failed");
                prop_assert!(failure.error.may_have_taken_effect || !done.contains(&item), "{:?}", failure.error);
            }
        }
        // The next try of the run knows of all that may have taken effect, unless a lookup tells it.
        if batch.options.idempotency_key.is_none() {
            for item in &done {
                prop_assert!(world.remembered(*item).is_some(), "item {} is forgotten", item);
            }
        }
        for item in 0..batch.phones.len() {
            prop_assert!(world.remembered(item) != Some(true) || done.contains(&item), "item {item} was never sent");
        }
    }

    #[test]
    fn killed_at_any_time_and_run_again_every_message_is_sent_once_and_in_order(
        batch in batch().prop_map(exactly_once_or_stop),
        happenings in prop::collection::vec(happening(), 0..120),
        killed_after in milliseconds(0..5000),
    ) {
        let world = World::new(Chance::script(&happenings));
        world.execute(&batch, Some(killed_after));
        let world = world.restarted();
        world.chance.replace(Chance::none());
        let tried = world.execute(&batch, None).expect("it ends");
        prop_assert!(tried.is_ok(), "{tried:?}");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&ledger), none());
        prop_assert_eq!(ledger.len(), batch.phones.len());
    }

    #[test]
    fn killed_and_run_again_while_it_still_storms_every_outcome_is_true(
        batch in batch().prop_map(exactly_once_or_stop),
        happenings in prop::collection::vec(happening(), 0..60),
        more in prop::collection::vec(happening(), 0..60),
        killed_after in milliseconds(0..5000),
    ) {
        let world = World::new(Chance::script(&happenings));
        world.execute(&batch, Some(killed_after));
        let world = world.restarted();
        world.chance.replace(Chance::script(&more));
        let tried = world.execute(&batch, None).expect("it ends");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&ledger), none());
        match tried {
            Ok(items) => prop_assert_eq!(untruths(batch.phones.len(), &items, &ledger), none()),
            // Ended before it was looked up, so the error says nothing of the message.
            Err(failure) if failure.error.kind == Kind::Cancelled => {}
            Err(failure) => {
                let is_there = world.taken_in().contains(&failure.item.expect("an item failed"));
                prop_assert!(failure.error.may_have_taken_effect || !is_there, "{:?}", failure.error);
            }
        }
    }

    #[test]
    fn with_enough_retries_no_fault_that_passes_is_a_failure(
        batch in batch(),
        happenings in prop::collection::vec(happening(), 0..12),
    ) {
        let mut batch = batch;
        batch.options.retries = 12;
        let has_lookup = batch.options.idempotency_key.is_some();
        let passes = |happening: &Happening| match happening.fault {
            Fault::None | Fault::ConnectionRefused | Fault::Throttled(_) => true,
            Fault::Rejected | Fault::Late(_) => false,
            _ => has_lookup,
        };
        let happenings: Vec<_> = happenings.into_iter().filter(passes).collect();
        let world = World::new(Chance::script(&happenings));
        let items = world.execute(&batch, None).expect("it ends").expect("no item fails");
        prop_assert!(items.iter().all(|item| !item.failed()), "{items:?}");
    }

    #[test]
    fn what_takes_effect_before_the_next_attempt_is_found_by_it(
        batch in batch().prop_map(exactly_once),
        happenings in prop::collection::vec(prop_oneof![happening(), late()], 0..40),
    ) {
        let mut batch = batch;
        batch.options.retries = 40;
        let happenings: Vec<_> = happenings.into_iter().filter(|happening| happening.fault != Fault::Rejected).collect();
        let world = World::new(Chance::script(&happenings));
        world.lookups_succeed.set(true);
        let items = world.execute(&batch, None).expect("it ends").expect("no item fails");
        prop_assert!(items.iter().all(|item| !item.failed()), "{items:?}");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&ledger), none());
        prop_assert_eq!(ledger.len(), batch.phones.len());
    }
}
