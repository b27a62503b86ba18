//! The port: accepts, gives each connection a place and a deadline, and leads it to what it speaks.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use bytes::Bytes;
use rustls::ServerConfig;
use rustls::server::Acceptor;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::first_bytes::Speaks;
use crate::http::{self, Answers, Version};
use crate::limits::{
    ACCEPT_REST, BACKLOG, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, HANDSHAKE_DEADLINE,
    SHUTDOWN_DEADLINE, UNACKNOWLEDGED_MAX,
};
use crate::places::{NoPlace, Place, Places};
use crate::stream::{Prefixed, read_first};
use crate::tls::{PemFiles, TlsFault, TlsFiles};

/// What a [`Listener`] needs to know.
#[derive(Debug, Clone)]
pub struct ListenerConfig {
    /// Where to listen; port 0 picks a free one.
    pub addr: SocketAddr,
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
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::Taken(addr),
            io::ErrorKind::PermissionDenied => Self::NotAllowed(addr),
            io::ErrorKind::AddrNotAvailable => Self::NotOurs(addr),
            // The list of kinds is the standard library's and open.
            _ => Self::System { addr, source },
        }
    }
}

/// An ICE-over-TCP connection with what was read from it already.
#[derive(Debug)]
pub struct IceTcp {
    /// The connection.
    pub stream: TcpStream,
    /// What was read: the beginning of an RFC 4571 frame, perhaps more.
    pub first_bytes: Bytes,
    /// Who connects.
    pub peer: SocketAddr,
}

/// Where ICE-over-TCP connections go; when it is full or gone the connection is closed.
pub type IceTcpSink = mpsc::Sender<IceTcp>;

/// What became of connections so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections open now.
    pub open: usize,
    /// Accepted.
    pub accepted: u64,
    /// Closed at once since all places were taken.
    pub full: u64,
    /// Closed at once since their address had taken all its places.
    pub full_for_address: u64,
    /// Closed since they spoke nothing that is served, or broke off before it was clear.
    pub unknown: u64,
    /// Closed since they did not say in time what they speak.
    pub too_slow: u64,
    /// TLS handshakes that failed.
    pub tls_failed: u64,
    /// Connections that went to HTTP.
    pub http: u64,
    /// Connections that went to ICE over TCP.
    pub ice_tcp: u64,
    /// ICE-over-TCP connections closed for want of a taker.
    pub ice_tcp_refused: u64,
}

#[derive(Debug, Default)]
struct Counters {
    accepted: AtomicU64,
    full: AtomicU64,
    full_for_address: AtomicU64,
    unknown: AtomicU64,
    too_slow: AtomicU64,
    tls_failed: AtomicU64,
    http: AtomicU64,
    ice_tcp: AtomicU64,
    ice_tcp_refused: AtomicU64,
}

/// Reads a listener's counts, while it serves and after.
#[derive(Debug, Clone)]
pub struct ListenerCounts {
    counters: Arc<Counters>,
    places: Arc<Places>,
}

impl ListenerCounts {
    /// What became of connections so far.
    #[must_use]
    pub fn read(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &*self.counters;
        Counts {
            open: self.places.taken(),
            accepted: read(&counters.accepted),
            full: read(&counters.full),
            full_for_address: read(&counters.full_for_address),
            unknown: read(&counters.unknown),
            too_slow: read(&counters.too_slow),
            tls_failed: read(&counters.tls_failed),
            http: read(&counters.http),
            ice_tcp: read(&counters.ice_tcp),
            ice_tcp_refused: read(&counters.ice_tcp_refused),
        }
    }
}

