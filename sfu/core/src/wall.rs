//! What clocks on walls show at a moment of the monotonic clock. Never asks either clock.

use std::time::Instant;

use lotse_protocol::time::Timestamp;

/// One moment that both clocks know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wall {
    at: Instant,
    shown: Timestamp,
}

impl Wall {
    pub(crate) const fn new(at: Instant, shown: Timestamp) -> Self {
        Self { at, shown }
    }

    /// What clocks on walls show at `now`.
    pub(crate) fn at(&self, now: Instant) -> Timestamp {
        match now.checked_duration_since(self.at) {
            Some(after) => self.shown.saturating_add(after),
            None => self
                .shown
                .saturating_sub(self.at.saturating_duration_since(now)),
        }
    }

    /// When clocks on walls will show `shown`; `None` beyond the monotonic clock's reach.
    pub(crate) fn when(&self, shown: Timestamp) -> Option<Instant> {
        if shown >= self.shown {
            self.at.checked_add(shown.since(self.shown))
        } else {
            self.at.checked_sub(self.shown.since(shown))
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test fixes the epoch")]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn there_and_back_is_the_same_moment() {
        let at = Instant::now() + Duration::from_secs(1_000);
        let wall = Wall::new(at, Timestamp::from_millis(5_000_000));
        for later in [at, at + Duration::from_secs(7), at - Duration::from_secs(7)] {
            assert_eq!(wall.when(wall.at(later)), Some(later));
        }
    }
}
