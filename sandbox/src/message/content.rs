//! The parts of a message to send, each with the types of its members and what goes together in it.

#![expect(dead_code, reason = "many members only have to be of the right type")]

use serde::Deserialize;
use serde_json::Value;

use crate::account::meeting_link::CallKind;
use crate::values::addresses::WebUrl;
use crate::values::choice::{MediaFormat, choices};
use crate::values::date::{Date, Span};
use crate::values::ids::Id;
use crate::values::wids::{ChatWid, MessageWid, Phone};
use crate::wire::answer::ApiError;
use crate::wire::fields::{List, Text, Whole};

choices! {
    /// What is done with the chat once the message is delivered.
    ActionName = "chat:assign chat:unassign chat:resolve chat:unresolve chat:read chat:unread \
        labels:add labels:remove labels:set metadata:set metadata:add metadata:remove";
}

/// A stored file or one on the web.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Media {
    /// The id of a stored file.
    pub file: Option<Id>,
    /// Its address on the web.
    pub url: Option<WebUrl>,
    filename: Option<Text<1, 255>>,
    /// How it is sent.
    pub format: Option<MediaFormat>,
    view_once: Option<bool>,
    message: Option<Text<1, 6000>>,
}

impl Media {
    /// 400 unless it has exactly one source.
    pub fn check(&self) -> Result<(), ApiError> {
        let given = [self.file.is_some(), self.url.is_some()];
        exactly_one("media.file", &given, "file and url")
    }
}

/// A place: its address or its coordinates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    address: Option<Text<3, 100>>,
    coordinates: Option<(f64, f64)>,
    name: Option<Text<1, 100>>,
}

impl Location {
    /// 400 unless it is exactly one place on earth.
    pub fn check(&self) -> Result<(), ApiError> {
        let given = [self.address.is_some(), self.coordinates.is_some()];
        exactly_one("location.address", &given, "address and coordinates")?;
        match self.coordinates {
            Some((latitude, longitude)) => check_place("location.coordinates", latitude, longitude),
            None => Ok(()),
        }
    }
}

/// A contact as a card.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    phone: Phone,
    name: Text<1, 40>,
}

/// A question with choices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    name: Text<1, 250>,
    options: List<Text<1, 100>, 2, 12>,
    multiple: Option<bool>,
}

/// What is chosen in a poll; nothing at all takes the vote back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    poll: MessageWid,
    options: List<VoteOption, 0, 12>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoteOption {
    id: Option<Whole<0, 11>>,
    value: Option<Text<1, 100>>,
}

impl Vote {
    /// 400 unless each choice is named in exactly one way.
    pub fn check(&self) -> Result<(), ApiError> {
        let mut options = self.options.0.iter();
        options.try_for_each(|option| {
            let given = [option.id.is_some(), option.value.is_some()];
            exactly_one("vote.options", &given, "id and value")
        })
    }
}

/// An invitation to a meeting.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    name: Text<1, 100>,
    description: Option<Text<1, 2048>>,
    date: Date,
    location: Option<Text<1, 255>>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    call: Option<CallKind>,
}

impl Meeting {
    /// 400 for half a place, or one that is not on earth.
    pub fn check(&self) -> Result<(), ApiError> {
        match (self.latitude, self.longitude) {
            (Some(latitude), Some(longitude)) => check_place("event.latitude", latitude, longitude),
            (None, None) => Ok(()),
            _ => Err(ApiError::wrong_field("event.latitude", "goes only with longitude")),
        }
    }
}

/// The answer to an invitation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    event: MessageWid,
    confirm: bool,
}

/// A message that is sent on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    message: MessageWid,
    chat: Option<Text<8, 32>>,
}

impl Forward {
    /// 400 unless its chat is named by phone or by WhatsApp id.
    pub fn check(&self) -> Result<(), ApiError> {
        let is_chat = |text: &str| text.parse::<Phone>().is_ok() || text.parse::<ChatWid>().is_ok();
        if self.chat.as_ref().is_none_or(|chat| is_chat(&chat.0)) {
            return Ok(());
        }
        let reason = "must be a phone number or a WhatsApp id";
        Err(ApiError::wrong_field("forward.chat", reason))
    }
}

