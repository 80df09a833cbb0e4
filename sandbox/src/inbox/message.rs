//! The messages of a number's chats, in both directions.

use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::desk::push;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::values::wids::phone_of;
use crate::wire::answer::compact;

choices! {
    /// In which direction a message goes.
    Flow = "inbound outbound";
    /// How far a message has come.
    Ack = "pending sent delivered read failed";
    /// What a message holds.
    MessageKind = "text image audio voice video document contact location system";
}

/// A message.
#[derive(Clone)]
pub struct ChatMessage {
    /// WhatsApp's id.
    pub wid: String,
    /// The WhatsApp id of its chat.
    pub chat: String,
    /// Its direction.
    pub flow: Flow,
    /// The WhatsApp id of who wrote it.
    pub from: String,
    /// The WhatsApp id of whom or what it was written to.
    pub to: String,
    /// What it holds.
    pub kind: MessageKind,
    /// Its text, or the caption.
    pub body: String,
    /// How far it has come.
    pub ack: Ack,
    /// The client's own mark.
    pub reference: Option<String>,
    /// The id of the file that came or went with it.
    pub file: Option<String>,
    /// Taken back by who wrote it; what is left is a trace in the chat.
    pub revoked: bool,
    /// When it was changed.
    pub edited: Option<Date>,
    /// When it was written.
    pub date: Date,
    /// Stays one or two minutes old, whatever the clock says: for trying out what only new messages allow.
    pub fresh: bool,
}

impl ChatMessage {
    /// The message as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let chat_kind = inbox.chat(&self.chat).map_or(ChatKind("chat"), |chat| chat.kind);
        let file = self.file.as_ref().and_then(|id| inbox.file(id));
        compact(json!({
            "id": self.wid,
            "scope": chat_kind,
            "type": self.kind,
            "flow": self.flow,
            "status": if self.revoked { "deleted" } else { "active" },
            "ack": self.ack,
            "from": self.from,
            "fromNumber": phone_of(&self.from),
            "to": self.to,
            "toNumber": phone_of(&self.to),
            "date": self.date,
            "timestamp": self.date.unix(),
            "body": self.body,
            "reference": self.reference,
            "editedAt": self.edited,
            "chat": { "id": self.chat, "type": chat_kind },
            "device": inbox.device,
            "media": file.map(|file| file.view(inbox)),
            "events": {},
            "meta": {},
            "links": { "message": format!("/v1/chat/{}/messages/{}", inbox.device, self.wid) },
        }))
    }

    /// The same with the members that a request can include.
    pub fn view_with(&self, inbox: &Inbox, include: &[String]) -> Value {
        let mut view = self.view(inbox);
        for name in include {
            match name.as_str() {
                "contact" => {
                    let contact = inbox.contact(&self.chat);
                    view["contact"] = contact.map_or(Value::Null, |contact| contact.view(inbox));
                }
                "chat" => {
                    let chat = inbox.chat(&self.chat);
                    view["chat"] = chat.map_or(Value::Null, |chat| chat.view(inbox));
                }
                // The media are always there.
                _ => {}
            }
        }
        compact(view)
    }
}

impl Inbox {
    /// Adds a text message to a chat.
    pub fn add_message(
        &mut self,
        chat: &str,
        flow: &'static str,
        body: &str,
        own_wid: &str,
        date: Date,
    ) -> &mut ChatMessage {
        let inbound = flow == "inbound";
        let (from, to) = if inbound { (chat, own_wid) } else { (own_wid, chat) };
        let message = ChatMessage {
            wid: self.new_message_wid(),
            chat: chat.to_owned(),
            flow: Flow(flow),
            from: from.to_owned(),
            to: to.to_owned(),
            kind: MessageKind("text"),
            body: body.to_owned(),
            ack: Ack(if inbound { "delivered" } else { "read" }),
            reference: None,
            file: None,
            revoked: false,
            edited: None,
            date,
            fresh: false,
        };
        // The chat in question is most often a new one.
        if let Some(chat) = self.chats.iter_mut().rfind(|one| one.wid == chat) {
            touch(chat, date, inbound);
        }
        push(&mut self.messages, message)
    }

    /// Keeps the messages young that shall be so. Their time moves seldom: with each look it would be another one, also where the
    /// clock as good as stands.
    pub fn keep_fresh(&mut self, now: Date) {
        let is_old = |message: &&mut ChatMessage| message.fresh && message.date < now.plus(-120);
        for message in self.messages.iter_mut().filter(is_old) {
            message.date = now.plus(-60);
            if let Some(chat) = self.chats.iter_mut().find(|one| one.wid == message.chat) {
                chat.last_message = chat.last_message.max(Some(message.date));
            }
        }
    }
}

fn touch(chat: &mut Chat, date: Date, inbound: bool) {
    chat.last_message = chat.last_message.max(Some(date));
    if inbound {
        chat.unread += 1;
    } else {
        chat.unread = 0;
    }
}
