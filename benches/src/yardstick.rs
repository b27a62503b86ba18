//! How fast this machine is just now: the same work beside every claim, so that a slow minute is not taken for a slow change.
//! Never touches what is measured.

use std::time::Duration;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use criterion::Criterion;

/// What the yardstick of a group is called.
pub const YARDSTICK: &str = "yardstick";
/// Bytes of the packet that it seals.
const PACKET_BYTES: usize = 1_200;

/// Short enough for all claims together, long enough for each.
#[must_use]
pub fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_millis(1_500))
}

/// Measures the machine beside the claims of one group: one AES-256-GCM seal of 1,200 bytes.
pub fn measure(criterion: &mut Criterion, group: &str) {
    let key = key(0);
    let mut packet = vec![0; PACKET_BYTES];
    let mut group = criterion.benchmark_group(group);
    group.bench_function(YARDSTICK, |bencher| {
        bencher.iter(|| seal(&key, &mut packet));
    });
    group.finish();
}

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
