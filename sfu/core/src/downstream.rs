//! What goes to one helper: which packets, rewritten how. Never asks whether they may have it: the session's gate says so.

use std::collections::BTreeMap;
use std::time::Instant;

use str0m::format::{Codec, CodecSpec};
use str0m::media::{Mid, Pt};
use str0m::rtp::{RtpPacket, RtpWrite, SeqNo};

use crate::header::{Header, Numbers};
use crate::index::{Index, Indices};
use crate::lane::{Loader, Payload};
use crate::limits::{PAYLOAD_BYTES_MAX, PAYLOAD_TYPES_MAX, PENDING_PACKETS_MAX};
use crate::output::LegId;
use crate::peer::{Stream, decodes};
use crate::picture::can_start;
use crate::rewrite::{Incoming, Outgoing, Rewrite, Source};
use crate::ring::Ring;
use crate::vp8::{PictureIds, Renumbered};

/// A packet of the sharer, with what is known of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MediaPacket<'a> {
    pub(crate) leg: LegId,
    pub(crate) is_video: bool,
    pub(crate) spec: &'a CodecSpec,
    pub(crate) packet: &'a RtpPacket,
}

/// What became of a packet for one helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offered {
    /// It waits to be sent, and others went before it.
    Queued,
    /// It waits to be sent, and begins the helper's first picture.
    Begun,
    /// A key frame must come first.
    NeedsPicture,
    /// The helper agreed on no such codec.
    Undecodable,
    /// It is too large, too old, or too much.
    Misfit,
}

/// How a packet leaves.
#[derive(Debug)]
pub(crate) enum Outlet<'a, 'b> {
    /// Through str0m, which also sends it again.
    Peer,
    /// Through str0m, which shows the lane where to; the lane sends it again.
    Guide,
    /// Through the lane.
    Lane(&'a mut Loader<'b>),
}

/// What a helper has not received.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Missing {
    pub(crate) ssrc: u32,
    pub(crate) seq: u16,
}

/// What goes to one helper.
#[derive(Debug, Default)]
pub(crate) struct Downstream {
    video: Option<Track>,
    audio: Option<Track>,
    pending: Vec<(Mid, RtpWrite)>,
}

#[derive(Debug)]
struct Track {
    stream: Stream,
    rewrite: Rewrite,
    ids: PictureIds,
    has_begun: bool,
    /// The sharer's payload types and ours, for one sharer's leg.
    payload_types: BTreeMap<u8, Option<Pt>>,
    mapped_for: Option<LegId>,
    sealed: Indices,
    /// What the lane needs; nothing where str0m must write the header.
    header: Option<Header>,
    again: Option<Again>,
}

/// The stream of what the lane sends again.
#[derive(Debug)]
struct Again {
    header: Header,
    sealed: Indices,
}

/// What a packet becomes.
#[derive(Debug)]
struct Onward {
    pt: Pt,
    index: Index,
    time: u32,
    renumbered: Option<Renumbered>,
}

impl Downstream {
    /// Both sides have agreed on a media section. A second one of its kind is not used: its numbers could repeat.
    pub(crate) fn add(&mut self, stream: Stream, is_video: bool) {
        let track = if is_video {
            &mut self.video
        } else {
            &mut self.audio
        };
        track.get_or_insert_with(|| Track::new(stream));
    }

    /// Whether the lane can write all headers.
    pub(crate) fn fits_lane(&self) -> bool {
        let mut tracks = [&self.video, &self.audio].into_iter().flatten();
        tracks.all(|track| track.header.is_some())
    }

    /// Takes a packet for sending, if it fits.
    pub(crate) fn offer(&mut self, media: &MediaPacket<'_>, outlet: Outlet<'_, '_>) -> Offered {
        if self.pending.len() >= PENDING_PACKETS_MAX {
            self.interrupt();
        }
        let track = if media.is_video {
            &mut self.video
        } else {
            &mut self.audio
        };
        let Some(track) = track else {
            return Offered::Undecodable;
        };
        let (onward, offered) = match track.take(media) {
            Ok(taken) => taken,
            Err(offered) => return offered,
        };
        let nackable = match outlet {
            Outlet::Lane(loader) => {
                let is_loaded = track.load(onward, media, loader);
                return if is_loaded { offered } else { Offered::Misfit };
            }
            Outlet::Peer => media.is_video,
            Outlet::Guide => false,
        };
        let write = track.write(onward, media).nackable(nackable);
        self.pending.push((track.stream.mid, write));
        offered
    }

