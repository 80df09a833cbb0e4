//! The listening socket and its connections. It runs its own accept loop, because a fault must be able to reset a
//! connection or to break an answer off, which a web framework does not let a handler do.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::clock::ClockFactor;
use crate::state::Sandbox;
use crate::webhook::delivery;
use crate::{outbox, router};

const HEADER_BYTES: usize = 64 * 1024;
const HEADERS: usize = 100;

/// How to start a sandbox.
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The API key that clients must send.
    pub key: String,
    /// How fast the simulated time runs.
    pub clock: ClockFactor,
}

/// A running sandbox. Dropping it stops listening.
pub struct Server {
    address: SocketAddr,
    /// They end when this is dropped.
    _tasks: JoinSet<()>,
}

impl Server {
    /// Binds the port and serves from then on, on the current tokio runtime.
    ///
    /// # Errors
    /// When the key is unusable or the port cannot be bound; the text says what to do.
    pub async fn start(settings: Settings) -> Result<Self, String> {
        let sandbox = Sandbox::new(&settings.key, settings.clock)?;
        let refused = |error| {
            format!(
                "cannot listen on port {}: {error}. Choose another one, or --port 0 for any free one.",
                settings.port
            )
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port))
            .await
            .map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let sandbox = Arc::new(sandbox);
        let mut tasks = JoinSet::new();
        tasks.spawn(outbox::run(Arc::clone(&sandbox)));
        tasks.spawn(delivery::run(Arc::clone(&sandbox)));
        tasks.spawn(accept(listener, router::router(sandbox)));
        Ok(Self {
            address,
            _tasks: tasks,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of the API, to be put into a credential.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }
}

async fn accept(listener: TcpListener, router: Router) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, router.clone()));
            }
            // Out of file handles, most likely: those of other connections come back with time.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Without it a small answer can wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let (sender, mut endings) = mpsc::channel(1);
    let connection = Connection(sender);
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

/// A request's grip on the connection that it came by.
#[derive(Clone)]
pub struct Connection(mpsc::Sender<Ending>);

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
        let _ = self.0.send(ending).await;
        std::future::pending().await
    }
}

async fn end(mut stream: TcpStream, ending: Ending) {
    // The client may be gone already, which ends the connection as well.
    match ending {
        Ending::Reset => {
            let _ = stream.set_zero_linger();
        }
        Ending::Cut(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
    }
}
