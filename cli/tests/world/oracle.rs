//! Who may receive a picture, by what people really did and what the rules really say: kept from clicks and rules, and
//! sharing nothing with the session machine but the state's name. Never decides what happens.

use std::collections::{BTreeMap, BTreeSet};

use lotse_domain::policy::Part;
use lotse_protocol::api::{SessionState, Severity, WarningKind};
use lotse_protocol::id::ParticipantId;
use lotse_protocol::time::Timestamp;

use crate::rules::{Name, Organisation};

/// One helper or observer, as the world saw them act.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) name: Name,
    pub(crate) part: Part,
    /// They pressed Accept, and nothing has taken it back.
    pub(crate) accepted: bool,
    /// The sharer pressed Allow with them on the screen, and nothing has taken it back.
    pub(crate) allowed: bool,
    pub(crate) acknowledged: BTreeSet<WarningKind>,
}

impl Seen {
    pub(crate) fn new(name: Name, part: Part) -> Self {
        Self {
            name,
            part,
            accepted: false,
            allowed: false,
            acknowledged: BTreeSet::new(),
        }
    }

    pub(crate) fn agreed(&self) -> bool {
        self.accepted && self.allowed
    }

    /// What they themselves had answered is gone.
    pub(crate) fn reconsider(&mut self) {
        self.accepted = false;
        self.acknowledged.clear();
    }
}

/// What was agreed in the running session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Oracle {
    pub(crate) seats: BTreeMap<ParticipantId, Seen>,
}

impl Oracle {
    /// Everybody who may receive a picture now (invariant I1).
    pub(crate) fn receivers(
        &self,
        state: SessionState,
        organisation: &Organisation,
        now: Timestamp,
    ) -> BTreeSet<ParticipantId> {
        if state != SessionState::Live {
            return BTreeSet::new();
        }
        self.seats
            .iter()
            .filter(|(_, seat)| seat.agreed() && Self::authorised(seat, organisation, now))
            .map(|(participant, _)| *participant)
            .collect()
    }

    fn authorised(seat: &Seen, organisation: &Organisation, now: Timestamp) -> bool {
        let Ok(grant) = organisation.verdict(now, seat.name, seat.part) else {
            return false;
        };
        grant.warnings().iter().all(|warning| {
            warning.severity == Severity::Info || seat.acknowledged.contains(&warning.kind)
        })
    }

    /// The warnings that wait for this helper (invariant I4).
    pub(crate) fn waits(
        &self,
        participant: ParticipantId,
        organisation: &Organisation,
        now: Timestamp,
    ) -> bool {
        let seat = self.seats.get(&participant);
        seat.is_some_and(|seat| !Self::authorised(seat, organisation, now))
    }
}
