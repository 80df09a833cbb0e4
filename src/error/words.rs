//! How messages call the things that a reader knows from the host: its credential, its storage.

use crate::model::Api;

/// What messages are made of besides the facts: the API's own words and the host's.
#[derive(Clone, Debug)]
pub struct Context {
    /// What the descriptor says of the API.
    pub api: Api<'static>,
    /// The host's words.
    pub words: Words,
}

/// The host's names for what a message sends its reader to.
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
    /// The words for a host that has none of its own.
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
