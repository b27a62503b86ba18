//! The control plane's public keys, found by `kid` and by nothing else. Never fetches them.

use std::collections::BTreeMap;
use std::fmt;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;

use crate::limits::KEYS_MAX;

/// A set of Ed25519 keys (RFC 7517, RFC 8037).
#[derive(Clone, Default)]
pub struct KeySet {
    keys: BTreeMap<String, DecodingKey>,
}

/// Why a key set cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetFault {
    /// Not a key set.
    #[error("not a JSON Web Key Set")]
    Malformed,
    /// More than [`KEYS_MAX`] keys.
    #[error("more than {KEYS_MAX} keys")]
    TooMany,
    /// A key that is not Ed25519 for signatures with a `kid`, or two with one `kid`.
    #[error("a key that is not an Ed25519 signature key with a kid of its own")]
    UnfitKey,
}

#[derive(Deserialize)]
struct RawKeySet {
    keys: Vec<RawKey>,
}

#[derive(Deserialize)]
struct RawKey {
    kty: String,
    crv: Option<String>,
    kid: Option<String>,
    x: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
}

impl KeySet {
    /// Reads the body of `/.well-known/jwks.json`; every key in it must fit.
    pub fn parse(jwks: &str) -> Result<Self, KeySetFault> {
        let raw: RawKeySet = serde_json::from_str(jwks).map_err(|_| KeySetFault::Malformed)?;
        if raw.keys.len() > KEYS_MAX {
            return Err(KeySetFault::TooMany);
        }
        let mut keys = BTreeMap::new();
        for key in &raw.keys {
            let (kid, decoding) = key.read().ok_or(KeySetFault::UnfitKey)?;
            if keys.insert(kid, decoding).is_some() {
                return Err(KeySetFault::UnfitKey);
            }
        }
        Ok(Self { keys })
    }

    pub(super) fn find(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys.get(kid)
    }
}

impl RawKey {
    fn read(&self) -> Option<(String, DecodingKey)> {
        let fits = self.kty == "OKP"
            && self.crv.as_deref() == Some("Ed25519")
            && self.alg.as_deref().is_none_or(|alg| alg == "EdDSA")
            && self.usage.as_deref().is_none_or(|usage| usage == "sig");
        let (kid, x) = (self.kid.clone()?, self.x.as_deref()?);
        let key = DecodingKey::from_ed_components(x).ok()?;
        (fits && !kid.is_empty()).then_some((kid, key))
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({} keys)", self.keys.len())
    }
}
