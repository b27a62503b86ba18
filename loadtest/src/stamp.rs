//! What each synthetic packet carries behind its codec's header: which frame, which part of it, and when it left. It is
//! text, so that no codec's start code can appear in it. Never reads a clock by itself.

/// Marks the start of a stamp.
const MARK: &[u8; 8] = b"LTSTAMP1";
/// `MARK`, 8 digits frame, 4 digits part, 4 digits parts, 8 digits packet, 16 digits microseconds.
pub(crate) const STAMP_BYTES: usize = 48;
/// How far into a payload a stamp is looked for.
const SEARCH_BYTES: usize = 96;

/// Which part of which frame a packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) frame: u32,
    pub(crate) part: u16,
    pub(crate) parts: u16,
    /// Counts a publisher's packets, by which a player knows what it should have seen.
    pub(crate) packet: u32,
    pub(crate) sent_us: u64,
}

impl Stamp {
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(MARK);
        hex(&self.frame.to_be_bytes(), out);
        hex(&self.part.to_be_bytes(), out);
        hex(&self.parts.to_be_bytes(), out);
        hex(&self.packet.to_be_bytes(), out);
        hex(&self.sent_us.to_be_bytes(), out);
    }

    /// Finds the stamp near the start of a payload.
    pub(crate) fn find(payload: &[u8]) -> Option<Self> {
        let near = payload
            .get(..SEARCH_BYTES.min(payload.len()))
            .unwrap_or(payload);
        let at = near.windows(MARK.len()).position(|w| w == MARK)?;
        let text = payload.get(at.checked_add(MARK.len())?..at.checked_add(STAMP_BYTES)?)?;
        let text = std::str::from_utf8(text).ok()?;
        Some(Self {
            frame: u32::from_str_radix(text.get(..8)?, 16).ok()?,
            part: u16::from_str_radix(text.get(8..12)?, 16).ok()?,
            parts: u16::from_str_radix(text.get(12..16)?, 16).ok()?,
            packet: u32::from_str_radix(text.get(16..24)?, 16).ok()?,
            sent_us: u64::from_str_radix(text.get(24..40)?, 16).ok()?,
        })
    }
}

fn hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0x0f] {
            out.extend(DIGITS.get(usize::from(nibble)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_behind_a_header() {
        let stamp = Stamp {
            frame: 7,
            part: 1,
            parts: 3,
            packet: 0x0123_4567,
            sent_us: u64::MAX,
        };
        let mut payload = vec![0x90, 0x80, 1, 2];
        stamp.write(&mut payload);

        assert_eq!(payload.len(), STAMP_BYTES + 4);
        assert_eq!(Stamp::find(&payload), Some(stamp));
    }

    #[test]
    fn half_a_stamp_is_none() {
        let mut payload = Vec::new();
        Stamp {
            frame: 7,
            part: 1,
            parts: 3,
            packet: 1,
            sent_us: 9,
        }
        .write(&mut payload);

        assert_eq!(Stamp::find(&payload[..STAMP_BYTES - 1]), None);
    }
}
