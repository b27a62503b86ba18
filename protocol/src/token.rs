//! Media tokens: the claims of the JWT (RFC 7519) that the control plane signs with Ed25519 and a node checks offline.
//! Never signs or verifies: signing is the control plane's, checking is the media core's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::id::{NodeId, ParticipantId, SessionId, TenantId};
use crate::role::{Can, MediaRole};

/// The audience of every media token.
pub const MEDIA_AUDIENCE: &str = "lotse-sfu";

/// The claims of a media token. Times are seconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaClaims {
    /// Who signed: the control plane's public address.
    pub iss: String,
    /// Always [`MEDIA_AUDIENCE`].
    pub aud: String,
    /// Who connects.
    pub sub: ParticipantId,
    /// To which session.
    pub ses: SessionId,
    /// Of which tenant.
    pub ten: TenantId,
    /// As what.
    pub rol: MediaRole,
    /// To do what.
    pub can: Vec<Can>,
    /// At which node; absent only where there is one node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nod: Option<NodePlace>,
    /// Bound to which DTLS certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// Makes the token single use.
    pub jti: String,
    /// Signed at.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// May connect until.
    pub exp: i64,
    /// The session's hard end.
    pub end: i64,
}

/// Proof of possession (RFC 7800 section 3.1): the certificate that the offer must show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// `sha-256 AB:CD:..`, as in an SDP `a=fingerprint` line (RFC 8122 section 5).
    pub dtls_fingerprint: DtlsFingerprint,
}

/// The SHA-256 fingerprint of a DTLS certificate; `sha-256 AB:CD:..` as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DtlsFingerprint([u8; 32]);

/// The text is not a `sha-256` fingerprint of 32 bytes in hexadecimal, colons between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint of the form \"sha-256 AB:CD:..\" with 32 bytes")]
pub struct NotAFingerprint;

impl DtlsFingerprint {
    /// The fingerprint with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DtlsFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DtlsFingerprint(…)")
    }
}

impl fmt::Display for DtlsFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha-256 ")?;
        for (at, byte) in self.0.iter().enumerate() {
            let colon = if at == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

impl FromStr for DtlsFingerprint {
    type Err = NotAFingerprint;
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let (hash, hex) = text.trim().split_once(' ').ok_or(NotAFingerprint)?;
        if !hash.eq_ignore_ascii_case("sha-256") {
            return Err(NotAFingerprint);
        }
        let mut bytes = [0; 32];
        let mut parts = hex.trim().split(':');
        for byte in &mut bytes {
            *byte = parts.next().and_then(hex_byte).ok_or(NotAFingerprint)?;
        }
        match parts.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(NotAFingerprint),
        }
    }
}

fn hex_byte(text: &str) -> Option<u8> {
    let two_digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_hexdigit());
    two_digits
        .then(|| u8::from_str_radix(text, 16).ok())
        .flatten()
}

/// A node and its epoch, which counts its starts: a token for an earlier life of a node is void. `nod_<UUID>.<epoch>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodePlace {
    /// Which node.
    pub node: NodeId,
    /// Which of its lives.
    pub epoch: u64,
}

/// The text is not a node place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a node place of the form nod_<UUID>.<epoch>")]
pub struct NotAPlace;

impl NodePlace {
    /// The whole text, for tokens; logs use the parts.
    #[must_use]
    pub fn text(self) -> String {
        format!("{}.{}", self.node.text(), self.epoch)
    }
}

impl FromStr for NodePlace {
    type Err = NotAPlace;
    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let (node, epoch) = text.split_once('.').ok_or(NotAPlace)?;
        match (node.parse(), epoch.parse()) {
            (Ok(node), Ok(epoch)) => Ok(Self { node, epoch }),
            (Err(_), _) | (_, Err(_)) => Err(NotAPlace),
        }
    }
}

macro_rules! as_text {
    ($($name:ty: $text:expr;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text: fn(&Self) -> String = $text;
                serializer.serialize_str(&text(self))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

as_text! {
    DtlsFingerprint: ToString::to_string;
    NodePlace: |place| place.text();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_fingerprint_of_31_bytes_is_refused() {
        let text = format!("sha-256 {}", vec!["AB"; 31].join(":"));

        assert_eq!(text.parse::<DtlsFingerprint>(), Err(NotAFingerprint));
    }

    #[test]
    fn another_hash_is_refused() {
        let text = format!("sha-1 {}", vec!["AB"; 32].join(":"));

        assert_eq!(text.parse::<DtlsFingerprint>(), Err(NotAFingerprint));
    }

    proptest! {
        #[test]
        fn fingerprint_text_and_back(bytes: [u8; 32]) {
            let print = DtlsFingerprint::from_bytes(bytes);
            prop_assert_eq!(print.to_string().parse::<DtlsFingerprint>(), Ok(print));
            prop_assert_eq!(print.to_string().to_lowercase().parse::<DtlsFingerprint>(), Ok(print));
        }

        #[test]
        fn any_text_is_parsed_or_refused(text in ".{0,120}") {
            let _ = text.parse::<DtlsFingerprint>();
            let _ = text.parse::<NodePlace>();
        }
    }
}
