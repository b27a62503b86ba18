//! A leg's own DTLS certificate, whose fingerprint is known before anything is sent. Never leaves the process.

use str0m::config::DtlsCert;

use crate::handshake::provider;

/// A self-signed DTLS certificate.
#[derive(Debug, Clone)]
pub struct Identity {
    cert: DtlsCert,
    fingerprint: String,
}

/// The crypto library could not make a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no DTLS certificate could be made")]
pub struct NoCertificate;

impl Identity {
    /// Makes a new one.
    pub fn generate() -> Result<Self, NoCertificate> {
        let crypto = provider();
        let cert = crypto
            .dtls_provider
            .generate_certificate()
            .ok_or(NoCertificate)?;
        let digest = crypto.sha256_provider.sha256(&cert.certificate);
        let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(Self {
            cert,
            fingerprint: format!("sha-256 {}", hex.join(":")),
        })
    }

    /// Its fingerprint as in an SDP line and in a token's `cnf`: `sha-256 AB:CD:..`.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(crate) fn cert(&self) -> DtlsCert {
        self.cert.clone()
    }
}
