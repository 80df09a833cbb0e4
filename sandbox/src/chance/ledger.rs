//! The ledger: every message that was accepted, in the order in which that happened. It shows what a client cannot know
//! whose answer was lost, and it keeps the messages that were deleted.

use axum::Json;
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use serde::Serialize;

use crate::message::Message;

/// All lines since the last time it was emptied.
#[derive(Default)]
pub struct Ledger(Mutex<Vec<Line>>);

/// One message.
#[derive(Serialize)]
struct Line {
    n: usize,
    id: String,
    device: String,
    chat: String,
    reference: Option<String>,
    message: Option<String>,
}

impl Ledger {
    /// Writes a message down that was just accepted.
    pub fn add(&self, message: &Message) {
        let mut lines = self.0.lock();
        let line = Line {
            n: lines.len() + 1,
            id: message.id.clone(),
            device: message.device.clone(),
            chat: message.target.wid.clone(),
            reference: message.reference.clone(),
            message: message.text("message").map(str::to_owned),
        };
        lines.push(line);
    }

    /// Forgets all lines.
    pub fn clear(&self) {
        self.0.lock().clear();
    }

    /// All lines as JSON.
    pub fn response(&self) -> Response {
        Json(&*self.0.lock()).into_response()
    }
}
