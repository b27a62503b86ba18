//! Opens a shard's sockets: UDP, and TCP of the same number where ICE-TCP has ports of its own.

use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};

use lotse_listener::BindFault;
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::datagram::Transport;
use socket2::{Domain, Protocol, Socket, Type};

use crate::config::{IceTcpMode, MediaAddress};
use crate::limits::{FREE_PORT_TRIES_MAX, STREAM_BACKLOG};
use crate::udp::UdpPort;

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
    /// The ports of the last shards would be above 65,535.
    #[error("{0} leaves no port for every shard; choose a lower port or fewer shards")]
    NoPortForShard(SocketAddr),
    /// A port cannot be opened.
    #[error(transparent)]
    Bind(#[from] BindFault),
}

impl Sockets {
    /// Opens the sockets of shard `shard` at all `addresses`.
    pub(crate) fn open(
        addresses: &[MediaAddress],
        ice_tcp: IceTcpMode,
        shard: u16,
    ) -> Result<Self, AddressFault> {
        let mut sockets = Self::default();
        for address in addresses {
            sockets.open_one(*address, ice_tcp, shard)?;
        }
        Ok(sockets)
    }

    fn open_one(
        &mut self,
        address: MediaAddress,
        ice_tcp: IceTcpMode,
        shard: u16,
    ) -> Result<(), AddressFault> {
        let ip = address.advertise.unwrap_or(address.listen.ip());
        if ip.is_unspecified() {
            return Err(AddressFault::NothingToAdvertise(address.listen));
        }
        let listen = of_shard(address.listen, shard)?;
        let (udp, door) = match ice_tcp {
            IceTcpMode::Off | IceTcpMode::Listener { .. } => (UdpPort::bind(listen)?, None),
            IceTcpMode::OwnPorts => {
                let (udp, door) = bind_both(listen)?;
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

fn of_shard(listen: SocketAddr, shard: u16) -> Result<SocketAddr, AddressFault> {
    if listen.port() == 0 {
        return Ok(listen);
    }
    let port = listen.port().checked_add(shard);
    let port = port.ok_or(AddressFault::NoPortForShard(listen))?;
    Ok(SocketAddr::new(listen.ip(), port))
}

/// Opens UDP and TCP of the same number; where any number will do, one that is free for both is looked for.
fn bind_both(listen: SocketAddr) -> Result<(UdpSocket, TcpListener), BindFault> {
    let fault = |source| BindFault::new(listen, source);
    let mut tries = FREE_PORT_TRIES_MAX;
    loop {
        let udp = UdpPort::bind(listen)?;
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
