//! What a plain receiver knows of the stream it gets: counted by the clear RTP header, and by the stamps of the packets it
//! opens. Never reads a clock.

use hdrhistogram::Histogram;

use crate::limits::SEQUENCE_WINDOW;

/// Counts since the window was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Packets, each once.
    pub(crate) packets: u64,
    /// Their payload bytes.
    pub(crate) bytes: u64,
    /// Packets that came again.
    pub(crate) doubles: u64,
    /// Packets that came after a higher number.
    pub(crate) late: u64,
    /// Numbers between the lowest and the highest that did not come.
    pub(crate) gaps: u64,
    /// Packets that were opened.
    pub(crate) opened: u64,
    /// Packets that did not open.
    pub(crate) unopened: u64,
}

/// How a sequence number relates to those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    New,
    Late,
    Double,
}

#[derive(Debug)]
pub(crate) struct Receipt {
    counts: Counts,
    sequence: Option<Sequence>,
    delays_us: Histogram<u32>,
}

impl Receipt {
    pub(crate) fn new() -> Self {
        Self {
            counts: Counts::default(),
            sequence: None,
            delays_us: delays(),
        }
    }

    /// Extends a 16-bit number by what has been seen (RFC 3711 section 3.3.1); the first is taken as it is.
    pub(crate) fn extend(&self, sequence: u16) -> u64 {
        self.sequence
            .as_ref()
            .map_or_else(|| u64::from(sequence), |seen| seen.extend(sequence))
    }

    /// Forgets what was counted but not which number is the highest, so that the next packets extend rightly.
    pub(crate) fn open_window(&mut self) {
        self.counts = Counts::default();
        self.delays_us.reset();
        if let Some(sequence) = &mut self.sequence {
            sequence.lowest = None;
        }
    }

    pub(crate) fn packet(&mut self, extended: u64, payload_bytes: usize) -> Order {
        let sequence = self
            .sequence
            .get_or_insert_with(|| Sequence::starting(extended));
        let order = sequence.note(extended);
        let counts = &mut self.counts;
        match order {
            Order::New | Order::Late => {
                counts.packets = counts.packets.saturating_add(1);
                counts.bytes = counts.bytes.saturating_add(payload_bytes as u64);
            }
            Order::Double => counts.doubles = counts.doubles.saturating_add(1),
        }
        if order == Order::Late {
            counts.late = counts.late.saturating_add(1);
        }
        order
    }

    pub(crate) fn opened(&mut self, delay_us: Option<u64>) {
        self.counts.opened = self.counts.opened.saturating_add(1);
        if let Some(delay) = delay_us {
            self.delays_us.saturating_record(delay);
        }
    }

    pub(crate) fn unopened(&mut self) {
        self.counts.unopened = self.counts.unopened.saturating_add(1);
    }

    pub(crate) fn counts(&self) -> Counts {
        let span = self.sequence.as_ref().map_or(0, Sequence::span);
        Counts {
            gaps: span.saturating_sub(self.counts.packets),
            ..self.counts
        }
    }

    pub(crate) fn delays_us(&self) -> &Histogram<u32> {
        &self.delays_us
    }

    /// A stream under another SSRC begins.
    pub(crate) fn restart(&mut self) {
        self.sequence = None;
    }
}

/// From 1 us to 60 s with two digits, a few kilobytes.
pub(crate) fn delays() -> Histogram<u32> {
    Histogram::new_with_bounds(1, 60_000_000, 2).unwrap_or_else(|_| histogram_of_any_range())
}

fn histogram_of_any_range() -> Histogram<u32> {
    let mut any = Histogram::new(2).unwrap_or_else(|_| unreachable!("two digits are allowed"));
    any.auto(true);
    any
}

/// Which of the last numbers have come, one bit each.
#[derive(Debug)]
struct Sequence {
    highest: u64,
    lowest: Option<u64>,
    seen: Box<[u64]>,
}

const BITS: u64 = u64::BITS as u64;

