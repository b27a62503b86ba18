//! Joining: an admission and an offer become a leg.

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::{Can, MediaRole};

use super::{Core, Serving};
use crate::admission::Admission;
use crate::deadline::Timer;
use crate::fault::AdmitFault;
use crate::flood::{Bucket, Rate};
use crate::leg::{Leg, Part, Phase, Upstream, way_of};
use crate::limits::{
    CONNECT_WITHIN, ICE_RESTARTS_BURST, LEGS_MAX, LEGS_PER_SESSION_MAX, SESSIONS_MAX,
};
use crate::line::Line;
use crate::meter::Meter;
use crate::offer::Offer;
use crate::output::{Answered, LegId};
use crate::peer::{Peer, PeerFault};
use crate::room::Room;
use crate::silence::Silence;
use crate::ufrag;

impl Core {
    pub(super) fn join(
        &mut self,
        admission: Admission,
        offer: &str,
    ) -> Result<Answered, AdmitFault> {
        self.may_join(&admission)?;
        let way = way_of(admission.role());
        let offer = Offer::parse(offer, way)?;
        if admission
            .fingerprint()
            .is_some_and(|bound_to| bound_to != offer.fingerprint)
        {
            return Err(AdmitFault::OtherCertificate);
        }
        let ice = ufrag::credentials(self.shard, &mut self.chance);
        let (peer, sdp) = Peer::answer(&self.setup, &offer, way, &ice, self.now).map_err(why)?;
        let replaced = self.leg_of(&admission, admission.participant());
        if let Some(replaced) = replaced {
            self.leave(replaced, LeftWhy::Replaced);
        }
        let id = LegId(self.next_leg);
        self.next_leg = self.next_leg.wrapping_add(1);
        let leg = Leg {
            id,
            session: admission.session(),
            participant: admission.participant(),
            role: admission.role(),
            may_chat: admission.permits(Can::Chat),
            phase: Phase::Connecting,
            peer,
            part: part_of(admission.role()),
            line: Line::new(self.now),
            silence: Silence::new(self.now),
            offer,
            ice,
            restarts: Bucket::full(
                Rate {
                    burst: ICE_RESTARTS_BURST,
                    per_second: 1,
                },
                self.now,
            ),
            addresses: Vec::new(),
            heard_from: None,
            meter: Meter::default(),
            codec_told: None,
            flowing: false,
            lane: None,
            skip: 0,
        };
        Ok(self.enter(leg, &admission, sdp, replaced))
    }

    /// The leg takes its place in its session, with every deadline that ends it.
    fn enter(
        &mut self,
        leg: Leg,
        admission: &Admission,
        sdp: String,
        replaced: Option<LegId>,
    ) -> Answered {
        let answered = Answered {
            leg: leg.id,
            sdp,
            replaced,
            session: leg.session,
            participant: leg.participant,
            role: leg.role,
        };
        let room = self
            .rooms
            .entry(leg.session)
            .or_insert_with(|| Room::new(leg.session));
        room.note_end(admission.end());
        match leg.role {
            MediaRole::Sharer => room.sharer = Some((leg.id, leg.participant)),
            MediaRole::Helper | MediaRole::Observer => room.viewers.push(leg.id),
        }
        self.demux.register(leg.ice.ufrag.clone(), leg.id);
        let connect_by = self.after(CONNECT_WITHIN);
        self.deadlines.set(Timer::Connect(leg.id), connect_by);
        if let Some(end) = self.wall.when(admission.end()) {
            self.deadlines.set(Timer::End(leg.id), end);
        }
        self.dirty.insert(leg.id);
        self.fact(
            leg.session,
            Seen::Admitted {
                participant: leg.participant,
                role: leg.role,
            },
        );
        self.legs.insert(leg.id, Box::new(leg));
        answered
    }

    fn may_join(&self, admission: &Admission) -> Result<(), AdmitFault> {
        if self.ended.contains(&admission.session()) || admission.end() <= self.wall.at(self.now) {
            return Err(AdmitFault::SessionOver);
        }
        if self.revoked.contains(&admission.participant()) {
            return Err(AdmitFault::Revoked);
        }
        if self.legs.len() >= LEGS_MAX {
            return Err(AdmitFault::Full);
        }
        let Some(room) = self.rooms.get(&admission.session()) else {
            return match self.state {
                Serving::Draining => Err(AdmitFault::Draining),
                Serving::Ready if self.rooms.len() >= SESSIONS_MAX => Err(AdmitFault::Full),
                Serving::Ready => Ok(()),
            };
        };
        let other_sharer = room
            .sharer
            .is_some_and(|(_, sharer)| sharer != admission.participant());
        if admission.role() == MediaRole::Sharer && other_sharer {
            return Err(AdmitFault::SharerPresent);
        }
        let replaces = self.leg_in(room, admission.participant()).is_some();
        if !replaces && room.legs().len() >= LEGS_PER_SESSION_MAX {
            return Err(AdmitFault::Full);
        }
        Ok(())
    }

    fn leg_of(&self, admission: &Admission, participant: ParticipantId) -> Option<LegId> {
        let room = self.rooms.get(&admission.session())?;
        self.leg_in(room, participant)
    }

    pub(super) fn leg_in(&self, room: &Room, participant: ParticipantId) -> Option<LegId> {
        let is_theirs = |id: &LegId| {
            self.legs
                .get(id)
                .is_some_and(|leg| leg.participant == participant)
        };
        room.legs().into_iter().find(is_theirs)
    }
}

fn part_of(role: MediaRole) -> Part {
    match role {
        MediaRole::Sharer => Part::Up(Upstream::default()),
        MediaRole::Helper | MediaRole::Observer => Part::Down(Box::default()),
    }
}

const fn why(fault: PeerFault) -> AdmitFault {
    match fault {
        PeerFault::Refused | PeerFault::Dead => AdmitFault::Unreadable,
        PeerFault::Panicked => AdmitFault::Failed,
    }
}
