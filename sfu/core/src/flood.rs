//! A bucket of tokens: how much of something may come at once and how much more each second. Never sleeps or queues.

use std::time::Instant;

/// How much may come at once, and how much more each second.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) burst: u32,
    pub(crate) per_second: u32,
}

/// Counts in thousandths, so that a short while adds its share.
#[derive(Debug)]
pub(crate) struct Bucket {
    rate: Rate,
    left_milli: u64,
    filled: Instant,
}

impl Bucket {
    pub(crate) fn full(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            left_milli: milli(rate.burst),
            filled: now,
        }
    }

    /// Takes `amount`, or says how many milliseconds from now it could be taken.
    pub(crate) fn take(&mut self, amount: u32, now: Instant) -> Result<(), u64> {
        self.fill(now);
        let wanted = milli(amount);
        if let Some(left) = self.left_milli.checked_sub(wanted) {
            self.left_milli = left;
            return Ok(());
        }
        let missing = wanted.saturating_sub(self.left_milli);
        Err(missing.div_ceil(u64::from(self.rate.per_second.max(1))))
    }

    fn fill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.filled);
        let whole_millis = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
        if whole_millis == 0 {
            return;
        }
        let gained = whole_millis.saturating_mul(u64::from(self.rate.per_second));
        self.left_milli = self
            .left_milli
            .saturating_add(gained)
            .min(milli(self.rate.burst));
        self.filled = now;
    }
}

fn milli(amount: u32) -> u64 {
    u64::from(amount).saturating_mul(1_000)
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

    #[test]
    fn what_is_refused_may_be_taken_when_it_was_said() {
        let start = Instant::now();
        let mut bucket = Bucket::full(
            Rate {
                burst: 2,
                per_second: 2,
            },
            start,
        );
        bucket.take(2, start).unwrap();

        let wait = bucket.take(1, start).unwrap_err();

        assert_eq!(wait, 500);
        assert!(bucket.take(1, start + Duration::from_millis(499)).is_err());
        assert!(bucket.take(1, start + Duration::from_millis(500)).is_ok());
    }

    proptest! {
        #[test]
        fn never_more_than_burst_and_rate(gaps in prop::collection::vec(0_u64..400, 1..200)) {
            let start = Instant::now();
            let rate = Rate { burst: 10, per_second: 5 };
            let mut bucket = Bucket::full(rate, start);
            let (mut now, mut taken) = (start, 0_u64);
            for gap in gaps {
                now += Duration::from_millis(gap);
                taken += u64::from(bucket.take(1, now).is_ok());
                let seconds = (now - start).as_secs_f64();
                prop_assert!(taken as f64 <= 10.0 + 5.0 * seconds + 1e-6);
            }
        }
    }
}
