//! The lists that the editor's dropdowns offer.

use crate::{
    address::ask,
    error::{Error, Kind},
    request::fill,
};

/// One list: where its entries come from, and what is shown of them.
#[derive(Debug)]
pub struct List {
    /// Its name in the descriptor, such as `getDevices`.
    pub name: &'static str,
    /// Path below the base URL; `{device}` stands for the chosen number.
    path: &'static str,
    /// A filter that is always set.
    query: Option<(&'static str, &'static str)>,
    /// The fewest characters that the API itself searches for; none when it cannot search.
    search: Option<usize>,
    /// Entries per page, the most that clients of the API ask for; none where the API takes no size.
    pub page_size: Option<usize>,
    /// Whether it comes in pages.
    pub has_pages: bool,
    /// The members that may hold the value; the first that is filled counts.
    pub value: &'static [&'static str],
    /// The member that is shown.
    pub label: &'static str,
    /// A member that is shown behind it, in brackets.
    pub detail: &'static str,
    /// Only entries in which this member has this value; an entry without the member counts too.
    pub only: Option<(&'static str, &'static str)>,
}

/// The WhatsApp numbers of the account. Their entries say more than other lists': see [`device_choice`].
pub const DEVICES: &str = "getDevices";

/// All lists. What is known of the answers stands in the API's documentation and in its clients.
static LISTS: &[List] = &[
    List {
        name: DEVICES,
        path: "/devices",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "alias",
        detail: "phone",
        only: None,
    },
    List {
        name: "getGroups",
        path: "/devices/{device}/groups",
        query: Some(("kind", "group")),
        search: None,
        page_size: Some(500),
        has_pages: true,
        value: &["wid", "id"],
        label: "name",
        detail: "wid",
        only: None,
    },
    List {
        name: "getChannels",
        path: "/devices/{device}/channels",
        query: None,
        search: None,
        page_size: Some(100),
        has_pages: true,
        value: &["wid", "id"],
        label: "name",
        detail: "wid",
        only: None,
    },
    List {
        name: "getTeamAgents",
        path: "/devices/{device}/team",
        query: None,
        search: None,
        page_size: Some(100),
        has_pages: false,
        value: &["id"],
        label: "displayName",
        detail: "email",
        only: None,
    },
    List {
        name: "getTeam",
        path: "/team",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "displayName",
        detail: "email",
        only: None,
    },
    List {
        name: "getDepartments",
        path: "/devices/{device}/departments",
        query: None,
        search: None,
        page_size: None,
        has_pages: false,
        value: &["id"],
        label: "name",
        detail: "description",
        only: None,
    },
    // The API knows labels by their names; those of WhatsApp itself cannot be used.
    List {
        name: "getLabels",
        path: "/devices/{device}/labels",
        query: None,
        search: None,
        page_size: Some(100),
        has_pages: false,
        value: &["name"],
        label: "name",
        detail: "description",
        only: Some(("scope", "chat")),
    },
    List {
        name: "getFiles",
        path: "/files",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "filename",
        detail: "mime",
        only: None,
    },
    List {
        name: "getChatFiles",
        path: "/chat/{device}/files",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "filename",
        detail: "mime",
        only: None,
    },
    List {
        name: "getCampaigns",
        path: "/campaigns",
        query: None,
        search: None,
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "name",
        detail: "status",
        only: None,
    },
    List {
        name: "getWebhooks",
        path: "/webhooks",
        query: None,
        search: Some(2),
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "name",
        detail: "url",
        only: None,
    },
    List {
        name: "getContacts",
        path: "/chat/{device}/contacts",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["wid", "id"],
        label: "displayName",
        detail: "phone",
        only: None,
    },
    List {
        name: "getChats",
        path: "/chat/{device}/chats",
        query: None,
        search: Some(1),
        page_size: Some(100),
        has_pages: true,
        value: &["wid", "id"],
        label: "name",
        detail: "wid",
        only: None,
    },
    List {
        name: "getQuickReplies",
        path: "/devices/{device}/quickReplies",
        query: None,
        search: None,
        page_size: Some(100),
        has_pages: true,
        value: &["id"],
        label: "shortcut",
        detail: "message",
        only: None,
    },
];

