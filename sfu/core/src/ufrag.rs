//! Our ICE user fragments: two base-32 characters name the shard, the rest is chance. So any thread can tell where a
//! datagram from an unknown address belongs. Never trusts more than that: the password proves the rest.

use str0m::IceCreds;
use str0m::ice::StunMessage;

use crate::chance::Chance;
use crate::limits::{ICE_PASSWORD_CHARS, SHARDS_MAX, UFRAG_CHANCE_CHARS};

const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// One of a process's media threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u16);

/// The number is no shard's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are at most {SHARDS_MAX} shards")]
pub struct NotAShard;

impl TryFrom<u16> for Shard {
    type Error = NotAShard;
    fn try_from(number: u16) -> Result<Self, NotAShard> {
        (number < SHARDS_MAX)
            .then_some(Self(number))
            .ok_or(NotAShard)
    }
}

impl Shard {
    /// Its number, from 0.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// The shard that a STUN request is for, where it names one of ours. For the edge: the core of that shard checks the rest.
#[must_use]
pub fn shard_of_stun(datagram: &[u8]) -> Option<Shard> {
    let message = StunMessage::parse(datagram).ok()?;
    let (local, _) = message.split_username()?;
    shard_of(local)
}

pub(crate) fn credentials(shard: Shard, chance: &mut Chance) -> IceCreds {
    let digit = |index: u16| DIGITS.get(usize::from(index & 31)).copied().unwrap_or(b'a');
    let mut ufrag = String::from(char::from(digit(shard.0 >> 5)));
    ufrag.push(char::from(digit(shard.0)));
    ufrag.push_str(&chance.ice_chars(UFRAG_CHANCE_CHARS));
    IceCreds {
        ufrag,
        pass: chance.ice_chars(ICE_PASSWORD_CHARS),
    }
}

fn shard_of(ufrag: &str) -> Option<Shard> {
    let mut bytes = ufrag.bytes();
    let high = value(bytes.next()?)?;
    let low = value(bytes.next()?)?;
    (bytes.len() == UFRAG_CHANCE_CHARS).then_some(Shard(high << 5 | low))
}

fn value(digit: u8) -> Option<u16> {
    let at = DIGITS.iter().position(|known| *known == digit)?;
    u16::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_ufrag_names_its_shard(number in 0..SHARDS_MAX, seed: [u8; 32]) {
            let shard = Shard::try_from(number).unwrap();
            let made = credentials(shard, &mut Chance::new(&seed));
            prop_assert_eq!(shard_of(&made.ufrag), Some(shard));
            // RFC 8839 section 5.4: at least 4 and 22 characters.
            prop_assert!(made.ufrag.len() >= 4 && made.pass.len() >= 22);
        }

        #[test]
        fn any_text_names_a_shard_or_none(text in ".{0,40}") {
            if let Some(shard) = shard_of(&text) {
                prop_assert!(shard.number() < SHARDS_MAX);
            }
        }

        #[test]
        fn any_bytes_name_a_shard_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = shard_of_stun(&bytes);
        }
    }

    #[test]
    fn there_is_no_shard_beyond_the_last() {
        assert_eq!(Shard::try_from(SHARDS_MAX), Err(NotAShard));
    }
}
