//! The lists that the editor's dropdowns offer.

use serde::Deserialize;

use crate::error::{Error, Kind};

/// Entries per page; the most that `GET /devices` allows.
pub const PAGE_SIZE: usize = 100;
/// The API's last page; pages are counted from zero.
pub const LAST_PAGE: usize = 50;

/// A WhatsApp number, as `GET /devices` lists it. Parts may be missing: a number that was never linked has no phone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Device {
    /// 24 hexadecimal digits.
    pub id: Option<String>,
    /// The user's own name for it.
    pub alias: Option<String>,
    /// With country code.
    pub phone: Option<String>,
    /// State of the number, such as `operative`.
    pub status: Option<String>,
    /// Its WhatsApp session.
    pub session: Option<Session>,
}

/// The session of a number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Such as `online`.
    pub status: Option<String>,
}

/// One entry of a dropdown.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the user sees.
    pub name: String,
    /// What is saved.
    pub value: String,
    /// A line below the name.
    pub description: String,
}

/// Path of one page of the numbers.
#[must_use]
pub fn devices_path(page: usize) -> String {
    format!("/devices?size={PAGE_SIZE}&page={page}")
}

/// The dropdown's entry for a number; none for one without ID, which nothing can be done with.
#[must_use]
pub fn device_choice(device: Device) -> Option<Choice> {
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let value = filled(device.id)?;
    let name = match (filled(device.alias), filled(device.phone)) {
        (Some(alias), Some(phone)) => format!("{alias} ({phone})"),
        (Some(alias), None) => format!("{alias} (no phone linked yet)"),
        (None, Some(phone)) => phone,
        (None, None) => format!("Number {value}"),
    };
    let session = device.session.and_then(|session| filled(session.status));
    let description = match (session.as_deref(), filled(device.status)) {
        (Some("online"), _) => "Online".into(),
        (Some(state), _) => format!("Not online: {}", state.replace(['_', ':'], " ")),
        (None, Some(status)) => format!("No session; the number is {status}"),
        (None, None) => "State unknown".into(),
    };
    Some(Choice {
        name,
        value,
        description,
    })
}

/// What the editor shows when a list cannot be loaded: one sentence, because there is room for no more.
#[must_use]
pub fn explain(mut error: Error) -> Error {
    if error.kind == Kind::Api && matches!(error.status, Some(401 | 403)) {
        error.description = format!("The API says: {}", error.message);
        error.message =
            "SparkBot did not accept the API key. Check it in the SparkBot API credential.".into();
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(json: &str) -> Option<Choice> {
        device_choice(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn every_number_has_a_readable_name() {
        for (json, name) in [
            (
                r#"{"id":"1","alias":"Sales","phone":"+1555"}"#,
                "Sales (+1555)",
            ),
            (
                r#"{"id":"1","alias":"Sales","phone":null}"#,
                "Sales (no phone linked yet)",
            ),
            (r#"{"id":"1","alias":" ","phone":"+1555"}"#, "+1555"),
            (r#"{"id":"1"}"#, "Number 1"),
        ] {
            assert_eq!(choice(json).unwrap().name, name);
        }
        assert_eq!(choice(r#"{"alias":"Sales"}"#), None);
    }

    #[test]
    fn the_description_says_whether_the_number_is_online() {
        for (json, description) in [
            (r#"{"id":"1","session":{"status":"online"}}"#, "Online"),
            (
                r#"{"id":"1","session":{"status":"timeout_sync"}}"#,
                "Not online: timeout sync",
            ),
            (
                r#"{"id":"1","status":"pending"}"#,
                "No session; the number is pending",
            ),
            (r#"{"id":"1"}"#, "State unknown"),
        ] {
            assert_eq!(choice(json).unwrap().description, description);
        }
    }
}
