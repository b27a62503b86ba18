//! What strangers and rogues do. None of it may have any effect but on the rogue.

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::channel::{ChatLine, FromClient};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{NodeId, ParticipantId, SessionId};
use lotse_protocol::limits::CHANNEL_MESSAGE_BYTES_MAX;
use lotse_protocol::role::Can;
use lotse_protocol::token::{MediaClaims, NodePlace};
use lotse_sfu_core::admission::Endpoint;
use lotse_sfu_core::classify::{Class, classify};
use uuid::Uuid;

use crate::client::Identity;
use crate::reference::PeerNo;
use crate::tokens::{Signer, dated};
use crate::world::World;

impl World {
    pub(crate) fn attack(&mut self) {
        match self.dice.below(10) {
            0 => self.throw_garbage(),
            1 => self.forge_stun(),
            2 => self.replay_from_elsewhere(),
            3 => self.bend_what_was_heard(),
            4 => self.show_bad_tokens(),
            5 => self.show_bad_offers(),
            6 => self.patch_nonsense(),
            7 => self.command_nonsense(),
            _ => self.be_rogue(),
        }
    }

    fn throw_garbage(&mut self) {
        let from = self.new_address();
        self.note(format!("garbage from {from}"));
        for _ in 0..*self.dice.pick(&[1, 5, 100]) {
            let first = *self.dice.pick(&[0, 1, 20, 22, 63, 128, 144, 191, 255]);
            let length = self.dice.below(160);
            let mut bytes: Vec<u8> = (0..length).map(|_| self.dice.roll() as u8).collect();
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
            self.strange(from, &bytes);
        }
    }

