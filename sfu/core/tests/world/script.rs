//! What people and the control plane do, by the roll of the dice: legal and illegal, in any order.

use std::time::Duration;

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::channel::{ByeReason, FromClient};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::ParticipantId;
use lotse_sfu_core::admission::Endpoint;

use crate::cast::{Peer, Person};
use crate::client::{Client, Identity, Part};
use crate::dice::Dice;
use crate::link::Weather;
use crate::reference::PeerNo;
use crate::tokens::dated;
use crate::world::World;

impl World {
    /// One thing happens.
    pub(crate) fn act(&mut self) {
        match self.dice.below(200) {
            0..40 => self.gate(),
            40..56 => self.open(),
            56..62 => self.lease(),
            62..68 => self.suspect(),
            68..70 => self.revoke(),
            70 => self.end_one(),
            71 if self.dice.percent(20) => self.drain_node(),
            71..100 => self.come(),
            100..122 => self.chat(),
            122..126 => self.resume(),
            126..138 => self.pause_or_unpause(),
            138..142 => self.leave(),
            142..152 => self.freeze_or_thaw(),
            152..158 => self.roam(),
            158..162 => self.restart_ice(),
            162..174 => self.change_weather(),
            _ => self.attack(),
        }
    }

    pub(crate) fn command(&mut self, command: Command) -> Reply {
        self.step += 1;
        let now = self.now;
        let reply = self.core.handle_command(now, command.clone());
        self.note(format!("{command:?} -> {reply:?}"));
        self.reference.handle_command(&command, reply);
        if let Command::Revoke { participant, .. } = &command
            && (reply != Reply::Done || self.dice.percent(50))
        {
            self.check.revoke(*participant, self.wall());
        }
        self.drain(&[]);
        reply
    }

    pub(crate) fn a_session(&mut self) -> usize {
        self.dice.below(self.sessions.len())
    }

    fn a_person(&mut self) -> usize {
        self.dice.below(self.people.len())
    }

    /// Somebody whose page runs.
    pub(crate) fn somebody(&mut self) -> Option<(usize, PeerNo)> {
        let person = self.a_person();
        let peer = self.people[person].peer?;
        self.peers[peer].runs().then_some((person, peer))
    }

    pub(crate) fn viewers(&self, session: usize) -> Vec<ParticipantId> {
        let seats = self.people.iter();
        seats
            .filter(|person| person.session == session && !person.is_sharer())
            .map(|person| person.id)
            .collect()
    }

    fn gate(&mut self) {
        let number = self.a_session();
        let mut allowed = self.viewers(number);
        if self.dice.percent(25) {
            let dice = &mut self.dice;
            allowed.retain(|_| dice.percent(50));
        }
        let session = self.sessions[number].id;
        let paused = self.dice.percent(20);
        self.command(Command::Gate {
            session,
            paused,
            allowed,
        });
    }

    fn open(&mut self) {
        let number = self.a_session();
        let life = *self.dice.pick(&[600, 600, 600, 20, 3]);
        self.open_for(number, Duration::from_secs(life));
    }

    pub(crate) fn open_for(&mut self, number: usize, life: Duration) -> Reply {
        let session = &self.sessions[number];
        let command = Command::Open {
            session: session.id,
            lease: self.wall().saturating_add(life),
            thread_key: session.thread_key(),
            notice: session.notice,
        };
        self.command(command)
    }

    fn lease(&mut self) {
        let number = self.a_session();
        let life = Duration::from_secs(*self.dice.pick(&[600, 20, 3]));
        let session = self.sessions[number].id;
        let until = self.wall().saturating_add(life);
        self.command(Command::Lease { session, until });
    }

    fn suspect(&mut self) {
        let person = self.a_person();
        let (session, participant) = self.names(person);
        self.command(Command::Suspect {
            session,
            participant,
        });
    }

    fn names(&self, person: usize) -> (lotse_protocol::id::SessionId, ParticipantId) {
        let person = &self.people[person];
        (self.sessions[person.session].id, person.id)
    }

    fn revoke(&mut self) {
        let person = self.a_person();
        if self.people[person].is_sharer() && self.dice.percent(70) {
            return;
        }
        let (session, participant) = self.names(person);
        self.command(Command::Revoke {
            session,
            participant,
        });
    }

    fn end_one(&mut self) {
        let number = self.a_session();
        self.end(number, EndReason::AdminEnded);
    }

