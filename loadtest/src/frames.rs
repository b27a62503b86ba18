//! Synthetic frames: the payload descriptors and first bytes are those of the codec, so that a server which looks for key
//! frames finds them; the rest is a stamp and filler. Never a picture that a decoder would show.

use crate::limits::{FRAME_PACKETS_MAX, PAYLOAD_BYTES_MAX};
use crate::stamp::{STAMP_BYTES, Stamp};

/// The video codecs that a publisher can pretend to encode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// VP8 (RFC 7741).
    Vp8,
    /// VP9 (RFC 9628).
    Vp9,
    /// AV1 (AOM's RTP payload format 1.0).
    Av1,
    /// H.264 constrained baseline (RFC 6184).
    H264,
}

impl Codec {
    /// Every codec.
    pub const ALL: [Self; 4] = [Self::Vp8, Self::Vp9, Self::Av1, Self::H264];
}

/// One frame to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Its number, which the player reads back.
    pub number: u32,
    /// Whether it is a key frame.
    pub key: bool,
    /// About how many bytes it has.
    pub bytes: usize,
}

/// SPS and PPS of a 640x400 constrained-baseline stream.
const SPS: [u8; 10] = [0x67, 0x42, 0xc0, 0x1f, 0xd9, 0x00, 0xa0, 0x33, 0xb2, 0x80];
const PPS: [u8; 4] = [0x68, 0xcb, 0x83, 0xcb];
/// A sequence header OBU without a size field.
const SEQUENCE_HEADER: [u8; 11] = [
    0x08, 0x00, 0x00, 0x00, 0x04, 0x44, 0xff, 0x31, 0xfc, 0x2b, 0x20,
];
const FILLER: u8 = 0x55;

/// Cuts a frame into RTP payloads, in order; `None` when it needs too many.
pub(crate) fn packets(codec: Codec, frame: Frame, sent_us: u64) -> Option<Vec<Vec<u8>>> {
    let pictures = frame.bytes.div_ceil(PAYLOAD_BYTES_MAX).max(1);
    let size = frame.bytes.div_ceil(pictures);
    let parts = pictures.checked_add(usize::from(parameter_sets(codec, frame)))?;
    if parts > FRAME_PACKETS_MAX {
        return None;
    }
    let parts = u16::try_from(parts).ok()?;
    let cut = |part: u16| {
        let place = Place { frame, part, parts };
        let sets = place.first() && parameter_sets(codec, frame);
        let mut payload = Vec::with_capacity(PAYLOAD_BYTES_MAX);
        let packet = 0; // a test counts frames
        write(codec, place, packet, sent_us, &mut payload);
        if !sets {
            let full = size.max(payload.len());
            payload.resize(full, FILLER);
        }
        payload
    };
    Some((0..parts).map(cut).collect())
}

/// Appends one part of a frame as a payload of exactly so many bytes, or as few more as its headers need.
pub(crate) fn payload(
    codec: Codec,
    place: Place,
    bytes: usize,
    (packet, sent_us): (u32, u64),
    out: &mut Vec<u8>,
) {
    let end = out.len().saturating_add(bytes);
    write(codec, place, packet, sent_us, out);
    out.resize(end.max(out.len()), FILLER);
}

fn write(codec: Codec, place: Place, packet: u32, sent_us: u64, out: &mut Vec<u8>) {
    header(codec, place, out);
    Stamp {
        frame: place.frame.number,
        part: place.part,
        parts: place.parts,
        packet,
        sent_us,
    }
    .write(out);
}

/// Whether a packet of parameter sets goes before the picture.
fn parameter_sets(codec: Codec, frame: Frame) -> bool {
    codec == Codec::H264 && frame.key
}

/// Where in its frame a packet is.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) frame: Frame,
    pub(crate) part: u16,
    pub(crate) parts: u16,
}

impl Place {
    fn first(self) -> bool {
        self.part == 0
    }

    fn last(self) -> bool {
        self.part.checked_add(1) == Some(self.parts)
    }

    /// A 15-bit picture id.
    fn picture_id(self) -> [u8; 2] {
        let [_, _, high, low] = self.frame.number.to_be_bytes();
        [high | 0x80, low]
    }
}

fn header(codec: Codec, place: Place, out: &mut Vec<u8>) {
    match codec {
        Codec::Vp8 => vp8(place, out),
        Codec::Vp9 => vp9(place, out),
        Codec::Av1 => av1(place, out),
        Codec::H264 => h264(place, out),
    }
}

/// RFC 7741 section 4.2: X=1, S on the first packet, I=1 with a 15-bit picture id; section 4.3: P=0 is a key frame.
fn vp8(place: Place, out: &mut Vec<u8>) {
    out.push(if place.first() { 0x90 } else { 0x80 });
    out.push(0x80);
    out.extend_from_slice(&place.picture_id());
    if !place.first() {
        return;
    }
    // RFC 6386 section 9.1: a key frame has a start code and its size, here 640x400.
    if place.frame.key {
        out.extend_from_slice(&[0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x90, 0x01]);
    } else {
        out.extend_from_slice(&[0x11, 0x02, 0x00]);
    }
}

