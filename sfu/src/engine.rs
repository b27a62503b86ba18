//! One shard's media core with all that goes out from it: trains, ICE-TCP connections, facts. After each input it drains
//! the core; what is gathered leaves at the end of the turn. Never receives and never waits.

use std::time::Instant;

use lotse_protocol::bus::Seen;
use lotse_protocol::id::SessionId;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::Core;
use lotse_sfu_core::datagram::{Datagram, Transmit, Transport};
use lotse_sfu_core::output::Output;
use tokio::sync::mpsc;

use crate::clock;
use crate::counts::{EdgeCounts, Snapshot};
use crate::resource::Resources;
use crate::streams::Streams;
use crate::train::{Room, Trains};
use crate::udp::{Sent, UdpPort};

/// A fact on its way to the bus.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) session: Option<SessionId>,
    pub(crate) what: Seen,
    pub(crate) at: Timestamp,
}

/// A core and its way out.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) core: Core,
    pub(crate) ports: Vec<UdpPort>,
    pub(crate) streams: Streams,
    pub(crate) resources: Resources,
    pub(crate) counts: EdgeCounts,
    /// The time of this turn.
    pub(crate) now: Instant,
    /// When the core wants to be called.
    pub(crate) wake_at: Instant,
    trains: Trains,
    facts: mpsc::Sender<Told>,
}

impl Engine {
    pub(crate) fn new(
        core: Core,
        ports: Vec<UdpPort>,
        segments_max: usize,
        facts: mpsc::Sender<Told>,
        now: Instant,
    ) -> Self {
        Self {
            core,
            ports,
            streams: Streams::default(),
            resources: Resources::default(),
            counts: EdgeCounts::default(),
            now,
            wake_at: now,
            trains: Trains::new(segments_max),
            facts,
        }
    }

    /// Gives the core what one receive call brought.
    pub(crate) fn deliver<'a>(&mut self, batch: impl IntoIterator<Item = Datagram<'a>>) {
        self.core.handle_datagrams(self.now, batch);
        self.drain();
    }

    /// Tells the core the time, when it wants to know.
    pub(crate) fn tell_time(&mut self) -> bool {
        let due = self.wake_at <= self.now;
        if due {
            self.core.handle_timeout(self.now);
            self.drain();
        }
        due
    }

    /// Takes all that the core has for us.
    pub(crate) fn drain(&mut self) {
        loop {
            match self.core.poll_output() {
                Output::Transmit(transmit) => self.gather(transmit),
                Output::Fact { session, what } => self.tell(session, what),
                Output::Gone(leg) => self.resources.handle_gone(leg),
                Output::WaitUntil(at) => {
                    self.wake_at = at;
                    return;
                }
            }
        }
    }

    /// Sends what this turn has gathered.
    pub(crate) fn flush(&mut self) {
        self.send_trains();
        self.streams.flush(self.now, &mut self.counts);
    }

    /// All numbers at this moment.
    pub(crate) fn snapshot(&mut self) -> Snapshot {
        self.counts.streams = u64::try_from(self.streams.len()).unwrap_or(u64::MAX);
        Snapshot {
            core: self.core.counters(),
            edge: self.counts,
        }
    }

    fn gather(&mut self, transmit: Transmit) {
        match transmit.transport {
            Transport::Udp => {
                let from = |port: &UdpPort| port.advertised == transmit.source;
                let Some(port) = self.ports.iter().position(from) else {
                    add(&mut self.counts.dropped_no_socket, 1);
                    return;
                };
                if let Some(coupled) = self.trains.push(port, transmit) {
                    self.core.reuse(coupled);
                }
                if self.trains.room() == Room::None {
                    self.send_trains();
                }
            }
            Transport::Tcp => {
                for datagram in transmit.datagrams() {
                    self.streams
                        .push(transmit.destination, datagram, &mut self.counts);
                }
                self.core.reuse(transmit.bytes);
            }
        }
    }

    fn send_trains(&mut self) {
        let mut trains = self.trains.take();
        for train in trains.drain(..) {
            let len = u64::try_from(train.len()).unwrap_or(u64::MAX);
            match self.ports.get(train.socket).map(|port| port.send(&train)) {
                Some(Sent::Gone) => {
                    add(&mut self.counts.trains_out, 1);
                    add(&mut self.counts.datagrams_out, len);
                }
                Some(Sent::Full) => add(&mut self.counts.dropped_socket_full, len),
                Some(Sent::Refused) => add(&mut self.counts.dropped_send_fault, len),
                None => add(&mut self.counts.dropped_no_socket, len),
            }
            self.core.reuse(train.load.bytes);
        }
        self.trains.recycle(trains);
    }

    fn tell(&mut self, session: Option<SessionId>, what: Seen) {
        let at = clock::wall();
        let told = self.facts.try_send(Told { session, what, at });
        if told.is_err() {
            add(&mut self.counts.facts_lost, 1);
            tracing::error!("a fact was lost: the bus takes none");
        }
    }
}

/// Counts.
pub(crate) fn add(count: &mut u64, more: u64) {
    *count = count.saturating_add(more);
}
