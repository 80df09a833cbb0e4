//! Channels: those of the number, those that it follows, and the public ones that it can find.

use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::desk::push;
use crate::values::choice::choices;
use crate::values::date::Date;
use crate::wire::answer::compact;
use crate::wire::picture::Picture;

choices! {
    /// A section of WhatsApp's list of channels.
    Category = "recommended trending popular new featured";
    /// In which direction a list is sorted.
    Direction = "asc desc";
    /// By what channels are sorted.
    SortField = "creation_time subscribers";
}

/// A channel.
#[derive(Clone)]
pub struct Channel {
    /// 24 hex digits.
    pub id: String,
    /// `<digits>@newsletter`.
    pub wid: String,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// What the number may do there: `owner`, `admin` or `subscriber`.
    pub permission: &'static str,
    /// With it, somebody can follow.
    pub invite_code: String,
    /// How many follow it.
    pub subscribers: usize,
    /// Two letters.
    pub country: &'static str,
    /// In which sections it stands.
    pub categories: &'static [&'static str],
    /// When it was made.
    pub created: Date,
}

impl Channel {
    /// The channel as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        let chat = inbox.chat(&self.wid);
        compact(json!({
            "id": self.id,
            "wid": self.wid,
            "kind": "channel",
            "name": self.name,
            "description": self.description,
            "imageUrl": self.picture.as_ref().map(Picture::url),
            "createdAt": self.created,
            "lastMessageAt": chat.and_then(|chat| chat.last_message),
            "unreadCount": chat.map_or(0, |chat| chat.unread),
            "isReadOnly": self.permission == "subscriber",
            "permission": self.permission,
            "subscribers": self.subscribers,
            "country": self.country,
            "inviteCode": self.invite_code,
            "inviteLink": format!("https://whatsapp.com/channel/{}", self.invite_code),
            "device": inbox.device,
            "links": { "chat": format!("/v1/chat/{}/chats/{}", inbox.device, self.wid) },
        }))
    }
}

impl Inbox {
    /// Adds a channel of the number's own, with its chat.
    pub fn add_channel(&mut self, name: &str, now: Date) -> &mut Channel {
        let channel = Channel {
            id: self.new_id("ca"),
            wid: format!("{}@newsletter", self.new_group_digits()),
            name: name.to_owned(),
            description: None,
            picture: None,
            permission: "owner",
            invite_code: self.new_invite_code(),
            subscribers: 1,
            country: "US",
            categories: &[],
            created: now,
        };
        self.chats.push(Chat::new(&channel.wid, ChatKind("channel"), name, now));
        push(&mut self.channels, channel)
    }

    /// Follows a public channel.
    pub fn follow(&mut self, channel: Channel, now: Date) -> &mut Channel {
        let kind = ChatKind("channel");
        self.chats.push(Chat::new(&channel.wid, kind, &channel.name, now));
        push(&mut self.channels, channel)
    }

    /// The channel with that WhatsApp id.
    pub fn channel(&self, wid: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.wid == wid)
    }
}

/// The public channels, which any number can find and follow.
pub fn directory() -> Vec<Channel> {
    let channel = |number: usize, name: &str, country, categories, subscribers| Channel {
        id: format!("ca9{number:021}"),
        wid: format!("120363999999{number:06}@newsletter"),
        name: name.to_owned(),
        description: Some(format!("Everything about {}", name.to_lowercase())),
        picture: None,
        permission: "subscriber",
        invite_code: format!("Public{number:016}"),
        subscribers,
        country,
        categories,
        created: Date::seeded(-86_400 * i64::try_from(number * 30).unwrap_or(0)),
    };
    vec![
        channel(1, "Science News", "US", &["recommended", "popular"], 820_000),
        channel(2, "Football Today", "GB", &["trending", "popular"], 2_400_000),
        channel(3, "Cocina Fácil", "ES", &["recommended", "featured"], 310_000),
        channel(4, "City Weather", "US", &["recommended", "new"], 45_000),
        channel(5, "Startup Stories", "DE", &["new", "featured"], 12_500),
        channel(6, "Train Times", "DE", &["recommended"], 98_000),
    ]
}
