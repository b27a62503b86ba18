//! A provider's public keys (RFC 7517): which of them may have signed a token. Never guesses among several, and never takes a
//! key that the token brings along.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;

use super::fault::SignInFault;
use crate::limits::{PROVIDER_KEYS_MAX, RSA_BYTES_MIN};

/// The keys of a provider.
pub(crate) struct KeySet(Vec<Key>);

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    /// Entra says for each key whose tokens it signs.
    issuer: Option<String>,
}

/// A key that may have signed.
pub(crate) struct Fitting {
    pub(crate) key: DecodingKey,
    /// Whose tokens alone it signs, where the provider says so.
    pub(crate) issuer: Option<String>,
}

/// What a provider may sign by: public keys alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signing {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Signing {
    const ALL: [Self; 9] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
    ];

    /// The algorithm with this name (RFC 7518 section 3.1).
    pub(crate) fn of_name(name: &str) -> Result<Self, SignInFault> {
        if let Some(known) = Self::ALL.into_iter().find(|known| known.name() == name) {
            return Ok(known);
        }
        match name {
            "HS256" | "HS384" | "HS512" => Err(SignInFault::Symmetric),
            none if none.eq_ignore_ascii_case("none") => Err(SignInFault::NotSigned),
            _ => Err(SignInFault::AlgorithmUnknown),
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    /// As the checking library calls it.
    pub(crate) const fn algorithm(self) -> Algorithm {
        match self {
            Self::Rs256 => Algorithm::RS256,
            Self::Rs384 => Algorithm::RS384,
            Self::Rs512 => Algorithm::RS512,
            Self::Ps256 => Algorithm::PS256,
            Self::Ps384 => Algorithm::PS384,
            Self::Ps512 => Algorithm::PS512,
            Self::Es256 => Algorithm::ES256,
            Self::Es384 => Algorithm::ES384,
            Self::EdDsa => Algorithm::EdDSA,
        }
    }

    /// Key type and curve.
    const fn family(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => {
                ("RSA", None)
            }
            Self::Es256 => ("EC", Some("P-256")),
            Self::Es384 => ("EC", Some("P-384")),
            Self::EdDsa => ("OKP", Some("Ed25519")),
        }
    }
}

impl KeySet {
    /// Reads a key set; a key that is of no kind we know is passed over.
    pub(crate) fn read(body: &[u8]) -> Result<Self, SignInFault> {
        #[derive(Deserialize)]
        struct Document {
            keys: Vec<serde_json::Value>,
        }
        let document: Document =
            serde_json::from_slice(body).map_err(|_| SignInFault::KeysMalformed)?;
        if document.keys.len() > PROVIDER_KEYS_MAX {
            return Err(SignInFault::KeysTooMany);
        }
        let keys = document.keys.into_iter();
        Ok(Self(
            keys.filter_map(|key| serde_json::from_value(key).ok())
                .collect(),
        ))
    }

    /// The one key with this name that may have signed by this algorithm.
    pub(crate) fn find(&self, kid: Option<&str>, by: Signing) -> Result<Fitting, SignInFault> {
        let (kty, crv) = by.family();
        let of_family =
            |key: &&Key| key.kty == kty && crv.is_none_or(|crv| key.crv.as_deref() == Some(crv));
        let Some(kid) = kid else {
            // OpenID Connect Core 1.0 section 10.1: without a name only where there is no choice.
            let mut fitting = self
                .0
                .iter()
                .filter(of_family)
                .filter(|key| key.is_for(by.name()).is_ok());
            return match (fitting.next(), fitting.next()) {
                (Some(only), None) => only.fitting(),
                (None, _) => Err(SignInFault::KeyUnknown),
                (Some(_), Some(_)) => Err(SignInFault::KeyNotNamed),
            };
        };
        let named: Vec<&Key> = self
            .0
            .iter()
            .filter(|key| key.kid.as_deref() == Some(kid))
            .collect();
        match named.as_slice() {
            [] => Err(SignInFault::KeyUnknown),
            [key] if !of_family(key) => Err(SignInFault::KeyAlgorithm),
            [key] => key.is_for(by.name()).and_then(|()| key.fitting()),
            [_, _, ..] => Err(SignInFault::KeyTwice),
        }
    }
}

impl Key {
    fn is_for(&self, algorithm: &str) -> Result<(), SignInFault> {
        let signs = self
            .purpose
            .as_deref()
            .is_none_or(|purpose| purpose == "sig")
            && self
                .key_ops
                .as_ref()
                .is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        if !signs {
            return Err(SignInFault::KeyUse);
        }
        match self.alg.as_deref().is_none_or(|alg| alg == algorithm) {
            true => Ok(()),
            false => Err(SignInFault::KeyAlgorithm),
        }
    }

    fn fitting(&self) -> Result<Fitting, SignInFault> {
        let part = |part: &Option<String>| part.clone().ok_or(SignInFault::KeysMalformed);
        let key = match self.kty.as_str() {
            "RSA" => {
                let (n, e) = (part(&self.n)?, part(&self.e)?);
                let modulus = URL_SAFE_NO_PAD.decode(&n).unwrap_or_default();
                if modulus.iter().skip_while(|byte| **byte == 0).count() < RSA_BYTES_MIN {
                    return Err(SignInFault::KeyWeak);
                }
                DecodingKey::from_rsa_components(&n, &e)
            }
            "EC" => DecodingKey::from_ec_components(&part(&self.x)?, &part(&self.y)?),
            _ => DecodingKey::from_ed_components(&part(&self.x)?),
        };
        Ok(Fitting {
            key: key.map_err(|_| SignInFault::KeysMalformed)?,
            issuer: self.issuer.clone(),
        })
    }
}
