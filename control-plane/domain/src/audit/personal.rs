//! What names a person, kept beside the chain and erasable, and the salted commitment that stands for it inside. Never
//! draws the salt itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hash::{Digest32, hex, hmac_sha256, unhex32};

/// What names a person in an entry.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// Their full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address they came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Their browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ua: Option<String>,
    /// The name of whoever it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

/// 32 random bytes, new for each entry; erased together with the personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(Digest32);

impl Salt {
    /// The salt with these bytes; the caller draws them from the system.
    #[must_use]
    pub const fn from_bytes(bytes: Digest32) -> Self {
        Self(bytes)
    }

    /// Hexadecimal, for the store.
    #[must_use]
    pub fn text(&self) -> String {
        hex(&self.0)
    }

    /// Reads what [`Salt::text`] wrote.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        unhex32(text).map(Self)
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// Stands for personal data in the chain; says nothing without the salt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(String);

impl Commitment {
    /// The commitment to `personal` under `salt`.
    #[must_use]
    pub fn to(personal: &Personal, salt: &Salt) -> Self {
        let mut message = Vec::new();
        let fields = [&personal.name, &personal.ip, &personal.ua, &personal.target];
        for field in fields {
            // Each field with its length, and a mark that tells an absent one from an empty one.
            let text = field.as_deref().unwrap_or_default();
            message.push(u8::from(field.is_some()));
            message.extend_from_slice(&(text.len() as u64).to_be_bytes());
            message.extend_from_slice(text.as_bytes());
        }
        Self(hex(&hmac_sha256(&salt.0, &message)))
    }

    /// Hexadecimal, for the store.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}
