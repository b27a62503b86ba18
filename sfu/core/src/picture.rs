//! Where a picture starts that needs no other: a helper's first packet. Never looks deeper than the descriptors.

use str0m::format::{
    Codec, detect_av1_keyframe, detect_h264_keyframe, detect_h264_nalu, detect_vp8_keyframe,
    detect_vp9_keyframe,
};

/// RFC 6184 section 5.2: a sequence parameter set, which stands before the picture it is for.
const H264_SPS: u8 = 7;
/// RFC 9628 section 4.2: B, the start of a frame.
const VP9_START: u8 = 0x08;

/// Whether decoding can start with this payload. A codec whose descriptors say nothing can start anywhere.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "another crate's open enum: whatever it is, nothing can be told"
)]
pub(crate) fn can_start(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Vp8 => detect_vp8_keyframe(payload),
        Codec::Vp9 => {
            detect_vp9_keyframe(payload) && payload.first().is_some_and(|b| b & VP9_START != 0)
        }
        Codec::Av1 => detect_av1_keyframe(payload),
        Codec::H264 => detect_h264_keyframe(payload) || detect_h264_nalu(payload, H264_SPS),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_codec_starts_with_its_key_frame_and_not_with_another_packet() {
        for (codec, start, other) in [
            (Codec::Vp8, &[0x10, 0x00][..], &[0x10, 0x01][..]),
            (Codec::Vp9, &[0x08], &[0x48]),
            (Codec::Vp9, &[0x08], &[0x04]),
            (Codec::Av1, &[0x18], &[0x10]),
            (Codec::H264, &[0x65], &[0x41]),
            (Codec::H264, &[0x67], &[0x06]),
        ] {
            assert!(can_start(codec, start), "{codec:?}");
            assert!(!can_start(codec, other), "{codec:?}");
        }
        assert!(can_start(Codec::Opus, &[]));
    }

    proptest! {
        #[test]
        fn any_bytes_start_a_picture_or_do_not(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            for codec in [Codec::Vp8, Codec::Vp9, Codec::Av1, Codec::H264] {
                let _ = can_start(codec, &bytes);
            }
        }
    }
}
