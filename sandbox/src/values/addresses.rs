//! Addresses: of web pages and of mailboxes.

use super::form::text_of_form;

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
