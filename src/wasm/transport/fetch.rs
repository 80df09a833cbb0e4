//! With the platform's `fetch`, through gloo-net.

use gloo_net::http::{self, RequestBuilder};
use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestRedirect};

use super::super::{
    files::{Files, json_text},
    seam::{Host, no_answer},
};
use crate::{
    error::{Context, Error, NoAnswer},
    execution::host::{NotSent, Outgoing, Response},
    request::Body,
};

/// The core's own client.
pub struct ByFetch {
    key_header: String,
    api_key: String,
    /// Aborted when the execution is cancelled.
    signal: Option<AbortSignal>,
}

impl ByFetch {
    /// # Errors
    /// There is no key.
    pub fn new(api_key: String, host: Option<&Host>, context: &Context) -> Result<Self, Error> {
        if api_key.trim().is_empty() {
            let advice = format!("Enter the key of your {} account.", context.api.name);
            return Err(Error::parameter("There is no API key").with_advice(&advice));
        }
        Ok(Self { key_header: context.api.key_header.to_string(), api_key, signal: host.and_then(Host::signal) })
    }

    /// An API may repeat a wrong key in its answer, and the key must not get into an item or a log.
    pub fn without_key(&self, text: &JsString) -> String {
        text.replace_all(&self.api_key, "[API key]").into()
    }

    /// Sends a request once.
    pub async fn send(
        &self,
        outgoing: &Outgoing<'_, JsValue>,
        url: &str,
        files: &Files,
    ) -> Result<Response<JsValue>, NotSent> {
        let request = outgoing.request;
        let body = match &request.body {
            Body::File(part) => files.body(part, outgoing.item).await.map_err(NotSent::File)?,
            Body::None | Body::Json(_) => json_text(outgoing),
        };
        let signal = self.signal_for(outgoing);
        let mut builder = RequestBuilder::new(url)
            .method(request.method.as_str().parse().unwrap_throw())
            .header(&self.key_header, &self.api_key)
            .abort_signal(Some(&signal))
            // A redirect could carry the key to another host.
            .redirect(RequestRedirect::Manual);
        for (name, value) in request.all_headers() {
            builder = builder.header(name, value);
        }
        let built = if body.is_undefined() { builder.build() } else { builder.body(body) };
        let response = built.map_err(by_gloo)?.send().await.map_err(by_gloo)?;
        read(response).await.map_err(|reason| NotSent::NoAnswer(no_answer(&reason)))
    }

    /// Ends a request when its time is up, or when the execution is cancelled.
    fn signal_for(&self, outgoing: &Outgoing<'_, JsValue>) -> AbortSignal {
        let milliseconds = u32::try_from(outgoing.timeout.as_millis()).unwrap_or(u32::MAX);
        let time_is_up = AbortSignal::timeout_with_u32(milliseconds);
        match &self.signal {
            Some(signal) => AbortSignal::any(&Array::of2(&time_is_up, signal)),
            None => time_is_up,
        }
    }
}

async fn read(response: http::Response) -> Result<Response<JsValue>, JsValue> {
    let header = |name: &str| response.headers().get(name);
    let (status, content_type, disposition, retry_after) = (
        response.status(),
        header("content-type").unwrap_or_default(),
        header("content-disposition").unwrap_or_default(),
        header("retry-after"),
    );
    let bytes = web_sys::Response::from(response).array_buffer()?;
    let bytes = JsFuture::from(bytes).await?;
    Ok(Response { status, content_type, disposition, length: None, retry_after, body: Uint8Array::new(&bytes).into() })
}

/// gloo-net keeps a JavaScript error's name and message; `pkg/index.js` has put the code into the name.
fn by_gloo(error: gloo_net::Error) -> NotSent {
    NotSent::NoAnswer(match error {
        gloo_net::Error::JsError(error) => {
            let reason = js_sys::Error::new(&error.message);
            reason.set_name(&error.name);
            no_answer(&reason)
        }
        other @ gloo_net::Error::GlooError(_) => NoAnswer { code: String::new(), detail: other.to_string() },
    })
}
