//! Links to calls.

use serde_json::{Value, json};

use crate::account::store::Entry;
use crate::account::team::ACCOUNT_USER;
use crate::values::choice::choices;
use crate::values::date::{Date, Span};
use crate::wire::answer::compact;

choices! {
    /// The kind of call.
    CallKind = "voice video";
    /// How long a link lives.
    LinkExpiration = "1h 2h 8h 12h 24h 2d 3d 4d 5d 6d 7d 15d 30d";
}

/// A link to a call.
#[derive(Clone)]
pub struct MeetingLink {
    /// 24 hex digits.
    pub id: String,
    /// The id of the number that made it.
    pub device: String,
    /// The kind of call.
    pub kind: CallKind,
    /// What the call is about.
    pub message: Option<String>,
    /// When it was made.
    pub created: Date,
    /// When it ends.
    pub expires: Date,
}

impl Entry for MeetingLink {
    fn id(&self) -> &str {
        &self.id
    }
}

impl MeetingLink {
    /// The secret part of the address.
    pub fn token(&self) -> String {
        format!("Call{}", &self.id[12..])
    }

    /// The address, as WhatsApp writes it.
    pub fn url(&self) -> String {
        format!("https://call.whatsapp.com/{}/{}", self.kind.0, self.token())
    }

    /// The link as the API shows it.
    pub fn view(&self) -> Value {
        compact(json!({
            "id": self.id,
            "user": ACCOUNT_USER,
            "device": self.device,
            "kind": self.kind,
            "token": self.token(),
            "url": self.url(),
            "message": self.message,
            "createdAt": self.created,
            "expiresAt": self.expires,
        }))
    }
}

/// When a link that is made now ends.
pub fn expiry(now: Date, expiration: LinkExpiration) -> Date {
    let span: Span = expiration.0.parse().expect("the list holds time spans");
    now.after(span.0)
}
