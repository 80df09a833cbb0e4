//! When each item's request is sent: requests that change the same thing one after another in item order, everything
//! else side by side, up to a limit.

use std::{
    cell::Cell,
    collections::VecDeque,
    future::poll_fn,
    pin::pin,
    task::{Poll, ready},
};

use futures_util::{StreamExt, stream::FuturesUnordered};

/// How many items are prepared ahead of the ones that run, for each that may run. Enough to find work for other lanes behind a
/// busy one, and to have it at hand when another one ends.
const LOOK_AHEAD: usize = 10;

/// What is started or prepared before the host gets a turn, when answers come at once: each turn costs it a tenth of a millisecond.
const STEPS: usize = 5;

/// Milliseconds. When answers take longer, each step is followed by a turn. Without, requests leave together when the last of them is
/// ready, and their answers come together and wait for each other again: a tenth of the time is lost. Ten at once that take the host
/// two milliseconds each wait for 20 without any distance.
const LONG: f64 = 30.0;

/// What becomes of an outcome that is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Go on with the rest.
    GoOn,
    /// Start nothing new; what runs may end.
    Stop,
}

/// The host's event loop.
pub trait EventLoop {
    /// Milliseconds since some time.
    fn now(&self) -> f64;
    /// Lets the host do what else there is to do.
    fn turn(&self) -> impl Future<Output = ()>;
}

/// Runs the items `0..count`, and gives their outcomes in item order; none for an item that was never started.
///
/// `prepare` makes an item's lane and its work, and is called once for each item, in order. Items with the same lane never
/// overlap and keep their order; an item without a lane waits for nothing. At most `limit` run at once, the first ones first.
/// `judge` says after each outcome whether to go on.
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
    let mut lanes = Lanes::default();
    let mut running = FuturesUnordered::new();
    // Since the last turn, and until the next one.
    let (mut done, mut most) = (0, STEPS);
    let mut turning = pin!(None);
    // What stands in `running` has begun only once it is polled, and may be told to stop before.
    let start = |Prepared { item, lane, work }| {
        let stopped = &stopped;
        async move {
            let begun = host.now();
            let outcome = if stopped.get() {
                None
            } else {
                Some(work.await)
            };
            let steps = if host.now() - begun > LONG { 1 } else { STEPS };
            (item, lane, outcome, steps)
        }
    };

    loop {
        while turning.is_none() && !stopped.get() {
            let starts = running.len() < limit && !lanes.ready.is_empty();
            let prepares = !starts && lanes.held() < limit * LOOK_AHEAD && !items.is_empty();
            if !starts && !prepares {
                break;
            }
            if done >= most {
                turning.set(Some(host.turn()));
                break;
            }
            done += 1;
            if starts {
                running.extend(lanes.first().map(start));
            } else if let Some(item) = items.next() {
                let (lane, work) = prepare(item);
                lanes.add(Prepared { item, lane, work });
            }
        }
        if running.is_empty() && turning.is_none() {
            return outcomes;
        }
        let ended = poll_fn(|context| {
            // First, so that what has just been started begins before the turn.
            if let Poll::Ready(Some(ended)) = running.poll_next_unpin(context) {
                return Poll::Ready(Some(ended));
            }
            if let Some(turn) = turning.as_mut().as_pin_mut() {
                ready!(turn.poll(context));
                turning.set(None);
                done = 0;
                return Poll::Ready(None);
            }
            Poll::Pending
        });
        let Some((item, lane, outcome, steps)) = ended.await else {
            continue;
        };
        most = steps;
        if let Some(outcome) = &outcome
            && judge(outcome) == After::Stop
        {
            stopped.set(true);
        }
        outcomes[item] = outcome;
        lanes.end(lane.as_deref());
    }
}

/// An item that has not been started.
struct Prepared<W> {
    item: usize,
    lane: Option<String>,
    work: W,
}

/// What is prepared.
struct Lanes<W> {
    /// May start as soon as there is room.
    ready: Vec<Prepared<W>>,
    /// The lanes that an item is ready in, or runs in; few enough that a list is all it takes to find one.
    busy: Vec<BusyLane<W>>,
    /// Items that wait for another one in their lane.
    waiting: usize,
}

/// What waits for the end of another item.
struct BusyLane<W> {
    name: String,
    waiting: VecDeque<Prepared<W>>,
}

impl<W> Default for Lanes<W> {
    fn default() -> Self {
        Self {
            ready: Vec::new(),
            busy: Vec::new(),
            waiting: 0,
        }
    }
}

impl<W> Lanes<W> {
    fn held(&self) -> usize {
        self.ready.len() + self.waiting
    }

    fn add(&mut self, prepared: Prepared<W>) {
        if let Some(name) = &prepared.lane {
            if let Some(lane) = self.busy.iter_mut().find(|lane| lane.name == *name) {
                lane.waiting.push_back(prepared);
                self.waiting += 1;
                return;
            }
            self.busy.push(BusyLane {
                name: name.clone(),
                waiting: VecDeque::new(),
            });
        }
        self.ready.push(prepared);
    }

    /// The first item that may start.
    fn first(&mut self) -> Option<Prepared<W>> {
        let place = (0..self.ready.len()).min_by_key(|place| self.ready[*place].item)?;
        Some(self.ready.swap_remove(place))
    }

    /// An item of the lane has ended.
    fn end(&mut self, lane: Option<&str>) {
        let Some(place) = self
            .busy
            .iter()
            .position(|busy| Some(busy.name.as_str()) == lane)
        else {
            return;
        };
        match self.busy[place].waiting.pop_front() {
            Some(next) => {
                self.waiting -= 1;
                self.ready.push(next);
            }
            None => {
                self.busy.swap_remove(place);
            }
        }
    }
}
