//! When packets leave and how large they are: bursts, one by one, or as a real encoder's were recorded. Never knows a codec.

use std::time::Duration;

use crate::limits::{PATTERN_PACKETS_MAX, PATTERN_PAYLOAD_BYTES_MAX};

/// One round of a pattern, which is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    packets: Vec<Packet>,
    length: Duration,
}

/// One packet of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet {
    /// When it leaves, from the start of the round.
    pub at: Duration,
    /// Payload bytes.
    pub bytes: usize,
    /// Which part of its frame it is.
    pub part: u16,
    /// Parts of its frame.
    pub parts: u16,
    /// Whether its frame is a key frame.
    pub key: bool,
}

/// Why a pattern is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPattern {
    /// A line is not what it should be.
    #[error("line {0}: {1}; a line is `at_us,payload_bytes,last,key`, such as `33000,1150,1,0`")]
    Line(usize, String),
    /// Nothing to send.
    #[error("it has no packet; it needs one line for each packet")]
    Empty,
    /// The numbers do not fit.
    #[error("{0}")]
    Numbers(String),
}

impl Pattern {
    /// Frames of so many packets that leave at once.
    pub fn bursts(bits_per_second: u64, bytes: usize, packets: u16) -> Result<Self, NoPattern> {
        check_bytes(bytes).map_err(NoPattern::Numbers)?;
        let length = duration(bits_per_second, bytes, u64::from(packets))?;
        let packet = |part| Packet {
            at: Duration::ZERO,
            bytes,
            part,
            parts: packets,
            key: false,
        };
        Ok(Self {
            packets: (0..packets).map(packet).collect(),
            length,
        })
    }

    /// The same frames, but each packet leaves by itself, at even distances.
    pub fn paced(bits_per_second: u64, bytes: usize, packets: u16) -> Result<Self, NoPattern> {
        let mut pattern = Self::bursts(bits_per_second, bytes, packets)?;
        let step = duration(bits_per_second, bytes, 1)?;
        for (nth, packet) in (0_u32..).zip(&mut pattern.packets) {
            packet.at = step.saturating_mul(nth);
        }
        Ok(pattern)
    }

    /// Reads a recorded pattern: `at_us,payload_bytes,last,key` a line, `#` for remarks, times never falling. The round ends
    /// one mean distance after its last packet.
    pub fn parse(text: &str) -> Result<Self, NoPattern> {
        let mut packets: Vec<Packet> = Vec::new();
        let mut frame_from = 0;
        for (number, line) in (1_usize..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("at_us") {
                continue;
            }
            let wrong = |what: String| NoPattern::Line(number, what);
            let (packet, last) = parse_line(line).map_err(wrong)?;
            if packets.last().is_some_and(|before| before.at > packet.at) {
                return Err(wrong("time goes backwards".into()));
            }
            if packets.len() >= PATTERN_PACKETS_MAX {
                return Err(wrong(format!("more than {PATTERN_PACKETS_MAX} packets")));
            }
            packets.push(packet);
            if last {
                number_parts(packets.get_mut(frame_from..).unwrap_or_default()).map_err(wrong)?;
                frame_from = packets.len();
            }
        }
        packets.truncate(frame_from);
        let (first, last) = packets
            .first()
            .zip(packets.last())
            .ok_or(NoPattern::Empty)?;
        let start = first.at;
        let span = last.at.saturating_sub(start);
        let count = u32::try_from(packets.len()).unwrap_or(u32::MAX);
        let rest = span.checked_div(count).unwrap_or_default();
        for packet in &mut packets {
            packet.at = packet.at.saturating_sub(start);
        }
        Ok(Self {
            packets,
            length: span.saturating_add(rest).max(Duration::from_millis(1)),
        })
    }

    /// The packets of one round, in order.
    #[must_use]
    pub fn packets(&self) -> &[Packet] {
        &self.packets
    }

    /// How long a round takes.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.length
    }

    /// Payload bits a second, over a whole round.
    #[must_use]
    pub fn bits_per_second(&self) -> f64 {
        let bits: f64 = self.packets.iter().map(|p| p.bytes as f64 * 8.0).sum();
        bits / self.length.as_secs_f64()
    }
}

fn duration(bits_per_second: u64, bytes: usize, packets: u64) -> Result<Duration, NoPattern> {
    let bits = (bytes as u64).saturating_mul(8).saturating_mul(packets);
    let ns = u128::from(bits)
        .saturating_mul(1_000_000_000)
        .checked_div(u128::from(bits_per_second));
    ns.and_then(|ns| u64::try_from(ns).ok())
        .filter(|ns| *ns > 0)
        .map(Duration::from_nanos)
        .ok_or_else(|| NoPattern::Numbers("the rate must be above 0 bits a second".into()))
}

