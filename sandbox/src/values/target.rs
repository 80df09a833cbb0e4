//! Who gets a message.

use super::wids::phone_of;

/// Who gets a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `user`, `group` or `channel`.
    pub kind: &'static str,
    /// The WhatsApp id.
    pub wid: String,
}

impl Target {
    /// The target with that WhatsApp id.
    pub fn new(wid: String) -> Self {
        let kind = match wid.split_once('@') {
            Some((_, "g.us" | "broadcast")) => "group",
            Some((_, "newsletter")) => "channel",
            _ => "user",
        };
        Self { kind, wid }
    }

    /// The phone of a person.
    pub fn phone(&self) -> Option<String> {
        phone_of(&self.wid)
    }
}
