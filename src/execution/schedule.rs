//! When each item starts: items with the same ordering key run one after another in item order, all others side by side, up
//! to a limit.

use std::{
    cell::Cell,
    collections::{HashMap, VecDeque},
    future::poll_fn,
    pin::pin,
    task::{Poll, ready},
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};

/// Items that are prepared ahead, for each that may run. Enough to find items with other ordering keys behind a busy one,
/// and to have one at hand when another ends.
const LOOK_AHEAD: usize = 10;

/// The items that start, or are prepared, before the core yields to the host, when answers come at once: each turn of Node's event
/// loop costs a tenth of a millisecond.
const STARTS_PER_TURN: usize = 5;

/// When answers take longer, the core yields after each start. Otherwise requests leave together when the last of them is ready, and
/// their answers come together and wait for each other again: a tenth of the time is lost. Ten at once that take the host two
/// milliseconds each wait for 20 without any latency.
const SLOW_RESPONSE: Duration = Duration::from_millis(30);

/// What the schedule does after an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Goes on.
    GoOn,
    /// Starts no new item; running items may end.
    Stop,
}

/// The host's event loop.
pub trait EventLoop {
    /// The time since 1970.
    fn now(&self) -> Duration;
    /// Lets the host do its other work.
    fn yield_to_host(&self) -> impl Future<Output = ()>;
}

/// Runs the items `0..count`, and gives their outcomes in item order; `None` for an item that never started.
///
/// `prepare` makes an item's ordering key and its work. The schedule calls it once for each item, in order. Items with the same
/// ordering key never overlap and keep their order; an item without one waits for no other. At most `limit` run at once, the first
/// ones first. `judge` says after each outcome whether to go on.
pub async fn run<T, W: Future<Output = T>>(
    count: usize,
    limit: usize,
    mut prepare: impl FnMut(usize) -> (Option<String>, W),
    judge: impl Fn(&T) -> After,
    host: &impl EventLoop,
) -> Vec<Option<T>> {
    let limit = limit.max(1);
    let stopped = Cell::new(false);
    let mut outcomes: Vec<Option<T>> = std::iter::repeat_with(|| None).take(count).collect();
    let mut items = 0..count;
    let mut queue = Queue::default();
    let mut running = FuturesUnordered::new();
    // Starts since the core last yielded, and how many it may make before it yields again.
    let (mut starts, mut starts_per_turn) = (0, STARTS_PER_TURN);
    let mut yielding = pin!(None);
    // A future in `running` begins when it is first polled; the schedule may have stopped by then.
    let start = |Prepared { item, ordering_key, work }| {
        let stopped = &stopped;
        async move {
            let begun = host.now();
            let outcome = if stopped.get() { None } else { Some(work.await) };
            let is_slow = host.now().saturating_sub(begun) > SLOW_RESPONSE;
            (item, ordering_key, outcome, is_slow)
        }
    };

    loop {
        while yielding.is_none() && !stopped.get() {
            let can_start = running.len() < limit && !queue.ready.is_empty();
            let can_prepare = !can_start && queue.len() < limit * LOOK_AHEAD && !items.is_empty();
            if !can_start && !can_prepare {
                break;
            }
            if starts >= starts_per_turn {
                yielding.set(Some(host.yield_to_host()));
                break;
            }
            starts += 1;
            if can_start {
                running.extend(queue.take_first().map(start));
            } else if let Some(item) = items.next() {
                let (ordering_key, work) = prepare(item);
                queue.add(Prepared { item, ordering_key, work });
            }
        }
        if running.is_empty() && yielding.is_none() {
            return outcomes;
        }
        let ended = poll_fn(|context| {
            // First, so that an item that has just started begins before the host has its turn.
            if let Poll::Ready(Some(ended)) = running.poll_next_unpin(context) {
                return Poll::Ready(Some(ended));
            }
            if let Some(turn) = yielding.as_mut().as_pin_mut() {
                ready!(turn.poll(context));
                yielding.set(None);
                starts = 0;
                return Poll::Ready(None);
            }
            Poll::Pending
        });
        let Some((item, ordering_key, outcome, is_slow)) = ended.await else {
            continue;
        };
        starts_per_turn = if is_slow { 1 } else { STARTS_PER_TURN };
        if let Some(outcome) = &outcome
            && judge(outcome) == After::Stop
        {
            stopped.set(true);
        }
        outcomes[item] = outcome;
        queue.end(ordering_key.as_deref());
    }
}

/// An item that has not started.
struct Prepared<W> {
    item: usize,
    ordering_key: Option<String>,
    work: W,
}

/// The items that are prepared.
struct Queue<W> {
    /// Items that may start as soon as there is room.
    ready: Vec<Prepared<W>>,
    /// The ordering keys of items that are ready or run, and the items that wait for them.
    busy: HashMap<String, VecDeque<Prepared<W>>>,
    /// Items that wait for another one with their ordering key.
    waiting: usize,
}

impl<W> Default for Queue<W> {
    fn default() -> Self {
        Self { ready: Vec::new(), busy: HashMap::new(), waiting: 0 }
    }
}

impl<W> Queue<W> {
    fn len(&self) -> usize {
        self.ready.len() + self.waiting
    }

    fn add(&mut self, prepared: Prepared<W>) {
        if let Some(key) = &prepared.ordering_key {
            if let Some(waiting) = self.busy.get_mut(key) {
                waiting.push_back(prepared);
                self.waiting += 1;
                return;
            }
            self.busy.insert(key.clone(), VecDeque::new());
        }
        self.ready.push(prepared);
    }

    fn take_first(&mut self) -> Option<Prepared<W>> {
        let place = (0..self.ready.len()).min_by_key(|place| self.ready[*place].item)?;
        Some(self.ready.swap_remove(place))
    }

    /// An item with this ordering key has ended.
    fn end(&mut self, ordering_key: Option<&str>) {
        let Some((key, waiting)) = ordering_key.and_then(|key| Some((key, self.busy.get_mut(key)?))) else {
            return;
        };
        match waiting.pop_front() {
            Some(next) => {
                self.waiting -= 1;
                self.ready.push(next);
            }
            None => {
                self.busy.remove(key);
            }
        }
    }
}