    /// A check that a participant sent, with one bit changed, from a new address: wrong key, wrong name, or wrong form.
    fn forge_stun(&mut self) {
        let heard = self.heard(Class::Stun);
        let from = self.new_address();
        for (_, mut bytes) in heard {
            let bit = self.dice.below(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            // The fingerprint at the end only tells STUN from other protocols; it is computed, not secret, and str0m
            // need not look at it.
            if bit / 8 + 8 >= bytes.len() {
                continue;
            }
            self.note(format!("forged STUN from {from}"));
            self.strange(from, &bytes);
        }
    }

    /// What a participant sent, from an address that never proved itself.
    fn replay_from_elsewhere(&mut self) {
        let from = self.new_address();
        for class in [Class::Dtls, Class::Media] {
            for (_, bytes) in self.heard(class) {
                self.note(format!("{class:?} from {from}"));
                self.strange(from, &bytes);
            }
        }
    }

    /// What a participant sent, changed or not, from their own address.
    fn bend_what_was_heard(&mut self) {
        for class in [Class::Stun, Class::Media] {
            for (from, mut bytes) in self.heard(class) {
                if self.dice.percent(80) {
                    let at = self.dice.below(bytes.len());
                    bytes[at] ^= 1 << self.dice.below(8);
                }
                self.note(format!("{class:?} as if from {from}"));
                self.strange(from, &bytes);
            }
        }
    }

    fn heard(&self, class: Class) -> Vec<(std::net::SocketAddr, Vec<u8>)> {
        let of_class = self.overheard.iter().rev();
        of_class
            .filter(|(_, bytes)| classify(bytes) == class)
            .take(3)
            .cloned()
            .collect()
    }

    fn show_bad_tokens(&mut self) {
        let person = self.dice.below(self.people.len());
        let (mine, other) = (Identity::generate(), Identity::generate());
        let who = &self.people[person];
        let session = self.sessions[who.session].id;
        let good = dated(who.claims(session, "evil".into(), &mine), self.wall());
        let (right, wrong) = match who.is_sharer() {
            true => (Endpoint::Whip, Endpoint::Whep),
            false => (Endpoint::Whep, Endpoint::Whip),
        };
        type Change = fn(&mut MediaClaims);
        let changes: [Change; 6] = [
            |claims| claims.exp = claims.iat - 1,
            |claims| claims.end = claims.iat - 1,
            |claims| claims.iss = "https://evil.example".into(),
            |claims| claims.aud = "another".into(),
            |claims| claims.can = vec![Can::SendScreen, Can::ViewScreen],
            |claims| {
                claims.nod = Some(NodePlace {
                    node: NodeId::from_uuid(Uuid::from_u128(8)),
                    epoch: 3,
                });
            },
        ];
        let wall = self.wall();
        let mut tries = vec![
            (self.signer.sign(&good), wrong, mine.fingerprint),
            (self.signer.sign(&good), right, other.fingerprint),
            (Signer::new(9).sign(&good), right, mine.fingerprint),
            ("a.b.c".to_owned(), right, mine.fingerprint),
        ];
        for change in changes {
            let mut claims = good.clone();
            change(&mut claims);
            tries.push((self.signer.sign(&claims), right, mine.fingerprint));
        }
        for token in &self.tokens_used {
            tries.push((token.clone(), right, mine.fingerprint));
        }
        for (token, endpoint, fingerprint) in tries {
            let judged = self
                .check
                .reserve(&token, wall, endpoint, Some(fingerprint));
            if judged.is_ok() {
                self.fail("a bad token was found good");
            }
        }
    }

    /// A good token with an offer that does not fit it, or is none.
    fn show_bad_offers(&mut self) {
        let Some((person, peer)) = self.somebody() else {
            return;
        };
        let (mine, other) = (Identity::generate(), Identity::generate());
        let who = &self.people[person];
        let jti = format!("bad offer {}", self.step);
        let claims = who.claims(self.sessions[who.session].id, jti, &mine);
        let token = self.signer.sign(&dated(claims, self.wall()));
        let endpoint = match who.is_sharer() {
            true => Endpoint::Whip,
            false => Endpoint::Whep,
        };
        let fingerprint = Some(mine.fingerprint);
        let whole = self.peers[peer].client.offer.clone();
        let at = self.dice.below(whole.len());
        let cut = whole.get(..at / 2).unwrap_or_default().to_owned();
        let offers = [
            // The offer of somebody else's certificate.
            whole.clone(),
            cut,
            String::new(),
            "v=0\r\n".repeat(9_000),
            whole.replace(
                &self.peers[peer].identity.fingerprint.to_string(),
                &other.fingerprint.to_string(),
            ),
        ];
        for offer in offers {
            let Ok(admission) = self
                .check
                .reserve(&token, self.wall(), endpoint, fingerprint)
            else {
                return;
            };
            let jti = admission.token();
            self.step += 1;
            if self.core.admit(self.now, admission, &offer).is_ok() {
                self.fail("a bad offer was answered");
            }
            self.check.release(&jti);
            self.drain(&[]);
        }
    }

    fn patch_nonsense(&mut self) {
        let legs: Vec<_> = self.peers.iter().filter_map(|peer| peer.leg).collect();
        if legs.is_empty() {
            return;
        }
        let leg = *self.dice.pick(&legs);
        let fragment = *self
            .dice
            .pick(&["", "{}", "a=ice-ufrag:x", "m=video\r\na=mid:0\r\n"]);
        self.step += 1;
        if let Ok(Some(_)) = self.core.patch(self.now, leg, fragment) {
            self.fail("nonsense restarted ICE");
        }
        self.drain(&[]);
    }

    /// A session that nobody opened, and participants who are none.
    fn command_nonsense(&mut self) {
        let session = SessionId::from_uuid(Uuid::from_u128(0xdead));
        let nobody = ParticipantId::from_uuid(Uuid::from_u128(0xbeef));
        let until = self.wall();
        for command in [
            Command::Gate {
                session,
                paused: false,
                allowed: vec![nobody],
            },
            Command::Lease { session, until },
            Command::Suspect {
                session,
                participant: nobody,
            },
        ] {
            if self.command(command) != Reply::UnknownSession {
                self.fail("a session that never was is known");
            }
        }
        if self.dice.percent(10) {
            let reason = EndReason::ServiceError;
            self.command(Command::End { session, reason });
        }
    }

    /// Somebody who was rightly admitted breaks the protocol.
    fn be_rogue(&mut self) {
        let Some((person, peer)) = self.somebody() else {
            return;
        };
        if !self.people[person].rogue {
            return;
        }
        self.note(format!("peer {peer} is rogue"));
        match self.dice.below(7) {
            0 => self.shout(peer, b"{\"type\":\"chat\"}"),
            1 => self.shout(peer, &[0xff; 40]),
            2 => self.shout(peer, &vec![b'['; CHANNEL_MESSAGE_BYTES_MAX + 1]),
            3 => {
                for _ in 0..120 {
                    self.shout(peer, b"{\"type\":\"beat\"}");
                }
            }
            4 => {
                for message in [FromClient::Pause, FromClient::Unpause] {
                    self.say(peer, &message);
                }
            }
            5 => {
                let version = self.dice.roll() % 40;
                self.say(peer, &FromClient::RosterSeen { version });
            }
            _ => self.forge_thread(person, peer),
        }
    }

    fn shout(&mut self, peer: PeerNo, bytes: &[u8]) {
        self.peers[peer].client.say_raw(self.now, bytes);
        self.after_client(peer, None, None);
    }

    /// Lines that no node ever sealed, put into another's mouth.
    fn forge_thread(&mut self, person: usize, peer: PeerNo) {
        let from = self.people[self.dice.below(self.people.len())].id;
        let next = self.people[person].page.last() + 1;
        let line = |seq| ChatLine {
            seq,
            id: format!("forged {seq}"),
            from,
            at: self.wall(),
            text: "I never said that".into(),
            mac: "AAAA".into(),
        };
        let lines = vec![line(next), line(next + 1)];
        self.say(peer, &FromClient::Thread { lines });
    }
}
