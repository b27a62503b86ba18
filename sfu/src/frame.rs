//! RFC 4571 frames on a TCP stream: a length of two bytes, then that many bytes. Never reads or writes a stream.

use crate::limits::FRAME_BYTES_MAX;

/// The next frame at the beginning of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next<'a> {
    /// A whole frame, and what follows it.
    Frame(&'a [u8], &'a [u8]),
    /// The bytes end within a frame.
    Incomplete,
    /// The frame is longer than [`FRAME_BYTES_MAX`].
    TooLong,
}

/// Cuts the next frame off.
pub(crate) fn next(bytes: &[u8]) -> Next<'_> {
    let Some((len, rest)) = bytes.split_first_chunk::<2>() else {
        return Next::Incomplete;
    };
    let len = usize::from(u16::from_be_bytes(*len));
    if len > FRAME_BYTES_MAX {
        return Next::TooLong;
    }
    match rest.split_at_checked(len) {
        Some((frame, rest)) => Next::Frame(frame, rest),
        None => Next::Incomplete,
    }
}

/// Puts `payload` into a frame; `None` when no length of two bytes can say how long it is.
pub(crate) fn framed(payload: &[u8]) -> Option<Vec<u8>> {
    let len = u16::try_from(payload.len()).ok()?;
    let mut frame = Vec::with_capacity(payload.len().saturating_add(2));
    frame.extend_from_slice(&len.to_be_bytes());
    frame.extend_from_slice(payload);
    Some(frame)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_above_the_bound_is_refused_before_it_is_there() {
        let len = u16::try_from(FRAME_BYTES_MAX + 1).unwrap();

        assert_eq!(next(&len.to_be_bytes()), Next::TooLong);
    }

    proptest! {
        #[test]
        fn frames_come_back_however_they_are_cut(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..8),
            cut in 0_usize..600,
        ) {
            let stream: Vec<u8> = payloads.iter().flat_map(|payload| framed(payload).unwrap()).collect();
            let mut seen = Vec::new();
            let mut waiting = Vec::new();
            for part in [&stream[..cut.min(stream.len())], &stream[cut.min(stream.len())..]] {
                waiting.extend_from_slice(part);
                while let Next::Frame(frame, rest) = next(&waiting) {
                    seen.push(frame.to_vec());
                    waiting = rest.to_vec();
                }
            }
            prop_assert_eq!(seen, payloads);
            prop_assert!(waiting.is_empty());
        }
    }
}
