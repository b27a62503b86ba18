//! What became of connections, counted for whoever watches. Never counts by person or address.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::places::Places;

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
pub(crate) struct Counters {
    pub(crate) accepted: AtomicU64,
    pub(crate) full: AtomicU64,
    pub(crate) full_for_address: AtomicU64,
    pub(crate) unknown: AtomicU64,
    pub(crate) too_slow: AtomicU64,
    pub(crate) tls_failed: AtomicU64,
    pub(crate) http: AtomicU64,
    pub(crate) ice_tcp: AtomicU64,
    pub(crate) ice_tcp_refused: AtomicU64,
}

/// Reads a listener's counts, while it serves and after.
#[derive(Debug, Clone)]
pub struct ListenerCounts {
    counters: Arc<Counters>,
    places: Arc<Places>,
}

impl ListenerCounts {
    pub(crate) fn new(counters: Arc<Counters>, places: Arc<Places>) -> Self {
        Self { counters, places }
    }

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

/// One more.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
