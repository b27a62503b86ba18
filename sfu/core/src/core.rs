//! The core: one shard's sessions and legs behind five inputs and one output.

use std::collections::VecDeque;
use std::time::Instant;

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::time::Timestamp;

use crate::admission::Admission;
use crate::config::CoreConfig;
use crate::counters::Counters;
use crate::datagram::Datagram;
use crate::fault::{AdmitFault, PatchFault};
use crate::output::{Answered, LegId, Output};

/// One shard's media core.
#[derive(Debug)]
pub struct Core {
    out: VecDeque<Output>,
    counters: Counters,
    now: Instant,
}

impl Core {
    /// A core with no session; `wall` is what clocks on walls show at `now`.
    #[must_use]
    pub fn new(_config: CoreConfig, now: Instant, _wall: Timestamp) -> Self {
        Self {
            out: VecDeque::new(),
            counters: Counters::default(),
            now,
        }
    }

    /// Lets a participant join with their offer.
    pub fn admit(
        &mut self,
        _now: Instant,
        _admission: Admission,
        _offer: &str,
    ) -> Result<Answered, AdmitFault> {
        Err(AdmitFault::Full)
    }

    /// Takes a WHIP or WHEP `PATCH`: `None` for trickled candidates, which an ICE-lite node does not need; the answering
    /// fragment for an ICE restart.
    pub fn patch(
        &mut self,
        _now: Instant,
        _leg: LegId,
        _fragment: &str,
    ) -> Result<Option<String>, PatchFault> {
        Err(PatchFault::Gone)
    }

    /// Takes a WHIP or WHEP `DELETE`; false when the leg is gone already.
    pub fn remove(&mut self, _now: Instant, _leg: LegId) -> bool {
        false
    }

    /// Takes a command of the control plane.
    pub fn handle_command(&mut self, _now: Instant, _command: Command) -> Reply {
        Reply::UnknownSession
    }

    /// Takes one datagram.
    pub fn handle_datagram(&mut self, now: Instant, datagram: Datagram<'_>) {
        self.handle_datagrams(now, &[datagram]);
    }

    /// Takes what one receive call brought: cheaper than one by one, since every helper is written to once.
    pub fn handle_datagrams(&mut self, _now: Instant, _batch: &[Datagram<'_>]) {}

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.now = now;
    }

    /// What to do next; [`Output::WaitUntil`] comes last.
    pub fn poll_output(&mut self) -> Output {
        self.out.pop_front().unwrap_or(Output::WaitUntil(self.now))
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }
}