/// RFC 9628 section 4.2: I=1, P on delta frames, B and E at the edges.
fn vp9(place: Place, out: &mut Vec<u8>) {
    let inter = if place.frame.key { 0 } else { 0x40 };
    let begin = if place.first() { 0x08 } else { 0 };
    let end = if place.last() { 0x04 } else { 0 };
    out.push(0x80 | inter | begin | end);
    out.extend_from_slice(&place.picture_id());
    if !place.first() {
        return;
    }
    // VP9 bitstream section 6.2: frame marker, profile 0, frame type, shown; a key frame has a sync code.
    if place.frame.key {
        out.extend_from_slice(&[0x82, 0x49, 0x83, 0x42]);
    } else {
        out.push(0x86);
    }
}

/// AV1 RTP section 4.4: Z, Y, W, N; N marks the first packet of a coded video sequence.
fn av1(place: Place, out: &mut Vec<u8>) {
    let continues = if place.first() { 0 } else { 0x80 };
    let goes_on = if place.last() { 0 } else { 0x40 };
    let sequence = place.first() && place.frame.key;
    let elements = if sequence { 0x20 | 0x08 } else { 0x10 };
    out.push(continues | goes_on | elements);
    if sequence {
        out.push(0x0b); // leb128 of the sequence header's 11 bytes
        out.extend_from_slice(&SEQUENCE_HEADER);
    }
    if place.first() {
        // OBU_FRAME without size; frame type and show_frame.
        out.extend_from_slice(&[0x30, if place.frame.key { 0x10 } else { 0x30 }]);
    }
}

/// RFC 6184: a key frame begins with a STAP-A of SPS, PPS and an SEI that holds the stamp; slices go alone or as FU-A.
fn h264(place: Place, out: &mut Vec<u8>) {
    let sets = place.frame.key;
    if sets && place.first() {
        out.push(0x78);
        length_and(&SPS, out);
        length_and(&PPS, out);
        let sei = u16::try_from(STAMP_BYTES.saturating_add(1)).unwrap_or(u16::MAX);
        out.extend_from_slice(&sei.to_be_bytes());
        out.push(0x06);
        return;
    }
    let nal = if sets { 5 } else { 1 };
    let first_slice = place.part == u16::from(sets);
    if first_slice && place.last() {
        out.push(0x60 | nal);
        return;
    }
    let start = if first_slice { 0x80 } else { 0 };
    let end = if place.last() { 0x40 } else { 0 };
    out.extend_from_slice(&[0x7c, start | end | nal]);
}

fn length_and(unit: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&u16::try_from(unit.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(unit);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(codec: Codec, key: bool, bytes: usize) -> Vec<Vec<u8>> {
        let frame = Frame {
            number: 5,
            key,
            bytes,
        };
        packets(codec, frame, 9).unwrap()
    }

    #[test]
    fn every_part_of_a_frame_carries_its_stamp() {
        for codec in Codec::ALL {
            for key in [true, false] {
                let payloads = cut(codec, key, 5_000);

                let parts = if codec == Codec::H264 && key { 6 } else { 5 };
                assert_eq!(payloads.len(), parts);
                for (part, payload) in payloads.iter().enumerate() {
                    let stamp = Stamp::find(payload).unwrap();
                    assert_eq!(usize::from(stamp.part), part);
                    assert_eq!(
                        (stamp.frame, stamp.parts, stamp.sent_us),
                        (5, u16::try_from(parts).unwrap(), 9)
                    );
                }
            }
        }
    }

    #[test]
    fn key_and_delta_frames_differ_where_a_server_looks() {
        assert_eq!(cut(Codec::Vp8, true, 100)[0][4] & 1, 0);
        assert_eq!(cut(Codec::Vp8, false, 100)[0][4] & 1, 1);
        assert_eq!(cut(Codec::Vp9, true, 100)[0][0] & 0x40, 0);
        assert_eq!(cut(Codec::Vp9, false, 100)[0][0] & 0x40, 0x40);
        assert_eq!(cut(Codec::Av1, true, 100)[0][0] & 8, 8);
        assert_eq!(cut(Codec::Av1, false, 100)[0][0] & 8, 0);
        assert_eq!(cut(Codec::H264, true, 5_000)[0][3] & 0x1f, 7);
        assert_eq!(cut(Codec::H264, true, 5_000)[1][..2], [0x7c, 0x85]);
        assert_eq!(cut(Codec::H264, true, 500)[1][0], 0x65);
        assert_eq!(cut(Codec::H264, false, 5_000)[0][1] & 0x1f, 1);
    }

    #[test]
    fn a_frame_of_too_many_packets_is_refused() {
        let frame = Frame {
            number: 0,
            key: true,
            bytes: PAYLOAD_BYTES_MAX * (FRAME_PACKETS_MAX + 1),
        };

        assert!(packets(Codec::Vp8, frame, 0).is_none());
    }
}
