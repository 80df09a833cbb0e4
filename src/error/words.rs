//! The host's own names for its things in messages, such as its credential and its storage.

use crate::model::Api;

/// The words of messages: the API's and the host's.
#[derive(Clone, Debug)]
pub struct Context {
    /// The facts of the API, from the descriptor.
    pub api: Api<'static>,
    /// The host's words.
    pub words: Words,
}

/// The host's names for things that a message tells its reader to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Where the address of the API stands, such as "the base URL in the credential".
    pub base_url: String,
    /// Where the key stands.
    pub api_key: String,
    /// Where files are kept.
    pub file_storage: String,
    /// What makes an execution send each message once.
    pub exactly_once: String,
}

impl Default for Words {
    /// The words for a host without words of its own.
    fn default() -> Self {
        Self {
            base_url: "the base URL".into(),
            api_key: "the API key".into(),
            file_storage: "the storage for files".into(),
            exactly_once: "the idempotency key".into(),
        }
    }
}

impl Words {
    /// Puts the host's words into a sentence of the descriptor.
    #[must_use]
    pub fn fill(&self, sentence: &str) -> String {
        sentence
            .replace("{baseUrl}", &self.base_url)
            .replace("{apiKey}", &self.api_key)
    }
}
