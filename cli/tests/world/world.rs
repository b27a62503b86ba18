//! One clock for all: the control plane, one node, the people, the ways between them. Judges every picture that leaves the
//! node. Never decides what people do: `deeds` and `trouble` do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_domain::session::Event;
use lotse_protocol::bus::{Command, Seen};
use lotse_protocol::channel::FromClient;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::Core;
use lotse_sfu_core::admission::{Endpoint, TokenCheck};
use lotse_sfu_core::candidate::HostCandidate;
use lotse_sfu_core::certificate::Certificate;
use lotse_sfu_core::config::CoreConfig;
use lotse_sfu_core::datagram::{Datagram, Transport};
use lotse_sfu_core::output::{LegId, Output};
use lotse_sfu_core::ufrag::Shard;

use crate::people::{Connection, Human, PageOf};
use crate::plane::Plane;
use crate::rules::Name;
use crate::shared::client::{Client, Part};
use crate::shared::dice::Dice;
use crate::shared::link::{Weather, is_rtp};
use crate::shared::run::{Trace, wall};
use crate::shared::tokens::Signer;

const PICTURE_INTERVAL: Duration = Duration::from_millis(100);

pub(crate) struct World {
    pub(crate) now: Instant,
    start: Instant,
    pub(crate) dice: Dice,
    weather_dice: Dice,
    pub(crate) plane: Plane,
    core: Core,
    core_due: Instant,
    check: TokenCheck,
    pub(crate) facts: VecDeque<(Instant, SessionId, Seen)>,
    pub(crate) people: Vec<Human>,
    pub(crate) connections: Vec<Connection>,
    flights: BTreeMap<(Instant, u64), Flight>,
    flown: u64,
    node: SocketAddr,
    /// Who might receive a picture, by the last command that the node has heard.
    node_receivers: BTreeSet<ParticipantId>,
    node_ended: BTreeSet<SessionId>,
    node_revoked: BTreeSet<ParticipantId>,
    /// Pictures that left the node for a helper, all of them judged.
    pub(crate) pictures: u64,
    pub(crate) pictures_to_kim: u64,
    trace: Trace,
}

