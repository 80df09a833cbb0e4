//! Storms: faults that hit requests by chance, and the same ones each time.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::{Duration, SystemTime};

use jiff::fmt::rfc2822;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{Answer, Call, KEY, STOPPED, Sandbox};

const ALL_BUT_REFUSED: [&str; 9] =
    ["429", "429-retry-after", "500", "502", "503", "reset-before", "reset-after", "truncated", "delayed"];

/// Begins a storm with these members besides the seed.
async fn begin(sandbox: &Sandbox, seed: u64, members: &Value) {
    let mut order = json!({ "seed": seed, "delayMs": 1 });
    for (name, value) in members.as_object().unwrap() {
        order[name] = value.clone();
    }
    let answer = sandbox.control("POST", "/storm").json(&order).send().await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// The message of that number, to one of ten chats.
fn send(sandbox: &Sandbox, number: usize) -> Call {
    let message = json!({
        "phone": format!("+1555010900{}", number % 10),
        "message": format!("Message {number}"),
        "reference": format!("run-{number}"),
    });
    sandbox.api("POST", "/messages").json(&message)
}

/// What the client of a request sees.
fn seen(answer: &hyper::Result<Answer>) -> String {
    match answer {
        Ok(answer) => {
            let retry = answer.headers.contains_key("retry-after");
            let suffix = if retry { "-retry-after" } else { "" };
            format!("{}{suffix}", answer.status.as_u16())
        }
        Err(error) if is_reset(error) => "reset".to_owned(),
        Err(_) => "cut".to_owned(),
    }
}

fn is_reset(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == ErrorKind::ConnectionReset) || error.source().is_some_and(is_reset)
}

/// The references in the ledger.
async fn effects(sandbox: &Sandbox) -> Vec<String> {
    let ledger = sandbox.control("GET", "/ledger").send().await.json();
    let lines = ledger.as_array().unwrap().iter();
    let references = lines.map(|line| line["reference"].as_str().unwrap().to_owned());
    references.collect()
}

async fn report(sandbox: &Sandbox) -> Value {
    sandbox.control("GET", "/storm").send().await.json()
}

const MESSAGES: usize = 100;

/// What the client of each message sees, each sent twice, one after the other; and what took effect, sorted.
async fn in_turn(seed: u64) -> (Vec<[String; 2]>, Vec<String>) {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, seed, &json!({ "rate": 0.5, "kinds": ALL_BUT_REFUSED })).await;
    let mut all = Vec::new();
    for number in 0..MESSAGES {
        let first = seen(&send(&sandbox, number).try_send().await);
        all.push([first, seen(&send(&sandbox, number).try_send().await)]);
    }
    let mut effects = effects(&sandbox).await;
    effects.sort();
    (all, effects)
}

/// The same, sent side by side and from the last one on.
async fn at_once(seed: u64) -> (Vec<[String; 2]>, Vec<String>) {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, seed, &json!({ "rate": 0.5, "kinds": ALL_BUT_REFUSED })).await;
    let mut sending = JoinSet::new();
    for number in (0..MESSAGES).rev() {
        let [first, second] = [send(&sandbox, number), send(&sandbox, number)];
        sending.spawn(async move {
            let first = seen(&first.try_send().await);
            (number, [first, seen(&second.try_send().await)])
        });
    }
    let mut all = sending.join_all().await;
    all.sort();
    let mut effects = effects(&sandbox).await;
    effects.sort();
    (all.into_iter().map(|(_, seen)| seen).collect(), effects)
}

#[tokio::test]
async fn the_seed_decides_and_not_the_order() {
    let first = in_turn(7).await;
    assert_eq!(first, at_once(7).await);
    assert_ne!(first, in_turn(8).await);
    let (seen, effects) = first;
    let repeats = seen.iter().filter(|[first, second]| first == second);
    assert!(repeats.count() < MESSAGES, "a second try is drawn anew");
    assert!(effects.len() > MESSAGES / 2 && effects.len() < 2 * MESSAGES);
}

/// In another release, or on another machine, the same seed gives the same storm.
#[tokio::test]
async fn draws_stay_as_they_are() {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, 7, &json!({ "rate": 0.5, "kinds": ["429", "503"] })).await;
    let mut statuses = Vec::new();
    for page in 0..8 {
        let answer = sandbox.api("GET", &format!("/devices?page={page}")).send();
        statuses.push(answer.await.status.as_u16());
    }
    assert_eq!(statuses, [200, 503, 200, 503, 200, 200, 429, 503]);
}

