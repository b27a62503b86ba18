//! What goes to one helper: which packets, rewritten how. Never asks whether they may have it: the session's gate says so.

use std::collections::BTreeMap;

use str0m::format::{Codec, CodecSpec};
use str0m::media::{Mid, Pt};
use str0m::rtp::{RtpPacket, RtpWrite, SeqNo};

use crate::limits::{PAYLOAD_BYTES_MAX, PAYLOAD_TYPES_MAX, PENDING_PACKETS_MAX};
use crate::output::LegId;
use crate::peer::{Stream, decodes};
use crate::picture::can_start;
use crate::rewrite::{Incoming, Outgoing, Rewrite, Source};
use crate::vp8::PictureIds;

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
}

impl Downstream {
    /// Both sides have agreed on a media section.
    pub(crate) fn add(&mut self, stream: Stream, is_video: bool) {
        let track = Some(Track {
            stream,
            rewrite: Rewrite::default(),
            ids: PictureIds::default(),
            has_begun: false,
            payload_types: BTreeMap::new(),
            mapped_for: None,
        });
        if is_video {
            self.video = track;
        } else {
            self.audio = track;
        }
    }

    /// Takes a packet for sending, if it fits.
    pub(crate) fn offer(&mut self, media: &MediaPacket<'_>) -> Offered {
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
        match track.take(media) {
            Ok((write, offered)) => {
                self.pending.push((track.stream.mid, write));
                offered
            }
            Err(offered) => offered,
        }
    }

    /// Nothing waits any more, and the next packet begins anew.
    pub(crate) fn interrupt(&mut self) {
        self.pending.clear();
        for track in [&mut self.video, &mut self.audio].into_iter().flatten() {
            track.rewrite.interrupt();
        }
    }

    /// What waits to be sent.
    pub(crate) fn take_pending(&mut self) -> Vec<(Mid, RtpWrite)> {
        std::mem::take(&mut self.pending)
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
    fn take(&mut self, media: &MediaPacket<'_>) -> Result<(RtpWrite, Offered), Offered> {
        let packet = media.packet;
        if packet.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(Offered::Misfit);
        }
        let pt = self.payload_type(media).ok_or(Offered::Undecodable)?;
        let (sent, offered) = self.renumber(media)?;
        let mut write = RtpWrite::new(
            pt,
            SeqNo::from(sent.seq),
            sent.time,
            packet.timestamp,
            packet.payload.clone(),
        )
        .marker(packet.header.marker)
        .nackable(media.is_video);
        if media.spec.codec == Codec::Vp8
            && let Some(patch) = self.ids.patch(&packet.payload)
        {
            write = write.vp8_patch(patch);
        }
        Ok((write, offered))
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
