//! The end of a batch: what the sharer sent in it goes to every helper, one helper after the other. Each is asked for anew
//! whether they may have it.

use lotse_protocol::bus::Seen;
use lotse_protocol::id::{ParticipantId, SessionId};

use str0m::format::Codec;

use super::quality::codec_news;
use super::{Core, bump, count};
use crate::downstream::{MediaPacket, Offered, Outlet};
use crate::lane::{Lane, Loader};
use crate::leg::{Leg, Part};
use crate::limits::PAYLOAD_BYTES_MAX;
use crate::output::LegId;
use crate::rewrite::Source;
use crate::ring::Kept;
use crate::room::Taken;

/// What a batch came to, over all helpers.
#[derive(Debug, Default)]
struct Sum {
    packets: u64,
    bytes: u64,
    wants_picture: bool,
    begun: Vec<ParticipantId>,
    /// What became of the present helper's last packet of video that had a fate.
    picture: Option<(Codec, Offered)>,
}

/// Whether the way through the lane is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Road {
    /// There is no lane, or it cannot write the headers: all goes through str0m.
    Peer,
    /// One packet through str0m must show the way.
    Unknown,
    Lane,
}

impl Core {
    pub(super) fn carry(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let mut burst = std::mem::take(&mut room.burst);
        let mut sum = Sum::default();
        let mut at = 0_usize;
        while let Some(viewer) = self.viewer(session, at) {
            self.carry_to(viewer, session, &burst, &mut sum);
            self.note_codec(viewer, sum.picture.take());
            // Who failed meanwhile is gone, and the next has its place.
            if self.viewer(session, at) == Some(viewer) {
                at = at.saturating_add(1);
            }
        }
        self.note_forwarded(session, &sum);
        self.keep(session, &mut burst);
        for participant in sum.begun {
            self.fact(session, Seen::FirstFrame { participant });
        }
        if sum.wants_picture {
            self.want_picture(session);
        }
    }

    fn viewer(&self, session: SessionId, at: usize) -> Option<LegId> {
        self.rooms.get(&session)?.viewers.get(at).copied()
    }

    fn carry_to(&mut self, id: LegId, session: SessionId, burst: &[Taken], sum: &mut Sum) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let skipped = std::mem::take(&mut leg.skip);
        let mut rest = burst.get(skipped..).unwrap_or_default().iter();
        while let Some(leg) = self.legs.get_mut(&id) {
            let room = self.rooms.get(&session);
            if !room.is_some_and(|room| room.may_receive(leg)) {
                let withheld = count(rest.len());
                self.counters.withheld_gate = self.counters.withheld_gate.wrapping_add(withheld);
                return;
            }
            match road(leg) {
                Road::Lane => return self.carry_by_lane(id, rest.as_slice(), sum),
                Road::Peer => return self.carry_by_peer(id, rest.as_slice(), sum),
                Road::Unknown => {
                    let Some(taken) = rest.next() else {
                        return;
                    };
                    let offered = offer(leg, taken, Outlet::Guide);
                    if sum.note(leg.participant, taken, offered, &mut self.counters) {
                        self.flush(id);
                    }
                }
            }
        }
    }

    fn carry_by_peer(&mut self, id: LegId, burst: &[Taken], sum: &mut Sum) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let has_lane = leg.lane.is_some();
        for taken in burst {
            // Once there is a lane, the stream of resends is the lane's alone.
            let outlet = if has_lane {
                Outlet::Guide
            } else {
                Outlet::Peer
            };
            let offered = offer(leg, taken, outlet);
            sum.note(leg.participant, taken, offered, &mut self.counters);
        }
        self.dirty.insert(id);
    }

    fn carry_by_lane(&mut self, id: LegId, burst: &[Taken], sum: &mut Sum) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let participant = leg.participant;
        let Leg { lane, part, .. } = &mut **leg;
        let (Some(lane), Part::Down(down)) = (lane, part) else {
            return;
        };
        let place = lane.sealer_place();
        let (Some(path), Some(sealer)) = (lane.path(), place.get()) else {
            return;
        };
        let mut loader = Loader::new(
            path,
            lane.train_max(),
            sealer,
            &mut self.loaded,
            &mut self.spare,
        );
        let mut sent = 0_u32;
        for taken in burst {
            let offered = down.offer(&media(taken), Outlet::Lane(&mut loader));
            if sum.note(participant, taken, offered, &mut self.counters) {
                sent = sent.saturating_add(1);
                lane.note_sent(taken.is_video, taken.packet.payload.len());
            }
        }
        loader.finish();
        lane.earn(sent);
        let sent = u64::from(sent);
        self.counters.media_out = self.counters.media_out.wrapping_add(sent);
        self.counters.media_by_lane = self.counters.media_by_lane.wrapping_add(sent);
        self.send_loaded();
    }

    fn note_codec(&mut self, id: LegId, picture: Option<(Codec, Offered)>) {
        let (Some((codec, offered)), Some(leg)) = (picture, self.legs.get_mut(&id)) else {
            return;
        };
        if let Some(word) = codec_news(leg, codec, offered) {
            self.tell_codec(id, word);
        }
    }

    pub(super) fn send_loaded(&mut self) {
        let mut loaded = std::mem::take(&mut self.loaded);
        for train in loaded.drain(..) {
            self.transmit(train);
        }
        self.loaded = loaded;
    }

    fn note_forwarded(&mut self, session: SessionId, sum: &Sum) {
        self.counters.media_bytes_out = self.counters.media_bytes_out.wrapping_add(sum.bytes);
        if let Some(room) = self.rooms.get_mut(&session) {
            room.quality.packets = room.quality.packets.wrapping_add(sum.packets);
            room.quality.bytes = room.quality.bytes.wrapping_add(sum.bytes);
        }
    }

    /// What somebody was sent may be asked for again. The list is given back empty, to be filled again.
    fn keep(&mut self, session: SessionId, burst: &mut Vec<Taken>) {
        let Some(room) = self.rooms.get_mut(&session) else {
            return;
        };
        let lanes = |id: &LegId| {
            let leg = self.legs.get(id).filter(|leg| leg.flowing);
            leg.is_some_and(|leg| leg.lane.is_some())
        };
        let is_wanted = room.viewers.iter().any(lanes);
        let may_be_wanted = |taken: &Taken| {
            is_wanted && taken.is_video && taken.packet.payload.len() <= PAYLOAD_BYTES_MAX
        };
        for taken in burst.drain(..).filter(may_be_wanted) {
            let (source, kept) = kept(taken);
            room.ring.keep(source, kept);
        }
        if room.burst.is_empty() {
            room.burst = std::mem::take(burst);
        }
    }
}

