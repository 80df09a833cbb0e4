//! No answer came: the meaning of each code of the two transports.
//!
//! The codes are those of Node's system errors and of undici, its HTTP client, and of axios, which n8n sends with.

use super::{Context, Error, Kind, Outcome};

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// The transport's code, such as `ECONNREFUSED`; empty when it gave none.
    pub code: String,
    /// The transport's own message.
    pub detail: String,
}

/// The layers of wrapped errors that hold a code in practice.
const MAX_LAYERS: usize = 4;

impl NoAnswer {
    /// From the code and the name of each error, the outermost first: an error may only wrap the one with the code.
    #[must_use]
    pub fn new(layers: impl Iterator<Item = [String; 2]>, detail: String) -> Self {
        let code_of = |[code, name]: [String; 2]| {
            // axios gives its own code to a request that was aborted; the reason for that is in a cause.
            let code = Some(code).filter(|code| !code.is_empty() && code != "ERR_CANCELED");
            // `fetch` gives names only; pkg/index.js puts undici's code there.
            let is_code = |name: &String| name.starts_with('E') && name != "Error" || name == "TimeoutError";
            code.or_else(|| Some(name).filter(is_code))
        };
        let code = layers.take(MAX_LAYERS).find_map(code_of).unwrap_or_default();
        Self { code, detail }
    }
}

/// The meaning of a code.
struct Meaning {
    /// The transports' codes.
    codes: &'static [&'static str],
    /// The one code that users read.
    shown: &'static str,
    /// The cause.
    cause: Cause,
    /// How far the request got.
    outcome: Outcome,
}

/// The cause, as far as messages differ.
#[derive(Clone, Copy)]
enum Cause {
    Refused,
    UnknownHost,
    TimedOut,
    Closed,
}

const MEANINGS: &[Meaning] = &[
    Meaning { codes: &["ECONNREFUSED"], shown: "ECONNREFUSED", cause: Cause::Refused, outcome: Outcome::NotExecuted },
    Meaning {
        codes: &["ENOTFOUND"],
        shown: "ENOTFOUND",
        cause: Cause::UnknownHost,
        // A name that does not exist is a mistake in the address.
        outcome: Outcome::Rejected,
    },
    Meaning {
        codes: &["EAI_AGAIN"],
        shown: "EAI_AGAIN",
        cause: Cause::UnknownHost,
        // A name server that does not answer now may answer in a moment.
        outcome: Outcome::NotExecuted,
    },
    Meaning {
        codes: &["ETIMEDOUT", "ECONNABORTED", "ESOCKETTIMEDOUT", "TimeoutError"],
        shown: "ETIMEDOUT",
        cause: Cause::TimedOut,
        outcome: Outcome::Ambiguous,
    },
    Meaning {
        codes: &["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ERR_BAD_RESPONSE"],
        shown: "ECONNRESET",
        cause: Cause::Closed,
        outcome: Outcome::Ambiguous,
    },
];

impl Error {
    /// No answer came from `base_url`.
    #[must_use]
    pub fn no_answer(reason: &NoAnswer, base_url: &str, writes: bool, context: &Context) -> Self {
        let NoAnswer { code, detail } = reason;
        let Context { api, words } = context;
        let name = &api.name;
        let meaning = MEANINGS.iter().find(|meaning| meaning.codes.contains(&code.as_str()));
        let network = || format!("Check {}, and the network of this machine.", words.base_url);
        let (message, advice) = match meaning.map(|meaning| meaning.cause) {
            Some(Cause::Refused) => (
                format!("{name} cannot be reached: {base_url} refuses connections"),
                format!("Check {}, and that the service is running.", words.base_url),
            ),
            Some(Cause::UnknownHost) => {
                (format!("{name} cannot be reached: the host of {base_url} is not known"), network())
            }
            Some(Cause::TimedOut) => {
                (format!("{name} did not answer in time"), "Try again later, or give it more time.".into())
            }
            Some(Cause::Closed) => {
                (format!("{name} closed the connection before its answer was complete"), "Try again later.".into())
            }
            None => (format!("{name} cannot be reached at {base_url}: {detail}"), network()),
        };
        let shown = match meaning {
            Some(meaning) => meaning.shown,
            None if code.is_empty() => "NO_ANSWER",
            None => code,
        };
        let outcome = match meaning {
            Some(meaning) => meaning.outcome,
            // TLS checks a certificate before the request goes out, and the next attempt finds the same one.
            None if is_about_a_certificate(code) => Outcome::Rejected,
            None => Outcome::Ambiguous,
        };
        let mut error = Self::new(Kind::Api, shown, message);
        error.outcome = outcome;
        error.with_advice(&advice).with_warning(writes && outcome == Outcome::Ambiguous)
    }
}

/// Whether the code is one of OpenSSL's for certificates, such as `SELF_SIGNED_CERT_IN_CHAIN`.
fn is_about_a_certificate(code: &str) -> bool {
    code.split('_').any(|word| word == "CERT" || word == "SIGNATURE")
}
