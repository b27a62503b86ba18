//! The stored half of a browser's cookie, from which no cookie can be made, and who is signed in there.

use lotse_domain::hash::hex;
use lotse_protocol::id::UserId;
use sha2::{Digest, Sha256};

/// The stored half of a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BrowserSession([u8; 32]);

/// Somebody who is signed in, and the browser they use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) person: UserId,
    pub(crate) browser: BrowserSession,
    /// As whom sessions know the browser.
    pub(crate) known_as: BrowserSession,
}

impl BrowserSession {
    /// The stored half of the cookie with these bytes.
    pub(crate) fn of_cookie(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// A stable text for telling browsers apart, from which no cookie can be made.
    pub(crate) fn text(&self) -> String {
        hex(&self.0)
    }

    /// From its column.
    pub(super) fn of_key(bytes: Vec<u8>) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn key(self) -> Vec<u8> {
        self.0.to_vec()
    }
}
