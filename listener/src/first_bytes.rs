//! Tells protocols apart by the first bytes of a TCP connection. Never reads a socket.

/// As many bytes as a verdict may need: an HTTP/2 preface.
pub const NEEDED_MAX: usize = HTTP2_PREFACE.len();

/// RFC 9113 section 3.4.
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// RFC 8489 section 5.
const STUN_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
/// RFC 8489 section 5: a STUN header alone.
const STUN_HEADER_LEN: u16 = 20;

/// What a connection speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// A TLS handshake.
    Tls,
    /// HTTP/1.1 in the clear.
    Http1,
    /// HTTP/2 in the clear, known beforehand.
    Http2,
    /// A STUN message in an RFC 4571 frame: ICE over TCP.
    IceTcp,
    /// Nothing that is served here.
    Unknown,
}

/// Says what the connection speaks, or `None` while the bytes do not suffice.
#[must_use]
pub fn classify(bytes: &[u8]) -> Option<Speaks> {
    match *bytes {
        [] => None,
        [b'A'..=b'Z', ..] => http(bytes),
        // RFC 8446 section 5.1: a handshake record, and every version's first number is 3.
        [0x16, 0x03, _, ..] => Some(Speaks::Tls),
        [0x16] | [0x16, 0x03] => None,
        _ => ice_tcp(bytes),
    }
}

/// RFC 9110 section 9.1: methods are upper case here; a method and a blank must come within the first bytes.
fn http(bytes: &[u8]) -> Option<Speaks> {
    if bytes.starts_with(HTTP2_PREFACE) {
        return Some(Speaks::Http2);
    }
    if HTTP2_PREFACE.starts_with(bytes) {
        return None;
    }
    let method = bytes.iter().take_while(|byte| byte.is_ascii_uppercase());
    match (method.count(), bytes.len()) {
        (method, len) if method == len => (len >= NEEDED_MAX).then_some(Speaks::Unknown),
        (method, _) if bytes.get(method) == Some(&b' ') => Some(Speaks::Http1),
        (_, _) => Some(Speaks::Unknown),
    }
}

/// RFC 4571 section 2 frames with a length of two bytes; RFC 8489 section 5 begins with two zero bits, a length and the
/// cookie.
fn ice_tcp(bytes: &[u8]) -> Option<Speaks> {
    let (frame, rest) = bytes.split_first_chunk::<2>()?;
    if u16::from_be_bytes(*frame) < STUN_HEADER_LEN {
        return Some(Speaks::Unknown);
    }
    match *rest {
        [first, ..] if first & 0xC0 != 0 => Some(Speaks::Unknown),
        [_, _, _, _, a, b, c, d, ..] if [a, b, c, d] == STUN_COOKIE => Some(Speaks::IceTcp),
        [_, _, _, _, _, _, _, _, ..] => Some(Speaks::Unknown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BINDING: [u8; 12] = [0, 28, 0, 1, 0, 8, 0x21, 0x12, 0xA4, 0x42, 1, 2];

    #[test]
    fn each_protocol_is_told_by_its_first_bytes() {
        assert_eq!(classify(&[0x16, 3, 1, 2, 0]), Some(Speaks::Tls));
        assert_eq!(classify(b"GET / HTTP/1.1"), Some(Speaks::Http1));
        assert_eq!(classify(b"OPTIONS *"), Some(Speaks::Http1));
        assert_eq!(classify(HTTP2_PREFACE), Some(Speaks::Http2));
        assert_eq!(classify(&BINDING), Some(Speaks::IceTcp));
        assert_eq!(classify(b"SSH-2.0-x"), Some(Speaks::Unknown));
        assert_eq!(classify(&[0xff; 16]), Some(Speaks::Unknown));
    }

    #[test]
    fn a_frame_too_short_for_stun_is_unknown() {
        let mut short = BINDING;
        short[1] = 19;

        assert_eq!(classify(&short), Some(Speaks::Unknown));
    }

    proptest! {
        #[test]
        fn a_verdict_comes_within_the_bytes_it_may_need(bytes in prop::collection::vec(any::<u8>(), NEEDED_MAX..64)) {
            prop_assert!(classify(&bytes).is_some());
        }

        #[test]
        fn more_bytes_never_change_a_verdict(bytes in prop::collection::vec(any::<u8>(), 1..64)) {
            let first = (1..=bytes.len()).find_map(|len| classify(&bytes[..len]));
            if let Some(first) = first {
                prop_assert_eq!(classify(&bytes), Some(first));
            }
        }

        #[test]
        fn a_method_is_http_however_slowly_it_comes(method in "[A-Z]{1,10}", len in 1_usize..12) {
            let text = format!("{method} / HTTP/1.1\r\n");
            let told = classify(&text.as_bytes()[..len.min(text.len())]);
            prop_assert!(matches!(told, None | Some(Speaks::Http1)));
        }
    }
}
