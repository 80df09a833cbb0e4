//! The sandbox as a client: it delivers webhooks and fetches files, on 127.0.0.1 only.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// How long an answer may take, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The address on this machine that a URL means; `None` for any other machine.
pub fn local_address(url: &str) -> Option<SocketAddr> {
    let uri: Uri = url.parse().ok()?;
    let is_local = matches!(uri.host()?, "127.0.0.1" | "localhost");
    (is_local && uri.scheme_str() == Some("http")).then(|| (Ipv4Addr::LOCALHOST, uri.port_u16().unwrap_or(80)).into())
}

/// Sends a request to such an address, with a JSON body if one is given.
pub async fn send(
    address: SocketAddr,
    method: Method,
    url: &str,
    json: Option<String>,
) -> Result<Response<Incoming>, String> {
    let exchange = exchange(address, method, url, json);
    match tokio::time::timeout(PATIENCE, exchange).await {
        Ok(answer) => answer,
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

async fn exchange(
    address: SocketAddr,
    method: Method,
    url: &str,
    json: Option<String>,
) -> Result<Response<Incoming>, String> {
    let uri: Uri = url.parse().map_err(|_| format!("{url} is no URL"))?;
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let mut request = Request::builder().method(method).uri(target).header(HOST, address.to_string());
    if json.is_some() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let request = request.body(Body::from(json.unwrap_or_default())).map_err(|error| error.to_string())?;
    let stream = TcpStream::connect(address).await.map_err(|error| format!("cannot connect to {address}: {error}"))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    // It ends with the answer's body.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(|error| error.to_string())
}
