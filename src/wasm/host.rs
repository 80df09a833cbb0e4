//! The JavaScript host of an execution: [`execution::Host`] over `pkg/index.d.ts`.

use std::time::Duration;

use js_sys::{Array, Date, Object, Uint8Array};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    files::Files,
    items::{self, JsMemory},
    seam::{Host, Item, Params, base64_of, decode, member, message_of, parse_json, set, settle, sleep_for, turn},
    to_js,
    transport::{ByFetch, ByHost, Transport},
};
use crate::{
    descriptor,
    error::{Context, Error, Words},
    execution::{
        self,
        host::{FileAnswer, Memory, NotSent, Outgoing, Parsed, Response},
        schedule::EventLoop,
    },
    request::address::BaseUrl,
};

/// One execution's host.
pub struct JsHost {
    context: Context,
    base: BaseUrl,
    host: Option<Host>,
    files: Files,
    transport: Transport,
    memory: Option<JsMemory>,
}

impl JsHost {
    /// # Errors
    /// The credentials are incomplete or wrong.
    pub fn new(params: &Params, items: &Array, context: Context) -> Result<Self, Error> {
        let credentials = params.credentials();
        let text = |name| member(&credentials, name).as_string().unwrap_or_default();
        let base = BaseUrl::parse(&text("baseUrl"), &context)?;
        let host = params.host();
        let by_host = host.as_ref().filter(|host| host.own_client().is_some());
        let transport = match by_host {
            Some(host) => Transport::Host(ByHost(host.clone())),
            None => Transport::Fetch(ByFetch::new(text("apiKey"), host.as_ref(), &context)?),
        };
        Ok(Self {
            base,
            files: Files { words: context.words.clone(), items: items.clone(), host: host.clone() },
            host,
            transport,
            context,
            memory: params.memory().map(JsMemory),
        })
    }

    /// The instant that a local date-time stands for in the workflow's time zone.
    pub fn resolve_local_time(&self, local: &str) -> Option<String> {
        let host = self.host.as_ref()?;
        host.resolve_local_time()?.call1(host, &local.into()).ok()?.as_string()
    }
}

/// The API's words and the host's.
pub fn context(params: &Params) -> Context {
    let words = params.words();
    Context { api: descriptor::api(), words: Words::with(|name| member(&words, name).as_string()) }
}

impl EventLoop for JsHost {
    fn now(&self) -> Duration {
        Duration::from_secs_f64(Date::now() / 1000.0)
    }

    async fn yield_to_host(&self) {
        JsFuture::from(turn()).await.unwrap_throw();
    }
}

impl execution::Host for JsHost {
    type Body = JsValue;
    type Value = JsValue;
    type Item = Item;

    fn context(&self) -> &Context {
        &self.context
    }

    fn base_url(&self) -> &str {
        self.base.as_str()
    }

    async fn sleep(&self, duration: Duration) {
        let milliseconds = duration.as_secs_f64() * 1000.0;
        let sleep = self.host.as_ref().and_then(|host| Some((host, host.sleep()?)));
        let slept = match sleep {
            Some((host, sleep)) => settle(sleep.call1(host, &milliseconds.into())).await,
            None => JsFuture::from(sleep_for(milliseconds)).await,
        };
        slept.unwrap_throw();
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    fn is_cancelled(&self) -> bool {
        let signal = self.host.as_ref().and_then(Host::signal);
        signal.is_some_and(|signal| signal.aborted())
    }

    fn notify(&self, line: &str) {
        if let Some((host, notify)) = self.host.as_ref().and_then(|host| Some((host, host.notify()?))) {
            notify.call1(host, &line.into()).unwrap_throw();
        }
    }

    async fn send(&self, outgoing: Outgoing<'_, JsValue>) -> Result<Response<JsValue>, NotSent> {
        let url = self.base.join(&outgoing.request.path);
        match &self.transport {
            Transport::Host(transport) => transport.send(&outgoing, &url, &self.context.words).await,
            Transport::Fetch(transport) => transport.send(&outgoing, &url, &self.files).await,
        }
    }

    fn is_empty(&self, body: &JsValue) -> bool {
        bytes(body).is_some_and(|bytes| bytes.length() == 0)
    }

    fn length(&self, body: &JsValue) -> Option<u64> {
        bytes(body).map(|bytes| bytes.length().into())
    }

    fn start_of(&self, body: &JsValue, max: u32) -> Option<String> {
        let text = decode(&bytes(body)?.subarray(0, max), false)?;
        Some(match &self.transport {
            // A host that sends does not give the core its key.
            Transport::Host(_) => text.into(),
            Transport::Fetch(transport) => transport.without_key(&text),
        })
    }

    fn parse(&self, body: &JsValue) -> Parsed<JsValue> {
        let Some(text) = bytes(body).and_then(|bytes| decode(bytes, true)) else {
            return Parsed::Binary;
        };
        parse_json(&text).map_or_else(|_| Parsed::Text(text.into()), Parsed::Json)
    }

    fn entries(&self, value: &JsValue) -> Option<Vec<JsValue>> {
        value.dyn_ref::<Array>().map(|entries| entries.iter().collect())
    }

    fn text(&self, value: &JsValue, path: &str) -> Option<String> {
        let end = path.split('.').fold(value.clone(), |value, name| member(&value, name));
        end.as_string()
    }

    fn is_blank(&self, value: &JsValue) -> bool {
        value.is_object() && Object::keys(value.unchecked_ref::<Object>()).length() == 0
    }

    fn base64(&self, body: &JsValue) -> Option<JsValue> {
        bytes(body).map(|bytes| base64_of(bytes).into())
    }

    async fn base64_of_file(&self, property: &str, item: usize) -> Result<JsValue, Error> {
        Ok(base64_of(&self.files.bytes(property, item).await?).into())
    }

    fn item(&self, value: &JsValue, item: usize) -> Item {
        items::item(&items::as_json(value), item)
    }

    fn made_item(&self, json: Map<String, Value>, item: usize) -> Item {
        items::item(&to_js(&json), item)
    }

    fn failed_item(&self, error: &Error, item: usize) -> Item {
        let made = self.made_item(error.to_json(), item);
        made.set_error(&items::thrown(error, Some(item)));
        made
    }

    async fn file_item(&self, file: FileAnswer<'_, JsValue>, item: usize) -> Result<Item, String> {
        let (name, mime_type) = (JsValue::from(file.name), JsValue::from(file.mime_type));
        let store = self.host.as_ref().and_then(|host| Some((host, host.store_binary()?)));
        let stored = if let Some((host, store)) = store {
            let stored = settle(store.call3(host, file.body, &name, &mime_type)).await;
            stored.map_err(|reason| message_of(&reason))?
        } else {
            let data = Object::new();
            set(&data, "data", file.body);
            set(&data, "fileName", &name);
            set(&data, "mimeType", &mime_type);
            data.into()
        };
        let binary = Object::new();
        set(&binary, "data", &stored);
        let made = self.made_item(file.json, item);
        made.set_binary(&binary);
        Ok(made)
    }

    fn memory(&self) -> Option<&dyn Memory<Item>> {
        self.memory.as_ref().map(|memory| memory as &dyn Memory<Item>)
    }
}

/// The bytes of a body; `None` when the host holds a file back.
fn bytes(body: &JsValue) -> Option<&Uint8Array> {
    body.dyn_ref()
}
