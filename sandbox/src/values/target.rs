//! Who gets a message.

use crate::answer::ApiError;
use crate::fields::{ChannelWid, ChatWid, GroupWid, Phone};

/// Who gets a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `user`, `group` or `channel`.
    pub kind: &'static str,
    /// The WhatsApp id.
    pub wid: String,
}

impl Target {
    /// The target that the four members of a body name; none when none is given, and a 400 when several are.
    pub fn named(
        phone: Option<String>,
        group: Option<GroupWid>,
        channel: Option<ChannelWid>,
        chat: Option<ChatWid>,
    ) -> Result<Option<Self>, ApiError> {
        let wids = [
            phone.map(|phone| user_wid(&phone)).transpose()?,
            group.map(|group| group.0),
            channel.map(|channel| channel.0),
            chat.map(|chat| chat.0),
        ];
        let mut wids = wids.into_iter().flatten();
        let target = wids.next().map(Self::of);
        if wids.next().is_some() {
            let reason = "excludes group, channel and chat: send one of them";
            return Err(ApiError::wrong_field("phone", reason));
        }
        Ok(target)
    }

    /// The target with that WhatsApp id.
    pub fn of(wid: String) -> Self {
        let kind = match wid.split_once('@') {
            Some((_, "g.us" | "broadcast")) => "group",
            Some((_, "newsletter")) => "channel",
            _ => "user",
        };
        Self { kind, wid }
    }

    /// The phone of a person.
    pub fn phone(&self) -> Option<String> {
        let digits = self.wid.strip_suffix("@c.us")?;
        Some(format!("+{digits}"))
    }
}

/// A group's id in the place of a phone has an error code of its own.
fn user_wid(phone: &str) -> Result<String, ApiError> {
    match phone.parse::<Phone>() {
        Ok(phone) => Ok(phone.wid()),
        Err(reason) => Err(ApiError::wrong_field("phone", reason).with_code("phone:invalid")),
    }
}