    /// Sends a packet again through the lane; false when it is not there any more, or never was.
    pub(crate) fn send_again(
        &mut self,
        missing: Missing,
        ring: &Ring,
        now: Instant,
        loader: &mut Loader<'_>,
    ) -> bool {
        let track = self.video.as_mut();
        track
            .filter(|track| track.sealed.ssrc() == missing.ssrc)
            .and_then(|track| track.send_again(missing.seq, ring, now, loader))
            .is_some_and(|sent| sent)
    }

    /// Nothing waits any more, and the next packet begins anew.
    pub(crate) fn interrupt(&mut self) {
        self.pending.clear();
        for track in [&mut self.video, &mut self.audio].into_iter().flatten() {
            track.rewrite.interrupt();
        }
    }

    /// What waits to be sent through str0m.
    pub(crate) fn drain_pending(&mut self) -> impl ExactSizeIterator<Item = (Mid, RtpWrite)> {
        self.pending.drain(..)
    }

    /// Whether a picture is wanted and has not begun.
    pub(crate) fn lacks_picture(&self) -> bool {
        self.video
            .as_ref()
            .is_some_and(|track| !track.rewrite.is_running())
    }

    pub(crate) fn video_mid(&self) -> Option<Mid> {
        self.video.as_ref().map(|track| track.stream.mid)
    }
}

impl Track {
    fn new(stream: Stream) -> Self {
        let mid = stream.mid.trim();
        let names = stream.names;
        let header = names.and_then(|it| Header::new(it.ssrc, mid, it.mid_id));
        let again = names.and_then(|it| {
            let ssrc = it.resend_ssrc.filter(|ssrc| *ssrc != it.ssrc)?;
            Some(Again {
                header: Header::new(ssrc, mid, it.mid_id)?,
                sealed: Indices::new(ssrc),
            })
        });
        Self {
            sealed: Indices::new(names.map_or(0, |it| it.ssrc)),
            stream,
            rewrite: Rewrite::default(),
            ids: PictureIds::default(),
            has_begun: false,
            payload_types: BTreeMap::new(),
            mapped_for: None,
            header,
            again,
        }
    }

