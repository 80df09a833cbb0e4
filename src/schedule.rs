//! When each item's request is sent: requests that change the same thing one after another in item order, everything
//! else side by side, up to a limit.

use std::collections::{HashMap, VecDeque};

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
    let mut outcomes: Vec<Option<T>> = std::iter::repeat_with(|| None).take(count).collect();
    let mut items = 0..count;
    let mut running = FuturesUnordered::new();
    // A lane is here while one of its items runs; in it, the items that wait for that one.
    let mut lanes: HashMap<String, VecDeque<(usize, W)>> = HashMap::new();
    let mut waiting = 0;
    let mut stopped = false;

    let start =
        |item: usize, lane: Option<String>, work: W| async move { (item, lane, work.await) };

    loop {
        while !stopped && running.len() < limit && waiting < limit * LOOK_AHEAD {
            let Some(item) = items.next() else { break };
            let (lane, work) = prepare(item);
            match lane {
                Some(lane) => match lanes.get_mut(&lane) {
                    Some(queue) => {
                        queue.push_back((item, work));
                        waiting += 1;
                    }
                    None => {
                        lanes.insert(lane.clone(), VecDeque::new());
                        running.push(start(item, Some(lane), work));
                    }
                },
                None => running.push(start(item, None, work)),
            }
        }
        let Some((item, lane, outcome)) = running.next().await else {
            return outcomes;
        };
        stopped |= judge(&outcome) == After::Stop;
        outcomes[item] = Some(outcome);
        if let (Some(lane), false) = (lane, stopped) {
            let next = lanes.get_mut(&lane).and_then(VecDeque::pop_front);
            match next {
                Some((item, work)) => {
                    waiting -= 1;
                    running.push(start(item, Some(lane), work));
                }
                None => {
                    lanes.remove(&lane);
                }
            }
        }
    }
}
