//! Slows down whoever tries tokens: so many refused ones from one address, then a further one is answered with a wait alone.
//! Never reads a clock.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::address::network;
use crate::limits::{FAILING_ADDRESSES_MAX, FAILURE_WINDOW, FAILURES_MAX};

/// Refused tokens by address.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    by_address: BTreeMap<IpAddr, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    since: Instant,
    count: u32,
}

impl Failures {
    /// How long `address` is told to wait when its next token is refused too.
    pub(crate) fn must_wait(&self, address: IpAddr, now: Instant) -> Option<Duration> {
        let window = self.by_address.get(&network(address))?;
        let age = now.saturating_duration_since(window.since);
        let left = FAILURE_WINDOW.checked_sub(age)?;
        (window.count >= FAILURES_MAX && !left.is_zero()).then_some(left)
    }

    /// A token from `address` was refused.
    pub(crate) fn handle_refusal(&mut self, address: IpAddr, now: Instant) {
        let address = network(address);
        if self.by_address.len() >= FAILING_ADDRESSES_MAX {
            self.forget(now);
        }
        let fresh = Window {
            since: now,
            count: 0,
        };
        let window = self.by_address.entry(address).or_insert(fresh);
        if now.saturating_duration_since(window.since) >= FAILURE_WINDOW {
            *window = fresh;
        }
        window.count = window.count.saturating_add(1);
    }

    fn forget(&mut self, now: Instant) {
        let fresh = |window: &Window| now.saturating_duration_since(window.since) < FAILURE_WINDOW;
        self.by_address.retain(|_, window| fresh(window));
        if self.by_address.len() < FAILING_ADDRESSES_MAX {
            return;
        }
        let oldest = self
            .by_address
            .iter()
            .min_by_key(|(_, window)| window.since);
        if let Some(address) = oldest.map(|(address, _)| *address) {
            self.by_address.remove(&address);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(number))
    }

    #[test]
    fn one_address_waits_and_another_does_not() {
        let start = Instant::now();
        let mut failures = Failures::default();
        for _ in 0..FAILURES_MAX {
            assert_eq!(failures.must_wait(address(1), start), None);
            failures.handle_refusal(address(1), start);
        }

        let later = start + FAILURE_WINDOW / 2;

        assert_eq!(
            failures.must_wait(address(1), later),
            Some(FAILURE_WINDOW / 2)
        );
        assert_eq!(failures.must_wait(address(2), later), None);
        assert_eq!(failures.must_wait(address(1), start + FAILURE_WINDOW), None);
    }

    #[test]
    fn addresses_beyond_the_bound_push_out_the_oldest() {
        let start = Instant::now();
        let mut failures = Failures::default();

        for number in 0..u32::try_from(FAILING_ADDRESSES_MAX).unwrap() + 10 {
            let now = start + Duration::from_micros(u64::from(number));
            failures.handle_refusal(address(number), now);
        }

        assert_eq!(failures.by_address.len(), FAILING_ADDRESSES_MAX);
        assert!(!failures.by_address.contains_key(&address(0)));
    }
}
