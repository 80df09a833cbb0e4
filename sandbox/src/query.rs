//! Strict reading of a query string: every parameter is known, appears once, and has a value of its type; anything else
//! becomes a 400 that names it.
//!
//! A handler takes what it knows by name and then calls [`Query::finish`], which reports all problems at once.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::answer::{ApiError, Problem};
use crate::device::is_id;

/// What is left of the query, and what was found wrong so far.
pub struct Query {
    left: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let raw = parts.uri.query().unwrap_or_default();
        Ok(Self {
            left: form_urlencoded::parse(raw.as_bytes())
                .into_owned()
                .collect(),
            problems: Vec::new(),
        })
    }
}

impl Query {
    /// Any text but an empty one.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let mut values = Vec::new();
        self.left.retain(|(key, value)| {
            let mine = key == name;
            if mine {
                values.push(value.clone());
            }
            !mine
        });
        if values.len() > 1 {
            self.complain("repeated", name, "must not appear more than once");
            return None;
        }
        let value = values.pop()?;
        if value.is_empty() {
            self.complain("empty", name, "must not be empty; leave it out instead");
            return None;
        }
        Some(value)
    }

    /// Exactly `true` or `false`; false when it is missing.
    pub fn flag(&mut self, name: &str) -> bool {
        self.choice(name, &["true", "false"]).as_deref() == Some("true")
    }

    /// A whole number of that range.
    pub fn number<N: FromStr + PartialOrd + Display>(
        &mut self,
        name: &str,
        range: &RangeInclusive<N>,
    ) -> Option<N> {
        let text = self.text(name)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| range.contains(number));
        if !digits || number.is_none() {
            let (from, to) = (range.start(), range.end());
            let reason = format!("must be a whole number from {from} to {to}, not {text:?}");
            self.complain("invalid", name, reason);
            return None;
        }
        number
    }

    /// One of these texts.
    pub fn choice(&mut self, name: &str, allowed: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        self.is_one_of(name, &text, allowed).then_some(text)
    }

    /// A comma separated list of these texts; empty when it is missing.
    pub fn choices(&mut self, name: &str, allowed: &[&str]) -> Vec<String> {
        let list = self.list(name);
        let known = list.iter().all(|text| self.is_one_of(name, text, allowed));
        if known { list } else { Vec::new() }
    }

    /// A comma separated list of ids; empty when it is missing.
    pub fn ids(&mut self, name: &str) -> Vec<String> {
        let list = self.list(name);
        match list.iter().find(|id| !is_id(id)) {
            Some(id) => {
                let reason = format!("must be a comma separated list of 24 hex digits, not {id:?}");
                self.complain("invalid", name, reason);
                Vec::new()
            }
            None => list,
        }
    }

    /// A comma separated list of texts, none of them empty; empty when it is missing.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        let Some(text) = self.text(name) else {
            return Vec::new();
        };
        if text.split(',').any(str::is_empty) {
            self.complain("empty", name, "must not have empty entries");
            return Vec::new();
        }
        text.split(',').map(str::to_owned).collect()
    }

    /// Reports everything that was wrong, and every parameter that nobody took.
    pub fn finish(mut self) -> Result<(), ApiError> {
        for (name, _) in std::mem::take(&mut self.left) {
            let reason = match name.split_once('[') {
                Some((list, _)) => format!("is unknown; a list is written as {list}=a,b"),
                None => "is unknown".to_owned(),
            };
            self.complain("unknown", &name, reason);
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ApiError::invalid(self.problems))
        }
    }

    fn is_one_of(&mut self, name: &str, text: &str, allowed: &[&str]) -> bool {
        let known = allowed.contains(&text);
        if !known {
            let reason = format!("must be one of {}, not {text:?}", allowed.join(", "));
            self.complain("invalid", name, reason);
        }
        known
    }

    fn complain(&mut self, code: &'static str, name: &str, reason: impl Into<String>) {
        let problem = Problem::new(code, "Query parameter", name, reason);
        self.problems.push(problem);
    }
}
