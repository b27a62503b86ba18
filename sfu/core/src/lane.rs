//! The fast lane of one helper: seals media itself and lays packets of one size into one train, where str0m would take one
//! poll, one buffer and one datagram for each. str0m keeps ICE, DTLS, RTCP and the data channel; now and then one packet
//! goes through it, which shows where the path leads and keeps sender reports going. Never seals what was sealed.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use crate::datagram::{Transmit, Transport};
use crate::header::{Header, Numbers};
use crate::index::Index;
use crate::limits::{
    LANE_TRAIN_BYTES_MAX, LANE_TRAIN_PACKETS_MAX, RESEND_CREDIT_MAX, RESEND_CREDIT_PER_PACKET,
    RESEND_PRICE,
};
use crate::seal::{SEAL_BYTES, Sealer};

/// A sealer that is there once DTLS is up.
pub(crate) type SealerPlace = Arc<OnceLock<Sealer>>;

/// Where media go, as str0m's last media packet showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) transport: Transport,
    pub(crate) source: SocketAddr,
    pub(crate) destination: SocketAddr,
}

/// What is known of the path.
#[derive(Debug, Clone, Copy)]
enum Known {
    Nothing,
    /// An ICE check came since, which may have moved it.
    Doubtful(Path),
    Surely(Path),
}

/// One helper's fast lane.
#[derive(Debug)]
pub(crate) struct Lane {
    sealer: SealerPlace,
    path: Known,
    /// What may be spent on sending again.
    credit: u32,
    video_bytes: u64,
    train_max: usize,
}

impl Lane {
    /// A lane, once the keys are there and of a kind that it seals with.
    pub(crate) fn open(sealer: SealerPlace, train_max: usize) -> Option<Self> {
        sealer.get()?;
        Some(Self {
            sealer,
            path: Known::Nothing,
            credit: RESEND_CREDIT_MAX,
            video_bytes: 0,
            train_max,
        })
    }

    /// Where media go for sure; nothing until a packet through str0m has shown it.
    pub(crate) fn path(&self) -> Option<Path> {
        match self.path {
            Known::Surely(path) => Some(path),
            Known::Nothing | Known::Doubtful(_) => None,
        }
    }

    /// Where media went last.
    pub(crate) fn last_path(&self) -> Option<Path> {
        match self.path {
            Known::Surely(path) | Known::Doubtful(path) => Some(path),
            Known::Nothing => None,
        }
    }

    /// str0m has sent media this way.
    pub(crate) fn handle_shown(&mut self, path: Path) {
        self.path = Known::Surely(path);
    }

    /// The path may have moved.
    pub(crate) fn handle_check(&mut self) {
        if let Known::Surely(path) = self.path {
            self.path = Known::Doubtful(path);
        }
    }

    /// Datagrams of one train.
    pub(crate) fn train_max(&self) -> usize {
        self.train_max.min(LANE_TRAIN_PACKETS_MAX)
    }

    /// Where its sealer is.
    pub(crate) fn sealer_place(&self) -> SealerPlace {
        Arc::clone(&self.sealer)
    }

    pub(crate) fn note_sent(&mut self, is_video: bool, payload_len: usize) {
        let len = if is_video { payload_len } else { 0 };
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        self.video_bytes = self.video_bytes.wrapping_add(len);
    }

    /// Payload bytes of video that it has sent, which str0m does not know of.
    pub(crate) const fn video_bytes(&self) -> u64 {
        self.video_bytes
    }

    /// Packets that were sent give the right to send some again.
    pub(crate) fn earn(&mut self, packets: u32) {
        let earned = packets.saturating_mul(RESEND_CREDIT_PER_PACKET);
        self.credit = self.credit.saturating_add(earned).min(RESEND_CREDIT_MAX);
    }

    /// Whether one more packet may be looked for, to be sent again.
    pub(crate) fn spend(&mut self) -> bool {
        let left = self.credit.checked_sub(RESEND_PRICE);
        self.credit = left.unwrap_or(self.credit);
        left.is_some()
    }
}

/// What an RTP packet carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payload<'a> {
    /// What stands before it: of a packet that is sent again, its first number (RFC 4588 section 4).
    pub(crate) before: &'a [u8],
    pub(crate) bytes: &'a [u8],
}

/// Lays sealed packets of one helper into trains: all of one size, the last perhaps shorter.
#[derive(Debug)]
pub(crate) struct Loader<'a> {
    path: Path,
    train_max: usize,
    sealer: &'a Sealer,
    /// Whole trains, in order.
    loaded: &'a mut Vec<Transmit>,
    /// Empty buffers to use again.
    spare: &'a mut Vec<Vec<u8>>,
    train: Option<Transmit>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(
        path: Path,
        train_max: usize,
        sealer: &'a Sealer,
        loaded: &'a mut Vec<Transmit>,
        spare: &'a mut Vec<Vec<u8>>,
    ) -> Self {
        Self {
            path,
            train_max,
            sealer,
            loaded,
            spare,
            train: None,
        }
    }

    /// Seals one packet into the train; false when it could not be. `touch` may change the payload before it is sealed.
    pub(crate) fn load(
        &mut self,
        index: Index,
        header: &Header,
        numbers: Numbers,
        payload: Payload<'_>,
        touch: impl FnOnce(&mut [u8]),
    ) -> bool {
        let body = payload.before.len().saturating_add(payload.bytes.len());
        let len = header.len().saturating_add(body).saturating_add(SEAL_BYTES);
        if self
            .train
            .as_ref()
            .is_some_and(|train| !fits(train, len, self.train_max))
        {
            self.finish();
        }
        let mut train = self.train.take().unwrap_or_else(|| self.begin(len));
        let start = train.bytes.len();
        header.write(numbers, &mut train.bytes);
        let payload_at = train.bytes.len();
        train.bytes.extend_from_slice(payload.before);
        let bytes_at = train.bytes.len();
        train.bytes.extend_from_slice(payload.bytes);
        touch(train.bytes.get_mut(bytes_at..).unwrap_or_default());
        let sealed = self.sealer.seal(index, &mut train.bytes, start, payload_at);
        self.train = Some(train);
        sealed.is_ok()
    }

    /// The train that is being loaded is whole.
    pub(crate) fn finish(&mut self) {
        match self.train.take() {
            Some(train) if train.bytes.is_empty() => self.spare.push(train.bytes),
            Some(train) => self.loaded.push(train),
            None => {}
        }
    }

    fn begin(&mut self, segment_len: usize) -> Transmit {
        Transmit {
            transport: self.path.transport,
            source: self.path.source,
            destination: self.path.destination,
            segment_len,
            bytes: self.spare.pop().unwrap_or_default(),
        }
    }
}

