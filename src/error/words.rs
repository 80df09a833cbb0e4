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
    /// What holds the address and the key.
    pub credential: String,
    /// What the reader runs the core with.
    pub client: String,
    /// What may come before the core, and give it items.
    pub step: String,
    /// What the reader does so that messages get no reference.
    pub without_references: String,
}

impl Default for Words {
    /// The words for a host without words of its own.
    fn default() -> Self {
        Self::with(|_| None)
    }
}

impl Words {
    /// The words that a host has, by their names in `pkg/index.d.ts`; the default for each that it lacks.
    pub fn with(own: impl Fn(&str) -> Option<String>) -> Self {
        let word = |name, default: &str| own(name).unwrap_or_else(|| default.into());
        Self {
            base_url: word("baseUrl", "the base URL"),
            api_key: word("apiKey", "the API key"),
            file_storage: word("fileStorage", "the storage for files"),
            credential: word("credential", "the credentials"),
            client: word("client", "the core"),
            step: word("step", "step"),
            without_references: word("withoutReferences", "leave out the idempotency key"),
        }
    }

    /// Puts the host's words into a sentence of the descriptor.
    #[must_use]
    pub fn fill(&self, sentence: &str) -> String {
        sentence.replace("{baseUrl}", &self.base_url).replace("{apiKey}", &self.api_key)
    }
}
