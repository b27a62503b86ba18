//! A bounded memory of things that are over. At its bound the oldest is forgotten.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// Remembers keys for a while.
#[derive(Debug)]
pub(crate) struct Remembered<K> {
    most: usize,
    life: Duration,
    since: BTreeMap<K, Instant>,
    order: VecDeque<(Instant, K)>,
}

impl<K: Ord + Copy> Remembered<K> {
    pub(crate) const fn new(most: usize, life: Duration) -> Self {
        Self {
            most,
            life,
            since: BTreeMap::new(),
            order: VecDeque::new(),
        }
    }

    pub(crate) fn insert(&mut self, key: K, now: Instant) {
        while self.order.front().is_some_and(|(since, _)| {
            self.order.len() >= self.most || now.saturating_duration_since(*since) >= self.life
        }) {
            if let Some((_, oldest)) = self.order.pop_front() {
                self.since.remove(&oldest);
            }
        }
        if self.since.insert(key, now).is_none() {
            self.order.push_back((now, key));
        }
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.since.contains_key(key)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test fixes the epoch")]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_at_the_bound_and_at_its_age() {
        let start = Instant::now();
        let mut memory = Remembered::new(2, Duration::from_secs(10));
        for key in [1, 2, 3] {
            memory.insert(key, start);
        }
        assert!(!memory.contains(&1) && memory.contains(&2) && memory.contains(&3));

        memory.insert(4, start + Duration::from_secs(10));

        assert!(!memory.contains(&2) && !memory.contains(&3) && memory.contains(&4));
    }
}
