//! Messages that the number sent through `/messages`, as its chats show them.

use serde_json::Value;

use crate::account::file::StoredFile;
use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::file::NewFile;
use crate::inbox::message::{Ack, MessageKind};
use crate::message::Message;

impl Inbox {
    /// Each message is taken once, so that one that was deleted here does not come back.
    pub fn take(&mut self, message: &Message, file: Option<StoredFile>, own_wid: &str) {
        let Some(wid) = message.wa_id() else {
            return;
        };
        let ack = Ack(match message.delivery_status() {
            "read" => "read",
            "delivered" => "delivered",
            _ => "sent",
        });
        if !self.taken.insert(message.id.clone()) {
            if let Some(known) = self.messages.iter_mut().rfind(|known| known.wid == wid) {
                known.ack = ack;
            }
            return;
        }
        let chat = &message.target.wid;
        let date = message.steps.first().map_or(message.created, |(_, at)| *at);
        if self.chat(chat).is_none() {
            let kind = match message.target.kind {
                "group" => "group",
                "channel" => "channel",
                _ => "chat",
            };
            let name = message.target.phone().unwrap_or_else(|| chat.clone());
            self.chats.push(Chat::new(chat, ChatKind(kind), &name, date));
        }
        if let Some(file) = file {
            self.add_file(chat, "outbound", own_wid, sent_file(message, file), date);
        } else {
            let text = message.text("message").unwrap_or_default();
            self.add_message(chat, "outbound", text, own_wid, date).kind = kind(message.kind);
        }
        let Some(new) = self.messages.last_mut() else {
            return;
        };
        if let Some(file) = self.files.iter_mut().rfind(|file| file.message == new.wid) {
            file.message.clone_from(&wid);
        }
        new.wid = wid;
        new.ack = ack;
        new.reference.clone_from(&message.reference);
    }
}

fn sent_file(message: &Message, file: StoredFile) -> NewFile {
    let media = message.content.get("media").unwrap_or(&Value::Null);
    let kind = match (file.kind(), file.format.0) {
        ("audio", "ptt") => "ptt",
        ("image", _) => "image",
        ("video", _) => "video",
        ("audio", _) => "audio",
        _ => "document",
    };
    let caption = message.text("message").or_else(|| media["message"].as_str());
    NewFile {
        kind,
        mime: file.mime.clone(),
        filename: media["filename"].as_str().unwrap_or(&file.filename).to_owned(),
        caption: caption.unwrap_or_default().to_owned(),
        content: file.content,
    }
}

/// Kinds that the API does not tell apart here count as texts.
fn kind(kind: &str) -> MessageKind {
    MessageKind(match kind {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        "document" | "file" => "document",
        "contacts" => "contact",
        "location" => "location",
        _ => "text",
    })
}
