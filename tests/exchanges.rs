//! The exchanges of `tests/exchanges/`: a script of requests and answers for the whole core, without JavaScript.
//!
//! Each case runs operations or loads a list against a host that answers by the script, in virtual time. Nothing here knows the
//! API: `tests/exchanges/README.md` says what a case holds. A crate with another descriptor includes this file with `#[path]`, under
//! the name `sparkbot_core` for its core, and has its own cases.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap, VecDeque},
    fs,
    future::poll_fn,
    path::Path,
    pin::pin,
    task::{Context as Poller, Poll, Waker},
    time::Duration,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use sparkbot_core::{
    descriptor,
    error::{Context, Error, Kind, NoAnswer, Words},
    execution::{
        self, Execution, Host, RunOptions,
        host::{FileAnswer, Memory, NotSent, Outgoing, Parsed, Response},
        lists,
        schedule::EventLoop,
    },
    request::{self, Body},
};

/// Answers take so long, unless the script says otherwise.
const LATENCY: Duration = Duration::from_millis(20);

/// 2026-11-22 08:00:00 UTC.
const START: Duration = Duration::from_hours(498_704);

const BASE_URL: &str = "https://api.example.com/v1";

#[test]
fn every_case_has_the_exchanges_and_the_outcome_of_its_script() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, Vec::new());
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let cases: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("tests/exchanges/{file}: {error}"));
        for case in expand(&cases).as_array().unwrap() {
            count += 1;
            let name = case["name"].as_str().unwrap_or_default();
            let checked =
                Case::deserialize(case).map_err(|error| format!("  is no case: {error}")).and_then(|case| check(&case));
            if let Err(difference) = checked {
                wrong.push(format!("tests/exchanges/{file}, '{name}':\n{difference}"));
            }
        }
    }
    assert!(count > 0, "there are no cases");
    let number = wrong.len();
    assert!(wrong.is_empty(), "{number} of {count} cases are wrong:\n{}", wrong.join("\n"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Case {
    #[allow(dead_code, reason = "the test reads it from the JSON")]
    name: String,
    operation: Option<(String, String)>,
    #[serde(default)]
    items: Vec<Map<String, Value>>,
    #[serde(default)]
    binary: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    options: Options,
    list: Option<ListCall>,
    #[serde(default)]
    words: Value,
    /// Why the host cannot store a file.
    storage_fails: Option<String>,
    memory: Option<Remembered>,
    /// The user cancels when so many requests have gone out.
    cancelled_after: Option<usize>,
    exchanges: Vec<Exchange>,
    gives: Option<Value>,
    fails: Option<Value>,
    #[serde(default)]
    notices: Vec<String>,
    #[serde(default)]
    pauses: Vec<f64>,
    remembers: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Options {
    concurrency: Option<f64>,
    retries: Option<f64>,
    timeout: Option<f64>,
    #[serde(default)]
    continue_on_fail: bool,
    idempotency_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ListCall {
    name: String,
    #[serde(default)]
    parameters: Map<String, Value>,
    /// Set: a search, otherwise the whole list.
    search: Option<String>,
    token: Option<String>,
}

/// What earlier tries of the run did.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Remembered {
    #[serde(default)]
    outcomes: BTreeMap<usize, RememberedOutcome>,
    #[serde(default)]
    last_sent: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum RememberedOutcome {
    Gave(Vec<Value>),
    Failed { message: String, description: String, code: String, status: Option<u16> },
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Exchange {
    request: String,
    item: Option<usize>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    file: Option<Value>,
    /// Seconds within which the answer must be there.
    timeout: Option<f64>,
    answer: Option<Answer>,
    /// The transport's code, and what it says.
    no_answer: Option<String>,
    #[serde(default)]
    detail: String,
    /// Seconds until the answer.
    takes: Option<f64>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Answer {
    #[serde(default = "ok")]
    status: u16,
    /// Default: `application/json` for `json`, none otherwise.
    content_type: Option<String>,
    #[serde(default)]
    content_disposition: String,
    content_length: Option<u64>,
    retry_after: Option<String>,
    json: Option<Value>,
    text: Option<String>,
    bytes: Option<Vec<u8>>,
    /// Whether the host holds the bytes back, as a stream.
    #[serde(default)]
    is_held: bool,
}

const fn ok() -> u16 {
    200
}

/// Puts entries in the place of `{ "repeat": [from, to], "of": … }` in a list; `{n}` in their texts is the number of the entry, and
/// the text `#{n}` is that number itself.
fn expand(value: &Value) -> Value {
    match value {
        Value::Array(entries) => {
            let expanded = entries.iter().flat_map(|entry| {
                let Some(range) = entry.get("repeat") else {
                    return vec![expand(entry)];
                };
                let bound = |place: usize| range[place].as_u64().expect("repeat is [from, to]");
                let of = expand(&entry["of"]).to_string();
                (bound(0)..bound(1))
                    .map(|n| {
                        let n = n.to_string();
                        let entry = of.replace("\"#{n}\"", &n).replace("{n}", &n);
                        serde_json::from_str(&entry).unwrap()
                    })
                    .collect()
            });
            expanded.collect()
        }
        Value::Object(members) => {
            let members = members.iter();
            members.map(|(key, value)| (key.clone(), expand(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Runs a case and compares everything that can be seen of it.
fn check(case: &Case) -> Result<(), String> {
    let world = World::new(case);
    let outcome = match (&case.operation, &case.list) {
        (Some((resource, operation)), None) => world.execute(case, resource, operation),
        (None, Some(list)) => world.load(list),
        _ => return Err("  has either 'operation' or 'list'".into()),
    };
    let mut differences = world.differences.take();
    let left = world.script.borrow().len();
    if left > 0 {
        let next = &world.script.borrow()[0].request;
        differences.push(format!("  ended {left} exchanges early: '{next}' was not sent"));
    }
    let (gave, failed) = match outcome {
        Ok(gave) => (gave, Value::Null),
        Err(failed) => (Value::Null, failed),
    };
    let mut compare = |what: &str, found: Value, expected: Value| {
        if found != expected {
            differences.push(format!("  {what}\n    found    {found}\n    expected {expected}"));
        }
    };
    compare("gives", gave, json!(case.gives));
    compare("fails", failed, json!(case.fails));
    compare("notices", json!(world.notices.take()), json!(case.notices));
    compare("pauses", json!(world.pauses.take()), json!(case.pauses));
    if let Some(expected) = &case.remembers {
        let remembered = world.memory.as_ref().map(Notes::shown);
        compare("remembers", json!(remembered), expected.clone());
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// An error as a case shows it.
fn shown(error: &Error, item: Option<usize>) -> Value {
    let mut json = Map::new();
    json.insert("message".into(), error.message.as_str().into());
    if !error.description.is_empty() {
        json.insert("description".into(), error.description.lines().map(Value::from).collect());
    }
    json.insert("code".into(), error.code.as_str().into());
    if let Some(status) = error.status {
        json.insert("status".into(), status.into());
    }
    if error.kind != Kind::Api {
        json.insert("kind".into(), error.kind.as_str().into());
    }
    if error.may_have_taken_effect {
        json.insert("mayHaveTakenEffect".into(), true.into());
    }
    if let Some(item) = item {
        json.insert("item".into(), item.into());
    }
    json.into()
}

/// An item that an execution gives, as a case shows it.
type Item = Value;

struct World {
    context: Context,
    now: Cell<Duration>,
    sleepers: RefCell<BTreeMap<(Duration, usize), Waker>>,
    script: RefCell<VecDeque<Exchange>>,
    sent: Cell<usize>,
    cancelled_after: usize,
    binary: Vec<BTreeMap<String, String>>,
    storage_fails: Option<String>,
    memory: Option<Notes>,
    notices: RefCell<Vec<String>>,
    pauses: RefCell<Vec<f64>>,
    differences: RefCell<Vec<String>>,
}

impl World {
    fn new(case: &Case) -> Self {
        Self {
            context: Context {
                api: descriptor::api(),
                words: Words::with(|name| case.words[name].as_str().map(str::to_owned)),
            },
            now: Cell::new(START),
            sleepers: RefCell::default(),
            script: RefCell::new(case.exchanges.iter().cloned().collect()),
            sent: Cell::default(),
            cancelled_after: case.cancelled_after.unwrap_or(usize::MAX),
            binary: case.binary.clone(),
            storage_fails: case.storage_fails.clone(),
            memory: case.memory.as_ref().map(Notes::new),
            notices: RefCell::default(),
            pauses: RefCell::default(),
            differences: RefCell::default(),
        }
    }

    fn execute(&self, case: &Case, resource: &str, operation: &str) -> Result<Value, Value> {
        let operation = descriptor::operation(resource, operation).ok_or_else(|| {
            let error = Error::unknown_operation(resource, operation, &self.context);
            shown(&error, None)
        })?;
        // The time of a workflow in Europe/Berlin, in winter, as n8n writes it.
        let clock = |local: &str| Some(format!("{local}.000+01:00"));
        let Options { concurrency, retries, timeout, continue_on_fail, idempotency_key } = &case.options;
        let execution = Execution {
            items: case.items.len(),
            request: |item: usize| request::build(&operation, &case.items[item], &clock, &self.context),
            lookup: operation.request.lookup.as_deref(),
            options: RunOptions {
                continue_on_fail: *continue_on_fail,
                idempotency_key: idempotency_key.clone(),
                ..RunOptions::new(*concurrency, *retries, *timeout)
            },
        };
        match self.poll_to_end(execution::run(execution, self)) {
            Ok(items) => Ok(items.into()),
            Err(failure) => Err(shown(&failure.error, failure.item)),
        }
    }

    fn load(&self, list: &ListCall) -> Result<Value, Value> {
        let ListCall { name, parameters, search, token } = list;
        let found = match search {
            None => self.poll_to_end(lists::load(name, parameters, self)).map(|choices| json!(choices)),
            Some(text) => self
                .poll_to_end(lists::search(name, parameters, text, token.as_deref(), self))
                .map(|found| json!(found)),
        };
        found.map_err(|error| shown(&lists::explain(error, &self.context), None))
    }

    fn poll_to_end<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut poller = Poller::from_waker(Waker::noop());
        loop {
            // Work that can go on without a wait is polled to its end before time jumps.
            for _ in 0..3 {
                if let Poll::Ready(outcome) = work.as_mut().poll(&mut poller) {
                    return outcome;
                }
            }
            let next = self.sleepers.borrow_mut().pop_first();
            let ((time, _), sleeper) = next.expect("no work waits without a reason");
            self.now.set(time);
            sleeper.wake();
        }
    }

    async fn pass(&self, duration: Duration) {
        let until = self.now.get() + duration;
        let mut asleep = false;
        poll_fn(|context| {
            if asleep && self.now.get() >= until {
                return Poll::Ready(());
            }
            if !asleep {
                asleep = true;
                let mut sleepers = self.sleepers.borrow_mut();
                let place = (0..=sleepers.len()).find(|place| !sleepers.contains_key(&(until, *place)));
                sleepers.insert((until, place.unwrap_or(0)), context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    fn differs(&self, what: String) {
        self.differences.borrow_mut().push(what);
    }

    /// Compares what goes out with the script.
    fn compare(&self, expected: &Exchange, outgoing: &Outgoing<'_, Value>) {
        let Outgoing { request, inserts, item, timeout } = outgoing;
        let line = format!("{} {}", request.method.as_str(), request.path);
        let mut body = None;
        let mut file = None;
        match &request.body {
            Body::None => {}
            Body::Json(json) => {
                let mut json = json.clone();
                for (key, value) in *inserts {
                    request::put(&mut json, key, value.clone());
                }
                body = Some(json);
            }
            Body::File(part) => {
                let mut shown = json!({ "field": part.property });
                if let Some(form) = &part.form {
                    let members = form.iter().cloned();
                    shown["form"] = json!(members.collect::<BTreeMap<String, String>>());
                }
                file = Some(shown);
            }
        }
        let headers: BTreeMap<_, _> = request.headers.iter().cloned().collect();
        let found = (&line, &headers, &body, &file);
        let wanted = (&expected.request, &expected.headers, &expected.body, &expected.file);
        if found != wanted {
            self.differs(format!("  sent\n    found    {found:?}\n    expected {wanted:?}"));
        }
        if expected.item.is_some_and(|wanted| wanted != *item) {
            self.differs(format!("  '{line}' is about item {item}"));
        }
        let seconds = timeout.as_secs_f64();
        if expected.timeout.is_some_and(|wanted| differ(wanted, seconds)) {
            self.differs(format!("  '{line}' has a timeout of {seconds} seconds"));
        }
    }
}

fn differ(one: f64, other: f64) -> bool {
    (one - other).abs() > 1e-6
}

/// The body of an answer.
struct Content {
    bytes: Vec<u8>,
    is_held: bool,
}

fn response(answer: &Answer) -> Response<Content> {
    let bytes = match (&answer.json, &answer.text, &answer.bytes) {
        (Some(json), ..) => json.to_string().into_bytes(),
        (_, Some(text), _) => text.clone().into_bytes(),
        (.., bytes) => bytes.clone().unwrap_or_default(),
    };
    let default = answer.json.as_ref().map(|_| "application/json".to_owned());
    Response {
        status: answer.status,
        content_type: answer.content_type.clone().or(default).unwrap_or_default(),
        disposition: answer.content_disposition.clone(),
        length: answer.content_length,
        retry_after: answer.retry_after.clone(),
        body: Content { bytes, is_held: answer.is_held },
    }
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
    type Body = Content;
    type Value = Value;
    type Item = Item;

    fn context(&self) -> &Context {
        &self.context
    }

    fn base_url(&self) -> &'static str {
        BASE_URL
    }

    async fn sleep(&self, duration: Duration) {
        let microseconds = (duration.as_secs_f64() * 1e6).round();
        self.pauses.borrow_mut().push(microseconds / 1e6);
        self.pass(duration).await;
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn is_cancelled(&self) -> bool {
        self.sent.get() >= self.cancelled_after
    }

    fn notify(&self, line: &str) {
        self.notices.borrow_mut().push(line.into());
    }

    async fn send(&self, outgoing: Outgoing<'_, Value>) -> Result<Response<Content>, NotSent> {
        let next = self.script.borrow_mut().pop_front();
        let Some(exchange) = next else {
            let request = outgoing.request;
            let line = format!("{} {}", request.method.as_str(), request.path);
            self.differs(format!("  '{line}' was sent beyond the script"));
            return Err(NotSent::File(Error::parameter("The script has ended")));
        };
        self.compare(&exchange, &outgoing);
        self.pass(exchange.takes.map_or(LATENCY, Duration::from_secs_f64)).await;
        self.sent.set(self.sent.get() + 1);
        match (&exchange.answer, exchange.no_answer) {
            (Some(answer), None) => Ok(response(answer)),
            (None, Some(code)) => Err(NotSent::NoAnswer(NoAnswer { code, detail: exchange.detail })),
            _ => panic!("an exchange has either 'answer' or 'noAnswer'"),
        }
    }

    fn is_empty(&self, body: &Content) -> bool {
        !body.is_held && body.bytes.is_empty()
    }

    fn length(&self, body: &Content) -> Option<u64> {
        (!body.is_held).then_some(body.bytes.len() as u64)
    }

    fn start_of(&self, body: &Content, max: u32) -> Option<String> {
        let start = &body.bytes[..body.bytes.len().min(max as usize)];
        (!body.is_held).then(|| String::from_utf8_lossy(start).into_owned())
    }

    fn parse(&self, body: &Content) -> Parsed<Value> {
        match std::str::from_utf8(&body.bytes) {
            Ok(text) => serde_json::from_str(text).map_or_else(|_| Parsed::Text(text.into()), Parsed::Json),
            Err(_) => Parsed::Binary,
        }
    }

    fn entries(&self, value: &Value) -> Option<Vec<Value>> {
        value.as_array().cloned()
    }

    fn text(&self, value: &Value, path: &str) -> Option<String> {
        path.split('.').try_fold(value, |value, name| value.get(name))?.as_str().map(str::to_owned)
    }

    fn is_blank(&self, value: &Value) -> bool {
        match value {
            Value::Object(members) => members.is_empty(),
            Value::Array(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Where the bytes are becomes visible, which Base64 itself would hide.
    fn base64(&self, body: &Content) -> Option<Value> {
        let text = String::from_utf8_lossy(&body.bytes);
        (!body.is_held).then(|| format!("Base64 of {text}").into())
    }

    async fn base64_of_file(&self, property: &str, item: usize) -> Result<Value, Error> {
        let files = self.binary.get(item);
        let text = files.and_then(|files| files.get(property));
        let names = || files.map(|files| files.keys().cloned().collect::<Vec<_>>().join(", "));
        text.map(|text| format!("Base64 of {text}").into())
            .ok_or_else(|| Error::no_file(property, &names().unwrap_or_default(), &self.context.words))
    }

    fn item(&self, value: &Value, item: usize) -> Item {
        json!({ "json": value, "item": item })
    }

    fn made_item(&self, json: Map<String, Value>, item: usize) -> Item {
        json!({ "json": json, "item": item })
    }

    fn failed_item(&self, error: &Error, item: usize) -> Item {
        json!({ "json": error.to_json(), "error": shown(error, None), "item": item })
    }

    async fn file_item(&self, file: FileAnswer<'_, Content>, item: usize) -> Result<Item, String> {
        let FileAnswer { name, mime_type, json, body } = file;
        let bytes = &body.bytes;
        match &self.storage_fails {
            Some(why) => Err(why.clone()),
            None => Ok(json!({
                "json": json,
                "file": { "name": name, "mimeType": mime_type, "bytes": bytes },
                "item": item,
            })),
        }
    }

    fn memory(&self) -> Option<&dyn Memory<Item>> {
        self.memory.as_ref().map(|notes| notes as &dyn Memory<Item>)
    }
}

/// What the host remembers of earlier tries of a run.
struct Notes {
    outcomes: RefCell<BTreeMap<usize, Result<Vec<Item>, Error>>>,
    last_sent: RefCell<BTreeMap<String, usize>>,
}

impl Notes {
    fn new(remembered: &Remembered) -> Self {
        let outcome = |outcome: &RememberedOutcome| match outcome {
            RememberedOutcome::Gave(items) => Ok(items.clone()),
            RememberedOutcome::Failed { message, description, code, status } => {
                Err(Error::from_memory(message, description, code, *status))
            }
        };
        let outcomes = remembered.outcomes.iter();
        Self {
            outcomes: RefCell::new(outcomes.map(|(item, known)| (*item, outcome(known))).collect()),
            last_sent: RefCell::new(remembered.last_sent.clone().into_iter().collect()),
        }
    }

    /// Which items gave something and which failed, and the last item of each ordering key.
    fn shown(&self) -> Value {
        let outcomes = self.outcomes.borrow();
        let with = |is_ok: bool| {
            let outcomes = outcomes.iter();
            let wanted = outcomes.filter(move |(_, outcome)| outcome.is_ok() == is_ok);
            wanted.map(|(item, _)| *item).collect::<Vec<_>>()
        };
        json!({
            "gave": with(true),
            "failed": with(false),
            "lastSent": *self.last_sent.borrow(),
        })
    }
}

impl Memory<Item> for Notes {
    fn outcome(&self, item: usize) -> Option<Result<Vec<Item>, Error>> {
        self.outcomes.borrow().get(&item).cloned()
    }

    fn record(&self, item: usize, outcome: Result<&[Item], &Error>) {
        let outcome = outcome.map(<[Item]>::to_vec).map_err(Clone::clone);
        self.outcomes.borrow_mut().insert(item, outcome);
    }

    fn last_sent(&self, ordering_key: &str) -> Option<usize> {
        self.last_sent.borrow().get(ordering_key).copied()
    }

    fn record_last_sent(&self, ordering_key: &str, item: usize) {
        self.last_sent.borrow_mut().insert(ordering_key.into(), item);
    }
}
