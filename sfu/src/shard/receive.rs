//! What comes in: runs of datagrams, ICE-TCP connections and their frames. Each goes to the core in batches.

use std::net::SocketAddr;

use bytes::Bytes;
use lotse_sfu_core::datagram::{Datagram, Transport};
use mio::net::TcpStream;
use mio::{Interest, Token};

use super::{Mail, Shard};
use crate::engine::{Engine, add};
use crate::frame::{self, Next};
use crate::limits::{ACCEPTS_PER_TURN_MAX, RECEIVE_CALLS_PER_TURN_MAX, STRAYS_PER_TURN_MAX};
use crate::order::{Mailbox, Order, Stray};
use crate::stream::{Ended, ReadState, Stream};
use crate::streams::count_end;
use crate::udp::{Arena, UdpPort};

/// Datagrams that the core gets at once.
const BATCH: usize = 64;

impl Shard {
    /// Receives from all ports that may have something.
    pub(super) fn receive_ports(&mut self) {
        for port in 0..self.unread_ports.len() {
            if self.unread_ports.get(port) == Some(&true) {
                let more = self.receive_port(port);
                if let Some(unread) = self.unread_ports.get_mut(port) {
                    *unread = more;
                }
            }
        }
    }

    /// Receives from one port until it is dry or its turn is over; true when there may be more.
    fn receive_port(&mut self, number: usize) -> bool {
        for _ in 0..RECEIVE_CALLS_PER_TURN_MAX {
            let Some(port) = self.engine.ports.get(number) else {
                return false;
            };
            let received = receive(port, &mut self.arena, &mut self.engine.counts);
            let place = Place {
                port: number,
                destination: port.advertised,
            };
            self.deliver_runs(place);
            if received == Received::All {
                return false;
            }
        }
        true
    }

    /// Receives from the flows that have a socket of their own.
    pub(super) fn receive_flows(&mut self) {
        for number in self.flows.take_unread() {
            let Some(flow) = self.flows.port(number) else {
                continue;
            };
            let received = receive(flow, &mut self.arena, &mut self.engine.counts);
            let destination = flow.advertised;
            let ports = &self.engine.ports;
            let port = ports.iter().position(|it| it.advertised == destination);
            self.deliver_runs(Place {
                port: port.unwrap_or(0),
                destination,
            });
            if received == Received::Some {
                self.flows.read_later(number);
            }
        }
    }

    /// Takes what came to other shards, and has it come here from now on.
    pub(super) fn take_strays(&mut self) {
        if self.mail != Mail::Strays {
            return;
        }
        for _ in 0..STRAYS_PER_TURN_MAX {
            let Ok(stray) = self.inbox.strays.try_recv() else {
                self.mail = Mail::None;
                return;
            };
            self.take_stray(&stray);
        }
    }

    fn take_stray(&mut self, stray: &Stray) {
        let Some(port) = self.engine.ports.get(stray.port) else {
            return;
        };
        let datagram = Datagram {
            transport: Transport::Udp,
            source: stray.source,
            destination: port.advertised,
            bytes: &stray.bytes,
        };
        add(&mut self.engine.counts.strays, 1);
        self.engine.deliver([datagram]);
        let Some(port) = self.engine.ports.get(stray.port) else {
            return;
        };
        if !self.engine.core.serves(Transport::Udp, stray.source) {
            return;
        }
        let number = self.next_number;
        self.next_number = self.next_number.saturating_add(1);
        let opened = self
            .flows
            .open(self.poll.registry(), number, port, stray.source);
        if let Err(error) = opened {
            tracing::warn!(%error, "a flow gets no socket of its own, so its media do not reach their thread; raise the limit of open files, or set media.threads to 1");
        }
    }

    fn deliver_runs(&mut self, place: Place) {
        let (engine, siblings, own) = (&mut self.engine, &self.siblings, self.number);
        let datagrams = self.arena.runs().flat_map(|run| {
            run.datagrams().map(move |bytes| Datagram {
                transport: Transport::Udp,
                source: run.source,
                destination: place.destination,
                bytes,
            })
        });
        if siblings.are_many() {
            let ours = |datagram: &Datagram<'_>| !siblings.hand_over(own, place.port, datagram);
            deliver(datagrams.filter(ours), engine);
        } else {
            deliver(datagrams, engine);
        }
    }

    /// Accepts ICE-TCP connections on the shard's own ports.
    pub(super) fn accept_streams(&mut self) {
        for door in 0..self.doors.len() {
            let mut left = ACCEPTS_PER_TURN_MAX;
            while left > 0 && self.accept_stream(door) {
                left = left.saturating_sub(1);
            }
        }
    }

    fn accept_stream(&mut self, number: usize) -> bool {
        let Some(door) = self.doors.get_mut(number).filter(|door| door.unread) else {
            return false;
        };
        match door.socket.accept() {
            Ok((stream, peer)) => {
                let reached = door.advertised;
                self.take_stream(stream, peer, reached, &Bytes::new());
                true
            }
            Err(error) => {
                // Out of descriptors is retried at the next connection; a reset one is nobody's loss.
                let retry = error.kind() == std::io::ErrorKind::ConnectionAborted
                    || error.kind() == std::io::ErrorKind::Interrupted;
                door.unread = retry;
                retry
            }
        }
    }

