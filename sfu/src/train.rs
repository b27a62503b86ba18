//! Trains: runs of equal datagrams to one destination, which the system cuts apart (GSO). The core lays most of them; what
//! it gives singly is coupled here while it goes the same way. Sent at the end of a turn. Never sends by itself.

use lotse_sfu_core::datagram::Transmit;

use crate::limits::{TRAIN_BYTES_MAX, TRAINS_MAX};

/// Datagrams to one destination: all of one size, the last perhaps shorter.
#[derive(Debug)]
pub(crate) struct Train {
    pub(crate) socket: usize,
    pub(crate) load: Transmit,
    segments: usize,
}

/// The trains of one turn, in the order in which they began.
#[derive(Debug)]
pub(crate) struct Trains {
    waiting: Vec<Train>,
    segments_max: usize,
}

/// Whether more fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Room {
    /// More fits.
    More,
    /// All trains must be sent before the next one.
    None,
}

impl Trains {
    /// Trains of at most `segments_max` datagrams.
    pub(crate) fn new(segments_max: usize) -> Self {
        Self {
            waiting: Vec::with_capacity(TRAINS_MAX),
            segments_max: segments_max.max(1),
        }
    }

    /// Adds what `socket` shall send. The order within a destination stays. Gives back the buffer of what was coupled.
    pub(crate) fn push(&mut self, socket: usize, load: Transmit) -> Option<Vec<u8>> {
        let segments = load.count();
        if let Some(last) = self.waiting.last_mut()
            && last.fits(socket, &load, segments, self.segments_max)
        {
            last.segments = last.segments.saturating_add(segments);
            last.load.bytes.extend_from_slice(&load.bytes);
            return Some(load.bytes);
        }
        self.waiting.push(Train {
            socket,
            load,
            segments,
        });
        None
    }

    /// Whether more fits.
    pub(crate) fn room(&self) -> Room {
        if self.waiting.len() < TRAINS_MAX {
            Room::More
        } else {
            Room::None
        }
    }

    /// Takes what waits, in order; give the list back by [`Trains::recycle`].
    pub(crate) fn take(&mut self) -> Vec<Train> {
        std::mem::take(&mut self.waiting)
    }

    /// Takes the emptied list back, so that the next turn need not grow one.
    pub(crate) fn recycle(&mut self, list: Vec<Train>) {
        self.waiting = list;
        self.waiting.clear();
    }
}

impl Train {
    /// How many datagrams there are.
    pub(crate) const fn len(&self) -> usize {
        self.segments
    }

    /// A shorter datagram ends a train, so one that has such a last one takes no more.
    fn fits(&self, socket: usize, load: &Transmit, segments: usize, segments_max: usize) -> bool {
        let (ours, theirs) = (self.load.bytes.len(), load.bytes.len());
        let len = self.load.segment_len;
        let same_way = self.socket == socket && self.load.destination == load.destination;
        let same_size = load.segment_len == len || (segments == 1 && theirs < len);
        same_way
            && same_size
            && theirs != 0
            && len.checked_mul(self.segments) == Some(ours)
            && self.segments.saturating_add(segments) <= segments_max
            && ours.saturating_add(theirs) <= TRAIN_BYTES_MAX
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test's numbers are small")]
mod tests {
    use std::net::SocketAddr;

    use lotse_sfu_core::datagram::Transport;
    use proptest::prelude::*;

    use super::*;

    fn load(port: u16, segment_len: usize, bytes: Vec<u8>) -> Transmit {
        Transmit {
            transport: Transport::Udp,
            source: SocketAddr::from(([192, 0, 2, 9], 1)),
            destination: SocketAddr::from(([192, 0, 2, 1], port)),
            segment_len,
            bytes,
        }
    }

    #[test]
    fn equal_datagrams_to_one_destination_make_one_train() {
        let mut trains = Trains::new(8);

        for len in [1_100, 1_100, 400, 1_100] {
            let _ = trains.push(0, load(1, len, vec![7; len]));
        }

        let lens: Vec<usize> = trains.take().iter().map(Train::len).collect();
        assert_eq!(lens, [3, 1]);
    }

    #[test]
    fn a_whole_train_is_taken_as_it_is() {
        let mut trains = Trains::new(64);
        let bytes = vec![7; 9_000];
        let place = bytes.as_ptr();

        assert_eq!(trains.push(0, load(1, 1_000, bytes)), None);

        let taken = trains.take();
        assert_eq!((taken[0].len(), taken[0].load.bytes.as_ptr()), (9, place));
    }

    #[test]
    fn the_caller_is_told_to_send_when_no_train_more_fits() {
        let mut trains = Trains::new(8);

        let full = (0..u16::try_from(TRAINS_MAX).unwrap()).position(|port| {
            let _ = trains.push(0, load(port, 1, vec![1]));
            trains.room() == Room::None
        });

        assert_eq!(full, Some(TRAINS_MAX - 1));
    }

    proptest! {
        #[test]
        fn every_destination_gets_its_datagrams_in_order(
            pushed in prop::collection::vec((0_u16..3, 1_usize..40, 1_usize..5, 0_usize..40), 0..120),
            segments_max in 4_usize..10,
        ) {
            let mut trains = Trains::new(segments_max);
            let mut wanted = vec![Vec::new(); 3];
            for (number, (to, len, count, less)) in pushed.iter().enumerate() {
                let whole = len * count;
                let bytes = vec![u8::try_from(number % 251).unwrap(); whole - less % len];
                let load = load(*to, *len, bytes);
                wanted[usize::from(*to)].extend(load.datagrams().map(<[u8]>::to_vec));
                let _ = trains.push(0, load);
            }
            let mut seen = vec![Vec::new(); 3];
            for train in trains.take() {
                prop_assert!(train.len() <= segments_max);
                prop_assert_eq!(train.load.count(), train.len());
                let to = usize::from(train.load.destination.port());
                seen[to].extend(train.load.datagrams().map(<[u8]>::to_vec));
            }
            prop_assert_eq!(seen, wanted);
        }
    }
}
