//! What other threads ask of a shard, through a bounded mailbox that wakes it. Never blocks the asker's thread.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use bytes::Bytes;
use lotse_protocol::bus::{Command, Reply};
use lotse_sfu_core::admission::{Admission, Endpoint, ResourceClaims};
use lotse_sfu_core::fault::{AdmitFault, PatchFault};
use mio::Waker;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::limits::{ORDER_DEADLINE, ORDERS_WAITING_MAX, STRAYS_WAITING_MAX};
use crate::resource::{EntityTag, IfMatch, NoResource, ResourceId};

/// What a shard is asked.
pub(crate) enum Order {
    /// Let a participant join.
    Admit {
        admission: Box<Admission>,
        endpoint: Endpoint,
        offer: String,
        answer: oneshot::Sender<Result<Created, AdmitFault>>,
    },
    /// Trickle or restart ICE.
    Patch {
        target: Target,
        if_match: IfMatch,
        fragment: String,
        answer: oneshot::Sender<Result<Patched, PatchRefused>>,
    },
    /// End a leg.
    Remove {
        target: Target,
        if_match: Option<IfMatch>,
        answer: oneshot::Sender<Result<(), PatchRefused>>,
    },
    /// Carry out what a control plane wants.
    Command {
        command: Box<Command>,
        answer: oneshot::Sender<Reply>,
    },
    /// Take over an ICE-TCP connection.
    Stream {
        stream: std::net::TcpStream,
        first_bytes: Bytes,
        peer: SocketAddr,
    },
    /// Say goodbye to everybody and stop.
    Stop { answer: oneshot::Sender<()> },
}

/// A resource and who asks for it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) id: ResourceId,
    pub(crate) endpoint: Endpoint,
    pub(crate) asker: ResourceClaims,
}

/// A new resource.
#[derive(Debug)]
pub(crate) struct Created {
    pub(crate) id: ResourceId,
    pub(crate) tag: EntityTag,
    pub(crate) sdp: String,
}

/// What became of a patch.
#[derive(Debug)]
pub(crate) enum Patched {
    /// Candidates were taken note of.
    Trickled,
    /// ICE begins anew.
    Restarted { tag: EntityTag, fragment: String },
}

/// Why a resource was not changed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PatchRefused {
    /// It is out of reach.
    NoResource(NoResource),
    /// The request is about another ICE session than the present one.
    OtherTag,
    /// The core refuses it.
    Fault(PatchFault),
}

/// A datagram that came to another shard.
#[derive(Debug)]
pub(crate) struct Stray {
    /// To which of the ports, which all shards have in the same order.
    pub(crate) port: usize,
    pub(crate) source: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

/// The shard's end of its mailbox.
#[derive(Debug)]
pub(crate) struct Inbox {
    pub(crate) orders: Receiver<Order>,
    pub(crate) strays: Receiver<Stray>,
}

/// The asker's end of a shard's mailbox.
#[derive(Clone)]
pub(crate) struct Mailbox {
    orders: SyncSender<Order>,
    strays: SyncSender<Stray>,
    waker: Arc<Waker>,
}

/// The shard does not answer: its mailbox is full, it is too slow, or it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shard does not answer")]
pub(crate) struct Unanswered;

impl Mailbox {
    pub(crate) fn new(waker: Waker) -> (Self, Inbox) {
        let (orders, received) = sync_channel(ORDERS_WAITING_MAX);
        let (strays, strayed) = sync_channel(STRAYS_WAITING_MAX);
        let mailbox = Self {
            orders,
            strays,
            waker: Arc::new(waker),
        };
        let inbox = Inbox {
            orders: received,
            strays: strayed,
        };
        (mailbox, inbox)
    }

    /// Hands a stray datagram over.
    pub(crate) fn post_stray(&self, stray: Stray) -> Result<(), Unanswered> {
        self.strays.try_send(stray).map_err(|_| Unanswered)?;
        self.waker.wake().map_err(|_| Unanswered)
    }

    /// Puts an order in without waiting for an answer.
    pub(crate) fn post(&self, order: Order) -> Result<(), Unanswered> {
        let posted = self.orders.try_send(order);
        posted.map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Unanswered,
        })?;
        self.waker.wake().map_err(|_| Unanswered)
    }

    /// Puts an order in and gives the place of its answer: what is put in later comes later to the shard.
    pub(crate) fn put<T>(
        &self,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> Result<oneshot::Receiver<T>, Unanswered> {
        let (answer, answered) = oneshot::channel();
        self.post(order(answer))?;
        Ok(answered)
    }

    /// Puts an order in and waits for its answer.
    pub(crate) async fn ask<T>(
        &self,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> Result<T, Unanswered> {
        self.ask_within(ORDER_DEADLINE, order).await
    }

    /// [`Self::ask`] with a deadline of the caller's.
    pub(crate) async fn ask_within<T>(
        &self,
        deadline: Duration,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> Result<T, Unanswered> {
        let answered = self.put(order)?;
        match timeout(deadline, answered).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(Unanswered),
        }
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailbox")
    }
}
