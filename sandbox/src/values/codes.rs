//! Codes of countries, currencies and languages. Only their form is checked.

use super::form::text_of_form;

text_of_form!(
    /// A country, by ISO 3166.
    Country,
    |text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    "a country code of two capital letters, like US"
);
text_of_form!(
    /// A currency, by ISO 4217.
    Currency,
    |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    "a currency code of three capital letters, like EUR"
);
text_of_form!(
    /// A language, such as `en` or `pt-BR`.
    Language,
    |text| {
        (2..=6).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    },
    "a language code, like en or pt-BR"
);
