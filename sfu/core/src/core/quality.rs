//! What pages are told about the picture's way: how well it gets through, and whether they can show it at all.

use lotse_protocol::channel::{FromNode, VideoCodec};
use str0m::format::Codec;
use str0m::stats::{MediaEgressStats, MediaIngressStats, PeerStats};

use super::Core;
use crate::downstream::Offered;
use crate::lane::Lane;
use crate::leg::{Leg, Part};
use crate::meter::Sample;
use crate::output::LegId;

impl Core {
    /// The sharer's way to this node.
    pub(super) fn handle_peer_stats(&mut self, id: LegId, stats: &PeerStats) {
        let now = self.now;
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| sends(leg)) else {
            return;
        };
        let sample = Sample {
            loss: stats.ingress_loss_fraction,
            rtt: None,
            bytes: stats.bytes_rx,
        };
        leg.meter.handle_sample(now, sample);
        self.tell_quality(id, None);
    }

    pub(super) fn handle_ingress_stats(&mut self, id: LegId, stats: &MediaIngressStats) {
        if let (Some(leg), Some(rtt)) = (self.legs.get_mut(&id), stats.rtt) {
            leg.meter.note_round_trip(rtt);
        }
    }

    /// From this node to a helper; what was lost before is lost here too.
    pub(super) fn handle_egress_stats(&mut self, id: LegId, stats: &MediaEgressStats) {
        let now = self.now;
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.flowing) else {
            return;
        };
        let video = match &leg.part {
            Part::Down(down) => down.video_mid(),
            Part::Up(_) => None,
        };
        if video != Some(stats.mid) {
            return;
        }
        let by_lane = leg.lane.as_ref().map_or(0, Lane::video_bytes);
        let sample = Sample {
            loss: stats.loss,
            rtt: stats.rtt,
            bytes: stats.bytes.wrapping_add(by_lane),
        };
        leg.meter.handle_sample(now, sample);
        let room = self.rooms.get(&leg.session);
        let sharer = room.and_then(|room| room.sharer);
        let upstream = sharer
            .and_then(|(sharer, _)| self.legs.get(&sharer))
            .and_then(|sharer| sharer.meter.lost_per_mille());
        self.tell_quality(id, upstream);
    }

    fn tell_quality(&mut self, id: LegId, upstream: Option<u16>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.line.is_open()) else {
            return;
        };
        if let Some(word) = leg.meter.word(upstream) {
            self.tell(id, &word);
        }
    }

    pub(super) fn tell_codec(&mut self, id: LegId, (name, shown): (VideoCodec, bool)) {
        self.tell(id, &FromNode::Codec { name, shown });
    }
}

fn sends(leg: &Leg) -> bool {
    match leg.part {
        Part::Up(_) => true,
        Part::Down(_) => false,
    }
}

/// What a helper's page must hear after it was offered a packet of video: that it cannot show this, or that it now can.
pub(super) fn codec_news(
    leg: &mut Leg,
    codec: Codec,
    offered: Offered,
) -> Option<(VideoCodec, bool)> {
    let shown = match offered {
        Offered::Undecodable => false,
        Offered::Queued | Offered::Begun | Offered::NeedsPicture => true,
        Offered::Misfit => return None,
    };
    if shown && leg.codec_told.is_none_or(|(_, shown)| shown) {
        return None;
    }
    let word = (video_codec(codec)?, shown);
    if leg.codec_told == Some(word) || !leg.line.is_open() {
        return None;
    }
    leg.codec_told = Some(word);
    Some(word)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "another crate's open enum: this node forwards no other video"
)]
const fn video_codec(codec: Codec) -> Option<VideoCodec> {
    match codec {
        Codec::Vp8 => Some(VideoCodec::Vp8),
        Codec::Vp9 => Some(VideoCodec::Vp9),
        Codec::Av1 => Some(VideoCodec::Av1),
        Codec::H264 => Some(VideoCodec::H264),
        _ => None,
    }
}
