//! The two ways to the network: the host's own client, or the platform's `fetch` where there is no host.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Object, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestRedirect};

use super::seam::{Credentials, Host, HttpResponse, Params, member, no_answer};
use crate::{
    address::BaseUrl,
    error::{Error, NoAnswer},
    request::Request,
};

/// An answer; its bytes stay with the host.
pub struct HttpAnswer {
    pub status: u16,
    pub content_type: String,
    pub retry_after: Option<String>,
    pub body: Uint8Array,
}

/// A way to the API.
pub struct Transport {
    base: BaseUrl,
    client: Client,
}

enum Client {
    /// The host adds the key, and its own rules for the network hold.
    Host(Host),
    Fetch {
        api_key: String,
    },
}

/// What is asked of `Host.request`; the headers are put in beside it.
#[derive(Serialize)]
struct HttpRequest<'a> {
    method: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    timeout: u32,
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

impl Transport {
    pub fn of(params: &Params) -> Result<Self, Error> {
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
        Ok(Self { base, client })
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

    /// The host's way to keep a file, when it has one.
    pub fn keep_file(&self) -> Option<(&Host, js_sys::Function)> {
        match &self.client {
            Client::Host(host) => host.binary().map(|keep| (host, keep)),
            Client::Fetch { .. } => None,
        }
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// No answer came. Every status is an answer.
    pub async fn send(&self, request: &Request) -> Result<HttpAnswer, Error> {
        let url = self.base.join(&request.path);
        let sent = match &self.client {
            Client::Host(host) => by_host(host, request, &url).await,
            Client::Fetch { api_key } => by_fetch(api_key, request, &url).await,
        };
        sent.map_err(|reason| {
            if self.cancelled() {
                Error::cancelled()
            } else {
                Error::no_answer(&reason, self.base.as_str(), !request.reads())
            }
        })
    }
}

fn headers(request: &Request) -> impl Iterator<Item = (&str, &str)> {
    let own = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let says_json = request
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(JSON.0));
    own.chain((request.body.is_some() && !says_json).then_some(JSON))
}

async fn by_host(host: &Host, request: &Request, url: &str) -> Result<HttpAnswer, NoAnswer> {
    let asked = HttpRequest {
        method: request.method.as_str(),
        url,
        body: request.body.as_deref(),
        timeout: request.timeout,
    };
    let asked = serde_wasm_bindgen::to_value(&asked).unwrap_throw();
    let with = Object::new();
    for (name, value) in headers(request) {
        Reflect::set(&with, &name.into(), &value.into()).unwrap_throw();
    }
    Reflect::set(&asked, &"headers".into(), &with).unwrap_throw();
    let promise = host.request(&asked).map_err(|reason| no_answer(&reason))?;
    let response: HttpResponse = JsFuture::from(promise)
        .await
        .map_err(|reason| no_answer(&reason))?
        .unchecked_into();
    let headers = response.headers();
    Ok(HttpAnswer {
        // Out of range becomes 0, which is no success.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        status: response.status() as u16,
        content_type: member(&headers, "content-type")
            .as_string()
            .unwrap_or_default(),
        retry_after: member(&headers, "retry-after").as_string(),
        body: response.body(),
    })
}

async fn by_fetch(api_key: &str, request: &Request, url: &str) -> Result<HttpAnswer, NoAnswer> {
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
    let built = match &request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let response = built.map_err(by_gloo)?.send().await.map_err(by_gloo)?;
    let header = |name: &str| response.headers().get(name);
    let (status, content_type, retry_after) = (
        response.status(),
        header("content-type").unwrap_or_default(),
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
        retry_after,
        body: Uint8Array::new(&bytes),
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
