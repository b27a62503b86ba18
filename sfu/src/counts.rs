//! Plain numbers of one shard's edge, and the snapshot that leaves its thread. Never names, labels or units: `metrics`
//! has those.

use std::sync::{Arc, Mutex, PoisonError};

use lotse_sfu_core::counters::Counters;

/// What a shard's edge has counted since it began; `streams` is how many there are now.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EdgeCounts {
    pub(crate) receive_calls: u64,
    pub(crate) receive_faults: u64,
    pub(crate) runs_in: u64,
    pub(crate) strays: u64,
    pub(crate) trains_out: u64,
    pub(crate) datagrams_out: u64,
    pub(crate) dropped_socket_full: u64,
    pub(crate) dropped_send_fault: u64,
    pub(crate) dropped_no_socket: u64,
    pub(crate) dropped_no_stream: u64,
    pub(crate) dropped_slow_stream: u64,
    pub(crate) streams: u64,
    pub(crate) streams_accepted: u64,
    pub(crate) streams_refused: u64,
    pub(crate) streams_closed_peer: u64,
    pub(crate) streams_closed_fault: u64,
    pub(crate) streams_closed_stuck: u64,
    pub(crate) streams_closed_silent: u64,
    pub(crate) woken_by_packets: u64,
    pub(crate) woken_by_orders: u64,
    pub(crate) woken_by_deadline: u64,
    pub(crate) orders: u64,
    pub(crate) facts_lost: u64,
}

/// All numbers of one shard at one moment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Snapshot {
    pub(crate) core: Counters,
    pub(crate) edge: EdgeCounts,
}

/// Where a shard leaves its latest snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct SnapshotPlace(Arc<Mutex<Snapshot>>);

impl SnapshotPlace {
    /// Leaves a snapshot.
    pub(crate) fn put(&self, snapshot: Snapshot) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }

    /// The latest snapshot.
    pub(crate) fn read(&self) -> Snapshot {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
