//! A device, which is what the API calls a WhatsApp number of the account: its members, the seeds, and how tests make
//! others.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value, json};

use crate::answer::{ApiError, Problem};
use crate::body;
use crate::clock::Clock;
use crate::session::{Session, SessionStatus};

/// The values of the filter `status`, which also knows `any`.
pub const STATUS_FILTER: [&str; 11] = [
    "any",
    "invalid",
    "banned",
    "removed",
    "disabled",
    "unpaid",
    "preload",
    "pending",
    "authorized",
    "verified",
    "operative",
];

/// Members that `GET /devices/{device}` shows only on demand.
pub const INCLUDABLE: [&str; 3] = ["agents", "catalog", "quickReplies"];

/// Members that `GET /devices/{device}` can leave out.
pub const EXCLUDABLE: [&str; 4] = ["session", "profile", "stats", "queue"];

/// A WhatsApp number. Its JSON is what `PUT /sandbox/devices` takes; [`Device::view`] makes the API's out of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Device {
    /// 24 hex digits.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Missing until the first phone is linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A name given by the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    connector: String,
    /// One of [`STATUS_FILTER`], or any other text: clients must bear values that they do not know.
    pub status: String,
    created_at: String,
    /// Whether it can send, and what is going on.
    pub session: Session,
    /// How much is stored. The chats, messages and contacts themselves do not exist here yet.
    pub stats: Stats,
    /// How much waits to be sent. The messages themselves do not exist here yet.
    pub queue: Queue,
    profile: Value,
    billing: Value,
    settings: Value,
    labels: Value,
    agents: Value,
    catalog: Value,
    quick_replies: Value,
}

/// Number of stored entries.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stats {
    chats: u32,
    messages: u32,
    contacts: u32,
}

/// Number of messages that wait to be sent.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    status: String,
    messages: u32,
    scheduled: u32,
}

impl Queue {
    /// Drops all messages.
    pub fn clear(&mut self) {
        self.messages = 0;
        self.scheduled = 0;
    }
}

impl Device {
    /// A device that is online, with id, alias and phone made of the number.
    fn numbered(number: usize) -> Self {
        Self {
            id: format!("66{number:022}"),
            phone: Some(format!("+155502{number:05}")),
            alias: Some(format!("Number {number}")),
            description: None,
            connector: "web".to_owned(),
            status: "operative".to_owned(),
            created_at: "2025-01-15T09:00:00.000Z".to_owned(),
            session: Session::new(SessionStatus::Online),
            stats: Stats {
                chats: 12,
                messages: 340,
                contacts: 25,
            },
            queue: Queue {
                status: "active".to_owned(),
                messages: 3,
                scheduled: 1,
            },
            profile: json!({ "name": format!("Profile {number}"), "isBusiness": true }),
            billing: json!({ "subscription": { "plan": "io-professional", "product": "io", "status": "active" } }),
            settings: json!({ "retentionPolicy": "plan_defaults", "rebootPolicy": "disabled", "deliverySpeed": 0 }),
            labels: json!([]),
            agents: json!([{ "id": "670000000000000000000001", "role": "admin" }]),
            catalog: json!([]),
            quick_replies: json!([]),
        }
    }

    /// That numbered device, with the members of `patch` put over its own: objects member by member, `null` takes a
    /// member away.
    pub fn patched(number: usize, patch: &Value) -> Result<Self, ApiError> {
        let mut device = json!(Self::numbered(number));
        merge(&mut device, patch);
        body::parse(device.to_string().as_bytes())
    }

    /// Whether it is the one with that id.
    pub fn has_id(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id)
    }

    /// The device as the API shows it.
    pub fn view(&self, clock: &Clock) -> Map<String, Value> {
        let Value::Object(mut view) = json!(self) else {
            unreachable!("a struct becomes an object");
        };
        if let Some(phone) = &self.phone {
            view.insert(
                "wid".to_owned(),
                json!(format!("{}@c.us", phone.trim_start_matches('+'))),
            );
        }
        view.insert("session".to_owned(), json!(self.session.report(clock)));
        view
    }
}

/// The devices of a fresh sandbox: online, offline, never linked, and one without a name whose phone does not answer.
pub fn seeds() -> Vec<Device> {
    let seed = |number: usize, status: &str, session: SessionStatus| Device {
        id: format!("65{number:022}"),
        phone: Some(format!("+155501{number:05}")),
        alias: None,
        status: status.to_owned(),
        session: Session::new(session),
        ..Device::numbered(number)
    };
    vec![
        Device {
            alias: Some("Sales".to_owned()),
            ..seed(1, "operative", SessionStatus::Online)
        },
        Device {
            alias: Some("Support".to_owned()),
            ..seed(2, "operative", SessionStatus::Offline)
        },
        Device {
            alias: Some("Warehouse".to_owned()),
            phone: None,
            ..seed(3, "pending", SessionStatus::New)
        },
        seed(4, "operative", SessionStatus::Timeout),
    ]
}

/// Whether the text has the form of an id.
pub fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The `{device}` of a path; a 400 when it cannot be an id.
pub struct DeviceId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for DeviceId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let invalid = |reason: String| {
            ApiError::invalid(vec![Problem::new(
                "invalid",
                "Path parameter",
                "device",
                reason,
            )])
        };
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(text)) if is_id(&text) => Ok(Self(text)),
            Ok(Path(text)) => Err(invalid(format!("must be 24 hex digits, not {text:?}"))),
            Err(rejection) => Err(invalid(rejection.body_text())),
        }
    }
}

/// A phone number in the form of E.164, with its plus sign.
pub struct Phone(pub String);

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('+').unwrap_or_default().as_bytes();
        let valid = (7..=15).contains(&digits.len())
            && digits[0] != b'0'
            && digits.iter().all(u8::is_ascii_digit);
        if valid {
            Ok(Self(text))
        } else {
            Err(de::Error::custom(
                "must be a phone number like +15550100001",
            ))
        }
    }
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_id(&text) {
        Ok(text)
    } else {
        Err(de::Error::custom("must be 24 hex digits"))
    }
}

fn merge(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (name, value) in patch {
                if value.is_null() {
                    target.remove(name);
                } else {
                    merge(target.entry(name).or_insert(Value::Null), value);
                }
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}
