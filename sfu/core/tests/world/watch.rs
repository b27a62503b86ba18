//! What must hold after every step. Never changes what happens.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::channel::FromNode;
use lotse_sfu_core::Core;
use lotse_sfu_core::classify::{Class, classify};
use lotse_sfu_core::datagram::{Datagram, Transmit, Transport};
use lotse_sfu_core::limits::{LINGER_MAX, LINGER_STEP};
use lotse_sfu_core::output::Output;

use crate::cast::{Peer, Person};
use crate::client::Picture;
use crate::link::Weather;
use crate::link::is_rtp;
use crate::reference::PeerNo;
use crate::world::{Flight, Mark, World};

const OUTPUTS_MAX: usize = 5_000;
/// How late a core may be woken.
const SLACK: Duration = Duration::from_millis(20);

impl World {
    /// One input, then the drain, and the rules. In a batch the rule may have changed half-way, so what was allowed before
    /// it is allowed within it.
    pub(crate) fn give_core<T>(
        &mut self,
        batch: bool,
        input: impl FnOnce(&mut Core, Instant) -> T,
    ) -> T {
        let before: Vec<bool> = match batch {
            true => (0..self.peers.len()).map(|p| self.may(p).is_ok()).collect(),
            false => Vec::new(),
        };
        self.step += 1;
        let result = input(&mut self.core, self.now);
        self.drain(&before);
        result
    }

    /// Takes what the core has to say, to `WaitUntil`.
    pub(crate) fn drain(&mut self, before: &[bool]) {
        for _ in 0..OUTPUTS_MAX {
            match self.core.poll_output() {
                Output::Transmit(train) => {
                    for transmit in train.apart() {
                        self.transmit(transmit, before);
                    }
                    self.core.reuse(train.bytes);
                }
                Output::Fact { session, what } => self.fact(session, &what),
                Output::Gone(leg) => {
                    let gone = self.peers.iter().position(|peer| peer.leg == Some(leg));
                    self.note(format!("gone {leg:?} of peer {gone:?}"));
                    if let Some(peer) = gone {
                        self.peers[peer].leg = None;
                        self.peers[peer].gone_at = Some(self.now);
                        let session = self.session_of(peer);
                        self.reference.handle_gone(session, peer);
                    }
                }
                Output::WaitUntil(at) => {
                    if at > self.now {
                        self.idle_turns = 0;
                    }
                    self.core_due = at.max(self.now + Duration::from_millis(1));
                    return self.check();
                }
            }
        }
        self.fail("one input is never drained");
    }

    pub(crate) fn session_of(&self, peer: PeerNo) -> lotse_protocol::id::SessionId {
        self.sessions[self.people[self.peers[peer].person].session].id
    }

