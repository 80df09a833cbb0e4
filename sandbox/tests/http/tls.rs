//! The sandbox over HTTPS. The certificate is the only one that its clients trust.

use std::io::{ErrorKind, Result};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use sparkbot_sandbox::{ClockFactor, Server, Settings};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::client::{KEY, STOPPED, Sandbox};

struct Secure {
    sandbox: Sandbox,
    certificate: PathBuf,
    _directory: TempDir,
}

impl Secure {
    async fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let certificate = directory.path().join("cert.pem");
        let sandbox = Sandbox::start_with(STOPPED, Some(certificate.clone())).await;
        Self { sandbox, certificate, _directory: directory }
    }

    /// Sends a request by a connection of its own to that host, and reads until it ends.
    async fn ask(&self, host: &'static str, head: &str, body: &str) -> Result<String> {
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_file(&self.certificate).unwrap();
        roots.add(certificate).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let connector = TlsConnector::from(Arc::new(config));
        let host = ServerName::try_from(host).unwrap();
        let mut stream = connector.connect(host, self.sandbox.connect().await).await?;
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: x\r\nToken: {KEY}\r\nContent-Type: application/json\r\n\
            Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    async fn list(&self) -> Result<String> {
        self.ask("127.0.0.1", "GET /v1/devices", "").await
    }

    async fn add_fault(&self, fault: Value) {
        let fault = fault.to_string();
        let answer = self.ask("localhost", "POST /sandbox/faults", &fault);
        assert!(answer.await.unwrap().starts_with("HTTP/1.1 201"));
    }
}

#[tokio::test]
async fn clients_that_trust_the_certificate_are_served() {
    let secure = Secure::start().await;
    for host in ["127.0.0.1", "localhost"] {
        let answer = secure.ask(host, "GET /v1/devices", "").await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert!(secure.ask("example.com", "GET /v1/devices", "").await.is_err());
    let plain = secure.sandbox.raw("GET /v1/devices HTTP/1.1\r\n\r\n").await;
    let plain = plain.unwrap_or_default();
    assert!(!plain.starts_with(b"HTTP"), "{plain:?}");
}

#[tokio::test]
async fn faults_end_connections_all_the_same() {
    let secure = Secure::start().await;
    secure.add_fault(json!({ "reset": "after" })).await;
    let error = secure.list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    secure.add_fault(json!({ "truncate": 10 })).await;
    let answer = secure.list().await.unwrap();
    assert!(answer.ends_with(r#"[{"id":"65"#), "{answer}");
}

#[tokio::test]
async fn a_certificate_that_cannot_be_written_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let settings = Settings {
        port: 0,
        key: KEY.to_owned(),
        clock: ClockFactor::try_from(STOPPED).unwrap(),
        tls_cert: Some(directory.path().join("no/where.pem")),
    };
    let Err(message) = Server::start(settings).await else {
        panic!("it starts");
    };
    assert!(message.contains("where.pem"), "{message}");
}
