//! Tells by the first bytes what a datagram is (RFC 7983 section 7). Never reads further.

/// What a datagram claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// STUN: an ICE check.
    Stun,
    /// DTLS: handshake or data channel.
    Dtls,
    /// RTP or RTCP.
    Media,
    /// None of ours.
    Foreign,
}

/// Tells what a datagram claims to be.
#[must_use]
pub fn classify(bytes: &[u8]) -> Class {
    match bytes.first() {
        // RFC 8489 section 5: two zero bits, and a header of 20 bytes.
        Some(0..=1) if bytes.len() >= 20 => Class::Stun,
        Some(20..=63) if bytes.len() >= 13 => Class::Dtls,
        // RFC 3550 section 5.1: version 2; RFC 3711: an SRTCP packet has at least 8 + 4 bytes.
        Some(128..=191) if bytes.len() >= 12 => Class::Media,
        Some(_) | None => Class::Foreign,
    }
}

/// Whether a datagram of class [`Class::Media`] is RTP and not RTCP.
#[must_use]
pub fn is_rtp(bytes: &[u8]) -> bool {
    // RFC 5761 section 4: payload types 64 to 95 are RTCP's, here with the marker bit.
    let is_rtcp = matches!(bytes.get(1), Some(192..=223));
    classify(bytes) == Class::Media && !is_rtcp
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_first_byte_has_its_class() {
        for (first, class) in [
            (0, Class::Stun),
            (1, Class::Stun),
            (2, Class::Foreign),
            (19, Class::Foreign),
            (20, Class::Dtls),
            (63, Class::Dtls),
            (64, Class::Foreign),
            (127, Class::Foreign),
            (128, Class::Media),
            (191, Class::Media),
            (192, Class::Foreign),
        ] {
            assert_eq!(classify(&[first; 20]), class, "{first}");
        }
    }

    proptest! {
        #[test]
        fn a_short_datagram_is_foreign(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            prop_assert_eq!(classify(&bytes), Class::Foreign);
        }
    }
}
