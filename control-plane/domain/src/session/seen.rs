//! What the view needs to know of a session. Never more.

use lotse_protocol::api::Surface;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;

use super::Session;
use super::seat::HelperSeat;
use super::state::{Clock, Phase, Picture, State};
use crate::policy::Reason;

impl Session {
    /// Since when it stands where it stands.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.state.since()
    }

    /// The kind of the last refused join, while the code is live.
    #[must_use]
    pub const fn last_refusal(&self) -> Option<Reason> {
        match &self.state {
            State::Open(open) => open.entrance.last_refusal,
            State::Joining(_) | State::Paired(_) | State::Ended(_) => None,
        }
    }

    /// What is shared, while something is.
    #[must_use]
    pub const fn surface(&self) -> Option<Surface> {
        match &self.state {
            State::Paired(paired) => paired.surface,
            State::Open(_) | State::Joining(_) | State::Ended(_) => None,
        }
    }

    /// When the longest session is over, once it has been live.
    pub(crate) fn live_end(&self) -> Option<Timestamp> {
        match &self.state {
            State::Paired(paired) if paired.clock.was_live() => paired.clock.hard_end(&self.terms),
            State::Open(_) | State::Joining(_) | State::Paired(_) | State::Ended(_) => None,
        }
    }

    /// Whether people may see each other's faces: from the trust screen on.
    pub(crate) const fn faces_shown(&self) -> bool {
        match &self.state {
            State::Open(_) | State::Joining(_) => false,
            State::Paired(_) => true,
            State::Ended(ended) => ended.faced,
        }
    }

    /// The helper's seat that a reader's trust screen is about: their own, or for the sharer the one that waits for an
    /// answer, else the first.
    pub(crate) fn helper_facing(&self, reader: ParticipantId) -> Option<&HelperSeat> {
        let own = self
            .helpers
            .iter()
            .find(|seat| seat.participant() == reader);
        let sharer = || {
            self.sharer()
                .is_some_and(|seat| seat.participant() == reader)
        };
        own.or_else(|| {
            let waiting = self.helpers.iter().find(|seat| !seat.allowed);
            waiting.or(self.helpers.first()).filter(|_| sharer())
        })
    }

    /// Whether somebody with this role is asked if they are still there.
    pub(crate) fn confirm_wanted(&self, role: MediaRole) -> bool {
        let State::Paired(paired) = &self.state else {
            return false;
        };
        let live = match (paired.phase, paired.picture) {
            (Phase::Connected, Picture::Shown) => true,
            (
                Phase::Trust
                | Phase::Capture
                | Phase::Connecting
                | Phase::Connected
                | Phase::Interrupted
                | Phase::HelperLost,
                Picture::Shown | Picture::Paused { .. },
            ) => false,
        };
        live && match role {
            MediaRole::Sharer => paired.confirm.is_asked() || paired.idle.is_asked(),
            MediaRole::Helper => paired.idle.is_asked(),
            MediaRole::Observer => false,
        }
    }

    /// When it first went live, if it has.
    #[must_use]
    pub const fn first_live(&self) -> Option<Timestamp> {
        match &self.state {
            State::Paired(paired) => match paired.clock {
                Clock::Live { first } => Some(first),
                Clock::Asking | Clock::Agreed { .. } => None,
            },
            State::Open(_) | State::Joining(_) | State::Ended(_) => None,
        }
    }
}
