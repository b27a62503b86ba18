//! Packets on a TCP connection, each behind two bytes of its length (RFC 4571). Never waits and never reads a packet.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};

use crate::limits::{DATAGRAM_BYTES_MAX, TCP_BACKLOG_BYTES_MAX};

/// Bytes that came, from which packets are cut.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    bytes: Vec<u8>,
    /// How many of them have been cut off already.
    taken: usize,
}

impl Incoming {
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole packet; an error when the other side sends none that fits.
    pub(crate) fn packet(&mut self) -> io::Result<Option<&[u8]>> {
        let rest = self.bytes.get(self.taken..).unwrap_or_default();
        let Some((head, body)) = rest.split_first_chunk::<2>() else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes(*head));
        if length > DATAGRAM_BYTES_MAX {
            return Err(ErrorKind::InvalidData.into());
        }
        let Some(packet) = body.get(..length) else {
            return Ok(None);
        };
        self.taken = self.taken.saturating_add(length).saturating_add(2);
        Ok(Some(packet))
    }
}

/// Appends a packet to what waits to be written; false when there is too much already, and it is dropped.
pub(crate) fn append(packet: &[u8], waiting: &mut VecDeque<u8>) -> bool {
    let Ok(length) = u16::try_from(packet.len()) else {
        return false;
    };
    if waiting.len().saturating_add(packet.len()) > TCP_BACKLOG_BYTES_MAX {
        return false;
    }
    waiting.extend(length.to_be_bytes());
    waiting.extend(packet);
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packet_that_no_client_sends_is_an_error() {
        let mut incoming = Incoming::default();
        incoming.extend(&[0xff, 0xff, 0]);

        assert!(incoming.packet().is_err());
    }

    proptest! {
        #[test]
        fn packets_come_out_as_they_went_in_however_the_stream_is_cut(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
            cut in 1_usize..50,
        ) {
            let mut waiting = VecDeque::new();
            for packet in &packets {
                prop_assert!(append(packet, &mut waiting));
            }
            let stream: Vec<u8> = waiting.into();
            let mut incoming = Incoming::default();
            let mut out: Vec<Vec<u8>> = Vec::new();
            for piece in stream.chunks(cut) {
                incoming.extend(piece);
                while let Some(packet) = incoming.packet().unwrap() {
                    out.push(packet.to_vec());
                }
            }
            prop_assert_eq!(out, packets);
        }
    }
}
