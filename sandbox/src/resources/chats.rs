//! Chats of a number: finding, reading, deleting, and what concerns many at once.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::inbox::Inbox;
use crate::inbox::chat::{Chat, ChatKind};
use crate::inbox::group::MemberRole;
use crate::inbox::message::ChatMessage;
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::choice::choices;
use crate::values::wids::{ChatWid, GroupWid, Phone, user_wid};
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_LARGE_SIZE, MAX_SIZE};
use crate::wire::body::{JsonBody, NoBody, OptionalJson};
use crate::wire::fields::Whole;
use crate::wire::path::{At, Placeholder};
use crate::wire::query::{NoQuery, Query};

choices! {
    /// What the filter `status` finds.
    StatusFilter = "pending active resolved archived muted";
    /// What the other side sees.
    TypingAction = "typing recording stop";
}

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let chat = "/chat/{device}/chats/{chat}";
    Router::new()
        .route("/chat/{device}/chats", get(list))
        .route("/chat/{device}/typing", post(typing))
        .route("/chat/{device}/sync", post(sync))
        .route(chat, get(read).delete(remove))
        .route(&format!("{chat}/sync"), get(sync_chat))
        .route(&format!("{chat}/participants"), get(participants))
}

/// The `{chat}` of a path.
impl Placeholder for ChatWid {
    const NAME: &'static str = "chat";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
    }
}

const INCLUDABLE: [&str; 3] = ["messages", "notes", "participants"];
const SORTS: [&str; 5] = ["lastMessageAt:desc", "lastMessageAt:asc", "unreadCount:desc", "name:asc", "name:desc"];

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let filter = Filter::read(&mut query);
    let include = query.choices("include", &INCLUDABLE);
    let sort = query.choice("sort", &SORTS);
    let page = query.page(MAX_SIZE);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let mut chats: Vec<&Chat> = inbox.chats.iter().filter(|chat| filter.finds(chat, inbox)).collect();
        let name = |chat: &&Chat| chat.display_name(inbox).to_lowercase();
        match sort.as_deref().unwrap_or(SORTS[0]) {
            "lastMessageAt:asc" => chats.sort_by_key(|chat| chat.last_message),
            "unreadCount:desc" => chats.sort_by_key(|chat| Reverse(chat.unread)),
            "name:asc" => chats.sort_by_cached_key(name),
            "name:desc" => chats.sort_by_cached_key(|chat| Reverse(name(chat))),
            _ => chats.sort_by_key(|chat| Reverse(chat.last_message)),
        }
        page.of(chats).map(|chat| chat.view_with(inbox, &include)).collect()
    })))
}

struct Filter {
    status: Vec<StatusFilter>,
    unread: Option<bool>,
    active: Option<bool>,
    can_send: Option<bool>,
    read_only: Option<bool>,
    kinds: Vec<ChatKind>,
    agents: Vec<String>,
    search: Option<String>,
    phones: Vec<Phone>,
    labels: Vec<String>,
    without_labels: Vec<String>,
}

impl Filter {
    fn read(query: &mut Query) -> Self {
        Self {
            status: query.forms("status"),
            unread: query.boolean("unread"),
            active: query.boolean("active"),
            can_send: query.boolean("canSend"),
            read_only: query.boolean("readOnly"),
            kinds: query.forms("type"),
            agents: query.ids("agent"),
            search: query.text("search").map(|text| text.to_lowercase()),
            phones: query.forms("phone"),
            labels: query.list("labels"),
            without_labels: query.list("labelsExclude"),
        }
    }

    fn finds(&self, chat: &Chat, inbox: &Inbox) -> bool {
        let is = |wanted: Option<bool>, fact: bool| wanted.is_none_or(|wanted| wanted == fact);
        let has_status = |status: &StatusFilter| match status.0 {
            "archived" => chat.archived || chat.status.0 == "archived",
            "muted" => chat.muted,
            status => chat.status.0 == status,
        };
        let any_of = |names: &[String], values: &[String]| {
            names.iter().any(|name| (name == "*" && !values.is_empty()) || values.contains(name))
        };
        let read_only = chat.is_read_only(inbox);
        let agent: Vec<String> = chat.agent.clone().into_iter().collect();
        let phone = chat.phone();
        // A chat that was removed is found only where it is asked for, which no filter does.
        chat.status.0 != "removed"
            && (self.status.is_empty() || self.status.iter().any(has_status))
            && is(self.unread, chat.unread > 0)
            && is(self.active, chat.status.0 == "active")
            && is(self.can_send, !read_only)
            && is(self.read_only, read_only)
            && (self.kinds.is_empty() || self.kinds.contains(&chat.kind))
            && (self.agents.is_empty() || any_of(&self.agents, &agent))
            && self.search.iter().all(|text| {
                let name = chat.display_name(inbox).to_lowercase();
                name.contains(text) || chat.wid.contains(text) || phone.iter().any(|one| one.contains(text))
            })
            && (self.phones.is_empty() || self.phones.iter().any(|one| phone.as_ref() == Some(&one.0)))
            && (self.labels.is_empty() || any_of(&self.labels, &chat.labels))
            && !any_of(&self.without_labels, &chat.labels)
    }
}

