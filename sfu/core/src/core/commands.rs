//! What the control plane commands. Every command may come twice.

use lotse_protocol::bus::{Command, LeftWhy, Reply, RosterNotice, Seen, ThreadKey};
use lotse_protocol::channel::FromNode;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::time::Timestamp;

use super::{Core, Serving};
use crate::deadline::Timer;
use crate::limits::SESSIONS_MAX;
use crate::room::Room;

impl Core {
    pub(super) fn obey(&mut self, command: Command) -> Reply {
        match command {
            Command::Open {
                session,
                lease,
                thread_key,
                notice,
            } => self.obey_open(session, lease, &thread_key, notice),
            Command::Gate {
                session,
                paused,
                allowed,
            } => self.obey_gate(session, paused, &allowed),
            Command::Revoke {
                session,
                participant,
            } => self.obey_revoke(session, participant),
            Command::Suspect {
                session,
                participant,
            } => self.obey_suspect(session, participant),
            Command::End { session, reason } => self.obey_end(session, reason),
            Command::Lease { session, until } => self.obey_lease(session, until),
            Command::Drain => self.obey_drain(),
        }
    }

    fn obey_open(
        &mut self,
        session: SessionId,
        lease: Timestamp,
        key: &ThreadKey,
        notice: RosterNotice,
    ) -> Reply {
        if self.ended.contains(&session) {
            return Reply::UnknownSession;
        }
        let is_known = self.rooms.contains_key(&session);
        let is_full = self.rooms.len() >= SESSIONS_MAX || self.state == Serving::Draining;
        if !is_known && is_full {
            return Reply::Full;
        }
        let room = self
            .rooms
            .entry(session)
            .or_insert_with(|| Room::new(session));
        room.handle_open(key, notice);
        self.set_lease(session, lease);
        self.refresh(session);
        Reply::Done
    }

    fn obey_gate(&mut self, session: SessionId, paused: bool, allowed: &[ParticipantId]) -> Reply {
        let Some(room) = self.rooms.get_mut(&session) else {
            return Reply::UnknownSession;
        };
        let is_revoked = |participant: &ParticipantId| self.revoked.contains(participant);
        let allowed: Vec<_> = allowed
            .iter()
            .copied()
            .filter(|participant| !is_revoked(participant))
            .collect();
        room.gate.handle_gate(paused, &allowed);
        self.refresh(session);
        Reply::Done
    }

    /// Remembered even where the session is not known, since the token may still be on its way.
    fn obey_revoke(&mut self, session: SessionId, participant: ParticipantId) -> Reply {
        self.revoked.insert(participant, self.now);
        let Some(room) = self.rooms.get_mut(&session) else {
            return Reply::UnknownSession;
        };
        room.gate.revoke(participant);
        let leg = self
            .rooms
            .get(&session)
            .and_then(|room| self.leg_in(room, participant));
        if let Some(leg) = leg {
            self.leave(leg, LeftWhy::Revoked);
        }
        Reply::Done
    }

    fn obey_suspect(&mut self, session: SessionId, participant: ParticipantId) -> Reply {
        let Some(room) = self.rooms.get(&session) else {
            return Reply::UnknownSession;
        };
        let Some(id) = self.leg_in(room, participant) else {
            return Reply::Done;
        };
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.is_joined()) else {
            return Reply::Done;
        };
        let change = leg.silence.handle_suspicion(self.now);
        self.deadlines
            .set(Timer::Silence(id), leg.silence.poll_timeout());
        if let Some(change) = change {
            self.handle_silence(id, change);
        }
        Reply::Done
    }

    /// An ended session is remembered, so that no token that is still on its way begins it anew.
    fn obey_end(&mut self, session: SessionId, reason: EndReason) -> Reply {
        let was_ended = self.ended.contains(&session);
        self.ended.insert(session, self.now);
        let Some(room) = self.rooms.get(&session) else {
            return if was_ended {
                Reply::Done
            } else {
                Reply::UnknownSession
            };
        };
        let quality = room.quality.fact();
        let legs = room.legs();
        self.tell_all(session, &FromNode::Ended { reason });
        self.forget_room(session);
        for leg in legs {
            self.leave(leg, LeftWhy::Ended);
        }
        self.fact(session, quality);
        Reply::Done
    }

    fn obey_lease(&mut self, session: SessionId, until: Timestamp) -> Reply {
        let Some(room) = self.rooms.get_mut(&session) else {
            return Reply::UnknownSession;
        };
        if room.gate.handle_lease() {
            self.set_lease(session, until);
            self.refresh(session);
        }
        Reply::Done
    }

    fn obey_drain(&mut self) -> Reply {
        self.state = Serving::Draining;
        let sessions: Vec<SessionId> = self.rooms.keys().copied().collect();
        for session in sessions {
            self.tell_all(session, &FromNode::Move);
        }
        Reply::Done
    }

    fn set_lease(&mut self, session: SessionId, until: Timestamp) {
        let until = self.wall.when(until).unwrap_or(self.now);
        self.deadlines.set(Timer::Lease(session), until);
        if until <= self.now {
            self.handle_lease_expired(session);
        }
    }

    pub(super) fn handle_lease_expired(&mut self, session: SessionId) {
        self.deadlines.clear(Timer::Lease(session));
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        room.gate.handle_lease_expired();
        self.fact(session, Seen::LeaseExpired);
        self.refresh(session);
        self.drop_empty(session);
    }
}
