//! Starts and ends a node: sockets, shards, routes, bus.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};

use axum::Router;
use futures_util::future::join_all;
use lotse_cluster::NodeBus;
use lotse_listener::{IceTcp, IceTcpSink};
use lotse_protocol::token::NodePlace;
use lotse_sfu_core::admission::{KeySet, KeySetFault, NodeClaim, TokenCheck, TokenRules};
use lotse_sfu_core::certificate::{Certificate, NoCertificate};
use lotse_sfu_core::config::CoreConfig;
use lotse_sfu_core::datagram::Transport;
use lotse_sfu_core::ufrag::Shard as ShardNumber;
use prometheus::Registry;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle as TaskHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::bus::{Driver, Introduction};
use crate::config::{IceTcpMode, SfuConfig};
use crate::counts::SnapshotPlace;
use crate::desk::Desk;
use crate::engine::Told;
use crate::http;
use crate::limits::{FACTS_WAITING_MAX, SHARDS_MAX, SHUTDOWN_DEADLINE, STREAMS_WAITING_MAX};
use crate::link::{UnfitIceServer, links};
use crate::metrics::{HttpMetrics, ShardMetrics};
use crate::node::Node;
use crate::order::{Mailbox, Order};
use crate::pin::pin;
use crate::shard::{Beginning, Shard};
use crate::sockets::{AddressFault, Sockets};
use crate::steer::Siblings;

/// A running node. Dropping it ends the shards without a goodbye; [`Sfu::shutdown`] is kinder.
#[derive(Debug)]
pub struct Sfu {
    place: NodePlace,
    node: Arc<Node>,
    metrics: HttpMetrics,
    media_addresses: Vec<SocketAddr>,
    ice_tcp: Option<IceTcpSink>,
    threads: Vec<JoinHandle<()>>,
    health: Health,
    bus: Option<TaskHandle<()>>,
    shutdown: CancellationToken,
}

/// Tells whether a node's shards run, for as long as one wants to know.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// Each held by its shard's thread alone.
    shards: Vec<Weak<()>>,
}

impl Health {
    /// Whether every shard runs; a node whose shard has ended must be started anew.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.shards.iter().all(|shard| shard.strong_count() > 0)
    }
}

