//! The judge of media tokens. Its order matters: whatever a stranger could learn is asked before the signature, whatever
//! only the bearer may learn after it, and single use last, so that a refused token stays unused.

use std::collections::BTreeMap;

use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::{DtlsFingerprint, MEDIA_AUDIENCE, MediaClaims};

use super::used::UsedTokens;
use super::{
    Admission, Bearer, Endpoint, KeySet, NodeClaim, Refusal, ResourceClaims, TokenId, TokenRules,
    token,
};
use crate::limits::{CLOCK_SKEW_MAX, REVOKED_LIFE, REVOKED_MAX};

/// Checks media tokens and remembers which were used.
#[derive(Debug)]
pub struct TokenCheck {
    rules: TokenRules,
    keys: KeySet,
    used: UsedTokens,
    revoked: BTreeMap<ParticipantId, Timestamp>,
}

impl TokenCheck {
    /// A check with no token used and nobody revoked.
    #[must_use]
    pub fn new(rules: TokenRules, keys: KeySet) -> Self {
        Self {
            rules,
            keys,
            used: UsedTokens::default(),
            revoked: BTreeMap::new(),
        }
    }

    /// Replaces the keys; tokens in use stay in use.
    pub fn set_keys(&mut self, keys: KeySet) {
        self.keys = keys;
    }

    /// Checks a token shown at `endpoint` with an offer of that certificate and takes it for one join: [`Self::burn`] it
    /// when the join succeeded, [`Self::release`] it when not.
    pub fn reserve(
        &mut self,
        token: &str,
        now: Timestamp,
        endpoint: Endpoint,
        offer_fingerprint: Option<DtlsFingerprint>,
    ) -> Result<Admission, Refusal> {
        let claims = self.signed(token)?;
        let refuse = |why| refusal(why, &claims);
        self.may_be_here(&claims, now).map_err(refuse)?;
        may_connect(&claims, now).map_err(refuse)?;
        fits_endpoint(&claims, endpoint).map_err(refuse)?;
        let bound_to = claims.cnf.as_ref().map(|cnf| cnf.dtls_fingerprint);
        if bound_to.is_some() && bound_to != offer_fingerprint {
            return Err(refuse(RefusedWhy::OtherCertificate));
        }
        let id = TokenId(claims.jti.clone());
        if !self.used.reserve(&id, seconds(claims.exp), now) {
            return Err(refuse(RefusedWhy::Replayed));
        }
        Ok(Admission {
            session: claims.ses,
            tenant: claims.ten,
            participant: claims.sub,
            role: claims.rol,
            end: seconds(claims.end),
            can: claims.can,
            fingerprint: bound_to,
            token: id,
        })
    }

    /// The join succeeded: the token never works again.
    pub fn burn(&mut self, token: &TokenId) {
        self.used.burn(token);
    }

    /// The join failed for another reason: the token may be tried again.
    pub fn release(&mut self, token: &TokenId) {
        self.used.release(token);
    }

    /// Checks a token shown for a resource that exists: it authorises until the session's hard end, however often.
    pub fn check_resource(&self, token: &str, now: Timestamp) -> Result<ResourceClaims, Refusal> {
        let claims = self.signed(token)?;
        self.may_be_here(&claims, now)
            .map_err(|why| refusal(why, &claims))?;
        Ok(ResourceClaims {
            session: claims.ses,
            participant: claims.sub,
            role: claims.rol,
        })
    }

    /// Refuses every token of this participant from now on.
    pub fn revoke(&mut self, participant: ParticipantId, now: Timestamp) {
        self.revoked.retain(|_, until| *until > now);
        if self.revoked.len() >= REVOKED_MAX {
            let oldest = self.revoked.iter().min_by_key(|(_, until)| **until);
            if let Some(oldest) = oldest.map(|(participant, _)| *participant) {
                self.revoked.remove(&oldest);
            }
        }
        self.revoked
            .insert(participant, now.saturating_add(REVOKED_LIFE));
    }

    /// How many tokens are remembered as used or in use.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.used.len()
    }

    fn signed(&self, token: &str) -> Result<MediaClaims, Refusal> {
        token::verified(token, &self.keys).map_err(|why| Refusal { why, bearer: None })
    }

    fn may_be_here(&self, claims: &MediaClaims, now: Timestamp) -> Result<(), RefusedWhy> {
        if claims.iss != self.rules.issuer || claims.aud != MEDIA_AUDIENCE {
            return Err(RefusedWhy::Audience);
        }
        let here = match (claims.nod, self.rules.node_claim) {
            (Some(place), NodeClaim::Required | NodeClaim::Optional) => place == self.rules.place,
            (None, NodeClaim::Optional) => true,
            (None, NodeClaim::Required) => false,
        };
        if !here {
            return Err(RefusedWhy::ForeignNode);
        }
        if seconds(claims.end) <= now {
            return Err(RefusedWhy::SessionOver);
        }
        if self
            .revoked
            .get(&claims.sub)
            .is_some_and(|until| *until > now)
        {
            return Err(RefusedWhy::Revoked);
        }
        Ok(())
    }
}

fn may_connect(claims: &MediaClaims, now: Timestamp) -> Result<(), RefusedWhy> {
    if seconds(claims.exp) <= now {
        return Err(RefusedWhy::Expired);
    }
    let soon = now.saturating_add(CLOCK_SKEW_MAX);
    if seconds(claims.nbf) > soon || seconds(claims.iat) > soon {
        return Err(RefusedWhy::NotYetValid);
    }
    Ok(())
}

fn fits_endpoint(claims: &MediaClaims, endpoint: Endpoint) -> Result<(), RefusedWhy> {
    let needed = match (endpoint, claims.rol) {
        (Endpoint::Whip, MediaRole::Sharer) => Some(Can::SendScreen),
        (Endpoint::Whep, MediaRole::Helper | MediaRole::Observer) => Some(Can::ViewScreen),
        (Endpoint::Whip, MediaRole::Helper | MediaRole::Observer)
        | (Endpoint::Whep, MediaRole::Sharer) => None,
    };
    let fits = needed.is_some_and(|can| claims.can.contains(&can))
        && claims.can.iter().all(|can| claims.rol.may_hold(*can));
    fits.then_some(()).ok_or(RefusedWhy::WrongRole)
}

fn refusal(why: RefusedWhy, claims: &MediaClaims) -> Refusal {
    Refusal {
        why,
        bearer: Some(Bearer {
            session: claims.ses,
            participant: claims.sub,
        }),
    }
}

fn seconds(at: i64) -> Timestamp {
    Timestamp::from_millis(at.saturating_mul(1_000))
}
