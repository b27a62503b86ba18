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

/// A datagram to send.
#[derive(Debug)]
pub struct Transmit {
    /// How it goes.
    pub transport: Transport,
    /// From which of our candidates.
    pub source: SocketAddr,
    /// Where to.
    pub destination: SocketAddr,
    /// What it holds.
    pub bytes: Vec<u8>,
}
