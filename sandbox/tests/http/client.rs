//! A sandbox for one test, and a client that sends exactly what it is told, one connection per request.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use sparkbot_sandbox::{ClockFactor, Server, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const KEY: &str = "key-of-the-tests";

pub const SALES: &str = "650000000000000000000001";
pub const SUPPORT: &str = "650000000000000000000002";
pub const WAREHOUSE: &str = "650000000000000000000003";
pub const NAMELESS: &str = "650000000000000000000004";

/// A clock factor at which nothing happens during a test.
pub const STOPPED: f64 = 0.001;
/// A clock factor at which 90 s take 90 ms.
pub const FAST: f64 = 1000.0;

pub struct Sandbox {
    server: Server,
}

impl Sandbox {
    pub async fn start(clock: f64) -> Self {
        Self::start_with(clock, None).await
    }

    /// One that speaks HTTPS, if it gets a file to write its certificate to.
    pub async fn start_with(clock: f64, tls_cert: Option<PathBuf>) -> Self {
        let settings =
            Settings { port: 0, key: KEY.to_owned(), clock: ClockFactor::try_from(clock).unwrap(), tls_cert };
        let server = Server::start(settings).await.unwrap();
        Self { server }
    }

    /// A request to the API, with the key.
    pub fn api(&self, method: &str, path: &str) -> Call {
        self.call(method, &format!("/v1{path}")).header("Token", KEY)
    }

    /// A request to the controls.
    pub fn control(&self, method: &str, path: &str) -> Call {
        self.call(method, &format!("/sandbox{path}"))
    }

    /// A request without a key.
    pub fn call(&self, method: &str, path: &str) -> Call {
        let builder = Request::builder().method(method).uri(path);
        Call {
            address: self.server.address().to_string(),
            builder: builder.header("Host", "localhost"),
            body: Vec::new(),
        }
    }

    /// GET below `/v1`, which must succeed.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.api("GET", path).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// POST below `/v1` without a body, which must succeed.
    pub async fn post(&self, path: &str) -> Value {
        let answer = self.api("POST", path).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub async fn set_clock(&self, factor: f64) {
        let setting = serde_json::json!({ "factor": factor });
        let answer = self.control("PUT", "/clock").json(&setting).send().await;
        assert_eq!(answer.status, 200);
    }

    pub async fn add_fault(&self, fault: Value) {
        let answer = self.control("POST", "/faults").json(&fault).send().await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    pub async fn journal(&self, query: &str) -> Vec<Value> {
        let answer = self.control("GET", &format!("/journal{query}")).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json().as_array().unwrap().clone()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// A connection on which a test writes and reads bytes itself.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).await.unwrap()
    }

    /// Sends a request by hand and reads until the connection ends.
    pub async fn raw(&self, head: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = self.connect().await;
        stream.write_all(head.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}

pub struct Call {
    address: String,
    builder: hyper::http::request::Builder,
    body: Vec<u8>,
}

impl Call {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").body(body.to_string())
    }

    pub async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    pub async fn try_send(self) -> hyper::Result<Answer> {
        let stream = TcpStream::connect(&self.address).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let request = self.builder.body(Full::new(Bytes::from(self.body))).unwrap();
        let (head, body) = sender.send_request(request).await?.into_parts();
        let bytes = body.collect().await?.to_bytes();
        connection.abort();
        Ok(Answer { status: head.status, headers: head.headers, bytes })
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts that it is an error in the API's shape, and returns its message.
    pub fn refusal(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/json");
        let error = self.json();
        assert_eq!(error["status"], status);
        let code = error["errorCode"].as_str().unwrap();
        assert!(code.contains(':'), "{code}");
        for problem in error["errors"].as_array().into_iter().flatten() {
            for member in ["code", "reason", "message"] {
                assert!(problem[member].is_string(), "{problem}");
            }
        }
        error["message"].as_str().unwrap().to_owned()
    }
}

/// The simulated time `seconds` at a clock factor, in real time.
pub fn real(seconds: u64, factor: f64) -> Duration {
    Duration::from_secs(seconds).div_f64(factor)
}
