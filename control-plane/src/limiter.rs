//! Counts tries in a sliding window for people, addresses and everybody. Bounded: the entry that was quiet for longest is
//! forgotten first. Never asks the time.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lotse_protocol::time::Timestamp;

/// At most `max` tries of one key within `window`.
pub(crate) struct Limiter<K> {
    max: usize,
    window: Duration,
    entries_max: usize,
    tries: BTreeMap<K, VecDeque<Timestamp>>,
    by_last: BTreeMap<(Timestamp, K), ()>,
}

/// Too many tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries")]
pub(crate) struct TooMany {
    /// When to try again.
    pub(crate) retry_after: Duration,
}

impl<K: Ord + Clone> Limiter<K> {
    pub(crate) const fn new(max: usize, window: Duration, entries_max: usize) -> Self {
        Self {
            max,
            window,
            entries_max,
            tries: BTreeMap::new(),
            by_last: BTreeMap::new(),
        }
    }

    /// Whether one more try is allowed at this moment; counts nothing.
    pub(crate) fn check(&self, now: Timestamp, key: &K) -> Result<(), TooMany> {
        let Some(tries) = self.tries.get(key) else {
            return Ok(());
        };
        let begin = now.saturating_sub(self.window);
        let mut recent = tries.iter().filter(|at| **at > begin);
        let oldest = recent.clone().next().copied().unwrap_or(now);
        match recent.by_ref().count() < self.max {
            true => Ok(()),
            false => Err(TooMany {
                retry_after: oldest.saturating_add(self.window).since(now),
            }),
        }
    }

    /// Counts a try.
    pub(crate) fn count(&mut self, now: Timestamp, key: &K) {
        let begin = now.saturating_sub(self.window);
        let tries = self.tries.entry(key.clone()).or_default();
        if let Some(last) = tries.back() {
            self.by_last.remove(&(*last, key.clone()));
        }
        while tries.front().is_some_and(|at| *at <= begin) || tries.len() >= self.max.max(1) {
            tries.pop_front();
        }
        tries.push_back(now);
        self.by_last.insert((now, key.clone()), ());
        self.forget(begin);
    }

    /// Takes one try back that was counted at `at`.
    pub(crate) fn take_back(&mut self, at: Timestamp, key: &K) {
        let Some(tries) = self.tries.get_mut(key) else {
            return;
        };
        let last = tries.back().copied();
        if let Some(place) = tries.iter().rposition(|counted| *counted == at) {
            tries.remove(place);
        }
        let newest = tries.back().copied();
        if let Some(last) = last {
            self.by_last.remove(&(last, key.clone()));
        }
        match newest {
            Some(newest) => {
                self.by_last.insert((newest, key.clone()), ());
            }
            None => {
                self.tries.remove(key);
            }
        }
    }

    /// Forgets the tries of a key.
    pub(crate) fn clear(&mut self, key: &K) {
        let tries = self.tries.remove(key);
        if let Some(last) = tries.and_then(|tries| tries.back().copied()) {
            self.by_last.remove(&(last, key.clone()));
        }
    }

    fn forget(&mut self, begin: Timestamp) {
        while let Some(((last, key), ())) = self.by_last.first_key_value() {
            let over = self.tries.len() > self.entries_max;
            if *last > begin && !over {
                return;
            }
            let (last, key) = (*last, key.clone());
            self.tries.remove(&key);
            self.by_last.remove(&(last, key));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WINDOW: Duration = Duration::from_secs(600);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    #[test]
    fn the_try_after_the_last_allowed_one_is_refused_until_the_window_has_passed() {
        let mut limiter = Limiter::new(5, WINDOW, 10);
        for second in 0..5 {
            assert_eq!(limiter.check(at(second), &"hanna"), Ok(()));
            limiter.count(at(second), &"hanna");
        }

        assert!(limiter.check(at(5), &"hanna").is_err());
        assert_eq!(limiter.check(at(5), &"sami"), Ok(()));
        assert!(limiter.check(at(599), &"hanna").is_err());
        assert_eq!(limiter.check(at(600), &"hanna"), Ok(()));
    }

    #[test]
    fn the_refusal_says_when_to_try_again() {
        let mut limiter = Limiter::new(1, WINDOW, 10);
        limiter.count(at(0), &1);

        let refused = limiter.check(at(100), &1).unwrap_err();

        assert_eq!(refused.retry_after, Duration::from_secs(500));
    }

    proptest! {
        #[test]
        fn the_limiter_stays_within_its_bound(keys in prop::collection::vec(0_u16..500, 1..400)) {
            let mut limiter = Limiter::new(3, WINDOW, 20);
            for (second, key) in (0..).zip(&keys) {
                limiter.count(at(second), key);
                prop_assert!(limiter.tries.len() <= 20);
                prop_assert_eq!(limiter.tries.len(), limiter.by_last.len());
            }
        }
    }
}
