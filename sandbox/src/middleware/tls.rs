//! HTTPS with a certificate that is made at the start: no key is ever stored.

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Makes a certificate for this machine alone, and writes it to `file` for clients to trust.
pub fn acceptor(file: &Path) -> Result<TlsAcceptor, String> {
    let broken = |error: &dyn Display| format!("cannot make a certificate: {error}");
    let names = ["localhost", "127.0.0.1"].map(str::to_owned);
    let made = rcgen::generate_simple_self_signed(names).map_err(|error| broken(&error))?;
    let chain = vec![made.cert.der().clone()];
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).map_err(|error| broken(&error))?;
    fs::write(file, made.cert.pem()).map_err(|error| {
        let file = file.display();
        format!("cannot write the certificate to {file}: {error}. Choose another file.")
    })?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