/// Why a node cannot start, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// There is nowhere for media to arrive.
    #[error("no media address is configured; name at least one, such as 127.0.0.1:8443")]
    NoMediaAddress,
    /// A number of shards that cannot be.
    #[error("{0} shards cannot be; choose from 1 to {SHARDS_MAX}")]
    Shards(u16),
    /// A media address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The keys cannot be used.
    #[error("the keys for media tokens cannot be used: {0}")]
    Keys(#[from] KeysFault),
    /// An ICE server cannot be told to clients.
    #[error(transparent)]
    IceServer(#[from] UnfitIceServer),
    /// The metrics are registered already.
    #[error("metrics cannot be registered: {0}")]
    Metrics(#[from] prometheus::Error),
    /// There is no certificate for DTLS.
    #[error(transparent)]
    Certificate(#[from] NoCertificate),
    /// The system refuses a thread or a poll.
    #[error("the system refuses what a shard needs: {0}")]
    System(#[from] io::Error),
}

/// Why keys cannot be used.
pub type KeysFault = KeySetFault;

impl Sfu {
    /// Binds the sockets, starts the shards' threads and the bus. Must be called within a tokio runtime.
    pub fn start(config: SfuConfig, bus: NodeBus, registry: &Registry) -> Result<Self, StartFault> {
        if config.media.is_empty() {
            return Err(StartFault::NoMediaAddress);
        }
        if config.shards == 0 || config.shards > SHARDS_MAX {
            return Err(StartFault::Shards(config.shards));
        }
        let check = TokenCheck::new(rules(&config), KeySet::parse(&config.jwks)?);
        let links = links(&config.ice_servers)?;
        let metrics = HttpMetrics::register(registry)?;
        let (facts, told) = mpsc::channel(FACTS_WAITING_MAX);
        let shards = Shards::start(&config, &facts)?;
        ShardMetrics::register(registry, shards.snapshots.clone())?;
        let node = Arc::new(Node {
            desk: Desk::new(check, facts, metrics.clone()),
            mailboxes: shards.mailboxes,
            snapshots: shards.snapshots,
            links,
        });
        let shutdown = CancellationToken::new();
        let introduction = Introduction {
            place: config.place,
            region: config.region,
            url: config.url,
        };
        let driver = Driver::new(bus, Arc::clone(&node), told, introduction);
        let ice_tcp = match config.ice_tcp {
            IceTcpMode::Off | IceTcpMode::OwnPorts => None,
            IceTcpMode::Listener { .. } => Some(sink(Arc::clone(&node))),
        };
        Ok(Self {
            place: config.place,
            node,
            metrics,
            media_addresses: shards.media_addresses,
            ice_tcp,
            threads: shards.threads,
            health: shards.health,
            bus: Some(tokio::spawn(driver.run(shutdown.clone()))),
            shutdown,
        })
    }

    /// The routes `/whip`, `/whip/{id}`, `/whep` and `/whep/{id}`. They want `ConnectInfo<SocketAddr>`.
    pub fn router(&self) -> Router {
        http::router(&self.node, &self.metrics)
    }

    /// Which node this is, and which of its lives.
    #[must_use]
    pub const fn place(&self) -> NodePlace {
        self.place
    }

    /// The addresses that clients are told for UDP, with the real ports.
    #[must_use]
    pub fn media_addresses(&self) -> Vec<SocketAddr> {
        self.media_addresses.clone()
    }

    /// Where a [`lotse_listener::Listener`] hands ICE-over-TCP connections; `None` unless [`IceTcpMode::Listener`] is
    /// configured.
    #[must_use]
    pub fn ice_tcp_sink(&self) -> Option<IceTcpSink> {
        self.ice_tcp.clone()
    }

    /// How its shards are, from now on.
    #[must_use]
    pub fn health(&self) -> Health {
        self.health.clone()
    }

    /// Replaces the keys that sign media tokens by those of a JWK set (RFC 7517 section 5).
    pub fn set_keys(&self, jwks: &str) -> Result<(), KeysFault> {
        self.node.desk.set_keys(KeySet::parse(jwks)?);
        Ok(())
    }

    /// Asks pages to move, ends the threads, closes the sockets, and gives what facts are left to the bus.
    pub async fn shutdown(mut self) {
        let mailboxes = self.node.mailboxes.iter();
        let stopped = mailboxes
            .map(|mailbox| mailbox.ask_within(SHUTDOWN_DEADLINE, |answer| Order::Stop { answer }));
        for said in join_all(stopped).await {
            if let Err(unanswered) = said {
                tracing::warn!(%unanswered, "a shard did not say goodbye");
            }
        }
        let threads = std::mem::take(&mut self.threads);
        let joined = tokio::task::spawn_blocking(move || {
            threads
                .into_iter()
                .map(JoinHandle::join)
                .filter(Result::is_err)
                .count()
        });
        match timeout(SHUTDOWN_DEADLINE, joined).await {
            Ok(Ok(0)) => {}
            Ok(Ok(panicked)) => tracing::error!(panicked, "shards had panicked"),
            Ok(Err(_)) | Err(_) => tracing::error!("a shard's thread did not end"),
        }
        self.shutdown.cancel();
        if let Some(bus) = self.bus.take()
            && timeout(SHUTDOWN_DEADLINE, bus).await.is_err()
        {
            tracing::warn!("the bus did not take all facts in time");
        }
    }
}

impl Drop for Sfu {
    fn drop(&mut self) {
        self.shutdown.cancel();
        if self.threads.is_empty() {
            return;
        }
        for mailbox in &self.node.mailboxes {
            let (answer, _) = oneshot::channel();
            let _ = mailbox.post(Order::Stop { answer });
        }
    }
}

fn rules(config: &SfuConfig) -> TokenRules {
    TokenRules {
        issuer: config.issuer.clone(),
        place: config.place,
        // A node without an address of its own is the only one behind its front door.
        node_claim: if config.url.is_empty() {
            NodeClaim::Optional
        } else {
            NodeClaim::Required
        },
    }
}

/// The shards' threads and all that reaches them.
#[derive(Default)]
struct Shards {
    threads: Vec<JoinHandle<()>>,
    health: Health,
    mailboxes: Vec<Mailbox>,
    snapshots: Vec<SnapshotPlace>,
    media_addresses: Vec<SocketAddr>,
}

impl Shards {
    /// Binds all sockets before the first thread starts, so that a taken port leaves nothing behind.
    fn start(config: &SfuConfig, facts: &mpsc::Sender<Told>) -> Result<Self, StartFault> {
        let certificate = Certificate::generate()?;
        let mut prepared = Vec::new();
        let mut shards = Self::default();
        let siblings = Siblings::default();
        let all = Sockets::open(&config.media, config.ice_tcp, config.shards)?;
        for (number, sockets) in (0_u16..).zip(all) {
            if number == 0 {
                let candidates = sockets.candidates.iter();
                let udp = candidates.filter(|candidate| candidate.transport == Transport::Udp);
                shards.media_addresses = udp.map(|candidate| candidate.address).collect();
            }
            let core = CoreConfig {
                shard: ShardNumber::try_from(number).map_err(|_| StartFault::Shards(number))?,
                candidates: sockets.candidates,
                certificate: certificate.clone(),
                seed: rand::random(),
            };
            let snapshot = SnapshotPlace::default();
            let (shard, mailbox) = Shard::new(Beginning {
                core,
                ports: sockets.ports,
                doors: sockets.doors,
                facts: facts.clone(),
                snapshot: snapshot.clone(),
                siblings: siblings.clone(),
            })?;
            shards.mailboxes.push(mailbox);
            shards.snapshots.push(snapshot);
            prepared.push(shard);
        }
        siblings.introduce(shards.mailboxes.clone());
        let count = prepared.len();
        for (number, shard) in prepared.into_iter().enumerate() {
            let thread = thread::Builder::new().name(format!("shard-{number}"));
            let running = Arc::new(());
            shards.health.shards.push(Arc::downgrade(&running));
            let run = move || {
                // Let go of by a thread that panics too.
                let _running = running;
                pin(number, count);
                shard.run();
            };
            shards.threads.push(thread.spawn(run)?);
        }
        Ok(shards)
    }
}

/// Takes connections from a listener and posts each to its shard.
fn sink(node: Arc<Node>) -> IceTcpSink {
    let (sink, mut connections) = mpsc::channel::<IceTcp>(STREAMS_WAITING_MAX);
    tokio::spawn(async move {
        while let Some(connection) = connections.recv().await {
            hand_over(&node, connection);
        }
    });
    sink
}

fn hand_over(node: &Node, connection: IceTcp) {
    let Ok(stream) = connection.stream.into_std() else {
        return;
    };
    let Ok(mailbox) = node.of_first_frame(&connection.first_bytes) else {
        return;
    };
    let order = Order::Stream {
        stream,
        first_bytes: connection.first_bytes,
        peer: connection.peer,
    };
    if let Err(unanswered) = mailbox.post(order) {
        tracing::warn!(%unanswered, "an ICE-TCP connection was closed");
    }
}
