//! All deadlines of a core in one place, each with its reason. Never fires one early, never twice.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use lotse_protocol::id::SessionId;

use crate::output::LegId;

/// What a deadline is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Timer {
    /// str0m wants to be called.
    Peer(LegId),
    /// Nothing has come for a while.
    Silence(LegId),
    /// ICE and DTLS should be up.
    Connect(LegId),
    /// The token's hard end.
    End(LegId),
    /// The word of the end has had its time.
    Linger(LegId),
    /// The control plane should have renewed the lease.
    Lease(SessionId),
    /// A merged picture request is due.
    Picture(SessionId),
    /// A session that nobody is in may be of no more use.
    Forget(SessionId),
}

/// All deadlines of a core.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    ordered: BTreeSet<(Instant, Timer)>,
    set: HashMap<Timer, Instant>,
}

impl Deadlines {
    pub(crate) fn set(&mut self, timer: Timer, at: Instant) {
        match self.set.insert(timer, at) {
            Some(before) if before == at => return,
            Some(before) => {
                self.ordered.remove(&(before, timer));
            }
            None => {}
        }
        self.ordered.insert((at, timer));
    }

    pub(crate) fn clear(&mut self, timer: Timer) {
        if let Some(at) = self.set.remove(&timer) {
            self.ordered.remove(&(at, timer));
        }
    }

    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<Timer> {
        let (at, timer) = self.ordered.first().copied()?;
        if at > now {
            return None;
        }
        self.clear(timer);
        Some(timer)
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.ordered.first().map(|(at, _)| *at)
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a test fixes the epoch"
)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn deadlines_fire_in_order_each_once_and_none_early(sets in prop::collection::vec((0_u64..5, 0_u64..100), 1..60)) {
            let start = Instant::now();
            let mut deadlines = Deadlines::default();
            let mut last = std::collections::BTreeMap::new();
            for (leg, at) in sets {
                deadlines.set(Timer::Peer(LegId(leg)), start + Duration::from_millis(at));
                last.insert(leg, at);
            }
            for ms in 0..100 {
                while let Some(timer) = deadlines.pop_due(start + Duration::from_millis(ms)) {
                    let Timer::Peer(LegId(leg)) = timer else { return Err(TestCaseError::fail("other")) };
                    prop_assert_eq!(last.remove(&leg), Some(ms));
                }
            }
            prop_assert!(last.is_empty() && deadlines.next().is_none());
        }
    }
}
