//! Contacts of a number: their profiles, their own data, and whom the number does not want to hear.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::team::Person;
use crate::inbox::Inbox;
use crate::inbox::contact::{Contact, ContactType, Metadata, Profile};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::choice::choices;
use crate::values::codes::Country;
use crate::values::date::Period;
use crate::values::wids::{ChatWid, Phone, user_wid};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_LARGE_SIZE};
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::List;
use crate::wire::path::{At, Placeholder};
use crate::wire::query::{NoQuery, Query};

choices! {
    /// What the filter `type` finds: `user` is both `personal` and `business`.
    TypeFilter = "personal business user group channel private";
    /// What contacts can have.
    Has = "email chat";
}

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let contact = "/chat/{device}/contacts/{contact}";
    let contacts = get(list).post(create).patch(create_many);
    Router::new()
        .route("/chat/{device}/contacts", contacts)
        .route(contact, get(read).patch(update).delete(remove))
        .route(
            &format!("{contact}/metadata"),
            put(set_metadata).patch(merge_metadata),
        )
        .route("/devices/{device}/block", post(block).delete(unblock))
}

/// The WhatsApp id of a contact; a client was seen to send the phone instead, so that is taken too, with its plus sign or
/// without.
struct ContactWid(String);

impl Placeholder for ContactWid {
    const NAME: &'static str = "contact";

    fn read(text: &str) -> Result<Self, String> {
        if text.contains('@') {
            return text.parse::<ChatWid>().map(|wid| Self(wid.0));
        }
        let digits = text.trim_start_matches('+');
        let phone = format!("+{digits}").parse::<Phone>();
        let reason = "must be the WhatsApp id or the phone of a contact";
        phone
            .map(|phone| Self(user_wid(&phone.0)))
            .map_err(|_| reason.to_owned())
    }
}

const SORTS: [&str; 6] = [
    "name:asc",
    "name:desc",
    "createdAt:desc",
    "createdAt:asc",
    "updatedAt:desc",
    "updatedAt:asc",
];

async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let filter = Filter::read(&mut query);
    let include = query.choices("include", &["chat"]);
    let sort = query.choice("sort", &SORTS);
    let page = query.page(MAX_LARGE_SIZE);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let found = inbox
            .contacts
            .iter()
            .filter(|contact| filter.finds(contact, inbox));
        let mut contacts: Vec<&Contact> = found.collect();
        let name = |contact: &&Contact| contact.display_name().to_lowercase();
        match sort.as_deref().unwrap_or(SORTS[0]) {
            "name:desc" => contacts.sort_by_cached_key(|contact| Reverse(name(contact))),
            "createdAt:desc" => contacts.sort_by_key(|contact| Reverse(contact.created)),
            "createdAt:asc" => contacts.sort_by_key(|contact| contact.created),
            "updatedAt:desc" => contacts.sort_by_key(|contact| Reverse(contact.updated)),
            "updatedAt:asc" => contacts.sort_by_key(|contact| contact.updated),
            _ => contacts.sort_by_cached_key(name),
        }
        page.of(contacts)
            .map(|contact| contact.view_with(inbox, &include))
            .collect()
    })))
}

struct Filter {
    search: Option<String>,
    types: Vec<TypeFilter>,
    has: Vec<Has>,
    has_chat: Option<bool>,
    countries: Vec<Country>,
    labels: Vec<String>,
    without_labels: Vec<String>,
    keys: Vec<String>,
    values: Vec<String>,
    created: Period,
    updated: Period,
    last_message: Period,
}

impl Filter {
    fn read(query: &mut Query) -> Self {
        Self {
            search: query.text("search").map(|text| text.to_lowercase()),
            types: query.forms("type"),
            has: query.forms("has"),
            has_chat: query.boolean("hasChat"),
            countries: query.forms("country"),
            labels: query.list("labels"),
            without_labels: query.list("labelsExclude"),
            keys: query.list("metadataKey"),
            values: query.list("metadataValue"),
            created: query.period("after", "before"),
            updated: query.period("updatedAfter", "updatedBefore"),
            last_message: query.period("lastMessageAfter", "lastMessageBefore"),
        }
    }

