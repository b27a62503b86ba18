//! The port itself: opens it, accepts, and closes it again with grace.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use rustls::ServerConfig;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::counts::{Counters, ListenerCounts};
use crate::door::{Door, IceTcpSink};
use crate::limits::{
    ACCEPT_REST, BACKLOG, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, SHUTDOWN_DEADLINE,
    UNACKNOWLEDGED_MAX,
};
use crate::places::Places;
use crate::tls::{PemFiles, TlsFault, TlsFiles};

/// What a [`Listener`] needs to know.
#[derive(Debug)]
pub struct ListenerConfig {
    /// Where to listen; port 0 picks a free one.
    pub addr: SocketAddr,
    /// The same, when whoever started the process has opened it already.
    pub inherited: Option<std::net::TcpListener>,
    /// Certificate and key; without them the port serves plain HTTP.
    pub tls: Option<PemFiles>,
    /// Connections at once.
    pub connections_max: usize,
    /// Connections at once from one address.
    pub connections_per_address_max: usize,
}

impl ListenerConfig {
    /// Plain HTTP at `addr` with the usual bounds.
    #[must_use]
    pub const fn plain(addr: SocketAddr) -> Self {
        Self {
            addr,
            inherited: None,
            tls: None,
            connections_max: CONNECTIONS_MAX,
            connections_per_address_max: CONNECTIONS_PER_ADDRESS_MAX,
        }
    }
}

/// Why a port cannot be opened, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BindFault {
    /// Somebody else has the port.
    #[error("{0} is taken by another program; stop it or choose another port")]
    Taken(SocketAddr),
    /// The system does not allow it.
    #[error(
        "{0} is not allowed for this user; ports below 1024 need the capability CAP_NET_BIND_SERVICE"
    )]
    NotAllowed(SocketAddr),
    /// This machine has no such address.
    #[error("this machine has no address {0}; use one of its own, or 0.0.0.0 or [::] for all")]
    NotOurs(SocketAddr),
    /// The certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsFault),
    /// Something else.
    #[error("cannot listen on {addr}: {source}")]
    System {
        /// Where.
        addr: SocketAddr,
        /// What happened.
        source: io::Error,
    },
}

impl BindFault {
    /// Says what an error on binding `addr` means.
    #[must_use]
    pub fn new(addr: SocketAddr, source: io::Error) -> Self {
        let kind = source.kind();
        if kind == io::ErrorKind::AddrInUse {
            Self::Taken(addr)
        } else if kind == io::ErrorKind::PermissionDenied {
            Self::NotAllowed(addr)
        } else if kind == io::ErrorKind::AddrNotAvailable {
            Self::NotOurs(addr)
        } else {
            Self::System { addr, source }
        }
    }
}

/// An open port.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    addr: SocketAddr,
    tls: Option<(TlsFiles, Arc<ServerConfig>)>,
    counters: Arc<Counters>,
    places: Arc<Places>,
}

impl Listener {
    /// Opens the port; connections wait in the system until [`Listener::serve`]. Must be called within a tokio runtime.
    pub fn bind(config: ListenerConfig) -> Result<Self, BindFault> {
        let fault = |source| BindFault::new(config.addr, source);
        let tls = match config.tls {
            Some(files) => {
                let files = TlsFiles::load(files)?;
                let server = files.server_config()?;
                Some((files, server))
            }
            None => None,
        };
        let socket = match config.inherited {
            Some(socket) => socket,
            None => open(config.addr).map_err(fault)?.into(),
        };
        socket.set_nonblocking(true).map_err(fault)?;
        let socket = TcpListener::from_std(socket).map_err(fault)?;
        let addr = socket.local_addr().map_err(fault)?;
        Ok(Self {
            socket,
            addr,
            tls,
            counters: Arc::default(),
            places: Places::new(config.connections_max, config.connections_per_address_max),
        })
    }

    /// Where it listens, with the real port.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.addr
    }

    /// The certificate in use, to be loaded anew; `None` for plain HTTP.
    #[must_use]
    pub fn tls(&self) -> Option<TlsFiles> {
        self.tls.as_ref().map(|(files, _)| files.clone())
    }

    /// A reader of the counts.
    #[must_use]
    pub fn counts(&self) -> ListenerCounts {
        ListenerCounts::new(Arc::clone(&self.counters), Arc::clone(&self.places))
    }

    /// Serves until `shutdown` is cancelled; then closes the port, lets requests in flight finish, and returns.
    pub async fn serve(
        self,
        router: Router,
        ice_tcp: Option<IceTcpSink>,
        shutdown: CancellationToken,
    ) {
        let tasks = TaskTracker::new();
        let cut = CancellationToken::new();
        let door = Arc::new(Door {
            router,
            tls: self.tls.map(|(_, server)| server),
            ice_tcp,
            counters: self.counters,
            shutdown: shutdown.clone(),
        });
        loop {
            let accepted = tokio::select! {
                () = shutdown.cancelled() => break,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let Some(place) = door.place(&self.places, peer) else {
                        continue;
                    };
                    let door = Arc::clone(&door);
                    let cut = cut.clone();
                    tasks.spawn(async move {
                        cut.run_until_cancelled(door.lead(stream, peer, place))
                            .await
                    });
                }
                Err(error) => rest_after(&error).await,
            }
        }
        drop(self.socket);
        tasks.close();
        if timeout(SHUTDOWN_DEADLINE, tasks.wait()).await.is_err() {
            tracing::debug!("requests still ran when the shutdown deadline passed");
            cut.cancel();
        }
    }
}

fn open(addr: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    // A restart must not wait for old connections to fade (tcp(7), TIME_WAIT).
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    // Accepted connections inherit it: a reader that stops reading is let go.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED_MAX))?;
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

async fn rest_after(error: &io::Error) {
    let kind = error.kind();
    if kind == io::ErrorKind::ConnectionAborted || kind == io::ErrorKind::ConnectionReset {
        return;
    }
    tracing::warn!(%error, "cannot accept a connection; is the limit of open files too low?");
    tokio::time::sleep(ACCEPT_REST).await;
}
