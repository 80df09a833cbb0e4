//! Texts of which the API knows a fixed list, such as roles and colours.

/// Declares types of a text from a list, readable from a body and from a query. The list is separated by spaces.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident = $all:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub &'static str);

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                $crate::values::choice::find($all, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

pub(crate) use choices;

use crate::values::date::Date;

choices! {
    /// A colour of a label or a department.
    LabelColor = "ruby tomato orange sunflower bubble rose poppy rouge raspberry purple lavender violet pool emerald \
        kelly apple turquoise aqua gold latte cocoa iron";
    /// Who may use a quick reply.
    Permission = "public readonly private";
    /// What becomes of the chats of somebody who goes.
    Handover = "unassign reassign resolve";
    /// How a stored file is sent.
    MediaFormat = "native gif ptt";
    /// The order of a list; the newest come first unless said otherwise.
    Sort = "date:desc date:asc";
}

impl Sort {
    /// Brings a list into that order by the date of each entry.
    pub fn apply<T>(sort: Option<Self>, list: &mut [T], date: impl Fn(&T) -> Date) {
        list.sort_by_key(|entry| date(entry));
        if sort.is_none_or(|sort| sort.0 == "date:desc") {
            list.reverse();
        }
    }
}

/// The entry of the list that is this text.
pub fn find(all: &'static str, text: &str) -> Result<&'static str, String> {
    let found = all.split_whitespace().find(|one| *one == text);
    found.ok_or_else(|| {
        let all: Vec<&str> = all.split_whitespace().collect();
        format!("must be one of {}", all.join(", "))
    })
}
