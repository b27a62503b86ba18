//! The engine for one process: bounded queues and one shared table. Never blocks a thread: the locks are held for a
//! look-up and never across an await.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotse_protocol::bus::{Announcement, Command, Fact, Reply};
use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::{Instant, timeout};

use crate::limits::{COMMAND_DEADLINE, COMMANDS_QUEUED_MAX, FACTS_SPOOLED_MAX};
use crate::spool::{Cursor, Spool};
use crate::table::{NodeTable, Noted};

/// A command on its way to a node, with the place for its answer.
#[derive(Debug)]
pub struct Order {
    /// What to do.
    pub command: Command,
    /// Where the answer goes; dropping it tells the control plane that there is none.
    pub answer: oneshot::Sender<Reply>,
}

/// Why a command has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No node of that id is there: it is dead, or was never known.
    #[error("no such node")]
    NoSuchNode,
    /// The node took longer than [`COMMAND_DEADLINE`]; it may still carry the command out.
    #[error("the node did not answer in time")]
    TimedOut,
    /// The node let the command fall.
    #[error("the node let the command fall")]
    Dropped,
}

/// The spool is at its bound: the fact was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the spool of facts is full")]
pub struct Full;

/// What both ends share.
#[derive(Debug)]
pub(crate) struct Shared {
    node: Mutex<NodeEnd>,
    table: Mutex<NodeTable>,
    spool: Mutex<Spool>,
    grown: Notify,
    feed: Mutex<FeedState>,
}

/// What is known of the node's end of the bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeEnd {
    Silent,
    Known(NodeId),
    Gone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FeedState {
    Free,
    Taken,
}

/// The control plane's end.
#[derive(Debug, Clone)]
pub(crate) struct Control {
    shared: Arc<Shared>,
    orders: mpsc::Sender<Order>,
}

/// The node's end.
#[derive(Debug)]
pub(crate) struct Node {
    shared: Arc<Shared>,
    orders: mpsc::Receiver<Order>,
}

/// One reader of facts.
#[derive(Debug)]
pub(crate) struct Feed {
    shared: Arc<Shared>,
    cursor: Cursor,
}

/// Both ends of a new bus.
pub(crate) fn pair() -> (Control, Node) {
    let (sender, receiver) = mpsc::channel(COMMANDS_QUEUED_MAX);
    let shared = Arc::new(Shared {
        node: Mutex::new(NodeEnd::Silent),
        table: Mutex::default(),
        spool: Mutex::new(Spool::new(FACTS_SPOOLED_MAX)),
        grown: Notify::new(),
        feed: Mutex::new(FeedState::Free),
    });
    let control = Control {
        shared: Arc::clone(&shared),
        orders: sender,
    };
    let node = Node {
        shared,
        orders: receiver,
    };
    (control, node)
}

impl Control {
    pub(crate) async fn command(&self, node: NodeId, command: Command) -> Result<Reply, NoAnswer> {
        // The queue itself shows whether the node lives, so a late announcement never stops a command.
        if *locked(&self.shared.node) != NodeEnd::Known(node) {
            return Err(NoAnswer::NoSuchNode);
        }
        let outcome = timeout(COMMAND_DEADLINE, self.ask(command)).await;
        let answer = outcome.unwrap_or(Err(NoAnswer::TimedOut));
        if answer == Err(NoAnswer::NoSuchNode) {
            locked(&self.shared.table).handle_no_answer(node);
        }
        answer
    }

    async fn ask(&self, command: Command) -> Result<Reply, NoAnswer> {
        let (answer, reply) = oneshot::channel();
        let order = Order { command, answer };
        let sent = self.orders.send(order).await;
        sent.map_err(|_| NoAnswer::NoSuchNode)?;
        reply.await.map_err(|_| NoAnswer::Dropped)
    }

    pub(crate) fn facts(&self) -> Option<Feed> {
        let mut feed = locked(&self.shared.feed);
        match *feed {
            FeedState::Taken => None,
            FeedState::Free => {
                *feed = FeedState::Taken;
                Some(Feed {
                    shared: Arc::clone(&self.shared),
                    cursor: Cursor::default(),
                })
            }
        }
    }

    pub(crate) fn nodes(&self) -> Vec<Announcement> {
        locked(&self.shared.table).alive(Instant::now().into_std())
    }

    pub(crate) fn choose(&self, pick: impl FnMut(usize) -> usize) -> Option<Announcement> {
        locked(&self.shared.table).choose(Instant::now().into_std(), pick)
    }
}

impl Node {
    pub(crate) fn announce(&self, announcement: Announcement) {
        let place = announcement.place;
        let noted =
            locked(&self.shared.table).handle_announcement(Instant::now().into_std(), announcement);
        match noted {
            Noted::New | Noted::Again | Noted::Reborn => {
                *locked(&self.shared.node) = NodeEnd::Known(place.node);
            }
            Noted::Outdated | Noted::Full => {
                tracing::warn!(node = %place.node, ?noted, "announcement ignored");
            }
        }
    }

    pub(crate) async fn next_command(&mut self) -> Option<Order> {
        self.orders.recv().await
    }

    pub(crate) fn publish(&self, fact: Fact) -> Result<(), Full> {
        locked(&self.shared.spool).put(fact).map_err(|_| Full)?;
        self.shared.grown.notify_one();
        Ok(())
    }

    pub(crate) fn spooled(&self) -> usize {
        locked(&self.shared.spool).len()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let end = std::mem::replace(&mut *locked(&self.shared.node), NodeEnd::Gone);
        match end {
            NodeEnd::Known(node) => locked(&self.shared.table).handle_no_answer(node),
            NodeEnd::Silent | NodeEnd::Gone => {}
        }
        self.shared.grown.notify_one();
    }
}

impl Feed {
    pub(crate) async fn next(&mut self) -> Option<Fact> {
        loop {
            // Whether more can come is asked first: a node that publishes and then goes has published.
            let node = *locked(&self.shared.node);
            if let Some(fact) = locked(&self.shared.spool).next_for(&mut self.cursor) {
                return Some(fact);
            }
            if node == NodeEnd::Gone {
                return None;
            }
            self.shared.grown.notified().await;
        }
    }

    pub(crate) fn next_now(&mut self) -> Option<Fact> {
        locked(&self.shared.spool).next_for(&mut self.cursor)
    }

    pub(crate) fn acknowledge(&self, place: NodePlace, number: u64) {
        locked(&self.shared.spool).acknowledge(place, number);
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        *locked(&self.shared.feed) = FeedState::Free;
        // A wake-up meant for this reader must reach the next one; it looks at the spool first, so none is lost.
        self.shared.grown.notify_one();
    }
}

/// The value behind the lock. A panic elsewhere leaves these plain collections whole, so poisoning is no reason to stop.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
