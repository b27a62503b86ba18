//! Which packets of one outgoing stream were sealed. AES-GCM is broken by sealing two packets with one nonce (RFC 7714
//! section 8.1), and a nonce is a stream's name and a packet's index: so each index is given out once, as a value that
//! sealing takes away. Never gives one twice, and none that is too old to tell.

use crate::limits::{SRTP_INDEX_MAX, SRTP_INDICES_REMEMBERED};

const WORD_BITS: usize = 64;

/// The right to seal one packet of one stream, once.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub(crate) struct Index {
    ssrc: u32,
    number: u64,
}

/// The indices of one outgoing stream.
#[derive(Debug)]
pub(crate) struct Indices {
    ssrc: u32,
    /// One above the highest that was given.
    next: u64,
    /// Which of the last [`SRTP_INDICES_REMEMBERED`] were given, by their remainder.
    given: [u64; SRTP_INDICES_REMEMBERED / WORD_BITS],
}

impl Index {
    pub(crate) const fn ssrc(&self) -> u32 {
        self.ssrc
    }

    /// RFC 3711 section 3.3.1: the rollover counter and the sequence number in one.
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }
}

impl Indices {
    pub(crate) const fn new(ssrc: u32) -> Self {
        Self {
            ssrc,
            next: 0,
            given: [0; SRTP_INDICES_REMEMBERED / WORD_BITS],
        }
    }

    pub(crate) const fn ssrc(&self) -> u32 {
        self.ssrc
    }

    /// Gives this index, unless it was given before or may have been.
    pub(crate) fn take(&mut self, number: u64) -> Option<Index> {
        // RFC 3711 section 9.2: 2^48 packets are the end of a key.
        let after = number.checked_add(1).filter(|_| number <= SRTP_INDEX_MAX)?;
        let remembered = u64::try_from(SRTP_INDICES_REMEMBERED).unwrap_or(0);
        if let Some(skipped) = after.checked_sub(self.next).filter(|ahead| *ahead > 0) {
            if skipped >= remembered {
                self.given.fill(0);
            } else {
                (self.next..after).for_each(|passed| self.mark(passed, Mark::Free));
            }
            self.next = after;
        } else if self.next.saturating_sub(number) > remembered || self.is_given(number) {
            return None;
        }
        self.mark(number, Mark::Given);
        Some(Index {
            ssrc: self.ssrc,
            number,
        })
    }

    /// The one above all that were given.
    pub(crate) fn take_next(&mut self) -> Option<Index> {
        self.take(self.next)
    }

    fn is_given(&self, number: u64) -> bool {
        let (word, bit) = place(number);
        self.given.get(word).is_none_or(|word| word & bit != 0)
    }

    fn mark(&mut self, number: u64, mark: Mark) {
        let (word, bit) = place(number);
        if let Some(word) = self.given.get_mut(word) {
            match mark {
                Mark::Given => *word |= bit,
                Mark::Free => *word &= !bit,
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Mark {
    Given,
    Free,
}

fn place(number: u64) -> (usize, u64) {
    let remembered = u64::try_from(SRTP_INDICES_REMEMBERED).unwrap_or(1);
    let at = number.checked_rem(remembered).unwrap_or(0);
    let at = usize::try_from(at).unwrap_or(0);
    let bit = u32::try_from(at % WORD_BITS).unwrap_or(0);
    (at / WORD_BITS, 1_u64.rotate_left(bit))
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test may overflow")]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_index_is_given_once_and_late_ones_still_are() {
        let mut indices = Indices::new(7);

        let given: Vec<bool> = [5, 5, 3, 3, 6, 5, 4]
            .map(|number| indices.take(number).is_some())
            .into();

        assert_eq!(given, [true, false, true, false, true, false, true]);
    }

    #[test]
    fn one_that_is_too_old_to_tell_is_not_given() {
        let mut indices = Indices::new(7);
        assert!(indices.take(5_000).is_some());

        assert!(
            indices
                .take(5_000 - SRTP_INDICES_REMEMBERED as u64)
                .is_none()
        );
        assert!(
            indices
                .take(5_001 - SRTP_INDICES_REMEMBERED as u64)
                .is_some()
        );
    }

    #[test]
    fn a_key_ends_with_its_last_index() {
        let mut indices = Indices::new(7);

        assert!(indices.take(SRTP_INDEX_MAX).is_some());
        assert!(indices.take_next().is_none() && indices.take(u64::MAX).is_none());
    }

    proptest! {
        #[test]
        fn no_index_is_ever_given_twice(
            steps in prop::collection::vec((-1_500_i64..1_500, 1_usize..6), 1..400),
            start in 0_u64..200_000,
        ) {
            let mut indices = Indices::new(7);
            let mut seen = BTreeSet::new();
            let mut at = start;
            for (step, times) in steps {
                at = at.saturating_add_signed(step);
                for _ in 0..times {
                    if let Some(index) = indices.take(at) {
                        prop_assert!(seen.insert(index.number()));
                    }
                }
                if let Some(index) = indices.take_next() {
                    prop_assert!(seen.insert(index.number()));
                }
            }
        }

        #[test]
        fn whatever_is_new_and_near_the_highest_is_given(late in 0_u64..1_024, start in 2_000_u64..100_000) {
            let mut indices = Indices::new(7);
            let _ = indices.take(start);
            prop_assert_eq!(indices.take(start - late).is_some(), late > 0);
        }
    }
}
