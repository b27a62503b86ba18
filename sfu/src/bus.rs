//! The node's end of the bus: carries commands to shards, facts to the spool with place, number and time, and says every
//! two seconds that the node lives. Never decides anything.

use std::sync::Arc;

use futures_util::stream::{FuturesUnordered, StreamExt};
use lotse_cluster::limits::ANNOUNCE_INTERVAL;
use lotse_cluster::{NodeBus, Order};
use lotse_protocol::bus::{Announcement, BUS_PROTOCOL_VERSION, Command, Fact, NodeState};
use lotse_protocol::token::NodePlace;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::engine::Told;
use crate::limits::{BUS_FULL_REST, COMMANDS_CARRIED_MAX, SHARD_LEGS_FULL};
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
        // A shard that is slow for its own sessions holds up nobody else's.
        let mut carried = FuturesUnordered::new();
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
                Some(()) = carried.next() => {}
                order = self.bus.next_command(), if commanded && carried.len() < COMMANDS_CARRIED_MAX => {
                    match order {
                        Some(order) => carried.push(self.carry(order)),
                        None => commanded = false,
                    }
                }
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

    /// Gives a command to its shards at once; what comes of it is the answer.
    fn carry(&mut self, Order { command, answer }: Order) -> impl Future<Output = ()> + use<> {
        if command == Command::Drain {
            self.state = NodeState::Draining;
            self.announce();
        }
        let carried = self.node.carry(&command);
        async move {
            match carried.await {
                Ok(reply) => {
                    let _ = answer.send(reply);
                }
                Err(unanswered) => tracing::error!(%unanswered, "a command was not carried out"),
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_cluster::{ControlBus, limits};
    use lotse_protocol::bus::Reply;
    use lotse_protocol::end::EndReason;
    use lotse_protocol::id::{NodeId, SessionId};
    use lotse_sfu_core::admission::{KeySet, NodeClaim, TokenCheck, TokenRules};
    use uuid::Uuid;

    use super::*;
    use crate::desk::Desk;
    use crate::limits::COMMAND_DEADLINE;
    use crate::metrics::HttpMetrics;
    use crate::order::{Inbox, Mailbox, Order as ShardOrder};

    const PLACE: NodePlace = NodePlace {
        node: NodeId::from_uuid(Uuid::nil()),
        epoch: 1,
    };

    /// A node of two shards that nobody runs: their mailboxes are the test's.
    struct World {
        control: ControlBus,
        shards: [Inbox; 2],
        _polls: [mio::Poll; 2],
    }

    fn world() -> World {
        let rules = TokenRules {
            issuer: "https://lotse.example".to_owned(),
            place: PLACE,
            node_claim: NodeClaim::Optional,
        };
        let (facts, told) = mpsc::channel(8);
        let metrics = HttpMetrics::register(&prometheus::Registry::new()).unwrap();
        let polls = [mio::Poll::new().unwrap(), mio::Poll::new().unwrap()];
        let boxes = [0, 1].map(|at: usize| {
            let registry = polls[at].registry();
            Mailbox::new(mio::Waker::new(registry, mio::Token(0)).unwrap())
        });
        let [(one, first), (other, second)] = boxes;
        let node = Node {
            desk: Desk::new(TokenCheck::new(rules, KeySet::default()), facts, metrics),
            mailboxes: vec![one, other],
            snapshots: Vec::new(),
            links: Vec::new(),
        };
        let introduction = Introduction {
            place: PLACE,
            region: String::new(),
            url: String::new(),
        };
        let (control, bus) = lotse_cluster::in_process();
        let driver = Driver::new(bus, Arc::new(node), told, introduction);
        tokio::spawn(driver.run(CancellationToken::new()));
        World {
            control,
            shards: [first, second],
            _polls: polls,
        }
    }

    impl World {
        /// Its answer comes to the task that is given back.
        async fn told(
            &self,
            command: Command,
        ) -> tokio::task::JoinHandle<Result<Reply, lotse_cluster::NoAnswer>> {
            while self.control.nodes().is_empty() {
                tokio::task::yield_now().await;
            }
            let control = self.control.clone();
            let answer = tokio::spawn(async move { control.command(PLACE.node, command).await });
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            answer
        }

        fn next(&self, shard: usize) -> Option<(Command, tokio::sync::oneshot::Sender<Reply>)> {
            match self.shards[shard].orders.try_recv() {
                Ok(ShardOrder::Command { command, answer }) => Some((*command, answer)),
                Ok(_) | Err(_) => None,
            }
        }
    }

    fn end(session: u128) -> Command {
        Command::End {
            session: SessionId::from_uuid(Uuid::from_u128(session)),
            reason: EndReason::SharerLeft,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_shard_that_does_not_answer_holds_up_nobody_elses_sessions() {
        let world = world();

        let stuck = world.told(end(2)).await;
        let fine = world.told(end(3)).await;

        let (command, answer) = world.next(1).unwrap();
        assert_eq!(command, end(3));
        answer.send(Reply::Done).unwrap();
        assert_eq!(fine.await.unwrap(), Ok(Reply::Done));
        assert!(!stuck.is_finished());
        assert!(stuck.await.unwrap().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_shard_gets_its_commands_in_their_order_without_waiting_for_its_answers() {
        let world = world();

        let _answers = (
            world.told(end(2)).await,
            world.told(end(4)).await,
            world.told(end(6)).await,
        );

        let mut seen = Vec::new();
        while let Some((command, answer)) = world.next(0) {
            seen.push((command, answer));
        }
        let seen: Vec<_> = seen.into_iter().map(|(command, _)| command).collect();
        assert_eq!(seen, [end(2), end(4), end(6)]);
    }

    #[tokio::test(start_paused = true)]
    async fn every_shard_is_told_to_drain_though_the_first_is_silent() {
        let world = world();

        let answer = world.told(Command::Drain).await;

        let (silent, _kept) = world.next(0).unwrap();
        let (told, answered) = world.next(1).unwrap();
        assert_eq!((silent, told), (Command::Drain, Command::Drain));
        answered.send(Reply::Done).unwrap();
        assert!(answer.await.unwrap().is_err());
    }

    #[test]
    fn a_shard_is_given_up_before_whoever_waits_gives_the_node_up() {
        assert!(COMMAND_DEADLINE + Duration::from_millis(250) <= limits::COMMAND_DEADLINE);
    }
}
