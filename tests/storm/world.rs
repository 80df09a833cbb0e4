//! The simulated world that the core runs in: a server to which anything happens, the way to it, and the time.
//!
//! Time stands still while any work can go on, and then jumps to the next moment that some work waits for.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context as Poller, Poll, Wake, Waker},
    time::Duration,
};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use sparkbot_core::{
    descriptor,
    error::{Context, Error, NoAnswer, Words},
    execution::{
        self, Execution, Failure, Host, RunOptions,
        host::{FileAnswer, Memory, NotSent, Outgoing, Parsed, Response},
        schedule::EventLoop,
    },
    model::Method,
    request::{self, Body},
};

use crate::chance::{Chance, Fault, Happening};

/// A message that the server has taken in.
#[derive(Clone, Debug)]
pub struct Message {
    /// The receiver.
    pub phone: String,
    /// The index of the item that it was made of; it is the message's text.
    pub item: usize,
    /// What it can be found by.
    pub reference: Option<String>,
}

/// Items, and how they are sent.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The receiver of each item.
    pub phones: Vec<String>,
    /// The run options.
    pub options: RunOptions,
}

/// What one try of a run gives.
pub type Tried = Result<Vec<Item>, Failure>;

/// An item that an execution gives.
#[derive(Clone, Debug)]
pub struct Item {
    pub json: Value,
    pub input: usize,
}

impl Item {
    pub fn failed(&self) -> bool {
        self.json.get("error").is_some()
    }

    pub fn may_have_taken_effect(&self) -> bool {
        self.json["mayHaveTakenEffect"] == true
    }
}

/// The server, the way to it, the time, and the memory of the host.
pub struct World {
    context: Context,
    now: Cell<Duration>,
    /// The work to wake, by time; the second number keeps those of one moment apart.
    sleepers: RefCell<BTreeMap<(Duration, usize), Waker>>,
    pub chance: RefCell<Chance>,
    /// Whether lookups meet no fault.
    pub lookups_succeed: Cell<bool>,
    /// Messages that the server will take in, by time, although no client waits for them any more.
    late: RefCell<BTreeMap<Duration, Vec<Message>>>,
    /// The messages that the server has taken in, in that order.
    pub ledger: RefCell<Vec<Message>>,
    /// Places in the ledger, by reference.
    by_reference: RefCell<HashMap<String, Vec<usize>>>,
    /// Requests that arrived, by item.
    pub sent: RefCell<HashMap<usize, u32>>,
    /// Requests that wait for their answers.
    pub open: Cell<usize>,
    /// Before that time the API wants no request.
    throttled_until: Cell<Duration>,
    memory: Option<MapMemory>,
}

impl World {
    pub fn new(chance: Chance) -> Self {
        Self {
            context: Context { api: descriptor::api(), words: Words::default() },
            now: Cell::new(Duration::from_hours(500_000)),
            sleepers: RefCell::default(),
            chance: RefCell::new(chance),
            lookups_succeed: Cell::new(false),
            late: RefCell::default(),
            ledger: RefCell::default(),
            by_reference: RefCell::default(),
            sent: RefCell::default(),
            open: Cell::default(),
            throttled_until: Cell::default(),
            memory: None,
        }
    }

    /// With a host that tries a run again.
    pub fn with_memory(mut self) -> Self {
        self.memory = Some(MapMemory::default());
        self
    }

    /// A new process, after the old one was killed; the server keeps what it has.
    pub fn restarted(self) -> Self {
        Self {
            ledger: self.ledger,
            by_reference: self.by_reference,
            late: self.late,
            chance: self.chance,
            now: self.now,
            ..Self::new(Chance::none())
        }
    }

    /// The items in the ledger, in that order.
    pub fn taken_in(&self) -> Vec<usize> {
        self.ledger.borrow().iter().map(|message| message.item).collect()
    }

    /// What the host remembers of an item: `None`, or whether it succeeded.
    pub fn remembered(&self, item: usize) -> Option<bool> {
        let outcome = self.memory.as_ref()?.outcome(item)?;
        Some(outcome.is_ok())
    }

    /// Runs a batch to its end, or until the process is killed: then it gives nothing.
    pub fn execute(&self, batch: &Batch, killed_after: Option<Duration>) -> Option<Tried> {
        let operation = descriptor::operation("send-messages", "sendText").expect("the operation is there");
        let request = |item: usize| {
            let parameters = json!({
                "device": "507f1f77bcf86cd799439011",
                "target": "phone",
                "phone": batch.phones[item],
                "message": item.to_string(),
            });
            let Value::Object(parameters) = parameters else { unreachable!("parameters are an object") };
            request::build(&operation, &parameters, &|_| None, &self.context)
        };
        let execution = Execution {
            items: batch.phones.len(),
            request,
            lookup: operation.request.lookup.as_deref(),
            options: batch.options.clone(),
        };
        // A new execution does not know what the API asked an earlier one.
        self.throttled_until.take();
        let killed_at = killed_after.map(|after| self.now.get() + after);
        self.poll_to_end(execution::run(execution, self), killed_at)
    }

