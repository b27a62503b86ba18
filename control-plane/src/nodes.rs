//! Which nodes there are, told to the audit whenever that changes. Never decides where a session goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use lotse_domain::audit::{Action, Actor, Entry, Target};
use lotse_protocol::bus::{Announcement, NodeState};
use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::limits::NODES_LOOKED_AT_INTERVAL;
use crate::store::{Origin, StoreFault};

/// Nodes as they were last seen.
type Nodes = BTreeMap<NodeId, (NodePlace, NodeState)>;

/// Runs until stopped.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    let mut known = Nodes::new();
    let mut turn = tokio::time::interval(NODES_LOOKED_AT_INTERVAL);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = turn.tick() => {}
        }
        let seen = seen(&app.bus.nodes());
        match tell(&app, &changes(&known, &seen)).await {
            Ok(()) => known = seen,
            Err(fault) => tracing::warn!(%fault, "a node's coming or going could not be audited"),
        }
    }
}

async fn tell(app: &App, changes: &[(Action, NodePlace)]) -> Result<(), StoreFault> {
    for (action, place) in changes {
        let fill = |entry: &mut Entry| {
            entry.target = Some(Target::Named { name: place.text() });
        };
        let what = (Actor::System, *action);
        app.store
            .audit(app.chain(), now(), what, &Origin::default(), fill)
            .await?;
    }
    Ok(())
}

fn seen(nodes: &[Announcement]) -> Nodes {
    nodes
        .iter()
        .map(|node| (node.place.node, (node.place, node.state)))
        .collect()
}

/// What has happened in between: another life of a node is another node.
fn changes(before: &Nodes, after: &Nodes) -> Vec<(Action, NodePlace)> {
    let gone = before.iter().filter_map(|(id, (was, _))| {
        let is = after.get(id).map(|(is, _)| *is);
        (is != Some(*was)).then_some((Action::NodeDown, *was))
    });
    let come = after.iter().flat_map(|(id, (is, state))| {
        let known = before.get(id).filter(|(was, _)| was == is);
        let was = known.map(|(_, state)| *state);
        let told = match (was, state) {
            (None, NodeState::Ready) | (Some(NodeState::Draining), NodeState::Ready) => {
                &[Action::NodeUp][..]
            }
            (None, NodeState::Draining) => &[Action::NodeUp, Action::NodeDrain],
            (Some(NodeState::Ready), NodeState::Draining) => &[Action::NodeDrain],
            (Some(NodeState::Ready), NodeState::Ready)
            | (Some(NodeState::Draining), NodeState::Draining) => &[],
        };
        told.iter().map(|action| (*action, *is))
    });
    gone.chain(come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(all: &[(u128, u64, NodeState)]) -> Nodes {
        let place = |node: u128, epoch| NodePlace {
            node: NodeId::from_uuid(uuid::Uuid::from_u128(node)),
            epoch,
        };
        all.iter()
            .map(|(node, epoch, state)| {
                let place = place(*node, *epoch);
                (place.node, (place, *state))
            })
            .collect()
    }

    fn between(
        before: &[(u128, u64, NodeState)],
        after: &[(u128, u64, NodeState)],
    ) -> Vec<(Action, u64)> {
        let changes = changes(&nodes(before), &nodes(after));
        let short = |(action, place): &(Action, NodePlace)| (*action, place.epoch);
        changes.iter().map(short).collect()
    }

    #[test]
    fn nodes_come_drain_and_go_and_another_life_is_another_node() {
        use Action::{NodeDown, NodeDrain, NodeUp};
        use NodeState::{Draining, Ready};
        let one = [(1, 1, Ready)];

        assert_eq!(between(&[], &one), [(NodeUp, 1)]);
        assert_eq!(between(&one, &one), []);
        assert_eq!(between(&one, &[(1, 1, Draining)]), [(NodeDrain, 1)]);
        assert_eq!(between(&[(1, 1, Draining)], &one), [(NodeUp, 1)]);
        assert_eq!(between(&one, &[]), [(NodeDown, 1)]);
        assert_eq!(
            between(&one, &[(1, 2, Ready)]),
            [(NodeDown, 1), (NodeUp, 2)]
        );
        assert_eq!(
            between(&one, &[(1, 1, Ready), (2, 7, Draining)]),
            [(NodeUp, 7), (NodeDrain, 7)]
        );
    }
}
