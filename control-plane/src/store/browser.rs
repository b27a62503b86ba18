//! The stored half of a browser's cookie, from which no cookie can be made.

use sha2::{Digest, Sha256};

/// The stored half of a cookie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct BrowserSession([u8; 32]);

impl BrowserSession {
    /// The stored half of the cookie with these bytes.
    pub(crate) fn of_cookie(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// A stable text for telling browsers apart, from which no cookie can be made.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// From its column.
    pub(super) fn of_key(bytes: Vec<u8>) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn key(self) -> Vec<u8> {
        self.0.to_vec()
    }
}
