//! One UDP socket: receives runs of datagrams (GRO) in batches, sends trains (GSO). Never looks into a datagram.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;

use lotse_listener::BindFault;
use mio::net::UdpSocket;
use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::{Domain, Protocol, Socket, Type};

use crate::limits::{
    RECEIVE_BATCH, RECEIVE_BUFFER_BYTES, RECEIVE_RUN_BYTES_MAX, SEND_BUFFER_BYTES,
};
use crate::train::Train;

/// A media port.
#[derive(Debug)]
pub(crate) struct UdpPort {
    pub(crate) socket: UdpSocket,
    /// What clients are told, and what the core knows it by.
    pub(crate) advertised: SocketAddr,
    state: UdpSocketState,
}

/// Whether several sockets have one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// It is taken by nobody else.
    Alone,
    /// All shards of the node have it.
    Shards,
}

/// What became of a train.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is on its way.
    Gone,
    /// The socket's buffer is full.
    Full,
    /// The system refused it.
    Refused,
}

impl UdpPort {
    /// Binds a port with large buffers; says so when the system clamps them.
    pub(crate) fn bind(
        listen: SocketAddr,
        sharing: Sharing,
    ) -> Result<std::net::UdpSocket, BindFault> {
        let socket = bound(listen, sharing).map_err(|source| BindFault::new(listen, source))?;
        let given = socket.recv_buffer_size().unwrap_or(0);
        if given < RECEIVE_BUFFER_BYTES {
            tracing::warn!(
                wanted = RECEIVE_BUFFER_BYTES,
                given,
                "the system clamps the receive buffer, so bursts will be lost; raise net.core.rmem_max"
            );
        }
        Ok(socket.into())
    }

    pub(crate) fn new(socket: std::net::UdpSocket, advertised: SocketAddr) -> io::Result<Self> {
        let socket = UdpSocket::from_std(socket);
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        Ok(Self {
            socket,
            advertised,
            state,
        })
    }

    /// A socket at the same address for what comes from `peer` alone, which the system prefers to the shared one.
    pub(crate) fn connected(&self, peer: SocketAddr) -> io::Result<Self> {
        let socket = bound(self.socket.local_addr()?, Sharing::Shards)?;
        socket.connect(&peer.into())?;
        Self::new(socket.into(), self.advertised)
    }

    /// How many datagrams one train may have.
    pub(crate) fn segments_max(&self) -> usize {
        self.state.max_gso_segments()
    }

    /// Receives one batch into `arena`.
    pub(crate) fn receive(&self, arena: &mut Arena) -> io::Result<()> {
        arena.filled = 0;
        let mut buffers = arena
            .buffers
            .each_mut()
            .map(|buffer| IoSliceMut::new(buffer));
        let socket = UdpSockRef::from(&self.socket);
        arena.filled = self.state.recv(socket, &mut buffers, &mut arena.meta)?;
        Ok(())
    }

    /// Sends a train at once, or one by one where the system cannot cut it apart.
    pub(crate) fn send(&self, train: &Train) -> Sent {
        let load = &train.load;
        let whole = Transmit {
            destination: load.destination,
            ecn: None,
            contents: &load.bytes,
            segment_size: (train.len() > 1).then_some(load.segment_len),
            src_ip: None,
        };
        if train.len() <= self.state.max_gso_segments() {
            match self.try_send(&whole) {
                Sent::Refused if train.len() > 1 => {}
                sent @ (Sent::Gone | Sent::Full | Sent::Refused) => return sent,
            }
        }
        let mut last = Sent::Gone;
        for contents in load.datagrams() {
            last = self.try_send(&Transmit {
                contents,
                segment_size: None,
                ..whole
            });
        }
        last
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> Sent {
        match self
            .state
            .try_send(UdpSockRef::from(&self.socket), transmit)
        {
            Ok(()) => Sent::Gone,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Sent::Full,
            Err(error) => {
                tracing::trace!(%error, "a train was refused");
                Sent::Refused
            }
        }
    }
}

fn bound(listen: SocketAddr, sharing: Sharing) -> io::Result<Socket> {
    let domain = Domain::for_address(listen);
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    if listen.is_ipv6() {
        // One family a socket: an address then has one form on the way in and out.
        socket.set_only_v6(true)?;
    }
    if sharing == Sharing::Shards {
        socket.set_reuse_port(true)?;
    }
    socket.bind(&listen.into())?;
    socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    Ok(socket)
}

/// Buffers for one receive call.
pub(crate) struct Arena {
    buffers: [Box<[u8]>; RECEIVE_BATCH],
    meta: [RecvMeta; RECEIVE_BATCH],
    filled: usize,
}

/// A run of datagrams from one sender.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) source: SocketAddr,
    bytes: &'a [u8],
    stride: usize,
}

impl<'a> Run<'a> {
    /// The datagrams one by one.
    pub(crate) fn datagrams(self) -> impl Iterator<Item = &'a [u8]> {
        self.bytes.chunks(self.stride.max(1))
    }
}

impl Arena {
    pub(crate) fn new() -> Self {
        Self {
            buffers: std::array::from_fn(|_| vec![0; RECEIVE_RUN_BYTES_MAX].into_boxed_slice()),
            meta: [RecvMeta::default(); RECEIVE_BATCH],
            filled: 0,
        }
    }

    /// How many runs the last call brought.
    pub(crate) const fn filled(&self) -> usize {
        self.filled
    }

    /// Whether the last call brought as much as one call can.
    pub(crate) const fn is_full(&self) -> bool {
        self.filled == RECEIVE_BATCH
    }

    /// What the last call brought.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let filled = self.buffers.iter().zip(&self.meta).take(self.filled);
        filled.map(|(buffer, meta)| Run {
            source: meta.addr,
            bytes: buffer.get(..meta.len).unwrap_or_default(),
            stride: meta.stride,
        })
    }
}
