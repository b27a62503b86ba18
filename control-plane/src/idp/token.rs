//! Tokens that a provider signed, judged by pure functions: first who signed them, then every claim (OpenID Connect Core 1.0
//! section 3.1.3.7, Back-Channel Logout 1.0 section 2.6). Never asks the time or the network.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Validation;
use lotse_protocol::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use super::fault::SignInFault;
use super::keys::{Fitting, KeySet, Signing};
use super::metadata::{Issuer, Metadata};
use crate::identity::Strength;
use crate::limits::{
    PROVIDER_CLOCK_SKEW_MAX, PROVIDER_SUBJECT_BYTES_MAX, PROVIDER_TOKEN_AGE_MAX,
    PROVIDER_TOKEN_BYTES_MAX, PROVIDER_TOKEN_HEADER_BYTES_MAX,
};

/// The event that announces a logout.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The first part of a token.
pub(crate) struct Header {
    kid: Option<String>,
    kind: Option<String>,
    by: Signing,
}

/// A token whose signature fits.
pub(crate) struct Signed {
    pub(crate) claims: Map<String, Value>,
    by: Signing,
    /// Whose tokens alone the key signs.
    key_issuer: Option<String>,
}

/// Which kind of token is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Logout,
}

/// What an ID token must agree with.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a Issuer,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) access_token: &'a str,
    pub(crate) strength: &'a Strength,
    pub(crate) now: Timestamp,
}

/// Whom an ID token names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) issuer: String,
    /// What tells the person apart at this issuer.
    pub(crate) identity: String,
    /// The `sub` itself, which logouts name.
    pub(crate) sub: String,
}

/// Whom a logout token names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogoutClaims {
    pub(crate) issuer: String,
    pub(crate) sub: Option<String>,
    pub(crate) sid: Option<String>,
    pub(crate) jti: String,
    pub(crate) until: Timestamp,
}

impl Header {
    /// Reads the header of a token, before any key is looked for.
    pub(crate) fn read(token: &str, kind: Kind) -> Result<Self, SignInFault> {
        #[derive(Deserialize)]
        struct Raw {
            alg: Option<String>,
            kid: Option<String>,
            typ: Option<String>,
            crit: Option<Value>,
            b64: Option<Value>,
        }
        if token.len() > PROVIDER_TOKEN_BYTES_MAX {
            return Err(SignInFault::TokenTooLarge);
        }
        let mut parts = token.split('.');
        let (Some(first), Some(_), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(SignInFault::TokenMalformed);
        };
        if first.len() > PROVIDER_TOKEN_HEADER_BYTES_MAX {
            return Err(SignInFault::TokenTooLarge);
        }
        let malformed = SignInFault::TokenMalformed;
        let bytes = URL_SAFE_NO_PAD.decode(first).map_err(|_| malformed)?;
        let raw: Raw = serde_json::from_slice(&bytes).map_err(|_| malformed)?;
        // RFC 7515 section 4.1.11: what is critical and not understood makes the token invalid; we understand nothing.
        if raw.crit.is_some() || raw.b64.is_some() {
            return Err(SignInFault::TokenCritical);
        }
        let header = Self {
            by: Signing::of_name(raw.alg.as_deref().ok_or(malformed)?)?,
            kid: raw.kid,
            kind: raw.typ,
        };
        match header.is(kind) {
            true => Ok(header),
            false => Err(SignInFault::TokenKind),
        }
    }

    fn is(&self, kind: Kind) -> bool {
        let typ = self.kind.as_deref().map(str::to_ascii_lowercase);
        match (typ.as_deref(), kind) {
            (None | Some("jwt" | "application/jwt"), Kind::Id | Kind::Logout) => true,
            (Some("logout+jwt" | "application/logout+jwt"), Kind::Logout) => true,
            (Some(_), Kind::Id | Kind::Logout) => false,
        }
    }

    /// The key that must have signed.
    pub(crate) fn key(&self, keys: &KeySet) -> Result<Fitting, SignInFault> {
        keys.find(self.kid.as_deref(), self.by)
    }

    /// Whether the provider said that it signs like this.
    pub(crate) fn announced(&self, metadata: &Metadata) -> Result<(), SignInFault> {
        let announced = &metadata.algorithms;
        let known = announced.is_empty() || announced.iter().any(|name| name == self.by.name());
        known
            .then_some(())
            .ok_or(SignInFault::AlgorithmNotAnnounced)
    }

