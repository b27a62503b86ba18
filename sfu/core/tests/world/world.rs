//! The world: virtual time, one core, its people, the ways between them, and what happens next. Never decides what is right:
//! `watch` does; never decides what people do: `script` and `hostile` do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::channel::FromClient;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::Core;
use lotse_sfu_core::admission::TokenCheck;
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::certificate::Certificate;
use lotse_sfu_core::config::CoreConfig;
use lotse_sfu_core::datagram::{Datagram, Transport};
use lotse_sfu_core::ufrag::Shard;

use crate::cast::{self, Peer, Person, Session, Shows};
use crate::dice::Dice;
use crate::facts::Ledger;
use crate::link::is_rtp;
use crate::page::Threads;
use crate::reference::{PeerNo, Reference};
use crate::run::{Trace, wall};
use crate::tokens::Signer;

const PICTURE_INTERVAL: Duration = Duration::from_millis(100);
const BATCH_MAX: usize = 16;

/// A datagram on its way.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) bytes: Vec<u8>,
    pub(crate) mark: Mark,
}

/// What the watch must remember of a datagram.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    /// In which step the core handed it out.
    pub(crate) step: u64,
    /// Whose picture it could be, and since when its receiver had been allowed to see it.
    pub(crate) sharer: Option<PeerNo>,
    pub(crate) since: Option<Instant>,
    /// Which picture it carries towards the core.
    pub(crate) picture: Option<(PeerNo, u64)>,
}

/// One run of one seed.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) now: Instant,
    pub(crate) start: Instant,
    pub(crate) core: Core,
    pub(crate) core_due: Instant,
    pub(crate) check: TokenCheck,
    pub(crate) signer: Signer,
    pub(crate) sessions: Vec<Session>,
    pub(crate) people: Vec<Person>,
    pub(crate) peers: Vec<Peer>,
    pub(crate) dice: Dice,
    /// For what pages do by themselves.
    pub(crate) page_dice: Dice,
    pub(crate) flights: BTreeMap<(Instant, u64), Flight>,
    pub(crate) flown: u64,
    /// Who is, or was, behind an address.
    pub(crate) addresses: BTreeMap<SocketAddr, PeerNo>,
    pub(crate) addresses_given: usize,
    pub(crate) node: SocketAddr,
    pub(crate) reference: Reference,
    pub(crate) ledger: Ledger,
    pub(crate) threads: Threads,
    pub(crate) step: u64,
    trace: Trace,
    pub(crate) datagrams_in: u64,
    pub(crate) datagrams_out: u64,
    /// When a picture reached the core first.
    pub(crate) arrived: BTreeMap<(PeerNo, u64), Instant>,
    pub(crate) overheard: VecDeque<(SocketAddr, Vec<u8>)>,
    pub(crate) tokens_used: Vec<String>,
    pub(crate) strangers: BTreeSet<SocketAddr>,
    pub(crate) draining: bool,
    pub(crate) idle_turns: u32,
}