    pub(crate) fn end(&mut self, number: usize, reason: EndReason) {
        let session = self.sessions[number].id;
        let running = !self.reference.has_ended(session);
        let reply = self.command(Command::End { session, reason });
        self.sessions[number].closed += u32::from(running && reply == Reply::Done);
    }

    fn drain_node(&mut self) {
        self.draining = true;
        self.command(Command::Drain);
    }

    fn come(&mut self) {
        let person = self.a_person();
        let here = self.people[person]
            .peer
            .is_some_and(|p| self.peers[p].leg.is_some());
        if !here || self.dice.percent(15) {
            self.join(person);
        }
    }

    /// A new connection of a person, with a token and a certificate of its own; an earlier one's page may go on running.
    pub(crate) fn join(&mut self, person: usize) {
        if let Some(old) = self.people[person].peer {
            self.peers[old].wanted = false;
            self.peers[old].frozen |= self.dice.percent(70);
        }
        let peer = self.new_peer(person);
        let session = self.session_of(peer);
        let who = &self.people[person];
        let endpoint = match who.is_sharer() {
            true => Endpoint::Whip,
            false => Endpoint::Whep,
        };
        let fingerprint = Some(self.peers[peer].identity.fingerprint);
        let (token, wall) = (self.peers[peer].token.clone(), self.wall());
        let reserved = self.check.reserve(&token, wall, endpoint, fingerprint);
        let may = !self.reference.has_ended(session) && !self.reference.is_revoked(session, who.id);
        let admission = match reserved {
            Ok(admission) => admission,
            Err(refusal) if may => self.fail(&format!("a good token: {refusal:?}")),
            Err(_) => return,
        };
        let (id, jti) = (self.people[person].id, admission.token());
        self.step += 1;
        let offer = self.peers[peer].client.offer.clone();
        let answered = self.core.admit(self.now, admission, &offer);
        self.note(format!(
            "person {person} joins {session:?} as peer {peer}: {:?}",
            answered.as_ref().map(|answered| answered.leg)
        ));
        match answered {
            Ok(answered) if may => {
                self.check.burn(&jti);
                self.tokens_used.push(token);
                self.peers[peer].leg = Some(answered.leg);
                self.peers[peer].admitted_at = self.step;
                if self.people[person].is_sharer() {
                    self.reference.handle_sharer(session, peer);
                } else {
                    self.reference.handle_viewer(session, id, peer);
                }
                self.seat(person, peer, &answered.sdp);
            }
            Ok(_) => self.fail("admitted after the end, or after having been revoked"),
            Err(fault) if may && !self.draining => self.fail(&format!("not admitted: {fault}")),
            Err(_) => self.check.release(&jti),
        }
        self.drain(&[]);
    }

    fn seat(&mut self, person: usize, peer: PeerNo, answer: &str) {
        self.people[person].peer = Some(peer);
        self.people[person].page.reconnect();
        self.peers[peer].client.accept(self.now, answer);
        self.peers[peer].frozen = false;
        self.after_client(peer, None, None);
    }

    fn new_peer(&mut self, person: usize) -> PeerNo {
        let number = self.peers.len();
        let outer = self.new_address();
        let identity = Identity::generate();
        let who = &self.people[person];
        let part = match who.is_sharer() {
            true => Part::Publisher,
            false => Part::Player,
        };
        let client = Client::new(self.now, part, outer, &identity, who.has_channel);
        let jti = format!("{}-{number}", self.seed);
        let claims = who.claims(self.sessions[who.session].id, jti, &identity);
        let token = self.signer.sign(&dated(claims, self.wall()));
        let weather = Weather::of(self.dice.roll());
        self.addresses.insert(outer, number);
        self.peers.push(Peer {
            client,
            identity,
            person,
            leg: None,
            gone_at: None,
            token,
            outer,
            weather,
            roads: [0, 1].map(|way| Dice::new(self.seed, 100 + 2 * number as u64 + way)),
            frozen: true,
            wanted: true,
            admitted_at: 0,
            roster_step: 0,
            next_beat: self.now,
            next_picture: self.now,
            show_at: None,
            resumed: false,
            pictures_sent: 0,
            pictures_seen: std::collections::BTreeSet::new(),
            since: None,
        });
        number
    }

    /// Says something on the page's channel.
    pub(crate) fn say(&mut self, peer: PeerNo, message: &FromClient) -> bool {
        let said = self.peers[peer].client.say(self.now, message);
        if said {
            self.note(format!("peer {peer} says {message:.90?}"));
        }
        self.after_client(peer, None, None);
        said
    }

