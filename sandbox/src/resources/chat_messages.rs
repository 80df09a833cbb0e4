//! Messages of a number's chats, in both directions.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::ChatName;
use crate::inbox::Inbox;
use crate::inbox::chat::ChatKind;
use crate::inbox::contact::Contact;
use crate::inbox::group::Participant;
use crate::inbox::message::{Ack, ChatMessage, Flow, MessageKind};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::date::Period;
use crate::values::wids::{ChatWid, MessageWid};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, EDIT_WINDOW, MAX_SIZE, REVOKE_WINDOW};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::Text;
use crate::wire::path::{At, Placeholder};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let message = "/chat/{device}/messages/{message}";
    Router::new()
        .route("/chat/{device}/messages", get(list))
        .route(message, get(read).patch(edit).delete(remove))
        .route(&format!("{message}/ackinfo"), get(receipts))
}

/// The `{message}` of a path.
impl Placeholder for MessageWid {
    const NAME: &'static str = "message";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
    }
}

/// Documented only as texts: a phone or a WhatsApp id.
impl std::str::FromStr for ChatName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.to_owned())
    }
}

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let filter = Filter::read(&mut query);
    let include = query.choices("include", &["contact", "chat", "media"]);
    let sort = query.choice("sort", &["date:desc", "date:asc"]);
    let sync = query.flag("sync");
    // Without `sync` it is known to mean nothing.
    let skip = query.number("skip", &(0..=usize::MAX)).filter(|_| sync);
    let page = query.page(MAX_SIZE);
    query.finish()?;
    number.inbox(|inbox| {
        let filter = filter.between(inbox)?;
        let found = inbox.messages.iter().filter(|message| filter.finds(message, inbox));
        let mut messages: Vec<&ChatMessage> = found.collect();
        if sort.as_deref() == Some("date:asc") {
            messages.sort_by_key(|message| message.date);
        } else {
            messages.sort_by_key(|message| Reverse(message.date));
        }
        let shown = page.of(messages.into_iter().skip(skip.unwrap_or(0)));
        Ok(Json(shown.map(|message| message.view_with(inbox, &include)).collect()))
    })
}

struct Filter {
    flow: Option<Flow>,
    acks: Vec<Ack>,
    wids: Vec<MessageWid>,
    search: Option<String>,
    chat: Option<ChatWid>,
    from: Option<ChatName>,
    to: Option<ChatName>,
    chat_kinds: Vec<ChatKind>,
    reference: Option<String>,
    kinds: Vec<MessageKind>,
    begin: Option<MessageWid>,
    end: Option<MessageWid>,
    period: Period,
    /// The dates of `begin` and `end`, once they are known.
    between: Period,
}

impl Filter {
    fn read(query: &mut Query) -> Self {
        Self {
            flow: query.form("flow"),
            acks: query.forms("ack"),
            wids: query.forms("wid"),
            search: query.text("search").map(|text| text.to_lowercase()),
            chat: query.form("chat"),
            from: query.form("from"),
            to: query.form("to"),
            chat_kinds: query.forms("type"),
            reference: query.text("reference"),
            kinds: query.forms("kind"),
            begin: query.form("begin"),
            end: query.form("end"),
            period: query.period("after", "before"),
            between: Period::default(),
        }
    }

    /// `begin` and `end` are messages: those and everything between them is found.
    fn between(mut self, inbox: &Inbox) -> Result<Self, ApiError> {
        let date =
            |wid: Option<&MessageWid>| wid.map(|wid| message(inbox, wid).map(|message| message.date)).transpose();
        self.between = Period {
            after: date(self.begin.as_ref())?.map(|date| date.plus(-1)),
            before: date(self.end.as_ref())?.map(|date| date.plus(1)),
        };
        Ok(self)
    }

