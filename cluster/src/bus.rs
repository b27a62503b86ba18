//! The bus as control planes and nodes see it. Never names the engine that carries the messages.

use lotse_protocol::bus::{Announcement, Command, Fact, Reply};
use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;

use crate::in_process::{self, Full, NoAnswer, Order};

/// A control plane's end of the bus.
#[derive(Debug, Clone)]
pub struct ControlBus {
    engine: ControlEngine,
}

/// A node's end of the bus.
#[derive(Debug)]
pub struct NodeBus {
    engine: NodeEngine,
}

/// The facts of all nodes, from the first that nobody has acknowledged.
#[derive(Debug)]
pub struct FactFeed {
    engine: FeedEngine,
}

#[derive(Debug, Clone)]
enum ControlEngine {
    InProcess(in_process::Control),
}

#[derive(Debug)]
enum NodeEngine {
    InProcess(in_process::Node),
}

#[derive(Debug)]
enum FeedEngine {
    InProcess(in_process::Feed),
}

/// Both ends of a bus within one process.
#[must_use]
pub fn in_process() -> (ControlBus, NodeBus) {
    let (control, node) = in_process::pair();
    let control = ControlBus {
        engine: ControlEngine::InProcess(control),
    };
    let node = NodeBus {
        engine: NodeEngine::InProcess(node),
    };
    (control, node)
}

impl ControlBus {
    /// Tells a node to do something and waits for its answer, at most [`crate::limits::COMMAND_DEADLINE`].
    ///
    /// # Errors
    /// [`NoAnswer`] when the node is not there, is too slow or lets the command fall.
    pub async fn command(&self, node: NodeId, command: Command) -> Result<Reply, NoAnswer> {
        match &self.engine {
            ControlEngine::InProcess(control) => control.command(node, command).await,
        }
    }

    /// The facts, for one reader at a time: `None` while another [`FactFeed`] lives. A new feed begins with everything
    /// that was not acknowledged.
    #[must_use]
    pub fn facts(&self) -> Option<FactFeed> {
        let engine = match &self.engine {
            ControlEngine::InProcess(control) => FeedEngine::InProcess(control.facts()?),
        };
        Some(FactFeed { engine })
    }

    /// The nodes that announced themselves lately.
    #[must_use]
    pub fn nodes(&self) -> Vec<Announcement> {
        match &self.engine {
            ControlEngine::InProcess(control) => control.nodes(),
        }
    }

    /// The node for a new session: of two drawn by chance the less loaded; never one that drains.
    #[must_use]
    pub fn choose(&self) -> Option<Announcement> {
        match &self.engine {
            ControlEngine::InProcess(control) => {
                control.choose(|count| rand::random_range(0..count))
            }
        }
    }
}

impl NodeBus {
    /// Says that this node lives; to be repeated every [`crate::limits::ANNOUNCE_INTERVAL`].
    pub fn announce(&self, announcement: Announcement) {
        match &self.engine {
            NodeEngine::InProcess(node) => node.announce(announcement),
        }
    }

    /// The next command; `None` once every control plane's end is gone.
    pub async fn next_command(&mut self) -> Option<Order> {
        match &mut self.engine {
            NodeEngine::InProcess(node) => node.next_command().await,
        }
    }

    /// Puts a fact into the spool, where it stays until acknowledged. Never blocks. The same place and number again
    /// changes nothing.
    ///
    /// # Errors
    /// [`Full`] when the spool is at its bound; the fact was not taken.
    pub fn publish(&self, fact: Fact) -> Result<(), Full> {
        match &self.engine {
            NodeEngine::InProcess(node) => node.publish(fact),
        }
    }

    /// How many facts wait for an acknowledgement.
    #[must_use]
    pub fn spooled(&self) -> usize {
        match &self.engine {
            NodeEngine::InProcess(node) => node.spooled(),
        }
    }
}

impl FactFeed {
    /// The next fact, each once for this feed and in the order of its node; `None` when the node's end is gone and all is
    /// told. May be dropped at any await and called again.
    pub async fn next(&mut self) -> Option<Fact> {
        match &mut self.engine {
            FeedEngine::InProcess(feed) => feed.next().await,
        }
    }

    /// The next fact that is there already, without waiting for one.
    pub fn next_now(&mut self) -> Option<Fact> {
        match &mut self.engine {
            FeedEngine::InProcess(feed) => feed.next_now(),
        }
    }

    /// Says that this one fact is stored: no later feed is told of it.
    pub fn acknowledge(&self, place: NodePlace, number: u64) {
        match &self.engine {
            FeedEngine::InProcess(feed) => feed.acknowledge(place, number),
        }
    }
}
