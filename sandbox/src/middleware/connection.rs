//! One connection. The sandbox serves it itself, because a fault must be able to reset it or to break an answer off,
//! which a web framework does not let a handler do.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::middleware::listener::Door;

const HEADER_BYTES: usize = 64 * 1024;
const HEADERS: usize = 100;

/// A request's grip on the connection that it came by.
#[derive(Clone)]
pub struct Connection {
    /// No other connection has the same.
    pub number: u64,
    door: Door,
    endings: mpsc::Sender<Ending>,
}

/// How a connection is taken away from the HTTP server.
pub enum Ending {
    /// With a TCP reset.
    Reset,
    /// By writing these bytes and closing.
    Cut(Vec<u8>),
}

impl Connection {
    /// Ends the connection; the caller is dropped with it, and so never gets an answer.
    pub async fn end(&self, ending: Ending) -> Infallible {
        let _ = self.endings.send(ending).await;
        std::future::pending().await
    }

    /// Has new connections refused for that time, from when this returns on.
    pub async fn refuse_others(&self, time: Duration) {
        self.door.close(time).await;
    }
}

/// What is served, and how.
#[derive(Clone)]
pub struct Service {
    /// Everything that can be asked for.
    pub router: Router,
    /// For HTTPS.
    pub tls: Option<TlsAcceptor>,
}

impl Service {
    /// Answers all requests that come by a connection.
    pub async fn serve(self, stream: TcpStream, number: u64, door: Door) {
        // Without it a small answer can wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let (sender, endings) = mpsc::channel(1);
        let connection = Connection { number, door, endings: sender };
        match self.tls {
            None => serve(stream, connection, endings, self.router).await,
            // An error here is a client that does not trust the certificate, or speaks no TLS.
            Some(tls) => {
                if let Ok(stream) = tls.accept(stream).await {
                    serve(stream, connection, endings, self.router).await;
                }
            }
        }
    }
}

async fn serve(stream: impl Socket, connection: Connection, mut endings: mpsc::Receiver<Ending>, router: Router) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(connection.clone());
        router.call(request.map(Body::new))
    });
    let mut http = http1::Builder::new()
        // Closing an idle connection could meet a request that is on its way.
        .header_read_timeout(None)
        .max_headers(HEADERS)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // An error here is a client that went away or spoke no HTTP: nobody is left to tell.
        _ = &mut http => {}
        Some(ending) = endings.recv() => {
            let stream = http.into_parts().io.into_inner();
            end(stream, ending).await;
        }
    }
}

/// A connection with or without encryption.
trait Socket: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

async fn end(mut stream: impl Socket, ending: Ending) {
    // The client may be gone already, which ends the connection as well.
    match ending {
        Ending::Reset => {
            let _ = stream.tcp().set_zero_linger();
        }
        Ending::Cut(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
    }
}
