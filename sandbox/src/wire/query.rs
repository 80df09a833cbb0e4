//! Strict reading of a query string: every parameter is known, appears once, and has a value of its type; anything else
//! becomes a 400 that names it.
//!
//! A handler takes what it knows by name and then calls [`Query::finish`], which reports all problems at once.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::values::date::{Date, Period};
use crate::values::ids::is_id;
use crate::wire::answer::{ApiError, Problem};

/// What is left of the query, and what was found wrong so far.
pub struct Query {
    left: Vec<(String, String)>,
    problems: Vec<Problem>,
}

/// Which entries of a list are asked for.
#[derive(Clone, Copy)]
pub struct Page {
    /// Counts from 0.
    pub page: usize,
    /// How many entries a page has.
    pub size: usize,
}

impl Page {
    /// The entries of that page.
    pub fn of<I: IntoIterator>(self, all: I) -> impl Iterator<Item = I::Item> {
        all.into_iter().skip(self.page * self.size).take(self.size)
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let raw = parts.uri.query().unwrap_or_default();
        Ok(Self { left: form_urlencoded::parse(raw.as_bytes()).into_owned().collect(), problems: Vec::new() })
    }
}

/// The request has no query; any parameter is a 400.
pub struct NoQuery;

impl<S: Sync> FromRequestParts<S> for NoQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::from_request_parts(parts, state).await?;
        query.finish().map(|()| Self)
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
        self.boolean(name) == Some(true)
    }

    /// Exactly `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        let choice = self.choice(name, &["true", "false"]);
        choice.map(|choice| choice == "true")
    }

    /// A whole number of that range.
    pub fn number<N: FromStr + PartialOrd + Display>(&mut self, name: &str, range: &RangeInclusive<N>) -> Option<N> {
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

    /// A text of a certain form.
    pub fn form<T: FromStr<Err = String>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(reason) => {
                self.complain("invalid", name, format!("{reason}, not {text:?}"));
                None
            }
        }
    }

    /// A comma separated list of texts of a certain form; empty when it is missing.
    pub fn forms<T: FromStr<Err = String>>(&mut self, name: &str) -> Vec<T> {
        let mut values = Vec::new();
        for text in self.list(name) {
            match text.parse() {
                Ok(value) => values.push(value),
                Err(reason) => {
                    self.complain("invalid", name, format!("each {reason}, not {text:?}"));
                    return Vec::new();
                }
            }
        }
        values
    }

    /// The period between two dates.
    pub fn period(&mut self, after: &str, before: &str) -> Period {
        Period { after: self.form::<Date>(after), before: self.form::<Date>(before) }
    }

    /// The parameters `page`, from 0 to 50, and `size`, up to that maximum.
    pub fn page(&mut self, max_size: usize) -> Page {
        Page {
            page: self.number("page", &(0..=50)).unwrap_or(0),
            size: self.number("size", &(1..=max_size)).unwrap_or(20),
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
        if self.problems.is_empty() { Ok(()) } else { Err(ApiError::invalid(self.problems)) }
    }

    fn is_one_of(&mut self, name: &str, text: &str, allowed: &[&str]) -> bool {
        let known = allowed.contains(&text);
        if !known {
            let reason = format!("must be one of {}, not {text:?}", allowed.join(", "));
            self.complain("invalid", name, reason);
        }
        known
    }

    /// Notes a problem with a parameter.
    pub fn complain(&mut self, code: &'static str, name: &str, reason: impl Into<String>) {
        let problem = Problem::new(code, "Query parameter", name, reason);
        self.problems.push(problem);
    }
}
