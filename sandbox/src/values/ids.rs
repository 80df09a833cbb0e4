//! The ids of entries: 24 hex digits.

use super::form::text_of_form;

text_of_form!(
    /// The id of an entry.
    Id,
    is_id,
    "24 hex digits"
);

/// Whether the text has the form of an id.
pub fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The id with this number: `prefix` and the number, in 24 digits. The prefix tells a reader what kind of entry it is.
pub fn numbered_id(prefix: &str, number: usize) -> String {
    format!("{prefix}{number:0width$}", width = 24 - prefix.len())
}