    /// Checks the signature and opens the token.
    pub(crate) fn open(&self, token: &str, by: Fitting) -> Result<Signed, SignInFault> {
        let mut rules = Validation::new(self.by.algorithm());
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules.validate_aud = false;
        let opened = jsonwebtoken::decode::<Value>(token, &by.key, &rules).map_err(|error| {
            let unreadable = matches!(error.kind(), jsonwebtoken::errors::ErrorKind::Json(_));
            match unreadable {
                true => SignInFault::ClaimsMalformed,
                false => SignInFault::SignatureWrong,
            }
        })?;
        match opened.claims {
            Value::Object(claims) => Ok(Signed {
                claims,
                by: self.by,
                key_issuer: by.issuer,
            }),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(SignInFault::ClaimsMalformed),
        }
    }
}

impl Signed {
    /// Judges an ID token and says whom it names.
    pub(crate) fn judge(&self, expected: &Expected<'_>) -> Result<Subject, SignInFault> {
        let issuer = self.issuer(expected.issuer)?;
        self.audience(expected.client_id)?;
        let sub = self.sub()?.ok_or(SignInFault::SubjectMissing)?;
        self.times(expected.now)?;
        match self.text("nonce")? {
            None => return Err(SignInFault::NonceMissing),
            Some(nonce) if !same(nonce, expected.nonce) => return Err(SignInFault::NonceWrong),
            Some(_) => {}
        }
        self.access_hash(expected.access_token)?;
        self.strength(expected.strength, expected.now)?;
        let identity = match expected.issuer {
            Issuer::One(_) => sub.to_owned(),
            // Entra: `sub` differs for each application, `oid` is the person within the tenant.
            Issuer::Tenants { .. } => self
                .text("oid")?
                .filter(|oid| !oid.is_empty() && oid.len() <= PROVIDER_SUBJECT_BYTES_MAX)
                .ok_or(SignInFault::ObjectMissing)?
                .to_owned(),
        };
        Ok(Subject {
            issuer,
            identity,
            sub: sub.to_owned(),
        })
    }

