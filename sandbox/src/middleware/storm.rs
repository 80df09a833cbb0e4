//! Plays the storm: hits the requests that its draw chooses.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::connection::{Connection, Ending};
use super::raw_answer;
use crate::chance::journal::Record;
use crate::chance::storm::{Draw, Identity, Kind, StormOrder};
use crate::state::Sandbox;
use crate::values::date::Date;
use crate::wire::answer::ApiError;
use crate::wire::content::Content;

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
    let mut answer = if kind.takes_effect(draw.coin()) { next.run(request).await } else { Response::default() };
    storm.struck(kind);
    record.hit(kind);
    match kind {
        Kind::ResetBefore | Kind::ResetAfter => {
            record.reset();
            match connection.end(Ending::Reset).await {}
        }
        Kind::Truncated => {
            record.answered(answer.status());
            let bytes = raw_answer::half(answer).await;
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
    date.filter(|_| draw.coin()).unwrap_or_else(|| seconds.into())
}