fn check_bytes(bytes: usize) -> Result<(), String> {
    if (1..=PATTERN_PAYLOAD_BYTES_MAX).contains(&bytes) {
        return Ok(());
    }
    Err(format!(
        "{bytes} payload bytes are not between 1 and {PATTERN_PAYLOAD_BYTES_MAX}"
    ))
}

fn parse_line(line: &str) -> Result<(Packet, bool), String> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let [at, bytes, last, key] = fields.as_slice() else {
        return Err(format!("{} fields instead of 4", fields.len()));
    };
    let at_us: u64 = at.parse().map_err(|_| format!("`{at}` is no time"))?;
    let bytes: usize = bytes.parse().map_err(|_| format!("`{bytes}` is no size"))?;
    check_bytes(bytes)?;
    let flag = |text: &str| match text {
        "0" => Ok(false),
        "1" => Ok(true),
        other => Err(format!("`{other}` is neither 0 nor 1")),
    };
    let packet = Packet {
        at: Duration::from_micros(at_us),
        bytes,
        part: 0,
        parts: 0,
        key: flag(key)?,
    };
    Ok((packet, flag(last)?))
}

fn number_parts(frame: &mut [Packet]) -> Result<(), String> {
    let parts = u16::try_from(frame.len()).map_err(|_| "a frame of too many packets".to_owned())?;
    let key = frame.iter().any(|packet| packet.key);
    for (part, packet) in (0..parts).zip(frame) {
        (packet.part, packet.parts, packet.key) = (part, parts, key);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bursts_leave_at_once_and_paced_packets_at_even_distances() {
        let bursts = Pattern::bursts(2_484_000, 1_150, 9).unwrap();
        let paced = Pattern::paced(2_484_000, 1_150, 9).unwrap();

        assert_eq!(bursts.length(), Duration::from_nanos(33_333_333));
        assert!(bursts.packets().iter().all(|packet| packet.at.is_zero()));
        assert_eq!(paced.packets()[8].at, Duration::from_nanos(3_703_703) * 8);
        assert!((paced.bits_per_second() - 2_484_000.0).abs() < 1.0);
    }

    #[test]
    fn a_recorded_pattern_begins_at_zero_and_numbers_the_parts_of_its_frames() {
        let text =
            "# a remark\nat_us,payload_bytes,last,key\n1000,1150,0,1\n1000,300,1,0\n41000,80,1,0\n";

        let pattern = Pattern::parse(text).unwrap();

        let packets = pattern.packets();
        assert_eq!(
            (packets[1].part, packets[1].parts, packets[1].key),
            (1, 2, true)
        );
        assert_eq!(
            (packets[2].at, packets[2].parts),
            (Duration::from_millis(40), 1)
        );
        assert_eq!(
            pattern.length(),
            Duration::from_micros(53_333) + Duration::from_nanos(333)
        );
    }

    #[test]
    fn a_bad_line_is_refused_with_its_number() {
        for (text, part) in [
            ("1,2,3", "3 fields"),
            ("x,2,1,0", "`x` is no time"),
            ("1,0,1,0", "0 payload bytes"),
            ("1,2000,1,0", "2000 payload bytes"),
            ("1,2,2,0", "neither 0 nor 1"),
        ] {
            let Err(NoPattern::Line(1, said)) = Pattern::parse(text) else {
                panic!("{text} was taken");
            };
            assert!(said.contains(part), "{said}");
        }
        assert_eq!(Pattern::parse("# nothing"), Err(NoPattern::Empty));
        assert!(matches!(
            Pattern::parse("5,9,1,0\n4,9,1,0"),
            Err(NoPattern::Line(2, _))
        ));
    }

    proptest! {
        #[test]
        fn any_text_is_a_whole_pattern_or_refused(text in "([0-9]{0,4},[0-9]{0,4},[01],[01]\n|.{0,20}\n){0,12}") {
            if let Ok(pattern) = Pattern::parse(&text) {
                let packets = pattern.packets();
                prop_assert!(!packets.is_empty());
                prop_assert!(packets.iter().all(|p| p.part < p.parts && p.at <= pattern.length()));
                prop_assert!(packets.last().is_some_and(|p| p.part.checked_add(1) == Some(p.parts)));
                prop_assert!(packets.windows(2).all(|w| w[0].at <= w[1].at));
            }
        }
    }
}
