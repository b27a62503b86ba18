//! HMAC with SHA-256 (RFC 2104) over the `sha2` crate, and hexadecimal. Never holds a key of its own.

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Digest32 = [u8; 32];

// RFC 2104 section 2: the block size of SHA-256 and the two pads.
const BLOCK: usize = 64;
const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

/// Hashes `parts`, one after the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Digest32 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Authenticates `message` with a key of 32 bytes.
#[must_use]
pub fn hmac_sha256(key: &Digest32, message: &[u8]) -> Digest32 {
    let pad = |byte: u8| {
        let mut block = [byte; BLOCK];
        for (slot, key_byte) in block.iter_mut().zip(key) {
            *slot ^= key_byte;
        }
        block
    };
    let inner = sha256(&[&pad(INNER_PAD), message]);
    sha256(&[&pad(OUTER_PAD), &inner])
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads 32 bytes in hexadecimal.
#[must_use]
pub fn unhex32(text: &str) -> Option<Digest32> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, slot) in bytes.iter_mut().enumerate() {
        *slot = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_agrees_with_an_independent_implementation() {
        // python3: hmac.new(bytes([0x0b]*20)+bytes(12), b"Hi There", "sha256"), which is RFC 4231 section 4.2, since a
        // short key is filled up with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0b);

        let mac = hmac_sha256(&key, b"Hi There");

        assert_eq!(
            hex(&mac),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    #[test]
    fn hexadecimal_and_back_is_the_same() {
        let bytes = sha256(&[b"a"]);

        assert_eq!(unhex32(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex32("ab"), None);
        assert_eq!(unhex32(&"ä".repeat(32)), None);
    }
}
