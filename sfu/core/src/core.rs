//! The core: one shard's sessions and legs behind its inputs and its one output. Here is only what all inputs share; each
//! input has a file of its own. Never waits, never performs anything.

mod channel;
mod commands;
mod datagrams;
mod events;
mod join;
mod leave;
mod quality;
mod carry;
mod media;
mod patch;
mod resend;
mod settle;
mod timers;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::bus::{Command, Reply, Seen};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::time::Timestamp;
use rustc_hash::FxHashMap;

use crate::admission::Admission;
use crate::chance::Chance;
use crate::config::{CoreConfig, Egress};
use crate::counters::Counters;
use crate::datagram::{Datagram, Transmit, Transport};
use crate::deadline::Deadlines;
use crate::demux::Demux;
use crate::dtls;
use crate::fault::{AdmitFault, PatchFault};
use crate::leg::Leg;
use crate::limits::{
    ENDED_LIFE, ENDED_MAX, REVOKED_LIFE, REVOKED_MAX, SPARE_BUFFER_BYTES_MAX,
    SPARE_BUFFER_BYTES_MIN, SPARE_BUFFERS_MAX, WAIT_MAX,
};
use crate::output::{Answered, LegId, Output};
use crate::peer::PeerSetup;
use crate::remembered::Remembered;
use crate::room::Room;
use crate::ufrag::Shard;
use crate::wall::Wall;

/// One shard's media core. After each input take its output until [`Output::WaitUntil`].
pub struct Core {
    shard: Shard,
    setup: PeerSetup,
    chance: Chance,
    wall: Wall,
    now: Instant,
    legs: FxHashMap<LegId, Box<Leg>>,
    rooms: BTreeMap<SessionId, Room>,
    demux: Demux,
    deadlines: Deadlines,
    /// Legs that were written to and must be drained before the input is over.
    dirty: BTreeSet<LegId>,
    /// Legs that have given their packet, and may have more to say before the input is over.
    half_drained: BTreeSet<LegId>,
    /// Sessions with packets that nobody was sent yet.
    bursting: Vec<SessionId>,
    /// Legs that are to be closed before the input is over.
    closing: Vec<LegId>,
    ended: Remembered<SessionId>,
    revoked: Remembered<ParticipantId>,
    state: Serving,
    next_leg: u64,
    out: VecDeque<Output>,
    /// Trains of one leg on their way to `out`.
    loaded: Vec<Transmit>,
    /// Empty buffers for trains.
    spare: Vec<Vec<u8>>,
    counters: Counters,
}

/// Whether new sessions are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Serving {
    Ready,
    Draining,
}

impl Core {
    /// A core with no session, which sends single datagrams; `wall` is what clocks on walls show at `now`.
    #[must_use]
    pub fn new(config: CoreConfig, now: Instant, wall: Timestamp) -> Self {
        Self::with_egress(config, Egress::Lane { train_max: 1 }, now, wall)
    }

    /// The same, with another way for media to helpers.
    #[must_use]
    pub fn with_egress(config: CoreConfig, egress: Egress, now: Instant, wall: Timestamp) -> Self {
        Self {
            shard: config.shard,
            setup: PeerSetup {
                crypto: dtls::provider(),
                certificate: config.certificate,
                candidates: config.candidates,
                egress,
            },
            chance: Chance::new(&config.seed),
            wall: Wall::new(now, wall),
            now,
            legs: FxHashMap::default(),
            rooms: BTreeMap::new(),
            demux: Demux::default(),
            deadlines: Deadlines::default(),
            dirty: BTreeSet::new(),
            half_drained: BTreeSet::new(),
            bursting: Vec::new(),
            closing: Vec::new(),
            ended: Remembered::new(ENDED_MAX, ENDED_LIFE),
            revoked: Remembered::new(REVOKED_MAX, REVOKED_LIFE),
            state: Serving::Ready,
            next_leg: 0,
            out: VecDeque::new(),
            loaded: Vec::new(),
            spare: Vec::new(),
            counters: Counters::default(),
        }
    }

    /// Tells what clocks on walls show now, where they were set since; leases and tokens are judged by it.
    pub fn handle_wall(&mut self, now: Instant, wall: Timestamp) {
        self.tick(now);
        self.wall = Wall::new(self.now, wall);
        self.settle();
    }

