//! One port for all shards. The system spreads flows over them without knowing whose they are: an ICE check that came to
//! another shard is handed over, and its flow gets a connected socket at its own shard, which the system prefers from then
//! on; where no socket can be opened, that client comes by TCP or not at all. Never looks deeper than the user fragment, and
//! opens a socket only for whom the core serves.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use lotse_sfu_core::datagram::Datagram;
use lotse_sfu_core::ufrag::{Shard as ShardNumber, shard_of_stun};
use mio::{Interest, Registry, Token};

use crate::limits::FLOWS_MAX;
use crate::order::{Mailbox, Stray};
use crate::udp::UdpPort;

/// All shards of the node, once all are there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Siblings(Arc<OnceLock<Vec<Mailbox>>>);

impl Siblings {
    /// Says who they are, once.
    pub(crate) fn introduce(&self, mailboxes: Vec<Mailbox>) {
        // A second introduction would name the same shards.
        let _ = self.0.set(mailboxes);
    }

    /// Whether there are several.
    pub(crate) fn are_many(&self) -> bool {
        self.0.get().is_some_and(|all| all.len() > 1)
    }

    /// The mailbox of the shard that a STUN message is for, where that is not `own`.
    pub(crate) fn other(&self, own: ShardNumber, stun: &[u8]) -> Option<&Mailbox> {
        // RFC 7983 section 7: first byte 0..=3 is STUN.
        let all = self
            .0
            .get()
            .filter(|_| matches!(stun.first(), Some(0..=3)))?;
        let shard = shard_of_stun(stun).filter(|shard| *shard != own)?;
        all.get(usize::from(shard.number()))
    }

    /// Hands a datagram over that is another shard's; false when it is not, and stays.
    pub(crate) fn hand_over(&self, own: ShardNumber, port: usize, datagram: &Datagram<'_>) -> bool {
        let Some(other) = self.other(own, datagram.bytes) else {
            return false;
        };
        // A full mailbox loses the check, and the client sends it again.
        let _ = other.post_stray(Stray {
            port,
            source: datagram.source,
            bytes: datagram.bytes.to_vec(),
        });
        true
    }
}

/// The flows of a shard that the system would give to others: a connected socket each.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    by_source: BTreeMap<SocketAddr, usize>,
    ports: BTreeMap<usize, UdpPort>,
    unread: Vec<usize>,
}

impl Flows {
    /// Opens a socket for the flow of `source` beside `port`, unless there is one or there are too many.
    pub(crate) fn open(
        &mut self,
        registry: &Registry,
        number: usize,
        port: &UdpPort,
        source: SocketAddr,
    ) -> io::Result<()> {
        if self.by_source.contains_key(&source) || self.ports.len() >= FLOWS_MAX {
            return Ok(());
        }
        let mut flow = port.connected(source)?;
        registry.register(&mut flow.socket, Token(number), Interest::READABLE)?;
        self.by_source.insert(source, number);
        self.ports.insert(number, flow);
        // What came between opening and registering woke nobody.
        self.unread.push(number);
        Ok(())
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ports.len()
    }

    /// Whether one may have something to receive.
    pub(crate) fn any_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Notes that one may have something; false when there is no such flow.
    pub(crate) fn read_later(&mut self, number: usize) -> bool {
        let is_ours = self.ports.contains_key(&number);
        if is_ours {
            self.unread.push(number);
        }
        is_ours
    }

    /// Takes the numbers of those that may have something.
    pub(crate) fn take_unread(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.unread)
    }

    pub(crate) fn port(&self, number: usize) -> Option<&UdpPort> {
        self.ports.get(&number)
    }

    /// Closes those whose source nobody serves any more.
    pub(crate) fn sweep(&mut self, is_served: impl Fn(SocketAddr) -> bool) {
        let ports = &mut self.ports;
        self.by_source.retain(|source, number| {
            let stays = is_served(*source);
            if !stays {
                // Closing the socket ends its registration too.
                ports.remove(number);
            }
            stays
        });
    }
}
