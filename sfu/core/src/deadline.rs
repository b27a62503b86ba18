//! All deadlines of a core in one place, each with its reason. Never fires one early, never twice.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::time::Instant;

use lotse_protocol::id::SessionId;
use rustc_hash::FxHashMap;

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

/// All deadlines of a core. One that is put off, as most are by every packet, stays listed at its earlier time and moves when
/// that has come: putting off costs one lookup.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    ordered: BTreeSet<(Instant, Timer)>,
    set: FxHashMap<Timer, Deadline>,
}

#[derive(Debug, Clone, Copy)]
struct Deadline {
    listed: Instant,
    due: Instant,
}

impl Deadlines {
    pub(crate) fn set(&mut self, timer: Timer, at: Instant) {
        let deadline = Deadline {
            listed: at,
            due: at,
        };
        match self.set.entry(timer) {
            Entry::Occupied(mut before) if before.get().listed <= at => {
                before.get_mut().due = at;
                return;
            }
            Entry::Occupied(mut before) => {
                self.ordered.remove(&(before.get().listed, timer));
                before.insert(deadline);
            }
            Entry::Vacant(place) => {
                place.insert(deadline);
            }
        }
        self.ordered.insert((at, timer));
    }

    pub(crate) fn clear(&mut self, timer: Timer) {
        if let Some(Deadline { listed, .. }) = self.set.remove(&timer) {
            self.ordered.remove(&(listed, timer));
        }
    }

    /// The next that is due, once.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<Timer> {
        loop {
            let (listed, timer) = self.ordered.first().copied()?;
            if listed > now {
                return None;
            }
            self.ordered.pop_first();
            match self.set.get_mut(&timer) {
                Some(deadline) if deadline.due > now => {
                    deadline.listed = deadline.due;
                    self.ordered.insert((deadline.due, timer));
                }
                Some(_) | None => {
                    self.set.remove(&timer);
                    return Some(timer);
                }
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.set.len()
    }

    /// When to look again: never later than the next deadline, perhaps earlier.
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
        fn each_deadline_fires_once_and_at_its_time(
            sets in prop::collection::vec((0_u64..5, 0_u64..100, any::<bool>()), 1..60),
        ) {
            let start = Instant::now();
            let mut deadlines = Deadlines::default();
            let mut last = std::collections::BTreeMap::new();
            for (leg, at, is_set) in sets {
                let timer = Timer::Peer(LegId(leg));
                if is_set {
                    deadlines.set(timer, start + Duration::from_millis(at));
                    last.insert(leg, at);
                } else {
                    deadlines.clear(timer);
                    last.remove(&leg);
                }
            }
            for ms in 0..100 {
                let now = start + Duration::from_millis(ms);
                let soonest = last.values().min().map(|at| start + Duration::from_millis(*at));
                prop_assert!(deadlines.next() <= soonest || soonest.is_none());
                while let Some(timer) = deadlines.pop_due(now) {
                    let Timer::Peer(LegId(leg)) = timer else { return Err(TestCaseError::fail("other")) };
                    prop_assert_eq!(last.remove(&leg), Some(ms));
                }
            }
            prop_assert!(last.is_empty() && deadlines.next().is_none());
        }
    }
}