impl List {
    /// Looks up a list by its name.
    ///
    /// # Errors
    /// No such list.
    pub fn find(name: &str) -> Result<&'static Self, Error> {
        LISTS.iter().find(|list| list.name == name).ok_or_else(|| {
            Error::parameter(format!("This version of the node has no list '{name}'"))
        })
    }

    /// Whether the API itself searches for this. It also looks in what it does not show, so nothing is left to do then.
    #[must_use]
    pub fn searches(&self, search: &str) -> bool {
        let count = search.chars().count();
        count > 0 && self.search.is_some_and(|least| count >= least)
    }

    /// Path and query of one page of what a search leaves. `device` is the percent-encoded number; empty when none is chosen.
    ///
    /// # Errors
    /// The list is one of a number, and none is chosen.
    pub fn page(&self, page: usize, device: &str, search: &str) -> Result<String, Error> {
        let mut path = fill(self.path, |_| device.to_owned());
        if device.is_empty() && path != self.path {
            return Err(Error::parameter("Choose a WhatsApp number first"));
        }
        let mut ask = |key, value: &str| ask(&mut path, key, value);
        if let Some((key, value)) = self.query {
            ask(key, value);
        }
        if let Some(size) = self.page_size {
            ask("size", &size.to_string());
        }
        if self.has_pages {
            ask("page", &page.to_string());
        }
        if self.searches(search) {
            ask("search", search);
        }
        Ok(path)
    }

    /// Whether more may follow a page of so many entries.
    #[must_use]
    pub fn goes_on(&self, count: usize) -> bool {
        self.has_pages && self.page_size.is_some_and(|size| count >= size)
    }
}

/// What a WhatsApp number says of itself. Parts may be missing: one that was never linked has no phone.
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
    /// A line below the name; may be empty.
    pub description: String,
}

/// The dropdown's entry for a number; none for one without ID, which nothing can be done with.
#[must_use]
pub fn device_choice(device: Device) -> Option<Choice> {
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
        (Some(state), _) => format!("Session: {}", state.replace(['_', ':'], " ")),
        (None, Some(status)) => format!("No session; the number is {status}"),
        (None, None) => "State unknown".into(),
    };
    Some(Choice {
        name,
        value,
        description,
    })
}

/// The entry of any other list; none for one without a value.
#[must_use]
pub fn choice(
    value: Option<String>,
    label: Option<String>,
    detail: Option<String>,
) -> Option<Choice> {
    let value = filled(value)?;
    let name = match (filled(label), filled(detail)) {
        (Some(label), Some(detail)) if detail != label => format!("{label} ({detail})"),
        (label, detail) => label.or(detail).unwrap_or_else(|| value.clone()),
    };
    Some(Choice {
        name,
        value,
        description: String::new(),
    })
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// What the editor shows when a list cannot be loaded: it shows the message alone, so that says what to do as well.
#[must_use]
pub fn explain(mut error: Error) -> Error {
    if error.kind == Kind::Api && matches!(error.status, Some(401 | 403)) {
        error.description = format!("The API says: {}", error.message);
        error.message =
            "SparkBot did not accept the API key. Check it in the SparkBot API credential.".into();
    } else if !error.description.is_empty() {
        error.message = format!(
            "{}. {}",
            error.message,
            error.description.replace('\n', " ")
        );
        error.description.clear();
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(parts: [&str; 5]) -> Option<Choice> {
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
            assert_eq!(device(parts).unwrap().name, name);
        }
        assert_eq!(device(["-", "Sales", "-", "-", "-"]), None);
    }

    #[test]
    fn the_description_says_whether_the_number_is_online() {
        for (parts, description) in [
            (["1", "-", "-", "operative", "online"], "Online"),
            (
                ["1", "-", "-", "-", "timeout_sync"],
                "Session: timeout sync",
            ),
            (
                ["1", "-", "-", "pending", "-"],
                "No session; the number is pending",
            ),
            (["1", "-", "-", "-", "-"], "State unknown"),
        ] {
            assert_eq!(device(parts).unwrap().description, description);
        }
    }

    #[test]
    fn every_entry_of_any_list_has_a_readable_name() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            choice(some("1"), some("Ann"), some("a@b.c")).unwrap().name,
            "Ann (a@b.c)"
        );
        assert_eq!(
            choice(some("vip"), some("vip"), some("vip")).unwrap().name,
            "vip"
        );
        assert_eq!(
            choice(some("1"), None, some("a@b.c")).unwrap().name,
            "a@b.c"
        );
        assert_eq!(choice(some("1"), some(" "), None).unwrap().name, "1");
        assert_eq!(choice(None, some("Ann"), None), None);
    }

    #[test]
    fn a_search_is_left_to_the_api_where_it_can() {
        let path = |list, search| List::find(list).unwrap().page(0, "a1", search).unwrap();
        assert!(path("getContacts", "A & B").ends_with("&page=0&search=A%20%26%20B"));
        assert!(!path("getGroups", "Ann").contains("search"));
        assert!(
            !path("getWebhooks", "a").contains("search"),
            "two characters at least"
        );
    }

    #[test]
    fn a_list_of_a_number_wants_the_number_first() {
        let groups = List::find("getGroups").unwrap();
        assert_eq!(
            groups.page(0, "", "").unwrap_err().message,
            "Choose a WhatsApp number first"
        );
        assert_eq!(
            groups.page(2, "a1", "").unwrap(),
            "/devices/a1/groups?kind=group&size=500&page=2"
        );
        assert_eq!(
            List::find(DEVICES).unwrap().page(0, "", "").unwrap(),
            "/devices?size=100&page=0"
        );
        assert!(
            List::find("getTeapots")
                .unwrap_err()
                .message
                .contains("'getTeapots'")
        );
    }
}
