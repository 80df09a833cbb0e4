//! Channels of a number, and WhatsApp's list of public ones.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::groups::invite_code;
use crate::inbox::Inbox;
use crate::inbox::channel::{Category, Channel, Direction, SortField, directory};
use crate::resources::Number;
use crate::state::Sandbox;
use crate::values::addresses::WebUrl;
use crate::values::codes::Country;
use crate::values::wids::ChannelWid;
use crate::wire::answer::ApiError;
use crate::wire::assumed::{self, MAX_SIZE};
use crate::wire::body::{JsonBody, NoBody};
use crate::wire::fields::{Change, List, Text, Whole};
use crate::wire::path::{At, Placeholder};
use crate::wire::picture::{Base64Picture, Picture, PictureBody};
use crate::wire::query::{NoQuery, Query};

/// The routes of this resource.
pub fn routes() -> Router<Arc<Sandbox>> {
    let channels = get(list).post(create).put(follow).patch(search);
    let channel = get(read).patch(update).delete(remove);
    Router::new()
        .route("/devices/{device}/channels", channels)
        .route("/devices/{device}/channels/{channel}", channel)
        .route("/devices/{device}/channels/{channel}/image", put(set_picture))
}

/// The id of a channel, with or without `@newsletter`.
struct ChannelId(String);

impl Placeholder for ChannelId {
    const NAME: &'static str = "channel";

    fn read(text: &str) -> Result<Self, String> {
        let full = if text.contains('@') { text.to_owned() } else { format!("{text}@newsletter") };
        full.parse::<ChannelWid>().map(|wid| Self(wid.0))
    }
}

