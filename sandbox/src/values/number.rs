//! Phone numbers anywhere in the world: whether they are on WhatsApp, and their notations.
//!
//! Assumed: numbers that end in 404 are not on WhatsApp, all others are; those that end in 00 belong to a business.

use super::wids::Phone;

use countries::COUNTRIES;
pub use countries::Country;

mod countries;

/// Whether that phone is on WhatsApp.
pub fn exists(phone: &str) -> bool {
    !phone.ends_with("404")
}

/// The country with that code.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|(known, _, _)| *known == code)
}

/// A phone in any notation as E.164; `country` is the one of numbers without a prefix.
pub fn normalized(text: &str, country_code: Option<&str>) -> Option<String> {
    let kept: String = text.chars().filter(|one| !" ()-./\u{a0}".contains(*one)).collect();
    let international = kept.strip_prefix("00").map(|digits| format!("+{digits}")).unwrap_or(kept);
    let phone = if international.starts_with('+') {
        international
    } else {
        let (_, prefix, _) = country(country_code?)?;
        format!("+{prefix}{}", international.trim_start_matches('0'))
    };
    phone.parse::<Phone>().ok().map(|phone| phone.0)
}

/// The country with the longest calling code that the phone starts with.
pub fn country_of(phone: &str) -> Option<&'static Country> {
    let digits = phone.trim_start_matches('+');
    let matching = COUNTRIES.iter().filter(|(_, prefix, _)| digits.starts_with(prefix));
    // Of those that share a calling code, the one with the most people.
    let main = ["US", "GB", "RU", "NO", "AU", "FI", "MA", "IT", "GP", "RE", "CW", "NZ", "FK"];
    matching.max_by_key(|(code, prefix, _)| (prefix.len(), main.contains(code)))
}
