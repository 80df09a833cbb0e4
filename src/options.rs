//! The lists that the editor's dropdowns offer.

use crate::error::{Error, Kind};

/// Entries per page; the most that `GET /devices` allows.
pub const PAGE_SIZE: usize = 100;
/// The API's last page; pages are counted from zero.
pub const LAST_PAGE: usize = 50;

/// What a WhatsApp number says of itself in `GET /devices`. Parts may be missing: one that was never linked has no phone.
#[derive(Debug, Default)]
pub struct Device {
    /// 24 hexadecimal digits.
    pub id: Option<String>,
    /// The user's own name for it.
    pub alias: Option<String>,
    /// With country code.
    pub phone: Option<String>,
    /// State of the number, such as `operative`.
    pub status: Option<String>,
    /// State of its WhatsApp session, such as `online`.
    pub session_status: Option<String>,
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
    let session = filled(device.session_status);
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

    fn choice(parts: [&str; 5]) -> Option<Choice> {
        let [id, alias, phone, status, session_status] =
            parts.map(|part| (part != "-").then(|| part.to_owned()));
        device_choice(Device {
            id,
            alias,
            phone,
            status,
            session_status,
        })
    }

    #[test]
    fn every_number_has_a_readable_name() {
        for (parts, name) in [
            (["1", "Sales", "+1555", "-", "-"], "Sales (+1555)"),
            (["1", "Sales", "-", "-", "-"], "Sales (no phone linked yet)"),
            (["1", " ", "+1555", "-", "-"], "+1555"),
            (["1", "-", "", "-", "-"], "Number 1"),
        ] {
            assert_eq!(choice(parts).unwrap().name, name);
        }
        assert_eq!(choice(["-", "Sales", "-", "-", "-"]), None);
    }

    #[test]
    fn the_description_says_whether_the_number_is_online() {
        for (parts, description) in [
            (["1", "-", "-", "operative", "online"], "Online"),
            (
                ["1", "-", "-", "-", "timeout_sync"],
                "Not online: timeout sync",
            ),
            (
                ["1", "-", "-", "pending", "-"],
                "No session; the number is pending",
            ),
            (["1", "-", "-", "-", "-"], "State unknown"),
        ] {
            assert_eq!(choice(parts).unwrap().description, description);
        }
    }
}
