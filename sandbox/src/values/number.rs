//! Phone numbers anywhere in the world: whether they are on WhatsApp, and their notations.
//!
//! Assumed: numbers that end in 404 are not on WhatsApp, all others are; those that end in 00 belong to a business.

use serde_json::{Value, json};

use crate::answer::compact;
use crate::fields::{Phone, user_wid};
use countries::{COUNTRIES, Country};

#[path = "number/countries.rs"]
mod countries;

/// Whether that phone is on WhatsApp.
pub fn exists(phone: &str) -> bool {
    !phone.ends_with("404")
}

/// Answer of `POST /numbers/exists`.
pub fn report(phone: &str) -> Value {
    let exists = exists(phone);
    let digits = phone.trim_start_matches('+');
    let is_business = exists && phone.ends_with("00");
    compact(json!({
        "exists": exists,
        "phone": phone,
        "wid": exists.then(|| user_wid(phone)),
        "link": exists.then(|| format!("https://wa.me/{digits}")),
        "isBusiness": is_business,
        "businessInfo": is_business.then(|| json!({
            "name": format!("Business {phone}"),
            "isApi": false,
            "isSmb": true,
            "privacyMode": null,
        })),
        "country": country_of(phone).map(country_report),
    }))
}

/// One entry of the answer of `POST /numbers/validate`: the phone as it was sent and, when it is one, in E.164.
pub fn validation(text: &str, country: Option<&str>) -> Value {
    let Some(phone) = normalized(text, country) else {
        return json!({ "phone": text, "valid": false });
    };
    compact(json!({
        "phone": text,
        "valid": true,
        "e164": phone,
        "wid": user_wid(&phone),
        "country": country_of(&phone).map(country_report),
    }))
}

/// The country with that code.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|(known, _, _)| *known == code)
}

/// A phone in any notation as E.164; `country` is the one of numbers without a prefix.
fn normalized(text: &str, country_code: Option<&str>) -> Option<String> {
    let kept: String = text
        .chars()
        .filter(|one| !" ()-./\u{a0}".contains(*one))
        .collect();
    let international = kept
        .strip_prefix("00")
        .map(|digits| format!("+{digits}"))
        .unwrap_or(kept);
    let phone = if international.starts_with('+') {
        international
    } else {
        let (_, prefix, _) = country(country_code?)?;
        format!("+{prefix}{}", international.trim_start_matches('0'))
    };
    phone.parse::<Phone>().ok().map(|phone| phone.0)
}

/// The country with the longest calling code that the phone starts with.
fn country_of(phone: &str) -> Option<&'static Country> {
    let digits = phone.trim_start_matches('+');
    let matching = COUNTRIES
        .iter()
        .filter(|(_, prefix, _)| digits.starts_with(prefix));
    // Of those that share a calling code, the one with the most people.
    let main = [
        "US", "GB", "RU", "NO", "AU", "FI", "MA", "IT", "GP", "RE", "CW", "NZ", "FK",
    ];
    matching.max_by_key(|(code, prefix, _)| (prefix.len(), main.contains(code)))
}

fn country_report((code, prefix, name): &Country) -> Value {
    // A flag is written with the two letters of the country as regional indicators.
    let indicator = |letter: char| char::from_u32(0x1f1e6 + (letter as u32 - 'A' as u32));
    let flag: String = code.chars().filter_map(indicator).collect();
    json!({
        "code": code,
        "name": name,
        "phonePrefix": prefix,
        "flag": flag,
        "domain": format!(".{}", code.to_lowercase()),
    })
}
