//! One session as a node sees it: who is there, the gate, the roster, the thread. It begins with the first admission or with
//! the control plane's word, whichever comes first. Never holds a peer: legs are elsewhere, and named by id.

use std::collections::BTreeMap;

use lotse_protocol::bus::{RosterNotice, Seen, ThreadKey};
use lotse_protocol::channel::RosterEntry;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use str0m::format::CodecSpec;
use str0m::rtp::RtpPacket;

use crate::gate::Gate;
use crate::keyframe::Keyframe;
use crate::leg::Leg;
use crate::limits::READERS_MAX;
use crate::output::LegId;
use crate::ring::Ring;
use crate::roster::Roster;
use crate::thread::Thread;

/// One session as a node sees it.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) session: SessionId,
    pub(crate) gate: Gate,
    pub(crate) roster: Roster,
    /// There is none before the control plane has opened the session.
    pub(crate) thread: Option<Thread>,
    pub(crate) keyframe: Keyframe,
    pub(crate) sharer: Option<(LegId, ParticipantId)>,
    /// Helpers and observers, in the order in which they came.
    pub(crate) viewers: Vec<LegId>,
    pub(crate) quality: Quality,
    /// What this batch brought and nobody was sent yet.
    pub(crate) burst: Vec<Taken>,
    pub(crate) ring: Ring,
    /// Whether the pages were last told that the picture is stopped.
    pub(crate) told_paused: bool,
    notice: RosterNotice,
    /// The latest hard end that a token named: until then somebody may come back and ask for the thread.
    end: Option<Timestamp>,
    /// From where in the thread each helper and observer may read.
    reads_from: BTreeMap<ParticipantId, u64>,
}

/// A packet of the sharer's.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) leg: LegId,
    pub(crate) is_video: bool,
    pub(crate) spec: CodecSpec,
    pub(crate) packet: RtpPacket,
}

/// How the session went.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quality {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
    pub(crate) chats: u64,
}

impl Quality {
    pub(crate) const fn fact(self) -> Seen {
        Seen::Quality {
            packets: self.packets,
            bytes: self.bytes,
            chats: self.chats,
        }
    }
}

impl Room {
    pub(crate) fn new(session: SessionId) -> Self {
        Self {
            session,
            gate: Gate::shut(),
            roster: Roster::default(),
            thread: None,
            keyframe: Keyframe::default(),
            sharer: None,
            viewers: Vec::new(),
            quality: Quality::default(),
            burst: Vec::new(),
            ring: Ring::default(),
            told_paused: false,
            notice: RosterNotice::Acknowledged,
            end: None,
            reads_from: BTreeMap::new(),
        }
    }

    pub(crate) fn handle_open(&mut self, key: &ThreadKey, notice: RosterNotice) {
        self.gate.handle_open();
        self.notice = notice;
        if self.thread.is_none() {
            self.thread = Some(Thread::new(self.session, key));
        }
    }

    pub(crate) fn note_end(&mut self, end: Timestamp) {
        self.end = self.end.max(Some(end));
    }

    /// Until when a session is kept that nobody is in and nobody answers for: as long as its thread could be asked for.
    pub(crate) fn kept_until(&self) -> Option<Timestamp> {
        let has_lines = self.thread.as_ref().is_some_and(|thread| thread.head() > 0);
        self.end.filter(|_| has_lines)
    }

    /// The rule of the house: frames go to a helper only if the gate lets them through, they are connected and heard, and
    /// the sharer is there, whose page has shown them. Without a sharer not even what was lost is sent again.
    pub(crate) fn may_receive(&self, viewer: &Leg) -> bool {
        let shown = match self.notice {
            RosterNotice::Operator => true,
            RosterNotice::Acknowledged => self.roster.has_been_shown(viewer.id),
        };
        shown
            && self.sharer.is_some()
            && viewer.is_joined()
            && !viewer.silence.is_interrupted()
            && self.viewers.contains(&viewer.id)
            && self.gate.lets_through(viewer.participant)
    }

    pub(crate) fn join(&mut self, leg: &Leg) {
        let entry = RosterEntry {
            id: leg.participant,
            role: leg.role,
        };
        self.roster.join(leg.id, entry);
    }

    /// Takes the leg out; false when it was not listed as connected.
    pub(crate) fn leave(&mut self, leg: LegId) -> bool {
        if self.sharer.is_some_and(|(sharer, _)| sharer == leg) {
            self.sharer = None;
            self.roster.forget_seen();
        }
        self.viewers.retain(|viewer| *viewer != leg);
        self.roster.leave(leg)
    }

    /// Everybody, the sharer first.
    pub(crate) fn legs(&self) -> Vec<LegId> {
        let sharer = self.sharer.map(|(leg, _)| leg);
        sharer
            .into_iter()
            .chain(self.viewers.iter().copied())
            .collect()
    }

    /// From where in the thread this participant may read: the sharer and the first helper from its beginning, whoever
    /// comes later from their joining on.
    pub(crate) fn reads_from(&mut self, leg: &Leg) -> u64 {
        let head = self.thread.as_ref().map_or(0, Thread::head);
        if leg.role == MediaRole::Sharer {
            return 0;
        }
        if let Some(from) = self.reads_from.get(&leg.participant) {
            return *from;
        }
        let from = if self.reads_from.is_empty() { 0 } else { head };
        if self.reads_from.len() < READERS_MAX {
            self.reads_from.insert(leg.participant, from);
        }
        from
    }
}
