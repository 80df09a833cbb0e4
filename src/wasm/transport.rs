//! The two ways to the API: through the host, or with the platform's own `fetch` through gloo-net.

use gloo_net::http::{self, RequestBuilder};
use js_sys::{Array, JsString, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestRedirect};

use super::seam::{
    Credentials, Host, HttpRequest, HttpResponse, Params, base64_of, body_of, bytes_of, member,
    message_of, no_answer, set, sleep_for,
};
use crate::{
    address::BaseUrl,
    error::{Error, NoAnswer},
    operation::Method,
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

    /// Milliseconds that the API asks to wait: it says seconds, or a date.
    pub fn wait(&self) -> Option<u32> {
        let after = self.retry_after.as_deref()?.trim();
        if after.bytes().all(|byte| byte.is_ascii_digit()) {
            return after.parse::<u32>().ok()?.checked_mul(1000);
        }
        let rest = js_sys::Date::parse(after) - js_sys::Date::now();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (!rest.is_nan()).then(|| rest.max(0.0) as u32)
    }

    /// Its bytes, or what stands for them.
    pub const fn file(&self) -> &JsValue {
        &self.body
    }
}

/// A way to the API, for one execution.
pub struct Transport {
    base: BaseUrl,
    host: Option<Host>,
    /// Of the platform's `fetch`; none where the host sends: it adds the key, and its own rules for the network hold.
    api_key: Option<String>,
    /// The items that came in, for their binary data.
    items: Array,
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

impl Transport {
    pub fn of(params: &Params, items: &Array) -> Result<Self, Error> {
        let Credentials { base_url, api_key } = Credentials::of(params);
        let base = BaseUrl::parse(&base_url)?;
        let host = params.host();
        let sends = host
            .as_ref()
            .is_some_and(|host| host.own_client().is_some());
        if !sends && api_key.trim().is_empty() {
            return Err(Error::parameter("There is no API key")
                .advise("Enter the key of your SparkBot account."));
        }
        Ok(Self {
            base,
            host,
            api_key: (!sends).then_some(api_key),
            items: items.clone(),
        })
    }

    /// Whether the execution was cancelled.
    pub fn cancelled(&self) -> bool {
        let signal = self.host.as_ref().and_then(Host::signal);
        signal.is_some_and(|signal| signal.aborted())
    }

    /// Waits; the end of the execution ends it early.
    pub async fn sleep(&self, milliseconds: f64) {
        let promise = match self
            .host
            .as_ref()
            .and_then(|host| Some((host, host.sleep()?)))
        {
            Some((host, sleep)) => settle(sleep.call1(host, &milliseconds.into())).await,
            None => JsFuture::from(sleep_for(milliseconds)).await,
        };
        promise.unwrap_throw();
    }

    /// Tells the user a line about the execution, where the host can.
    pub fn hint(&self, line: &str) {
        if let Some((host, hint)) = self
            .host
            .as_ref()
            .and_then(|host| Some((host, host.hint()?)))
        {
            hint.call1(host, &line.into()).unwrap_throw();
        }
    }

    /// An API may quote the key that it refuses; it must not end up in an item or a log. A host that sends does this by itself.
    pub fn without_key(&self, text: &JsString) -> String {
        match &self.api_key {
            Some(api_key) => text.replace_all(api_key, "[API key]").into(),
            None => text.into(),
        }
    }

    /// The instant that a date and time without a zone means to the host.
    pub fn instant(&self, local: &str) -> Option<String> {
        let host = self.host.as_ref()?;
        host.instant()?.call1(host, &local.into()).ok()?.as_string()
    }

    /// Keeps the file of an answer; gives what stands for it in an item.
    ///
    /// # Errors
    /// The host could not.
    pub async fn keep(&self, bytes: &JsValue, name: &str, mime: &str) -> Result<JsValue, Error> {
        let (file_name, mime_type) = (JsValue::from(name), JsValue::from(mime));
        if let Some(host) = &self.host
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
        Ok(base64_of(&self.bytes(property, index).await?))
    }

