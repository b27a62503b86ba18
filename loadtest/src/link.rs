//! One leg's socket: a UDP socket, or one TCP connection to a passive ICE-TCP candidate (RFC 6544) with RFC 4571 framing.
//! Never interprets a packet.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};

use str0m::net::Protocol;
use tokio::net::{TcpStream, UdpSocket};

use crate::framing::{self, Incoming};
use crate::limits::DATAGRAM_BYTES_MAX;

/// How the media travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Transport {
    /// UDP.
    #[default]
    Udp,
    /// ICE-TCP: active on our side.
    Tcp,
}

/// A packet that arrived.
pub(crate) struct Datagram {
    pub(crate) source: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) enum Link {
    Udp {
        socket: UdpSocket,
        local: SocketAddr,
    },
    Tcp(TcpLink),
}

pub(crate) struct TcpLink {
    stream: TcpStream,
    local: SocketAddr,
    remote: SocketAddr,
    incoming: Incoming,
    outgoing: VecDeque<u8>,
}

impl Link {
    pub(crate) async fn udp(address: IpAddr) -> io::Result<Self> {
        let socket = UdpSocket::bind(SocketAddr::new(address, 0)).await?;
        let local = socket.local_addr()?;
        Ok(Self::Udp { socket, local })
    }

    pub(crate) fn tcp(stream: TcpStream) -> io::Result<Self> {
        let (local, remote) = (stream.local_addr()?, stream.peer_addr()?);
        Ok(Self::Tcp(TcpLink {
            stream,
            local,
            remote,
            incoming: Incoming::default(),
            outgoing: VecDeque::new(),
        }))
    }

    pub(crate) fn local(&self) -> SocketAddr {
        match self {
            Self::Udp { local, .. } => *local,
            Self::Tcp(tcp) => tcp.local,
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        match self {
            Self::Udp { .. } => Protocol::Udp,
            Self::Tcp(_) => Protocol::Tcp,
        }
    }

    /// Sends now or drops, as a network does; an error only when the link itself is gone.
    pub(crate) fn send(&mut self, destination: SocketAddr, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Udp { socket, .. } => {
                // A candidate that this socket cannot reach is for ICE to find out.
                let _ = socket.try_send_to(bytes, destination);
                Ok(())
            }
            Self::Tcp(tcp) => tcp.send(bytes),
        }
    }

    /// Waits until something can be read or a backlog written.
    pub(crate) async fn ready(&mut self) -> io::Result<()> {
        match self {
            Self::Udp { socket, .. } => socket.readable().await,
            Self::Tcp(tcp) => tcp.ready().await,
        }
    }

    /// The next packet that is already here.
    pub(crate) fn try_receive(&mut self) -> io::Result<Option<Datagram>> {
        match self {
            Self::Udp { socket, .. } => udp_receive(socket),
            Self::Tcp(tcp) => tcp.receive(),
        }
    }
}

fn udp_receive(socket: &UdpSocket) -> io::Result<Option<Datagram>> {
    let mut bytes = vec![0; DATAGRAM_BYTES_MAX];
    match socket.try_recv_from(&mut bytes) {
        Ok((length, source)) => {
            bytes.truncate(length);
            Ok(Some(Datagram { source, bytes }))
        }
        Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(None),
        // ICMP tells of a closed port; ICE will find out.
        Err(e) if e.kind() == ErrorKind::ConnectionRefused => Ok(None),
        Err(e) => Err(e),
    }
}

impl TcpLink {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        framing::append(bytes, &mut self.outgoing);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.outgoing.is_empty() {
            let (front, _) = self.outgoing.as_slices();
            match self.stream.try_write(front) {
                Ok(written) => drop(self.outgoing.drain(..written)),
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    async fn ready(&mut self) -> io::Result<()> {
        if self.outgoing.is_empty() {
            return self.stream.readable().await;
        }
        let interest = tokio::io::Interest::READABLE | tokio::io::Interest::WRITABLE;
        self.stream.ready(interest).await?;
        self.flush()
    }

    fn receive(&mut self) -> io::Result<Option<Datagram>> {
        let source = self.remote;
        let whole = |packet: &[u8]| Datagram {
            source,
            bytes: packet.to_vec(),
        };
        if let Some(packet) = self.incoming.packet()? {
            return Ok(Some(whole(packet)));
        }
        let mut chunk = vec![0; 16 * 1024];
        match self.stream.try_read(&mut chunk) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                self.incoming
                    .extend(chunk.get(..length).unwrap_or_default());
                Ok(self.incoming.packet()?.map(whole))
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(e) => Err(e),
        }
    }
}
