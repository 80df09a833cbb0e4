//! The two ways to the API: through the host, or with the platform's own `fetch` through gloo-net.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Array, JsString, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestRedirect};

use super::seam::{
    Credentials, Host, HttpResponse, Params, base64_of, body_of, bytes_of, member, message_of,
    no_answer, set,
};
use crate::{
    address::BaseUrl,
    error::{Error, NoAnswer},
    request::{File, Request},
};

/// An answer; its bytes stay with the host.
pub struct HttpAnswer {
    pub status: u16,
    pub content_type: String,
    pub disposition: String,
    /// Bytes that the API says it sends.
    pub length: Option<u64>,
    pub retry_after: Option<String>,
    body: JsValue,
}

impl HttpAnswer {
    /// Its bytes; none when the host holds a file back.
    pub fn bytes(&self) -> Option<&Uint8Array> {
        self.body.dyn_ref()
    }

    /// Whether nothing came but a status.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_some_and(|bytes| bytes.length() == 0)
    }

    /// Its bytes, or what stands for them.
    pub const fn file(&self) -> &JsValue {
        &self.body
    }
}

/// A way to the API, for one execution.
pub struct Transport {
    base: BaseUrl,
    client: Client,
    /// The items that came in, for their binary data.
    items: Array,
}

enum Client {
    /// The host adds the key, and its own rules for the network hold.
    Host(Host),
    Fetch {
        api_key: String,
    },
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

impl Transport {
    pub fn of(params: &Params, items: &Array) -> Result<Self, Error> {
        let Credentials { base_url, api_key } = Credentials::of(params);
        let base = BaseUrl::parse(&base_url)?;
        let client = match params.host() {
            Some(host) => Client::Host(host),
            None if api_key.trim().is_empty() => {
                return Err(Error::parameter("There is no API key")
                    .advise("Enter the key of your SparkBot account."));
            }
            None => Client::Fetch { api_key },
        };
        let items = items.clone();
        Ok(Self {
            base,
            client,
            items,
        })
    }

    /// Whether the execution was cancelled.
    pub fn cancelled(&self) -> bool {
        match &self.client {
            Client::Host(host) => host.signal().is_some_and(|signal| signal.aborted()),
            Client::Fetch { .. } => false,
        }
    }

    /// An API may quote the key that it refuses; it must not end up in an item or a log. A host does this by itself.
    pub fn without_key(&self, text: String) -> String {
        match &self.client {
            Client::Host(_) => text,
            Client::Fetch { api_key } => text.replace(api_key.as_str(), "[API key]"),
        }
    }

    /// The instant that a date and time without a zone means to the host.
    pub fn instant(&self, local: &str) -> Option<String> {
        let Client::Host(host) = &self.client else {
            return None;
        };
        host.instant()?.call1(host, &local.into()).ok()?.as_string()
    }

    /// Keeps the file of an answer; gives what stands for it in an item.
    ///
    /// # Errors
    /// The host could not.
    pub async fn keep(&self, bytes: &JsValue, name: &str, mime: &str) -> Result<JsValue, Error> {
        let (file_name, mime_type) = (JsValue::from(name), JsValue::from(mime));
        if let Client::Host(host) = &self.client
            && let Some(keep) = host.binary()
        {
            let kept = settle(keep.call3(host, bytes, &file_name, &mime_type)).await;
            return kept.map_err(|reason| Error::not_kept(name, &message_of(&reason)));
        }
        let file = Object::new();
        set(&file, "data", bytes);
        set(&file, "fileName", &file_name);
        set(&file, "mimeType", &mime_type);
        Ok(file.into())
    }

    /// Binary data of an item, as Base64 text.
    ///
    /// # Errors
    /// The item has none in that field.
    pub async fn base64(&self, property: &str, index: u32) -> Result<JsString, Error> {
        let bytes = if let Client::Host(host) = &self.client
            && let Some(bytes) = host.bytes()
        {
            settle(bytes.call2(host, &index.into(), &property.into())).await
        } else {
            bytes_of(&self.file_of(property, index)?).map(JsValue::from)
        };
        let bytes = bytes.map_err(|reason| not_sent(&reason, property))?;
        Ok(base64_of(&bytes.unchecked_into()))
    }

    /// The file in an item's field of binary data.
    fn file_of(&self, property: &str, index: u32) -> Result<JsValue, Error> {
        let files = member(&self.items.get(index), "binary");
        let file = member(&files, property);
        if file.is_object() {
            return Ok(file);
        }
        let names = if files.is_object() {
            Object::keys(files.unchecked_ref::<Object>()).join(", ")
        } else {
            JsString::from("")
        };
        Err(Error::no_file(property, &String::from(names)))
    }