    fn take(&mut self, media: &MediaPacket<'_>) -> Result<(Onward, Offered), Offered> {
        let packet = media.packet;
        if packet.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(Offered::Misfit);
        }
        let pt = self.payload_type(media).ok_or(Offered::Undecodable)?;
        let (sent, offered) = self.renumber(media)?;
        let index = self.sealed.take(sent.seq).ok_or(Offered::Misfit)?;
        let is_vp8 = media.spec.codec == Codec::Vp8;
        let onward = Onward {
            pt,
            index,
            time: sent.time,
            renumbered: is_vp8.then(|| self.ids.proceed(&packet.payload)).flatten(),
        };
        Ok((onward, offered))
    }

    /// For str0m. It seals what it is given once, so the index ends here.
    fn write(&self, onward: Onward, media: &MediaPacket<'_>) -> RtpWrite {
        let packet = media.packet;
        let seq = SeqNo::from(onward.index.number());
        let (time, at, payload) = (onward.time, packet.timestamp, packet.payload.clone());
        let renumbered = onward.renumbered.and_then(|it| it.patch(&payload));
        let write = RtpWrite::new(onward.pt, seq, time, at, payload).marker(packet.header.marker);
        match renumbered {
            Some(patch) => write.vp8_patch(patch),
            None => write,
        }
    }

    fn load(&self, onward: Onward, media: &MediaPacket<'_>, loader: &mut Loader<'_>) -> bool {
        let Some(header) = &self.header else {
            return false;
        };
        let numbers = Numbers {
            payload_type: *onward.pt,
            marker: media.packet.header.marker,
            seq: low_bits(onward.index.number()),
            time: onward.time,
        };
        let payload = Payload {
            before: &[],
            bytes: &media.packet.payload,
        };
        let renumber = |payload: &mut [u8]| {
            if let Some(renumbered) = onward.renumbered {
                renumbered.write(payload);
            }
        };
        loader.load(onward.index, header, numbers, payload, renumber)
    }

    fn send_again(
        &mut self,
        seq: u16,
        ring: &Ring,
        now: Instant,
        loader: &mut Loader<'_>,
    ) -> Option<bool> {
        let last = self.rewrite.last_seq()?;
        let number = last.checked_sub(u64::from(low_bits(last).wrapping_sub(seq)))?;
        let origin = self.rewrite.origin(number)?;
        let kept = ring.find(origin.source, origin.seq, now)?;
        let mapped = self.mapped_for == Some(origin.source.leg);
        let types = mapped.then_some(&self.payload_types)?;
        let pt = (*types.get(&kept.payload_type)?)?;
        let mut resends = self.stream.resends.iter();
        let (_, pt) = resends.find(|(sent, _)| *sent == pt)?;
        let again = self.again.as_mut()?;
        let index = again.sealed.take_next()?;
        let numbers = Numbers {
            payload_type: **pt,
            marker: kept.marker,
            seq: low_bits(index.number()),
            time: kept.time.wrapping_add(origin.time_shift),
        };
        let payload = Payload {
            before: &seq.to_be_bytes(),
            bytes: &kept.payload,
        };
        let is_vp8 = kept.codec == Codec::Vp8;
        let renumbered = is_vp8.then(|| self.ids.again(&kept.payload)).flatten();
        let renumber = |payload: &mut [u8]| {
            if let Some(renumbered) = renumbered {
                renumbered.write(payload);
            }
        };
        Some(loader.load(index, &again.header, numbers, payload, renumber))
    }

    fn renumber(&mut self, media: &MediaPacket<'_>) -> Result<(Outgoing, Offered), Offered> {
        let incoming = incoming(media);
        if self.rewrite.runs_from(incoming.source) {
            let sent = self.rewrite.proceed(&incoming).ok_or(Offered::Misfit)?;
            return Ok((sent, Offered::Queued));
        }
        let payload = &media.packet.payload;
        if media.is_video && !can_start(media.spec.codec, payload) {
            return Err(Offered::NeedsPicture);
        }
        self.ids.begin(payload);
        let sent = self.rewrite.begin(&incoming);
        let first = media.is_video && !std::mem::replace(&mut self.has_begun, true);
        let offered = if first {
            Offered::Begun
        } else {
            Offered::Queued
        };
        Ok((sent, offered))
    }

    /// Looked up once for each payload type of each sharer's leg.
    fn payload_type(&mut self, media: &MediaPacket<'_>) -> Option<Pt> {
        if self.mapped_for != Some(media.leg) || self.payload_types.len() >= PAYLOAD_TYPES_MAX {
            self.payload_types.clear();
            self.mapped_for = Some(media.leg);
        }
        let formats = &self.stream.formats;
        *self
            .payload_types
            .entry(*media.packet.header.payload_type)
            .or_insert_with(|| {
                let fit = formats.iter().find(|(_, spec)| decodes(spec, media.spec));
                fit.map(|(pt, _)| *pt)
            })
    }
}

/// RFC 3711 section 3.3.1: what of an index is in the header.
fn low_bits(index: u64) -> u16 {
    u16::try_from(index & 0xffff).unwrap_or(0)
}

fn incoming(media: &MediaPacket<'_>) -> Incoming {
    let header = &media.packet.header;
    Incoming {
        source: Source {
            leg: media.leg,
            ssrc: *header.ssrc,
        },
        seq: *media.packet.seq_no,
        time: header.timestamp,
        clock_hz: media.spec.clock_rate.get(),
        at: media.packet.timestamp,
    }
}
