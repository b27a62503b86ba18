//! How a plain client's packets travel: a UDP socket, or a TCP connection to the server's passive candidate (RFC 6544). Never
//! blocks, and never retries what did not fit.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;

use mio::Interest;
use mio::event::Source;
use str0m::net::Protocol;

use crate::framing::{self, Incoming};
use crate::limits::STREAM_READ_BYTES;
use crate::socket::{Arrival, PlainSocket};

pub(crate) enum Line {
    Datagrams(PlainSocket),
    Stream(Box<PlainStream>),
}

/// A TCP connection, which has one peer and loses nothing but what does not fit into its backlog.
pub(crate) struct PlainStream {
    stream: mio::net::TcpStream,
    local: SocketAddr,
    remote: SocketAddr,
    incoming: Incoming,
    outgoing: VecDeque<u8>,
}

impl Line {
    pub(crate) fn local(&self) -> SocketAddr {
        match self {
            Self::Datagrams(socket) => socket.local(),
            Self::Stream(stream) => stream.local,
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        match self {
            Self::Datagrams(_) => Protocol::Udp,
            Self::Stream(_) => Protocol::Tcp,
        }
    }

    /// The port at which the system counts what it had to drop.
    pub(crate) fn udp_port(&self) -> Option<u16> {
        match self {
            Self::Datagrams(socket) => Some(socket.local().port()),
            Self::Stream(_) => None,
        }
    }

    pub(crate) fn source(&mut self) -> (&mut dyn Source, Interest) {
        match self {
            Self::Datagrams(socket) => (socket.source(), Interest::READABLE),
            Self::Stream(stream) => (
                &mut stream.stream,
                Interest::READABLE.add(Interest::WRITABLE),
            ),
        }
    }

    /// From now on there is one peer only.
    pub(crate) fn connect(&mut self, remote: SocketAddr) -> io::Result<()> {
        match self {
            Self::Datagrams(socket) => socket.connect(remote),
            Self::Stream(_) => Ok(()),
        }
    }

    /// Sends now or drops, as a network does; whether it was sent, or waits to be.
    pub(crate) fn send(&mut self, destination: SocketAddr, bytes: &[u8]) -> bool {
        match self {
            Self::Datagrams(socket) => socket.send(destination, bytes),
            Self::Stream(stream) => {
                framing::append(bytes, &mut stream.outgoing) && stream.flush().is_ok()
            }
        }
    }

    /// Writes what waits, as far as the other side takes it.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Datagrams(_) => Ok(()),
            Self::Stream(stream) => stream.flush(),
        }
    }

    /// What has come, if anything has.
    pub(crate) fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Option<Arrival>> {
        match self {
            Self::Datagrams(socket) => socket.receive(buffer),
            Self::Stream(stream) => stream.receive(buffer),
        }
    }
}

impl PlainStream {
    pub(crate) fn new(stream: std::net::TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self {
            local: stream.local_addr()?,
            remote: stream.peer_addr()?,
            stream: mio::net::TcpStream::from_std(stream),
            incoming: Incoming::default(),
            outgoing: VecDeque::new(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.outgoing.is_empty() {
            let (front, _) = self.outgoing.as_slices();
            match self.stream.write(front) {
                Ok(written) => drop(self.outgoing.drain(..written)),
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Option<Arrival>> {
        loop {
            if let Some(packet) = self.incoming.packet()? {
                let bytes = packet.len();
                let place = buffer.get_mut(..bytes).ok_or(ErrorKind::InvalidData)?;
                place.copy_from_slice(packet);
                return Ok(Some(Arrival {
                    bytes,
                    source: Some(self.remote),
                    at: None,
                    segment: None,
                }));
            }
            let mut chunk = [0; STREAM_READ_BYTES];
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(bytes) => self.incoming.extend(chunk.get(..bytes).unwrap_or_default()),
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
}
