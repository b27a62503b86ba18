//! What the session's node is told: to expect it, and who receives frames. Both follow from the state alone, so no path can
//! forget to shut the gate. Never remembers what was sent.

use lotse_protocol::bus::{self, RosterNotice};
use lotse_protocol::limits::LEASE_LIFE;
use lotse_protocol::time::Timestamp;

use super::Session;
use super::seat::HelperSeat;
use super::state::{Gate, Phase, Picture, State};

impl Session {
    pub(super) fn open_command(&self, now: Timestamp) -> bus::Command {
        bus::Command::Open {
            session: self.id,
            lease: now.saturating_add(LEASE_LIFE),
            thread_key: self.thread_key.clone(),
            notice: RosterNotice::Acknowledged,
        }
    }

    pub(super) fn gate_command(&self) -> bus::Command {
        let Gate { paused, allowed } = self.wanted_gate();
        bus::Command::Gate {
            session: self.id,
            paused,
            allowed,
        }
    }

    /// Invariant I1: frames flow in LIVE alone, and only to those who may receive.
    pub(super) fn wanted_gate(&self) -> Gate {
        let State::Paired(paired) = &self.state else {
            return Gate::default();
        };
        let receivers = || {
            let seats = self.helpers.iter().filter(|seat| seat.may_receive());
            seats.map(HelperSeat::participant).collect()
        };
        let allowed = match paired.phase {
            Phase::Connected => receivers(),
            Phase::Trust
            | Phase::Capture
            | Phase::Connecting
            | Phase::Interrupted
            | Phase::HelperLost => Vec::new(),
        };
        let paused = match paired.picture {
            Picture::Shown => false,
            Picture::Paused { .. } => true,
        };
        Gate { paused, allowed }
    }
}
