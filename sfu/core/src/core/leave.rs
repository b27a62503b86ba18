//! Leaving: whatever the reason, a leg leaves its session at once, and is forgotten when it has said goodbye.

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::id::SessionId;

use super::Core;
use crate::deadline::Timer;
use crate::leg::Phase;
use crate::limits::{LINGER_MAX, LINGER_STEP};
use crate::output::{LegId, Output};

impl Core {
    pub(super) fn leave_deleted(&mut self, id: LegId) -> bool {
        let is_there = self.legs.get(&id).is_some_and(|leg| !leg.is_leaving());
        if is_there {
            self.leave(id, LeftWhy::Deleted);
        }
        is_there
    }

    /// From here on nothing flows from or to the leg. Only who is told of the end lingers for it.
    pub(super) fn leave(&mut self, id: LegId, why: LeftWhy) {
        let until = self.after(LINGER_MAX);
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.is_leaving() {
            return;
        }
        leg.phase = Phase::Leaving { until };
        leg.flowing = false;
        leg.shut();
        let (session, participant, role) = (leg.session, leg.participant, leg.role);
        for timer in [Timer::Connect(id), Timer::Silence(id), Timer::End(id)] {
            self.deadlines.clear(timer);
        }
        match why {
            LeftWhy::Ended => {
                let look = self.after(LINGER_STEP);
                self.deadlines.set(Timer::Linger(id), look);
            }
            LeftWhy::Bye
            | LeftWhy::ReportedSuspicious
            | LeftWhy::Deleted
            | LeftWhy::Closed
            | LeftWhy::Lost
            | LeftWhy::NeverConnected
            | LeftWhy::Replaced
            | LeftWhy::Revoked
            | LeftWhy::Fault => self.closing.push(id),
        }
        self.fact(
            session,
            Seen::Left {
                participant,
                role,
                why,
            },
        );
        self.out.push_back(Output::Gone(id));
        let was_listed = self
            .rooms
            .get_mut(&session)
            .is_some_and(|room| room.leave(id));
        if was_listed {
            self.tell_roster(session);
        }
        self.refresh(session);
        self.drop_empty(session);
    }

    /// The word of the end has been heard, or has had its time.
    pub(super) fn handle_linger_timer(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let is_over = match leg.phase {
            Phase::Leaving { until } => until <= self.now,
            Phase::Connecting | Phase::Joined => false,
        };
        if is_over || (leg.line.front().is_none() && leg.peer.is_all_heard()) {
            self.closing.push(id);
        } else {
            let look = self.after(LINGER_STEP);
            self.deadlines.set(Timer::Linger(id), look);
        }
    }

    /// A session that nobody is in and the control plane does not answer for is forgotten, once its thread is of no more
    /// use to anybody.
    pub(super) fn drop_empty(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get(&session) else {
            return;
        };
        if !room.legs().is_empty() || room.gate.has_mandate() {
            return;
        }
        let kept_until = room.kept_until().and_then(|until| self.wall.when(until));
        match kept_until.filter(|until| *until > self.now) {
            Some(until) => self.deadlines.set(Timer::Forget(session), until),
            None => self.forget_room(session),
        }
    }

    pub(super) fn forget_room(&mut self, session: SessionId) {
        self.rooms.remove(&session);
        self.deadlines.clear(Timer::Lease(session));
        self.deadlines.clear(Timer::Picture(session));
        self.deadlines.clear(Timer::Forget(session));
    }

    pub(super) fn forget(&mut self, id: LegId) {
        let Some(leg) = self.legs.remove(&id) else {
            return;
        };
        self.demux.unregister(&leg.ice.ufrag);
        for address in &leg.addresses {
            self.demux.forget(address, id);
        }
        self.dirty.remove(&id);
        for timer in [Timer::Peer(id), Timer::Linger(id)] {
            self.deadlines.clear(timer);
        }
    }
}
