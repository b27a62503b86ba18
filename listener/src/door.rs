//! Behind the port: gives each connection a place and a deadline, and leads it to what it speaks.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use rustls::ServerConfig;
use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use crate::counts::{Counters, count};
use crate::first_bytes::Speaks;
use crate::http::{self, Answers, Version};
use crate::limits::HANDSHAKE_DEADLINE;
use crate::places::{NoPlace, Place, Places};
use crate::stream::{Prefixed, read_first};

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

/// What every connection needs.
pub(crate) struct Door {
    pub(crate) router: Router,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    pub(crate) ice_tcp: Option<IceTcpSink>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) shutdown: CancellationToken,
}

/// What a connection turned out to be, with its beginning put back.
enum Led {
    Secure(Version, Box<Secured>),
    Plain(Version, Prefixed<TcpStream>),
    IceTcp(IceTcp),
}

type Secured = Prefixed<TlsStream<Prefixed<TcpStream>>>;

/// Why a connection is closed before it is served.
enum Closed {
    Unknown,
    TlsFailed,
}

impl Door {
    /// A place for one more connection; without one it is closed.
    pub(crate) fn place(&self, places: &Arc<Places>, peer: SocketAddr) -> Option<Place> {
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

    /// Finds out what a connection speaks and serves it to its end.
    pub(crate) async fn lead(&self, stream: TcpStream, peer: SocketAddr, place: Place) {
        let told = timeout(HANDSHAKE_DEADLINE, self.find_out(stream, peer, place)).await;
        match told {
            Ok(Ok(Led::Secure(version, io))) => {
                self.serve_http(*io, version, peer, Answers::Router(self.router.clone()))
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
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
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
    let io = Prefixed::new(first_bytes, stream, None);
    Ok(Led::Secure(version, Box::new(io)))
}
