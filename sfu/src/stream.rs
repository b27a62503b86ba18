//! One ICE-TCP connection: frames in, frames out. It knows how long it was silent, stuck or unanswered; never what its
//! frames hold.

use std::io::{self, Read};
use std::net::SocketAddr;
use std::time::Instant;

use mio::net::TcpStream;

use crate::frame::{self, Next};
use crate::limits::{
    FRAME_BYTES_MAX, STREAM_READS_PER_TURN_MAX, STREAM_SILENT_MAX, STREAM_STUCK_MAX,
    STREAM_UNANSWERED_MAX,
};
use crate::queue::{Pushed, WriteQueue, Written};

/// Bytes of one read call.
const READ_BYTES: usize = 16 * 1024;

/// An ICE-TCP connection.
#[derive(Debug)]
pub(crate) struct Stream {
    io: TcpStream,
    peer: SocketAddr,
    /// Which of our candidates it came to.
    reached: SocketAddr,
    inbound: Vec<u8>,
    outbound: WriteQueue,
    outflow: Outflow,
    began: Instant,
    heard: Instant,
    answer: Answer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outflow {
    Free,
    Stuck { since: Instant },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The core has said nothing to this peer: a stranger.
    None,
    Given,
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The peer closed or reset it.
    Peer,
    /// It broke the framing, or what is vital did not fit.
    Fault,
    /// It took no byte for too long.
    Stuck,
    /// It was silent, or a stranger, for too long.
    Silent,
}

/// Whether a stream has more to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadState {
    /// It is read dry.
    Dry,
    /// Its turn is over; there is more.
    More,
    /// The peer has closed it; what came before is there.
    Closed,
}

impl Stream {
    pub(crate) fn new(
        io: TcpStream,
        peer: SocketAddr,
        reached: SocketAddr,
        first_bytes: &[u8],
        now: Instant,
    ) -> Self {
        Self {
            io,
            peer,
            reached,
            inbound: first_bytes.to_vec(),
            outbound: WriteQueue::default(),
            outflow: Outflow::Free,
            began: now,
            heard: now,
            answer: Answer::None,
        }
    }

    pub(crate) const fn peer(&self) -> SocketAddr {
        self.peer
    }

    pub(crate) const fn reached(&self) -> SocketAddr {
        self.reached
    }

    pub(crate) const fn io(&mut self) -> &mut TcpStream {
        &mut self.io
    }

    /// Reads what is there, at most one turn's worth, into the bytes that [`Self::take_inbound`] gives out.
    pub(crate) fn read(&mut self, now: Instant) -> ReadState {
        let mut part = [0; READ_BYTES];
        for _ in 0..STREAM_READS_PER_TURN_MAX {
            match self.io.read(&mut part) {
                Ok(0) => return ReadState::Closed,
                Ok(len) => {
                    self.heard = now;
                    self.inbound
                        .extend_from_slice(part.get(..len).unwrap_or_default());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return ReadState::Dry,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return ReadState::Closed,
            }
        }
        ReadState::More
    }

    /// What the first frame holds, while nobody has answered.
    pub(crate) fn first_frame(&self) -> Option<&[u8]> {
        match (self.answer, frame::next(&self.inbound)) {
            (Answer::None, Next::Frame(frame, _)) => Some(frame),
            (Answer::None | Answer::Given, _) => None,
        }
    }

    /// The connection itself.
    pub(crate) fn into_io(self) -> TcpStream {
        self.io
    }

    /// The bytes that were read, to be cut into frames; what is left must be given back.
    pub(crate) fn take_inbound(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.inbound)
    }

    /// Takes the buffer back without its first `used` bytes.
    pub(crate) fn give_back(&mut self, mut inbound: Vec<u8>, used: usize) -> Result<(), Ended> {
        inbound.drain(..used.min(inbound.len()));
        let torn = inbound.len() > FRAME_BYTES_MAX.saturating_add(2);
        if torn || frame::next(&inbound) == Next::TooLong {
            return Err(Ended::Fault);
        }
        self.inbound = inbound;
        Ok(())
    }

    /// Puts a payload behind all that waits; gives the number of older ones that gave way.
    pub(crate) fn push(&mut self, payload: &[u8]) -> Result<u64, Ended> {
        self.answer = Answer::Given;
        match self.outbound.push(payload) {
            Pushed::Kept { dropped } => Ok(dropped),
            Pushed::NoRoom => Err(Ended::Fault),
        }
    }

    /// Writes what the system takes.
    pub(crate) fn write(&mut self, now: Instant) -> Result<(), Ended> {
        match self.outbound.write_to(&mut self.io) {
            Ok(Written::All | Written::Some) => self.outflow = Outflow::Free,
            Ok(Written::Nothing) => {
                if self.outflow == Outflow::Free {
                    self.outflow = Outflow::Stuck { since: now };
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotConnected => {}
            Err(_) => return Err(Ended::Peer),
        }
        Ok(())
    }

    /// Ends what was stuck, silent or a stranger for too long.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Result<(), Ended> {
        let since = |then: Instant| now.saturating_duration_since(then);
        if let Outflow::Stuck { since: then } = self.outflow
            && !self.outbound.is_empty()
            && since(then) >= STREAM_STUCK_MAX
        {
            return Err(Ended::Stuck);
        }
        let stranger = self.answer == Answer::None && since(self.began) >= STREAM_UNANSWERED_MAX;
        if stranger || since(self.heard) >= STREAM_SILENT_MAX {
            return Err(Ended::Silent);
        }
        Ok(())
    }
}
