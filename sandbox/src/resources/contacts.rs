//! Contacts of a number: their profiles, their own data, and whom the number does not want to hear.

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
use crate::values::wids::{ChatWid, Phone, user_wid};
use crate::webhook::events::EventName;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self};
use crate::wire::body::{JsonBody, JsonList, NoBody};
use crate::wire::fields::List;
use crate::wire::path::{At, Placeholder};
use crate::wire::query::{NoQuery, Query};

mod search;

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let contact = "/chat/{device}/contacts/{contact}";
    let contacts = get(search::list).post(create).patch(create_many);
    Router::new()
        .route("/chat/{device}/contacts", contacts)
        .route(contact, get(read).patch(update).delete(remove))
        .route(&format!("{contact}/metadata"), put(set_metadata).patch(merge_metadata))
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
        phone.map(|phone| Self(user_wid(&phone.0))).map_err(|_| reason.to_owned())
    }
}

async fn create(number: Number, _: NoQuery, JsonBody(profile): JsonBody<Profile>) -> Result<Json<Value>, ApiError> {
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
    Ok(Json(number.inbox(|inbox| wids.iter().filter_map(|wid| Some(inbox.contact(wid)?.view(inbox))).collect())))
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
        devices = number.sandbox.devices.all(|all| all.iter().map(|one| one.id.clone()).collect());
    }
    for device in devices {
        number.sandbox.inboxes.of(&device, |inbox| {
            let index = inbox.contacts.iter().position(|contact| contact.wid == wid);
            let index = index.unwrap_or_else(|| {
                inbox.contacts.push(Contact::new(&wid, ContactType("personal"), number.now));
                inbox.contacts.len() - 1
            });
            inbox.contacts[index].update(profile, number.now);
        });
    }
    Ok(wid)
}

fn check_agent(number: &Number, profile: &Profile) -> Result<(), ApiError> {
    match &profile.assign {
        Some(id) => number.sandbox.team.find_on(&number.id, &Person::Id(id.0.clone())).map(|_| ()),
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
        return Err(ApiError::wrong_field("phone", "stands in the path and cannot be changed"));
    }
    check_agent(&number, &profile)?;
    if profile.upsert == Some(true) {
        number.inbox(|inbox| {
            if inbox.contact(&wid).is_none() {
                inbox.contacts.push(Contact::new(&wid, ContactType("personal"), number.now));
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
fn change(number: &Number, wid: &str, change: impl FnOnce(&mut Contact)) -> Result<Json<Value>, ApiError> {
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
