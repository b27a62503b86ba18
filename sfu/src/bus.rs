//! The node's end of the bus: carries commands to shards, facts to the spool with place, number and time, and says every
//! two seconds that the node lives. Never decides anything.

use std::sync::Arc;

use lotse_cluster::NodeBus;
use lotse_cluster::limits::ANNOUNCE_INTERVAL;
use lotse_protocol::bus::{Announcement, BUS_PROTOCOL_VERSION, Command, Fact, NodeState, Reply};
use lotse_protocol::token::NodePlace;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::engine::Told;
use crate::limits::{BUS_FULL_REST, SHARD_LEGS_FULL};
use crate::node::Node;

/// What the node says of itself, apart from its load.
#[derive(Debug, Clone)]
pub(crate) struct Introduction {
    pub(crate) place: NodePlace,
    pub(crate) region: String,
    pub(crate) url: String,
}

/// Drives the bus until `shutdown` is cancelled and all facts are told.
pub(crate) struct Driver {
    bus: NodeBus,
    node: Arc<Node>,
    facts: mpsc::Receiver<Told>,
    introduction: Introduction,
    state: NodeState,
    next_number: u64,
}

impl Driver {
    pub(crate) fn new(
        bus: NodeBus,
        node: Arc<Node>,
        facts: mpsc::Receiver<Told>,
        introduction: Introduction,
    ) -> Self {
        Self {
            bus,
            node,
            facts,
            introduction,
            state: NodeState::Ready,
            next_number: 1,
        }
    }

    /// Runs until `shutdown` is cancelled; then tells what facts are left.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) {
        let mut announce = interval(ANNOUNCE_INTERVAL);
        announce.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // A fact that the spool had no room for; the next ones wait behind it, commands do not.
        let mut held = None;
        // Without control planes there are no more commands, and media go on.
        let mut commanded = true;
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                _ = announce.tick() => self.announce(),
                () = sleep(BUS_FULL_REST), if held.is_some() => {
                    held = held.take().and_then(|fact| self.publish(fact));
                }
                Some(told) = self.facts.recv(), if held.is_none() => {
                    let fact = self.number(told);
                    held = self.publish(fact);
                }
                order = self.bus.next_command(), if commanded => match order {
                    Some(order) => {
                        if let Some(reply) = self.carry(order.command).await {
                            let _ = order.answer.send(reply);
                        }
                    }
                    None => commanded = false,
                },
            }
        }
        held = held.take().and_then(|fact| self.publish(fact));
        while held.is_none()
            && let Ok(told) = self.facts.try_recv()
        {
            let fact = self.number(told);
            held = self.publish(fact);
        }
    }

    async fn carry(&mut self, command: Command) -> Option<Reply> {
        if command == Command::Drain {
            self.state = NodeState::Draining;
            self.announce();
        }
        match self.node.carry(command).await {
            Ok(reply) => Some(reply),
            Err(unanswered) => {
                tracing::error!(%unanswered, "a command was not carried out");
                None
            }
        }
    }

    fn number(&mut self, told: Told) -> Fact {
        let number = self.next_number;
        self.next_number = number.saturating_add(1);
        Fact {
            place: self.introduction.place,
            number,
            at: told.at,
            session: told.session,
            what: told.what,
        }
    }

    /// Puts a fact into the spool; gives it back when there is no room.
    fn publish(&self, fact: Fact) -> Option<Fact> {
        match self.bus.publish(fact.clone()) {
            Ok(()) => None,
            Err(full) => {
                tracing::warn!(%full, "facts must wait");
                Some(fact)
            }
        }
    }

    fn announce(&self) {
        self.bus.announce(Announcement {
            place: self.introduction.place,
            region: self.introduction.region.clone(),
            url: self.introduction.url.clone(),
            load_per_mille: self.load_per_mille(),
            state: self.state,
            protocol_version: BUS_PROTOCOL_VERSION,
        });
    }

    fn load_per_mille(&self) -> u16 {
        let legs = self
            .node
            .snapshots
            .iter()
            .map(|place| place.read().core.legs);
        let legs = legs.fold(0_u64, u64::saturating_add);
        let shards = u64::try_from(self.node.snapshots.len()).unwrap_or(1);
        let full = SHARD_LEGS_FULL.saturating_mul(shards);
        let load = legs
            .saturating_mul(1_000)
            .checked_div(full)
            .unwrap_or(1_000);
        u16::try_from(load.min(1_000)).unwrap_or(1_000)
    }
}
