//! Scheduling and retrying together: many items in lanes, sent to a server to which anything happens, in any interleaving.
//! Nothing is done twice, nothing out of order within a lane, every outcome is true, and it always ends.

mod world;

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use sparkbot_core::error::Kind;
use world::{Execution, Fault, Happening, World, execution, happening, late};

/// Items that were done twice, or after a later one of their lane.
fn disorder(lanes: &[u8], ledger: &[usize]) -> Vec<usize> {
    let mut last: HashMap<u8, usize> = HashMap::new();
    let is_late = |item: &usize| {
        let before = last.insert(lanes[*item], *item);
        before.is_some_and(|before| before >= *item)
    };
    ledger.iter().copied().filter(is_late).collect()
}

proptest! {
    #[test]
    fn never_twice_never_out_of_order_and_every_outcome_is_true(
        execution in execution(),
        happenings in prop::collection::vec(happening(), 0..120),
    ) {
        let world = World::of(&happenings);
        let outcomes = world.execute(&execution, None).expect("it ends");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&execution.lanes, &ledger), Vec::<usize>::new());
        prop_assert_eq!(world.open.get(), 0);
        prop_assert!(world.sent.borrow().values().all(|times| *times <= execution.retries + 1));
        let done: HashSet<usize> = ledger.iter().copied().collect();
        let failed = outcomes.iter().any(|outcome| matches!(outcome, Some(Err(_))));
        for (item, outcome) in outcomes.into_iter().enumerate() {
            match outcome {
                Some(Ok(())) => prop_assert!(done.contains(&item)),
                Some(Err(error)) => prop_assert!(error.in_doubt || !done.contains(&item), "{error:?}"),
                None => prop_assert!(failed && !execution.goes_on && !done.contains(&item)),
            }
        }
    }

    #[test]
    fn killed_at_any_time_and_run_again_everything_is_done_once_and_in_order(
        execution in execution(),
        happenings in prop::collection::vec(happening(), 0..120),
        killed_at in 0..5000_u64,
    ) {
        // What failed is done late when it is run again, if the others went on without it.
        let execution = Execution { exactly_once: true, goes_on: false, ..execution };
        let mut world = World::of(&happenings);
        world.execute(&execution, Some(killed_at));
        world.begin_again();
        let outcomes = world.execute(&execution, None).expect("it ends");
        prop_assert!(outcomes.iter().all(|outcome| outcome == &Some(Ok(()))));
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&execution.lanes, &ledger), Vec::<usize>::new());
        prop_assert_eq!(ledger.len(), execution.lanes.len());
    }

    #[test]
    fn killed_and_run_again_while_it_still_storms_every_outcome_is_true(
        execution in execution(),
        happenings in prop::collection::vec(happening(), 0..60),
        more in prop::collection::vec(happening(), 0..60),
        killed_at in 0..5000_u64,
    ) {
        let execution = Execution { exactly_once: true, goes_on: false, ..execution };
        let mut world = World::of(&happenings);
        world.execute(&execution, Some(killed_at));
        world.begin_again();
        world.happenings.replace(more);
        let outcomes = world.execute(&execution, None).expect("it ends");
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&execution.lanes, &ledger), Vec::<usize>::new());
        for (item, outcome) in outcomes.into_iter().enumerate() {
            match outcome {
                Some(Ok(())) => prop_assert!(ledger.contains(&item)),
                // Ended before it was looked for, so nothing is said of it.
                Some(Err(error)) if error.kind == Kind::Cancelled => {}
                Some(Err(error)) => prop_assert!(error.in_doubt || !ledger.contains(&item), "{error:?}"),
                None => {}
            }
        }
    }

    #[test]
    fn with_enough_retries_no_fault_that_passes_is_a_failure(
        execution in execution(),
        happenings in prop::collection::vec(happening(), 0..12),
    ) {
        let execution = Execution { retries: 12, ..execution };
        let passes = |happening: &Happening| match happening.fault {
            Fault::Done | Fault::Refused | Fault::Busy(_) => true,
            Fault::Lost | Fault::Vanished => execution.exactly_once,
            Fault::Wrong | Fault::Late(_) => false,
        };
        let happenings: Vec<_> = happenings.into_iter().filter(passes).collect();
        let world = World::of(&happenings);
        let outcomes = world.execute(&execution, None).expect("it ends");
        prop_assert!(outcomes.iter().all(|outcome| outcome == &Some(Ok(()))));
    }

    #[test]
    fn what_is_done_before_the_next_try_is_found_by_it(
        execution in execution(),
        faults in prop::collection::vec(prop_oneof![happening(), late()], 0..40),
    ) {
        let execution = Execution { exactly_once: true, retries: 40, ..execution };
        let passes = |happening: &Happening| !matches!(happening.fault, Fault::Wrong);
        let world = World::of(&faults.into_iter().filter(passes).collect::<Vec<_>>());
        world.looks_succeed.set(true);
        let outcomes = world.execute(&execution, None).expect("it ends");
        prop_assert!(outcomes.iter().all(|outcome| outcome == &Some(Ok(()))));
        let ledger = world.ledger.borrow();
        prop_assert_eq!(disorder(&execution.lanes, &ledger), Vec::<usize>::new());
        prop_assert_eq!(ledger.len(), execution.lanes.len());
    }
}
