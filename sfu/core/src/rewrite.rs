//! Continues one outgoing stream over changes of its source: sequence numbers without a gap, timestamps without a jump.
//! Never touches a payload.

use std::time::Instant;

use crate::output::LegId;

/// Where packets come from: a sharer's leg and its SSRC. Another one begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) leg: LegId,
    pub(crate) ssrc: u32,
}

/// What is rewritten of a received packet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Incoming {
    pub(crate) source: Source,
    /// Extended, as str0m counts it.
    pub(crate) seq: u64,
    pub(crate) time: u32,
    pub(crate) clock_hz: u32,
    pub(crate) at: Instant,
}

/// What it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) seq: u64,
    pub(crate) time: u32,
}

/// Where a sent packet came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) source: Source,
    pub(crate) seq: u64,
    /// What was added to its time.
    pub(crate) time_shift: u32,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    source: Source,
    first_in: u64,
    first_out: u64,
    time_shift: u32,
}

#[derive(Debug, Clone, Copy)]
struct Last {
    sent: Outgoing,
    at: Instant,
}

/// One outgoing stream's numbers.
#[derive(Debug, Default)]
pub(crate) struct Rewrite {
    run: Option<Run>,
    last: Option<Last>,
}

impl Rewrite {
    /// Whether packets of this source flow already.
    pub(crate) fn runs_from(&self, source: Source) -> bool {
        self.run.is_some_and(|run| run.source == source)
    }

    /// Whether packets of any source flow.
    pub(crate) fn is_running(&self) -> bool {
        self.run.is_some()
    }

    /// The next packet begins a new run, whatever its source.
    pub(crate) fn interrupt(&mut self) {
        self.run = None;
    }

    /// Begins a run with this packet, right behind all that was sent.
    pub(crate) fn begin(&mut self, packet: &Incoming) -> Outgoing {
        let sent = match self.last {
            // RFC 3711 section 3.3.1: a receiver guesses the rollover counter as 0, so the first number is small.
            None => Outgoing {
                seq: 1,
                time: packet.time,
            },
            Some(last) => Outgoing {
                seq: last.sent.seq.saturating_add(1),
                time: last.sent.time.wrapping_add(ticks_since(&last, packet)),
            },
        };
        self.run = Some(Run {
            source: packet.source,
            first_in: packet.seq,
            first_out: sent.seq,
            time_shift: sent.time.wrapping_sub(packet.time),
        });
        self.note(sent, packet.at);
        sent
    }

    /// Continues the run; nothing for a packet of another source, or from before the run.
    pub(crate) fn proceed(&mut self, packet: &Incoming) -> Option<Outgoing> {
        let run = self.run.filter(|run| run.source == packet.source)?;
        let after = packet.seq.checked_sub(run.first_in)?;
        let sent = Outgoing {
            seq: run.first_out.checked_add(after)?,
            time: packet.time.wrapping_add(run.time_shift),
        };
        self.note(sent, packet.at);
        Some(sent)
    }

    /// The highest number that was sent.
    pub(crate) fn last_seq(&self) -> Option<u64> {
        self.last.map(|last| last.sent.seq)
    }

    /// What a number of this run was with its source; nothing for one from before it or not sent yet.
    pub(crate) fn origin(&self, seq: u64) -> Option<Origin> {
        let run = self.run?;
        let after = seq.checked_sub(run.first_out)?;
        let is_sent = self.last.is_some_and(|last| seq <= last.sent.seq);
        Some(Origin {
            source: run.source,
            seq: run.first_in.checked_add(after)?,
            time_shift: run.time_shift,
        })
        .filter(|_| is_sent)
    }

    fn note(&mut self, sent: Outgoing, at: Instant) {
        if self.last.is_none_or(|last| last.sent.seq < sent.seq) {
            self.last = Some(Last { sent, at });
        }
    }
}

/// At least one tick, so that no two frames share a time.
fn ticks_since(last: &Last, packet: &Incoming) -> u32 {
    let passed = packet.at.saturating_duration_since(last.at).as_micros();
    let ticks = passed.saturating_mul(u128::from(packet.clock_hz)) / 1_000_000;
    u32::try_from(ticks).unwrap_or(u32::MAX).max(1)
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

    fn packet(leg: u64, seq: u64, time: u32, at: Instant) -> Incoming {
        let source = Source {
            leg: LegId(leg),
            ssrc: 5,
        };
        Incoming {
            source,
            seq,
            time,
            clock_hz: 90_000,
            at,
        }
    }

    #[test]
    fn a_late_joiner_starts_below_65536() {
        let mut rewrite = Rewrite::default();

        let sent = rewrite.begin(&packet(1, 900_000, 7, Instant::now()));

        assert_eq!(sent, Outgoing { seq: 1, time: 7 });
    }

    #[test]
    fn another_source_goes_on_where_the_first_stopped() {
        let at = Instant::now();
        let mut rewrite = Rewrite::default();
        rewrite.begin(&packet(1, 10, 1_000, at));
        rewrite.proceed(&packet(1, 11, 4_000, at));

        let sent = rewrite.begin(&packet(2, 77, 0, at + Duration::from_millis(100)));

        assert_eq!(
            sent,
            Outgoing {
                seq: 3,
                time: 13_000
            }
        );
        let next = rewrite.proceed(&packet(2, 78, 3_000, at + Duration::from_millis(133)));
        assert_eq!(
            next,
            Some(Outgoing {
                seq: 4,
                time: 16_000
            })
        );
    }

    #[test]
    fn what_is_older_than_the_run_is_not_sent() {
        let at = Instant::now();
        let mut rewrite = Rewrite::default();
        rewrite.begin(&packet(1, 10, 0, at));

        assert_eq!(rewrite.proceed(&packet(1, 9, 0, at)), None);
        assert_eq!(rewrite.proceed(&packet(2, 11, 0, at)), None);
    }

    proptest! {
        #[test]
        fn no_number_is_sent_twice(runs in prop::collection::vec((0_u64..1 << 40, any::<u32>(), prop::collection::hash_set(0_u64..200, 0..50)), 1..8)) {
            let at = Instant::now();
            let mut rewrite = Rewrite::default();
            let mut sent = std::collections::BTreeSet::new();
            for (leg, (first, time, rest)) in runs.into_iter().enumerate() {
                prop_assert!(sent.insert(rewrite.begin(&packet(leg as u64, first, time, at)).seq));
                for after in rest {
                    let out = rewrite.proceed(&packet(leg as u64, first + after + 1, time, at));
                    prop_assert!(sent.insert(out.unwrap().seq));
                }
                rewrite.interrupt();
            }
        }
    }
}