    /// Takes an ICE-TCP connection in, if there is room.
    pub(super) fn take_stream(
        &mut self,
        mut io: TcpStream,
        peer: SocketAddr,
        reached: SocketAddr,
        first_bytes: &[u8],
    ) {
        let number = self.next_number;
        let interest = Interest::READABLE | Interest::WRITABLE;
        let room = self.engine.streams.room_for(peer).is_ok();
        // The delay of small frames would be the delay of every key press of the encoder.
        let fast = room && io.set_nodelay(true).is_ok();
        let registered = fast
            && self
                .poll
                .registry()
                .register(&mut io, Token(number), interest)
                .is_ok();
        if !registered {
            add(&mut self.engine.counts.streams_refused, 1);
            return;
        }
        add(&mut self.engine.counts.streams_accepted, 1);
        self.next_number = self.next_number.saturating_add(1);
        let stream = Stream::new(io, peer, reached, first_bytes, self.engine.now);
        self.engine.streams.insert(number, stream);
        self.engine.streams.read_later(number);
    }

    /// Reads all connections that may have something.
    pub(super) fn read_streams(&mut self) {
        for number in self.engine.streams.take_unread() {
            self.read_stream(number);
        }
    }

    fn read_stream(&mut self, number: usize) {
        let engine = &mut self.engine;
        let Some(stream) = engine.streams.find(number) else {
            return;
        };
        let state = stream.read(engine.now);
        if let Some(other) = stream
            .first_frame()
            .and_then(|it| self.siblings.other(self.number, it))
        {
            let other = other.clone();
            return self.hand_stream_over(number, &other);
        }
        let (source, destination) = (stream.peer(), stream.reached());
        let inbound = stream.take_inbound();
        let used = deliver_frames(&inbound, source, destination, engine);
        // What the core answered may have ended the connection.
        let Some(stream) = engine.streams.find(number) else {
            return;
        };
        let ended = match (stream.give_back(inbound, used), state) {
            (Err(why), ReadState::Dry | ReadState::More | ReadState::Closed) => Some(why),
            (Ok(()), ReadState::Closed) => Some(Ended::Peer),
            (Ok(()), ReadState::More) => {
                engine.streams.read_later(number);
                None
            }
            (Ok(()), ReadState::Dry) => None,
        };
        if let Some(why) = ended {
            self.close_stream(number, why);
        }
    }

    /// A connection that was accepted here, and is another shard's.
    fn hand_stream_over(&mut self, number: usize, other: &Mailbox) {
        let Some(mut stream) = self.engine.streams.remove(number) else {
            return;
        };
        let _ = self.poll.registry().deregister(stream.io());
        let (peer, first_bytes) = (stream.peer(), stream.take_inbound());
        let order = Order::Stream {
            stream: stream.into_io().into(),
            first_bytes: first_bytes.into(),
            peer,
        };
        if other.post(order).is_err() {
            add(&mut self.engine.counts.streams_refused, 1);
        }
    }

    fn close_stream(&mut self, number: usize, why: Ended) {
        count_end(why, &mut self.engine.counts);
        if let Some(mut stream) = self.engine.streams.remove(number) {
            // Closing the socket ends its registration too; an error here changes nothing.
            let _ = self.poll.registry().deregister(stream.io());
        }
    }
}

/// Where datagrams came in.
#[derive(Debug, Clone, Copy)]
struct Place {
    port: usize,
    destination: SocketAddr,
}

/// Whether a port may have more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Received {
    /// Whatever comes from now on wakes the shard.
    All,
    Some,
}

fn receive(port: &UdpPort, arena: &mut Arena, counts: &mut crate::counts::EdgeCounts) -> Received {
    match port.receive(arena) {
        Ok(()) => {
            add(&mut counts.receive_calls, 1);
            let runs = u64::try_from(arena.filled()).unwrap_or(u64::MAX);
            add(&mut counts.runs_in, runs);
            if arena.is_full() {
                Received::Some
            } else {
                Received::All
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Received::All,
        Err(_) => {
            add(&mut counts.receive_faults, 1);
            Received::Some
        }
    }
}

/// Gives the core all whole frames; says how many bytes they took.
fn deliver_frames(
    inbound: &[u8],
    source: SocketAddr,
    destination: SocketAddr,
    engine: &mut Engine,
) -> usize {
    let mut rest = inbound;
    let frames = std::iter::from_fn(|| match frame::next(rest) {
        Next::Frame(bytes, after) => {
            rest = after;
            Some(Datagram {
                transport: Transport::Tcp,
                source,
                destination,
                bytes,
            })
        }
        Next::Incomplete | Next::TooLong => None,
    });
    deliver(frames, engine);
    inbound.len().saturating_sub(rest.len())
}

fn deliver<'a>(datagrams: impl Iterator<Item = Datagram<'a>>, engine: &mut Engine) {
    let mut datagrams = datagrams.peekable();
    while datagrams.peek().is_some() {
        engine.deliver(datagrams.by_ref().take(BATCH));
    }
}
