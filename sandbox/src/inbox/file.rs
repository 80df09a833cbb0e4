//! Files that came or went with messages.

use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::desk::push;
use crate::inbox::message::MessageKind;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::wire::answer::compact;
use crate::wire::content::Content;

choices! {
    /// What kind of file it is.
    FileType = "image video audio ptt document sticker";
    /// In which direction it went. The API writes it shorter than for messages.
    FileFlow = "in out";
}

/// A file.
#[derive(Clone)]
pub struct ChatFile {
    /// 24 hex digits.
    pub id: String,
    /// The WhatsApp id of its message.
    pub message: String,
    /// The WhatsApp id of its chat.
    pub chat: String,
    /// In which direction it went.
    pub flow: FileFlow,
    /// What kind of file it is.
    pub kind: FileType,
    /// Its MIME type.
    pub mime: String,
    /// Its name.
    pub filename: String,
    /// What was written with it.
    pub caption: Option<String>,
    /// Its bytes.
    pub content: Content,
    /// When it came or went.
    pub created: Date,
}

impl ChatFile {
    /// The file as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let device = &inbox.device;
        let resource = format!("/v1/chat/{device}/files/{}", self.id);
        let extension = self.filename.rsplit_once('.').map(|(_, extension)| extension);
        compact(json!({
            "id": self.id,
            "message": self.message,
            "chat": self.chat,
            "flow": self.flow,
            "status": "active",
            "caption": self.caption,
            "type": self.kind,
            "size": self.content.size(),
            "mime": self.mime,
            "extension": extension,
            "format": if self.kind.0 == "ptt" { "ptt" } else { "native" },
            "filename": self.filename,
            "createdAt": self.created,
            "expiresAt": self.created.plus(10 * 365 * 86_400),
            "meta": {},
            "stats": { "downloads": 0 },
            "device": device,
            "links": {
                "resource": resource,
                "download": format!("{resource}/download"),
                "chat": format!("/v1/chat/{device}/chats/{}", self.chat),
                "contact": format!("/v1/chat/{device}/contacts/{}", self.chat),
                "message": format!("/v1/chat/{device}/messages/{}", self.message),
            },
        }))
    }
}

impl Inbox {
    /// Adds a message with a file.
    pub fn add_file(
        &mut self,
        chat: &str,
        flow: &'static str,
        own_wid: &str,
        file: NewFile,
        date: Date,
    ) -> &mut ChatFile {
        let id = self.new_id("f1");
        let message = self.add_message(chat, flow, &file.caption, own_wid, date);
        message.kind = MessageKind(match file.kind {
            "ptt" => "voice",
            "sticker" => "image",
            kind => kind,
        });
        message.file = Some(id.clone());
        let file = ChatFile {
            id,
            message: message.wid.clone(),
            chat: chat.to_owned(),
            flow: FileFlow(if flow == "inbound" { "in" } else { "out" }),
            kind: FileType(file.kind),
            mime: file.mime,
            filename: file.filename,
            caption: Some(file.caption).filter(|caption| !caption.is_empty()),
            content: file.content,
            created: date,
        };
        push(&mut self.files, file)
    }

    /// The file with that id.
    pub fn file(&self, id: &str) -> Option<&ChatFile> {
        self.files.iter().find(|file| file.id.eq_ignore_ascii_case(id))
    }
}

/// What a new file is made of.
pub struct NewFile {
    /// One of [`FileType`].
    pub kind: &'static str,
    /// Its MIME type.
    pub mime: String,
    /// Its name.
    pub filename: String,
    /// What is written with it.
    pub caption: String,
    /// Its bytes.
    pub content: Content,
}
