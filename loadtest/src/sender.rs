//! What a plain publisher sends: the packets of a pattern at their times, each with a stamp. Never catches up by leaving
//! packets out: what is late is sent late, and the lateness is kept.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::frames::{self, Codec, Frame, Place};
use crate::limits::SENDS_PER_TURN_MAX;
use crate::line::Line;
use crate::pattern::Pattern;
use crate::receipt::delays;
use crate::srtp::{Index, Srtp};
use hdrhistogram::Histogram;

/// Which of a publisher's packets count, told to its players wherever they run.
#[derive(Debug)]
pub(crate) struct Marks {
    from: AtomicU64,
    until: AtomicU64,
}

const NOT_YET: u64 = u64::MAX;

impl Default for Marks {
    fn default() -> Self {
        Self {
            from: AtomicU64::new(NOT_YET),
            until: AtomicU64::new(NOT_YET),
        }
    }
}

impl Marks {
    /// The first packet that counts, once it is known.
    pub(crate) fn from(&self) -> Option<u64> {
        known(&self.from)
    }

    /// How many packets count.
    pub(crate) fn expected(&self) -> u64 {
        match (known(&self.from), known(&self.until)) {
            (Some(from), Some(until)) => until.saturating_sub(from),
            (_, None) | (None, _) => 0,
        }
    }
}

fn known(mark: &AtomicU64) -> Option<u64> {
    Some(mark.load(Ordering::Acquire)).filter(|value| *value != NOT_YET)
}

/// How a stream looks on the wire, as it was negotiated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wire {
    pub(crate) ssrc: u32,
    pub(crate) payload_type: u8,
    pub(crate) codec: Codec,
    /// The id of the transport-wide sequence number, where both sides want it.
    pub(crate) transport_cc: Option<u8>,
}

pub(crate) struct Sender {
    wire: Wire,
    pattern: Arc<Pattern>,
    marks: Arc<Marks>,
    /// When the current round began, once sending has begun.
    round: Option<Instant>,
    next: usize,
    frame: u32,
    key_wanted: bool,
    /// Whether the frame that is being sent is a key frame because somebody wanted one.
    key_frame: bool,
    sequence: u64,
    sent: u32,
    timestamp: u32,
    late_us: Histogram<u32>,
    stopped: bool,
    buffer: Vec<u8>,
}

/// Sequence numbers begin here, so that a packet or two may come late before the first.
const SEQUENCE_START: u64 = 1_000;

impl Sender {
    pub(crate) fn new(wire: Wire, pattern: Arc<Pattern>, marks: Arc<Marks>) -> Self {
        Self {
            wire,
            pattern,
            marks,
            round: None,
            next: 0,
            frame: 0,
            key_wanted: true,
            key_frame: false,
            sequence: SEQUENCE_START,
            sent: 0,
            timestamp: 0,
            late_us: delays(),
            stopped: false,
            buffer: Vec::with_capacity(2_048),
        }
    }

    /// Begins at a moment of its own, so that many publishers do not march in step.
    pub(crate) fn begin(&mut self, at: Instant) {
        self.round = self.round.or(Some(at));
    }

    pub(crate) fn want_key(&mut self) {
        self.key_wanted = true;
    }