impl Sequence {
    fn starting(first: u64) -> Self {
        let words = SEQUENCE_WINDOW.div_ceil(BITS);
        Self {
            // One below, so that the first is new.
            highest: first.wrapping_sub(1),
            lowest: None,
            seen: (0..words).map(|_| 0).collect(),
        }
    }

    fn extend(&self, sequence: u16) -> u64 {
        let base = self.highest & !0xffff;
        let near = base | u64::from(sequence);
        let half = 0x8000;
        if near > self.highest.saturating_add(half) {
            near.saturating_sub(0x1_0000)
        } else if near.saturating_add(half) < self.highest {
            near.saturating_add(0x1_0000)
        } else {
            near
        }
    }

    fn note(&mut self, number: u64) -> Order {
        let ahead = number.wrapping_sub(self.highest);
        let new = ahead != 0 && ahead < u64::MAX / 2;
        if new {
            for skipped in 1..=ahead.min(SEQUENCE_WINDOW) {
                self.put(self.highest.wrapping_add(skipped), false);
            }
            self.highest = number;
        } else if self.highest.wrapping_sub(number) >= SEQUENCE_WINDOW || self.has(number) {
            return Order::Double;
        }
        self.put(number, true);
        self.lowest = Some(self.lowest.map_or(number, |lowest| lowest.min(number)));
        if new { Order::New } else { Order::Late }
    }

    fn span(&self) -> u64 {
        self.lowest.map_or(0, |lowest| {
            self.highest.saturating_sub(lowest).saturating_add(1)
        })
    }

    fn place(number: u64) -> (usize, u64) {
        let bit = number % SEQUENCE_WINDOW;
        let word = usize::try_from(bit / BITS).unwrap_or_default();
        (word, 1_u64.wrapping_shl((bit % BITS) as u32))
    }

    fn has(&self, number: u64) -> bool {
        let (word, mask) = Self::place(number);
        self.seen.get(word).is_some_and(|bits| bits & mask != 0)
    }

    fn put(&mut self, number: u64, come: bool) {
        let (word, mask) = Self::place(number);
        if let Some(bits) = self.seen.get_mut(word) {
            *bits = if come { *bits | mask } else { *bits & !mask };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn receive(sequences: &[u16]) -> Receipt {
        let mut receipt = Receipt::new();
        for sequence in sequences {
            receipt.packet(receipt.extend(*sequence), 100);
        }
        receipt
    }

    #[test]
    fn a_gap_a_late_packet_and_a_double_are_told_apart() {
        let counts = receive(&[10, 11, 14, 12, 11, 14]).counts();

        assert_eq!(
            (counts.packets, counts.gaps, counts.late, counts.doubles),
            (4, 1, 1, 2)
        );
        assert_eq!(counts.bytes, 400);
    }

    #[test]
    fn numbers_that_wrap_around_are_no_gap() {
        let counts = receive(&[65_534, 65_535, 0, 1]).counts();

        assert_eq!((counts.packets, counts.gaps, counts.late), (4, 0, 0));
    }

    #[test]
    fn a_new_window_forgets_what_was_missing_before_it() {
        let mut receipt = receive(&[10, 20]);

        receipt.open_window();
        for sequence in [21, 22, 24] {
            receipt.packet(receipt.extend(sequence), 100);
        }

        assert_eq!((receipt.counts().packets, receipt.counts().gaps), (3, 1));
    }

    proptest! {
        #[test]
        fn in_any_order_each_number_counts_once(order in Just((0..200_u16).collect::<Vec<_>>()).prop_shuffle(), again in proptest::collection::vec(0..200_u16, 0..50)) {
            // The first comes first, so that nothing is before the beginning.
            let mut sent = vec![0];
            sent.extend(order.iter().filter(|n| **n != 0));
            sent.extend(&again);

            let counts = receive(&sent).counts();

            prop_assert_eq!((counts.packets, counts.gaps), (200, 0));
            prop_assert_eq!(counts.doubles, again.len() as u64);
        }
    }
}
