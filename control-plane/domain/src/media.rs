//! Between a session and the media: what a node saw becomes an event, and a person's part in a session becomes a permit to
//! connect. Never signs: the edge does, and only what a [`MediaPermit`] says.

use std::time::Duration;

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::limits::TOKEN_CONNECT_LIFE;
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::{
    Confirmation, DtlsFingerprint, MEDIA_AUDIENCE, MediaClaims, NodePlace,
};

use crate::policy::{Grant, OperatorGrant};
use crate::session::{Event, Fault, Session};

/// What a node's report means for its session; `None` when the machine need not know. A [`Fault`] in answer to such an event
/// is a report that came late: acknowledge it and go on.
#[must_use]
pub fn event(session: &Session, seen: &Seen) -> Option<Event> {
    let sharer = session
        .sharer()
        .map(crate::session::SharerSeat::participant);
    match seen {
        Seen::Joined { participant, .. } | Seen::Back { participant, .. } => {
            Some(Event::MediaUp { by: *participant })
        }
        Seen::Interrupted { participant, .. } => Some(Event::MediaLost { by: *participant }),
        Seen::Left {
            participant, why, ..
        } => left(*participant, *why),
        Seen::FirstFrame { participant } => Some(Event::FirstFrame {
            helper: *participant,
        }),
        Seen::Paused => sharer.map(|by| Event::Pause { by }),
        Seen::UnpauseRequested => sharer.map(|by| Event::Unpause { by }),
        Seen::ChatHead { .. } => Some(Event::Active),
        Seen::LeaseExpired => Some(Event::LeaseLost),
        Seen::Admitted { .. }
        | Seen::Quiet { .. }
        | Seen::Refused { .. }
        | Seen::Quality { .. } => None,
    }
}

fn left(by: ParticipantId, why: LeftWhy) -> Option<Event> {
    match why {
        LeftWhy::Bye => Some(Event::Leave { by }),
        LeftWhy::ReportedSuspicious => Some(Event::Report { by }),
        LeftWhy::Deleted
        | LeftWhy::Closed
        | LeftWhy::Lost
        | LeftWhy::NeverConnected
        | LeftWhy::Fault => Some(Event::MediaLost { by }),
        // Our own doing, or a newer connection that reports itself.
        LeftWhy::Replaced | LeftWhy::Revoked | LeftWhy::Ended => None,
    }
}

/// Proof that somebody may connect to a session's media now. Only [`permit`] and [`operator_permit`] make one:
///
/// ```compile_fail
/// let forged = lotse_domain::media::MediaPermit { can: vec![] };
/// ```
#[derive(Debug)]
pub struct MediaPermit {
    tenant: TenantId,
    session: SessionId,
    participant: ParticipantId,
    role: MediaRole,
    can: Vec<Can>,
    place: Option<NodePlace>,
    fingerprint: Option<DtlsFingerprint>,
    connect: Duration,
    end: Timestamp,
}

/// Permits `who` to connect. The grant is a fresh one for the helper: for the sharer's own connection, that of any helper
/// who has agreed. [`Event::MediaRequested`] comes first and fixes the certificate.
pub fn permit(
    now: Timestamp,
    session: &Session,
    grant: &Grant,
    who: ParticipantId,
) -> Result<MediaPermit, Fault> {
    if session.is_due(now) {
        return Err(Fault::TimerDue);
    }
    let part = session.connecting_part(grant, who)?;
    Ok(MediaPermit {
        tenant: session.tenant(),
        session: session.id(),
        participant: who,
        role: part.role,
        can: part.can,
        place: Some(part.place),
        fingerprint: Some(part.fingerprint),
        connect: TOKEN_CONNECT_LIFE,
        end: part.end,
    })
}

/// Permits what an operator was granted; such a token is bound to no certificate, since nobody knows it yet.
#[must_use]
pub fn operator_permit(
    now: Timestamp,
    grant: &OperatorGrant,
    place: Option<NodePlace>,
    connect: Duration,
) -> MediaPermit {
    let request = grant.request();
    MediaPermit {
        tenant: request.tenant,
        session: request.session,
        participant: request.participant,
        role: request.role,
        can: request.can.clone(),
        place,
        fingerprint: None,
        connect: connect.min(request.life),
        end: now.saturating_add(request.life),
    }
}

impl MediaPermit {
    /// Whose it is.
    #[must_use]
    pub const fn participant(&self) -> ParticipantId {
        self.participant
    }

    /// As what they connect.
    #[must_use]
    pub const fn role(&self) -> MediaRole {
        self.role
    }

    /// When the token can no longer connect.
    #[must_use]
    pub fn expires_at(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.connect)
    }

    /// The claims to sign: `issuer` is the public address, `jti` a fresh random text that makes the token single use.
    #[must_use]
    pub fn claims(&self, now: Timestamp, issuer: &str, jti: String) -> MediaClaims {
        MediaClaims {
            iss: issuer.to_owned(),
            aud: MEDIA_AUDIENCE.to_owned(),
            sub: self.participant,
            ses: self.session,
            ten: self.tenant,
            rol: self.role,
            can: self.can.clone(),
            nod: self.place,
            cnf: self
                .fingerprint
                .map(|dtls_fingerprint| Confirmation { dtls_fingerprint }),
            jti,
            iat: now.as_secs(),
            nbf: now.as_secs(),
            exp: self.expires_at(now).as_secs(),
            end: self.end.as_secs(),
        }
    }
}

#[cfg(test)]
mod tests;
