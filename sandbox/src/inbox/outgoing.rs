//! What the number sent through `/messages`, as it stands in its chats. The seeds of both are stories of their own.

use serde_json::Value;

use super::chat::{Chat, ChatKind};
use super::file::NewFile;
use super::message::{Ack, MessageKind};
use super::{Inbox, Number};
use crate::clock::SimTime;
use crate::file::StoredFile;
use crate::message::Message;
use crate::outbox;

impl Number {
    /// Brings the inbox up to date with what was sent.
    pub fn take_sent(&self) {
        outbox::settle(&self.sandbox);
        let clock = &self.sandbox.clock;
        let sent = self.sandbox.messages.all(|messages| {
            let is_mine = |message: &&mut Message| {
                let sent = message.wa_id().and(message.steps.first());
                message.device == self.id
                    && sent.is_some_and(|(_, at)| clock.time(*at) > SimTime::START)
            };
            let mine = messages.iter_mut().filter(is_mine);
            mine.map(|message| message.clone()).collect::<Vec<_>>()
        });
        if sent.is_empty() {
            return;
        }
        let own_wid = self.own_wid();
        for message in sent {
            let file = message
                .content
                .get("media")
                .and_then(|media| media["file"].as_str());
            let file = file.and_then(|id| self.sandbox.files.one(id, |file| file.clone()).ok());
            self.inbox(|inbox| inbox.take(&message, file, &own_wid));
        }
    }
}

impl Inbox {
    /// Each message is taken once, so that one that was deleted here does not come back.
    fn take(&mut self, message: &Message, file: Option<StoredFile>, own_wid: &str) {
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
            self.chats
                .push(Chat::new(chat, ChatKind(kind), &name, date));
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
    let caption = message
        .text("message")
        .or_else(|| media["message"].as_str());
    NewFile {
        kind,
        mime: file.mime.clone(),
        filename: media["filename"]
            .as_str()
            .unwrap_or(&file.filename)
            .to_owned(),
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