    fn may(&self, peer: PeerNo) -> Result<(), &'static str> {
        let person = &self.people[self.peers[peer].person];
        let session = self.sessions[person.session].id;
        self.reference
            .may_receive(session, person.id, peer, self.wall())
    }

    fn check(&mut self) {
        for peer in 0..self.peers.len() {
            let since = self.peers[peer].since;
            let may = self.may(peer).is_ok();
            self.peers[peer].since = may.then(|| since.unwrap_or(self.now));
        }
        self.must(self.ledger.check());
        let counters = self.core.counters();
        let exact = [
            ("panics", counters.panics, 0),
            ("datagrams_in", counters.datagrams_in, self.datagrams_in),
            ("datagrams_out", counters.datagrams_out, self.datagrams_out),
        ];
        for (name, counted, right) in exact {
            if counted != right {
                self.fail(&format!("{name} is {counted}, and should be {right}"));
            }
        }
        // A leg that is gone may still deliver the word of it.
        let lingers = |at: Instant| self.now.duration_since(at) <= LINGER_MAX + LINGER_STEP + SLACK;
        let is_held = |peer: &&Peer| peer.leg.is_some() || peer.gone_at.is_some_and(lingers);
        let legs = self.peers.iter().filter(is_held).count() as u64;
        if counters.legs > legs || counters.sessions > self.sessions.len() as u64 {
            self.fail(&format!(
                "{legs} legs are here; the core holds {counters:?}"
            ));
        }
    }

    fn transmit(&mut self, transmit: Transmit, before: &[bool]) {
        self.datagrams_out += 1;
        let to = transmit.destination;
        if transmit.transport != Transport::Udp || transmit.source != self.node {
            self.fail(&format!("sent from nowhere: {transmit:?}"));
        }
        let Some(peer) = self.addresses.get(&to).copied() else {
            return self.watch_stranger(&transmit);
        };
        let mut mark = Mark {
            step: self.step,
            ..Mark::default()
        };
        if is_rtp(&transmit.bytes) {
            if let Err(why) = self.may(peer)
                && !before.get(peer).is_some_and(|was| *was)
            {
                self.note(format!("media to peer {peer}"));
                self.fail(&format!("media to peer {peer}, though: {why}"));
            }
            mark.sharer = self.reference.sharer(self.session_of(peer));
            mark.since = Some(self.peers[peer].since.unwrap_or(self.now));
        }
        let flight = Flight {
            from: transmit.source,
            to,
            bytes: transmit.bytes,
            mark,
        };
        self.fly(flight, peer);
    }

    /// Nobody who has not proved themselves is sent more than an answer to their check.
    fn watch_stranger(&mut self, transmit: &Transmit) {
        let stun = classify(&transmit.bytes) == Class::Stun;
        if !stun || !self.strangers.contains(&transmit.destination) {
            self.fail(&format!("sent to a stranger: {transmit:?}"));
        }
    }

    fn fact(&mut self, session: Option<lotse_protocol::id::SessionId>, what: &Seen) {
        self.note(format!("fact {session:?} {what:?}"));
        let Some(session) = session else {
            return;
        };
        let taken = self.ledger.take(session, what);
        self.must(taken);
        let at = self.sessions.iter().position(|known| known.id == session);
        let Some(number) = at else {
            self.fail("a fact of a session that does not exist");
        };
        let sharer = |p: &&mut Person| p.session == number && p.is_sharer();
        let sharer = self.people.iter_mut().find(sharer);
        let rights = match (what, sharer) {
            (Seen::Paused, Some(sharer)) => {
                self.reference.handle_pause(session);
                sharer
                    .pauses_said
                    .checked_sub(1)
                    .map(|n| sharer.pauses_said = n)
            }
            (Seen::UnpauseRequested, Some(sharer)) => {
                self.reference.handle_unpause_request(session);
                let left = sharer.unpauses_said.checked_sub(1);
                left.map(|n| sharer.unpauses_said = n)
            }
            _ => Some(()),
        };
        if rights.is_none() {
            self.fail("nobody who may had said so");
        }
        if *what == Seen::LeaseExpired
            && self
                .reference
                .lease(session)
                .is_none_or(|l| l > self.wall())
        {
            self.fail("the lease has not run out");
        }
        if let Seen::Left {
            participant, why, ..
        } = what
        {
            self.left(number, *participant, *why);
        }
    }

    fn left(&mut self, session: usize, who: lotse_protocol::id::ParticipantId, why: LeftWhy) {
        let here = |p: &Person| p.session == session && p.id == who;
        let Some(person) = self.people.iter().position(here) else {
            self.fail("somebody left who does not exist");
        };
        if why == LeftWhy::Fault && !self.people[person].rogue {
            self.fail("somebody honest was thrown out");
        }
        if why == LeftWhy::Replaced {
            return;
        }
        let (peer, session) = (self.people[person].peer, self.sessions[session].id);
        if let Some(peer) = peer {
            self.reference.handle_gone(session, peer);
        }
    }

    /// A client has got something, perhaps by a datagram with this mark.
    pub(crate) fn watch_client(&mut self, number: PeerNo, mark: Mark) {
        let pictures = std::mem::take(&mut self.peers[number].client.pictures);
        for picture in pictures {
            let seen = self.picture(number, &picture, mark);
            self.must(seen.map_err(|why| format!("peer {number} sees {picture:?}: {why}")));
        }
        if self.peers[number].client.unreadable > 0 {
            self.fail("the node says what is no message of the protocol");
        }
        let messages = std::mem::take(&mut self.peers[number].client.messages);
        for message in messages {
            self.message(number, &message, mark);
        }
    }

    fn picture(&mut self, number: PeerNo, picture: &Picture, mark: Mark) -> Result<(), String> {
        let text = String::from_utf8(picture.text.clone()).map_err(|e| e.to_string())?;
        let parts: Vec<u64> = text.split(' ').filter_map(|n| n.parse().ok()).collect();
        let [session, sharer, count] = parts[..] else {
            return Err("it is not readable".to_owned());
        };
        let sharer = sharer as PeerNo;
        if session as usize != self.people[self.peers[number].person].session {
            return Err("it is of another session".to_owned());
        }
        if mark.sharer != Some(sharer) {
            return Err(format!("it is not of the sharer, who is {:?}", mark.sharer));
        }
        let arrived = self.arrived.get(&(sharer, count)).copied();
        let since = mark.since.unwrap_or(self.now);
        if arrived.is_some_and(|at| at < since) {
            return Err("it is from before the gate was opened".to_owned());
        }
        if !self.peers[number].pictures_seen.insert((sharer, count)) {
            return Err("it came twice".to_owned());
        }
        Ok(())
    }

    fn message(&mut self, number: PeerNo, message: &FromNode, mark: Mark) {
        let person = self.peers[number].person;
        if self.people[person].peer != Some(number) {
            return;
        }
        if !matches!(message, FromNode::Quality { .. }) {
            self.note(format!(
                "peer {number} (person {person}) hears {message:.90?}"
            ));
        }
        let who = &mut self.people[person];
        let taken = who.page.take(who.id, message);
        self.must(taken.map_err(|why| format!("person {person}, peer {number}: {why}")));
        match message {
            FromNode::Chat(line) => {
                let session = self.people[person].session;
                if !self.people[person].may_chat {
                    self.fail("somebody without chat reads the thread");
                }
                let same = self.threads.compare(session, line);
                self.must(same);
            }
            FromNode::Roster { .. } => {
                self.roster_came(number, mark.step);
            }
            FromNode::Ended { .. } if !self.reference.has_ended(self.session_of(number)) => {
                self.fail("ended, though nobody has ended it");
            }
            FromNode::Ended { .. }
            | FromNode::ChatRefused { .. }
            | FromNode::Paused
            | FromNode::Unpaused
            | FromNode::Quiet { .. }
            | FromNode::Interrupted { .. }
            | FromNode::Back
            | FromNode::Move
            | FromNode::Quality { .. }
            | FromNode::Codec { .. } => {}
        }
    }

    /// Whom a roster lists is known by the step in which the core handed it out: who was admitted later is not meant.
    fn roster_came(&mut self, number: PeerNo, step: u64) {
        self.peers[number].roster_step = step;
        if self.people[self.peers[number].person].is_sharer() {
            self.plan_show(number);
        }
    }

    /// The sharer's page has said that it shows the roster which came last.
    pub(crate) fn watch_shown(&mut self, page: PeerNo) {
        let step = self.peers[page].roster_step;
        let roster = self.people[self.peers[page].person].page.roster.clone();
        let listed = roster.map(|(_, entries)| entries).unwrap_or_default();
        let session = self.session_of(page);
        let of = |peer: &Peer| {
            let person = &self.people[peer.person];
            self.sessions[person.session].id == session
                && peer.admitted_at <= step
                && listed.iter().any(|entry| entry.id == person.id)
        };
        let shown: Vec<PeerNo> = (0..self.peers.len())
            .filter(|peer| of(&self.peers[*peer]))
            .collect();
        self.reference.handle_shown(session, page, &shown);
    }

    /// A datagram of somebody who is no participant.
    pub(crate) fn strange(&mut self, from: SocketAddr, bytes: &[u8]) {
        self.strangers.insert(from);
        self.datagrams_in += 1;
        let destination = self.node;
        self.give_core(false, |core, now| {
            core.handle_datagram(
                now,
                Datagram {
                    transport: Transport::Udp,
                    source: from,
                    destination,
                    bytes,
                },
            );
        });
    }

    pub(crate) fn set_weather(&mut self, weather: Weather) {
        for peer in &mut self.peers {
            peer.weather = weather;
        }
    }
}
