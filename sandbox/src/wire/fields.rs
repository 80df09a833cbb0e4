//! The kinds of values that bodies and queries are made of. Each takes only what it stands for, and says so to a client
//! that sends something else.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

/// Declares a text of a certain form, readable from a body and from a query.
macro_rules! text_of_form {
    ($(#[$doc:meta])* $name:ident, $is_valid:expr, $form:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        pub struct $name(pub String);

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let is_valid: fn(&str) -> bool = $is_valid;
                if is_valid(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(concat!("must be ", $form).to_owned())
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

text_of_form!(
    /// The id of an entry.
    Id,
    |text| text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
    "24 hex digits"
);
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
text_of_form!(
    /// An address on the web.
    WebUrl,
    |text| {
        text.parse::<axum::http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
        })
    },
    "an http or https URL"
);
text_of_form!(
    /// An email address.
    Email,
    |text| {
        let name_and_domain = text.split_once('@');
        !text.contains(' ') && name_and_domain.is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.contains('@')
        })
    },
    "an email address"
);
text_of_form!(
    /// A country, by ISO 3166.
    Country,
    |text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    "a country code of two capital letters, like US"
);
text_of_form!(
    /// A currency, by ISO 4217.
    Currency,
    |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    "a currency code of three capital letters, like EUR"
);
text_of_form!(
    /// A language, such as `en` or `pt-BR`.
    Language,
    |text| {
        (2..=6).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    },
    "a language code, like en or pt-BR"
);

/// A text of `MIN` to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text<const MIN: usize, const MAX: usize>(pub String);

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Text<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if (MIN..=MAX).contains(&text.chars().count()) {
            Ok(Self(text))
        } else {
            let reason = format!("must have {MIN} to {MAX} characters");
            Err(de::Error::custom(reason))
        }
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Whole<const MIN: u64, const MAX: u64>(pub u64);

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        if (MIN..=MAX).contains(&number) {
            Ok(Self(number))
        } else {
            let reason = format!("must be a whole number from {MIN} to {MAX}");
            Err(de::Error::custom(reason))
        }
    }
}

/// An array of `MIN` to `MAX` entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List<T, const MIN: usize, const MAX: usize>(pub Vec<T>);

impl<'de, T: Deserialize<'de>, const MIN: usize, const MAX: usize> Deserialize<'de>
    for List<T, MIN, MAX>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::deserialize(deserializer)?;
        if (MIN..=MAX).contains(&entries.len()) {
            Ok(Self(entries))
        } else {
            let reason = format!("must have {MIN} to {MAX} entries");
            Err(de::Error::custom(reason))
        }
    }
}

/// What an update does with a member: nothing when it is left out (with `#[serde(default)]`), empty it when it is `null`
/// or an empty text, otherwise set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Empty it.
    Clear,
    /// Give it this value.
    Set(T),
}

impl<T> Change<T> {
    /// Does it.
    pub fn apply<U: From<T>>(self, member: &mut Option<U>) {
        match self {
            Self::Keep => {}
            Self::Clear => *member = None,
            Self::Set(value) => *member = Some(value.into()),
        }
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self::Clear),
            Value::String(text) if text.is_empty() => Ok(Self::Clear),
            value => T::deserialize(value)
                .map(Self::Set)
                .map_err(de::Error::custom),
        }
    }
}

impl Phone {
    /// The WhatsApp id of whoever has it.
    pub fn wid(&self) -> String {
        user_wid(&self.0)
    }
}

/// The WhatsApp id of whoever has that phone.
pub fn user_wid(phone: &str) -> String {
    format!("{}@c.us", phone.trim_start_matches('+'))
}

impl<const MIN: usize, const MAX: usize> From<Text<MIN, MAX>> for String {
    fn from(text: Text<MIN, MAX>) -> Self {
        text.0
    }
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
