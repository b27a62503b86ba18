//! The world: one core, its browsers, the links between them, and one clock for all.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::bus::{Command, Reply, RosterNotice, Seen, ThreadKey};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::Core;
use lotse_sfu_core::admission::{Endpoint, Refusal, TokenCheck};
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::certificate::Certificate;
use lotse_sfu_core::config::{CoreConfig, Egress};
use lotse_sfu_core::datagram::{Datagram, Transport};
use lotse_sfu_core::fault::AdmitFault;
use lotse_sfu_core::output::{LegId, Output};
use lotse_sfu_core::ufrag::Shard;
use uuid::Uuid;

use crate::browser::{Browser, Home};
use crate::chance::Chance;
use crate::link::{Links, Packet, Weather};
use crate::model::Model;
use crate::token::{Signer, WALL_START_MS, Wish};

pub(crate) const NODE: &str = "192.0.2.1:443";

/// Why somebody did not get in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoEntry {
    Refused(Refusal),
    Fault(AdmitFault),
}

pub(crate) struct World {
    pub(crate) core: Core,
    pub(crate) check: TokenCheck,
    pub(crate) signer: Signer,
    pub(crate) start: Instant,
    pub(crate) now: Instant,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) links: Links,
    pub(crate) model: Model,
    pub(crate) facts: Vec<(SessionId, Seen)>,
    pub(crate) answers: BTreeMap<usize, String>,
    pub(crate) steps: u64,
    /// Media datagrams sent to helpers, all of them checked.
    pub(crate) media_sent: u64,
    /// Bytes sent to addresses where no browser lives.
    pub(crate) stray_bytes: u64,
    /// Address, stream and number of every media datagram that was sent.
    sealed: BTreeSet<(SocketAddr, [u8; 4], [u8; 2])>,
    wakes: Instant,
    next_port: u16,
}

impl World {
    pub(crate) fn new(seed: u64, weather: Weather) -> Self {
        Self::with_egress(seed, weather, Egress::Lane { train_max: 64 })
    }

    pub(crate) fn with_egress(seed: u64, weather: Weather, egress: Egress) -> Self {
        let now = Instant::now();
        let node: SocketAddr = NODE.parse().unwrap();
        let mut chance = Chance::new(seed);
        let mut core_seed = [0; 32];
        core_seed.copy_from_slice(&chance.bytes(32));
        let candidates = [Transport::Udp, Transport::Tcp].map(|transport| HostCandidate {
            transport,
            address: node,
        });
        let config = CoreConfig {
            shard: Shard::try_from(3).unwrap(),
            candidates: candidates.to_vec(),
            certificate: Certificate::generate().unwrap(),
            seed: core_seed,
        };
        let signer = Signer::new(9);
        Self {
            core: Core::with_egress(config, egress, now, Timestamp::from_millis(WALL_START_MS)),
            check: signer.check(),
            signer,
            start: now,
            now,
            browsers: Vec::new(),
            links: Links::new(weather, chance),
            model: Model::default(),
            facts: Vec::new(),
            answers: BTreeMap::new(),
            steps: 0,
            media_sent: 0,
            stray_bytes: 0,
            sealed: BTreeSet::new(),
            wakes: now,
            next_port: 40_000,
        }
    }

    pub(crate) fn wall(&self) -> Timestamp {
        Timestamp::from_millis(WALL_START_MS).saturating_add(self.now - self.start)
    }

    pub(crate) fn session(n: u128) -> SessionId {
        SessionId::from_uuid(Uuid::from_u128(0x5e5 << 64 | n))
    }

    pub(crate) fn person(n: u128) -> ParticipantId {
        ParticipantId::from_uuid(Uuid::from_u128(0xbeef << 64 | n))
    }

    pub(crate) fn wish(&self, browser: &Browser) -> Wish {
        Wish {
            session: browser.session,
            participant: browser.participant,
            role: browser.role,
            print: Some(browser.print()),
            now_secs: self.wall().as_secs(),
            life_secs: 60,
        }
    }

    /// A page that has an offer and is not in yet.
    pub(crate) fn page(
        &mut self,
        session: SessionId,
        who: ParticipantId,
        role: MediaRole,
    ) -> Browser {
        let home = self.home();
        Browser::new(session, who, role, home, self.now)
    }

    /// Somewhere nobody lives yet.
    pub(crate) fn home(&mut self) -> Home {
        self.next_port += 1;
        Home {
            address: SocketAddr::from(([198, 51, 100, 7], self.next_port)),
            transport: Transport::Udp,
            has_channel: true,
        }
    }

    /// A page that reaches the node by TCP.
    pub(crate) fn tcp_page(
        &mut self,
        session: SessionId,
        who: ParticipantId,
        role: MediaRole,
    ) -> Browser {
        let home = self.home();
        let transport = Transport::Tcp;
        Browser::new(session, who, role, Home { transport, ..home }, self.now)
    }

