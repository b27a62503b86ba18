//! SRTP of a plain client (RFC 3711, RFC 7714): seals what is sent, and opens what it is told to open. A receiver that only
//! counts needs neither. Never checks for replays: doubles are what it is there to count.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_128, DecryptingKey, DecryptionContext, EncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use str0m::config::CryptoProvider;
use str0m::crypto::dtls::SrtpProfile;

use crate::handshake::{Agreed, provider};

/// Both directions of one leg.
pub(crate) struct Srtp {
    pub(crate) profile: SrtpProfile,
    pub(crate) out: Sealer,
    pub(crate) incoming: Sealer,
}

/// One direction.
pub(crate) enum Sealer {
    Gcm { key: LessSafeKey, salt: [u8; 12] },
    Counter(Box<CounterMode>),
}

/// AES-CM with HMAC-SHA1, for servers that know no better.
pub(crate) struct CounterMode {
    cipher: EncryptingKey,
    opener: DecryptingKey,
    authentication: hmac::Key,
    salt: [u8; 14],
}

const LABEL_CIPHER: u8 = 0;
const LABEL_AUTHENTICATION: u8 = 1;
const LABEL_SALT: u8 = 2;
const GCM_TAG_BYTES: usize = 16;
const SHA1_TAG_BYTES: usize = 10;
const HEADER_BYTES_MIN: usize = 12;

impl Srtp {
    /// `None` for a profile or material that this client does not know.
    pub(crate) fn new(agreed: &Agreed) -> Option<Self> {
        let (key_bytes, salt_bytes) = match agreed.profile {
            SrtpProfile::AES128_CM_SHA1_80 => (16, 14),
            SrtpProfile::AEAD_AES_128_GCM => (16, 12),
            SrtpProfile::AEAD_AES_256_GCM => (32, 12),
            _ => return None,
        };
        // RFC 5764 section 4.2: client key, server key, client salt, server salt.
        let (keys, salts) = agreed
            .material
            .split_at_checked(2_usize.checked_mul(key_bytes)?)?;
        let (client_key, server_key) = keys.split_at_checked(key_bytes)?;
        let (client_salt, server_salt) = salts.split_at_checked(salt_bytes)?;
        let client = Sealer::new(agreed.profile, client_key, client_salt)?;
        let server = Sealer::new(agreed.profile, server_key, server_salt)?;
        let (out, incoming) = if agreed.client {
            (client, server)
        } else {
            (server, client)
        };
        Some(Self {
            profile: agreed.profile,
            out,
            incoming,
        })
    }
}

impl Sealer {
    fn new(profile: SrtpProfile, key: &[u8], salt: &[u8]) -> Option<Self> {
        let derive = Derive::new(key, salt)?;
        if profile == SrtpProfile::AES128_CM_SHA1_80 {
            let session: [u8; 16] = derive.bytes(LABEL_CIPHER);
            let authentication: [u8; 20] = derive.bytes(LABEL_AUTHENTICATION);
            let unbound = || UnboundCipherKey::new(&AES_128, &session).ok();
            return Some(Self::Counter(Box::new(CounterMode {
                cipher: EncryptingKey::ctr(unbound()?).ok()?,
                opener: DecryptingKey::ctr(unbound()?).ok()?,
                authentication: hmac::Key::new(
                    hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                    &authentication,
                ),
                salt: derive.bytes(LABEL_SALT),
            })));
        }
        let unbound = if key.len() == 32 {
            UnboundKey::new(&AES_256_GCM, &derive.bytes::<32>(LABEL_CIPHER))
        } else {
            UnboundKey::new(&AES_128_GCM, &derive.bytes::<16>(LABEL_CIPHER))
        };
        Some(Self::Gcm {
            key: LessSafeKey::new(unbound.ok()?),
            salt: derive.bytes(LABEL_SALT),
        })
    }

    /// Seals the payload behind `header_bytes` in place and appends the tag.
    pub(crate) fn seal(
        &self,
        packet: &mut Vec<u8>,
        header_bytes: usize,
        index: Index,
    ) -> Option<()> {
        match self {
            Self::Gcm { key, salt } => {
                let (header, payload) = packet.split_at_mut_checked(header_bytes)?;
                let tag = key
                    .seal_in_place_separate_tag(index.gcm(salt), Aad::from(&*header), payload)
                    .ok()?;
                packet.extend_from_slice(tag.as_ref());
            }
            Self::Counter(counter) => {
                let payload = packet.get_mut(header_bytes..)?;
                let start = aws_lc_rs::cipher::EncryptionContext::Iv128(FixedLength::from(
                    index.counter(&counter.salt),
                ));
                counter.cipher.less_safe_encrypt(payload, start).ok()?;
                let tag = counter.tag(packet, index);
                packet.extend_from_slice(tag.as_ref().get(..SHA1_TAG_BYTES)?);
            }
        }
        Some(())
    }

