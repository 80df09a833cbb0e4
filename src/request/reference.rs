//! The reference of a message, for lookups.

use serde_json::Value;

use super::{
    Body, Request,
    address::{add_to_query, percent_encode},
    value::text,
};
use crate::error::{Context, Error};

/// The reference that a lookup finds a message by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its value in the message.
    pub name: String,
    /// The path that lists the messages with it.
    pub path: String,
    /// Whether the user gave it.
    pub is_own: bool,
}

impl Request {
    /// Gives the message the reference `made`, unless it has its own reference. `None` when the message cannot be looked up.
    ///
    /// # Errors
    /// The API cannot be asked for the message's own reference.
    pub fn set_reference(&mut self, made: &str, context: &Context) -> Result<Option<Reference>, Error> {
        let rules = &context.api.reference;
        let (Some(lookup), Body::Json(Value::Object(body))) = (&self.lookup, &mut self.body) else {
            return Ok(None);
        };
        if let Some(own) = body.get(rules.member.as_str()).and_then(Value::as_str) {
            // The API takes a list there.
            if own.contains(',') {
                let (name, member) = (&context.api.name, &rules.member);
                let without = &context.words.without_references;
                let message = format!("The {member} holds a comma, so {name} cannot be asked for it");
                return Err(Error::parameter(message).with_advice(&format!("Take another {member}, or {without}.")));
            }
            // Many messages may have the reference of a user, but hardly to one receiver.
            let mut path = format!("{lookup}{}", percent_encode(own));
            for receiver in &rules.receivers {
                if let Some(value) = body.get(receiver.as_str()) {
                    add_to_query(&mut path, receiver, &text(value));
                }
            }
            return Ok(Some(Reference { name: own.to_owned(), path, is_own: true }));
        }
        body.insert(rules.member.to_string(), made.into());
        Ok(Some(Reference { name: made.to_owned(), path: format!("{lookup}{}", percent_encode(made)), is_own: false }))
    }
}
