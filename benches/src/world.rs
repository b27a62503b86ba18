//! One core and whole sessions, joined by a network without loss or delay, in virtual time. Never counts the pages' own work.

use std::collections::BTreeMap;
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

use crate::office::{Office, WALL};
use crate::page::{BURST, Page, Sent};

const FRAME_INTERVAL: Duration = Duration::from_millis(33);
/// The sharer writes no faster than a session takes lines.
const CHAT_INTERVAL: Duration = Duration::from_millis(600);
const STEP: Duration = Duration::from_millis(5);
/// Steps within which everybody must be connected.
const CONNECT_STEPS_MAX: u32 = 2_000;
/// Rounds of answers to answers in one step, far above what is ever needed.
const ROUNDS_MAX: u32 = 100;

/// Who is there.
#[derive(Debug, Clone, Copy)]
pub struct Crowd {
    /// Sessions.
    pub sessions: u16,
    /// Helpers of each.
    pub helpers: u16,
    /// Whether everybody has a data channel.
    pub channels: bool,
}

impl Crowd {
    /// One session with so many helpers.
    #[must_use]
    pub const fn of(helpers: u16) -> Self {
        Self {
            sessions: 1,
            helpers,
            channels: false,
        }
    }

    /// Copies of each packet.
    #[must_use]
    pub fn copies(self) -> u64 {
        u64::from(self.sessions) * u64::from(self.helpers)
    }
}

/// One core and everybody.
pub struct World {
    core: Core,
    core_due: Instant,
    now: Instant,
    crowd: Crowd,
    /// Of each session the sharer first, then the helpers.
    pages: Vec<Page>,
    by_address: BTreeMap<SocketAddr, usize>,
    /// What the core has to send.
    outgoing: Vec<Transmit>,
}

impl World {
    /// Sessions that are live, with frames going to every helper.
    #[must_use]
    pub fn connected(crowd: Crowd, egress: Egress) -> Self {
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
            crowd,
            pages: Vec::new(),
            by_address: BTreeMap::new(),
            outgoing: Vec::new(),
        };
        let mut office = Office::new();
        for session in 0..crowd.sessions {
            world.join(&mut office, Endpoint::Whip, session, 0);
            for helper in 1..=crowd.helpers {
                world.join(&mut office, Endpoint::Whep, session, helper);
            }
            world.open(session);
        }
        for _ in 0..CONNECT_STEPS_MAX {
            if world.pages.iter().all(|page| page.is_up()) {
                break;
            }
            world.step(STEP);
        }
        assert!(world.pages.iter().all(Page::is_up), "everybody is there");
        world.warm_up();
        world
    }

    /// Media packets that have reached helpers so far.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.pages.iter().map(|page| page.arrived).sum()
    }

    /// Lines of the chat that pages have read so far.
    #[must_use]
    pub fn lines_read(&self) -> u64 {
        self.pages.iter().map(|page| page.lines).sum()
    }

    /// Sends one burst of every sharer through the core; says how long the core took.
    pub fn relay_burst(&mut self) -> Duration {
        self.step(FRAME_INTERVAL);
        let now = self.now;
        let each = usize::from(self.crowd.helpers) + 1;
        for sharer in self.pages.iter_mut().step_by(each) {
            sharer.send_burst(now);
        }
        self.time_outgoing()
    }

    /// One sharer writes a line into the chat; says how long the core took to bring it to everybody.
    pub fn chat(&mut self) -> Duration {
        self.step(CHAT_INTERVAL);
        self.pages[0].say_line(self.now);
        self.time_outgoing()
    }

    /// Gives the core what sharers have to send, as one batch.
    fn time_outgoing(&mut self) -> Duration {
        let now = self.now;
        let each = usize::from(self.crowd.helpers) + 1;
        let mut burst = Vec::new();
        for sharer in self.pages.iter_mut().step_by(each) {
            let sent = std::mem::take(&mut sharer.outgoing);
            burst.extend(sent.into_iter().map(|sent| (sharer.address, sent)));
        }
        let batch: Vec<Datagram<'_>> = burst
            .iter()
            .map(|(source, sent)| datagram(*source, sent))
            .collect();

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

    fn join(&mut self, office: &mut Office, endpoint: Endpoint, session: u16, nth: u16) {
        let number = session * (self.crowd.helpers + 1) + nth;
        let direction = match endpoint {
            Endpoint::Whip => Direction::SendOnly,
            Endpoint::Whep => Direction::RecvOnly,
        };
        let address = SocketAddr::from(([10, 0, 1, 1], 1_000 + number));
        let mut page = Page::new(direction, address, self.now, self.crowd.channels);
        let admission = office.admit(id(session), participant(session, nth), endpoint);
        let answered = self.core.admit(self.now, admission, &page.offer).unwrap();
        self.drain_core();
        page.accept(&answered.sdp, self.now);
        self.by_address.insert(address, self.pages.len());
        self.pages.push(page);
    }

    fn open(&mut self, session: u16) {
        let open = Command::Open {
            session: id(session),
            lease: WALL.saturating_add(Duration::from_secs(1_000_000)),
            thread_key: ThreadKey([7; 32]),
            notice: RosterNotice::Operator,
        };
        let gate = Command::Gate {
            session: id(session),
            paused: false,
            allowed: (1..=self.crowd.helpers)
                .map(|nth| participant(session, nth))
                .collect(),
        };
        for command in [open, gate] {
            assert_eq!(self.core.handle_command(self.now, command), Reply::Done);
            self.drain_core();
        }
    }

    /// Bursts until every helper gets each of them.
    fn warm_up(&mut self) {
        for _ in 0..CONNECT_STEPS_MAX {
            let before = self.arrived();
            self.relay_burst();
            if self.arrived() - before == u64::from(BURST) * self.crowd.copies() {
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
        if let Some(nth) = self.by_address.get(&train.destination) {
            let page = &mut self.pages[*nth];
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

fn id(session: u16) -> SessionId {
    SessionId::from_uuid(Uuid::from_u128(1 + u128::from(session)))
}

fn participant(session: u16, nth: u16) -> ParticipantId {
    ParticipantId::from_uuid(Uuid::from_u128(
        u128::from(session) << 32 | (100 + u128::from(nth)),
    ))
}

fn datagram(source: SocketAddr, sent: &Sent) -> Datagram<'_> {
    Datagram {
        transport: Transport::Udp,
        source,
        destination: sent.destination,
        bytes: &sent.bytes,
    }
}
