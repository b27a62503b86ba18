//! Who may connect to a session's media at this moment, as what, to do what. Never says yes without a fresh grant.

use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::{DtlsFingerprint, NodePlace};

use super::seat::HelperSeat;
use super::state::{Phase, State};
use super::{Fault, Session};
use crate::policy::Grant;

/// Somebody's part in the media.
pub(crate) struct ConnectingPart {
    pub(crate) role: MediaRole,
    pub(crate) can: Vec<Can>,
    pub(crate) place: NodePlace,
    pub(crate) fingerprint: DtlsFingerprint,
    pub(crate) end: Timestamp,
}

impl Session {
    /// What `who` may connect as, given a fresh grant.
    pub(crate) fn connecting_part(
        &self,
        grant: &Grant,
        who: ParticipantId,
    ) -> Result<ConnectingPart, Fault> {
        if !self.may_connect(who) {
            return Err(Fault::NotNow);
        }
        let sharer = self.sharer().ok_or(Fault::NotNow)?;
        let granted = self.helpers.iter().find(|seat| {
            seat.user() == grant.helper()
                && seat.agreed()
                && grant.sharer() == sharer.user()
                && grant.tenant() == self.tenant
        });
        let granted = granted.ok_or(Fault::GrantForOthers)?;
        let is_sharer = sharer.participant() == who;
        if !is_sharer && granted.participant() != who {
            return Err(Fault::GrantForOthers);
        }
        let (role, sees, fingerprint) = match is_sharer {
            true => (MediaRole::Sharer, Can::SendScreen, sharer.fingerprint()),
            false => (granted.role(), Can::ViewScreen, granted.fingerprint()),
        };
        let mut can = vec![sees];
        if grant.chat() {
            can.push(Can::Chat);
        }
        Ok(ConnectingPart {
            role,
            can,
            place: self.place.ok_or(Fault::NoNode)?,
            fingerprint: fingerprint.ok_or(Fault::NotNow)?,
            end: self.hard_end().ok_or(Fault::NotNow)?,
        })
    }

    /// Whether `who` may ask for a media token now.
    #[must_use]
    pub fn may_connect(&self, who: ParticipantId) -> bool {
        let State::Paired(paired) = &self.state else {
            return false;
        };
        let open = match paired.phase {
            Phase::Trust | Phase::Capture => false,
            Phase::Connecting | Phase::Connected | Phase::Interrupted | Phase::HelperLost => true,
        };
        let agreed = |seat: &HelperSeat| seat.participant() == who && seat.agreed();
        open && (paired.sharer.participant() == who || self.helpers.iter().any(agreed))
    }
}
