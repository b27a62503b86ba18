//! Trains: runs of equal datagrams to one destination, which the system cuts apart (GSO). What one turn brings is
//! gathered here and sent at its end. Never sends by itself.

use std::net::SocketAddr;

use crate::limits::{TRAIN_BYTES_MAX, TRAINS_MAX};

/// Datagrams to one destination: all of one size, the last perhaps shorter.
#[derive(Debug)]
pub(crate) struct Train {
    pub(crate) socket: usize,
    pub(crate) destination: SocketAddr,
    pub(crate) segment_len: usize,
    pub(crate) bytes: Vec<u8>,
    segments: usize,
    growth: Growth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Growth {
    Open,
    /// A shorter datagram ended it.
    Ended,
}

/// The trains of one turn, in the order in which they began.
#[derive(Debug)]
pub(crate) struct Trains {
    waiting: Vec<Train>,
    spare: Vec<Vec<u8>>,
    segments_max: usize,
}

/// Whether more fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Room {
    /// More fits.
    More,
    /// All trains must be sent before the next datagram.
    None,
}

impl Trains {
    /// Trains of at most `segments_max` datagrams.
    pub(crate) fn new(segments_max: usize) -> Self {
        Self {
            waiting: Vec::with_capacity(TRAINS_MAX),
            spare: Vec::new(),
            segments_max: segments_max.max(1),
        }
    }

    /// Adds a datagram for `destination` from `socket`. The order within a destination stays.
    pub(crate) fn push(&mut self, socket: usize, destination: SocketAddr, bytes: &[u8]) -> Room {
        let same = |train: &&mut Train| train.socket == socket && train.destination == destination;
        let last = self.waiting.iter_mut().rev().find(same);
        match last {
            Some(train) if train.fits(bytes.len(), self.segments_max) => train.couple(bytes),
            Some(_) | None => self.begin(socket, destination, bytes),
        }
        if self.waiting.len() < TRAINS_MAX {
            Room::More
        } else {
            Room::None
        }
    }

    /// What waits, in order.
    pub(crate) fn waiting(&self) -> &[Train] {
        &self.waiting
    }

    /// Forgets what waited and keeps its buffers for the next turn.
    pub(crate) fn clear(&mut self) {
        for mut train in self.waiting.drain(..) {
            train.bytes.clear();
            self.spare.push(train.bytes);
        }
    }

    fn begin(&mut self, socket: usize, destination: SocketAddr, first: &[u8]) {
        let mut bytes = self.spare.pop().unwrap_or_default();
        bytes.extend_from_slice(first);
        self.waiting.push(Train {
            socket,
            destination,
            segment_len: first.len(),
            bytes,
            segments: 1,
            growth: Growth::Open,
        });
    }
}

impl Train {
    /// The datagrams one by one.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks(self.segment_len.max(1))
    }

    /// How many datagrams there are.
    pub(crate) const fn len(&self) -> usize {
        self.segments
    }

    fn fits(&self, len: usize, segments_max: usize) -> bool {
        self.growth == Growth::Open
            && len != 0
            && len <= self.segment_len
            && self.segments < segments_max
            && self.bytes.len().saturating_add(len) <= TRAIN_BYTES_MAX
    }

    fn couple(&mut self, bytes: &[u8]) {
        if bytes.len() < self.segment_len {
            self.growth = Growth::Ended;
        }
        self.segments = self.segments.saturating_add(1);
        self.bytes.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn destination(port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], port))
    }

    #[test]
    fn equal_datagrams_to_one_destination_make_one_train() {
        let mut trains = Trains::new(8);

        for len in [1_100, 1_100, 400, 1_100] {
            let _ = trains.push(0, destination(1), &vec![7; len]);
        }

        let lens: Vec<usize> = trains.waiting().iter().map(Train::len).collect();
        assert_eq!(lens, [3, 1]);
    }

    #[test]
    fn the_caller_is_told_to_send_when_no_train_more_fits() {
        let mut trains = Trains::new(8);

        let full = (0..u16::try_from(TRAINS_MAX).unwrap())
            .map(|port| trains.push(0, destination(port), &[1]))
            .position(|room| room == Room::None);

        assert_eq!(full, Some(TRAINS_MAX - 1));
    }

    proptest! {
        #[test]
        fn every_destination_gets_its_datagrams_in_order(
            pushed in prop::collection::vec((0_u16..3, 1_usize..40), 0..120),
            segments_max in 1_usize..10,
        ) {
            let mut trains = Trains::new(segments_max);
            let mut wanted = vec![Vec::new(); 3];
            for (number, (to, len)) in pushed.iter().enumerate() {
                let bytes = vec![u8::try_from(number % 251).unwrap(); *len];
                let _ = trains.push(0, destination(*to), &bytes);
                wanted[usize::from(*to)].push(bytes);
            }
            let mut seen = vec![Vec::new(); 3];
            for train in trains.waiting() {
                prop_assert!(train.len() <= segments_max);
                prop_assert_eq!(train.segments().count(), train.len());
                seen[usize::from(train.destination.port())].extend(train.segments().map(<[u8]>::to_vec));
            }
            prop_assert_eq!(seen, wanted);
        }
    }
}
