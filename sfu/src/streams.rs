//! All ICE-TCP connections of a shard, by number and by peer, bounded. Never hands a number out twice.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use crate::address::network;
use crate::counts::EdgeCounts;
use crate::limits::{STREAMS_MAX, STREAMS_PER_ADDRESS_MAX};
use crate::stream::{Ended, Stream};

/// The connections of a shard.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    by_number: BTreeMap<usize, Stream>,
    by_peer: BTreeMap<SocketAddr, usize>,
    by_address: BTreeMap<IpAddr, usize>,
    /// Those with something new to write.
    dirty: Vec<usize>,
    /// Those whose turn ended before they were read dry.
    unread: Vec<usize>,
}

/// There is no room for one more, or the peer is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl Streams {
    pub(crate) fn len(&self) -> usize {
        self.by_number.len()
    }

    /// Whether a connection from `peer` may come in.
    pub(crate) fn room_for(&self, peer: SocketAddr) -> Result<(), NoRoom> {
        let of_address = self.by_address.get(&network(peer.ip()));
        let full = self.by_number.len() >= STREAMS_MAX
            || of_address.is_some_and(|count| *count >= STREAMS_PER_ADDRESS_MAX)
            || self.by_peer.contains_key(&peer);
        if full { Err(NoRoom) } else { Ok(()) }
    }

    pub(crate) fn insert(&mut self, number: usize, stream: Stream) {
        let peer = stream.peer();
        self.by_peer.insert(peer, number);
        let count = self.by_address.entry(network(peer.ip())).or_default();
        *count = count.saturating_add(1);
        self.by_number.insert(number, stream);
    }

    pub(crate) fn find(&mut self, number: usize) -> Option<&mut Stream> {
        self.by_number.get_mut(&number)
    }

    /// Takes a connection out; dropping it closes it.
    pub(crate) fn remove(&mut self, number: usize) -> Option<Stream> {
        let stream = self.by_number.remove(&number)?;
        self.by_peer.remove(&stream.peer());
        let address = network(stream.peer().ip());
        let left = self
            .by_address
            .get(&address)
            .map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            self.by_address.remove(&address);
        } else {
            self.by_address.insert(address, left);
        }
        Some(stream)
    }

    /// Puts a payload for `peer` into its queue.
    pub(crate) fn push(&mut self, peer: SocketAddr, payload: &[u8], counts: &mut EdgeCounts) {
        let number = self.by_peer.get(&peer).copied();
        let Some((number, stream)) =
            number.and_then(|number| Some((number, self.by_number.get_mut(&number)?)))
        else {
            counts.dropped_no_stream = counts.dropped_no_stream.saturating_add(1);
            return;
        };
        if self.dirty.last() != Some(&number) {
            self.dirty.push(number);
        }
        match stream.push(payload) {
            Ok(dropped) => {
                counts.dropped_slow_stream = counts.dropped_slow_stream.saturating_add(dropped);
            }
            Err(why) => {
                self.remove(number);
                count_end(why, counts);
            }
        }
    }

    /// Writes what this turn has queued.
    pub(crate) fn flush(&mut self, now: Instant, counts: &mut EdgeCounts) {
        while let Some(number) = self.dirty.pop() {
            self.write(number, now, counts);
        }
    }

    /// Writes what waits for one connection.
    pub(crate) fn write(&mut self, number: usize, now: Instant, counts: &mut EdgeCounts) {
        let written = self
            .by_number
            .get_mut(&number)
            .map(|stream| stream.write(now));
        if let Some(Err(why)) = written {
            self.remove(number);
            count_end(why, counts);
        }
    }

    /// Closes what was stuck or silent for too long.
    pub(crate) fn sweep(&mut self, now: Instant, counts: &mut EdgeCounts) {
        let ended: Vec<(usize, Ended)> = self
            .by_number
            .iter_mut()
            .filter_map(|(number, stream)| Some((*number, stream.handle_timeout(now).err()?)))
            .collect();
        for (number, why) in ended {
            self.remove(number);
            count_end(why, counts);
        }
    }

    /// Notes that a connection has more to read.
    pub(crate) fn read_later(&mut self, number: usize) {
        self.unread.push(number);
    }

    /// Those that have more to read.
    pub(crate) fn take_unread(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.unread)
    }

    /// Whether any has more to read.
    pub(crate) fn any_unread(&self) -> bool {
        !self.unread.is_empty()
    }
}

/// Counts why a connection ended.
pub(crate) fn count_end(why: Ended, counts: &mut EdgeCounts) {
    let count = match why {
        Ended::Peer => &mut counts.streams_closed_peer,
        Ended::Fault => &mut counts.streams_closed_fault,
        Ended::Stuck => &mut counts.streams_closed_stuck,
        Ended::Silent => &mut counts.streams_closed_silent,
    };
    *count = count.saturating_add(1);
}