    fn finds(&self, contact: &Contact, inbox: &Inbox) -> bool {
        let chat = inbox.chat(&contact.wid);
        let labels = chat.map_or(&[][..], |chat| &chat.labels);
        let labelled = |names: &[String]| {
            names
                .iter()
                .any(|name| (name == "*" && !labels.is_empty()) || labels.contains(name))
        };
        let is_user = ["personal", "business"].contains(&contact.kind.0);
        let has_type = |wanted: &TypeFilter| match wanted.0 {
            "user" => is_user,
            wanted => contact.kind.0 == wanted,
        };
        let has = |wanted: &Has| match wanted.0 {
            "email" => contact.text("email").is_some(),
            _ => chat.is_some(),
        };
        let texts = [contact.display_name(), contact.wid.clone()];
        let email = contact.text("email").unwrap_or_default();
        let metadata = &contact.metadata;
        self.search.iter().all(|part| {
            email.contains(part)
                || texts
                    .iter()
                    .any(|text| text.to_lowercase().contains(part.trim_start_matches('+')))
        }) && (self.types.is_empty() || self.types.iter().any(has_type))
            && self.has.iter().all(has)
            && self.has_chat.is_none_or(|wanted| wanted == chat.is_some())
            && (self.countries.is_empty()
                || self
                    .countries
                    .iter()
                    .any(|one| contact.country() == Some(&one.0)))
            && (self.labels.is_empty() || labelled(&self.labels))
            && !labelled(&self.without_labels)
            && self
                .keys
                .iter()
                .all(|key| metadata.iter().any(|one| one.key.0 == *key))
            && self
                .values
                .iter()
                .all(|value| metadata.iter().any(|one| one.value.0 == *value))
            && self.created.contains(contact.created)
            && self.updated.contains(contact.updated)
            && self
                .last_message
                .allows(chat.and_then(|chat| chat.last_message))
    }
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(profile): JsonBody<Profile>,
) -> Result<Json<Value>, ApiError> {
    let upsert = profile.upsert.unwrap_or(false);
    let wid = save(&number, &profile, upsert)?;
    change(&number, &wid, |_| {})
}

/// Saves each of up to 1000 contacts, or none.
async fn create_many(
    number: Number,
    mut query: Query,
    JsonList(profiles): JsonList<Profile>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let upsert = query.boolean("upsert").unwrap_or(true);
    query.finish()?;
    if !(1..=1000).contains(&profiles.len()) {
        return Err(ApiError::wrong_field(".", "must have 1 to 1000 contacts"));
    }
    for profile in &profiles {
        let wid = user_wid(profile.new_phone()?);
        number.inbox(|inbox| refuse_twin(inbox, &wid, upsert))?;
    }
    let saved = profiles.iter().map(|profile| save(&number, profile, true));
    let wids = saved.collect::<Result<Vec<String>, ApiError>>()?;
    Ok(Json(number.inbox(|inbox| {
        wids.iter()
            .filter_map(|wid| Some(inbox.contact(wid)?.view(inbox)))
            .collect()
    })))
}

fn refuse_twin(inbox: &Inbox, wid: &str, upsert: bool) -> Result<(), ApiError> {
    if !upsert && inbox.contact(wid).is_some() {
        return Err(assumed::exists("contact", wid));
    }
    Ok(())
}

/// Makes or updates a contact, for the other numbers of the account as well if it shall be in sync.
fn save(number: &Number, profile: &Profile, upsert: bool) -> Result<String, ApiError> {
    let wid = user_wid(profile.new_phone()?);
    check_agent(number, profile)?;
    number.inbox(|inbox| refuse_twin(inbox, &wid, upsert))?;
    let mut devices = vec![number.id.clone()];
    if profile.sync == Some(true) {
        devices = number
            .sandbox
            .devices
            .all(|all| all.iter().map(|one| one.id.clone()).collect());
    }
    for device in devices {
        number.sandbox.inboxes.of(&device, |inbox| {
            let index = inbox.contacts.iter().position(|contact| contact.wid == wid);
            let index = index.unwrap_or_else(|| {
                inbox
                    .contacts
                    .push(Contact::new(&wid, ContactType("personal"), number.now));
                inbox.contacts.len() - 1
            });
            inbox.contacts[index].update(profile, number.now);
        });
    }
    Ok(wid)
}

