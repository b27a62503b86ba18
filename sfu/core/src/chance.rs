//! Unguessable bytes from one seed: HMAC-SHA256 over a counter. The edge draws the seed from the system, a test fixes it.
//! Never a random source of its own.

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};

/// A stream of unguessable bytes.
pub(crate) struct Chance {
    key: Key,
    drawn: u64,
}

impl Chance {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        Self {
            key: Key::new(HMAC_SHA256, seed),
            drawn: 0,
        }
    }

    /// `length` characters of the 64 that ICE credentials may hold (RFC 8839 section 5.4); at most 32.
    pub(crate) fn ice_chars(&mut self, length: usize) -> String {
        const CHARS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        self.drawn = self.drawn.wrapping_add(1);
        let bytes = sign(&self.key, &self.drawn.to_be_bytes());
        let drawn = bytes.as_ref().iter().take(length);
        drawn
            .filter_map(|byte| CHARS.get(usize::from(byte & 63)))
            .map(|byte| char::from(*byte))
            .collect()
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_stream_and_no_two_draws_alike() {
        let (mut one, mut same, mut other) = (
            Chance::new(&[1; 32]),
            Chance::new(&[1; 32]),
            Chance::new(&[2; 32]),
        );

        let first = one.ice_chars(24);

        assert_eq!(first.len(), 24);
        assert_eq!(first, same.ice_chars(24));
        assert_ne!(first, other.ice_chars(24));
        assert_ne!(first, one.ice_chars(24));
    }
}