struct Flight {
    from: SocketAddr,
    to: SocketAddr,
    bytes: Vec<u8>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let now = Instant::now();
        let node: SocketAddr = "192.0.2.1:443".parse().unwrap();
        let config = CoreConfig {
            shard: Shard::try_from(1).unwrap(),
            candidates: vec![HostCandidate {
                transport: Transport::Udp,
                address: node,
            }],
            certificate: Certificate::generate().unwrap(),
            seed: [seed.to_le_bytes()[0]; 32],
        };
        let signer = Signer::new(1);
        let check = signer.check();
        Self {
            now,
            start: now,
            dice: Dice::new(seed, 1),
            weather_dice: Dice::new(seed, 2),
            plane: Plane::new(seed, signer),
            core: Core::new(config, now, wall(Duration::ZERO)),
            core_due: now,
            check,
            facts: VecDeque::new(),
            people: Name::ALL
                .iter()
                .map(|name| Human::new(*name, now))
                .collect(),
            connections: Vec::new(),
            flights: BTreeMap::new(),
            flown: 0,
            node,
            node_receivers: BTreeSet::new(),
            node_ended: BTreeSet::new(),
            node_revoked: BTreeSet::new(),
            pictures: 0,
            pictures_to_kim: 0,
            trace: Trace::new(seed),
        }
    }

    pub(crate) fn wall(&self) -> Timestamp {
        wall(self.now - self.start)
    }

    pub(crate) fn note(&mut self, what: &str) {
        let at = (self.now - self.start).as_millis();
        let state = self.plane.state();
        self.trace.note(format!("{at:>6} ms {state:?} {what}"));
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

    /// Something happens to the session; whether the machine took it.
    pub(crate) fn handle(&mut self, event: Event) -> bool {
        let (now, wall) = (self.now, self.wall());
        let answer = self.plane.handle(now, wall, event);
        self.must(answer).is_ok()
    }

    pub(crate) fn human(&mut self, name: Name) -> &mut Human {
        &mut self.people[name as usize]
    }

    /// Somebody's newest connection, while its page runs it.
    pub(crate) fn connection(&mut self, name: Name) -> Option<&mut Connection> {
        let at = self.people[name as usize].connection?;
        self.connections
            .get_mut(at)
            .filter(|connection| connection.runs)
    }

    /// The page asks for a token and connects with it.
    pub(crate) fn connect(&mut self, name: Name, participant: ParticipantId, role: MediaRole) {
        let (now, wall) = (self.now, self.wall());
        let identity = self.human(name).identity.clone();
        let print = identity.fingerprint;
        let signed = self.plane.media(now, wall, participant, print);
        let Some(token) = self.must(signed) else {
            return;
        };
        let Some(session) = self.plane.session.as_ref().map(|session| session.id()) else {
            return;
        };
        self.note(&format!("{name:?} connects"));
        self.drop_connection(name);
        let part = match role {
            MediaRole::Sharer => Part::Publisher,
            MediaRole::Helper | MediaRole::Observer => Part::Player,
        };
        let address = address(self.connections.len());
        let client = Client::new(now, part, address, &identity, true);
        let human = &self.people[name as usize];
        let mut connection = Connection::new(now, human, client, (session, participant, role));
        if let Some((leg, answer)) = self.post(&token, role, &connection.client.offer) {
            self.plane
                .unused
                .retain(|(_, _, _, unused)| *unused != token);
            connection.leg = Some(leg);
            connection.client.accept(now, &answer);
            self.connections.push(connection);
            let at = self.connections.len() - 1;
            self.human(name).connection = Some(at);
            self.take_output();
            self.collect(at);
        }
    }

    /// `POST /whip` or `/whep`.
    pub(crate) fn post(
        &mut self,
        token: &str,
        role: MediaRole,
        offer: &str,
    ) -> Option<(LegId, String)> {
        let endpoint = match role {
            MediaRole::Sharer => Endpoint::Whip,
            MediaRole::Helper | MediaRole::Observer => Endpoint::Whep,
        };
        let print = lotse_sfu_core::offer::fingerprint(offer);
        let wall = self.wall();
        let admission = self.check.reserve(token, wall, endpoint, print).ok()?;
        let id = admission.token();
        match self.core.admit(self.now, admission, offer) {
            Ok(answered) => {
                self.check.burn(&id);
                if let Some(replaced) = answered.replaced {
                    self.gone(replaced);
                }
                Some((answered.leg, answered.sdp))
            }
            Err(_) => {
                self.check.release(&id);
                self.take_output();
                None
            }
        }
    }

    /// The page's connection is dropped without a word.
    pub(crate) fn drop_connection(&mut self, name: Name) {
        if let Some(connection) = self.connection(name) {
            connection.runs = false;
        }
    }

    pub(crate) fn delete(&mut self, name: Name) {
        let leg = self.connection(name).and_then(|connection| connection.leg);
        self.drop_connection(name);
        if let Some(leg) = leg {
            self.core.remove(self.now, leg);
            self.take_output();
        }
    }

    pub(crate) fn say(&mut self, name: Name, message: &FromClient) {
        let now = self.now;
        let Some(at) = self.people[name as usize].connection else {
            return;
        };
        let connection = &mut self.connections[at];
        if connection.acts(now) {
            connection.client.say(now, message);
            self.collect(at);
        }
    }

    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
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
        let mut due = self.core_due;
        let mut sooner = |at: Option<Instant>| due = at.map_or(due, |at| due.min(at));
        sooner(self.flights.keys().next().map(|(at, _)| *at));
        sooner(self.plane.orders.front().map(|order| order.at));
        sooner(self.facts.front().map(|(at, _, _)| *at));
        let deadline = self
            .plane
            .session
            .as_ref()
            .and_then(|session| session.deadline());
        sooner(deadline.map(|(at, _)| self.now + at.since(self.wall())));
        for human in &self.people {
            sooner(Some(human.looks));
        }
        for connection in self
            .connections
            .iter()
            .filter(|c| c.runs && !c.client.closed)
        {
            let wakes = match connection.frozen_until {
                Some(until) => until,
                None => {
                    let mut wakes = connection.client.wake;
                    if connection.client.channel_open {
                        wakes = wakes.min(connection.next_beat);
                    }
                    if connection.role == MediaRole::Sharer && connection.client.connected {
                        wakes = wakes.min(connection.next_picture);
                    }
                    wakes
                }
            };
            sooner(Some(wakes));
        }
        due
    }

    fn turn(&mut self) {
        let (now, wall) = (self.now, self.wall());
        let ticked = self.plane.tick(now, wall);
        self.must(ticked);
        self.hear_orders();
        self.hear_facts();
        self.deliver();
        for at in 0..self.connections.len() {
            self.connection_turn(at);
        }
        for at in 0..self.people.len() {
            if self.people[at].looks <= now {
                let wait = self.dice.millis(60, 220);
                self.people[at].looks = now + Duration::from_millis(wait);
                self.look(self.people[at].name);
            }
        }
        if self.core_due <= self.now {
            self.core.handle_timeout(self.now);
            self.take_output();
        }
    }

    fn hear_orders(&mut self) {
        while self
            .plane
            .orders
            .front()
            .is_some_and(|order| order.at <= self.now)
        {
            let Some(order) = self.plane.orders.pop_front() else {
                return;
            };
            self.note(&format!("the node hears {:?}", order.command));
            self.node_receivers = order.receivers;
            match &order.command {
                Command::Revoke { participant, .. } => {
                    let wall = self.wall();
                    self.check.revoke(*participant, wall);
                    self.node_revoked.insert(*participant);
                }
                Command::End { session, .. } => {
                    self.node_ended.insert(*session);
                }
                Command::Open { .. }
                | Command::Gate { .. }
                | Command::Suspect { .. }
                | Command::Lease { .. }
                | Command::Drain => {}
            }
            self.core.handle_command(self.now, order.command);
            self.take_output();
        }
    }

    fn hear_facts(&mut self) {
        while self.facts.front().is_some_and(|(at, _, _)| *at <= self.now) {
            let Some((_, session, what)) = self.facts.pop_front() else {
                return;
            };
            self.note(&format!("the control plane hears {what:?}"));
            let (now, wall) = (self.now, self.wall());
            let heard = self.plane.fact(now, wall, session, &what);
            self.must(heard);
        }
    }

    fn deliver(&mut self) {
        while let Some(entry) = self.flights.first_entry() {
            if entry.key().0 > self.now {
                return;
            }
            let flight = entry.remove();
            if flight.to == self.node {
                let datagram = Datagram {
                    transport: Transport::Udp,
                    source: flight.from,
                    destination: self.node,
                    bytes: &flight.bytes,
                };
                self.core.handle_datagram(self.now, datagram);
                self.take_output();
                continue;
            }
            let at = self.connections.iter().position(|c| c.address == flight.to);
            let Some(at) = at.filter(|at| self.connections[*at].acts(self.now)) else {
                continue;
            };
            let connection = &mut self.connections[at];
            connection
                .client
                .handle_datagram(self.now, flight.from, &flight.bytes);
            self.collect(at);
        }
    }

    fn connection_turn(&mut self, at: usize) {
        let now = self.now;
        let connection = &mut self.connections[at];
        if !connection.acts(now) {
            return;
        }
        connection.frozen_until = None;
        if connection.client.wake <= now {
            connection.client.handle_timeout(now);
        }
        if connection.client.channel_open && connection.next_beat <= now {
            connection.next_beat = now + connection.beat_interval();
            connection.client.say(now, &FromClient::Beat);
        }
        let shares = connection.role == MediaRole::Sharer && connection.client.connected;
        if shares && !connection.client.closed && connection.next_picture <= now {
            connection.next_picture = now + PICTURE_INTERVAL;
            connection.pictures_sent += 1;
            let turn = connection.pictures_sent.is_multiple_of(40);
            let key = std::mem::take(&mut connection.client.key_wanted) || turn;
            let text = format!("{at}");
            connection.client.show(now, key, text.as_bytes());
        }
        self.collect(at);
    }

    /// Sends what a client has to send, and lets its page read what it got.
    pub(crate) fn collect(&mut self, at: usize) {
        let now = self.now;
        let connection = &mut self.connections[at];
        if connection.client.channel_open
            && let Some(version) = connection.read_messages()
            && connection.role == MediaRole::Sharer
            && connection
                .client
                .say(now, &FromClient::RosterSeen { version })
        {
            connection.show_roster();
        }
        let (from, session) = (connection.address, connection.session);
        let pictures = std::mem::take(&mut connection.client.pictures);
        connection.seen += pictures.len() as u64;
        let weather = self.people[connection.name as usize].weather;
        for (to, bytes) in std::mem::take(&mut self.connections[at].client.outbox) {
            self.fly(from, to, bytes, weather);
        }
        for picture in pictures {
            self.judge_origin(session, &picture.text);
        }
    }

    fn fly(&mut self, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>, weather: Weather) {
        for after in weather.arrivals(self.weather_dice.roll()) {
            self.flown += 1;
            let bytes = bytes.clone();
            let flight = Flight { from, to, bytes };
            self.flights.insert((self.now + after, self.flown), flight);
        }
    }

    fn take_output(&mut self) {
        loop {
            match self.core.poll_output() {
                Output::Transmit(sent) => {
                    self.judge(sent.destination, &sent.bytes);
                    let connection = self
                        .connections
                        .iter()
                        .find(|c| c.address == sent.destination);
                    let weather = connection.map_or(Weather::FAIR, |connection| {
                        self.people[connection.name as usize].weather
                    });
                    self.fly(sent.source, sent.destination, sent.bytes, weather);
                }
                Output::Fact { session, what } => {
                    if let Some(session) = session {
                        let last = self.facts.back().map_or(self.now, |(at, _, _)| *at);
                        let at = (self.now + self.plane.delay).max(last);
                        self.facts.push_back((at, session, what));
                    }
                }
                Output::Gone(leg) => self.gone(leg),
                Output::WaitUntil(at) => {
                    self.core_due = at;
                    return;
                }
            }
        }
    }

    fn gone(&mut self, leg: LegId) {
        for connection in &mut self.connections {
            if connection.leg == Some(leg) {
                connection.leg = None;
            }
        }
    }

    /// I1, I3 and I7, for every picture that leaves the node.
    fn judge(&mut self, to: SocketAddr, bytes: &[u8]) {
        if !is_rtp(bytes) {
            return;
        }
        let Some(connection) = self.connections.iter().find(|c| c.address == to) else {
            self.fail("a picture leaves for somebody who never connected");
        };
        let (who, session, name) = (connection.participant, connection.session, connection.name);
        let sharer = self.connections.iter().filter(|other| {
            other.session == session && other.role == MediaRole::Sharer && other.leg.is_some()
        });
        let shown = sharer.clone().any(|sharer| sharer.shown.contains(&who));
        let rules = [
            (connection.leg.is_some(), "I1: to a connection that is gone"),
            (connection.role != MediaRole::Sharer, "I2: to the sharer"),
            (sharer.count() == 1, "I2: not exactly one sharer"),
            (
                self.node_receivers.contains(&who),
                "I1: to somebody who may not see",
            ),
            (!self.node_ended.contains(&session), "I3: after the end"),
            (
                !self.node_revoked.contains(&who),
                "I1: to somebody whose right is gone",
            ),
            (
                shown,
                "I7: to somebody whom the sharer's page has not shown",
            ),
        ];
        if let Some((_, broken)) = rules.iter().find(|(holds, _)| !holds) {
            self.fail(&format!("a picture goes {broken} ({name:?})"));
        }
        self.pictures += 1;
        self.pictures_to_kim += u64::from(name == Name::Kim);
    }

    /// I2: whatever somebody sees was shown by a sharer of their own session.
    fn judge_origin(&self, session: SessionId, text: &[u8]) {
        let number = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse::<usize>().ok());
        let from = number.and_then(|number| self.connections.get(number));
        let fits = from.is_some_and(|from| from.session == session && from.name == Name::Sami);
        if !fits {
            self.fail("I2: a picture of somebody else's");
        }
    }

    /// Tokens that were never used let nobody into a session that is over (invariant I3).
    pub(crate) fn try_old_tokens(&mut self) {
        for (session, role, print, token) in std::mem::take(&mut self.plane.unused) {
            if !self.node_ended.contains(&session) {
                continue;
            }
            let endpoint = match role {
                MediaRole::Sharer => Endpoint::Whip,
                MediaRole::Helper | MediaRole::Observer => Endpoint::Whep,
            };
            let wall = self.wall();
            let Ok(admission) = self.check.reserve(&token, wall, endpoint, Some(print)) else {
                continue;
            };
            let part = match role {
                MediaRole::Sharer => Part::Publisher,
                MediaRole::Helper | MediaRole::Observer => Part::Player,
            };
            let identity = self.human(Name::Kim).identity.clone();
            let offer = Client::new(self.now, part, address(9_999), &identity, true).offer;
            let admitted = self.core.admit(self.now, admission, &offer);
            self.take_output();
            if admitted.is_ok() {
                self.fail("I3: a token of a session that is over lets somebody in");
            }
        }
    }

    /// How many sessions and connections the node still keeps.
    pub(crate) fn node_keeps(&self) -> (u64, u64) {
        let counters = self.core.counters();
        (counters.sessions, counters.legs)
    }

    pub(crate) fn set_page(&mut self, name: Name, page: PageOf) {
        self.human(name).page = page;
        self.tell_page(name);
    }

    /// The control plane learns whether somebody's page is there.
    pub(crate) fn tell_page(&mut self, name: Name) {
        let Some(by) = self.plane.participant(name) else {
            return;
        };
        let open = self.human(name).page == PageOf::Open;
        let agreed = self
            .plane
            .oracle
            .seats
            .get(&by)
            .is_some_and(|seat| seat.agreed());
        let trust = self.plane.state() == Some(lotse_protocol::api::SessionState::Trust);
        let before = self.plane.oracle.clone();
        if !open {
            match self.plane.oracle.seats.get_mut(&by) {
                Some(seat) if trust || !agreed => seat.reconsider(),
                Some(_) => {}
                None if trust => {
                    let seats = self.plane.oracle.seats.values_mut();
                    seats.for_each(|seat| seat.allowed = false);
                }
                None => {}
            }
        }
        let event = if open {
            Event::PageOpened { by }
        } else {
            Event::PageClosed { by }
        };
        if !self.handle(event) {
            self.plane.oracle = before;
        }
    }
}

fn address(number: usize) -> SocketAddr {
    let port = 20_000 + u16::try_from(number % 40_000).unwrap_or(0);
    SocketAddr::from(([198, 51, 100, 7], port))
}
