//! Contacts, and the many members that a request can set of one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::account::team::ACCOUNT_USER;
use crate::inbox::Inbox;
use crate::values::addresses::Email;
use crate::values::choice::choices;
use crate::values::codes::{Country, Currency, Language};
use crate::values::date::Date;
use crate::values::ids::Id;
use crate::values::wids::{Phone, phone_of};
use crate::wire::answer::{ApiError, compact};
use crate::wire::fields::{List, Text};

choices! {
    /// What kind of contact a request makes.
    ContactKind = "personal business";
    /// What kind of contact it is.
    ContactType = "personal business group channel private";
    /// Gender.
    Gender = "male female other";
    /// Whether messages of the contact make a sound, or are seen at all.
    Notifications = "on mute ignore";
    /// A member that an update can take away.
    Removable = "name surname altPhone email companyName timezone companyCode companyTaxId companyWebsite companyRole \
        title companyEmail companyPhone country companyCountry address city crm crmRef postalCode notes gender \
        currency birthday description languages links sync";
}

/// A contact.
#[derive(Clone)]
pub struct Contact {
    /// Its WhatsApp id.
    pub wid: String,
    /// What kind it is.
    pub kind: ContactType,
    /// What requests set, by the names of [`Profile`].
    pub info: Map<String, Value>,
    /// The own data of the account.
    pub metadata: Vec<Metadata>,
    /// Who takes care of it.
    pub agent: Option<String>,
    /// When it was made.
    pub created: Date,
    /// When it was last changed.
    pub updated: Date,
}

/// An entry of a contact's own data.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Its name.
    pub key: MetadataKey,
    /// Its value.
    pub value: Text<0, 300>,
}

/// The name of an entry: up to 30 letters, digits and underscores.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct MetadataKey(pub String);

impl TryFrom<String> for MetadataKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if (1..=30).contains(&text.len()) && text.bytes().all(is_letter) {
            Ok(Self(text))
        } else {
            Err("must have 1 to 30 letters, digits and underscores")
        }
    }
}

/// What a request can say about a contact. Which of it fits where, the request's own checks tell.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Profile {
    /// Whom it is about; in the path of an update.
    #[serde(skip_serializing)]
    pub phone: Option<Phone>,
    name: Option<Text<0, 30>>,
    surname: Option<Text<0, 50>>,
    title: Option<Text<0, 15>>,
    kind: Option<ContactKind>,
    gender: Option<Gender>,
    alt_phone: Option<Phone>,
    email: Option<Email>,
    description: Option<Text<0, 100>>,
    languages: Option<List<Language, 0, 3>>,
    company_name: Option<Text<0, 50>>,
    company_code: Option<Text<0, 50>>,
    company_tax_id: Option<Text<0, 30>>,
    company_role: Option<Text<0, 30>>,
    company_website: Option<Text<0, 300>>,
    company_email: Option<Email>,
    company_phone: Option<Phone>,
    company_country: Option<Country>,
    currency: Option<Currency>,
    address: Option<Text<0, 100>>,
    city: Option<Text<0, 30>>,
    postal_code: Option<Text<0, 20>>,
    country: Option<Country>,
    timezone: Option<Text<1, 50>>,
    birthday: Option<Date>,
    notes: Option<Text<0, 3000>>,
    notifications: Option<Notifications>,
    crm: Option<String>,
    crm_ref: Option<String>,
    /// Whether the contact goes to all numbers of the account.
    pub sync: Option<bool>,
    /// Who shall take care of it.
    #[serde(skip_serializing)]
    pub assign: Option<Id>,
    /// Whether the request may meet a contact that exists, or one that does not.
    #[serde(skip_serializing)]
    pub upsert: Option<bool>,
    /// The own data of the account.
    #[serde(skip_serializing)]
    pub metadata: Option<Vec<Metadata>>,
    /// Members that shall be taken away.
    #[serde(skip_serializing, rename = "$remove")]
    pub remove: Option<Vec<Removable>>,
}