    fn poll_to_end<T>(&self, work: impl Future<Output = T>, killed_at: Option<Duration>) -> Option<T> {
        let flag = Arc::new(Flag::default());
        let waker = Waker::from(flag.clone());
        let mut work = pin!(work);
        loop {
            if let Poll::Ready(outcome) = work.as_mut().poll(&mut Poller::from_waker(&waker)) {
                return Some(outcome);
            }
            if flag.0.swap(false, Ordering::Relaxed) {
                continue;
            }
            let next = self.sleepers.borrow_mut().pop_first();
            let ((time, _), sleeper) = next.expect("no work waits without a reason");
            if killed_at.is_some_and(|end| time > end) {
                return None;
            }
            self.now.set(time.max(self.now.get()));
            self.let_land();
            sleeper.wake();
        }
    }

    async fn pass(&self, duration: Duration) {
        let until = self.now.get() + duration;
        let mut asleep = false;
        poll_fn(|context| {
            if asleep {
                return if self.now.get() >= until { Poll::Ready(()) } else { Poll::Pending };
            }
            asleep = true;
            let mut sleepers = self.sleepers.borrow_mut();
            let place =
                sleepers.range((until, 0)..=(until, usize::MAX)).next_back().map_or(0, |((_, place), _)| place + 1);
            sleepers.insert((until, place), context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn take_in(&self, message: Message) {
        let mut ledger = self.ledger.borrow_mut();
        if let Some(reference) = &message.reference {
            let mut index = self.by_reference.borrow_mut();
            index.entry(reference.clone()).or_default().push(ledger.len());
        }
        ledger.push(message);
    }

    /// Takes in what is late, as far as its time has come.
    fn let_land(&self) {
        let mut late = self.late.borrow_mut();
        let now = self.now.get();
        while let Some(first) = late.first_entry().filter(|first| *first.key() <= now) {
            first.remove().into_iter().for_each(|message| self.take_in(message));
        }
    }

    /// The answer to a request that meets no fault.
    fn answer(&self, outgoing: &Outgoing<'_, Value>) -> Response<String> {
        if outgoing.request.method == Method::Get {
            return response(200, &self.search(&outgoing.request.path));
        }
        let message = message_of(outgoing);
        let answer = json!({ "id": message.item.to_string() });
        self.take_in(message);
        response(201, &answer)
    }

    /// The messages with one of the references in the query.
    fn search(&self, path: &str) -> Value {
        let (_, query) = path.split_once('?').expect("a lookup has a query");
        let wanted = query.split('&').find_map(|pair| pair.strip_prefix("reference="));
        let wanted = percent_decode_str(wanted.expect("a lookup names references"));
        let wanted = wanted.decode_utf8().expect("references are text");
        let (ledger, index) = (self.ledger.borrow(), self.by_reference.borrow());
        let mut places: Vec<usize> =
            wanted.split(',').filter_map(|reference| index.get(reference)).flatten().copied().collect();
        places.sort_unstable();
        let found = places.into_iter().map(|place| {
            let Message { item, reference, .. } = &ledger[place];
            json!({ "id": item.to_string(), "reference": reference })
        });
        found.collect()
    }
}

fn message_of(outgoing: &Outgoing<'_, Value>) -> Message {
    let Body::Json(body) = &outgoing.request.body else { panic!("a message has a body") };
    let text = |member: &str| body[member].as_str().map(str::to_owned);
    Message {
        phone: text("phone").expect("a message has a receiver"),
        item: text("message").and_then(|text| text.parse().ok()).expect("the text is the item"),
        reference: text("reference"),
    }
}

fn response(status: u16, body: &Value) -> Response<String> {
    Response {
        status,
        content_type: "application/json".into(),
        disposition: String::new(),
        length: None,
        retry_after: None,
        body: body.to_string(),
    }
}

fn no_answer(code: &str) -> NotSent {
    NotSent::NoAnswer(NoAnswer { code: code.into(), detail: String::new() })
}

impl EventLoop for World {
    fn now(&self) -> Duration {
        self.now.get()
    }

    async fn yield_to_host(&self) {
        self.pass(Duration::ZERO).await;
    }
}

impl Host for World {
    type Body = String;
    type Value = Value;
    type Item = Item;

    fn context(&self) -> &Context {
        &self.context
    }

    fn base_url(&self) -> &'static str {
        "https://api.example.com/v1"
    }

    async fn sleep(&self, duration: Duration) {
        self.pass(duration).await;
    }

    fn random(&self) -> f64 {
        self.chance.borrow_mut().jitter()
    }

    fn is_cancelled(&self) -> bool {
        false
    }

    fn notify(&self, _: &str) {}

    async fn send(&self, outgoing: Outgoing<'_, Value>) -> Result<Response<String>, NotSent> {
        assert!(self.throttled_until.get() <= self.now.get(), "sent although the API wants a pause");
        let is_lookup = outgoing.request.method == Method::Get;
        if !is_lookup {
            *self.sent.borrow_mut().entry(outgoing.item).or_default() += 1;
        }
        let spared = is_lookup && self.lookups_succeed.get();
        let request = if is_lookup { None } else { Some(outgoing.item) };
        let Happening { fault, there, back } =
            if spared { Happening::CALM } else { self.chance.borrow_mut().next(request) };
        self.open.set(self.open.get() + 1);
        self.pass(there).await;
        let answered = match fault {
            Fault::None => Ok(self.answer(&outgoing)),
            Fault::Lost | Fault::Truncated | Fault::FailedAfter if !is_lookup => {
                let answer = self.answer(&outgoing);
                Err(answer)
            }
            _ => Err(response(200, &json!([]))),
        };
        self.pass(back).await;
        self.open.set(self.open.get() - 1);
        match (fault, answered) {
            (_, Ok(answer)) => Ok(answer),
            (Fault::Truncated, Err(mut answer)) => {
                answer.body.pop();
                Ok(answer)
            }
            (Fault::Late(after), Err(_)) => {
                if !is_lookup {
                    let mut late = self.late.borrow_mut();
                    late.entry(self.now.get() + after).or_default().push(message_of(&outgoing));
                }
                Err(no_answer("ETIMEDOUT"))
            }
            (Fault::Lost | Fault::Vanished, Err(_)) => Err(no_answer("ECONNRESET")),
            (Fault::ConnectionRefused, Err(_)) => Err(no_answer("ECONNREFUSED")),
            (Fault::FailedAfter | Fault::FailedBefore, Err(_)) => {
                Ok(response(502, &json!({ "message": "Bad Gateway" })))
            }
            (Fault::Unavailable, Err(_)) => Ok(response(503, &json!({ "message": "Busy" }))),
            (Fault::Throttled(after), Err(_)) => {
                let mut answer = response(429, &json!({ "message": "Slow down" }));
                if let Some(seconds) = after {
                    answer.retry_after = Some(seconds.to_string());
                    let until = self.now.get() + Duration::from_secs(seconds.into());
                    self.throttled_until.set(until.max(self.throttled_until.get()));
                }
                Ok(answer)
            }
            (Fault::Rejected, Err(_)) => Ok(response(400, &json!({ "message": "Wrong" }))),
            (Fault::None, Err(_)) => unreachable!("a request without fault has an answer"),
        }
    }

    fn is_empty(&self, body: &String) -> bool {
        body.is_empty()
    }

    fn length(&self, body: &String) -> Option<u64> {
        Some(body.len() as u64)
    }

    fn start_of(&self, body: &String, max: u32) -> Option<String> {
        Some(body.chars().take(max as usize).collect())
    }

    fn parse(&self, body: &String) -> Parsed<Value> {
        serde_json::from_str(body).map_or_else(|_| Parsed::Text(body.as_str().into()), Parsed::Json)
    }

    fn entries(&self, value: &Value) -> Option<Vec<Value>> {
        value.as_array().cloned()
    }

    fn text(&self, value: &Value, path: &str) -> Option<String> {
        path.split('.').try_fold(value, |value, name| value.get(name))?.as_str().map(str::to_owned)
    }

    fn is_blank(&self, value: &Value) -> bool {
        matches!(value, Value::Object(members) if members.is_empty())
    }

    fn base64(&self, _: &String) -> Option<Value> {
        None
    }

    async fn base64_of_file(&self, property: &str, _: usize) -> Result<Value, Error> {
        Err(Error::no_file(property, "", &self.context.words))
    }

    fn item(&self, value: &Value, input: usize) -> Item {
        Item { json: value.clone(), input }
    }

    fn made_item(&self, json: Map<String, Value>, input: usize) -> Item {
        Item { json: json.into(), input }
    }

    fn failed_item(&self, error: &Error, input: usize) -> Item {
        self.made_item(error.to_json(), input)
    }

    async fn file_item(&self, _: FileAnswer<'_, String>, _: usize) -> Result<Item, String> {
        Err("there is no storage".into())
    }

    fn memory(&self) -> Option<&dyn Memory<Item>> {
        self.memory.as_ref().map(|memory| memory as &dyn Memory<Item>)
    }
}

/// A host's memory of what earlier tries of a run did.
#[derive(Default)]
struct MapMemory {
    outcomes: RefCell<HashMap<usize, Result<Vec<Item>, Error>>>,
    last: RefCell<HashMap<String, usize>>,
}

impl Memory<Item> for MapMemory {
    fn outcome(&self, item: usize) -> Option<Result<Vec<Item>, Error>> {
        self.outcomes.borrow().get(&item).cloned()
    }

    fn record(&self, item: usize, outcome: Result<&[Item], &Error>) {
        let outcome = outcome.map(<[Item]>::to_vec).map_err(Clone::clone);
        self.outcomes.borrow_mut().insert(item, outcome);
    }

    fn last_sent(&self, ordering_key: &str) -> Option<usize> {
        self.last.borrow().get(ordering_key).copied()
    }

    fn record_last_sent(&self, ordering_key: &str, item: usize) {
        self.last.borrow_mut().insert(ordering_key.into(), item);
    }
}

/// Whether some work can go on.
#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