/// A shorter datagram ends a train, so all before the last are of one size.
fn fits(train: &Transmit, len: usize, train_max: usize) -> bool {
    let packets = train.bytes.len().checked_div(train.segment_len);
    let is_whole = train.bytes.len().checked_rem(train.segment_len) == Some(0);
    let room = LANE_TRAIN_BYTES_MAX.saturating_sub(train.bytes.len());
    is_whole
        && len <= train.segment_len
        && len <= room
        && packets.is_some_and(|packets| packets < train_max)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test may overflow")]
mod tests {
    use proptest::prelude::*;
    use str0m::crypto::AeadAes256Gcm;
    use str0m::crypto::dtls::SrtpProfile;

    use super::*;
    use crate::index::Indices;
    use crate::seal::{Side, shown};

    const PATH: Path = Path {
        transport: Transport::Udp,
        source: SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1),
        destination: SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 2),
    };
    const SSRC: u32 = 0x0102_0304;

    fn material() -> Vec<u8> {
        (0..88).collect()
    }

    fn sealer() -> Sealer {
        let srtp = str0m_aws_lc_rs::default_provider().srtp_provider;
        Sealer::new(
            &material(),
            SrtpProfile::AEAD_AES_256_GCM,
            Side::Server,
            srtp,
        )
        .unwrap()
    }

    /// By str0m's own cipher and nonces.
    fn opened(datagram: &[u8], header: usize, number: u64) -> Vec<u8> {
        let srtp = str0m_aws_lc_rs::default_provider().srtp_provider;
        let (key, salt) = shown(&material(), srtp);
        let mut cipher = srtp.aead_aes_256_gcm().create_cipher(key, false);
        let (roc, seq) = (
            u32::try_from(number >> 16).unwrap(),
            (number & 0xffff) as u16,
        );
        let nonce = AeadAes256Gcm::rtp_iv(salt, SSRC, roc, seq);
        let (aad, body) = datagram.split_at(header);
        let mut plain = vec![0; body.len() - SEAL_BYTES];
        cipher.decrypt(&nonce, &[aad], body, &mut plain).unwrap();
        plain
    }

    proptest! {
        #[test]
        fn what_is_loaded_opens_to_what_was_given_in_trains_of_equal_packets(
            start in 0_u64..200_000,
            lens in prop::collection::vec((0_usize..3, 0_usize..4), 1..150),
            mid in "[a-z0-9]{1,16}",
            train_max in 1_usize..=LANE_TRAIN_PACKETS_MAX,
        ) {
            let sealer = sealer();
            let header = Header::new(SSRC, &mid, Some(4)).unwrap();
            let mut indices = Indices::new(SSRC);
            let (mut loaded, mut spare) = (Vec::new(), vec![Vec::new()]);
            let mut loader = Loader::new(PATH, train_max, &sealer, &mut loaded, &mut spare);
            let mut wanted = Vec::new();
            for (number, (long, short)) in (start..).zip(lens) {
                let body = vec![u8::try_from(number % 251).unwrap(); long * 500 + short];
                let numbers = Numbers { payload_type: 96, marker: short == 0, seq: (number & 0xffff) as u16, time: 7 };
                let before = [1_u8, 2];
                let payload = Payload { before: &before, bytes: &body };
                let index = indices.take(number).unwrap();
                prop_assert!(loader.load(index, &header, numbers, payload, |bytes| bytes.reverse()));
                wanted.push((number, [&before[..], &body[..]].concat()));
            }
            loader.finish();

            let datagrams: Vec<&[u8]> = loaded.iter().flat_map(Transmit::datagrams).collect();
            prop_assert_eq!(datagrams.len(), wanted.len());
            for (datagram, (number, body)) in datagrams.iter().zip(wanted) {
                prop_assert_eq!(opened(datagram, header.len(), number), body);
            }
            for train in &loaded {
                let count = train.count();
                prop_assert!(count <= train_max && train.bytes.len() <= LANE_TRAIN_BYTES_MAX);
                prop_assert!(train.datagrams().take(count - 1).all(|it| it.len() == train.segment_len));
            }
        }
    }

    #[test]
    fn a_check_makes_the_path_doubtful_until_it_is_shown_again() {
        let mut lane = Lane::open(Arc::new(OnceLock::from(sealer())), 64).unwrap();
        assert_eq!(lane.path(), None);
        lane.handle_shown(PATH);
        assert_eq!(lane.path(), Some(PATH));

        lane.handle_check();

        assert_eq!((lane.path(), lane.last_path()), (None, Some(PATH)));
    }

    #[test]
    fn there_is_no_lane_without_keys() {
        assert!(Lane::open(SealerPlace::default(), 64).is_none());
    }
}
