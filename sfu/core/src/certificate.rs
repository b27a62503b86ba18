//! The process's DTLS certificate: one for all peers, since making one is dear. Never written anywhere.

use aws_lc_rs::digest::{SHA256, digest};
use lotse_protocol::token::DtlsFingerprint;
use str0m::config::DtlsCert;

/// A self-signed DTLS certificate and its key.
#[derive(Clone)]
pub struct Certificate(DtlsCert);

/// The crypto library made no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the crypto library made no DTLS certificate")]
pub struct NoCertificate;

impl Certificate {
    /// Makes a new one, with randomness from the crypto library; for start-up.
    pub fn generate() -> Result<Self, NoCertificate> {
        str0m_aws_lc_rs::default_provider()
            .dtls_provider
            .generate_certificate()
            .map(Self)
            .ok_or(NoCertificate)
    }

    /// What answers say of it.
    #[must_use]
    pub fn fingerprint(&self) -> DtlsFingerprint {
        let hash = digest(&SHA256, &self.0.certificate);
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(hash.as_ref()) {
            *to = *from;
        }
        DtlsFingerprint::from_bytes(bytes)
    }

    pub(crate) fn for_str0m(&self) -> DtlsCert {
        self.0.clone()
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate(…)")
    }
}
