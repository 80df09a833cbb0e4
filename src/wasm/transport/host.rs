//! Through the host's own HTTP client.

use js_sys::Object;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::super::{
    files::{form, json_text, unreadable},
    seam::{Host, HttpRequest, HttpResponse, member, no_answer, set},
};
use crate::{
    error::Words,
    execution::host::{NotSent, Outgoing, Response},
    request::Body,
};

/// A host that sends.
pub struct ByHost(pub Host);

impl ByHost {
    /// Sends a request once.
    pub async fn send(
        &self,
        outgoing: &Outgoing<'_, JsValue>,
        url: &str,
        words: &Words,
    ) -> Result<Response<JsValue>, NotSent> {
        let request = http_request(outgoing, url);
        let response = match self.0.request(&request) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(reason) => Err(reason),
        };
        response.map(|response| read(&response.unchecked_into())).map_err(|reason| match &outgoing.request.body {
            Body::File(part) if member(&reason, "kind") == "parameter" => {
                NotSent::File(unreadable(&reason, &part.property, words))
            }
            _ => NotSent::NoAnswer(no_answer(&reason)),
        })
    }
}

/// `HttpRequest` of `pkg/index.d.ts`.
fn http_request(outgoing: &Outgoing<'_, JsValue>, url: &str) -> HttpRequest {
    let Outgoing { request, item, timeout, .. } = outgoing;
    let made: HttpRequest = Object::new().unchecked_into();
    made.set_method(request.method.as_str());
    made.set_url(url);
    let with = Object::new();
    for (name, value) in request.all_headers() {
        set(&with, name, &value.into());
    }
    made.set_headers(&with);
    made.set_timeout(timeout.as_secs_f64() * 1000.0);
    match &request.body {
        Body::None => {}
        Body::Json(_) => made.set_body(&json_text(outgoing)),
        Body::File(part) => {
            let file = Object::new();
            set(&file, "itemIndex", &(*item).into());
            set(&file, "property", &part.property.as_str().into());
            if part.form.is_some() {
                set(&file, "form", &form(part));
            }
            made.set_file(&file);
        }
    }
    if request.file_name.is_some() {
        made.set_response_type("stream");
    }
    made
}

fn read(response: &HttpResponse) -> Response<JsValue> {
    let headers = response.headers();
    let length = headers.content_length().as_string();
    Response {
        // A number out of range becomes 0, which is no success.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        status: response.status() as u16,
        content_type: headers.content_type().as_string().unwrap_or_default(),
        disposition: headers.content_disposition().as_string().unwrap_or_default(),
        length: length.and_then(|length| length.parse().ok()),
        retry_after: headers.retry_after().as_string(),
        body: response.body(),
    }
}