impl Sum {
    /// True when the packet goes.
    fn note(
        &mut self,
        participant: ParticipantId,
        taken: &Taken,
        offered: Offered,
        counters: &mut crate::counters::Counters,
    ) -> bool {
        if taken.is_video && offered != Offered::Misfit {
            self.picture = Some((taken.spec.codec, offered));
        }
        match offered {
            Offered::Queued => {}
            Offered::Begun => self.begun.push(participant),
            Offered::NeedsPicture => {
                self.wants_picture = true;
                bump!(counters.withheld_key_frame);
                return false;
            }
            Offered::Undecodable => {
                bump!(counters.withheld_codec);
                return false;
            }
            Offered::Misfit => {
                bump!(counters.withheld_misfit);
                return false;
            }
        }
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(count(taken.packet.payload.len()));
        true
    }
}

fn road(leg: &Leg) -> Road {
    let fits = match &leg.part {
        Part::Down(down) => down.fits_lane(),
        Part::Up(_) => false,
    };
    match leg.lane.as_ref().filter(|_| fits).map(Lane::path) {
        None => Road::Peer,
        Some(None) => Road::Unknown,
        Some(Some(_)) => Road::Lane,
    }
}

fn offer(leg: &mut Leg, taken: &Taken, outlet: Outlet<'_, '_>) -> Offered {
    match &mut leg.part {
        Part::Down(down) => down.offer(&media(taken), outlet),
        Part::Up(_) => Offered::Undecodable,
    }
}

fn media(taken: &Taken) -> MediaPacket<'_> {
    MediaPacket {
        leg: taken.leg,
        is_video: taken.is_video,
        spec: &taken.spec,
        packet: &taken.packet,
    }
}

fn kept(taken: Taken) -> (Source, Kept) {
    let Taken {
        leg, spec, packet, ..
    } = taken;
    let source = Source {
        leg,
        ssrc: *packet.header.ssrc,
    };
    let kept = Kept {
        seq: *packet.seq_no,
        time: packet.header.timestamp,
        marker: packet.header.marker,
        payload_type: *packet.header.payload_type,
        codec: spec.codec,
        payload: packet.payload,
        at: packet.timestamp,
    };
    (source, kept)
}
