//! Who may receive frames now. Shut until the control plane opens it, shut at once when the sharer pauses, and opened
//! again by the control plane alone.

use std::collections::BTreeSet;

use lotse_protocol::id::ParticipantId;

use crate::limits::ALLOWED_MAX;

/// Whether the control plane lets this node serve the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mandate {
    /// It has not said so yet.
    None,
    /// It has.
    Given,
    /// It has not renewed it.
    RunOut,
}

/// Who stopped the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pause {
    /// Nobody.
    None,
    /// The control plane.
    Commanded,
    /// The sharer, and the control plane has not said that it knows: a gate that was already on its way must not open.
    Held,
    /// The sharer, who asks for the picture to go on.
    Asked,
}

/// One session's gate.
#[derive(Debug)]
pub(crate) struct Gate {
    mandate: Mandate,
    pause: Pause,
    allowed: BTreeSet<ParticipantId>,
}

impl Gate {
    pub(crate) const fn shut() -> Self {
        Self {
            mandate: Mandate::None,
            pause: Pause::None,
            allowed: BTreeSet::new(),
        }
    }

    pub(crate) fn handle_open(&mut self) {
        self.mandate = Mandate::Given;
    }

    /// The mandate is renewed; false where there never was one.
    pub(crate) fn handle_lease(&mut self) -> bool {
        match self.mandate {
            Mandate::None => false,
            Mandate::Given | Mandate::RunOut => {
                self.mandate = Mandate::Given;
                true
            }
        }
    }

    pub(crate) fn handle_lease_expired(&mut self) {
        if self.mandate == Mandate::Given {
            self.mandate = Mandate::RunOut;
        }
    }

    pub(crate) fn handle_gate(&mut self, paused: bool, allowed: &[ParticipantId]) {
        self.allowed = allowed.iter().copied().take(ALLOWED_MAX).collect();
        self.pause = match (paused, self.pause) {
            (true, Pause::None | Pause::Commanded | Pause::Held | Pause::Asked) => Pause::Commanded,
            (false, Pause::None | Pause::Commanded | Pause::Asked) => Pause::None,
            (false, Pause::Held) => Pause::Held,
        };
    }

    /// False when the sharer had paused already.
    pub(crate) fn handle_pause(&mut self) -> bool {
        let is_news = self.pause != Pause::Held;
        self.pause = Pause::Held;
        is_news
    }

    pub(crate) fn handle_unpause_request(&mut self) {
        self.pause = match self.pause {
            Pause::Held | Pause::Asked => Pause::Asked,
            Pause::Commanded => Pause::Commanded,
            Pause::None => Pause::None,
        };
    }

    pub(crate) fn revoke(&mut self, participant: ParticipantId) {
        self.allowed.remove(&participant);
    }

    /// Whether the control plane answers for the session now.
    pub(crate) fn has_mandate(&self) -> bool {
        self.mandate == Mandate::Given
    }

    /// Whether the picture is stopped for everybody.
    pub(crate) fn is_paused(&self) -> bool {
        match (self.mandate, self.pause) {
            (Mandate::Given | Mandate::None, Pause::None) => false,
            (Mandate::RunOut, Pause::None)
            | (
                Mandate::None | Mandate::Given | Mandate::RunOut,
                Pause::Commanded | Pause::Held | Pause::Asked,
            ) => true,
        }
    }

    /// Whether frames may go to this participant.
    pub(crate) fn lets_through(&self, participant: ParticipantId) -> bool {
        self.mandate == Mandate::Given
            && self.pause == Pause::None
            && self.allowed.contains(&participant)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn someone(n: u128) -> ParticipantId {
        ParticipantId::from_uuid(Uuid::from_u128(n))
    }

    fn open() -> Gate {
        let mut gate = Gate::shut();
        gate.handle_open();
        gate.handle_gate(false, &[someone(1)]);
        gate
    }

    #[test]
    fn a_gate_that_was_set_before_open_lets_nobody_through() {
        let mut gate = Gate::shut();
        gate.handle_gate(false, &[someone(1)]);

        assert!(!gate.lets_through(someone(1)));
        gate.handle_open();
        assert!(gate.lets_through(someone(1)));
    }

    #[test]
    fn only_who_is_allowed_passes() {
        assert!(open().lets_through(someone(1)));
        assert!(!open().lets_through(someone(2)));
    }

    #[test]
    fn a_pause_shuts_at_once_and_a_gate_on_its_way_does_not_open() {
        let mut gate = open();
        gate.handle_pause();
        assert!(!gate.lets_through(someone(1)));

        gate.handle_gate(false, &[someone(1)]);

        assert!(!gate.lets_through(someone(1)));
        assert!(gate.is_paused());
    }

    #[test]
    fn after_the_control_plane_has_confirmed_the_pause_its_gate_opens() {
        let mut gate = open();
        gate.handle_pause();
        gate.handle_gate(true, &[someone(1)]);

        gate.handle_gate(false, &[someone(1)]);

        assert!(gate.lets_through(someone(1)));
    }

    #[test]
    fn asking_opens_nothing_but_lets_the_next_gate_open() {
        let mut gate = open();
        gate.handle_pause();
        gate.handle_unpause_request();
        assert!(!gate.lets_through(someone(1)));

        gate.handle_gate(false, &[someone(1)]);

        assert!(gate.lets_through(someone(1)));
    }

    #[test]
    fn asking_while_the_control_plane_pauses_changes_nothing() {
        let mut gate = open();
        gate.handle_gate(true, &[someone(1)]);

        gate.handle_unpause_request();

        assert!(gate.is_paused());
    }

    #[test]
    fn a_lease_that_ran_out_shuts_and_a_new_one_opens() {
        let mut gate = open();
        gate.handle_lease_expired();
        assert!(gate.is_paused() && !gate.lets_through(someone(1)));

        gate.handle_open();

        assert!(gate.lets_through(someone(1)));
    }

    #[test]
    fn a_revoked_participant_is_out() {
        let mut gate = open();

        gate.revoke(someone(1));

        assert!(!gate.lets_through(someone(1)));
    }
}