/// The words that `permission` takes are unknown; any finds the channels that have it.
async fn list(number: Number, mut query: Query, _: NoBody) -> Result<Json<Vec<Value>>, ApiError> {
    let permission = query.text("permission");
    let page = query.page(MAX_SIZE);
    query.finish()?;
    Ok(Json(number.inbox(|inbox| {
        let found = inbox
            .channels
            .iter()
            .filter(|channel| permission.iter().all(|permission| channel.permission == permission));
        page.of(found).map(|channel| channel.view(inbox)).collect()
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelBody {
    name: Text<1, 100>,
    #[serde(default)]
    description: Change<Text<1, 2048>>,
    image: Option<Image>,
}

/// A picture as address, as `{"url"}`, or as `{"data"}` in base64.
struct Image(Picture);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageObject {
    url: Option<WebUrl>,
    data: Option<Base64Picture>,
}

impl<'de> Deserialize<'de> for Image {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let picture = match Value::deserialize(deserializer)? {
            Value::String(url) => {
                let url: WebUrl = url.parse().map_err(de::Error::custom)?;
                Picture::Web(url.0)
            }
            object => match serde_json::from_value(object).map_err(de::Error::custom)? {
                ImageObject { url: Some(url), data: None } => Picture::Web(url.0),
                ImageObject { url: None, data: Some(data) } => data.0,
                _ => return Err(de::Error::custom("must have exactly one of url and data")),
            },
        };
        Ok(Self(picture))
    }
}

impl ChannelBody {
    fn apply(self, channel: &mut Channel) {
        channel.name = self.name.0;
        self.description.apply(&mut channel.description);
        if let Some(Image(picture)) = self.image {
            channel.picture = Some(picture);
        }
    }
}

async fn create(
    number: Number,
    _: NoQuery,
    JsonBody(body): JsonBody<ChannelBody>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    number.inbox(|inbox| {
        let channel = inbox.add_channel(&body.name.0, number.now);
        body.apply(channel);
        let channel = channel.clone();
        Ok((StatusCode::CREATED, Json(channel.view(inbox))))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    code: Option<Text<1, 100>>,
    url: Option<String>,
}

async fn follow(number: Number, _: NoQuery, JsonBody(body): JsonBody<Invitation>) -> Result<Json<Value>, ApiError> {
    let link = "https://whatsapp.com/channel/";
    let code = invite_code(body.code.map(|code| code.0), body.url, link)?;
    let found = directory().into_iter().find(|channel| channel.invite_code == code);
    let channel = found.ok_or_else(|| assumed::no_such("channel with the invite code", &code))?;
    number.inbox(|inbox| {
        if inbox.channel(&channel.wid).is_some() {
            return Err(assumed::conflict("The number follows that channel already"));
        }
        let channel = inbox.follow(channel, number.now).clone();
        Ok(Json(channel.view(inbox)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wanted {
    search: Option<String>,
    limit: Option<Whole<1, 50>>,
    category: Option<Category>,
    sort: Option<Direction>,
    sort_field: Option<SortField>,
    countries: Option<List<Country, 0, 10>>,
}

async fn search(number: Number, _: NoQuery, JsonBody(body): JsonBody<Wanted>) -> Result<Json<Vec<Value>>, ApiError> {
    let term = body.search.unwrap_or_default().to_lowercase();
    let countries = body.countries.map_or_else(Vec::new, |countries| countries.0);
    let mut found = directory();
    found.retain(|channel| {
        channel.name.to_lowercase().contains(&term)
            && body.category.is_none_or(|category| channel.categories.contains(&category.0))
            && (countries.is_empty() || countries.iter().any(|one| one.0 == channel.country))
    });
    if body.sort_field == Some(SortField("creation_time")) {
        found.sort_by_key(|channel| channel.created);
    } else {
        found.sort_by_key(|channel| channel.subscribers);
    }
    if body.sort != Some(Direction("asc")) {
        found.reverse();
    }
    let limit = body.limit.map_or(50, |limit| limit.0);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Json(number.inbox(|inbox| found.iter().map(|channel| channel.view(inbox)).collect())))
}

async fn read(
    number: Number,
    At(ChannelId(wid)): At<ChannelId>,
    _: NoQuery,
    _: NoBody,
) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        Ok(Json(inbox.channels[index].view(inbox)))
    })
}

async fn update(
    number: Number,
    At(ChannelId(wid)): At<ChannelId>,
    _: NoQuery,
    JsonBody(body): JsonBody<ChannelBody>,
) -> Result<Json<Value>, ApiError> {
    change_own(&number, &wid, |channel| body.apply(channel))
}

async fn set_picture(
    number: Number,
    At(ChannelId(wid)): At<ChannelId>,
    _: NoQuery,
    JsonBody(body): JsonBody<PictureBody>,
) -> Result<Json<Value>, ApiError> {
    let picture = body.picture()?;
    change_own(&number, &wid, |channel| channel.picture = Some(picture))
}

/// Deletes a channel of the number's own, and stops to follow any other.
async fn remove(
    number: Number,
    At(ChannelId(wid)): At<ChannelId>,
    _: NoQuery,
    _: NoBody,
) -> Result<StatusCode, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, &wid)?;
        inbox.channels.remove(index);
        inbox.remove_chats(|chat| chat.wid == wid);
        Ok(StatusCode::NO_CONTENT)
    })
}

fn change_own(number: &Number, wid: &str, change: impl FnOnce(&mut Channel)) -> Result<Json<Value>, ApiError> {
    number.inbox(|inbox| {
        let index = position(inbox, wid)?;
        let channel = &mut inbox.channels[index];
        if channel.permission == "subscriber" {
            let message = "The number only follows that channel";
            return Err(ApiError::new(StatusCode::FORBIDDEN, message));
        }
        change(channel);
        let name = channel.name.clone();
        if let Some(chat) = inbox.chats.iter_mut().find(|chat| chat.wid == wid) {
            chat.name = name;
        }
        Ok(Json(inbox.channels[index].view(inbox)))
    })
}

fn position(inbox: &Inbox, wid: &str) -> Result<usize, ApiError> {
    let found = inbox.channels.iter().position(|channel| channel.wid == wid);
    found.ok_or_else(|| assumed::no_such("channel", wid))
}
