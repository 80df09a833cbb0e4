//! What a person reads when it does not go well.

use sparkbot_core::{
    descriptor,
    error::{Context, Error, Kind, NoAnswer, Refusal, Words},
};

fn context() -> Context {
    Context {
        api: descriptor::api(),
        words: Words { base_url: "the base URL in the credential".into(), ..Words::default() },
    }
}

fn refused(status: u16, body: &str) -> Error {
    refusal(status, Some(body), None, true)
}

fn refusal(status: u16, body: Option<&str>, retry_after: Option<&str>, writes: bool) -> Error {
    let refusal = Refusal { status, body, retry_after, wait: None, writes };
    Error::refused(refusal, &context())
}

fn no_answer(code: &str, writes: bool) -> Error {
    let reason = NoAnswer { code: code.into(), detail: "detail".into() };
    Error::no_answer(&reason, "https://api.example.com/v1", writes, &context())
}

const MAY_HAVE_HAPPENED: &str = "The request may have taken effect";

#[test]
fn the_api_has_the_first_word_then_its_details_then_what_to_do() {
    let error = refused(
        400,
        r#"{"status":400,"message":"Invalid phone","errorCode":"phone:invalid","errors":[{"code":"c","reason":"format","message":"not E.164"},{"message":"too short"},"plain"]}"#,
    );
    assert_eq!(error.message, "Invalid phone");
    assert_eq!((error.status, error.code.as_str()), (Some(400), "phone:invalid"));
    assert_eq!(
        error.description.lines().collect::<Vec<_>>(),
        [
            "format: not E.164",
            "too short",
            "plain",
            "Code: phone:invalid",
            "Check the values of this operation's fields."
        ]
    );
}

#[test]
fn every_status_has_a_message_and_a_code_even_without_a_body() {
    for status in [0, 302, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 429, 451, 500, 501, 502, 503, 504, 505] {
        for body in
            [None, Some(""), Some("<html>Bad Gateway</html>"), Some("[]"), Some("null"), Some(r#"{"message":42}"#)]
        {
            let error = refusal(status, body, None, false);
            assert!(error.message.contains(&status.to_string()), "{status}: {error}");
            assert_eq!(error.code, format!("HTTP_{status}"));
            assert!(!error.message.contains('<'));
        }
    }
}

#[test]
fn a_long_message_is_cut() {
    let long = "x".repeat(100_000);
    let error = refused(400, &format!(r#"{{"message":"{long}","errors":[{}"1"]}}"#, r#""x","#.repeat(1000)));
    assert!(error.message.chars().count() <= 501);
    assert!(error.description.lines().count() <= 25);
}

#[test]
fn retry_after_is_told_as_seconds_or_as_the_date_that_it_is() {
    let description = |after| refusal(429, None, Some(after), true).description;
    assert!(description("7").contains("try again after 7 seconds"));
    assert!(description("Sun, 22 Nov 2026 08:00:00 GMT").contains("after Sun, 22 Nov 2026 08:00:00 GMT"));
}

#[test]
fn an_error_says_when_the_request_may_have_taken_effect() {
    for status in [500, 502, 504] {
        assert!(refused(status, "").description.contains(MAY_HAVE_HAPPENED), "{status}");
        assert!(!refusal(status, None, None, false).description.contains(MAY_HAVE_HAPPENED));
    }
    for status in [400, 401, 404, 409, 429, 503] {
        assert!(!refused(status, "").description.contains(MAY_HAVE_HAPPENED), "{status}");
    }
    for code in ["ECONNRESET", "ETIMEDOUT", "TimeoutError", "UND_ERR_SOCKET", "EPIPE", "", "SOMETHING"] {
        assert!(no_answer(code, true).description.contains(MAY_HAVE_HAPPENED), "{code}");
        assert!(!no_answer(code, false).description.contains(MAY_HAVE_HAPPENED), "{code}");
    }
    for code in ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"] {
        assert!(!no_answer(code, true).description.contains(MAY_HAVE_HAPPENED), "{code}");
    }
    assert!(Error::unreadable(200, "is a web page", true, &context()).description.contains(MAY_HAVE_HAPPENED));
}

#[test]
fn transports_name_the_same_thing_differently_and_users_read_one_name() {
    for (code, shown) in [
        ("ETIMEDOUT", "ETIMEDOUT"),
        ("TimeoutError", "ETIMEDOUT"),
        ("ECONNABORTED", "ETIMEDOUT"),
        ("UND_ERR_SOCKET", "ECONNRESET"),
        ("ECONNRESET", "ECONNRESET"),
        ("ECONNREFUSED", "ECONNREFUSED"),
        ("", "NO_ANSWER"),
    ] {
        let error = no_answer(code, false);
        assert_eq!((error.kind, error.code.as_str(), error.status), (Kind::Api, shown, None));
    }
}

#[test]
fn the_code_of_a_wrapped_error_counts() {
    let layers = |layers: &[[&str; 2]]| layers.iter().map(|layer| layer.map(str::to_owned)).collect::<Vec<_>>();
    for (wrapped, code) in [
        (layers(&[["ECONNRESET", "Error"]]), "ECONNRESET"),
        (layers(&[["", "TypeError"], ["UND_ERR_SOCKET", "SocketError"]]), "UND_ERR_SOCKET"),
        (layers(&[["ERR_CANCELED", "CanceledError"], ["", "TimeoutError"]]), "TimeoutError"),
        (layers(&[["", "ECONNREFUSED"]]), "ECONNREFUSED"),
        (layers(&[["", "Error"], ["", ""]]), ""),
        (layers(&[["", ""], ["", ""], ["", ""], ["", ""], ["ECONNRESET", ""]]), ""),
    ] {
        let reason = NoAnswer::new(wrapped.into_iter(), "detail".into());
        assert_eq!((reason.code.as_str(), reason.detail.as_str()), (code, "detail"));
    }
}
