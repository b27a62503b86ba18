//! What a player does with packets: counts all of them by their header, opens some for their stamp, and may lose some on
//! purpose. Never decides when counting begins: its publisher does.

use std::sync::Arc;
use std::time::Instant;

use crate::loss::Thief;
use crate::receipt::Receipt;
use crate::sender::Marks;
use crate::srtp::{Header, Index, Srtp};
use crate::stamp::Stamp;

/// The receiving half.
pub(crate) struct Listener {
    pub(crate) receipt: Receipt,
    pub(crate) marks: Arc<Marks>,
    pub(crate) decode_every: u32,
    pub(crate) first: Option<Instant>,
    ssrc: Option<u32>,
    counting: bool,
    until_decode: u32,
    /// A network that loses packets; then str0m receives them all, since it knows how to ask again.
    pub(crate) thief: Option<Thief>,
}

impl Listener {
    pub(crate) fn new(marks: Arc<Marks>, decode_every: u32, thief: Option<Thief>) -> Self {
        Self {
            receipt: Receipt::new(),
            marks,
            decode_every: decode_every.max(1),
            first: None,
            ssrc: None,
            counting: false,
            until_decode: 0,
            thief,
        }
    }
}

impl Listener {
    /// A packet as it came: counted by its header, and opened when it is its turn.
    pub(crate) fn packet(
        &mut self,
        header: Header,
        packet: &mut [u8],
        arrived_us: u64,
        srtp: &Srtp,
    ) {
        let ours = self.ssrc == Some(header.ssrc);
        let starting = !self.counting && self.marks.from().is_some();
        let due = self.until_decode == 0;
        self.until_decode = if due {
            self.decode_every.saturating_sub(1)
        } else {
            self.until_decode.saturating_sub(1)
        };
        let payload_bytes = packet
            .len()
            .saturating_sub(header.bytes)
            .saturating_sub(srtp.profile.tag_bytes());
        let extended = if ours {
            self.receipt.extend(header.sequence)
        } else {
            u64::from(header.sequence)
        };
        let opened = if due || starting || !ours || header.padded {
            self.open(header, extended, packet, srtp)
        } else {
            Look::Closed
        };
        if let (false, Look::Stamped(_)) = (ours, opened) {
            self.ssrc = Some(header.ssrc);
            self.receipt.restart();
        }
        let media = match opened {
            Look::Stamped(_) => true,
            Look::Closed => ours,
            Look::Other => false,
        };
        if !media {
            return;
        }
        if let (true, Look::Stamped(stamp)) = (starting, opened) {
            let from = self.marks.from().unwrap_or_default();
            if u64::from(stamp.packet) >= from {
                self.counting = true;
                self.receipt.open_window();
            }
        }
        self.receipt.packet(extended, payload_bytes);
        if let Look::Stamped(stamp) = opened {
            self.receipt.opened(arrived_us.checked_sub(stamp.sent_us));
        }
    }

    /// A packet that str0m has opened, whether it came at once or after it was asked for.
    pub(crate) fn whole(&mut self, sequence: u64, payload: &[u8], arrived_us: u64) {
        let Some(stamp) = Stamp::find(payload) else {
            return;
        };
        self.first.get_or_insert_with(Instant::now);
        let [.., high, low] = sequence.to_be_bytes();
        if let Some(thief) = &mut self.thief {
            thief.came(u16::from_be_bytes([high, low]));
        }
        let from = self.marks.from();
        let counts = from.is_some_and(|from| u64::from(stamp.packet) >= from);
        if self.counting && !counts {
            return;
        }
        if counts && !self.counting {
            self.counting = true;
            self.receipt.open_window();
        }
        self.receipt.packet(sequence, payload.len());
        self.receipt.opened(arrived_us.checked_sub(stamp.sent_us));
    }

    fn open(&mut self, header: Header, extended: u64, packet: &mut [u8], srtp: &Srtp) -> Look {
        let [_, _, a, b, c, d, _, _] = extended.to_be_bytes();
        let index = Index {
            ssrc: header.ssrc,
            rollover: u32::from_be_bytes([a, b, c, d]),
            sequence: header.sequence,
        };
        let Some(payload) = srtp.incoming.open(packet, header.bytes, index) else {
            self.receipt.unopened();
            return Look::Other;
        };
        Stamp::find(payload).map_or(Look::Other, Look::Stamped)
    }
}

#[derive(Clone, Copy)]
enum Look {
    Stamped(Stamp),
    Closed,
    Other,
}

impl Listener {
    /// Whether it has seen the first packet that counts.
    pub(crate) fn counting(&self) -> bool {
        self.counting
    }
}

trait TagBytes {
    fn tag_bytes(&self) -> usize;
}

impl TagBytes for str0m::crypto::dtls::SrtpProfile {
    fn tag_bytes(&self) -> usize {
        if *self == Self::AES128_CM_SHA1_80 {
            10
        } else {
            16
        }
    }
}