    pub(crate) fn mark(&mut self) {
        self.marks.from.store(self.sent.into(), Ordering::Release);
        self.late_us.reset();
    }

    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        self.marks.until.store(self.sent.into(), Ordering::Release);
    }

    pub(crate) fn late_us(&self) -> &Histogram<u32> {
        &self.late_us
    }

    /// When the next packet leaves.
    pub(crate) fn due(&self) -> Option<Instant> {
        let packet = self.pattern.packets().get(self.next)?;
        let round = self.round.filter(|_| !self.stopped)?;
        round.checked_add(packet.at)
    }

    /// Sends what is due; how many packets that were.
    pub(crate) fn send(
        &mut self,
        now: Instant,
        clock_us: impl Fn() -> u64,
        srtp: &Srtp,
        line: &mut Line,
        to: SocketAddr,
    ) -> u64 {
        let mut sent = 0_u64;
        for _ in 0..SENDS_PER_TURN_MAX {
            let Some(due) = self.due().filter(|due| *due <= now) else {
                break;
            };
            let late = now.saturating_duration_since(due);
            let late_us = u64::try_from(late.as_micros()).unwrap_or(u64::MAX);
            self.late_us.saturating_record(late_us);
            if self.build(due, clock_us(), srtp).is_some() && line.send(to, &self.buffer) {
                sent = sent.saturating_add(1);
            }
            self.advance();
        }
        sent
    }

    fn build(&mut self, due: Instant, sent_us: u64, srtp: &Srtp) -> Option<()> {
        let packet = *self.pattern.packets().get(self.next)?;
        self.latch(packet.part);
        if packet.part == 0 {
            let since = due.saturating_duration_since(self.round?);
            let ticks = since.as_micros().wrapping_mul(9).checked_div(100)?;
            let ticks = u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or_default();
            self.timestamp = self.timestamp.wrapping_add(ticks.max(1));
        }
        let place = Place {
            frame: Frame {
                number: self.frame,
                key: packet.key || self.key_frame,
                bytes: packet.bytes,
            },
            part: packet.part,
            parts: packet.parts,
        };
        let marker = packet.part.checked_add(1) == Some(packet.parts);
        let index = self.index();
        self.buffer.clear();
        header(self.wire, index, self.timestamp, marker, &mut self.buffer);
        let header_bytes = self.buffer.len();
        let stamp = (self.sent, sent_us);
        frames::payload(
            self.wire.codec,
            place,
            packet.bytes,
            stamp,
            &mut self.buffer,
        );
        srtp.out.seal(&mut self.buffer, header_bytes, index)
    }

    /// A wish for a key frame is met by the next whole frame, and by no half of one.
    fn latch(&mut self, part: u16) {
        if part == 0 {
            self.key_frame = std::mem::take(&mut self.key_wanted);
        }
    }

    fn index(&self) -> Index {
        let [_, _, a, b, c, d, high, low] = self.sequence.to_be_bytes();
        Index {
            ssrc: self.wire.ssrc,
            rollover: u32::from_be_bytes([a, b, c, d]),
            sequence: u16::from_be_bytes([high, low]),
        }
    }

    fn advance(&mut self) {
        let packets = self.pattern.packets();
        let ended = packets
            .get(self.next)
            .is_some_and(|p| p.part.checked_add(1) == Some(p.parts));
        if ended {
            self.frame = self.frame.wrapping_add(1);
        }
        self.sent = self.sent.wrapping_add(1);
        self.sequence = self.sequence.wrapping_add(1);
        self.next = self.next.saturating_add(1);
        if self.next >= packets.len() {
            self.next = 0;
            let length: Duration = self.pattern.length();
            self.round = self.round.and_then(|round| round.checked_add(length));
        }
    }
}

/// RFC 3550 section 5.1, with the transport-wide number as a one-byte extension (RFC 8285 section 4.2).
fn header(wire: Wire, index: Index, timestamp: u32, marker: bool, out: &mut Vec<u8>) {
    let extended = u8::from(wire.transport_cc.is_some());
    out.push(0x80 | extended << 4);
    out.push(u8::from(marker) << 7 | wire.payload_type);
    out.extend_from_slice(&index.sequence.to_be_bytes());
    out.extend_from_slice(&timestamp.to_be_bytes());
    out.extend_from_slice(&wire.ssrc.to_be_bytes());
    if let Some(id) = wire.transport_cc {
        let [high, low] = index.sequence.to_be_bytes();
        out.extend_from_slice(&[0xbe, 0xde, 0, 1, id << 4 | 1, high, low, 0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_for_a_key_frame_in_the_middle_of_one_is_met_by_the_next() {
        let wire = Wire {
            ssrc: 1,
            payload_type: 96,
            codec: Codec::Vp8,
            transport_cc: None,
        };
        let pattern = Arc::new(Pattern::paced(1_000_000, 1_000, 3).unwrap());
        let mut sender = Sender::new(wire, pattern, Arc::default());
        let mut frames: Vec<Vec<bool>> = Vec::new();
        for nth in 0..9 {
            let part = sender.pattern.packets()[sender.next].part;
            if nth == 4 {
                sender.want_key();
            }
            sender.latch(part);
            if part == 0 {
                frames.push(Vec::new());
            }
            frames.last_mut().unwrap().push(sender.key_frame);
            sender.advance();
        }

        assert_eq!(frames, [[true; 3], [false; 3], [true; 3]]);
    }
}
