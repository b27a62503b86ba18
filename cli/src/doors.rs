//! The TCP ports of the process: opens them before anything else starts, so that a port in use is told at once.

use std::net::{SocketAddr, TcpListener};

use axum::Router;
use listenfd::ListenFd;
use lotse_listener::{BindFault, Listener, ListenerConfig, ListenerCounts, PemFiles, TlsFiles};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// TCP ports that whoever started the process has opened already (sd_listen_fds(3)), so that it needs no right to open them
/// and nobody is turned away while it starts anew.
#[derive(Debug, Default)]
pub(crate) struct Inherited {
    sockets: Vec<(SocketAddr, TcpListener)>,
}

impl Inherited {
    /// Takes what the environment names.
    pub(crate) fn take() -> Self {
        let mut given = ListenFd::from_env();
        let taken = (0..given.len()).filter_map(|place| {
            let socket = given.take_tcp_listener(place).ok().flatten()?;
            Some((socket.local_addr().ok()?, socket))
        });
        Self {
            sockets: taken.collect(),
        }
    }

    fn at(&mut self, address: SocketAddr) -> Option<TcpListener> {
        let place = self.sockets.iter().position(|(at, _)| *at == address)?;
        Some(self.sockets.swap_remove(place).1)
    }

    /// Says which of them the config does not name: nobody answers there.
    pub(crate) fn warn_of_the_rest(&self) {
        for (address, _) in &self.sockets {
            tracing::warn!(%address, "a port was handed over that the config does not name; nobody serves it");
        }
    }
}

/// Open ports that nobody serves yet.
pub(crate) struct Doors {
    listeners: Vec<Listener>,
}

impl Doors {
    /// Opens a port at each address. Port 0 picks a free one, the same for all of them.
    pub(crate) fn open(
        addresses: &[SocketAddr],
        tls: Option<&PemFiles>,
        inherited: &mut Inherited,
    ) -> Result<Self, BindFault> {
        let mut listeners: Vec<Listener> = Vec::new();
        for address in addresses {
            let mut address = *address;
            if let (0, Some(first)) = (address.port(), listeners.first()) {
                address.set_port(first.local_addr().port());
            }
            let config = ListenerConfig {
                inherited: inherited.at(address),
                tls: tls.cloned(),
                ..ListenerConfig::plain(address)
            };
            match Listener::bind(config) {
                Ok(listener) => listeners.push(listener),
                // Many machines have no IPv6; what they lack, nobody can ask them for.
                Err(BindFault::NotOurs(_) | BindFault::System { .. })
                    if address.is_ipv6() && address.ip().is_loopback() =>
                {
                    tracing::debug!(%address, "this machine has no IPv6 loopback");
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(Self { listeners })
    }

    /// Where they are, with the real ports.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.listeners.iter().map(Listener::local_addr).collect()
    }

    /// Readers of their counts.
    pub(crate) fn counts(&self) -> Vec<ListenerCounts> {
        self.listeners.iter().map(Listener::counts).collect()
    }

    /// Their certificates, to be loaded anew.
    pub(crate) fn tls(&self) -> Vec<TlsFiles> {
        self.listeners.iter().filter_map(Listener::tls).collect()
    }

    /// Serves until `shutdown` is cancelled.
    pub(crate) fn serve(
        self,
        router: &Router,
        ice_tcp: Option<&lotse_listener::IceTcpSink>,
        shutdown: &CancellationToken,
    ) -> TaskTracker {
        let tasks = TaskTracker::new();
        for listener in self.listeners {
            tasks.spawn(listener.serve(router.clone(), ice_tcp.cloned(), shutdown.clone()));
        }
        tasks.close();
        tasks
    }
}
