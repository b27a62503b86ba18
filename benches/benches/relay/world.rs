//! One core, one sharer and some helpers, joined by a network without loss or delay, in virtual time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::bus::{Command, Reply, RosterNotice, ThreadKey};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_sfu_core::Core;
use lotse_sfu_core::admission::Endpoint;
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::certificate::Certificate;
use lotse_sfu_core::config::{CoreConfig, Egress};
use lotse_sfu_core::datagram::{Datagram, Transmit, Transport};
use lotse_sfu_core::output::Output;
use lotse_sfu_core::ufrag::Shard;
use str0m::media::Direction;
use uuid::Uuid;

use crate::page::{Page, Sent};
use crate::token::{Office, WALL};

const FRAME_INTERVAL: Duration = Duration::from_millis(33);
const STEP: Duration = Duration::from_millis(5);
/// Steps within which everybody must be connected.
const CONNECT_STEPS_MAX: u32 = 2_000;
/// Rounds of answers to answers in one step, far above what is ever needed.
const ROUNDS_MAX: u32 = 100;

pub(crate) struct World {
    core: Core,
    core_due: Instant,
    now: Instant,
    session: SessionId,
    /// The sharer first, then the helpers.
    pages: Vec<Page>,
    /// What the core has to send.
    outgoing: Vec<Transmit>,
}

impl World {
    /// A session that is live, with frames going to so many helpers.
    pub(crate) fn connected(helpers: u16, egress: Egress) -> Self {
        let now = Instant::now();
        let config = CoreConfig {
            shard: Shard::try_from(0).unwrap(),
            candidates: vec![HostCandidate {
                transport: Transport::Udp,
                address: SocketAddr::from(([10, 0, 0, 1], 8443)),
            }],
            certificate: Certificate::generate().unwrap(),
            seed: [7; 32],
        };
        let mut world = Self {
            core: Core::with_egress(config, egress, now, WALL),
            core_due: now,
            now,
            session: SessionId::from_uuid(Uuid::from_u128(1)),
            pages: Vec::new(),
            outgoing: Vec::new(),
        };
        let mut office = Office::new();
        world.join(&mut office, Endpoint::Whip, 0);
        for helper in 1..=helpers {
            world.join(&mut office, Endpoint::Whep, helper);
        }
        world.open(helpers);
        for _ in 0..CONNECT_STEPS_MAX {
            if world.pages.iter().all(|page| page.connected) {
                break;
            }
            world.step(STEP);
        }
        assert!(world.pages.iter().all(|page| page.connected));
        world.warm_up();
        world
    }

    /// Media packets that have reached helpers so far.
    pub(crate) fn arrived(&self) -> u64 {
        self.pages.iter().map(|page| page.arrived).sum()
    }

    /// Sends one burst through the core; says how long the core took.
    pub(crate) fn relay_burst(&mut self) -> Duration {
        self.step(FRAME_INTERVAL);
        let now = self.now;
        self.pages[0].send_burst(now);
        let source = self.pages[0].address;
        let burst = std::mem::take(&mut self.pages[0].outgoing);
        let batch: Vec<Datagram<'_>> = burst.iter().map(|sent| datagram(source, sent)).collect();

        let began = Instant::now();
        self.take(now, &batch);
        let spent = began.elapsed();

        self.settle();
        spent
    }

    /// What is measured: by the clock, and by `benches/instructions`, which counts within this function alone.
    #[inline(never)]
    fn take(&mut self, now: Instant, batch: &[Datagram<'_>]) {
        self.core.handle_datagrams(now, batch.iter().copied());
        self.drain_core();
    }

    fn join(&mut self, office: &mut Office, endpoint: Endpoint, number: u16) {
        let direction = match endpoint {
            Endpoint::Whip => Direction::SendOnly,
            Endpoint::Whep => Direction::RecvOnly,
        };
        let address = SocketAddr::from(([10, 0, 1, 1], 1_000 + number));
        let mut page = Page::new(direction, address, self.now);
        let admission = office.admit(self.session, participant(number), endpoint);
        let answered = self.core.admit(self.now, admission, &page.offer).unwrap();
        self.drain_core();
        page.accept(&answered.sdp, self.now);
        self.pages.push(page);
    }

    fn open(&mut self, helpers: u16) {
        let open = Command::Open {
            session: self.session,
            lease: WALL.saturating_add(Duration::from_secs(1_000_000)),
            thread_key: ThreadKey([7; 32]),
            notice: RosterNotice::Operator,
        };
        let gate = Command::Gate {
            session: self.session,
            paused: false,
            allowed: (1..=helpers).map(participant).collect(),
        };
        for command in [open, gate] {
            assert_eq!(self.core.handle_command(self.now, command), Reply::Done);
            self.drain_core();
        }
    }

    /// Bursts until every helper gets each of them.
    fn warm_up(&mut self) {
        let helpers = self.pages.len() - 1;
        for _ in 0..CONNECT_STEPS_MAX {
            let before = self.arrived();
            self.relay_burst();
            let burst = u64::from(crate::page::BURST);
            if self.arrived() - before == burst * helpers as u64 {
                return;
            }
        }
        panic!("not every helper gets every packet");
    }

    /// Lets time pass and everybody do what is due.
    fn step(&mut self, by: Duration) {
        self.now += by;
        for page in &mut self.pages {
            if page.due <= self.now {
                page.handle_timeout(self.now);
            }
        }
        if self.core_due <= self.now {
            self.core.handle_timeout(self.now);
            self.drain_core();
        }
        self.settle();
    }

    /// Carries datagrams to and fro until nobody has any.
    fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            let to_pages = std::mem::take(&mut self.outgoing);
            let mut quiet = to_pages.is_empty();
            to_pages.into_iter().for_each(|train| self.arrive(train));
            for number in 0..self.pages.len() {
                let source = self.pages[number].address;
                for sent in std::mem::take(&mut self.pages[number].outgoing) {
                    quiet = false;
                    self.core.handle_datagram(self.now, datagram(source, &sent));
                    self.drain_core();
                }
            }
            if quiet {
                return;
            }
        }
        panic!("the network never comes to rest");
    }

    fn arrive(&mut self, train: Transmit) {
        let wanted = |page: &&mut Page| page.address == train.destination;
        if let Some(page) = self.pages.iter_mut().find(wanted) {
            for transmit in train.apart() {
                page.receive(self.now, &transmit);
            }
        }
        self.core.reuse(train.bytes);
    }

    fn drain_core(&mut self) {
        loop {
            match self.core.poll_output() {
                Output::Transmit(train) => {
                    self.outgoing.push(train);
                }
                Output::Fact { .. } | Output::Gone(_) => {}
                Output::WaitUntil(due) => {
                    self.core_due = due;
                    return;
                }
            }
        }
    }
}

fn participant(number: u16) -> ParticipantId {
    ParticipantId::from_uuid(Uuid::from_u128(100 + u128::from(number)))
}

fn datagram(source: SocketAddr, sent: &Sent) -> Datagram<'_> {
    Datagram {
        transport: Transport::Udp,
        source,
        destination: sent.destination,
        bytes: &sent.bytes,
    }
}