    /// A WHIP or WHEP tool that knows nothing of data channels.
    pub(crate) fn plain(
        &mut self,
        session: SessionId,
        who: ParticipantId,
        role: MediaRole,
    ) -> Browser {
        let home = self.home();
        let has_channel = false;
        Browser::new(
            session,
            who,
            role,
            Home {
                has_channel,
                ..home
            },
            self.now,
        )
    }

    /// The page joins as the edge would let it.
    pub(crate) fn enter(&mut self, mut browser: Browser) -> Result<usize, NoEntry> {
        let token = self.signer.sign(self.wish(&browser));
        let (leg, answer) = self.post(&token, browser.role, &browser.offer)?;
        browser.accept(leg, &answer, self.now);
        self.browsers.push(browser);
        let at = self.browsers.len() - 1;
        self.answers.insert(at, answer);
        self.collect(at);
        Ok(at)
    }

    /// `POST /whip` or `/whep`.
    pub(crate) fn post(
        &mut self,
        token: &str,
        role: MediaRole,
        offer: &str,
    ) -> Result<(LegId, String), NoEntry> {
        let endpoint = match role {
            MediaRole::Sharer => Endpoint::Whip,
            MediaRole::Helper | MediaRole::Observer => Endpoint::Whep,
        };
        let print = lotse_sfu_core::offer::fingerprint(offer);
        let wall = self.wall();
        let admission = self
            .check
            .reserve(token, wall, endpoint, print)
            .map_err(NoEntry::Refused)?;
        let id = admission.token();
        let answered = self.core.admit(self.now, admission, offer);
        match answered {
            Ok(answered) => {
                self.check.burn(&id);
                if let Some(replaced) = answered.replaced {
                    self.gone(replaced);
                }
                self.take_output();
                Ok((answered.leg, answered.sdp))
            }
            Err(fault) => {
                self.check.release(&id);
                self.take_output();
                Err(NoEntry::Fault(fault))
            }
        }
    }

    pub(crate) fn join(
        &mut self,
        session: SessionId,
        who: ParticipantId,
        role: MediaRole,
    ) -> usize {
        let page = self.page(session, who, role);
        self.enter(page).unwrap()
    }

    pub(crate) fn command(&mut self, command: Command) -> Reply {
        self.model.note_command(&command);
        if let Command::Revoke { participant, .. } = &command {
            let wall = self.wall();
            self.check.revoke(*participant, wall);
        }
        let reply = self.core.handle_command(self.now, command);
        self.take_output();
        reply
    }

    pub(crate) fn open(&mut self, session: SessionId, notice: RosterNotice) -> Reply {
        let lease = self.wall().saturating_add(Duration::from_secs(900));
        self.command(Command::Open {
            session,
            lease,
            thread_key: ThreadKey([5; 32]),
            notice,
        })
    }

    pub(crate) fn gate(&mut self, session: SessionId, paused: bool, allowed: &[ParticipantId]) {
        let allowed = allowed.to_vec();
        self.command(Command::Gate {
            session,
            paused,
            allowed,
        });
    }

    /// A session with its sharer and one helper, everything agreed, running for a second.
    pub(crate) fn live(&mut self, session: SessionId) -> (usize, usize) {
        self.open(session, RosterNotice::Acknowledged);
        let sharer = self.join(session, Self::person(1), MediaRole::Sharer);
        let helper = self.join(session, Self::person(2), MediaRole::Helper);
        self.gate(session, false, &[Self::person(2)]);
        self.run_ms(1_000);
        (sharer, helper)
    }

    /// Puts a datagram on the wire towards the core, from wherever it likes.
    pub(crate) fn inject(&mut self, from: SocketAddr, bytes: Vec<u8>) {
        let to = NODE.parse().unwrap();
        self.give_core(&[Packet {
            transport: Transport::Udp,
            from,
            to,
            bytes,
        }]);
    }

    pub(crate) fn run_ms(&mut self, ms: u64) {
        self.run_until(self.now + Duration::from_millis(ms));
    }

    pub(crate) fn run_until(&mut self, until: Instant) {
        while self.step(until) {}
        self.now = until;
    }

    /// Does whatever is next before `until`; false when nothing is.
    fn step(&mut self, until: Instant) -> bool {
        let browser = (0..self.browsers.len()).min_by_key(|at| self.browsers[*at].due);
        let browser_due = browser.map(|at| self.browsers[at].due);
        let next = [Some(self.wakes), self.links.next_at(), browser_due]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(until);
        if next > until {
            return false;
        }
        self.now = self.now.max(next);
        self.steps += 1;
        if let Some(packet) = self.links.pop_due(self.now) {
            self.deliver(&packet);
        } else if let Some(at) = browser.filter(|at| self.browsers[*at].due <= self.now) {
            self.browsers[at].drive(self.now);
            self.collect(at);
        } else {
            self.core.handle_timeout(self.now);
            self.take_output();
        }
        true
    }

