//! How well the picture gets through on one leg, in a word that does not flicker: worse is told at once, better only once it
//! lasts. Never measures: str0m does.

use std::time::{Duration, Instant};

use lotse_protocol::channel::{FromNode, QualityLevel};

use crate::limits::{QUALITY_BETTER_AFTER, QUALITY_FAIR, QUALITY_POOR};

/// What was measured since the time before.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sample {
    /// Share of the packets that were lost, where there were any.
    pub(crate) loss: Option<f32>,
    /// Round trip, where it is known.
    pub(crate) rtt: Option<Duration>,
    /// Payload bytes so far.
    pub(crate) bytes: u64,
}

/// What is known of one leg.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    bytes: Option<(Instant, u64)>,
    bitrate: u64,
    lost_per_mille: Option<u16>,
    rtt: Option<Duration>,
    told: Option<QualityLevel>,
    better: u8,
}

impl Meter {
    /// Takes a sample; without packets and round trip there is nothing to say.
    pub(crate) fn handle_sample(&mut self, now: Instant, sample: Sample) {
        if let Some((at, before)) = self.bytes {
            let ms = now.saturating_duration_since(at).as_millis();
            let bits = u128::from(sample.bytes.saturating_sub(before)).saturating_mul(8_000);
            let rate = bits.checked_div(ms).unwrap_or(0);
            self.bitrate = u64::try_from(rate).unwrap_or(u64::MAX);
        }
        self.bytes = Some((now, sample.bytes));
        self.lost_per_mille = sample.loss.map(per_mille);
        self.rtt = sample.rtt.or(self.rtt);
    }

    /// The peer's report told the round trip.
    pub(crate) fn note_round_trip(&mut self, rtt: Duration) {
        self.rtt = Some(rtt);
    }

    /// Share of packets lost in the last sample, where there were any.
    pub(crate) const fn lost_per_mille(&self) -> Option<u16> {
        self.lost_per_mille
    }

    /// The word for the page, when it is another than the one before; `upstream` is what was lost before this leg.
    pub(crate) fn word(&mut self, upstream: Option<u16>) -> Option<FromNode> {
        let lost = self.lost_per_mille.max(upstream)?;
        let level = level(lost, self.rtt);
        let is_news = match self.told {
            None => true,
            Some(told) if level > told => true,
            Some(told) if level < told => {
                self.better = self.better.saturating_add(1);
                self.better >= QUALITY_BETTER_AFTER
            }
            Some(_) => {
                self.better = 0;
                false
            }
        };
        if !is_news {
            return None;
        }
        self.told = Some(level);
        self.better = 0;
        Some(FromNode::Quality {
            level,
            rtt_ms: self
                .rtt
                .map(|rtt| u32::try_from(rtt.as_millis()).unwrap_or(u32::MAX)),
            lost_per_mille: lost,
            bitrate_bps: self.bitrate,
        })
    }
}

fn level(lost: u16, rtt: Option<Duration>) -> QualityLevel {
    let beyond = |(loss, late): (u16, Duration)| lost >= loss || rtt.is_some_and(|rtt| rtt >= late);
    if beyond(QUALITY_POOR) {
        QualityLevel::Poor
    } else if beyond(QUALITY_FAIR) {
        QualityLevel::Fair
    } else {
        QualityLevel::Good
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits just before"
)]
fn per_mille(share: f32) -> u16 {
    (share * 1_000.0).clamp(0.0, 1_000.0) as u16
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a test fixes the epoch"
)]
mod tests {
    use super::*;

    struct Bench {
        meter: Meter,
        now: Instant,
        bytes: u64,
    }

    impl Bench {
        fn new() -> Self {
            Self {
                meter: Meter::default(),
                now: Instant::now(),
                bytes: 0,
            }
        }

        fn word(&mut self, loss: Option<f32>, rtt_ms: u64) -> Option<QualityLevel> {
            self.now += Duration::from_secs(5);
            self.bytes += 625_000;
            let sample = Sample {
                loss,
                rtt: Some(Duration::from_millis(rtt_ms)),
                bytes: self.bytes,
            };
            self.meter.handle_sample(self.now, sample);
            match self.meter.word(None) {
                Some(FromNode::Quality { level, .. }) => Some(level),
                Some(_) | None => None,
            }
        }
    }

    #[test]
    fn a_word_is_told_once_and_again_only_when_it_changes() {
        let mut bench = Bench::new();

        assert_eq!(bench.word(Some(0.0), 20), Some(QualityLevel::Good));
        assert_eq!(bench.word(Some(0.001), 30), None);
        assert_eq!(bench.word(Some(0.03), 30), Some(QualityLevel::Fair));
        assert_eq!(bench.word(Some(0.0), 700), Some(QualityLevel::Poor));
    }

    #[test]
    fn better_is_told_only_once_it_lasts() {
        let mut bench = Bench::new();
        bench.word(Some(0.1), 20);

        assert_eq!(bench.word(Some(0.0), 20), None);
        assert_eq!(bench.word(Some(0.1), 20), None);
        assert_eq!(bench.word(Some(0.0), 20), None);
        assert_eq!(bench.word(Some(0.0), 20), Some(QualityLevel::Good));
    }

    #[test]
    fn without_a_packet_there_is_nothing_to_say() {
        let mut bench = Bench::new();

        assert_eq!(bench.word(None, 900), None);
    }

    #[test]
    fn what_was_lost_before_counts_and_the_rate_is_that_of_the_interval() {
        let mut bench = Bench::new();
        bench.word(Some(0.0), 20);
        bench.now += Duration::from_secs(5);
        let sample = Sample {
            loss: Some(0.0),
            rtt: None,
            bytes: bench.bytes + 625_000,
        };
        bench.meter.handle_sample(bench.now, sample);

        let word = bench.meter.word(Some(100));

        let poor = FromNode::Quality {
            level: QualityLevel::Poor,
            rtt_ms: Some(20),
            lost_per_mille: 100,
            bitrate_bps: 1_000_000,
        };
        assert_eq!(word, Some(poor));
    }
}
