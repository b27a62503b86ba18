//! Seals outgoing RTP as SRTP with AES-GCM (RFC 7714), with the key that DTLS made for this direction. Never opens
//! anything, never shows a key, and seals only what an [`Index`] was given for.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use str0m::crypto::SrtpProvider;
use str0m::crypto::dtls::SrtpProfile;

use crate::index::Index;

/// Bytes that sealing adds to a packet: the tag.
pub(crate) const SEAL_BYTES: usize = 16;
/// RFC 7714 section 12: salts of 96 bits.
const SALT_BYTES: usize = 12;
/// RFC 3711 section 4.3.1: what a key or salt is derived for.
const LABEL_RTP_KEY: u8 = 0;
const LABEL_RTP_SALT: u8 = 2;
const ROUND_BYTES: usize = 16;

/// The key and salt of one direction of one peer.
pub(crate) struct Sealer {
    key: LessSafeKey,
    salt: [u8; SALT_BYTES],
}

/// Which side of a DTLS connection one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// The packet could not be sealed; nothing of it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsealed;

impl Sealer {
    /// What this side of a DTLS connection sends with; nothing for profiles other than AES-GCM.
    pub(crate) fn new(
        material: &[u8],
        profile: SrtpProfile,
        side: Side,
        srtp: &dyn SrtpProvider,
    ) -> Option<Self> {
        let (algorithm, key_bytes): (&'static Algorithm, usize) = match profile {
            SrtpProfile::AEAD_AES_128_GCM => (&AES_128_GCM, 16),
            SrtpProfile::AEAD_AES_256_GCM => (&AES_256_GCM, 32),
            SrtpProfile::AES128_CM_SHA1_80 | _ => return None,
        };
        // RFC 5764 section 4.2: client's key, server's key, client's salt, server's salt.
        let (client_key, rest) = material.split_at_checked(key_bytes)?;
        let (server_key, salts) = rest.split_at_checked(key_bytes)?;
        let (client_salt, server_salt) = salts.split_at_checked(SALT_BYTES)?;
        let (master, salt) = match side {
            Side::Client => (client_key, client_salt),
            Side::Server => (server_key, server_salt),
        };
        let salt: [u8; SALT_BYTES] = salt.try_into().ok()?;
        let derive = Derive { master, salt, srtp };
        let key = derive.bytes::<32>(LABEL_RTP_KEY);
        let key = UnboundKey::new(algorithm, key.get(..key_bytes)?).ok()?;
        Some(Self {
            key: LessSafeKey::new(key),
            salt: derive.bytes(LABEL_RTP_SALT),
        })
    }

    /// Seals the packet that begins at `start` and reaches to the end of `bytes`, with its payload at `payload`.
    pub(crate) fn seal(
        &self,
        index: Index,
        bytes: &mut Vec<u8>,
        start: usize,
        payload: usize,
    ) -> Result<(), Unsealed> {
        let tag = self.tag(index, bytes, start, payload);
        match tag {
            Some(tag) => bytes.extend_from_slice(tag.as_ref()),
            None => bytes.truncate(start),
        }
        tag.map(|_| ()).ok_or(Unsealed)
    }

    fn tag(
        &self,
        index: Index,
        bytes: &mut [u8],
        start: usize,
        payload: usize,
    ) -> Option<[u8; SEAL_BYTES]> {
        let (before, payload) = bytes.split_at_mut_checked(payload)?;
        let header = before.get(start..)?;
        let nonce = Nonce::assume_unique_for_key(nonce(index, self.salt));
        let aad = Aad::from(header);
        let tag = self.key.seal_in_place_separate_tag(nonce, aad, payload);
        tag.ok()?.as_ref().try_into().ok()
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

/// RFC 7714 section 8.1: two zero bytes, the SSRC, the rollover counter and the sequence number, and over all the salt.
/// It takes the index away, so that no second nonce is made of it.
fn nonce(index: Index, salt: [u8; SALT_BYTES]) -> [u8; SALT_BYTES] {
    let wide = u128::from(index.ssrc()) << 48 | u128::from(index.number());
    let mut nonce = salt;
    for (byte, over) in nonce.iter_mut().rev().zip(wide.to_le_bytes()) {
        *byte ^= over;
    }
    nonce
}

/// RFC 3711 section 4.3.3 and RFC 7714 section 11: the derivation function, with a rate of zero.
struct Derive<'a> {
    master: &'a [u8],
    salt: [u8; SALT_BYTES],
    srtp: &'a dyn SrtpProvider,
}

impl Derive<'_> {
    fn bytes<const LEN: usize>(&self, label: u8) -> [u8; LEN] {
        let mut derived = [0; LEN];
        for (round, part) in (0_u16..).zip(derived.chunks_mut(ROUND_BYTES)) {
            let block = self.round(label, round);
            for (byte, made) in part.iter_mut().zip(block) {
                *byte = made;
            }
        }
        derived
    }

