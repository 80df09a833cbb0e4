//! A device, which is what the API calls a WhatsApp number of the account: its members, the seeds, and how tests make
//! others.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value, json};

use crate::account::session::{Session, SessionStatus};
use crate::values::choice::choices;
use crate::values::clock::Clock;
use crate::values::date::Date;
use crate::values::ids::is_id;
use crate::values::wids::user_wid;
use crate::wire::answer::ApiError;
use crate::wire::body;
use crate::wire::picture::Picture;

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
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    connector: String,
    /// One of [`STATUS_FILTER`], or any other text: clients must bear values that they do not know.
    pub status: String,
    /// When it was added to the account.
    pub created_at: String,
    /// Whether it can send, and what is going on.
    pub session: Session,
    /// How much is stored.
    pub stats: Stats,
    /// What the number does with messages that wait.
    pub queue: Queue,
    /// How others see the number.
    pub profile: Map<String, Value>,
    /// Its picture, if one was set.
    #[serde(skip)]
    pub picture: Option<Picture>,
    billing: Value,
    /// How it behaves.
    pub settings: Map<String, Value>,
    /// The only webhooks that are told what happens to it, if there are any.
    pub webhooks: Vec<String>,
    labels: Value,
    /// Who may use it.
    pub agents: Value,
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

choices! {
    /// What a number does with messages: `active` takes and sends them, `pause` takes, `reject` sends, `freeze` neither.
    QueueStatus = "active pause reject freeze";
}

/// What the number does with messages that wait.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Queue {
    /// What it does.
    pub status: QueueStatus,
    /// Since when.
    pub status_updated_at: Date,
}

impl Device {
    /// A device that is online, with id, alias and phone made of the number.
    pub fn numbered(number: usize) -> Self {
        Self {
            id: format!("66{number:022}"),
            phone: Some(format!("+155502{number:05}")),
            alias: Some(format!("Number {number}")),
            description: None,
            connector: "web".to_owned(),
            status: "operative".to_owned(),
            created_at: "2025-01-15T09:00:00.000Z".to_owned(),
            session: Session::new(SessionStatus::Online),
            stats: Stats { chats: 12, messages: 340, contacts: 25 },
            queue: Queue { status: QueueStatus("active"), status_updated_at: Date::seeded(0) },
            webhooks: Vec::new(),
            profile: Map::from_iter([
                ("name".to_owned(), json!(format!("Profile {number}"))),
                ("isBusiness".to_owned(), json!(true)),
            ]),
            picture: None,
            billing: billing("io-professional"),
            settings: Map::from_iter([
                ("retentionPolicy".to_owned(), json!("plan_defaults")),
                ("rebootPolicy".to_owned(), json!("disabled")),
                ("deliverySpeed".to_owned(), json!(0)),
            ]),
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

    /// Since when it sends messages; none while it does not.
    pub fn sends_since(&self, clock: &Clock) -> Option<Date> {
        let now = clock.now();
        let sends = self.status == "operative"
            && self.session.is_usable(now)
            && matches!(self.queue.status.0, "active" | "reject");
        let online = clock.date_of(self.session.since(now));
        sends.then(|| online.max(self.queue.status_updated_at))
    }

    /// Pays for another plan.
    pub fn set_plan(&mut self, plan: &str) {
        self.billing = billing(plan);
    }

    /// The plan that is paid for.
    pub fn plan(&self) -> &str {
        let plan = &self.billing["subscription"]["plan"];
        plan.as_str().unwrap_or_default()
    }

    /// A device that was just added to the account: no phone was ever linked.
    pub fn added(number: usize, alias: &str, plan: &str, now: Date) -> Self {
        Self {
            id: format!("64{number:022}"),
            phone: None,
            alias: Some(alias.to_owned()),
            status: "pending".to_owned(),
            created_at: now.to_string(),
            session: Session::new(SessionStatus::New),
            billing: billing(plan),
            stats: Stats::default(),
            ..Self::numbered(number)
        }
    }

    /// The device as the API shows it.
    pub fn view(&self, clock: &Clock) -> Map<String, Value> {
        let Value::Object(mut view) = json!(self) else {
            unreachable!("a struct becomes an object");
        };
        if let Some(phone) = &self.phone {
            view.insert("wid".to_owned(), json!(user_wid(phone)));
        }
        view.insert("session".to_owned(), json!(self.session.report(clock)));
        view
    }
}

fn billing(plan: &str) -> Value {
    let product = match plan.split_once('-') {
        Some(("io", _)) => "io",
        Some(("gateway", _)) => "gateway",
        _ => "agent",
    };
    json!({ "subscription": { "plan": plan, "product": product, "status": "active" } })
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_id(&text) { Ok(text) } else { Err(de::Error::custom("must be 24 hex digits")) }
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
