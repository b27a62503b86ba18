//! Who may join: media tokens are checked here, offline, and only here is an [`Admission`] made. Joining a session needs
//! one, so forgetting the check does not compile. Never talks to a control plane and never asks what time it is.

mod keys;
mod used;
mod token;
mod check;

use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::{DtlsFingerprint, NodePlace};

pub use check::TokenCheck;
pub use keys::{KeySet, KeySetFault};

/// What a node demands of tokens.
#[derive(Debug, Clone)]
pub struct TokenRules {
    /// Who must have signed: the control plane's public address.
    pub issuer: String,
    /// This node and its epoch.
    pub place: NodePlace,
    /// Whether a token must name its node.
    pub node_claim: NodeClaim,
}

/// Whether a token must name its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeClaim {
    /// It must, since its `jti` is single use per node.
    Required,
    /// It may leave it out: there is one node.
    Optional,
}

/// Where a token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /whip`: for the sharer.
    Whip,
    /// `POST /whep`: for helpers and observers.
    Whep,
}

/// Proof that a token was checked and reserved: the right to join one session once. Made by [`TokenCheck::reserve`] alone,
/// neither cloned nor changed by anybody.
#[derive(Debug)]
pub struct Admission {
    session: SessionId,
    tenant: TenantId,
    participant: ParticipantId,
    role: MediaRole,
    can: Vec<Can>,
    end: Timestamp,
    fingerprint: Option<DtlsFingerprint>,
    token: TokenId,
}

impl Admission {
    /// To which session.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// Of which tenant.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who joins.
    #[must_use]
    pub const fn participant(&self) -> ParticipantId {
        self.participant
    }

    /// As what.
    #[must_use]
    pub const fn role(&self) -> MediaRole {
        self.role
    }

    /// Whether the token permits `can`.
    #[must_use]
    pub fn permits(&self, can: Can) -> bool {
        self.can.contains(&can)
    }

    /// The session's hard end.
    #[must_use]
    pub const fn end(&self) -> Timestamp {
        self.end
    }

    /// The certificate that the token is bound to, if it is.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<DtlsFingerprint> {
        self.fingerprint
    }

    /// What to burn when the join succeeded, and to release when it did not.
    #[must_use]
    pub fn token(&self) -> TokenId {
        self.token.clone()
    }
}

/// Names one token among those in use; its `jti`, which no log shows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenId(String);

impl std::fmt::Debug for TokenId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenId(…)")
    }
}

/// What a token says about the resource that it once created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceClaims {
    /// Of which session.
    pub session: SessionId,
    /// Whose.
    pub participant: ParticipantId,
    /// As what.
    pub role: MediaRole,
}

impl ResourceClaims {
    /// Refuses unless the resource belongs to this participant of this session.
    pub fn must_own(&self, session: SessionId, participant: ParticipantId) -> Result<(), Refusal> {
        if self.session == session && self.participant == participant {
            return Ok(());
        }
        Err(Refusal {
            why: RefusedWhy::OtherSession,
            bearer: Some(Bearer {
                session: self.session,
                participant: self.participant,
            }),
        })
    }
}

/// Why a token was refused, and whom it names where its signature is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("token refused: {why:?}")]
pub struct Refusal {
    /// Why.
    pub why: RefusedWhy,
    /// Whom the token names; absent unless a known key signed it.
    pub bearer: Option<Bearer>,
}

/// Whom a token names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// Which session.
    pub session: SessionId,
    /// Who.
    pub participant: ParticipantId,
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test chooses its numbers")]
mod tests;