    fn deliver(&mut self, packet: &Packet) {
        let node: SocketAddr = NODE.parse().unwrap();
        if packet.to == node {
            // What came at the same moment comes in one receive call.
            let mut batch = vec![packet.clone()];
            while let Some(more) = self.links.pop_due_to(self.now, node) {
                batch.push(more);
            }
            return self.give_core(&batch);
        }
        let known = self
            .browsers
            .iter()
            .position(|browser| browser.address == packet.to);
        if let Some(at) = known {
            self.browsers[at].receive(self.now, packet);
            self.collect(at);
        }
    }

    fn give_core(&mut self, batch: &[Packet]) {
        let datagrams: Vec<Datagram<'_>> = batch
            .iter()
            .map(|packet| Datagram {
                transport: packet.transport,
                source: packet.from,
                destination: packet.to,
                bytes: &packet.bytes,
            })
            .collect();
        self.core.handle_datagrams(self.now, datagrams);
        self.take_output();
    }

    /// Sends what a page wants to send.
    pub(crate) fn collect(&mut self, at: usize) {
        while let Some(packet) = self.browsers[at].outgoing.pop_front() {
            self.links.send(self.now, packet);
        }
    }

    /// Takes the core's output in its order and judges every media datagram in it.
    pub(crate) fn take_output(&mut self) {
        loop {
            match self.core.poll_output() {
                Output::Transmit(train) => {
                    for sent in train.apart() {
                        self.judge(sent.destination, &sent.bytes);
                        let packet = Packet {
                            transport: sent.transport,
                            from: sent.source,
                            to: sent.destination,
                            bytes: sent.bytes,
                        };
                        self.links.send(self.now, packet);
                    }
                    self.core.reuse(train.bytes);
                }
                Output::Fact { session, what } => {
                    let session = session.unwrap();
                    self.model.note_fact(session, &what);
                    self.facts.push((session, what));
                }
                Output::Gone(leg) => self.gone(leg),
                Output::WaitUntil(at) => {
                    self.wakes = at;
                    return;
                }
            }
        }
    }

    fn gone(&mut self, leg: LegId) {
        for browser in &mut self.browsers {
            if browser.leg == Some(leg) {
                browser.leg = None;
            }
        }
    }

    fn judge(&mut self, to: SocketAddr, bytes: &[u8]) {
        let Some(at) = self
            .browsers
            .iter()
            .position(|browser| browser.address == to)
        else {
            self.stray_bytes += bytes.len() as u64;
            return;
        };
        if !is_rtp(bytes) {
            return;
        }
        self.media_sent += 1;
        // RFC 3550 section 5.1. No run is so long that numbers begin anew, so one that comes twice was sealed twice.
        let (stream, seq) = (bytes[8..12].try_into(), bytes[2..4].try_into());
        let sealed = (to, stream.unwrap(), seq.unwrap());
        assert!(self.sealed.insert(sealed), "sealed twice: {sealed:?}");
        let browser = &self.browsers[at];
        assert!(browser.leg.is_some(), "media to a page that has no leg");
        assert_ne!(browser.role, MediaRole::Sharer, "media to a sharer");
        let shown = self.browsers.iter().any(|other| {
            other.session == browser.session
                && other.role == MediaRole::Sharer
                && other.leg.is_some()
                && other
                    .acknowledged
                    .iter()
                    .any(|(_, ids)| ids.contains(&browser.participant))
        });
        let wall = self.wall();
        let why_not = self
            .model
            .why_not(browser.session, browser.participant, shown, wall);
        assert_eq!(
            why_not,
            None,
            "media to {} at {:?}",
            browser.participant,
            self.now - self.start
        );
    }

    /// After every run: what arrived belongs to its session, and no number came twice.
    pub(crate) fn check_received(&self) {
        for browser in &self.browsers {
            let mut numbers = std::collections::BTreeSet::new();
            for (seq, payload) in &browser.seen.packets {
                assert!(numbers.insert(*seq), "a packet number came twice");
                let tag = &payload[7..23];
                assert_eq!(
                    tag,
                    browser.session.uuid().as_bytes(),
                    "a packet of another session"
                );
            }
        }
    }

    pub(crate) fn has_fact(&self, session: SessionId, wanted: impl Fn(&Seen) -> bool) -> bool {
        self.facts
            .iter()
            .any(|(of, what)| *of == session && wanted(what))
    }

    pub(crate) fn received(&self, at: usize) -> usize {
        self.browsers[at].seen.packets.len()
    }

    pub(crate) fn say(&mut self, at: usize, message: &lotse_protocol::channel::FromClient) {
        self.browsers[at].say(self.now, message);
        self.collect(at);
    }

    pub(crate) fn chat(&mut self, at: usize, text: &str) {
        self.browsers[at].chat(self.now, text);
        self.collect(at);
    }
}

/// RFC 5761 section 4: an RTCP packet type looks like a payload type from 64 to 95.
fn is_rtp(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if (128..192).contains(first) && !(64..96).contains(&(second & 0x7f)))
}
