//! A network that loses packets on purpose: what a player drops as if it had never come, by a seed, and what came after all
//! because it was asked for again. Never drops anything but RTP.

use std::collections::BTreeSet;

use crate::limits::LOST_REMEMBERED_MAX;
use crate::srtp::Header;

/// How much is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Of a thousand packets.
    pub per_mille: u32,
    /// The same seed loses the same packets of the same stream.
    pub seed: u64,
}

/// What was lost and what came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Losses {
    /// Packets of media dropped on purpose.
    pub dropped: u64,
    /// Packets that had been asked for, dropped once more.
    pub resends_dropped: u64,
    /// NACK messages sent.
    pub nacks: u64,
    /// Dropped packets that came after all.
    pub recovered: u64,
}

/// One player's lossy network.
#[derive(Debug)]
pub(crate) struct Thief {
    chance: u64,
    per_mille: u64,
    /// The payload types of resends (RFC 4588), whose numbers are their own.
    resend_types: Vec<u8>,
    lost: BTreeSet<u16>,
    losses: Losses,
}

impl Thief {
    pub(crate) fn new(loss: Loss, participant: u64, resend_types: Vec<u8>) -> Self {
        Self {
            chance: loss.seed ^ participant.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            per_mille: loss.per_mille.into(),
            resend_types,
            lost: BTreeSet::new(),
            losses: Losses::default(),
        }
    }

    /// Whether this packet is lost.
    pub(crate) fn takes(&mut self, packet: &[u8]) -> bool {
        let Some(header) = Header::parse(packet) else {
            return false;
        };
        if self.draw() % 1_000 >= self.per_mille {
            return false;
        }
        if self.resend_types.contains(&header.payload_type) {
            self.losses.resends_dropped = self.losses.resends_dropped.saturating_add(1);
            return true;
        }
        self.losses.dropped = self.losses.dropped.saturating_add(1);
        self.lost.insert(header.sequence);
        if self.lost.len() > LOST_REMEMBERED_MAX {
            self.lost.pop_first();
        }
        true
    }

    /// A packet of media has come, perhaps one that had been lost.
    pub(crate) fn came(&mut self, sequence: u16) {
        if self.lost.remove(&sequence) {
            self.losses.recovered = self.losses.recovered.saturating_add(1);
        }
    }

    /// So many NACK messages have been sent in all.
    pub(crate) fn asked(&mut self, nacks: u64) {
        self.losses.nacks = nacks;
    }

    pub(crate) fn losses(&self) -> Losses {
        self.losses
    }

    /// `SplitMix64` (Steele, Lea, Flood 2014).
    fn draw(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Losses {
    pub(crate) fn add(&mut self, other: Self) {
        let pairs = [
            (&mut self.dropped, other.dropped),
            (&mut self.resends_dropped, other.resends_dropped),
            (&mut self.nacks, other.nacks),
            (&mut self.recovered, other.recovered),
        ];
        for (sum, more) in pairs {
            *sum = sum.saturating_add(more);
        }
    }
}

/// The payload types of resends in an answer (RFC 4588 section 8.6).
pub(crate) fn resend_types(answer: &str) -> Vec<u8> {
    let number = |line: &str| {
        let (number, encoding) = line.trim().strip_prefix("a=rtpmap:")?.split_once(' ')?;
        let is_resend = encoding.to_ascii_lowercase().starts_with("rtx/");
        is_resend.then(|| number.parse().ok())?
    };
    answer.lines().filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(payload_type: u8, sequence: u16) -> Vec<u8> {
        let [high, low] = sequence.to_be_bytes();
        vec![0x80, payload_type, high, low, 0, 0, 0, 0, 0, 0, 0, 1]
    }

    #[test]
    fn about_the_share_is_lost_the_same_each_time_and_what_comes_back_is_counted_once() {
        let loss = Loss {
            per_mille: 100,
            seed: 7,
        };
        let lost = |participant| {
            let mut thief = Thief::new(loss, participant, vec![97]);
            let takes = |nth: &u16| thief.takes(&packet(96, *nth));
            (0..10_000_u16).filter(takes).collect::<Vec<u16>>()
        };
        let first = lost(1);

        assert!((900..1_100).contains(&first.len()), "{}", first.len());
        assert_eq!((first == lost(1), first == lost(2)), (true, false));

        let mut thief = Thief::new(loss, 1, vec![97]);
        for nth in 0..10_000 {
            thief.takes(&packet(96, nth));
        }
        let last = *first.last().unwrap();
        [last, last, 10_001]
            .into_iter()
            .for_each(|nth| thief.came(nth));
        assert_eq!(thief.losses().recovered, 1);
    }

    #[test]
    fn a_lost_resend_is_no_lost_packet() {
        let all = Loss {
            per_mille: 1_000,
            seed: 7,
        };
        let mut thief = Thief::new(
            all,
            1,
            resend_types("a=rtpmap:97 rtx/90000\r\na=rtpmap:96 VP8/90000\r\n"),
        );

        assert!(thief.takes(&packet(96, 1)) && thief.takes(&packet(97, 1)));
        assert_eq!(
            (thief.losses().dropped, thief.losses().resends_dropped),
            (1, 1)
        );
    }
}
