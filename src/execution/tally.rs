//! Counts retries and waits of an execution, for one line to the user.

use crate::error::{Context, capitalize, grouped};

/// Counts of one execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests; one that is sent again counts once.
    pub requests: usize,
    /// Requests that were sent again.
    pub retried: usize,
    /// Times that the API asked to slow down.
    pub throttled: usize,
    /// Messages that a lookup found, and that were not sent again.
    pub found: usize,
}

impl Tally {
    /// One line; `None` when all counts of interest are zero.
    #[must_use]
    pub fn sentence(&self, context: &Context) -> Option<String> {
        let mut parts = Vec::new();
        if self.retried > 0 {
            let were = if self.retried == 1 { "was" } else { "were" };
            let (retried, requests) = (grouped(self.retried), grouped(self.requests));
            parts.push(format!("{retried} of {requests} requests {were} retried"));
        }
        if self.throttled > 0 {
            let times = match self.throttled {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                more => format!("{} times", grouped(more)),
            };
            parts.push(format!("the API asked to slow down {times}"));
        }
        if self.found > 0 {
            let entry = &context.api.reference.entry;
            let (entries, were) = match self.found {
                1 => (&entry.one, "was"),
                _ => (&entry.many, "were"),
            };
            parts.push(format!("{} {entries} {were} there already and not sent again", grouped(self.found)));
        }
        let mut sentence = parts.join("; ");
        capitalize(&mut sentence);
        (!sentence.is_empty()).then(|| sentence + ".")
    }
}
