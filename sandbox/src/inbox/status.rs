//! Status stories: those of contacts, and the number's own, published or planned.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::desk::push;
use crate::inbox::message::{Ack, Flow};
use crate::values::addresses::WebUrl;
use crate::values::choice::{MediaFormat, choices};
use crate::values::date::Date;
use crate::values::ids::Id;
use crate::values::wids::phone_of;
use crate::wire::answer::compact;
use crate::wire::fields::Text;

choices! {
    /// What a status holds.
    StatusType = "text image video";
    /// The letters of a text.
    Font = "helvetica serif norican";
    /// What is behind a text.
    Background = "red_purple moss_green dark_khaki wine_red light_taupe goldenrod olive_green light_plum dark_purple \
        light_coral medium_sea_green salmon sky_blue light_sky_blue dark_taupe slate_gray dodger_blue dark_magenta \
        seafoam_green charcoal periwinkle";
    /// From now until when a status can be planned.
    Delay = "15m 30m 1h 2h 6h 12h 1d 2d 3d 1w";
}

/// The WhatsApp id of all status stories.
pub const STATUS_CHAT: &str = "status@broadcast";

/// A status story.
#[derive(Clone)]
pub struct Status {
    /// 24 hex digits.
    pub id: String,
    /// WhatsApp's id, 20 hex digits; used from the moment it is published.
    pub wid: String,
    /// The WhatsApp id of who made it.
    pub from: String,
    /// Its direction.
    pub flow: Flow,
    /// What it holds.
    pub kind: StatusType,
    /// Its text, or the caption.
    pub message: String,
    /// The letters of a text.
    pub font: Option<Font>,
    /// What is behind a text.
    pub color: Option<Background>,
    /// The picture or video.
    pub media: Option<StatusMedia>,
    /// The client's own mark.
    pub reference: Option<String>,
    /// Whether it was planned.
    pub planned: bool,
    /// When it was, or will be, published.
    pub date: Date,
}

/// The picture or video of a status, as a request gives it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StatusMedia {
    /// Where it is on the web; or
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    /// the id of a stored file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Id>,
    /// The caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<0, 650>>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// How it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<MediaFormat>,
}

impl Status {
    /// Whether it waits to be published.
    pub fn waits(&self, now: Date) -> bool {
        self.planned && self.date > now
    }

    /// How far it has come.
    pub fn ack(&self, now: Date) -> Ack {
        Ack(if self.waits(now) { "pending" } else { "delivered" })
    }

    /// Whether a path or a filter means it, by either id.
    pub fn is(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id) || self.wid.eq_ignore_ascii_case(id)
    }

    /// The status as the API shows it.
    pub fn view(&self, inbox: &Inbox, now: Date) -> Value {
        let waits = self.waits(now);
        compact(json!({
            "id": self.id,
            "waId": if waits { None } else { Some(&self.wid) },
            "type": self.kind,
            "flow": self.flow,
            "status": if waits { "scheduled" } else { "published" },
            "ack": self.ack(now),
            "chat": STATUS_CHAT,
            "from": self.from,
            "fromNumber": phone_of(&self.from),
            "message": self.message,
            "font": self.font,
            "color": self.color,
            "media": self.media,
            "reference": self.reference,
            "date": self.date,
            "device": inbox.device,
        }))
    }
}

impl Inbox {
    /// Adds a text status.
    pub fn add_status(&mut self, from: &str, flow: &'static str, message: &str, date: Date) -> &mut Status {
        let status = Status {
            id: self.new_id("5a"),
            wid: self.new_message_wid(),
            from: from.to_owned(),
            flow: Flow(flow),
            kind: StatusType("text"),
            message: message.to_owned(),
            font: None,
            color: None,
            media: None,
            reference: None,
            planned: false,
            date,
        };
        push(&mut self.statuses, status)
    }
}