fn check_agent(number: &Number, profile: &Profile) -> Result<(), ApiError> {
    match &profile.assign {
        Some(id) => number
            .sandbox
            .team
            .find_on(&number.id, &Person::Id(id.0.clone()))
            .map(|_| ()),
        None => Ok(()),
    }
}

async fn read(
    number: Number,
    At(ContactWid(wid)): At<ContactWid>,
    mut query: Query,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    let include = query.choices("include", &["chat"]);
    query.finish()?;
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        Ok(Json(inbox.contacts[index].view_with(inbox, &include)))
    })
}

async fn update(
    number: Number,
    At(ContactWid(wid)): At<ContactWid>,
    _: NoQuery,
    JsonBody(profile): JsonBody<Profile>,
) -> Result<Json<Value>, ApiError> {
    if profile.phone.is_some() {
        return Err(ApiError::wrong_field(
            "phone",
            "stands in the path and cannot be changed",
        ));
    }
    check_agent(&number, &profile)?;
    if profile.upsert == Some(true) {
        number.inbox(|inbox| {
            if inbox.contact(&wid).is_none() {
                inbox
                    .contacts
                    .push(Contact::new(&wid, ContactType("personal"), number.now));
            }
        });
    }
    change(&number, &wid, |contact| {
        contact.update(&profile, number.now);
    })
}

async fn remove(
    number: Number,
    At(ContactWid(wid)): At<ContactWid>,
    _: NoQuery,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        inbox.contacts.remove(index);
        Ok(StatusCode::NO_CONTENT)
    })
}

/// An empty list empties the own data.
async fn set_metadata(
    number: Number,
    At(ContactWid(wid)): At<ContactWid>,
    _: NoQuery,
    JsonList(entries): JsonList<Metadata>,
) -> Result<Json<Value>, ApiError> {
    change(&number, &wid, |contact| {
        contact.metadata.clear();
        contact.merge_metadata(&entries);
        contact.updated = number.now;
    })
}

async fn merge_metadata(
    number: Number,
    At(ContactWid(wid)): At<ContactWid>,
    _: NoQuery,
    JsonList(entries): JsonList<Metadata>,
) -> Result<Json<Value>, ApiError> {
    if entries.is_empty() {
        return Err(ApiError::wrong_field("[0]", "is required"));
    }
    change(&number, &wid, |contact| {
        contact.merge_metadata(&entries);
        contact.updated = number.now;
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phones {
    contacts: List<Phone, 1, 50>,
}

async fn block(number: Number, _: NoQuery, JsonBody(body): JsonBody<Phones>) -> Json<Value> {
    Json(set_blocked(&number, &body.contacts.0, true))
}

async fn unblock(number: Number, _: NoQuery, JsonBody(body): JsonBody<Phones>) -> Json<Value> {
    Json(set_blocked(&number, &body.contacts.0, false))
}

fn set_blocked(number: &Number, phones: &[Phone], block: bool) -> Value {
    number.inbox(|inbox| {
        let contacts = phones.iter().map(|phone| {
            let wid = user_wid(&phone.0);
            inbox.block(&wid, block);
            json!({ "phone": phone, "wid": wid, "isBlocked": block })
        });
        json!({ "contacts": contacts.collect::<Value>() })
    })
}

/// Changes a contact, and answers with it.
fn change(
    number: &Number,
    wid: &str,
    change: impl FnOnce(&mut Contact),
) -> Result<Json<Value>, ApiError> {
    let contact = number.inbox(|inbox| {
        let index = position(inbox, wid)?;
        change(&mut inbox.contacts[index]);
        Ok::<_, ApiError>(inbox.contacts[index].view(inbox))
    })?;
    number.tell(EventName("contact:update"), &contact);
    Ok(Json(contact))
}

fn position(inbox: &Inbox, wid: &str) -> Result<usize, ApiError> {
    let found = inbox.contacts.iter().position(|contact| contact.wid == wid);
    found.ok_or_else(|| assumed::no_such("contact", wid))
}