    /// Opens a packet in place; its payload, or `None` when it is not authentic.
    pub(crate) fn open<'a>(
        &self,
        packet: &'a mut [u8],
        header_bytes: usize,
        index: Index,
    ) -> Option<&'a [u8]> {
        match self {
            Self::Gcm { key, salt } => {
                let (header, sealed) = packet.split_at_mut_checked(header_bytes)?;
                sealed.len().checked_sub(GCM_TAG_BYTES)?;
                let nonce = index.gcm(salt);
                key.open_in_place(nonce, Aad::from(&*header), sealed)
                    .ok()
                    .map(|payload| &*payload)
            }
            Self::Counter(counter) => {
                let end = packet.len().checked_sub(SHA1_TAG_BYTES)?;
                let (body, tag) = packet.split_at_mut_checked(end)?;
                let right = counter.tag(body, index);
                verify_slices_are_equal(right.as_ref().get(..SHA1_TAG_BYTES)?, tag).ok()?;
                let payload = body.get_mut(header_bytes..)?;
                let start =
                    DecryptionContext::Iv128(FixedLength::from(index.counter(&counter.salt)));
                counter
                    .opener
                    .decrypt(payload, start)
                    .ok()
                    .map(|opened| &*opened)
            }
        }
    }
}

impl CounterMode {
    /// RFC 3711 section 4.2: over the packet and the rollover counter.
    fn tag(&self, packet: &[u8], index: Index) -> hmac::Tag {
        let mut signing = hmac::Context::with_key(&self.authentication);
        signing.update(packet);
        signing.update(&index.rollover.to_be_bytes());
        signing.sign()
    }
}

/// Which packet of which stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) ssrc: u32,
    pub(crate) rollover: u32,
    pub(crate) sequence: u16,
}

impl Index {
    /// RFC 7714 section 8.1.
    fn gcm(self, salt: &[u8; 12]) -> Nonce {
        let mut iv = [0; 12];
        let parts = [0, 0]
            .into_iter()
            .chain(self.ssrc.to_be_bytes())
            .chain(self.rollover.to_be_bytes())
            .chain(self.sequence.to_be_bytes());
        for ((byte, part), salt) in iv.iter_mut().zip(parts).zip(salt) {
            *byte = part ^ salt;
        }
        Nonce::assume_unique_for_key(iv)
    }

    /// RFC 3711 section 4.1.1.
    fn counter(self, salt: &[u8; 14]) -> [u8; 16] {
        let mut iv = [0; 16];
        let parts = [0; 4]
            .into_iter()
            .chain(self.ssrc.to_be_bytes())
            .chain(self.rollover.to_be_bytes())
            .chain(self.sequence.to_be_bytes());
        for ((byte, part), salt) in iv.iter_mut().zip(parts).zip(salt) {
            *byte = part ^ salt;
        }
        iv
    }
}

/// RFC 3711 section 4.3, the key derivation rate being zero.
struct Derive<'a> {
    crypto: std::sync::Arc<CryptoProvider>,
    key: &'a [u8],
    salt: [u8; 16],
}

impl<'a> Derive<'a> {
    fn new(key: &'a [u8], salt: &[u8]) -> Option<Self> {
        let mut whole = [0; 16];
        whole.get_mut(..salt.len())?.copy_from_slice(salt);
        Some(Self {
            crypto: provider(),
            key,
            salt: whole,
        })
    }

    fn bytes<const N: usize>(&self, label: u8) -> [u8; N] {
        let mut derived = [0; N];
        for (block, chunk) in (0_u16..).zip(derived.chunks_mut(16)) {
            let mut input = self.salt;
            if let Some([label_at, .., high, low]) = input.get_mut(7..) {
                *label_at ^= label;
                [*high, *low] = block.to_be_bytes();
            }
            let mut output = [0; 48];
            let srtp = self.crypto.srtp_provider;
            if self.key.len() == 32 {
                srtp.srtp_aes_256_ecb_round(self.key, &input, &mut output);
            } else {
                srtp.srtp_aes_128_ecb_round(self.key, &input, &mut output);
            }
            for (to, from) in chunk.iter_mut().zip(output) {
                *to = from;
            }
        }
        derived
    }
}