    /// Lets a participant join with their offer. An earlier leg of the same participant is replaced.
    pub fn admit(
        &mut self,
        now: Instant,
        admission: Admission,
        offer: &str,
    ) -> Result<Answered, AdmitFault> {
        self.tick(now);
        let joined = self.join(admission, offer);
        let counter = match &joined {
            Ok(_) => &mut self.counters.admitted,
            Err(_) => &mut self.counters.admission_faults,
        };
        *counter = counter.wrapping_add(1);
        self.settle();
        joined
    }

    /// Takes a WHIP or WHEP `PATCH`: `None` for trickled candidates, which an ICE-lite node does not need; the answering
    /// fragment for an ICE restart.
    pub fn patch(
        &mut self,
        now: Instant,
        leg: LegId,
        fragment: &str,
    ) -> Result<Option<String>, PatchFault> {
        self.tick(now);
        let answer = self.take_fragment(leg, fragment);
        self.settle();
        answer
    }

    /// Takes a WHIP or WHEP `DELETE`; false when the leg is gone already.
    pub fn remove(&mut self, now: Instant, leg: LegId) -> bool {
        self.tick(now);
        let was_there = self.leave_deleted(leg);
        self.settle();
        was_there
    }

    /// Takes a command of the control plane.
    pub fn handle_command(&mut self, now: Instant, command: Command) -> Reply {
        self.tick(now);
        let reply = self.obey(command);
        self.settle();
        reply
    }

    /// Takes one datagram.
    pub fn handle_datagram(&mut self, now: Instant, datagram: Datagram<'_>) {
        self.handle_datagrams(now, [datagram]);
    }

    /// Takes what one receive call brought: cheaper than one by one, since every helper is written to and drained once.
    pub fn handle_datagrams<'a>(
        &mut self,
        now: Instant,
        batch: impl IntoIterator<Item = Datagram<'a>>,
    ) {
        self.tick(now);
        for datagram in batch {
            self.route(&datagram);
        }
        self.settle();
    }

    /// Whether this address has proved a password of one of its legs.
    #[must_use]
    pub fn serves(&self, transport: Transport, source: SocketAddr) -> bool {
        self.demux.of_address(&(transport, source)).is_some()
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.tick(now);
        self.settle();
    }

    /// What to do next; [`Output::WaitUntil`] comes last.
    pub fn poll_output(&mut self) -> Output {
        match self.out.pop_front() {
            Some(output) => output,
            None => Output::WaitUntil(self.next_deadline()),
        }
    }

    /// Takes back the buffer of what was sent, to fill it again.
    pub fn reuse(&mut self, mut bytes: Vec<u8>) {
        let fits = SPARE_BUFFER_BYTES_MIN..=SPARE_BUFFER_BYTES_MAX;
        if fits.contains(&bytes.capacity()) && self.spare.len() < SPARE_BUFFERS_MAX {
            bytes.clear();
            self.spare.push(bytes);
        }
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        Counters {
            sessions: count(self.rooms.len()),
            legs: count(self.legs.len()),
            ..self.counters
        }
    }

    fn next_deadline(&self) -> Instant {
        if !(self.bursting.is_empty() && self.closing.is_empty()) {
            return self.now;
        }
        let latest = self.after(WAIT_MAX);
        self.deadlines.next().map_or(latest, |at| at.min(latest))
    }

    /// Time never goes back, and whatever was due before an input happens before it: a lease that has run out shuts the
    /// gate even when its timer comes late.
    fn tick(&mut self, now: Instant) {
        self.now = self.now.max(now);
        self.fire_due();
    }

    fn after(&self, wait: Duration) -> Instant {
        self.now.checked_add(wait).unwrap_or(self.now)
    }

    fn fact(&mut self, session: SessionId, what: Seen) {
        self.out.push_back(Output::Fact {
            session: Some(session),
            what,
        });
    }

    fn transmit(&mut self, transmit: Transmit) {
        let datagrams = count(transmit.count());
        self.counters.datagrams_out = self.counters.datagrams_out.wrapping_add(datagrams);
        self.counters.bytes_out = self
            .counters
            .bytes_out
            .wrapping_add(count(transmit.bytes.len()));
        self.out.push_back(Output::Transmit(transmit));
    }
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core")
            .field("shard", &self.shard)
            .field("legs", &self.legs.len())
            .field("rooms", &self.rooms.len())
            .finish_non_exhaustive()
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Adds one to a counter that may wrap after centuries.
macro_rules! bump {
    ($counter:expr) => {
        $counter = $counter.wrapping_add(1)
    };
}
use bump;
