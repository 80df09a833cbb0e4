//! What `POST /messages` takes: every member with its type, and which of them go together.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::message::content::{
    Action, Attendance, Card, DeliveryOptions, Expiration, Forward, Location, Media, Meeting, Poll, ProductId,
    Schedule, Template, Vote,
};
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::ids::Id;
use crate::values::target::Target;
use crate::values::wids::{ChannelWid, ChatWid, GroupWid, MessageWid, Phone};
use crate::wire::answer::ApiError;
use crate::wire::fields::{List, Text, Whole};

choices! {
    /// Which messages go first.
    Priority = "low normal high urgent";
    /// Whether a message may wait in the queue.
    Enqueue = "always never opportunistic";
}

/// A message to send.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "some members only have to be of the right type")]
pub struct Draft {
    phone: Option<String>,
    group: Option<GroupWid>,
    channel: Option<ChannelWid>,
    chat: Option<ChatWid>,
    /// The number that sends; the first one of the account when it is missing.
    pub device: Option<Id>,

    message: Option<Text<1, 6000>>,
    /// A file that goes with it.
    pub media: Option<Media>,
    location: Option<Location>,
    contacts: Option<List<Card, 1, 10>>,
    poll: Option<Poll>,
    vote: Option<Vote>,
    event: Option<Meeting>,
    #[serde(alias = "confirm")]
    attend: Option<Attendance>,
    reaction: Option<Text<1, 10>>,
    reaction_message: Option<MessageWid>,
    product: Option<ProductId>,
    forward: Option<Forward>,
    quote: Option<MessageWid>,
    select_id: Option<Text<1, 256>>,
    template: Option<Template>,
    header: Option<Text<1, 60>>,
    footer: Option<Text<1, 60>>,
    buttons: Option<List<Value, 1, 10>>,
    list: Option<Map<String, Value>>,

    priority: Option<Priority>,
    deliver_at: Option<Date>,
    schedule: Option<Schedule>,
    expiration: Option<Expiration>,
    agent: Option<Id>,
    actions: Option<List<Action, 1, 50>>,
    /// The client's own mark.
    pub reference: Option<Text<1, 256>>,
    label: Option<Text<1, 256>>,
    /// Whether it goes past the queue.
    pub live: Option<bool>,
    enqueue: Option<Enqueue>,
    retries: Option<Whole<0, 100>>,
    order: Option<bool>,
    send_read_ack: Option<bool>,
    typing: Option<Whole<0, 30>>,
    delivery_options: Option<DeliveryOptions>,
}

impl Draft {
    /// Who gets it; a 400 unless exactly one target is given.
    pub fn target(&mut self) -> Result<Target, ApiError> {
        let target = named_target(self.phone.take(), self.group.take(), self.channel.take(), self.chat.take())?;
        target.ok_or_else(|| {
            let reason = "is missing: send one of phone, group, channel and chat";
            ApiError::wrong_field("phone", reason)
        })
    }

    /// How soon it goes.
    pub fn priority(&self) -> Priority {
        self.priority.unwrap_or(Priority("normal"))
    }

    /// When it is to be sent, if that is not at once.
    pub fn deliver_at(&self, now: Date) -> Option<Date> {
        let schedule = self.schedule.as_ref();
        self.deliver_at.or_else(|| schedule.and_then(|schedule| schedule.moment(now)))
    }

    /// When it is no longer to be sent.
    pub fn expires(&self, now: Date) -> Option<Date> {
        self.expiration.as_ref()?.moment(now)
    }

    /// The member that holds what is sent: `message` for a text, `poll`, `media` and so on.
    pub fn content(&self) -> Result<&'static str, ApiError> {
        let members = [
            ("media", self.media.is_some()),
            ("location", self.location.is_some()),
            ("contacts", self.contacts.is_some()),
            ("poll", self.poll.is_some()),
            ("vote", self.vote.is_some()),
            ("event", self.event.is_some()),
            ("attend", self.attend.is_some()),
            ("reaction", self.reaction.is_some()),
            ("product", self.product.is_some()),
            ("forward", self.forward.is_some()),
            ("template", self.template.is_some()),
            ("buttons", self.buttons.is_some()),
            ("list", self.list.is_some()),
            ("selectId", self.select_id.is_some()),
        ];
        let mut given = members.into_iter().filter(|(_, given)| *given);
        match (given.next(), given.next()) {
            (None, _) if self.message.is_some() => Ok("message"),
            (None, _) => {
                let reason = "is missing: there is nothing to send";
                Err(ApiError::wrong_field("message", reason))
            }
            (Some((name, _)), None) => Ok(name),
            (Some((first, _)), Some((second, _))) => {
                let reason = format!("cannot go with {first}");
                Err(ApiError::wrong_field(second, reason))
            }
        }
    }

    /// 400 for what no single member can tell: which go together, and which exclude each other.
    pub fn check(&self) -> Result<(), ApiError> {
        self.content()?;
        self.media.as_ref().map_or(Ok(()), Media::check)?;
        self.location.as_ref().map_or(Ok(()), Location::check)?;
        self.vote.as_ref().map_or(Ok(()), Vote::check)?;
        self.event.as_ref().map_or(Ok(()), Meeting::check)?;
        self.forward.as_ref().map_or(Ok(()), Forward::check)?;
        self.schedule.as_ref().map_or(Ok(()), Schedule::check)?;
        self.expiration.as_ref().map_or(Ok(()), Expiration::check)?;
        let mut actions = self.actions.iter().flat_map(|actions| &actions.0);
        actions.try_for_each(Action::check)?;
        let wrong = if self.reaction.is_some() != self.reaction_message.is_some() {
            ("reaction", "goes only with reactionMessage")
        } else if self.select_id.is_some() && self.quote.is_none() {
            ("selectId", "goes only with quote")
        } else if self.typing.is_some_and(|seconds| seconds.0 == 1) {
            ("typing", "must be 0 or from 2 to 30")
        } else if self.schedule.is_some() && self.deliver_at.is_some() {
            ("schedule", "cannot go with deliverAt")
        } else {
            return Ok(());
        };
        Err(ApiError::wrong_field(wrong.0, wrong.1))
    }
}

/// The target that the four members of a body name; none when none is given, and a 400 when several are.
pub fn named_target(
    phone: Option<String>,
    group: Option<GroupWid>,
    channel: Option<ChannelWid>,
    chat: Option<ChatWid>,
) -> Result<Option<Target>, ApiError> {
    let wids = [
        phone.map(|phone| user_wid(&phone)).transpose()?,
        group.map(|group| group.0),
        channel.map(|channel| channel.0),
        chat.map(|chat| chat.0),
    ];
    let mut wids = wids.into_iter().flatten();
    let target = wids.next().map(Target::new);
    if wids.next().is_some() {
        let reason = "excludes group, channel and chat: send one of them";
        return Err(ApiError::wrong_field("phone", reason));
    }
    Ok(target)
}

/// A group's id in the place of a phone has an error code of its own.
fn user_wid(phone: &str) -> Result<String, ApiError> {
    match phone.parse::<Phone>() {
        Ok(phone) => Ok(phone.wid()),
        Err(reason) => Err(ApiError::wrong_field("phone", reason).with_code("phone:invalid")),
    }
}
