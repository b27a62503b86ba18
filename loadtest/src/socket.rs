//! The UDP socket of a plain client: one call a packet, no offload unless it is asked for, and the kernel's own clock for
//! when a packet came. Never blocks.

use std::io::{self, IoSliceMut};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::time::Duration;

use nix::cmsg_space;
use nix::errno::Errno;
use nix::sys::socket::sockopt::{ReceiveTimestampns, UdpGroSegment};
use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg, setsockopt};
use nix::sys::time::TimeSpec;
use socket2::{Domain, Protocol, Socket, Type};

use crate::limits::SOCKET_BUFFER_BYTES;

pub(crate) struct PlainSocket {
    socket: mio::net::UdpSocket,
    local: SocketAddr,
    connected: Option<SocketAddr>,
    control: Vec<u8>,
}

/// What one call brought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    pub(crate) bytes: usize,
    /// Not known on a connected socket, which hears from one only.
    pub(crate) source: Option<SocketAddr>,
    /// Since 1970, from the kernel.
    pub(crate) at: Option<Duration>,
    /// Bytes of each packet, when the kernel has merged several.
    pub(crate) segment: Option<usize>,
}

impl PlainSocket {
    pub(crate) fn bind(address: IpAddr, offload: bool) -> io::Result<Self> {
        let address = SocketAddr::new(address, 0);
        let socket = Socket::new(
            Domain::for_address(address),
            Type::DGRAM,
            Some(Protocol::UDP),
        )?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        // The kernel clamps both; what is lost then shows as drops of ours, and the run is refused.
        socket.set_recv_buffer_size(SOCKET_BUFFER_BYTES)?;
        socket.set_send_buffer_size(SOCKET_BUFFER_BYTES)?;
        setsockopt(&socket, ReceiveTimestampns, &true)?;
        if offload {
            setsockopt(&socket, UdpGroSegment, &true)?;
        }
        let socket = mio::net::UdpSocket::from_std(socket.into());
        let local = socket.local_addr()?;
        Ok(Self {
            socket,
            local,
            connected: None,
            control: cmsg_space!(TimeSpec, i32),
        })
    }

    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    pub(crate) fn source(&mut self) -> &mut mio::net::UdpSocket {
        &mut self.socket
    }

    /// Hears from and sends to one address only, which spares the kernel a search a packet.
    pub(crate) fn connect(&mut self, remote: SocketAddr) -> io::Result<()> {
        self.socket.connect(remote)?;
        self.connected = Some(remote);
        Ok(())
    }

    /// Sends now or drops, as a network does; whether it was sent.
    pub(crate) fn send(&self, destination: SocketAddr, bytes: &[u8]) -> bool {
        let sent = if self.connected == Some(destination) {
            self.socket.send(bytes)
        } else {
            self.socket.send_to(bytes, destination)
        };
        sent.is_ok()
    }

    pub(crate) fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Option<Arrival>> {
        let mut slices = [IoSliceMut::new(buffer)];
        let message = recvmsg::<SockaddrStorage>(
            self.socket.as_raw_fd(),
            &mut slices,
            Some(&mut self.control),
            MsgFlags::MSG_DONTWAIT,
        );
        let message = match message {
            Ok(message) => message,
            // ICMP tells of a closed port; ICE will find out.
            Err(Errno::EAGAIN | Errno::EINTR) => return Ok(None),
            Err(Errno::ECONNREFUSED) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        };
        let mut arrival = Arrival {
            bytes: message.bytes,
            source: None,
            at: None,
            segment: None,
        };
        for control in message.cmsgs()? {
            if let ControlMessageOwned::ScmTimestampns(at) = control {
                arrival.at = Some(Duration::from(at));
            } else if let ControlMessageOwned::UdpGroSegments(bytes) = control {
                arrival.segment = usize::try_from(bytes).ok();
            }
        }
        arrival.source = message.address.as_ref().and_then(internet_address);
        Ok(Some(arrival))
    }
}

impl AsFd for PlainSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

fn internet_address(address: &SockaddrStorage) -> Option<SocketAddr> {
    if let Some(four) = address.as_sockaddr_in() {
        return Some(SocketAddr::new(four.ip().into(), four.port()));
    }
    let six = address.as_sockaddr_in6()?;
    Some(SocketAddr::new(six.ip().into(), six.port()))
}
