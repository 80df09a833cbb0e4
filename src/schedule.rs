//! When each item's request is sent: requests that change the same thing one after another in item order, everything
//! else side by side, up to a limit.

use std::{cell::Cell, collections::VecDeque};

use futures_util::{StreamExt, stream::FuturesUnordered};

/// How many items are prepared ahead of the ones that run, for each that may run. Enough to find work for other lanes behind a
/// busy one; few enough that preparing them never blocks the host for long.
const LOOK_AHEAD: usize = 10;

/// What becomes of an outcome that is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Go on with the rest.
    GoOn,
    /// Start nothing new; what runs may end.
    Stop,
}

/// Runs the items `0..count`, and gives their outcomes in item order; none for an item that was never started.
///
/// `prepare` makes an item's lane and its work, and is called once for each item, in order. Items with the same lane never
/// overlap and keep their order; an item without a lane waits for nothing. At most `limit` run at once.
/// `judge` says after each outcome whether to go on.
pub async fn run<T, W: Future<Output = T>>(
    count: usize,
    limit: usize,
    mut prepare: impl FnMut(usize) -> (Option<String>, W),
    judge: impl Fn(&T) -> After,
) -> Vec<Option<T>> {
    let limit = limit.max(1);
    let stopped = Cell::new(false);
    let mut outcomes: Vec<Option<T>> = std::iter::repeat_with(|| None).take(count).collect();
    let mut items = 0..count;
    let mut running = FuturesUnordered::new();
    let mut busy: Vec<BusyLane<W>> = Vec::new();
    let mut waiting = 0;
    // What stands in `running` has begun only once it is polled, and may be told to stop before.
    let start = |item, lane, work: W| {
        let stopped = &stopped;
        async move {
            let outcome = if stopped.get() {
                None
            } else {
                Some(work.await)
            };
            (item, lane, outcome)
        }
    };

    loop {
        while !stopped.get() && running.len() < limit && waiting < limit * LOOK_AHEAD {
            let Some(item) = items.next() else { break };
            let (lane, work) = prepare(item);
            if let Some(name) = &lane {
                if let Some(lane) = busy.iter_mut().find(|lane| lane.name == *name) {
                    lane.waiting.push_back((item, work));
                    waiting += 1;
                    continue;
                }
                busy.push(BusyLane {
                    name: name.clone(),
                    waiting: VecDeque::new(),
                });
            }
            running.push(start(item, lane, work));
        }
        let Some((item, lane, outcome)) = running.next().await else {
            return outcomes;
        };
        if outcome
            .as_ref()
            .is_some_and(|outcome| judge(outcome) == After::Stop)
        {
            stopped.set(true);
        }
        outcomes[item] = outcome;
        let Some(place) = busy
            .iter()
            .position(|busy| Some(&busy.name) == lane.as_ref())
        else {
            continue;
        };
        match busy[place].waiting.pop_front().filter(|_| !stopped.get()) {
            Some((item, work)) => {
                waiting -= 1;
                running.push(start(item, lane, work));
            }
            None => {
                busy.swap_remove(place);
            }
        }
    }
}

/// A lane of which an item runs; so there are never more than may run at once, and a list is all it takes to find one.
struct BusyLane<W> {
    name: String,
    waiting: VecDeque<(usize, W)>,
}
