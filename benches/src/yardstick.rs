//! How fast this machine is just now: the same work beside every claim, so that a slow minute is not taken for a slow change.
//! Never touches what is measured.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// What the yardstick of a group is called.
pub const YARDSTICK: &str = "yardstick";
/// Bytes of the packet that it seals.
pub const PACKET_BYTES: usize = 1_200;

/// One of many keys.
#[must_use]
pub fn key(nth: u8) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[nth; 32]).unwrap())
}

/// Seals a packet in place.
pub fn seal(key: &LessSafeKey, packet: &mut [u8]) {
    let nonce = Nonce::assume_unique_for_key([0; 12]);
    let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), packet);
    std::hint::black_box(tag.is_ok());
}
