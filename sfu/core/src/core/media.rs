//! The picture: from the sharer to whoever may have it, and requests for it the other way.

use lotse_protocol::channel::FromNode;
use lotse_protocol::id::SessionId;
use str0m::rtp::RtpPacket;

use super::{Core, bump};
use crate::deadline::Timer;
use crate::keyframe::Command;
use crate::leg::Part;
use crate::limits::PENDING_PACKETS_MAX;
use crate::output::LegId;
use crate::room::Taken;

impl Core {
    /// Keeps a packet until the batch is over; then every helper of the session is asked for anew whether they may have it.
    pub(super) fn forward(&mut self, from: LegId, packet: RtpPacket) {
        let Some((session, is_video, spec)) = self.source_of(from, &packet) else {
            return;
        };
        bump!(self.counters.media_in);
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        if room.burst.len() >= PENDING_PACKETS_MAX {
            bump!(self.counters.withheld_misfit);
            return;
        }
        if room.burst.is_empty() {
            self.bursting.push(session);
        }
        room.burst.push(Taken {
            leg: from,
            is_video,
            spec,
            packet,
        });
    }

    /// Only what the session's one sharer sends in an agreed format is media.
    fn source_of(
        &self,
        from: LegId,
        packet: &RtpPacket,
    ) -> Option<(SessionId, bool, str0m::format::CodecSpec)> {
        let leg = self.legs.get(&from).filter(|leg| leg.is_joined())?;
        let Part::Up(up) = &leg.part else {
            return None;
        };
        let room = self.rooms.get(&leg.session)?;
        let is_the_sharer = room.sharer.is_some_and(|(sharer, _)| sharer == from);
        let (is_video, spec) = up.lookup(*packet.header.payload_type)?;
        is_the_sharer.then_some((leg.session, is_video, spec))
    }

    /// After anything that decides who may receive has changed: who may no longer has nothing waiting and nothing to be
    /// resent, who newly may begins with a key frame, and the pages learn of a pause.
    pub(super) fn refresh(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let mut newcomers = false;
        for viewer in &room.viewers {
            let Some(leg) = self.legs.get_mut(viewer) else {
                continue;
            };
            let may_receive = room.may_receive(leg);
            if may_receive == leg.flowing {
                continue;
            }
            leg.flowing = may_receive;
            leg.skip = room.burst.len();
            newcomers |= may_receive;
            leg.shut();
        }
        let is_paused = room.gate.is_paused();
        if is_paused || room.sharer.is_none() {
            room.ring.clear();
        }
        let changed = is_paused != room.told_paused;
        room.told_paused = is_paused;
        if changed {
            let word = if is_paused {
                FromNode::Paused
            } else {
                FromNode::Unpaused
            };
            self.tell_all(session, &word);
        }
        if newcomers {
            self.want_picture(session);
        }
    }

    /// Somebody needs a key frame. However many do, the sharer hears of it at most once in half a second.
    pub(super) fn want_picture(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let command = room.keyframe.handle_request(self.now);
        self.obey_keyframe(session, command);
    }

    pub(super) fn handle_picture_timer(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let command = room.keyframe.handle_timeout(self.now);
        self.obey_keyframe(session, command);
    }

    fn obey_keyframe(&mut self, session: SessionId, command: Option<Command>) {
        match command {
            Some(Command::RequestPicture) => self.request_picture(session),
            None => {}
        }
        let due = self
            .rooms
            .get(&session)
            .and_then(|room| room.keyframe.poll_timeout());
        match due {
            Some(at) => self.deadlines.set(Timer::Picture(session), at),
            None => self.deadlines.clear(Timer::Picture(session)),
        }
    }

    /// A request may be lost, and a still screen sends nothing that would show it: while somebody waits for a picture,
    /// the next request is due again.
    fn request_picture(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let waits = |leg: &LegId| {
            self.legs.get(leg).is_some_and(|leg| match &leg.part {
                Part::Down(down) => leg.flowing && down.lacks_picture(),
                Part::Up(_) => false,
            })
        };
        let is_awaited = room.viewers.iter().any(waits);
        let Some((sharer, _)) = room.sharer else {
            return;
        };
        if is_awaited {
            // Just sent, so this only notes that another is wanted.
            let _ = room.keyframe.handle_request(self.now);
        }
        let Some(leg) = self.legs.get_mut(&sharer).filter(|leg| leg.is_joined()) else {
            return;
        };
        let video = leg
            .upstream()
            .and_then(|up| up.video.as_ref().map(|v| v.mid));
        if video.is_some_and(|mid| leg.peer.request_picture(mid)) {
            bump!(self.counters.picture_requests);
            self.dirty.insert(sharer);
        }
    }
}