impl World {
    #[expect(
        clippy::disallowed_methods,
        reason = "an Instant cannot be made otherwise; only its differences are used"
    )]
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        let (sessions, people) = cast::people(&mut dice);
        Self::with(seed, dice, sessions, people, Instant::now())
    }

    /// Two honest people, and nothing happens by itself.
    #[expect(
        clippy::disallowed_methods,
        reason = "an Instant cannot be made otherwise; only its differences are used"
    )]
    pub(crate) fn quiet() -> Self {
        let (sessions, people) = cast::two_people();
        Self::with(0, Dice::new(0, 1), sessions, people, Instant::now())
    }

    fn with(
        seed: u64,
        dice: Dice,
        sessions: Vec<Session>,
        people: Vec<Person>,
        now: Instant,
    ) -> Self {
        let node: SocketAddr = "192.0.2.1:443".parse().unwrap();
        let config = CoreConfig {
            shard: Shard::try_from(3).unwrap(),
            candidates: vec![HostCandidate {
                transport: Transport::Udp,
                address: node,
            }],
            certificate: Certificate::generate().unwrap(),
            seed: [7; 32],
        };
        let signer = Signer::new(1);
        Self {
            seed,
            now,
            start: now,
            core: Core::new(config, now, wall(Duration::ZERO)),
            core_due: now,
            check: signer.check(),
            signer,
            sessions,
            people,
            peers: Vec::new(),
            dice,
            page_dice: Dice::new(seed, 2),
            flights: BTreeMap::new(),
            flown: 0,
            addresses: BTreeMap::new(),
            addresses_given: 0,
            node,
            reference: Reference::default(),
            ledger: Ledger::default(),
            threads: Threads::default(),
            step: 0,
            trace: Trace::new(seed),
            datagrams_in: 0,
            datagrams_out: 0,
            arrived: BTreeMap::new(),
            overheard: VecDeque::new(),
            tokens_used: Vec::new(),
            strangers: BTreeSet::new(),
            draining: false,
            idle_turns: 0,
        }
    }

    pub(crate) fn wall(&self) -> Timestamp {
        wall(self.now.duration_since(self.start))
    }

    pub(crate) fn note(&mut self, what: String) {
        let at = self.now.duration_since(self.start).as_millis();
        self.trace.note(format!("{at:>6} ms #{} {what}", self.step));
    }

    pub(crate) fn fail(&self, why: &str) -> ! {
        self.trace.fail(why)
    }

    pub(crate) fn must<T>(&self, result: Result<T, String>) -> T {
        match result {
            Ok(value) => value,
            Err(why) => self.fail(&why),
        }
    }

    /// Lets time pass until `end`, doing whatever is due.
    pub(crate) fn run_until(&mut self, end: Instant) {
        loop {
            let due = self.next_due().max(self.now);
            if due > end {
                self.now = end;
                return;
            }
            self.now = due;
            self.turn();
        }
    }

    fn next_due(&self) -> Instant {
        let flight = self.flights.keys().next().map(|(at, _)| *at);
        let peers = self.peers.iter().filter(|peer| peer.runs());
        let peers = peers.flat_map(|peer| {
            let person = &self.people[peer.person];
            let beats = person.has_channel && peer.client.channel_open;
            let shares = person.is_sharer() && peer.client.connected;
            [
                Some(peer.client.wake),
                beats.then_some(peer.next_beat),
                shares.then_some(peer.next_picture),
                peer.show_at,
            ]
        });
        let all = peers.flatten().chain(flight);
        all.min().unwrap_or(self.core_due).min(self.core_due)
    }

    fn turn(&mut self) {
        self.deliver();
        for peer in 0..self.peers.len() {
            self.peer_turn(peer);
        }
        if self.core_due <= self.now {
            self.idle_turns += 1;
            if self.idle_turns > 400 {
                self.fail("the core asks to be woken again and again without anything happening");
            }
            self.give_core(false, |core, now| core.handle_timeout(now));
        }
    }

    fn deliver(&mut self) {
        let mut batch: Vec<Flight> = Vec::new();
        while let Some(entry) = self.flights.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let flight = entry.remove();
            self.idle_turns = 0;
            if flight.to == self.node {
                batch.push(flight);
                let now = self.now.duration_since(self.start).as_millis();
                let alone = Dice::new(self.seed, 1_000 + now as u64).percent(60);
                if alone || batch.len() >= BATCH_MAX {
                    self.give_core_batch(std::mem::take(&mut batch));
                }
            } else {
                self.give_client(flight);
            }
        }
        self.give_core_batch(batch);
    }

    fn give_core_batch(&mut self, flights: Vec<Flight>) {
        if flights.is_empty() {
            return;
        }
        for flight in &flights {
            if let Some(picture) = flight.mark.picture {
                self.arrived.entry(picture).or_insert(self.now);
            }
        }
        self.datagrams_in += flights.len() as u64;
        let node = self.node;
        let datagram = |flight: &'_ Flight| (flight.from, flight.bytes.clone());
        let owned: Vec<(SocketAddr, Vec<u8>)> = flights.iter().map(datagram).collect();
        let batch: Vec<Datagram<'_>> = owned
            .iter()
            .map(|(source, bytes)| Datagram {
                transport: Transport::Udp,
                source: *source,
                destination: node,
                bytes,
            })
            .collect();
        self.give_core(batch.len() > 1, |core, now| match batch.as_slice() {
            [one] => core.handle_datagram(now, *one),
            many => core.handle_datagrams(now, many.iter().copied()),
        });
    }

    fn give_client(&mut self, flight: Flight) {
        let Some(peer) = self.addresses.get(&flight.to).copied() else {
            return;
        };
        let at = &mut self.peers[peer];
        if at.outer != flight.to || !at.runs() {
            return;
        }
        at.client
            .handle_datagram(self.now, flight.from, &flight.bytes);
        self.after_client(peer, Some(flight.mark), None);
    }

    fn peer_turn(&mut self, number: PeerNo) {
        let now = self.now;
        let peer = &mut self.peers[number];
        if !peer.runs() {
            return;
        }
        if peer.client.wake <= now {
            peer.client.handle_timeout(now);
            self.after_client(number, None, None);
        }
        let peer = &mut self.peers[number];
        let person = &self.people[peer.person];
        if peer.client.channel_open && !peer.resumed {
            peer.resumed = true;
            let after = person.page.unbroken();
            peer.client.say(now, &FromClient::Resume { after });
        }
        if peer.client.channel_open && peer.next_beat <= now {
            peer.next_beat = now + person.beat();
            peer.client.say(now, &FromClient::Beat);
            self.after_client(number, None, None);
        }
        self.picture_turn(number);
        if self.peers[number].show_at.is_some_and(|at| at <= now) {
            self.peers[number].show_at = None;
            self.show_roster(number);
        }
    }

    fn picture_turn(&mut self, number: PeerNo) {
        let peer = &mut self.peers[number];
        let shares = self.people[peer.person].is_sharer() && peer.client.connected;
        if !shares || peer.next_picture > self.now || peer.client.closed {
            return;
        }
        peer.next_picture = self.now + PICTURE_INTERVAL;
        let picture = peer.pictures_sent;
        peer.pictures_sent += 1;
        let key = std::mem::take(&mut peer.client.key_wanted) || picture.is_multiple_of(40);
        let session = self.people[peer.person].session;
        let text = format!("{session} {number} {picture}");
        peer.client.show(self.now, key, text.as_bytes());
        self.after_client(number, None, Some((number, picture)));
    }

    /// Says that the page shows the roster which came last.
    pub(crate) fn show_roster(&mut self, number: PeerNo) {
        let person = &self.people[self.peers[number].person];
        let Some((version, _)) = person.page.roster.clone() else {
            return;
        };
        let said = FromClient::RosterSeen { version };
        if self.peers[number].client.say(self.now, &said) {
            self.watch_shown(number);
        }
        self.after_client(number, None, None);
    }

    /// Sends what a client has to send, and watches what it has got.
    pub(crate) fn after_client(
        &mut self,
        number: PeerNo,
        mark: Option<Mark>,
        mut picture: Option<(PeerNo, u64)>,
    ) {
        let peer = &mut self.peers[number];
        let from = peer.outer;
        for (to, bytes) in std::mem::take(&mut peer.client.outbox) {
            let carries = is_rtp(&bytes).then(|| picture.take()).flatten();
            let mark = Mark {
                picture: carries,
                ..Mark::default()
            };
            let flight = Flight {
                from,
                to,
                bytes,
                mark,
            };
            self.fly(flight, number);
        }
        self.watch_client(number, mark.unwrap_or_default());
    }

    /// Puts a datagram on the way from, or to, a peer.
    pub(crate) fn fly(&mut self, flight: Flight, peer: PeerNo) {
        let up = flight.to == self.node;
        if up {
            self.overheard
                .push_back((flight.from, flight.bytes.clone()));
            if self.overheard.len() > 64 {
                self.overheard.pop_front();
            }
        }
        let at = &mut self.peers[peer];
        let roll = at.roads[usize::from(up)].roll();
        for after in at.weather.arrivals(roll) {
            self.flown += 1;
            let copy = Flight {
                bytes: flight.bytes.clone(),
                ..flight
            };
            self.flights.insert((self.now + after, self.flown), copy);
        }
    }

    pub(crate) fn new_address(&mut self) -> SocketAddr {
        self.addresses_given += 1;
        cast::address(self.addresses_given)
    }

    /// When the sharer's page will say that it shows a new roster.
    pub(crate) fn plan_show(&mut self, number: PeerNo) {
        let person = &self.people[self.peers[number].person];
        let after = match person.shows {
            Shows::Promptly => Some(0),
            Shows::Late => Some(self.page_dice.millis(500, 4_000)),
            Shows::Never => None,
        };
        let at = after.map(|ms| self.now + Duration::from_millis(ms));
        self.peers[number].show_at = at;
    }
}
