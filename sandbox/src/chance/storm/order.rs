//! What `POST /sandbox/storm` accepts, and what it means.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::chance::scope::Scope;

/// A storm as a test orders it.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StormOrder {
    /// Another one hits other requests.
    pub seed: u64,
    /// The share of requests that it hits, from 0 to 1.
    pub rate: f64,
    /// What happens to them.
    #[serde(default = "all_kinds")]
    pub kinds: Vec<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// How often it hits the same request at most; 0: as often as the draw says.
    #[serde(default)]
    pub times: u32,
    #[serde(default = "long")]
    delay_ms: u64,
    #[serde(default = "moment")]
    refused_ms: u64,
    /// In seconds.
    #[serde(default = "soon")]
    pub retry_after: u32,
}

fn all_kinds() -> Vec<Kind> {
    Kind::ALL.to_vec()
}

fn long() -> u64 {
    1000
}

/// Time enough for somebody to connect, when many requests are under way.
fn moment() -> u64 {
    20
}

fn soon() -> u32 {
    1
}

impl StormOrder {
    /// How long an answer is held, in real time.
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }

    /// How long new connections are refused, in real time.
    pub fn refusal(&self) -> Duration {
        Duration::from_millis(self.refused_ms)
    }
}

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Kind {
    /// No effect.
    #[serde(rename = "429")]
    RateLimit,
    /// No effect, and `Retry-After` in seconds or as a date.
    #[serde(rename = "429-retry-after")]
    RateLimitWithTime,
    /// Before the effect or after it.
    #[serde(rename = "500")]
    InternalError,
    /// Before the effect or after it.
    #[serde(rename = "502")]
    BadGateway,
    /// No effect.
    #[serde(rename = "503")]
    Unavailable,
    /// It is answered as ever, and those who connect next are refused.
    #[serde(rename = "refused")]
    Refused,
    /// A TCP reset, and no effect.
    #[serde(rename = "reset-before")]
    ResetBefore,
    /// A TCP reset after the effect.
    #[serde(rename = "reset-after")]
    ResetAfter,
    /// The effect, and half of the answer.
    #[serde(rename = "truncated")]
    Truncated,
    /// The effect, and the answer later.
    #[serde(rename = "delayed")]
    Delayed,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::RateLimit,
        Self::RateLimitWithTime,
        Self::InternalError,
        Self::BadGateway,
        Self::Unavailable,
        Self::Refused,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::Truncated,
        Self::Delayed,
    ];

    /// Whether the request has its effect all the same.
    pub fn takes_effect(self, coin: bool) -> bool {
        match self {
            Self::RateLimit | Self::RateLimitWithTime | Self::Unavailable | Self::ResetBefore => false,
            Self::InternalError | Self::BadGateway => coin,
            Self::Refused | Self::ResetAfter | Self::Truncated | Self::Delayed => true,
        }
    }
}

/// A storm that makes sense.
pub struct Rules {
    /// As it was ordered.
    pub order: StormOrder,
    /// The requests that it concerns.
    pub scope: Scope,
}

impl TryFrom<StormOrder> for Rules {
    type Error = String;

    fn try_from(order: StormOrder) -> Result<Self, String> {
        if !(0.0..=1.0).contains(&order.rate) {
            return Err("rate is a share: it must be from 0 to 1".to_owned());
        }
        if order.kinds.is_empty() {
            return Err("kinds must not be empty; leave it out for all of them".to_owned());
        }
        let scope = Scope::new(order.method.as_deref(), order.path.clone())?;
        Ok(Self { order, scope })
    }
}