    /// Judges a logout token and says whom it names.
    pub(crate) fn judge_logout(
        &self,
        issuer: &Issuer,
        client_id: &str,
        now: Timestamp,
    ) -> Result<LogoutClaims, SignInFault> {
        let issuer = self.issuer(issuer)?;
        self.audience(client_id)?;
        let until = self.times(now)?;
        let announced = self.claims.get("events").and_then(Value::as_object);
        let event = announced.and_then(|events| events.get(LOGOUT_EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(SignInFault::EventMissing);
        }
        if self.claims.contains_key("nonce") {
            return Err(SignInFault::NonceForbidden);
        }
        let (sub, sid) = (self.sub()?, self.sid()?);
        if sub.is_none() && sid.is_none() {
            return Err(SignInFault::SubjectMissing);
        }
        let jti = self.text("jti")?.filter(|jti| !jti.is_empty());
        let jti = jti.ok_or(SignInFault::NameMissing)?;
        if jti.len() > PROVIDER_SUBJECT_BYTES_MAX {
            return Err(SignInFault::ClaimsMalformed);
        }
        Ok(LogoutClaims {
            issuer,
            sub: sub.map(str::to_owned),
            sid: sid.map(str::to_owned),
            jti: jti.to_owned(),
            until: until.saturating_add(PROVIDER_CLOCK_SKEW_MAX),
        })
    }

    /// The provider's own session, where it names one.
    pub(crate) fn sid(&self) -> Result<Option<&str>, SignInFault> {
        let sid = self.text("sid")?.filter(|sid| !sid.is_empty());
        match sid.is_some_and(|sid| sid.len() > PROVIDER_SUBJECT_BYTES_MAX) {
            true => Err(SignInFault::ClaimsMalformed),
            false => Ok(sid),
        }
    }

    fn sub(&self) -> Result<Option<&str>, SignInFault> {
        let sub = self.text("sub")?.filter(|sub| !sub.is_empty());
        match sub.is_some_and(|sub| sub.len() > PROVIDER_SUBJECT_BYTES_MAX) {
            true => Err(SignInFault::SubjectTooLong),
            false => Ok(sub),
        }
    }

    fn issuer(&self, ours: &Issuer) -> Result<String, SignInFault> {
        let wrong = SignInFault::IssuerWrong;
        let said = self.text("iss")?.ok_or(wrong)?;
        let right = match ours {
            Issuer::One(issuer) => issuer.clone(),
            Issuer::Tenants { .. } => {
                let tenant = self.text("tid")?.ok_or(SignInFault::TenantMissing)?;
                ours.of_tenant(tenant).ok_or(SignInFault::TenantWrong)?
            }
        };
        if said != right {
            return Err(wrong);
        }
        let by_its_key = match (&self.key_issuer, ours) {
            (None, Issuer::One(_) | Issuer::Tenants { .. }) => true,
            (Some(of_key), Issuer::One(_)) => *of_key == right,
            (Some(of_key), Issuer::Tenants { template, .. }) => {
                *of_key == right || of_key == template
            }
        };
        by_its_key.then_some(right).ok_or(SignInFault::KeyIssuer)
    }

    fn audience(&self, client_id: &str) -> Result<(), SignInFault> {
        let wrong = Err(SignInFault::AudienceWrong);
        match self.claims.get("aud") {
            Some(Value::String(one)) if one == client_id => {}
            Some(Value::Array(all)) => {
                if !all.iter().any(|one| one.as_str() == Some(client_id)) {
                    return wrong;
                }
                // We trust no other audience, so a token that is for others too is for nobody.
                if all.len() > 1 {
                    return Err(SignInFault::AudienceForeign);
                }
            }
            Some(
                Value::String(_)
                | Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Object(_),
            )
            | None => return wrong,
        }
        match self.claims.get("azp") {
            None => Ok(()),
            Some(Value::String(party)) if party == client_id => Ok(()),
            Some(_) => Err(SignInFault::PartyWrong),
        }
    }

    /// Judges when the token is valid, and says until when.
    fn times(&self, now: Timestamp) -> Result<Timestamp, SignInFault> {
        let skew = PROVIDER_CLOCK_SKEW_MAX;
        let expiry = self.time("exp")?.ok_or(SignInFault::ExpiryMissing)?;
        if now >= expiry.saturating_add(skew) {
            return Err(SignInFault::Expired);
        }
        let issued = self.time("iat")?.ok_or(SignInFault::IssuedMissing)?;
        if issued > now.saturating_add(skew) {
            return Err(SignInFault::IssuedFuture);
        }
        if issued.saturating_add(PROVIDER_TOKEN_AGE_MAX) < now {
            return Err(SignInFault::IssuedLongAgo);
        }
        match self.time("nbf")? {
            Some(begin) if begin > now.saturating_add(skew) => Err(SignInFault::NotYet),
            Some(_) | None => Ok(expiry),
        }
    }

    /// OpenID Connect Core 1.0 section 3.1.3.6: the left half of the hash that the signature uses.
    fn access_hash(&self, access_token: &str) -> Result<(), SignInFault> {
        let Some(said) = self.text("at_hash")? else {
            return Ok(());
        };
        let bytes = access_token.as_bytes();
        let digest: Vec<u8> = match self.by {
            Signing::Rs256 | Signing::Ps256 | Signing::Es256 => Sha256::digest(bytes).to_vec(),
            Signing::Rs384 | Signing::Ps384 | Signing::Es384 => Sha384::digest(bytes).to_vec(),
            Signing::Rs512 | Signing::Ps512 | Signing::EdDsa => Sha512::digest(bytes).to_vec(),
        };
        let half = digest.get(..digest.len() / 2).unwrap_or_default();
        match same(said, &URL_SAFE_NO_PAD.encode(half)) {
            true => Ok(()),
            false => Err(SignInFault::AccessHashWrong),
        }
    }

    fn strength(&self, asked: &Strength, now: Timestamp) -> Result<(), SignInFault> {
        if !asked.acr_values.is_empty() {
            let given = self.text("acr")?.unwrap_or_default();
            if !asked.acr_values.iter().any(|one| one == given) {
                return Err(SignInFault::StrengthWrong);
            }
        }
        let Some(max_age) = asked.max_age else {
            return Ok(());
        };
        let proved = self
            .time("auth_time")?
            .ok_or(SignInFault::AuthTimeMissing)?;
        let oldest = now
            .saturating_sub(max_age)
            .saturating_sub(PROVIDER_CLOCK_SKEW_MAX);
        match proved < oldest {
            true => Err(SignInFault::AuthTimeOld),
            false => Ok(()),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, SignInFault> {
        match self.claims.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(SignInFault::ClaimsMalformed),
        }
    }

    /// A time in seconds, perhaps with a fraction (RFC 7519 section 2, NumericDate).
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, SignInFault> {
        let Some(value) = self.claims.get(name) else {
            return Ok(None);
        };
        let seconds = value.as_i64().or_else(|| whole_seconds(value.as_f64()?));
        seconds
            .filter(|seconds| (0..=SECONDS_MAX).contains(seconds))
            .map(|seconds| Some(Timestamp::from_millis(seconds.saturating_mul(1_000))))
            .ok_or(SignInFault::ClaimsMalformed)
    }
}

/// The year 9999; a later time is no time.
const SECONDS_MAX: i64 = 253_402_300_799;

fn whole_seconds(value: f64) -> Option<i64> {
    let text = format!("{:.0}", value.floor());
    text.parse().ok()
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
