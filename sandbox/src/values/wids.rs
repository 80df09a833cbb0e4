//! Phones, and WhatsApp's ids of people, groups, channels, chats and messages.

use super::form::text_of_form;

text_of_form!(
    /// A phone number in the form of E.164, with its plus sign.
    Phone,
    |text| {
        text.strip_prefix('+').is_some_and(|digits| {
            (7..=15).contains(&digits.len()) && !digits.starts_with('0') && is_digits(digits)
        })
    },
    "a phone number like +15550100001"
);
text_of_form!(
    /// The WhatsApp id of a person.
    UserWid,
    |text| is_wid(text, &["c.us", "lid"]),
    "the WhatsApp id of a person, like 15550100001@c.us"
);
text_of_form!(
    /// The WhatsApp id of a group.
    GroupWid,
    |text| is_wid(text, &["g.us"]),
    "the WhatsApp id of a group, like 120363000000000001@g.us"
);
text_of_form!(
    /// The WhatsApp id of a channel.
    ChannelWid,
    |text| is_wid(text, &["newsletter"]),
    "the WhatsApp id of a channel, like 120363000000000001@newsletter"
);
text_of_form!(
    /// The WhatsApp id of any chat.
    ChatWid,
    |text| is_wid(text, &["c.us", "lid", "g.us", "newsletter", "broadcast"]),
    "the WhatsApp id of a chat, like 15550100001@c.us or 120363000000000001@g.us"
);
text_of_form!(
    /// WhatsApp's own id of a message.
    MessageWid,
    |text| (18..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
    "18 to 32 hex digits"
);

impl Phone {
    /// The WhatsApp id of the person with this phone.
    pub fn wid(&self) -> String {
        user_wid(&self.0)
    }
}

/// The WhatsApp id of the person with that phone.
pub fn user_wid(phone: &str) -> String {
    format!("{}@c.us", phone.trim_start_matches('+'))
}

/// The phone in the WhatsApp id of a person; `None` for a group, a channel or a hidden phone.
pub fn phone_of(wid: &str) -> Option<String> {
    wid.strip_suffix("@c.us").map(|digits| format!("+{digits}"))
}

/// `<digits>@<server>`; the id of an old group has a second run of digits after a hyphen.
fn is_wid(text: &str, servers: &[&str]) -> bool {
    let Some((user, server)) = text.split_once('@') else {
        return false;
    };
    text.len() <= 50
        && servers.contains(&server)
        && user.split('-').count() <= if server == "g.us" { 2 } else { 1 }
        && user.split('-').all(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