    async fn bytes(&self, property: &str, index: u32) -> Result<Uint8Array, Error> {
        let bytes = match self
            .host
            .as_ref()
            .and_then(|host| Some((host, host.bytes()?)))
        {
            Some((host, bytes)) => settle(bytes.call2(host, &index.into(), &property.into()))
                .await
                .map(JsValue::unchecked_into),
            None => bytes_of(&self.file_of(property, index)?),
        };
        bytes.map_err(|reason| not_sent(&reason, property))
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
    /// No answer came within `timeout` milliseconds. Every status is an answer.
    pub async fn send(
        &self,
        request: &Request,
        body: &JsValue,
        index: u32,
        timeout: u32,
    ) -> Result<HttpAnswer, Error> {
        let url = self.base.join(&request.path);
        let reason = match (&self.api_key, &self.host) {
            (None, Some(host)) => {
                let asked = asked(request, &url, body, index, timeout);
                match by_host(host, &asked).await {
                    Ok(answer) => return Ok(answer),
                    Err(reason) => match &request.file {
                        Some(file) if member(&reason, "kind") == "parameter" => {
                            return Err(not_sent(&reason, &file.property));
                        }
                        _ => no_answer(&reason),
                    },
                }
            }
            (api_key, _) => {
                let body = match &request.file {
                    Some(file) => self.file_body(file, index).await?,
                    None => body.clone(),
                };
                let api_key = api_key.as_deref().unwrap_or_default();
                let signal = self.signal(timeout);
                match by_fetch(api_key, request, &url, body, &signal).await {
                    Ok(answer) => return Ok(answer),
                    Err(reason) => reason,
                }
            }
        };
        Err(if self.cancelled() {
            Error::cancelled()
        } else {
            Error::no_answer(&reason, self.base.as_str(), !request.reads())
        })
    }

    /// What `fetch` sends for a file.
    async fn file_body(&self, file: &File, index: u32) -> Result<JsValue, Error> {
        let data = self.file_of(&file.property, index)?;
        let bytes = self.bytes(&file.property, index).await?;
        body_of(&bytes, &data, &form(file)).map_err(|reason| not_sent(&reason, &file.property))
    }

    /// Ends a request when its time is up, or when the execution is cancelled.
    fn signal(&self, timeout: u32) -> AbortSignal {
        let time_is_up = AbortSignal::timeout_with_u32(timeout);
        match self.host.as_ref().and_then(Host::signal) {
            Some(signal) => AbortSignal::any(&Array::of2(&time_is_up, &signal)),
            None => time_is_up,
        }
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
fn asked(request: &Request, url: &str, body: &JsValue, index: u32, timeout: u32) -> HttpRequest {
    let asked: HttpRequest = Object::new().unchecked_into();
    asked.set_method(request.method.as_str());
    asked.set_url(url);
    let with = Object::new();
    for (name, value) in headers(request) {
        set(&with, name, &value.into());
    }
    asked.set_headers(&with);
    asked.set_timeout(timeout);
    if let Some(file) = &request.file {
        let sent = Object::new();
        set(&sent, "itemIndex", &index.into());
        set(&sent, "property", &file.property.as_str().into());
        if file.form.is_some() {
            set(&sent, "form", &form(file));
        }
        asked.set_file(&sent);
    } else if !body.is_undefined() {
        asked.set_body(body);
    }
    if request.file_name.is_some() {
        asked.set_answers_file(true);
    }
    asked
}

/// The members of a form beside its file, as pairs; undefined when the file is all.
fn form(file: &File) -> JsValue {
    let Some(members) = &file.form else {
        return JsValue::UNDEFINED;
    };
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    members.iter().map(pair).collect::<Array>().into()
}

async fn by_host(host: &Host, asked: &HttpRequest) -> Result<HttpAnswer, JsValue> {
    let response: HttpResponse = JsFuture::from(host.request(asked)?).await?.unchecked_into();
    let headers = response.headers();
    Ok(HttpAnswer {
        // Out of range becomes 0, which is no success.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        status: response.status() as u16,
        content_type: headers.content_type().as_string().unwrap_or_default(),
        disposition: headers
            .content_disposition()
            .as_string()
            .unwrap_or_default(),
        length: headers
            .content_length()
            .as_string()
            .and_then(|length| length.parse().ok()),
        retry_after: headers.retry_after().as_string(),
        body: response.body(),
    })
}

async fn by_fetch(
    api_key: &str,
    request: &Request,
    url: &str,
    body: JsValue,
    signal: &AbortSignal,
) -> Result<HttpAnswer, NoAnswer> {
    let method = match request.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    };
    let mut builder = RequestBuilder::new(url)
        .method(method)
        .header("Token", api_key)
        .abort_signal(Some(signal))
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
