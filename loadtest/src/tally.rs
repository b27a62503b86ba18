//! What a player has received: packets, frames put together from their parts, gaps, order and delay. Never reads a clock;
//! the time comes with each packet.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use crate::limits::{DELAYS_MAX, OPEN_FRAMES_MAX};
use crate::stamp::Stamp;

/// One whole frame that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenFrame {
    /// The number its publisher gave it.
    pub number: u32,
    /// From the stamp to the arrival of its last part, in microseconds of this machine's clock.
    pub delay_us: u64,
    /// Whether its number is above every frame before it.
    pub in_order: bool,
}

/// What has arrived so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// RTP packets, without padding.
    pub packets: u64,
    /// Payload bytes.
    pub bytes: u64,
    /// Packets without a stamp, from a real encoder.
    pub unstamped: u64,
    /// Packets that ended a frame by their marker bit.
    pub markers: u64,
    /// Stamped frames that arrived whole.
    pub frames: u64,
    /// The highest frame number that arrived whole.
    pub last_frame: Option<u32>,
    /// The lowest.
    pub first_frame: Option<u32>,
    /// Frames that came after one with a higher number.
    pub out_of_order: u64,
    /// Frames given up with parts missing.
    pub incomplete: u64,
    /// RTP sequence numbers between the lowest and the highest that have not arrived.
    pub gaps: u64,
    /// Packets that came twice.
    pub doubles: u64,
    /// Events dropped because nobody read them.
    pub unread: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Tally {
    counters: Counters,
    open: BTreeMap<u32, BTreeSet<u16>>,
    done: BTreeSet<u32>,
    lowest: Option<u64>,
    highest: Option<u64>,
    sequence: BTreeSet<u64>,
    delays_us: VecDeque<u64>,
}

/// How many sequence numbers are remembered to tell doubles and late packets.
const SEQUENCE_KEPT: usize = 4_096;

impl Tally {
    /// Takes one packet; the frame that it completes, if it does.
    pub(crate) fn packet(
        &mut self,
        sequence: u64,
        marker: bool,
        payload: &[u8],
        now_us: u64,
    ) -> Option<SeenFrame> {
        if payload.is_empty() || !self.first_time(sequence) {
            return None;
        }
        let counters = &mut self.counters;
        counters.packets = counters.packets.saturating_add(1);
        counters.bytes = counters.bytes.saturating_add(payload.len() as u64);
        counters.markers = counters.markers.saturating_add(u64::from(marker));
        let Some(stamp) = Stamp::find(payload) else {
            counters.unstamped = counters.unstamped.saturating_add(1);
            return None;
        };
        self.part(stamp)
            .then(|| self.whole(stamp.frame, now_us.saturating_sub(stamp.sent_us)))
    }

    pub(crate) fn unread(&mut self) {
        self.counters.unread = self.counters.unread.saturating_add(1);
    }

    pub(crate) fn counters(&self) -> Counters {
        let mut counters = self.counters.clone();
        if let (Some(low), Some(high)) = (self.lowest, self.highest) {
            let span = high.saturating_sub(low).saturating_add(1);
            counters.gaps = span.saturating_sub(counters.packets);
        }
        counters
    }

    /// The delays kept, in microseconds, in the order of arrival.
    pub(crate) fn delays_us(&self) -> Vec<u64> {
        self.delays_us.iter().copied().collect()
    }

    fn first_time(&mut self, sequence: u64) -> bool {
        let oldest = self.sequence.first().copied();
        let forgotten =
            self.sequence.len() >= SEQUENCE_KEPT && oldest.is_some_and(|o| sequence < o);
        if forgotten || !self.sequence.insert(sequence) {
            self.counters.doubles = self.counters.doubles.saturating_add(1);
            return false;
        }
        if self.sequence.len() > SEQUENCE_KEPT {
            self.sequence.pop_first();
        }
        self.lowest = Some(self.lowest.map_or(sequence, |low| low.min(sequence)));
        self.highest = Some(self.highest.map_or(sequence, |high| high.max(sequence)));
        true
    }

    /// Whether this part completes its frame.
    fn part(&mut self, stamp: Stamp) -> bool {
        if self.done.contains(&stamp.frame) {
            return false;
        }
        let parts = self.open.entry(stamp.frame).or_default();
        parts.insert(stamp.part);
        let complete = parts.len() == usize::from(stamp.parts);
        if complete {
            self.open.remove(&stamp.frame);
        } else if self.open.len() > OPEN_FRAMES_MAX {
            self.open.pop_first();
            self.counters.incomplete = self.counters.incomplete.saturating_add(1);
        }
        complete
    }

    fn whole(&mut self, number: u32, delay_us: u64) -> SeenFrame {
        self.done.insert(number);
        if self.done.len() > SEQUENCE_KEPT {
            self.done.pop_first();
        }
        self.delays_us.push_back(delay_us);
        if self.delays_us.len() > DELAYS_MAX {
            self.delays_us.pop_front();
        }
        let counters = &mut self.counters;
        let in_order = counters.last_frame.is_none_or(|last| number > last);
        counters.frames = counters.frames.saturating_add(1);
        counters.last_frame = Some(counters.last_frame.map_or(number, |last| last.max(number)));
        counters.first_frame = Some(
            counters
                .first_frame
                .map_or(number, |first| first.min(number)),
        );
        if !in_order {
            counters.out_of_order = counters.out_of_order.saturating_add(1);
        }
        SeenFrame {
            number,
            delay_us,
            in_order,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamped(frame: u32, part: u16, parts: u16) -> Vec<u8> {
        let mut payload = Vec::new();
        Stamp {
            frame,
            part,
            parts,
            packet: 0,
            sent_us: 1_000,
        }
        .write(&mut payload);
        payload
    }

    #[test]
    fn a_frame_is_whole_with_its_last_part_in_any_order() {
        let mut tally = Tally::default();

        assert_eq!(tally.packet(11, true, &stamped(1, 1, 2), 1_500), None);
        let seen = tally.packet(10, false, &stamped(1, 0, 2), 1_700);

        assert_eq!(
            seen,
            Some(SeenFrame {
                number: 1,
                delay_us: 700,
                in_order: true
            })
        );
        assert_eq!(tally.counters().gaps, 0);
    }

    #[test]
    fn a_missing_packet_is_a_gap_until_it_comes() {
        let mut tally = Tally::default();

        tally.packet(10, true, &stamped(1, 0, 1), 1_000);
        tally.packet(12, true, &stamped(3, 0, 1), 1_000);
        assert_eq!(tally.counters().gaps, 1);
        let late = tally.packet(11, true, &stamped(2, 0, 1), 1_000).unwrap();

        assert!(!late.in_order);
        assert_eq!(tally.counters().gaps, 0);
        assert_eq!(tally.counters().out_of_order, 1);
    }

    #[test]
    fn a_double_is_counted_once() {
        let mut tally = Tally::default();

        tally.packet(10, true, &stamped(1, 0, 1), 1_000);
        tally.packet(10, true, &stamped(1, 0, 1), 1_000);

        assert_eq!((tally.counters().packets, tally.counters().doubles), (1, 1));
    }
}
