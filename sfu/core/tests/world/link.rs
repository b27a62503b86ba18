//! The way between two ends: delay, jitter, loss, reordering and duplicates. Never looks into a datagram; what happens to
//! one is decided by the roll that comes with it.

use std::time::Duration;

/// How a way behaves now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weather {
    pub(crate) delay_ms: u64,
    pub(crate) jitter_ms: u64,
    pub(crate) lost_per_mille: u64,
    pub(crate) doubled_per_mille: u64,
    pub(crate) late_per_mille: u64,
    pub(crate) cut: bool,
}

impl Weather {
    pub(crate) const FAIR: Self = Self {
        delay_ms: 8,
        jitter_ms: 0,
        lost_per_mille: 0,
        doubled_per_mille: 0,
        late_per_mille: 0,
        cut: false,
    };

    pub(crate) const CUT: Self = Self {
        cut: true,
        ..Self::FAIR
    };

    /// Some weather between fair and foul.
    pub(crate) const fn of(roll: u64) -> Self {
        let foul = roll % 4;
        Self {
            delay_ms: 2 + (roll >> 8) % 60,
            jitter_ms: (roll >> 16) % (1 + 12 * foul),
            lost_per_mille: (roll >> 24) % (1 + 50 * foul),
            doubled_per_mille: (roll >> 32) % (1 + 25 * foul),
            late_per_mille: (roll >> 40) % (1 + 25 * foul),
            cut: false,
        }
    }

    /// When a datagram that leaves now arrives: never, once or twice.
    pub(crate) fn arrivals(self, roll: u64) -> Vec<Duration> {
        if self.cut || roll % 1_000 < self.lost_per_mille {
            return Vec::new();
        }
        let jitter = (roll >> 10) % (self.jitter_ms + 1);
        let late = ((roll >> 20) % 1_000 < self.late_per_mille) as u64 * 70;
        let first = self.delay_ms + jitter + late;
        let mut all = vec![Duration::from_millis(first)];
        if (roll >> 32) % 1_000 < self.doubled_per_mille {
            let gap = (roll >> 44) % 90;
            all.push(Duration::from_millis(first + gap));
        }
        all
    }
}

/// RFC 5761 section 4: RTP, and not RTCP, by the second byte.
pub(crate) fn is_rtp(bytes: &[u8]) -> bool {
    matches!(bytes, [128..=191, second, ..] if !(192..=223).contains(second))
}
