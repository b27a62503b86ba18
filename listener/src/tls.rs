//! TLS from PEM files: loads a certificate chain with its key, and loads them anew while the port stays open. Never logs
//! or keeps the key's text.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// Where a certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PemFiles {
    /// The certificate, then those that vouch for it.
    pub certificate: PathBuf,
    /// Its private key (PKCS#8, PKCS#1 or SEC1).
    pub key: PathBuf,
}

/// What is wrong with the files.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// A file cannot be read, or is not PEM.
    #[error("cannot read {path} as PEM: {source}", path = path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What happened.
        source: pem::Error,
    },
    /// The certificate file holds no certificate.
    #[error("{path} holds no certificate; it should begin with -----BEGIN CERTIFICATE-----", path = path.display())]
    NoCertificate {
        /// Which file.
        path: PathBuf,
    },
    /// The key does not belong to the certificate, or is of a kind that is not supported.
    #[error("the key in {path} does not fit the certificate: {source}", path = path.display())]
    KeyDoesNotFit {
        /// The key's file.
        path: PathBuf,
        /// What happened.
        source: rustls::Error,
    },
    /// TLS itself cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Setup(rustls::Error),
}

/// A certificate in use, which can be loaded anew.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    files: PemFiles,
    current: Arc<Current>,
}

#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl TlsFiles {
    /// Loads certificate and key.
    pub fn load(files: PemFiles) -> Result<Self, TlsFault> {
        let loaded = read(&files)?;
        let current = Arc::new(Current(RwLock::new(Arc::new(loaded))));
        Ok(Self { files, current })
    }

    /// Loads both files anew; connections from now on see the new certificate. When the files are bad the old one stays.
    pub fn reload(&self) -> Result<(), TlsFault> {
        let loaded = Arc::new(read(&self.files)?);
        let mut current = self
            .current
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = loaded;
        Ok(())
    }

    pub(crate) fn server_config(&self) -> Result<Arc<ServerConfig>, TlsFault> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(TlsFault::Setup)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&self.current) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn read(files: &PemFiles) -> Result<CertifiedKey, TlsFault> {
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| unreadable(&files.certificate, source))?;
    if chain.is_empty() {
        let path = files.certificate.clone();
        return Err(TlsFault::NoCertificate { path });
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|source| unreadable(&files.key, source))?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|source| TlsFault::KeyDoesNotFit {
        path: files.key.clone(),
        source,
    })
}

fn unreadable(path: &std::path::Path, source: pem::Error) -> TlsFault {
    TlsFault::Unreadable {
        path: path.to_owned(),
        source,
    }
}
