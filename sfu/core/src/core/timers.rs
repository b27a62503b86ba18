//! What happens when a deadline has come.

use lotse_protocol::bus::LeftWhy;

use super::{Core, bump};
use crate::deadline::Timer;
use crate::leg::Phase;
use crate::output::LegId;

impl Core {
    /// All that is due, each at most once: a lease that has run out shuts the gate before anything else happens.
    pub(super) fn fire_due(&mut self) {
        for _ in 0..self.deadlines.len() {
            let Some(timer) = self.deadlines.pop_due(self.now) else {
                return;
            };
            self.fire(timer);
        }
    }

    fn fire(&mut self, timer: Timer) {
        match timer {
            Timer::Peer(_) => bump!(self.counters.wakeups_peer),
            Timer::Silence(_) => bump!(self.counters.wakeups_silence),
            Timer::Connect(_)
            | Timer::End(_)
            | Timer::Linger(_)
            | Timer::Lease(_)
            | Timer::Picture(_)
            | Timer::Forget(_) => bump!(self.counters.wakeups_other),
        }
        match timer {
            Timer::Peer(leg) => {
                self.dirty.insert(leg);
            }
            Timer::Silence(leg) => self.handle_silence_timer(leg),
            Timer::Connect(leg) => self.leave(leg, LeftWhy::NeverConnected),
            Timer::End(leg) => self.leave(leg, LeftWhy::Ended),
            Timer::Linger(leg) => self.handle_linger_timer(leg),
            Timer::Lease(session) => self.handle_lease_expired(session),
            Timer::Picture(session) => self.handle_picture_timer(session),
            Timer::Forget(session) => self.drop_empty(session),
        }
    }

    fn handle_silence_timer(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.phase != Phase::Joined {
            return;
        }
        let change = leg.silence.handle_timeout(self.now);
        self.deadlines
            .set(Timer::Silence(id), leg.silence.poll_timeout());
        if let Some(change) = change {
            self.handle_silence(id, change);
        }
    }
}
