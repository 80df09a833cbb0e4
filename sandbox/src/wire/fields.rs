//! Members of a body that have limits: the length of a text, the range of a number, the entries of a list. Each takes
//! only what fits, and tells the client what it must be.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

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

impl<'de, T: Deserialize<'de>, const MIN: usize, const MAX: usize> Deserialize<'de> for List<T, MIN, MAX> {
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
            value => T::deserialize(value).map(Self::Set).map_err(de::Error::custom),
        }
    }
}

impl<const MIN: usize, const MAX: usize> From<Text<MIN, MAX>> for String {
    fn from(text: Text<MIN, MAX>) -> Self {
        text.0
    }
}
