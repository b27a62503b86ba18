//! What waits for a slow ICE-TCP connection: whole frames in order, bounded. Media give way, the oldest first; ICE and
//! DTLS do not. Never tears a frame.

use std::collections::VecDeque;
use std::io::{self, IoSlice, Write};

use crate::frame;
use crate::limits::STREAM_QUEUE_BYTES_MAX;

/// Frames of one vectored write.
const FRAMES_PER_WRITE: usize = 16;

/// What waits.
#[derive(Debug, Default)]
pub(crate) struct WriteQueue {
    frames: VecDeque<Waiting>,
    /// How much of the first frame is written.
    written: usize,
    bytes: usize,
}

#[derive(Debug)]
struct Waiting {
    frame: Vec<u8>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Media,
    /// ICE and DTLS, without which nothing works.
    Vital,
}

/// What became of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Pushed {
    /// It waits, and so many older ones gave way.
    Kept {
        /// How many.
        dropped: u64,
    },
    /// It was dropped: there is no room even when all media give way.
    NoRoom,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing waits any more.
    All,
    /// Some bytes went.
    Some,
    /// None did.
    Nothing,
}

impl WriteQueue {
    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Puts a payload into a frame behind all others.
    pub(crate) fn push(&mut self, payload: &[u8]) -> Pushed {
        let Some(frame) = frame::framed(payload) else {
            return Pushed::NoRoom;
        };
        let dropped = self.make_room(frame.len());
        if self.bytes.saturating_add(frame.len()) > STREAM_QUEUE_BYTES_MAX {
            return Pushed::NoRoom;
        }
        self.bytes = self.bytes.saturating_add(frame.len());
        let kind = kind_of(payload);
        self.frames.push_back(Waiting { frame, kind });
        Pushed::Kept { dropped }
    }

    /// Writes as much as `io` takes.
    pub(crate) fn write_to(&mut self, io: &mut impl Write) -> io::Result<Written> {
        let mut written = Written::Nothing;
        while !self.frames.is_empty() {
            match self.write_once(io) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(len) => {
                    self.advance(len);
                    written = Written::Some;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(written),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Written::All)
    }

    fn write_once(&self, io: &mut impl Write) -> io::Result<usize> {
        let mut parts = [IoSlice::new(&[]); FRAMES_PER_WRITE];
        let mut skip = self.written;
        for (part, waiting) in parts.iter_mut().zip(&self.frames) {
            *part = IoSlice::new(waiting.frame.get(skip..).unwrap_or_default());
            skip = 0;
        }
        io.write_vectored(&parts)
    }

    fn advance(&mut self, mut len: usize) {
        while let Some(first) = self.frames.front() {
            let left = first.frame.len().saturating_sub(self.written);
            if len < left {
                self.written = self.written.saturating_add(len);
                return;
            }
            len = len.saturating_sub(left);
            self.bytes = self.bytes.saturating_sub(first.frame.len());
            self.written = 0;
            self.frames.pop_front();
        }
    }

    fn make_room(&mut self, len: usize) -> u64 {
        let mut dropped = 0_u64;
        // The first frame may be half written, and half a frame is the end of the stream.
        let mut at = usize::from(self.written > 0);
        while self.bytes.saturating_add(len) > STREAM_QUEUE_BYTES_MAX {
            match self.frames.get(at).map(|waiting| waiting.kind) {
                Some(Kind::Media) => {
                    let gone = self.frames.remove(at).map_or(0, |gone| gone.frame.len());
                    self.bytes = self.bytes.saturating_sub(gone);
                    dropped = dropped.saturating_add(1);
                }
                Some(Kind::Vital) => at = at.saturating_add(1),
                None => return dropped,
            }
        }
        dropped
    }
}

/// RFC 7983 section 7: first byte 128..=191 is RTP or RTCP.
fn kind_of(payload: &[u8]) -> Kind {
    match payload.first() {
        Some(128..=191) => Kind::Media,
        Some(_) | None => Kind::Vital,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Next;

    /// Takes `room` bytes, then blocks.
    struct Pipe {
        room: usize,
        taken: Vec<u8>,
    }

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let len = bytes.len().min(self.room);
            if len == 0 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            self.room = self.room.saturating_sub(len);
            self.taken.extend_from_slice(&bytes[..len]);
            Ok(len)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn frames(mut bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut seen = Vec::new();
        while let Next::Frame(frame, rest) = frame::next(bytes) {
            seen.push(frame.to_vec());
            bytes = rest;
        }
        assert!(bytes.is_empty(), "a torn frame");
        seen
    }

    #[test]
    fn media_give_way_and_the_rest_stays_whole_and_in_order() {
        let mut queue = WriteQueue::default();
        let vital = |number: u8| vec![20, number];
        let mut pipe = Pipe {
            room: 5,
            taken: Vec::new(),
        };
        let _ = queue.push(&vital(0));
        assert_eq!(queue.write_to(&mut pipe).unwrap(), Written::All);
        let _ = queue.push(&[128; 1_000]);
        let _ = queue.push(&vital(1));
        assert_eq!(queue.write_to(&mut pipe).unwrap(), Written::Some);

        let mut dropped = 0;
        for number in 0..2_000_u32 {
            let mut media = vec![128; 1_000];
            media[1..5].copy_from_slice(&number.to_be_bytes());
            match queue.push(&media) {
                Pushed::Kept { dropped: now } => dropped += now,
                Pushed::NoRoom => panic!("media must give way"),
            }
        }
        pipe.room = usize::MAX;
        assert_eq!(queue.write_to(&mut pipe).unwrap(), Written::All);

        let seen = frames(&pipe.taken);
        assert!(dropped > 1_000);
        assert_eq!(seen[0], vital(0));
        assert_eq!(seen[1], vec![128; 1_000], "the half written frame stays");
        assert_eq!(seen[2], vital(1));
        let numbers: Vec<u32> = seen[3..]
            .iter()
            .map(|frame| u32::from_be_bytes(frame[1..5].try_into().unwrap()))
            .collect();
        assert!(numbers.is_sorted());
        assert_eq!(numbers.last(), Some(&1_999));
    }

    #[test]
    fn vital_payloads_that_cannot_fit_are_refused() {
        let mut queue = WriteQueue::default();

        let refused = (0..2_000).find(|_| queue.push(&[20; 1_000]) == Pushed::NoRoom);

        assert!(refused.is_some());
    }
}