impl Profile {
    /// The phone that a new contact needs.
    pub fn new_phone(&self) -> Result<&str, ApiError> {
        if self.remove.is_some() {
            return Err(ApiError::wrong_field("$remove", "is for updates only"));
        }
        let phone = self.phone.as_ref().map(|phone| phone.0.as_str());
        phone.ok_or_else(|| ApiError::wrong_field("phone", "is required"))
    }
}

impl Contact {
    /// A contact of which nothing but its WhatsApp id is known.
    pub fn new(wid: &str, kind: ContactType, now: Date) -> Self {
        Self {
            wid: wid.to_owned(),
            kind,
            info: Map::new(),
            metadata: Vec::new(),
            agent: None,
            created: now,
            updated: now,
        }
    }

    /// Sets what a request says.
    pub fn update(&mut self, profile: &Profile, now: Date) {
        let Value::Object(members) = compact(json!(profile)) else {
            unreachable!("a struct becomes an object");
        };
        self.info.extend(members);
        for name in profile.remove.iter().flatten() {
            self.info.remove(name.0);
        }
        if let Some(kind) = profile.kind {
            self.kind = ContactType(kind.0);
        }
        if let Some(agent) = &profile.assign {
            self.agent = Some(agent.0.clone());
        }
        self.merge_metadata(profile.metadata.as_deref().unwrap_or_default());
        self.updated = now;
    }

    /// Sets entries of the own data by their keys, and keeps the others.
    pub fn merge_metadata(&mut self, entries: &[Metadata]) {
        for entry in entries {
            match self.metadata.iter_mut().find(|one| one.key == entry.key) {
                Some(one) => one.clone_from(entry),
                None => self.metadata.push(entry.clone()),
            }
        }
    }

    /// The phone of a person.
    pub fn phone(&self) -> Option<String> {
        phone_of(&self.wid)
    }

    /// A member of the profile, if it is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.info.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Two letters: what the profile says, or what the phone tells.
    pub fn country(&self) -> Option<&str> {
        let by_phone = self.wid.starts_with('1').then_some("US");
        self.text("country").or(by_phone)
    }

    /// First and last name, or the phone.
    pub fn display_name(&self) -> String {
        let names: Vec<&str> = [self.text("name"), self.text("surname")].into_iter().flatten().collect();
        if names.is_empty() { self.phone().unwrap_or_else(|| self.wid.clone()) } else { names.join(" ") }
    }

    /// The contact as the API shows it.
    pub fn view(&self, inbox: &Inbox) -> Value {
        compact(json!({
            "wid": self.wid,
            "phone": self.phone(),
            "type": self.kind,
            "displayName": self.display_name(),
            "shortName": self.text("name"),
            "locationInfo": self.country().map(|country| json!({ "alpha2": country })),
            "info": self.info,
            "metadata": self.metadata,
            "meta": { "isBlocked": inbox.blocked.contains(&self.wid) },
            "owner": self.agent.as_ref().map(|agent| json!({ "agent": agent })),
            "createdBy": ACCOUNT_USER,
            "createdAt": self.created,
            "updatedAt": self.updated,
            "syncedAt": self.updated,
            "device": inbox.device,
            "links": { "chat": format!("/v1/chat/{}/chats/{}", inbox.device, self.wid) },
        }))
    }

    /// The same with the chat, if a request includes it.
    pub fn view_with(&self, inbox: &Inbox, include: &[String]) -> Value {
        let mut view = self.view(inbox);
        if !include.is_empty() {
            view["chat"] = inbox.chat(&self.wid).map_or(Value::Null, |chat| chat.view(inbox));
        }
        compact(view)
    }
}

impl Inbox {
    /// The contact with that WhatsApp id.
    pub fn contact(&self, wid: &str) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.wid == wid)
    }

    /// Lets somebody write to the number no more, or again.
    pub fn block(&mut self, wid: &str, block: bool) {
        self.blocked.retain(|one| one != wid);
        if block {
            self.blocked.push(wid.to_owned());
        }
    }
}
