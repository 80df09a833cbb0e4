//! Pictures of profiles, groups and channels, as a request hands them over: JPG or PNG, up to 1 MB.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, de};

use crate::values::addresses::WebUrl;
use crate::wire::answer::ApiError;

const MAX_BYTES: usize = 1024 * 1024;

/// A picture that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// One on the web. The sandbox believes the address and does not look.
    Web(String),
    /// One that came with the request.
    Sent {
        /// `image/jpeg` or `image/png`.
        mime: &'static str,
        /// The file.
        bytes: Vec<u8>,
    },
}

impl Picture {
    /// The address that the API shows. The one of a picture that was sent looks like WhatsApp's and leads nowhere.
    pub fn url(&self) -> String {
        match self {
            Self::Web(url) => url.clone(),
            Self::Sent { mime, bytes } => {
                let mut hasher = DefaultHasher::new();
                bytes.hash(&mut hasher);
                let extension = mime.trim_start_matches("image/");
                format!("https://pps.whatsapp.net/v/{:016x}.{extension}", hasher.finish())
            }
        }
    }
}

/// The body that sets a picture: exactly one of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureBody {
    url: Option<WebUrl>,
    image: Option<Base64Picture>,
}

impl PictureBody {
    /// The picture.
    pub fn picture(self) -> Result<Picture, ApiError> {
        match (self.url, self.image) {
            (Some(url), None) => Ok(Picture::Web(url.0)),
            (None, Some(image)) => Ok(image.0),
            _ => Err(ApiError::wrong_field("url", "send exactly one of url and image")),
        }
    }
}

/// A picture as base64 text.
#[derive(Debug)]
pub struct Base64Picture(pub Picture);

impl<'de> Deserialize<'de> for Base64Picture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes =
            STANDARD.decode(String::deserialize(deserializer)?).map_err(|_| de::Error::custom("must be base64"))?;
        let mime = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            "image/png"
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            "image/jpeg"
        } else {
            return Err(de::Error::custom("must be a JPG or PNG file as base64"));
        };
        if bytes.len() > MAX_BYTES {
            return Err(de::Error::custom("must not be larger than 1 MB"));
        }
        Ok(Self(Picture::Sent { mime, bytes }))
    }
}
