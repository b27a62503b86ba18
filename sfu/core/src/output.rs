//! What a core hands to its edge. Never performs any of it.

use std::time::Instant;

use lotse_protocol::bus::Seen;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;

use crate::datagram::Transmit;

/// One connection of one participant; never given twice by one core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegId(pub(crate) u64);

impl LegId {
    /// Its number within its core.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// What the edge must do next. After each input, take these until [`Output::WaitUntil`].
#[derive(Debug)]
pub enum Output {
    /// Send this datagram.
    Transmit(Transmit),
    /// Tell the control plane.
    Fact {
        /// In which session.
        session: Option<SessionId>,
        /// What.
        what: Seen,
    },
    /// The leg is gone: forget its resource.
    Gone(LegId),
    /// The core is drained; call `handle_timeout` at this time if nothing else comes first.
    WaitUntil(Instant),
}

/// What a join is answered with.
#[derive(Debug)]
pub struct Answered {
    /// The new leg.
    pub leg: LegId,
    /// The answer.
    pub sdp: String,
    /// Which of the participant's earlier legs it replaces, if any.
    pub replaced: Option<LegId>,
    /// Of which session.
    pub session: SessionId,
    /// Whose.
    pub participant: ParticipantId,
    /// As what.
    pub role: MediaRole,
}
