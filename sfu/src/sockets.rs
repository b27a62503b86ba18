//! Opens the shards' sockets: UDP ports that all shards have, and TCP of the same number where ICE-TCP has ports of its own.

use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};

use lotse_listener::BindFault;
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::datagram::Transport;
use socket2::{Domain, Protocol, Socket, Type};

use crate::config::{IceTcpMode, MediaAddress};
use crate::limits::{FREE_PORT_TRIES_MAX, STREAM_BACKLOG};
use crate::udp::{Sharing, UdpPort};

/// A shard's sockets, and what answers say of them.
#[derive(Debug, Default)]
pub(crate) struct Sockets {
    pub(crate) ports: Vec<(UdpSocket, SocketAddr)>,
    pub(crate) doors: Vec<(TcpListener, SocketAddr)>,
    pub(crate) candidates: Vec<HostCandidate>,
}

/// Why a media address cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AddressFault {
    /// A wildcard address does not tell clients where to send.
    #[error("{0} is a wildcard, which no client can send to; say which address to advertise")]
    NothingToAdvertise(SocketAddr),
    /// A port cannot be opened.
    #[error(transparent)]
    Bind(#[from] BindFault),
}

impl Sockets {
    /// Opens the sockets of so many shards at all `addresses`. All shards have the same ports and advertise the same; the
    /// first also has the doors for TCP.
    pub(crate) fn open(
        addresses: &[MediaAddress],
        ice_tcp: IceTcpMode,
        shards: u16,
    ) -> Result<Vec<Self>, AddressFault> {
        let sharing = if shards > 1 {
            Sharing::Shards
        } else {
            Sharing::Alone
        };
        let mut first = Self::default();
        for address in addresses {
            first.open_one(*address, ice_tcp, sharing)?;
        }
        let mut all = vec![first];
        for _ in 1..shards {
            let beside = all.first().map_or(Ok(Self::default()), Self::beside)?;
            all.push(beside);
        }
        Ok(all)
    }

    /// The sockets of another shard.
    fn beside(&self) -> Result<Self, AddressFault> {
        let beside = |(socket, advertised): &(UdpSocket, SocketAddr)| {
            let fault = |source| BindFault::new(*advertised, source);
            let listen = socket.local_addr().map_err(fault)?;
            Ok((UdpPort::bind(listen, Sharing::Shards)?, *advertised))
        };
        Ok(Self {
            ports: self
                .ports
                .iter()
                .map(beside)
                .collect::<Result<_, BindFault>>()?,
            doors: Vec::new(),
            candidates: self.candidates.clone(),
        })
    }

    fn open_one(
        &mut self,
        address: MediaAddress,
        ice_tcp: IceTcpMode,
        sharing: Sharing,
    ) -> Result<(), AddressFault> {
        let ip = address.advertise.unwrap_or(address.listen.ip());
        if ip.is_unspecified() {
            return Err(AddressFault::NothingToAdvertise(address.listen));
        }
        let listen = address.listen;
        let (udp, door) = match ice_tcp {
            IceTcpMode::Off | IceTcpMode::Listener { .. } => {
                (UdpPort::bind(listen, sharing)?, None)
            }
            IceTcpMode::OwnPorts => {
                let (udp, door) = bind_both(listen, sharing)?;
                (udp, Some(door))
            }
        };
        let fault = |source| BindFault::new(listen, source);
        let port = udp.local_addr().map_err(fault)?.port();
        let advertised = SocketAddr::new(ip, port);
        self.advertise(Transport::Udp, advertised);
        self.ports.push((udp, advertised));
        if let Some(door) = door {
            self.advertise(Transport::Tcp, advertised);
            self.doors.push((door, advertised));
        }
        if let IceTcpMode::Listener { port } = ice_tcp {
            self.advertise(Transport::Tcp, SocketAddr::new(ip, port));
        }
        Ok(())
    }

    fn advertise(&mut self, transport: Transport, address: SocketAddr) {
        self.candidates.push(HostCandidate { transport, address });
    }
}

/// Opens UDP and TCP of the same number; where any number will do, one that is free for both is looked for.
fn bind_both(listen: SocketAddr, sharing: Sharing) -> Result<(UdpSocket, TcpListener), BindFault> {
    let fault = |source| BindFault::new(listen, source);
    let mut tries = FREE_PORT_TRIES_MAX;
    loop {
        let udp = UdpPort::bind(listen, sharing)?;
        let port = udp.local_addr().map_err(fault)?.port();
        tries = tries.saturating_sub(1);
        match bind_tcp(SocketAddr::new(listen.ip(), port)) {
            Ok(door) => return Ok((udp, door)),
            Err(error) if listen.port() != 0 || tries == 0 => return Err(fault(error)),
            Err(_) => {}
        }
    }
}

fn bind_tcp(listen: SocketAddr) -> io::Result<TcpListener> {
    let domain = Domain::for_address(listen);
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    if listen.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A restart must not wait for old connections to fade (tcp(7), TIME_WAIT).
    socket.set_reuse_address(true)?;
    socket.bind(&listen.into())?;
    socket.listen(STREAM_BACKLOG)?;
    Ok(socket.into())
}