/// A template of the official WhatsApp API.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    name: Text<1, 512>,
    language: Option<Text<2, 10>>,
    header: Option<Value>,
    body: Option<Vec<Value>>,
    button: Option<Vec<Value>>,
}

/// The id of a product in a catalogue.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct ProductId;

impl TryFrom<String> for ProductId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && (14..=18).contains(&text.len()) { Ok(Self) } else { Err("must be 14 to 18 digits") }
    }
}

/// When a message is sent, in three notations.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schedule {
    delay_to: Option<Span>,
    delay: Option<Span>,
    date: Option<Date>,
}

impl Schedule {
    /// The moment that is meant.
    pub fn moment(&self, now: Date) -> Option<Date> {
        let delay = self.delay.or(self.delay_to);
        self.date.or_else(|| Some(now.after(delay?.0)))
    }

    /// 400 unless it is given in exactly one way.
    pub fn check(&self) -> Result<(), ApiError> {
        let given = [self.delay_to.is_some(), self.delay.is_some(), self.date.is_some()];
        exactly_one("schedule", &given, "delayTo, delay and date")
    }
}

/// When a message is no longer to be sent, in three notations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expiration {
    seconds: Option<Whole<5, 2_592_000>>,
    duration: Option<Span>,
    date: Option<Date>,
}

impl Expiration {
    /// The moment that is meant.
    pub fn moment(&self, now: Date) -> Option<Date> {
        let seconds = self.seconds.map(|seconds| seconds.0);
        let seconds = seconds.map(std::time::Duration::from_secs);
        let span = seconds.or(self.duration.map(|span| span.0));
        self.date.or_else(|| Some(now.after(span?)))
    }

    /// 400 unless it is given in exactly one way.
    pub fn check(&self) -> Result<(), ApiError> {
        let given = [self.seconds.is_some(), self.duration.is_some(), self.date.is_some()];
        exactly_one("expiration", &given, "seconds, duration and date")
    }
}

/// Something to do with the chat.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    action: ActionName,
    #[serde(default)]
    params: ActionParams,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionParams {
    agent: Option<Id>,
    department: Option<Id>,
    labels: Option<List<Text<1, 100>, 1, 50>>,
    metadata: Option<List<MetadataEntry, 1, 10>>,
    keys: Option<List<Text<1, 30>, 1, 30>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataEntry {
    key: Text<1, 30>,
    value: Text<0, 300>,
}

impl Action {
    /// 400 unless it has what it needs.
    pub fn check(&self) -> Result<(), ApiError> {
        let params = &self.params;
        let name = self.action.0;
        let (needed, given) = match name {
            "chat:assign" => ("agent or department", params.agent.is_some() != params.department.is_some()),
            "labels:add" | "labels:remove" | "labels:set" => ("labels", params.labels.is_some()),
            "metadata:set" | "metadata:add" => ("metadata", params.metadata.is_some()),
            "metadata:remove" => ("keys", params.keys.is_some()),
            _ => ("nothing", true),
        };
        if given {
            return Ok(());
        }
        let reason = format!("{name} needs {needed}");
        Err(ApiError::wrong_field("actions.params", reason))
    }
}

/// How a text is shown.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryOptions {
    preview_url: Option<bool>,
}

fn check_place(field: &str, latitude: f64, longitude: f64) -> Result<(), ApiError> {
    if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 {
        return Ok(());
    }
    let reason = "latitude must be from -90 to 90, longitude from -180 to 180";
    Err(ApiError::wrong_field(field, reason))
}

fn exactly_one(field: &str, given: &[bool], names: &str) -> Result<(), ApiError> {
    if given.iter().filter(|given| **given).count() == 1 {
        return Ok(());
    }
    let reason = format!("send exactly one of {names}");
    Err(ApiError::wrong_field(field, reason))
}
