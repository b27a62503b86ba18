//! The rule of the house in its smallest form: who may receive a picture now. Written from the contract, not from the core,
//! so that the two can disagree. Never sends anything.

use std::collections::{BTreeMap, BTreeSet};

use lotse_protocol::bus::{Command, Reply, RosterNotice};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::time::Timestamp;

/// One connection of one participant; never given twice in a world.
pub(crate) type PeerNo = usize;

/// Whether the sharer's own pause holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    None,
    Held,
    Asked,
}

#[derive(Debug)]
struct Seat {
    peer: PeerNo,
    shown: bool,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Room {
    lease: Option<Timestamp>,
    notice: RosterNotice,
    paused: bool,
    hold: Hold,
    allowed: BTreeSet<ParticipantId>,
    revoked: BTreeSet<ParticipantId>,
    viewers: BTreeMap<ParticipantId, Seat>,
    pub(crate) sharer: Option<PeerNo>,
    pub(crate) ended: bool,
}

impl Room {
    fn new() -> Self {
        Self {
            lease: None,
            notice: RosterNotice::Acknowledged,
            paused: false,
            hold: Hold::None,
            allowed: BTreeSet::new(),
            revoked: BTreeSet::new(),
            viewers: BTreeMap::new(),
            sharer: None,
            ended: false,
        }
    }

    fn may_receive(
        &self,
        participant: ParticipantId,
        peer: PeerNo,
        wall: Timestamp,
    ) -> Result<(), &'static str> {
        let rule = |holds: bool, broken: &'static str| holds.then_some(()).ok_or(broken);
        let seat = self.viewers.get(&participant);
        let seat = seat.filter(|seat| seat.peer == peer);
        rule(!self.ended, "the session has ended")?;
        rule(self.lease.is_some(), "the session was never opened")?;
        rule(self.lease > Some(wall), "the lease has run out")?;
        rule(!self.revoked.contains(&participant), "revoked")?;
        rule(seat.is_some(), "this connection is not admitted")?;
        rule(self.sharer.is_some(), "there is no sharer")?;
        rule(self.allowed.contains(&participant), "not allowed")?;
        rule(!self.paused, "the control plane has paused")?;
        rule(self.hold == Hold::None, "the sharer has paused")?;
        let operator = self.notice == RosterNotice::Operator;
        let shown = operator || seat.is_some_and(|seat| seat.shown);
        rule(shown, "the sharer's page has not shown them")
    }
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    rooms: BTreeMap<SessionId, Room>,
}

impl Reference {
    pub(crate) fn room(&mut self, session: SessionId) -> &mut Room {
        self.rooms.entry(session).or_insert_with(Room::new)
    }

    pub(crate) fn may_receive(
        &self,
        session: SessionId,
        participant: ParticipantId,
        peer: PeerNo,
        wall: Timestamp,
    ) -> Result<(), &'static str> {
        let room = self.rooms.get(&session).ok_or("there is no session")?;
        room.may_receive(participant, peer, wall)
    }

    pub(crate) fn sharer(&self, session: SessionId) -> Option<PeerNo> {
        self.rooms.get(&session)?.sharer
    }

    pub(crate) fn has_ended(&self, session: SessionId) -> bool {
        self.rooms.get(&session).is_some_and(|room| room.ended)
    }

    pub(crate) fn is_revoked(&self, session: SessionId, participant: ParticipantId) -> bool {
        let room = self.rooms.get(&session);
        room.is_some_and(|room| room.revoked.contains(&participant))
    }

    pub(crate) fn lease(&self, session: SessionId) -> Option<Timestamp> {
        self.rooms.get(&session)?.lease
    }

    /// A command that was answered so; what is forbidden counts whatever the answer was.
    pub(crate) fn handle_command(&mut self, command: &Command, reply: Reply) {
        let done = reply == Reply::Done;
        match command {
            Command::Open {
                session,
                lease,
                notice,
                ..
            } if done => {
                let room = self.room(*session);
                room.lease = Some(*lease);
                room.notice = *notice;
            }
            Command::Gate {
                session,
                paused,
                allowed,
            } if done => self.room(*session).gate(*paused, allowed),
            Command::Lease { session, until } if done => {
                let room = self.room(*session);
                room.lease = room.lease.map(|_| *until);
            }
            Command::Revoke {
                session,
                participant,
            } => {
                let room = self.room(*session);
                room.revoked.insert(*participant);
            }
            Command::End { session, .. } => self.room(*session).ended = true,
            Command::Open { .. }
            | Command::Gate { .. }
            | Command::Lease { .. }
            | Command::Suspect { .. }
            | Command::Drain => {}
        }
    }

    pub(crate) fn handle_sharer(&mut self, session: SessionId, peer: PeerNo) {
        let room = self.room(session);
        room.sharer = Some(peer);
        for seat in room.viewers.values_mut() {
            seat.shown = false;
        }
    }

    pub(crate) fn handle_viewer(&mut self, session: SessionId, who: ParticipantId, peer: PeerNo) {
        let seat = Seat { peer, shown: false };
        self.room(session).viewers.insert(who, seat);
    }

    pub(crate) fn handle_gone(&mut self, session: SessionId, peer: PeerNo) {
        let room = self.room(session);
        if room.sharer == Some(peer) {
            room.sharer = None;
        }
        room.viewers.retain(|_, seat| seat.peer != peer);
    }

    /// The sharer's page `page` says that it shows these connections.
    pub(crate) fn handle_shown(&mut self, session: SessionId, page: PeerNo, shown: &[PeerNo]) {
        let room = self.room(session);
        if room.sharer != Some(page) {
            return;
        }
        for seat in room.viewers.values_mut() {
            seat.shown |= shown.contains(&seat.peer);
        }
    }

    pub(crate) fn handle_pause(&mut self, session: SessionId) {
        self.room(session).hold = Hold::Held;
    }

    pub(crate) fn handle_unpause_request(&mut self, session: SessionId) {
        let room = self.room(session);
        if room.hold == Hold::Held {
            room.hold = Hold::Asked;
        }
    }
}

impl Room {
    /// A gate that opens may have been on its way when the sharer paused, so it opens nothing before the control plane has
    /// shown that it knows of the pause.
    fn gate(&mut self, paused: bool, allowed: &[ParticipantId]) {
        self.allowed = allowed.iter().copied().collect();
        self.paused = paused;
        self.hold = match (paused, self.hold) {
            (true, Hold::None | Hold::Held | Hold::Asked) => Hold::None,
            (false, Hold::None | Hold::Asked) => Hold::None,
            (false, Hold::Held) => Hold::Held,
        };
    }
}
