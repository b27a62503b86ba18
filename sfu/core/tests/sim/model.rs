//! What may be forwarded, by the plainest reading of the rules: kept from commands given and facts heard, sharing no code
//! with the core. It sees every datagram that the core sends and knows who lives where.

use std::collections::{BTreeMap, BTreeSet};

use lotse_protocol::bus::{Command, LeftWhy, RosterNotice, Seen};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::time::Timestamp;

#[derive(Debug, Default)]
pub(crate) struct Model {
    sessions: BTreeMap<SessionId, Session>,
}

#[derive(Debug, Default)]
struct Session {
    open: bool,
    operator: bool,
    lease: Option<Timestamp>,
    commanded_pause: bool,
    /// The sharer paused and neither asked to go on nor has the control plane said that it knows.
    held: bool,
    /// The sharer paused and no gate has been opened since.
    paused: bool,
    allowed: BTreeSet<ParticipantId>,
    joined: BTreeSet<ParticipantId>,
    revoked: BTreeSet<ParticipantId>,
    ended: bool,
}

impl Model {
    fn session(&mut self, id: SessionId) -> &mut Session {
        self.sessions.entry(id).or_default()
    }

    pub(crate) fn note_command(&mut self, command: &Command) {
        match command {
            Command::Open {
                session,
                lease,
                notice,
                ..
            } => {
                let session = self.session(*session);
                session.open = true;
                session.lease = Some(*lease);
                session.operator = *notice == RosterNotice::Operator;
            }
            Command::Gate {
                session,
                paused,
                allowed,
            } => {
                let session = self.session(*session);
                session.allowed = allowed.iter().copied().collect();
                session.commanded_pause = *paused;
                if *paused {
                    session.held = false;
                } else if !session.held {
                    session.paused = false;
                }
            }
            Command::Revoke {
                session,
                participant,
            } => {
                self.session(*session).revoked.insert(*participant);
            }
            Command::End { session, .. } => self.session(*session).ended = true,
            Command::Lease { session, until } => self.session(*session).lease = Some(*until),
            Command::Suspect { .. } | Command::Drain => {}
        }
    }

    pub(crate) fn note_fact(&mut self, session: SessionId, what: &Seen) {
        let session = self.session(session);
        match what {
            Seen::Joined { participant, .. } => {
                session.joined.insert(*participant);
            }
            Seen::Left {
                participant, why, ..
            } => {
                if *why != LeftWhy::Replaced {
                    session.joined.remove(participant);
                }
            }
            Seen::Paused => {
                session.paused = true;
                session.held = true;
            }
            Seen::UnpauseRequested => session.held = false,
            Seen::Admitted { .. }
            | Seen::FirstFrame { .. }
            | Seen::Quiet { .. }
            | Seen::Interrupted { .. }
            | Seen::Back { .. }
            | Seen::ChatHead { .. }
            | Seen::Refused { .. }
            | Seen::LeaseExpired
            | Seen::Quality { .. } => {}
        }
    }

    /// Why this participant may not receive a frame now, if so. `shown` says whether the sharer's page has acknowledged a
    /// roster with them.
    pub(crate) fn why_not(
        &self,
        session: SessionId,
        participant: ParticipantId,
        shown: bool,
        wall: Timestamp,
    ) -> Option<&'static str> {
        let Some(session) = self.sessions.get(&session) else {
            return Some("unknown session");
        };
        let reasons = [
            (!session.open, "not opened"),
            (session.ended, "ended"),
            (
                session.lease.is_none_or(|lease| lease <= wall),
                "lease ran out",
            ),
            (session.commanded_pause, "paused by command"),
            (session.paused, "paused by the sharer"),
            (!session.allowed.contains(&participant), "not allowed"),
            (session.revoked.contains(&participant), "revoked"),
            (!session.joined.contains(&participant), "not joined"),
            (!shown && !session.operator, "not shown to the sharer"),
        ];
        reasons
            .iter()
            .find(|(holds, _)| *holds)
            .map(|(_, why)| *why)
    }
}