#[tokio::test]
async fn each_kind_looks_as_it_should_and_has_its_effect_once_or_not_at_all() {
    for (kind, looks, effect) in [
        ("429", "429", Some(false)),
        ("429-retry-after", "429-retry-after", Some(false)),
        ("500", "500", None),
        ("502", "502", None),
        ("503", "503", Some(false)),
        ("reset-before", "reset", Some(false)),
        ("reset-after", "reset", Some(true)),
        ("truncated", "cut", Some(true)),
        ("delayed", "201", Some(true)),
    ] {
        let sandbox = Sandbox::start(STOPPED).await;
        let only = json!({ "rate": 1, "kinds": [kind], "method": "POST", "path": "/messages" });
        begin(&sandbox, 1, &only).await;
        for number in 0..20 {
            assert_eq!(seen(&send(&sandbox, number).try_send().await), looks);
        }
        let effects = effects(&sandbox).await;
        match effect {
            Some(true) => assert_eq!(effects.len(), 20, "{kind}"),
            Some(false) => assert!(effects.is_empty(), "{kind}"),
            None => assert!((5..15).contains(&effects.len()), "{kind}: {effects:?}"),
        }
        for number in 0..20 {
            let reference = format!("run-{number}");
            let lookup = format!("/messages?reference={reference}");
            let found = sandbox.list(&lookup, "reference").await;
            let known = effects.iter().filter(|one| **one == reference);
            assert_eq!(found, known.cloned().collect::<Vec<_>>(), "{kind}");
        }
        let report = report(&sandbox).await;
        assert_eq!((&report["requests"], &report["hits"]), (&json!(20), &json!({ kind: 20 })));
        assert_eq!(sandbox.journal("").await[0]["storm"], kind);
    }
}

#[tokio::test]
async fn a_delay_comes_after_the_effect() {
    let sandbox = Sandbox::start(STOPPED).await;
    let delayed = json!({ "rate": 1, "kinds": ["delayed"], "path": "/messages", "delayMs": 600_000 });
    begin(&sandbox, 1, &delayed).await;
    let waiting = tokio::spawn(send(&sandbox, 1).try_send());
    let effect = async { while effects(&sandbox).await.is_empty() {} };
    let effect = tokio::time::timeout(Duration::from_secs(10), effect).await;
    effect.expect("it takes effect within 10 s");
    assert!(!waiting.is_finished());
    waiting.abort();
    let journal = sandbox.journal("?wait=1&outcome=aborted").await;
    assert_eq!(journal[0]["outcome"], "aborted");
    assert_eq!(effects(&sandbox).await, ["run-1"]);
}

#[tokio::test]
async fn an_answer_without_a_body_is_cut_in_its_head() {
    let sandbox = Sandbox::start(STOPPED).await;
    let file = "/files/690000000000000000000001";
    begin(&sandbox, 1, &json!({ "rate": 1, "kinds": ["truncated"], "method": "DELETE" })).await;
    let head = format!("DELETE /v1{file} HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\n\r\n");
    let wire = String::from_utf8(sandbox.raw(&head).await.unwrap()).unwrap();
    assert!(wire.starts_with("HTTP/1.1 204") && !wire.contains("\r\n\r\n"), "{wire}");
    sandbox.api("GET", file).send().await.refusal(404);
}

#[tokio::test]
async fn lookups_are_hit_when_the_path_says_so() {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, 1, &json!({ "rate": 1, "kinds": ["503"], "method": "get", "path": "/messages*" })).await;
    assert_eq!(seen(&send(&sandbox, 1).try_send().await), "201");
    sandbox.api("GET", "/messages?reference=run-1").send().await.refusal(503);
    sandbox.api("GET", "/messages/680000000000000000000007").send().await.refusal(503);
    sandbox.get("/devices").await;
    assert_eq!(report(&sandbox).await["requests"], 2);
}

