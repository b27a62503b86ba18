//! What crosses the core's border by the packet: datagrams in, datagrams out. Never a socket.

use std::net::SocketAddr;

use str0m::net::Protocol;

/// How a datagram travels; on TCP one RFC 4571 frame is one datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// UDP.
    Udp,
    /// ICE-TCP (RFC 6544), framed by RFC 4571; the frame's length is taken off and put on by the edge.
    Tcp,
}

impl Transport {
    pub(crate) const fn protocol(self) -> Protocol {
        match self {
            Self::Udp => Protocol::Udp,
            Self::Tcp => Protocol::Tcp,
        }
    }

    pub(crate) const fn of(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Udp => Self::Udp,
            Protocol::Tcp | Protocol::SslTcp | Protocol::Tls => Self::Tcp,
        }
    }
}

/// A received datagram.
#[derive(Debug, Clone, Copy)]
pub struct Datagram<'a> {
    /// How it came.
    pub transport: Transport,
    /// From where.
    pub source: SocketAddr,
    /// To which of our addresses; the socket's own where the edge knows no better.
    pub destination: SocketAddr,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// What is to be sent to one address: one datagram, or a train of them, which a system can cut apart by itself (GSO).
#[derive(Debug)]
pub struct Transmit {
    /// How it goes.
    pub transport: Transport,
    /// From which of our candidates.
    pub source: SocketAddr,
    /// Where to.
    pub destination: SocketAddr,
    /// How long each datagram is; the last may be shorter.
    pub segment_len: usize,
    /// What they hold, one behind the other.
    pub bytes: Vec<u8>,
}

impl Transmit {
    /// The datagrams one by one, in order.
    pub fn datagrams(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks(self.segment_len.max(1))
    }

    /// The same as one datagram each, for who cannot send trains.
    pub fn apart(&self) -> impl Iterator<Item = Self> {
        self.datagrams().map(|datagram| Self {
            segment_len: datagram.len(),
            bytes: datagram.to_vec(),
            ..*self
        })
    }

    /// How many datagrams there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.segment_len.max(1))
    }
}