/// The clear part of an RTP packet (RFC 3550 section 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) bytes: usize,
    pub(crate) padded: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) ssrc: u32,
}

impl Header {
    pub(crate) fn parse(packet: &[u8]) -> Option<Self> {
        let (fixed, _) = packet.split_first_chunk::<HEADER_BYTES_MIN>()?;
        let [first, second, high, low, _, _, _, _, a, b, c, d] = *fixed;
        let csrc_bytes = usize::from(first & 0x0f).checked_mul(4)?;
        let mut bytes = HEADER_BYTES_MIN.checked_add(csrc_bytes)?;
        if first & 0x10 != 0 {
            let length = packet.get(bytes.checked_add(2)?..bytes.checked_add(4)?)?;
            let words = u16::from_be_bytes(length.try_into().ok()?);
            bytes = bytes
                .checked_add(4)?
                .checked_add(usize::from(words).checked_mul(4)?)?;
        }
        (bytes <= packet.len()).then_some(Self {
            bytes,
            padded: first & 0x20 != 0,
            payload_type: second & 0x7f,
            sequence: u16::from_be_bytes([high, low]),
            ssrc: u32::from_be_bytes([a, b, c, d]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(profile: SrtpProfile) -> (Srtp, Srtp) {
        let material: Vec<u8> = (0..).take(profile.keying_material_len()).collect();
        let side = |client| {
            Srtp::new(&Agreed {
                profile,
                material: material.clone(),
                client,
            })
            .unwrap()
        };
        (side(true), side(false))
    }

    const PROFILES: [SrtpProfile; 3] = [
        SrtpProfile::AES128_CM_SHA1_80,
        SrtpProfile::AEAD_AES_128_GCM,
        SrtpProfile::AEAD_AES_256_GCM,
    ];

    #[test]
    fn what_one_side_seals_the_other_opens_and_nobody_else() {
        for profile in PROFILES {
            let (client, server) = pair(profile);
            let index = Index {
                ssrc: 7,
                rollover: 1,
                sequence: 9,
            };
            let mut packet = vec![0x80, 96, 0, 9, 0, 0, 0, 1, 0, 0, 0, 7, 1, 2, 3];
            client.out.seal(&mut packet, 12, index).unwrap();

            let mut forged = packet.clone();
            forged[13] ^= 1;
            assert_eq!(server.incoming.open(&mut forged, 12, index), None);
            assert_eq!(client.incoming.open(&mut packet.clone(), 12, index), None);
            assert_eq!(
                server.incoming.open(&mut packet, 12, index),
                Some(&[1, 2, 3][..])
            );
        }
    }

    #[test]
    fn keys_derive_as_rfc_3711_appendix_b_3_says() {
        let key = [
            0xe1, 0xf9, 0x7a, 0x0d, 0x3e, 0x01, 0x8b, 0xe0, 0xd6, 0x4f, 0xa3, 0x2c, 0x06, 0xde,
            0x41, 0x39,
        ];
        let salt = [
            0x0e, 0xc6, 0x75, 0xad, 0x49, 0x8a, 0xfe, 0xeb, 0xb6, 0x96, 0x0b, 0x3a, 0xab, 0xe6,
        ];
        let derive = Derive::new(&key, &salt).unwrap();

        let cipher: [u8; 16] = derive.bytes(LABEL_CIPHER);
        let session_salt: [u8; 14] = derive.bytes(LABEL_SALT);
        let authentication: [u8; 20] = derive.bytes(LABEL_AUTHENTICATION);

        assert_eq!(cipher[..4], [0xc6, 0x1e, 0x7a, 0x93]);
        assert_eq!(session_salt[..4], [0x30, 0xcb, 0xbc, 0x08]);
        assert_eq!(authentication[..4], [0xce, 0xbe, 0x32, 0x1f]);
    }

    #[test]
    fn a_header_counts_its_extensions() {
        let packet = [
            0x90, 0xe0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9, 0xbe, 0xde, 0, 1, 0x10, 1, 0, 0, 42,
        ];

        let header = Header::parse(&packet).unwrap();

        assert_eq!((header.bytes, header.payload_type), (20, 96));
        assert_eq!((header.sequence, header.ssrc), (5, 9));
        assert_eq!(Header::parse(&packet[..18]), None);
    }
}
