//! One token, from text to claims whose signature is good. Never looks at a clock, and takes the key from the key set by
//! `kid` alone: a key inside the token or behind an address in it is a reason to refuse.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation};
use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::limits::TOKEN_BYTES_MAX;
use lotse_protocol::token::MediaClaims;
use serde::Deserialize;

use super::KeySet;
use crate::limits::{TOKEN_CANS_MAX, TOKEN_ID_BYTES_MAX};

/// RFC 7515 section 4.1.11: a header that must be understood and is not, is refused. So is every other stranger.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
}

pub(super) fn verified(token: &str, keys: &KeySet) -> Result<MediaClaims, RefusedWhy> {
    let header = header(token).ok_or(RefusedWhy::Malformed)?;
    if header.alg != "EdDSA" {
        return Err(RefusedWhy::Algorithm);
    }
    if !header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("jwt")) {
        return Err(RefusedWhy::Malformed);
    }
    let key = header
        .kid
        .and_then(|kid| keys.find(&kid))
        .ok_or(RefusedWhy::UnknownKey)?;
    let claims = jsonwebtoken::decode::<MediaClaims>(token, key, &signature_only())
        .map_err(|error| why(error.kind()))?
        .claims;
    let bounded =
        (1..=TOKEN_ID_BYTES_MAX).contains(&claims.jti.len()) && claims.can.len() <= TOKEN_CANS_MAX;
    bounded.then_some(claims).ok_or(RefusedWhy::Malformed)
}

fn header(token: &str) -> Option<Header> {
    if token.len() > TOKEN_BYTES_MAX || token.split('.').count() != 3 {
        return None;
    }
    let (first, _) = token.split_once('.')?;
    let json = URL_SAFE_NO_PAD.decode(first).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Times, issuer and audience are checked by us, with the caller's clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "another crate's open enum: whatever else it says, the token is unreadable"
)]
fn why(kind: &ErrorKind) -> RefusedWhy {
    match kind {
        ErrorKind::InvalidSignature => RefusedWhy::Signature,
        ErrorKind::InvalidAlgorithm => RefusedWhy::Algorithm,
        _ => RefusedWhy::Malformed,
    }
}