    /// Sends the request of an item once, with `body` in place of the request's own text.
    ///
    /// # Errors
    /// No answer came. Every status is an answer.
    pub async fn send(
        &self,
        request: &Request,
        body: &JsValue,
        index: u32,
    ) -> Result<HttpAnswer, Error> {
        let url = self.base.join(&request.path);
        let sent = match &self.client {
            Client::Host(host) => {
                let answer = by_host(host, &asked(request, &url, body, index)).await;
                answer.map_err(|reason| match &request.file {
                    Some(file) if member(&reason, "kind") == "parameter" => {
                        Err(not_sent(&reason, &file.property))
                    }
                    _ => Ok(no_answer(&reason)),
                })
            }
            Client::Fetch { api_key } => {
                let body = match &request.file {
                    Some(file) => {
                        let data = self.file_of(&file.property, index)?;
                        body_of(&data, &form(file))
                            .map_err(|reason| not_sent(&reason, &file.property))?
                    }
                    None => body.clone(),
                };
                by_fetch(api_key, request, &url, body).await.map_err(Ok)
            }
        };
        sent.map_err(|reason| match reason {
            _ if self.cancelled() => Error::cancelled(),
            Ok(reason) => Error::no_answer(&reason, self.base.as_str(), !request.reads()),
            Err(error) => error,
        })
    }
}

/// What a function of the host comes to, which may give a promise.
async fn settle(given: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&given?)).await
}

/// The error of a file that cannot be read; a host says why in its own words.
fn not_sent(reason: &JsValue, property: &str) -> Error {
    let description = member(reason, "description").as_string();
    match description.filter(|text| !text.is_empty()) {
        Some(description) => Error::parameter(message_of(reason)).advise(&description),
        None => Error::unreadable_file(property, &message_of(reason)),
    }
}

fn headers(request: &Request) -> impl Iterator<Item = (&str, &str)> {
    let own = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let says_type = request
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(JSON.0));
    let has_body = request.body.is_some() || !request.attachments.is_empty();
    let is_json = has_body && request.file.is_none();
    own.chain((is_json && !says_type).then_some(JSON))
}

/// `HttpRequest` of `pkg/index.d.ts`.
fn asked(request: &Request, url: &str, body: &JsValue, index: u32) -> JsValue {
    let asked = Object::new();
    set(&asked, "method", &request.method.as_str().into());
    set(&asked, "url", &url.into());
    let with = Object::new();
    for (name, value) in headers(request) {
        set(&with, name, &value.into());
    }
    set(&asked, "headers", &with);
    set(&asked, "timeout", &request.timeout.into());
    if let Some(file) = &request.file {
        let sent = Object::new();
        set(&sent, "itemIndex", &index.into());
        set(&sent, "property", &file.property.as_str().into());
        if file.form.is_some() {
            set(&sent, "form", &form(file));
        }
        set(&asked, "file", &sent);
    } else if !body.is_undefined() {
        set(&asked, "body", body);
    }
    if request.file_name.is_some() {
        set(&asked, "answersFile", &true.into());
    }
    asked.into()
}

/// The members of a form beside its file, as pairs; undefined when the file is all.
fn form(file: &File) -> JsValue {
    let Some(members) = &file.form else {
        return JsValue::UNDEFINED;
    };
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    members.iter().map(pair).collect::<Array>().into()
}

async fn by_host(host: &Host, asked: &JsValue) -> Result<HttpAnswer, JsValue> {
    let response: HttpResponse = JsFuture::from(host.request(asked)?).await?.unchecked_into();
    let headers = response.headers();
    let header = |name| member(&headers, name).as_string();
    Ok(HttpAnswer {
        // Out of range becomes 0, which is no success.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        status: response.status() as u16,
        content_type: header("content-type").unwrap_or_default(),
        disposition: header("content-disposition").unwrap_or_default(),
        length: header("content-length").and_then(|length| length.parse().ok()),
        retry_after: header("retry-after"),
        body: response.body(),
    })
}

async fn by_fetch(
    api_key: &str,
    request: &Request,
    url: &str,
    body: JsValue,
) -> Result<HttpAnswer, NoAnswer> {
    let method: Method = request.method.as_str().parse().unwrap_throw();
    let mut builder = RequestBuilder::new(url)
        .method(method)
        .header("Token", api_key)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(request.timeout)))
        // A redirect could carry the key to another host.
        .redirect(RequestRedirect::Manual);
    for (name, value) in headers(request) {
        builder = builder.header(name, value);
    }
    let built = if body.is_undefined() {
        builder.build()
    } else {
        builder.body(body)
    };
    let response = built.map_err(by_gloo)?.send().await.map_err(by_gloo)?;
    let header = |name: &str| response.headers().get(name);
    let (status, content_type, disposition, retry_after) = (
        response.status(),
        header("content-type").unwrap_or_default(),
        header("content-disposition").unwrap_or_default(),
        header("retry-after"),
    );
    let bytes = web_sys::Response::from(response)
        .array_buffer()
        .map_err(|reason| no_answer(&reason))?;
    let bytes = JsFuture::from(bytes)
        .await
        .map_err(|reason| no_answer(&reason))?;
    Ok(HttpAnswer {
        status,
        content_type,
        disposition,
        length: None,
        retry_after,
        body: Uint8Array::new(&bytes).into(),
    })
}

/// gloo-net keeps a JavaScript error's name and message; `pkg/index.js` has put the code into the name.
fn by_gloo(error: gloo_net::Error) -> NoAnswer {
    match error {
        gloo_net::Error::JsError(error) => {
            let reason = js_sys::Error::new(&error.message);
            reason.set_name(&error.name);
            no_answer(&reason)
        }
        other @ gloo_net::Error::GlooError(_) => NoAnswer {
            code: String::new(),
            detail: other.to_string(),
        },
    }
}
