//! Proves to a provider that Lotse is itself, by signing with a private key (RFC 7523, OpenID Connect Core 1.0 section 9).
//! Never shows the key.

use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lotse_protocol::time::Timestamp;
use serde_json::json;

use super::fault::SignInFault;
use crate::chance;
use crate::identity::SigningPem;

/// What kind of proof it is, for the token endpoint.
pub(crate) const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const LIFE: Duration = Duration::from_secs(60);

/// The private key is none that can sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RSA, P-256, P-384 or Ed25519 private key as PEM (PKCS 8)")]
pub struct UnusableKey;

/// Signs that Lotse is the client `client_id`, for one endpoint and a minute.
pub(crate) fn sign(
    by: &SigningPem,
    client_id: &str,
    audience: &str,
    now: Timestamp,
) -> Result<String, SignInFault> {
    let unusable = SignInFault::ProofUnusable;
    let (key, algorithm) = key(by.pem.as_bytes()).map_err(|_| unusable)?;
    let mut header = Header::new(algorithm);
    header.kid.clone_from(&by.key_id);
    header.x5t_s256.clone_from(&by.thumbprint);
    let id = chance::uuid(now).map_err(|_| unusable)?;
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "jti": id.to_string(),
        "iat": now.as_secs(),
        "nbf": now.as_secs(),
        "exp": now.saturating_add(LIFE).as_secs(),
    });
    jsonwebtoken::encode(&header, &claims, &key).map_err(|_| unusable)
}

/// Whether a text is a private key that can sign.
///
/// # Errors
/// [`UnusableKey`] when it is none.
pub fn check(pem: &str) -> Result<(), UnusableKey> {
    key(pem.as_bytes()).map(|_| ())
}

/// The key and what it signs by: the first kind that takes it and can sign.
fn key(pem: &[u8]) -> Result<(EncodingKey, Algorithm), UnusableKey> {
    let candidates = [
        (EncodingKey::from_rsa_pem(pem), Algorithm::RS256),
        (EncodingKey::from_ec_pem(pem), Algorithm::ES256),
        (EncodingKey::from_ec_pem(pem), Algorithm::ES384),
        (EncodingKey::from_ed_pem(pem), Algorithm::EdDSA),
    ];
    for (key, algorithm) in candidates {
        let Ok(key) = key else { continue };
        if jsonwebtoken::encode(&Header::new(algorithm), &json!({}), &key).is_ok() {
            return Ok((key, algorithm));
        }
    }
    Err(UnusableKey)
}
