//! The last packets of a session's picture, kept once for all its helpers, for what they ask to be sent again. Never older
//! than a second, never kept over a pause.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use str0m::format::Codec;

use crate::limits::{RESEND_AGE_MAX, RESEND_PACKETS_MAX};
use crate::rewrite::Source;

/// A packet as the sharer sent it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) seq: u64,
    pub(crate) time: u32,
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) codec: Codec,
    pub(crate) payload: Arc<[u8]>,
    pub(crate) at: Instant,
}

/// The last packets of one source.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    source: Option<Source>,
    /// In the order of their numbers.
    kept: VecDeque<Kept>,
}

impl Ring {
    /// Keeps a packet, and drops those of another source, too many and too old ones.
    pub(crate) fn keep(&mut self, source: Source, packet: Kept) {
        if self.source != Some(source) {
            self.clear();
            self.source = Some(source);
        }
        while self.kept.len() >= RESEND_PACKETS_MAX
            || self.kept.front().is_some_and(|old| is_old(old, packet.at))
        {
            self.kept.pop_front();
        }
        let at = match self.kept.back() {
            Some(last) if last.seq >= packet.seq => {
                self.kept.partition_point(|kept| kept.seq < packet.seq)
            }
            Some(_) | None => self.kept.len(),
        };
        self.kept.insert(at, packet);
    }

    /// The packet of this source with this number, if it is not too old.
    pub(crate) fn find(&self, source: Source, seq: u64, now: Instant) -> Option<&Kept> {
        if self.source != Some(source) {
            return None;
        }
        let at = self.kept.binary_search_by_key(&seq, |kept| kept.seq).ok()?;
        self.kept.get(at).filter(|kept| !is_old(kept, now))
    }

    pub(crate) fn clear(&mut self) {
        self.source = None;
        self.kept.clear();
    }
}

fn is_old(kept: &Kept, now: Instant) -> bool {
    now.saturating_duration_since(kept.at) > RESEND_AGE_MAX
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test fixes the epoch")]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::output::LegId;

    const SOURCE: Source = Source {
        leg: LegId(1),
        ssrc: 7,
    };

    fn packet(seq: u64, at: Instant) -> Kept {
        Kept {
            seq,
            time: 0,
            marker: false,
            payload_type: 96,
            codec: Codec::Vp8,
            payload: Arc::from([0; 4]),
            at,
        }
    }

    #[test]
    fn packets_are_found_by_number_in_whatever_order_they_came() {
        let now = Instant::now();
        let mut ring = Ring::default();
        for seq in [3, 5, 4, 9] {
            ring.keep(SOURCE, packet(seq, now));
        }

        let found: Vec<u64> = (0..12)
            .filter(|seq| ring.find(SOURCE, *seq, now).is_some())
            .collect();

        assert_eq!(found, [3, 4, 5, 9]);
    }

    #[test]
    fn what_is_too_old_is_not_found_and_goes() {
        let now = Instant::now();
        let later = now + RESEND_AGE_MAX + Duration::from_millis(1);
        let mut ring = Ring::default();
        ring.keep(SOURCE, packet(1, now));

        assert!(ring.find(SOURCE, 1, later).is_none());
        ring.keep(SOURCE, packet(2, later));
        assert_eq!(ring.kept.len(), 1);
    }

    #[test]
    fn there_are_never_too_many() {
        let now = Instant::now();
        let mut ring = Ring::default();
        for seq in 0..5_000 {
            ring.keep(SOURCE, packet(seq, now));
        }

        assert_eq!(ring.kept.len(), RESEND_PACKETS_MAX);
        assert!(ring.find(SOURCE, 4_999, now).is_some());
    }

    #[test]
    fn another_source_empties_it() {
        let now = Instant::now();
        let mut ring = Ring::default();
        ring.keep(SOURCE, packet(1, now));
        let other = Source { ssrc: 8, ..SOURCE };

        ring.keep(other, packet(2, now));

        assert!(ring.find(SOURCE, 1, now).is_none() && ring.find(other, 1, now).is_none());
        assert!(ring.find(other, 2, now).is_some());
    }
}
