//! A world's whole life: it begins, anything happens, calm returns and everything must work, it ends and nothing is left.

use std::time::Duration;

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::channel::FromClient;
use lotse_protocol::end::EndReason;
use lotse_sfu_core::limits::{LINGER_MAX, LINGER_STEP};

use crate::cast::{Person, Shows};
use crate::link::Weather;
use crate::world::World;

/// How long anything may happen.
const STORM: Duration = Duration::from_secs(40);
/// Within what the picture must flow when the faults have stopped.
const RECOVERY: Duration = Duration::from_secs(5);

/// What a world came to, so that a sweep can show that it tried what it claims.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Summary {
    pub(crate) pictures: u64,
    pub(crate) lines: u64,
    pub(crate) interruptions: u64,
    pub(crate) recovered: u64,
    pub(crate) first_frames: u64,
}

/// Lives through the world of a seed.
pub(crate) fn live(seed: u64) -> Summary {
    let mut world = World::new(seed);
    for person in 0..world.people.len() {
        if world.dice.percent(80) {
            world.join(person);
        }
    }
    for session in 0..world.sessions.len() {
        if world.dice.percent(80) {
            world.open_for(session, Duration::from_secs(600));
        }
    }
    let end = world.now + STORM;
    while world.now < end {
        let pause = Duration::from_millis(world.dice.millis(10, 250));
        world.run_until(world.now + pause);
        world.act();
    }
    let recovered = world.calm_down();
    world.close();
    Summary {
        pictures: world
            .peers
            .iter()
            .map(|p| p.pictures_seen.len() as u64)
            .sum(),
        lines: world.people.iter().map(|p| p.page.lines.len() as u64).sum(),
        interruptions: world.ledger.interruptions,
        recovered,
        first_frames: world.ledger.first_frames,
    }
}

impl World {
    /// The faults stop, everybody comes back, the control plane says so: then the picture flows and the thread is whole.
    fn calm_down(&mut self) -> u64 {
        self.note("calm".to_owned());
        let running: Vec<usize> = (0..self.sessions.len())
            .filter(|n| !self.reference.has_ended(self.sessions[*n].id))
            .collect();
        if self.draining {
            return 0;
        }
        self.set_weather(Weather::FAIR);
        for session in &running {
            if self.open_for(*session, Duration::from_secs(600)) != Reply::Done {
                self.fail("a session that runs could not be opened");
            }
            for person in 0..self.people.len() {
                if self.people[person].session == *session {
                    self.people[person].shows = Shows::Promptly;
                    self.join(person);
                    self.set_weather(Weather::FAIR);
                }
            }
            for paused in [true, false] {
                let (session, allowed) = (self.sessions[*session].id, self.viewers(*session));
                self.command(Command::Gate {
                    session,
                    paused,
                    allowed,
                });
            }
        }
        self.run_until(self.now + RECOVERY);
        let recovered = running
            .iter()
            .map(|session| self.check_recovered(*session))
            .sum();
        for session in running {
            self.check_pause(session);
        }
        recovered
    }

    /// The sharer's own pause needs nobody's consent, and is reported.
    fn check_pause(&mut self, session: usize) {
        let is_sharer = |p: &Person| p.session == session && p.is_sharer() && p.has_channel;
        let Some(person) = self.people.iter().position(is_sharer) else {
            return;
        };
        let peer = self.people[person].peer;
        let Some(peer) = peer.filter(|peer| self.peers[*peer].leg.is_some()) else {
            return;
        };
        if !self.say(peer, &FromClient::Pause) {
            return;
        }
        self.people[person].pauses_said = 1;
        self.run_until(self.now + Duration::from_millis(100));
        let before = self.seen_in(session);
        self.run_until(self.now + Duration::from_millis(500));
        if self.seen_in(session) != before || self.people[person].pauses_said > 0 {
            self.fail("the sharer has paused, and it has no effect");
        }
    }

    fn seen_in(&self, session: usize) -> usize {
        let peers = self.peers.iter();
        peers
            .filter(|peer| self.people[peer.person].session == session)
            .map(|peer| peer.pictures_seen.len())
            .sum()
    }

    fn check_recovered(&self, session: usize) -> u64 {
        let id = self.sessions[session].id;
        let of_session = |p: &&Person| p.session == session;
        let here = |p: &&Person| !self.reference.is_revoked(id, p.id);
        let sharer = self.people.iter().find(of_session).filter(here);
        let everybody = self.people.iter().filter(of_session).filter(here);
        let mut recovered = 0;
        for person in everybody {
            let name = person.id;
            let peer = &self.peers[person.peer.unwrap_or_default()];
            if !peer.client.connected || !self.ledger.is_heard(id, name) {
                self.fail(&format!("{name:?} is not connected in calm weather"));
            }
            if sharer.is_some() && !person.is_sharer() {
                if peer.pictures_seen.len() < 10 {
                    let seen = peer.pictures_seen.len();
                    self.fail(&format!("{name:?} saw {seen} pictures in calm weather"));
                }
                recovered += 1;
            }
            let reads = person.has_channel && person.may_chat && !person.page.lines.is_empty();
            let whole = person.page.is_whole() && person.page.last() == self.ledger.chat_head(id);
            if reads && !whole {
                self.fail(&format!("{name:?} does not have the whole thread"));
            }
            if person.has_channel && (person.page.paused || person.page.away) {
                self.fail(&format!("{name:?} is told that nothing flows, and it does"));
            }
        }
        recovered
    }

    /// Every session ends: everybody hears of it, nothing flows any more, and nothing is left.
    fn close(&mut self) {
        self.note("the end".to_owned());
        let mut told = Vec::new();
        for session in 0..self.sessions.len() {
            let running = !self.reference.has_ended(self.sessions[session].id);
            self.end(session, EndReason::MaxDuration);
            if running && !self.draining {
                told.push(session);
            }
        }
        self.run_until(self.now + Duration::from_secs(1));
        for person in &self.people {
            let id = self.sessions[person.session].id;
            let revoked = self.reference.is_revoked(id, person.id);
            let owed = told.contains(&person.session) && person.has_channel && !revoked;
            if owed && person.page.ended != Some(EndReason::MaxDuration) {
                self.fail(&format!("{:?} was not told of the end", person.id));
            }
        }
        self.run_until(self.now + LINGER_MAX + LINGER_STEP);
        let counters = self.core.counters();
        if counters.legs > 0 || counters.sessions > 0 {
            self.fail(&format!("something is left: {counters:?}"));
        }
        for session in &self.sessions {
            self.must(self.ledger.check_closed(session.id, session.closed));
        }
    }
}
