//! The base URL, as a user enters it and as requests begin with it; and errors as texts.

use sparkbot_core::{
    descriptor,
    error::{Context, Words},
    request::address::BaseUrl,
};

#[test]
fn a_base_url_has_no_slash_at_its_end() {
    let context = Context { api: descriptor::api(), words: Words::default() };
    for text in ["https://api.example.com/v1", " HTTPS://api.example.com/v1/ ", "http://localhost:8080"] {
        let base = BaseUrl::parse(text, &context).unwrap();
        assert_eq!(base.as_str(), text.trim().trim_end_matches('/'));
    }
}

#[test]
fn an_error_is_shown_as_its_message() {
    let context = Context { api: descriptor::api(), words: Words::default() };
    let error = BaseUrl::parse("", &context).unwrap_err();
    assert_eq!(error.to_string(), "The base URL is empty");
}
