//! A raw request: the parts that a user may write, and their limits.
//!
//! The request stays below the base URL, and with the credential's key: neither a path nor a header can lead it elsewhere.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{
    error::{Context, Error, capitalize},
    model::Method,
};

/// Headers that the client sets, besides that of the key: what may hold a key as well, and what frames the request.
const RESERVED_HEADERS: [&str; 6] =
    ["authorization", "host", "cookie", "content-length", "transfer-encoding", "connection"];

/// Characters that may stand in no URL. The percent sign may: the user writes the path as it goes out.
const NOT_IN_A_URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'^');

/// The method that the user chose.
pub fn method(text: &str) -> Result<Method, Error> {
    Method::parse(&text.trim().to_ascii_uppercase()).ok_or_else(|| {
        Error::parameter(format!("'{text}' is no method of the API"))
            .with_advice("Use GET, POST, PUT, PATCH or DELETE.")
    })
}

/// A path below the base URL, perhaps with a query.
pub fn path(text: &str, Context { api, words }: &Context) -> Result<String, Error> {
    let text = text.trim();
    let refused = |why: &str| {
        let (credential, example) = (&words.credential, &api.example_path);
        Err(Error::parameter(format!("The path {why}"))
            .with_advice(&format!("Enter a path below the base URL of {credential}, such as {example}.")))
    };
    if !text.starts_with('/') || text.starts_with("//") {
        return refused("must begin with one slash");
    }
    if text.contains(['\\', '#']) {
        return refused("holds a backslash or a hash sign");
    }
    let leads_upwards = |segment: &str| {
        let plain: Vec<u8> = percent_decode_str(segment).collect();
        plain == b"." || plain == b".."
    };
    let path = text.split('?').next().unwrap_or_default();
    if path.split('/').any(leads_upwards) {
        return refused("must not lead upwards");
    }
    Ok(utf8_percent_encode(text, NOT_IN_A_URL).to_string())
}

/// A header beside those of the client.
pub fn header(name: &str, value: &str, Context { api, words }: &Context) -> Result<(String, String), Error> {
    let (name, value) = (name.trim(), value.trim());
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(
            Error::parameter(format!("'{name}' is no name of a header")).with_advice("Use letters, digits and dashes.")
        );
    }
    if RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) || name.eq_ignore_ascii_case(&api.key_header) {
        let (mut client, credential) = (words.client.clone(), &words.credential);
        capitalize(&mut client);
        return Err(Error::parameter(format!("The header '{name}' cannot be set here"))
            .with_advice(&format!("{client} sends the key of {credential}, and its HTTP client frames the request.")));
    }
    if value.chars().any(|character| character.is_control() && character != '\t') {
        return Err(
            Error::parameter(format!("The value of the header '{name}' holds a line break")).with_advice("Remove it.")
        );
    }
    Ok((name.into(), value.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{descriptor, error::Words};

    fn context() -> Context {
        Context { api: descriptor::api(), words: Words::default() }
    }

    #[test]
    fn a_path_stays_below_the_base_url() {
        for text in [
            "",
            "devices",
            "//evil.example",
            "https://evil.example/",
            "/a/../b",
            "/a/..",
            "/%2e%2E/b",
            "/./a",
            "/a\\b",
            "/a#b",
        ] {
            assert!(path(text, &context()).is_err(), "{text}");
        }
        for (text, sent) in [
            ("/devices", "/devices"),
            (" /devices?size=1&search=a%20b ", "/devices?size=1&search=a%20b"),
            ("/chat/ä b", "/chat/%C3%A4%20b"),
            ("/files?url=../x", "/files?url=../x"),
            ("/a..b/...", "/a..b/..."),
        ] {
            assert_eq!(path(text, &context()).unwrap(), sent);
        }
    }

    #[test]
    fn no_header_replaces_the_key_or_frames_the_request() {
        for name in ["Authorization", " host ", "Content-Length", "", "a b", "a:b", "ä"] {
            assert!(header(name, "x", &context()).is_err(), "{name}");
        }
        assert!(header("X-A", "one\r\nToken: two", &context()).is_err());
        assert_eq!(header(" X-Trace ", " 1 ", &context()).unwrap(), ("X-Trace".into(), "1".into()));
    }

    #[test]
    fn a_method_is_one_of_five() {
        assert_eq!(method("patch").unwrap(), Method::Patch);
        assert!(method("TRACE").is_err());
    }
}
