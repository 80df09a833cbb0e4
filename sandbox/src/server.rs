//! A whole sandbox: what it takes to start one, and all that runs in it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::middleware::connection::Service;
use crate::middleware::listener::Listener;
use crate::middleware::tls;
use crate::state::Sandbox;
use crate::tasks::{delivery, outbox};
use crate::values::clock::ClockFactor;
use crate::{router, seeds};

/// How to start a sandbox.
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The API key that clients must send.
    pub key: String,
    /// How fast the simulated time runs.
    pub clock: ClockFactor,
    /// For HTTPS: where to write the certificate that clients must trust.
    pub tls_cert: Option<PathBuf>,
}

/// A running sandbox. Dropping it stops listening.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    /// They end when this is dropped.
    _tasks: JoinSet<()>,
}

impl Server {
    /// Binds the port and serves from then on, on the current tokio runtime.
    ///
    /// # Errors
    /// When the key is unusable, the certificate cannot be written or the port cannot be bound; the text says what to
    /// do.
    pub async fn start(settings: Settings) -> Result<Self, String> {
        let sandbox = Sandbox::new(&settings.key, settings.clock)?;
        seeds::plant(&sandbox);
        let refused = |error| {
            format!(
                "cannot listen on port {}: {error}. Choose another one, or --port 0 for any free one.",
                settings.port
            )
        };
        let tls = settings.tls_cert.as_deref();
        let tls = tls.map(tls::acceptor).transpose()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let listener = Listener::bind(settings.port).await.map_err(refused)?;
        let address = listener.address();
        let sandbox = Arc::new(sandbox);
        let mut tasks = JoinSet::new();
        tasks.spawn(outbox::run(Arc::clone(&sandbox)));
        tasks.spawn(delivery::run(Arc::clone(&sandbox)));
        let router = router::router(sandbox);
        let service = Service { router, tls };
        tasks.spawn(listener.run(move |stream, number, door| {
            tokio::spawn(service.clone().serve(stream, number, door));
        }));
        Ok(Self { address, scheme, _tasks: tasks })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of the API, to be put into a credential.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}/v1", self.scheme, self.address)
    }
}
