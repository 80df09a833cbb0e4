//! Addresses: the base URL of the API, as a user enters it, and paths and queries.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Context, Error, capitalize};

/// A base URL that requests can be put behind: http or https, with a host, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Checks what the user entered.
    ///
    /// # Errors
    /// The text is not the address of an API; the advice shows such an address.
    pub fn parse(text: &str, context: &Context) -> Result<Self, Error> {
        let wrong = |what: &str| {
            let mut message = format!("{} {what}", context.words.base_url);
            capitalize(&mut message);
            Err(Error::parameter(message)
                .with_advice("Enter the address of the API with its version, such as https://api.example.com/v1."))
        };
        let text = text.trim().trim_end_matches('/');
        if text.is_empty() {
            return wrong("is empty");
        }
        let lower = text.to_ascii_lowercase();
        let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else {
            return wrong("does not begin with https:// or http://");
        };
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') {
            return wrong("has no host");
        }
        if host.contains('@') {
            return wrong("holds a user name or password, which do not belong there");
        }
        let is_foreign = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
        if rest.chars().any(is_foreign) {
            return wrong("holds characters that do not belong there");
        }
        Ok(Self(text.into()))
    }

    /// The absolute URL of `path`, which begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// As text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Adds a pair to the query of a path.
pub fn add_to_query(path: &mut String, key: &str, value: &str) {
    path.push(joint(path));
    path.push_str(&query_pair(key, value));
}

/// A path with more of its query; a user may have written a part of it.
#[must_use]
pub fn append_query(mut path: String, query: &str) -> String {
    if !query.is_empty() {
        path.push(joint(&path));
        path.push_str(query);
    }
    path
}

/// A pair of a query, percent-encoded.
#[must_use]
pub fn query_pair(key: &str, value: &str) -> String {
    format!("{}={}", percent_encode(key), percent_encode(value))
}

/// The character between a path and more of its query.
fn joint(path: &str) -> char {
    if path.contains('?') { '&' } else { '?' }
}

/// Leaves only the characters that RFC 3986 calls unreserved, so no value can change the shape of a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A value, encoded for a segment of a path or for a query.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{descriptor, error::Words};

    fn context() -> Context {
        Context { api: descriptor::api(), words: Words::default() }
    }

    #[test]
    fn slashes_and_spaces_around_do_not_matter() {
        let base = BaseUrl::parse(" https://api.example.com/v1// ", &context()).unwrap();
        assert_eq!(base.join("/devices"), "https://api.example.com/v1/devices");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "  ",
            "api.example.com",
            "ftp://api.example.com",
            "https://",
            "https:///v1",
            "https://:80/v1",
            "https://user:secret@api.example.com",
            "https://api.example.com/v1?x=1",
            "https://api.example.com/#v1",
            "https://api example.com",
            "https://api.example.com\\@evil.example",
        ] {
            let error = BaseUrl::parse(text, &context()).unwrap_err();
            assert!(error.message.starts_with("The base URL"), "{text}: {error}");
            assert!(!error.message.contains("secret"));
        }
    }
}