/// An open port.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    addr: SocketAddr,
    tls: Option<(TlsFiles, Arc<ServerConfig>)>,
    counts: ListenerCounts,
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
        let socket = open(config.addr).map_err(fault)?;
        let socket = TcpListener::from_std(socket.into()).map_err(fault)?;
        let addr = socket.local_addr().map_err(fault)?;
        let counts = ListenerCounts {
            counters: Arc::default(),
            places: Places::new(config.connections_max, config.connections_per_address_max),
        };
        Ok(Self {
            socket,
            addr,
            tls,
            counts,
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
        self.counts.clone()
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
            counters: self.counts.counters,
            shutdown: shutdown.clone(),
        });
        loop {
            let accepted = tokio::select! {
                () = shutdown.cancelled() => break,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let Some(place) = door.place(&self.counts.places, peer) else {
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

/// What every connection needs.
struct Door {
    router: Router,
    tls: Option<Arc<ServerConfig>>,
    ice_tcp: Option<IceTcpSink>,
    counters: Arc<Counters>,
    shutdown: CancellationToken,
}

/// What a connection turned out to be, with its beginning put back.
enum Led {
    Secure(
        Version,
        Prefixed<tokio_rustls::server::TlsStream<Prefixed<TcpStream>>>,
    ),
    Plain(Version, Prefixed<TcpStream>),
    IceTcp(IceTcp),
}

/// Why a connection is closed before it is served.
enum Closed {
    Unknown,
    TlsFailed,
}

impl Door {
    fn place(&self, places: &Arc<Places>, peer: SocketAddr) -> Option<Place> {
        count(&self.counters.accepted);
        match places.take(peer.ip()) {
            Ok(place) => Some(place),
            Err(NoPlace::Total) => {
                count(&self.counters.full);
                None
            }
            Err(NoPlace::Address) => {
                count(&self.counters.full_for_address);
                None
            }
        }
    }

    async fn lead(&self, stream: TcpStream, peer: SocketAddr, place: Place) {
        let told = timeout(HANDSHAKE_DEADLINE, self.find_out(stream, peer, place)).await;
        match told {
            Ok(Ok(Led::Secure(version, io))) => {
                self.serve_http(io, version, peer, Answers::Router(self.router.clone()))
                    .await;
            }
            Ok(Ok(Led::Plain(version, io))) => {
                let answers = match self.tls {
                    Some(_) => Answers::ToHttps,
                    None => Answers::Router(self.router.clone()),
                };
                self.serve_http(io, version, peer, answers).await;
            }
            Ok(Ok(Led::IceTcp(connection))) => self.hand_over(connection),
            Ok(Err(Closed::Unknown)) => count(&self.counters.unknown),
            Ok(Err(Closed::TlsFailed)) => count(&self.counters.tls_failed),
            Err(_elapsed) => count(&self.counters.too_slow),
        }
    }

    async fn find_out(
        &self,
        mut stream: TcpStream,
        peer: SocketAddr,
        place: Place,
    ) -> Result<Led, Closed> {
        let Ok(Some((speaks, first_bytes))) = read_first(&mut stream).await else {
            return Err(Closed::Unknown);
        };
        match (speaks, &self.tls) {
            (Speaks::Http1, _) => {
                let io = Prefixed::new(first_bytes, stream, Some(place));
                Ok(Led::Plain(Version::One, io))
            }
            (Speaks::Http2, _) => {
                let io = Prefixed::new(first_bytes, stream, Some(place));
                Ok(Led::Plain(Version::Two, io))
            }
            (Speaks::IceTcp, _) => Ok(Led::IceTcp(IceTcp {
                stream,
                first_bytes,
                peer,
            })),
            (Speaks::Tls, Some(server)) => {
                let io = Prefixed::new(first_bytes, stream, Some(place));
                shake_hands(io, Arc::clone(server)).await
            }
            (Speaks::Tls, None) | (Speaks::Unknown, _) => Err(Closed::Unknown),
        }
    }

    async fn serve_http<S>(&self, io: S, version: Version, peer: SocketAddr, answers: Answers)
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        count(&self.counters.http);
        http::serve(io, version, peer, answers, self.shutdown.clone()).await;
    }

    fn hand_over(&self, connection: IceTcp) {
        let taken = self
            .ice_tcp
            .as_ref()
            .is_some_and(|sink| sink.try_send(connection).is_ok());
        count(if taken {
            &self.counters.ice_tcp
        } else {
            &self.counters.ice_tcp_refused
        });
    }
}

async fn shake_hands(io: Prefixed<TcpStream>, server: Arc<ServerConfig>) -> Result<Led, Closed> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), io).await;
    let hello = hello.map_err(|_| Closed::TlsFailed)?;
    let stream = hello.into_stream(server).await;
    let mut stream = stream.map_err(|_| Closed::TlsFailed)?;
    let Ok(Some((speaks, first_bytes))) = read_first(&mut stream).await else {
        return Err(Closed::Unknown);
    };
    let version = match speaks {
        Speaks::Http1 => Version::One,
        Speaks::Http2 => Version::Two,
        Speaks::Tls | Speaks::IceTcp | Speaks::Unknown => return Err(Closed::Unknown),
    };
    Ok(Led::Secure(
        version,
        Prefixed::new(first_bytes, stream, None),
    ))
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
    match error.kind() {
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset => {}
        // The list of kinds is the standard library's and open.
        _ => {
            tracing::warn!(%error, "cannot accept a connection; is the limit of open files too low?");
            tokio::time::sleep(ACCEPT_REST).await;
        }
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