    fn finds(&self, message: &ChatMessage, inbox: &Inbox) -> bool {
        let has = |text: &str, part: &str| text.to_lowercase().contains(part);
        let chat_kind = || inbox.chat(&message.chat).map_or(ChatKind("chat"), |chat| chat.kind);
        self.flow.is_none_or(|flow| flow == message.flow)
            && (self.acks.is_empty() || self.acks.contains(&message.ack))
            && (self.wids.is_empty() || self.wids.iter().any(|wid| wid.0.eq_ignore_ascii_case(&message.wid)))
            && self.chat.iter().all(|chat| chat.0 == message.chat)
            && self.from.iter().all(|from| from.0 == message.from)
            && self.to.iter().all(|to| to.0 == message.to)
            && (self.chat_kinds.is_empty() || self.chat_kinds.contains(&chat_kind()))
            && self.reference.iter().all(|text| message.reference.as_ref() == Some(text))
            && (self.kinds.is_empty() || self.kinds.contains(&message.kind))
            && self.period.contains(message.date)
            && self.between.contains(message.date)
            && self.search.iter().all(|text| {
                let contact = inbox.contact(&message.chat).map(Contact::display_name);
                let file = message.file.as_ref().and_then(|id| inbox.file(id));
                has(&message.body, text)
                    || contact.is_some_and(|name| has(&name, text))
                    || file.is_some_and(|file| has(&file.filename, text))
            })
    }
}

async fn read(number: Number, At(wid): At<MessageWid>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| message(inbox, &wid).map(|message| Json(message.view(inbox))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewText {
    message: Text<1, 60_000>,
}

async fn edit(
    number: Number,
    At(wid): At<MessageWid>,
    _: NoQuery,
    JsonBody(body): JsonBody<NewText>,
) -> Result<Json<Value>, ApiError> {
    let edited = number.inbox(|inbox| {
        let message = message(inbox, &wid)?;
        if message.flow.0 == "inbound" {
            return Err(assumed::conflict("Only messages that were sent can be edited"));
        }
        if number.now.since(message.date) > EDIT_WINDOW {
            return Err(assumed::conflict("A message can be edited for 20 minutes"));
        }
        let index = position(inbox, &wid)?;
        inbox.messages[index].body = body.message.0;
        inbox.messages[index].edited = Some(number.now);
        Ok(inbox.messages[index].view(inbox))
    })?;
    number.tell(EventName("message:update"), &edited);
    Ok(Json(edited))
}

/// With `revoke` for everyone, which leaves a trace in the chat unless `clean` is set. `force` deletes it here even if it
/// cannot be revoked.
async fn remove(number: Number, At(wid): At<MessageWid>, mut query: Query, _: NoBody) -> Result<StatusCode, ApiError> {
    let clean = query.flag("clean");
    let force = query.flag("force");
    let revoke = query.flag("revoke");
    query.finish()?;
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        let message = &mut inbox.messages[index];
        let revocable = message.flow.0 == "outbound" && number.now.since(message.date) <= REVOKE_WINDOW;
        if revoke && !revocable && !force {
            let reason = "Only messages that were sent in the last 60 minutes can be revoked; force deletes it here";
            return Err(assumed::conflict(reason));
        }
        if revoke && revocable && !clean {
            message.revoked = true;
            message.body.clear();
        } else {
            inbox.messages.remove(index);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// Who got and who read a message. Only those that were sent have receipts.
async fn receipts(number: Number, At(wid): At<MessageWid>, _: NoQuery, _: NoBody) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let message = message(inbox, &wid)?;
        if message.flow.0 == "inbound" {
            return Err(assumed::conflict("Only messages that were sent have receipts"));
        }
        let people: Vec<String> = match inbox.group(&message.to) {
            Some(group) => group.participants.iter().skip(1).map(Participant::wid).collect(),
            None => vec![message.to.clone()],
        };
        let receipts = |acks: &[&str], seconds: i64| -> Vec<Value> {
            let reached = acks.contains(&message.ack.0);
            let people = people.iter().filter(|_| reached);
            people.map(|wid| json!({ "wid": wid, "date": message.date.plus(seconds) })).collect()
        };
        Ok(Json(json!({
            "id": message.wid,
            "ack": message.ack,
            "delivered": receipts(&["delivered", "read"], 1),
            "read": receipts(&["read"], 30),
        })))
    })
}

fn message<'a>(inbox: &'a Inbox, wid: &MessageWid) -> Result<&'a ChatMessage, ApiError> {
    position(inbox, wid).map(|index| &inbox.messages[index])
}

fn position(inbox: &Inbox, wid: &MessageWid) -> Result<usize, ApiError> {
    let mut messages = inbox.messages.iter();
    let found = messages.position(|message| message.wid.eq_ignore_ascii_case(&wid.0));
    found.ok_or_else(|| assumed::no_such("message", &wid.0))
}
