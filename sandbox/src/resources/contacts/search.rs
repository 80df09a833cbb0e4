//! `GET /chat/{device}/contacts`: by text, kind, label, own data and time.

use std::cmp::Reverse;

use axum::Json;
use serde_json::Value;

use crate::inbox::Inbox;
use crate::inbox::contact::Contact;
use crate::resources::Number;
use crate::values::choice::choices;
use crate::values::codes::Country;
use crate::values::date::Period;
use crate::wire::answer::ApiError;
use crate::wire::assumed::MAX_LARGE_SIZE;
use crate::wire::body::NoBody;
use crate::wire::query::Query;

choices! {
    /// What the filter `type` finds: `user` is both `personal` and `business`.
    TypeFilter = "personal business user group channel private";
    /// What contacts can have.
    Has = "email chat";
}

const SORTS: [&str; 6] =
    ["name:asc", "name:desc", "createdAt:desc", "createdAt:asc", "updatedAt:desc", "updatedAt:asc"];

/// `GET /chat/{device}/contacts`
pub async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let filter = Filter::read(&mut query);
    let include = query.choices("include", &["chat"]);
    let sort = query.choice("sort", &SORTS);
    let page = query.page(MAX_LARGE_SIZE);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let found = inbox.contacts.iter().filter(|contact| filter.finds(contact, inbox));
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
        page.of(contacts).map(|contact| contact.view_with(inbox, &include)).collect()
    })))
}

/// What the query selects. Empty lists and missing members select every contact.
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
        let labelled =
            |names: &[String]| names.iter().any(|name| (name == "*" && !labels.is_empty()) || labels.contains(name));
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
            email.contains(part) || texts.iter().any(|text| text.to_lowercase().contains(part.trim_start_matches('+')))
        }) && (self.types.is_empty() || self.types.iter().any(has_type))
            && self.has.iter().all(has)
            && self.has_chat.is_none_or(|wanted| wanted == chat.is_some())
            && (self.countries.is_empty() || self.countries.iter().any(|one| contact.country() == Some(&one.0)))
            && (self.labels.is_empty() || labelled(&self.labels))
            && !labelled(&self.without_labels)
            && self.keys.iter().all(|key| metadata.iter().any(|one| one.key.0 == *key))
            && self.values.iter().all(|value| metadata.iter().any(|one| one.value.0 == *value))
            && self.created.contains(contact.created)
            && self.updated.contains(contact.updated)
            && self.last_message.allows(chat.and_then(|chat| chat.last_message))
    }
}