    fn round(&self, label: u8, round: u16) -> [u8; ROUND_BYTES] {
        let [high, low] = round.to_be_bytes();
        let [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11] = self.salt;
        let input = [
            s0,
            s1,
            s2,
            s3,
            s4,
            s5,
            s6,
            s7 ^ label,
            s8,
            s9,
            s10,
            s11,
            0,
            0,
            high,
            low,
        ];
        // The backend pads, so it writes a block more than is used.
        let mut output = [0; 2 * ROUND_BYTES];
        if self.master.len() == ROUND_BYTES {
            self.srtp
                .srtp_aes_128_ecb_round(self.master, &input, &mut output);
        } else {
            self.srtp
                .srtp_aes_256_ecb_round(self.master, &input, &mut output);
        }
        let mut block = [0; ROUND_BYTES];
        for (byte, made) in block.iter_mut().zip(output) {
            *byte = made;
        }
        block
    }
}

/// What a server with this material seals with under AES-256-GCM.
#[cfg(test)]
pub(crate) fn shown(material: &[u8], srtp: &dyn SrtpProvider) -> ([u8; 32], [u8; SALT_BYTES]) {
    let derive = Derive {
        master: &material[32..64],
        salt: material[76..88].try_into().unwrap(),
        srtp,
    };
    (derive.bytes(LABEL_RTP_KEY), derive.bytes(LABEL_RTP_SALT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Indices;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        let byte =
            |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        digits.chunks(2).map(byte).collect()
    }

    /// RFC 7714 section 16.1.1 and 17.1: the example packets.
    #[test]
    fn the_packets_of_rfc_7714_are_sealed_as_it_says() {
        let header = hex("8040f17b 8041f8d3 5501a0b2");
        let payload = hex(
            "47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573",
        );
        let salt: [u8; 12] = hex("517569642070726f2071756f").try_into().unwrap();
        for (algorithm, key_bytes, sealed) in [
            (
                &AES_128_GCM,
                16_u8,
                "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833 \
                 899d7f27 beb16a91 52cf765e e4390cce",
            ),
            (
                &AES_256_GCM,
                32,
                "32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b \
                 7aa3db36 dfffd6b0 f9bb7878 d7a76c13",
            ),
        ] {
            let key: Vec<u8> = (0..key_bytes).collect();
            let key = LessSafeKey::new(UnboundKey::new(algorithm, &key).unwrap());
            let sealer = Sealer { key, salt };
            let mut bytes = [header.clone(), payload.clone()].concat();
            let index = Indices::new(0x5501_a0b2).take(0xf17b).unwrap();

            sealer.seal(index, &mut bytes, 0, 12).unwrap();

            assert_eq!(bytes, [header.clone(), hex(sealed)].concat());
        }
    }

    /// RFC 3711 appendix B.3, with a salt of 112 bits shortened to the 96 that GCM has: the last two bytes are zero.
    #[test]
    fn keys_differ_by_label_and_repeat_by_input() {
        let provider = str0m_aws_lc_rs::default_provider();
        let derive = Derive {
            master: &[7; 16],
            salt: [9; SALT_BYTES],
            srtp: provider.srtp_provider,
        };

        let key: [u8; 32] = derive.bytes(LABEL_RTP_KEY);

        assert_eq!(key, derive.bytes(LABEL_RTP_KEY));
        assert_ne!(key, derive.bytes(LABEL_RTP_SALT));
        assert_ne!(key[..16], key[16..]);
    }

    #[test]
    fn material_that_is_too_short_makes_no_sealer() {
        let srtp = str0m_aws_lc_rs::default_provider().srtp_provider;
        for len in [0, 16, 40, 87] {
            let profile = SrtpProfile::AEAD_AES_256_GCM;
            let made = Sealer::new(&vec![1; len], profile, Side::Server, srtp);
            assert!(made.is_none(), "{len}");
        }
        let profile = SrtpProfile::AES128_CM_SHA1_80;
        assert!(Sealer::new(&[1; 200], profile, Side::Server, srtp).is_none());
    }
}
