//! What a core is told at its beginning. Never changes afterwards.

use crate::candidate::HostCandidate;
use crate::certificate::Certificate;
use crate::ufrag::Shard;

/// Which way media go to helpers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Egress {
    /// Sealed by the core itself, where the helper's profile is AES-GCM, and laid into trains of at most so many equal
    /// datagrams: what the edge can send at once.
    Lane {
        /// Datagrams of one train.
        train_max: usize,
    },
    /// Through str0m, packet by packet: what the lane is measured against and must equal.
    Peer,
}

/// What a core is told at its beginning.
#[derive(Clone)]
pub struct CoreConfig {
    /// Which of the process's media threads it serves.
    pub shard: Shard,
    /// Where it can be reached; all of them go into every answer.
    pub candidates: Vec<HostCandidate>,
    /// The process's certificate.
    pub certificate: Certificate,
    /// What its chance grows from; 32 bytes from the system's random source, another for each shard.
    pub seed: [u8; 32],
}

impl std::fmt::Debug for CoreConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CoreConfig")
            .field("shard", &self.shard)
            .field("candidates", &self.candidates.len())
            .finish_non_exhaustive()
    }
}