    fn chat(&mut self) {
        let Some((person, peer)) = self.somebody() else {
            return;
        };
        let again = self.dice.percent(20);
        let who = &mut self.people[person];
        who.chats += u64::from(!again);
        let id = format!("{}", who.chats);
        let text = match self.dice.below(12) {
            0 => String::new(),
            1 => "я".repeat(4_001),
            2 => "𝄞 مرحبا 你好 \u{202e}".to_owned(),
            _ => format!("line {id}"),
        };
        for _ in 0..*self.dice.pick(&[1, 1, 1, 4]) {
            let (id, text) = (id.clone(), text.clone());
            self.say(peer, &FromClient::Chat { id, text });
        }
    }

    fn resume(&mut self) {
        let Some((person, peer)) = self.somebody() else {
            return;
        };
        let Person { page, .. } = &self.people[person];
        let after = self.dice.roll() % (page.last() + 1);
        self.say(peer, &FromClient::Resume { after });
    }

    fn pause_or_unpause(&mut self) {
        let Some((person, peer)) = self.somebody() else {
            return;
        };
        if !self.people[person].is_sharer() {
            return;
        }
        if self.dice.percent(50) {
            let said = self.say(peer, &FromClient::Pause);
            self.people[person].pauses_said += u64::from(said);
        } else {
            let said = self.say(peer, &FromClient::Unpause);
            self.people[person].unpauses_said += u64::from(said);
        }
    }

    /// Goodbye, by one of the ways there are.
    fn leave(&mut self) {
        let Some((_, peer)) = self.somebody() else {
            return;
        };
        self.peers[peer].wanted = false;
        match self.dice.below(4) {
            0 => {
                let reason = *self
                    .dice
                    .pick(&[ByeReason::Left, ByeReason::ReportedSuspicious]);
                self.say(peer, &FromClient::Bye { reason });
            }
            1 => {
                self.peers[peer].client.hang_up(self.now);
                self.after_client(peer, None, None);
            }
            2 => self.peers[peer].frozen = true,
            _ => self.delete(peer),
        }
    }

    fn delete(&mut self, peer: PeerNo) {
        let Some(leg) = self.peers[peer].leg else {
            return;
        };
        let (token, wall) = (self.peers[peer].token.clone(), self.wall());
        if self.check.check_resource(&token, wall).is_ok() {
            self.note(format!("DELETE of peer {peer}"));
            let session = self.session_of(peer);
            self.step += 1;
            self.core.remove(self.now, leg);
            self.reference.handle_gone(session, peer);
            self.drain(&[]);
        }
    }

    fn freeze_or_thaw(&mut self) {
        let person = self.a_person();
        let Some(peer) = self.people[person].peer else {
            return;
        };
        let wanted = self.peers[peer].wanted;
        let frozen = &mut self.peers[peer].frozen;
        *frozen = !*frozen && wanted;
        let word = format!("peer {peer} frozen: {frozen}");
        self.note(word);
    }

    /// The peer is behind another address from now on.
    fn roam(&mut self) {
        let Some((_, peer)) = self.somebody() else {
            return;
        };
        let outer = self.new_address();
        self.addresses.insert(outer, peer);
        self.peers[peer].outer = outer;
        self.note(format!("peer {peer} roams to {outer}"));
    }

    pub(crate) fn restart_ice(&mut self) {
        let Some((_, peer)) = self.somebody() else {
            return;
        };
        let Some(leg) = self.peers[peer].leg else {
            return;
        };
        let fragment = self.peers[peer].client.restart();
        self.step += 1;
        let answer = self.core.patch(self.now, leg, &fragment);
        self.note(format!("peer {peer} restarts ICE: {}", answer.is_ok()));
        if let Ok(Some(answer)) = answer {
            self.peers[peer].client.accept_restart(self.now, &answer);
        }
        self.drain(&[]);
        self.after_client(peer, None, None);
    }

    fn change_weather(&mut self) {
        let roll = self.dice.roll();
        let weather = match roll % 8 {
            0 => Weather::CUT,
            1..4 => Weather::FAIR,
            _ => Weather::of(roll),
        };
        if let Some((_, peer)) = self.somebody() {
            self.peers[peer].weather = weather;
            self.note(format!("peer {peer} has {weather:?}"));
        }
    }
}