#[tokio::test]
async fn the_same_request_is_hit_no_more_often_than_allowed() {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, 1, &json!({ "rate": 1, "kinds": ["503"], "times": 2 })).await;
    for page in 0..2 {
        let mut statuses = Vec::new();
        for _ in 0..4 {
            let answer = sandbox.api("GET", &format!("/devices?page={page}")).send();
            statuses.push(answer.await.status.as_u16());
        }
        assert_eq!(statuses, [503, 503, 200, 200]);
    }
    assert_eq!(report(&sandbox).await["hits"], json!({ "503": 4 }));
}

#[tokio::test]
async fn retry_after_is_a_number_or_a_date() {
    let sandbox = Sandbox::start(STOPPED).await;
    begin(&sandbox, 1, &json!({ "rate": 1, "kinds": ["429-retry-after"], "retryAfter": 7 })).await;
    let mut dates = 0;
    for page in 0..20 {
        let before = SystemTime::now();
        let answer = sandbox.api("GET", &format!("/devices?page={page}")).send().await;
        let value = answer.header("retry-after");
        if value == "7" {
            continue;
        }
        dates += 1;
        let date = rfc2822::parse(value).unwrap().timestamp();
        let wait = SystemTime::from(date).duration_since(before).unwrap();
        assert!(value.ends_with(" GMT") && (6..8).contains(&wait.as_secs()), "{value}");
    }
    assert!((5..15).contains(&dates), "{dates}");
}

#[tokio::test]
async fn the_share_is_about_the_rate() {
    let sandbox = Sandbox::start(STOPPED).await;
    let kinds = ["429", "500", "502", "503"];
    begin(&sandbox, 3, &json!({ "rate": 0.2, "kinds": kinds })).await;
    for page in 0..500 {
        sandbox.api("GET", &format!("/devices?page={page}")).send().await;
    }
    let hits = report(&sandbox).await["hits"].clone();
    let hits = kinds.map(|kind| hits[kind].as_u64().unwrap());
    assert!((70..130).contains(&hits.iter().sum::<u64>()), "{hits:?}");
    assert!(hits.iter().all(|hits| *hits > 10), "{hits:?}");
}

#[tokio::test]
async fn a_storm_can_be_looked_at_and_ended() {
    let sandbox = Sandbox::start(STOPPED).await;
    let nothing = async || sandbox.control("GET", "/storm").send().await.refusal(404);
    nothing().await;
    for (method, path) in [("DELETE", "/storm"), ("POST", "/restart")] {
        begin(&sandbox, 5, &json!({ "rate": 0.25, "path": "/messages" })).await;
        let report = report(&sandbox).await;
        for (member, value) in [
            ("seed", json!(5)),
            ("rate", json!(0.25)),
            ("path", json!("/messages")),
            ("delayMs", json!(1)),
            ("refusedMs", json!(20)),
            ("retryAfter", json!(1)),
            ("times", json!(0)),
            ("requests", json!(0)),
        ] {
            assert_eq!(report[member], value, "{member}");
        }
        assert_eq!(report["hits"].as_object().unwrap().len(), 10, "all kinds");
        assert_eq!(sandbox.control(method, path).send().await.status, 204);
        nothing().await;
    }
}

#[tokio::test]
async fn senseless_storms_are_refused() {
    let sandbox = Sandbox::start(STOPPED).await;
    for (order, named) in [
        (json!({ "rate": 1 }), "seed"),
        (json!({ "seed": 1 }), "rate"),
        (json!({ "seed": -1, "rate": 1 }), "seed"),
        (json!({ "seed": 1, "rate": 1.1 }), "rate"),
        (json!({ "seed": 1, "rate": -0.1 }), "rate"),
        (json!({ "seed": 1, "rate": 1, "kinds": [] }), "kinds"),
        (json!({ "seed": 1, "rate": 1, "kinds": ["404"] }), "kinds"),
        (json!({ "seed": 1, "rate": 1, "path": "/v1/x" }), "/v1"),
        (json!({ "seed": 1, "rate": 1, "path": "x" }), "slash"),
        (json!({ "seed": 1, "rate": 1, "method": "A B" }), "method"),
        (json!({ "seed": 1, "rate": 1, "times": -1 }), "times"),
        (json!({ "seed": 1, "rate": 1, "after": 1 }), "after"),
    ] {
        let answer = sandbox.control("POST", "/storm").json(&order).send().await;
        let message = answer.refusal(400);
        assert!(message.contains(named), "{order}: {message}");
    }
}
