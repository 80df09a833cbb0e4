//! The storm: faults that hit a share of the requests by chance, and yet the same ones in each run with the same seed.
//! Faults that a test names one by one are in `faults`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::SystemTime;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use serde::Serialize;

use self::draw::{Draw, Identity};
use self::order::Rules;
pub use self::order::{Kind, StormOrder};
use crate::answer::ApiError;
use crate::connection::{Connection, Ending};
use crate::content::Content;
use crate::date::Date;
use crate::faults::wire;
use crate::journal::Record;
use crate::state::Sandbox;

#[path = "storm/draw.rs"]
mod draw;
#[path = "storm/order.rs"]
mod order;

/// The storm, if there is one.
#[derive(Default)]
pub struct Storms(Mutex<Option<Arc<Storm>>>);

/// One storm and what it did.
struct Storm {
    rules: Rules,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    requests: u64,
    hits: BTreeMap<Kind, u64>,
    seen: HashMap<Identity, Seen>,
}

/// How often the same request came, and was hit.
#[derive(Default)]
struct Seen {
    times: u32,
    hits: u32,
}

/// A storm as `GET /sandbox/storm` shows it.
#[derive(Serialize)]
pub struct Report {
    #[serde(flatten)]
    order: StormOrder,
    /// How many requests it concerned.
    requests: u64,
    hits: BTreeMap<Kind, u64>,
}

impl Storms {
    /// Begins a storm, in the place of another.
    pub fn begin(&self, order: StormOrder) -> Result<(), String> {
        let rules = Rules::try_from(order)?;
        let progress = Mutex::default();
        *self.0.lock() = Some(Arc::new(Storm { rules, progress }));
        Ok(())
    }

    /// Ends it.
    pub fn end(&self) {
        *self.0.lock() = None;
    }

    /// What it did so far; none without a storm.
    pub fn report(&self) -> Option<Report> {
        let storm = self.0.lock();
        let storm = storm.as_ref()?;
        let progress = storm.progress.lock();
        let order = storm.rules.order.clone();
        let none = order.kinds.iter().map(|kind| (*kind, 0));
        Some(Report {
            requests: progress.requests,
            hits: none.chain(progress.hits.clone()).collect(),
            order,
        })
    }

    fn over(&self, request: &Request) -> Option<Arc<Storm>> {
        let storm = self.0.lock();
        storm
            .clone()
            .filter(|storm| storm.rules.scope.holds(request))
    }
}

impl Storm {
    /// What is to happen to the request; none when it gets through.
    fn hit(&self, request: Identity) -> Option<Draw> {
        let rules = &self.rules.order;
        let mut progress = self.progress.lock();
        progress.requests += 1;
        let seen = progress.seen.entry(request).or_default();
        seen.times += 1;
        let draw = Draw::new(rules.seed, &request, seen.times);
        let may_hit = rules.times == 0 || seen.hits < rules.times;
        if !may_hit || !draw.hits(rules.rate) {
            return None;
        }
        seen.hits += 1;
        Some(draw)
    }

    fn struck(&self, kind: Kind) {
        *self.progress.lock().hits.entry(kind).or_default() += 1;
    }
}

/// Lets a request go through, unless the storm hits it.
pub async fn apply(
    State(sandbox): State<Arc<Sandbox>>,
    Extension(record): Extension<Record>,
    Extension(body): Extension<Content>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let Some(storm) = sandbox.storms.over(&request) else {
        return next.run(request).await;
    };
    let Some(draw) = storm.hit(Identity::new(&request, &body)) else {
        return next.run(request).await;
    };
    let rules = &storm.rules.order;
    let kind = draw.kind(&rules.kinds);
    let mut answer = if kind.takes_effect(&draw) {
        next.run(request).await
    } else {
        Response::default()
    };
    storm.struck(kind);
    record.hit(kind);
    match kind {
        Kind::ResetBefore | Kind::ResetAfter => {
            record.reset();
            match connection.end(Ending::Reset).await {}
        }
        Kind::Truncated => {
            record.answered(answer.status());
            let bytes = wire::half(answer).await;
            match connection.end(Ending::Cut(bytes)).await {}
        }
        Kind::Delayed => tokio::time::sleep(rules.delay()).await,
        Kind::Refused => {
            // A client that would keep its connection has to come back, and meets the closed door.
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(CONNECTION, close);
            connection.refuse_others(rules.refusal()).await;
        }
        Kind::RateLimit => answer = refusal(StatusCode::TOO_MANY_REQUESTS),
        Kind::RateLimitWithTime => {
            answer = refusal(StatusCode::TOO_MANY_REQUESTS);
            let time = retry_after(rules, &draw);
            answer.headers_mut().insert(RETRY_AFTER, time);
        }
        Kind::InternalError => answer = refusal(StatusCode::INTERNAL_SERVER_ERROR),
        Kind::BadGateway => answer = refusal(StatusCode::BAD_GATEWAY),
        Kind::Unavailable => answer = refusal(StatusCode::SERVICE_UNAVAILABLE),
    }
    answer
}

fn refusal(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or("Unknown error");
    ApiError::new(status, reason).into_response()
}

/// Seconds from now on, or a date, which is a whole second and so comes up to one second earlier.
fn retry_after(rules: &StormOrder, draw: &Draw) -> HeaderValue {
    let seconds = rules.retry_after;
    let date = Date::from(SystemTime::now()).plus(seconds.into()).http();
    let date = HeaderValue::try_from(date).ok();
    date.filter(|_| draw.coin())
        .unwrap_or_else(|| seconds.into())
}
