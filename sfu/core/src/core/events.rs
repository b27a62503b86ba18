//! What str0m says about a leg.

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::channel::FromNode;
use lotse_protocol::role::MediaRole;
use str0m::Event;
use str0m::media::MediaAdded;

use super::{Core, bump};
use crate::config::Egress;
use crate::deadline::Timer;
use crate::lane::Lane;
use crate::leg::{Part, Phase};
use crate::output::LegId;
use crate::peer::is_video;
use crate::silence::Change;

impl Core {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "another crate's open enum: whatever else it says, this node does not use"
    )]
    pub(super) fn handle_event(&mut self, id: LegId, event: Event) {
        if self.legs.get(&id).is_none_or(|leg| leg.is_leaving()) {
            return self.handle_late_event(id, &event);
        }
        match event {
            Event::Connected => self.handle_connected(id),
            Event::MediaAdded(added) => self.handle_media_added(id, &added),
            Event::RtpPacket(packet) => self.forward(id, packet),
            Event::RawPacket(packet) => self.handle_raw(id, &packet),
            Event::KeyframeRequest(_) => self.handle_picture_wish(id),
            Event::ChannelOpen(channel, _) => self.handle_channel_open(id, channel),
            Event::ChannelData(data) => self.handle_channel_data(id, &data),
            Event::ChannelBufferedAmountLow(_) => {
                self.dirty.insert(id);
            }
            Event::PeerStats(stats) => self.handle_peer_stats(id, &stats),
            Event::MediaIngressStats(stats) => self.handle_ingress_stats(id, &stats),
            Event::MediaEgressStats(stats) => self.handle_egress_stats(id, &stats),
            Event::Closed => self.leave(id, LeftWhy::Closed),
            _ => {}
        }
    }

    /// A leg that lingers for the word of the end is done when the peer closes.
    fn handle_late_event(&mut self, id: LegId, event: &Event) {
        if matches!(event, Event::Closed) && !self.closing.contains(&id) {
            self.closing.push(id);
        }
    }

    fn handle_connected(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.phase != Phase::Connecting {
            return;
        }
        leg.phase = Phase::Joined;
        let _ = leg.silence.handle_heard(self.now);
        self.deadlines.clear(Timer::Connect(id));
        self.deadlines
            .set(Timer::Silence(id), leg.silence.poll_timeout());
        if let (Part::Down(_), Egress::Lane { train_max }) = (&leg.part, self.setup.egress) {
            leg.lane = Lane::open(leg.peer.sealer(), train_max);
        }
        let (session, participant, role) = (leg.session, leg.participant, leg.role);
        if let Some(room) = self.rooms.get_mut(&session) {
            room.join(leg);
        }
        self.fact(session, Seen::Joined { participant, role });
        self.tell_roster(session);
        self.refresh(session);
    }

    fn handle_media_added(&mut self, id: LegId, added: &MediaAdded) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let Some(stream) = leg.peer.stream(added.mid) else {
            return;
        };
        let video = is_video(added.kind);
        match &mut leg.part {
            Part::Up(up) if video => up.video = Some(stream),
            Part::Up(up) => up.audio = Some(stream),
            Part::Down(down) => {
                down.add(stream, video);
                if video {
                    leg.peer.reset_resends(added.mid);
                }
            }
        }
    }

    /// A helper's decoder asks. One that may receive nothing asks for nothing.
    fn handle_picture_wish(&mut self, id: LegId) {
        bump!(self.counters.picture_requests_heard);
        let Some(leg) = self.legs.get(&id).filter(|leg| leg.flowing) else {
            return;
        };
        self.want_picture(leg.session);
    }

    /// Tells what a silence means, to the control plane and, of the sharer's, to the pages.
    pub(super) fn handle_silence(&mut self, id: LegId, change: Change) {
        let Some(leg) = self.legs.get(&id).filter(|leg| leg.is_joined()) else {
            return;
        };
        let (session, participant, role) = (leg.session, leg.participant, leg.role);
        let since = leg.silence.quiet_since().unwrap_or(self.now);
        self.deadlines
            .set(Timer::Silence(id), leg.silence.poll_timeout());
        let since = self.wall.at(since);
        let (what, word) = match change {
            Change::Quiet => (Seen::Quiet { participant, role }, FromNode::Quiet { since }),
            Change::Interrupted => (
                Seen::Interrupted { participant, role },
                FromNode::Interrupted { since },
            ),
            Change::Back => (Seen::Back { participant, role }, FromNode::Back),
            Change::Lost => return self.leave(id, LeftWhy::Lost),
        };
        self.fact(session, what);
        match role {
            MediaRole::Sharer => self.tell_viewers(session, &word),
            MediaRole::Helper | MediaRole::Observer => self.refresh(session),
        }
    }
}