async fn read(number: Number, At(chat): At<ChatWid>, mut query: Query, _: NoBody) -> Result<Json<Value>, ApiError> {
    let include = query.choices("include", &INCLUDABLE);
    query.finish()?;
    number.inbox(|inbox| {
        let index = position(inbox, &chat.0)?;
        Ok(Json(inbox.chats[index].view_with(inbox, &include)))
    })
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deletion {
    #[serde(default)]
    whatsapp: bool,
    #[serde(default)]
    force: bool,
}

async fn remove(
    number: Number,
    At(chat): At<ChatWid>,
    _: NoQuery,
    OptionalJson(body): OptionalJson<Deletion>,
) -> Result<StatusCode, ApiError> {
    let body = body.unwrap_or_default();
    if body.force && !body.whatsapp {
        return Err(ApiError::wrong_field("force", "goes with whatsapp = true only"));
    }
    number.inbox(|inbox| {
        position(inbox, &chat.0)?;
        inbox.remove_chats(|one| one.wid == chat.0);
        Ok(StatusCode::NO_CONTENT)
    })
}

/// How a body names a chat: by the phone of a person, or by a WhatsApp id.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct ChatName(pub String);

impl TryFrom<String> for ChatName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.starts_with('+') {
            text.parse::<Phone>().map(|phone| Self(user_wid(&phone.0)))
        } else {
            let wid = text.parse::<ChatWid>();
            wid.map(|wid| Self(wid.0)).map_err(|reason| format!("{reason}; or a phone number like +15550100001"))
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typing {
    action: TypingAction,
    duration: Option<Whole<2, 30>>,
    chat: Option<ChatName>,
    group: Option<GroupWid>,
}

/// WhatsApp shows it also where there is no chat yet.
async fn typing(_: Number, _: NoQuery, JsonBody(body): JsonBody<Typing>) -> Result<Json<Value>, ApiError> {
    let chat = match (body.chat, body.group) {
        (Some(chat), None) => chat.0,
        (None, Some(group)) => group.0,
        _ => {
            return Err(ApiError::wrong_field("chat", "send exactly one of chat and group"));
        }
    };
    let duration = body.duration.map_or(2, |duration| duration.0);
    Ok(Json(json!({ "action": body.action, "chat": chat, "duration": duration })))
}

/// There is nothing on a phone that the sandbox does not know already: it tells what there is.
async fn sync(number: Number, mut query: Query, _: NoBody) -> Result<Json<Value>, ApiError> {
    let chats = query.number("size", &(1..=MAX_LARGE_SIZE)).unwrap_or(50);
    let messages = query.number("messages", &(1..=MAX_LARGE_SIZE)).unwrap_or(50);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let synced: Vec<&Chat> = inbox.chats.iter().take(chats).collect();
        let of_chat = |chat: &&Chat| {
            let all = inbox.messages.iter().filter(|message| message.chat == chat.wid);
            all.take(messages).count()
        };
        let messages: usize = synced.iter().map(of_chat).sum();
        json!({ "chats": synced.len(), "messages": messages, "syncedAt": number.now })
    })))
}

async fn sync_chat(
    number: Number,
    At(chat): At<ChatWid>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let size = query.number("size", &(1..=MAX_LARGE_SIZE)).unwrap_or(50);
    let page = query.number("page", &(0..=50)).unwrap_or(0);
    query.finish()?;
    number.inbox(|inbox| {
        position(inbox, &chat.0)?;
        let mut messages: Vec<&ChatMessage> = inbox.messages.iter().filter(|message| message.chat == chat.0).collect();
        messages.sort_by_key(|message| Reverse(message.date));
        let shown = messages.into_iter().skip(page * size).take(size);
        Ok(Json(shown.map(|message| message.view(inbox)).collect()))
    })
}

/// A chat that is no group has no participants.
async fn participants(
    number: Number,
    At(chat): At<ChatWid>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Vec<Value>>, ApiError> {
    let search = query.text("search").map(|text| text.to_lowercase());
    let phones: Vec<Phone> = query.forms("phone");
    let roles: Vec<MemberRole> = query.forms("role");
    let contact = query.boolean("contact");
    let include = query.choices("include", &["contact"]);
    let page = query.page(MAX_SIZE);
    query.finish()?;
    number.inbox(|inbox| {
        position(inbox, &chat.0)?;
        let group = inbox.group(&chat.0).into_iter();
        let found = group.flat_map(|group| &group.participants).filter(|one| {
            let known = inbox.contact(&one.wid());
            (phones.is_empty() || phones.iter().any(|phone| phone.0 == one.phone))
                && (roles.is_empty() || roles.contains(&one.role()))
                && contact.is_none_or(|wanted| wanted == known.is_some())
                && search.iter().all(|text| {
                    let name = known.map(|known| known.display_name().to_lowercase());
                    one.phone.contains(text) || one.wid().contains(text) || name.is_some_and(|name| name.contains(text))
                })
        });
        let shown = page.of(found).map(|one| {
            let mut view = one.view(inbox);
            if !include.is_empty()
                && let Some(contact) = inbox.contact(&one.wid())
            {
                view["contact"] = contact.view(inbox);
            }
            view
        });
        Ok(Json(shown.collect()))
    })
}

/// Where the chat is; 404 when there is no such one.
pub fn position(inbox: &Inbox, wid: &str) -> Result<usize, ApiError> {
    let found = inbox.chats.iter().position(|chat| chat.wid == wid);
    found.ok_or_else(|| assumed::no_such("chat", wid))
}
