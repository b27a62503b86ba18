//! The nodes that a control plane knows of, from what they announce, and the choice of one for a new session.
//!
//! Time and chance are arguments: the caller's own monotonic clock decides when a node is silent, so no two machines need
//! to agree on the time. Never talks to a node.

use std::collections::BTreeMap;
use std::time::Instant;

use lotse_protocol::bus::{Announcement, BUS_PROTOCOL_VERSION, NodeState};
use lotse_protocol::id::NodeId;

use crate::limits::{NODE_EXPIRES_AFTER, NODES_MAX};

/// The nodes heard of lately.
#[derive(Debug, Default)]
pub struct NodeTable {
    nodes: BTreeMap<NodeId, Heard>,
}

#[derive(Debug)]
struct Heard {
    announcement: Announcement,
    at: Instant,
}

/// What became of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The node was not known.
    New,
    /// The node was known; what it says now counts.
    Again,
    /// The node has started anew: what it knew of its sessions is gone.
    Reborn,
    /// An earlier life of a node speaks; ignored.
    Outdated,
    /// The table is at its bound; ignored.
    Full,
}

impl NodeTable {
    /// A node has announced itself.
    pub fn handle_announcement(&mut self, now: Instant, announcement: Announcement) -> Noted {
        self.expire(now);
        let place = announcement.place;
        let noted = match self.nodes.get(&place.node) {
            Some(known) if known.announcement.place.epoch > place.epoch => return Noted::Outdated,
            Some(known) if known.announcement.place.epoch < place.epoch => Noted::Reborn,
            Some(_) => Noted::Again,
            None if self.nodes.len() >= NODES_MAX => return Noted::Full,
            None => Noted::New,
        };
        let heard = Heard {
            announcement,
            at: now,
        };
        self.nodes.insert(place.node, heard);
        noted
    }

    /// Nobody answers there: the node is dead at once, whatever its last announcement said.
    pub fn handle_no_answer(&mut self, node: NodeId) {
        self.nodes.remove(&node);
    }

    /// The nodes alive at `now`, in the order of their ids.
    pub fn alive(&mut self, now: Instant) -> Vec<Announcement> {
        self.expire(now);
        let nodes = self.nodes.values();
        nodes.map(|heard| heard.announcement.clone()).collect()
    }

    /// The node for a new session: of two picked by chance the less loaded one. `pick(n)` draws a number below `n`.
    pub fn choose(
        &mut self,
        now: Instant,
        mut pick: impl FnMut(usize) -> usize,
    ) -> Option<Announcement> {
        self.expire(now);
        let nodes = self.nodes.values().map(|heard| &heard.announcement);
        let mut willing: Vec<&Announcement> = nodes.filter(|node| takes_sessions(node)).collect();
        let first = take(&mut willing, &mut pick)?;
        let second = take(&mut willing, &mut pick);
        let other = second.filter(|other| other.load_per_mille < first.load_per_mille);
        Some(other.unwrap_or(first).clone())
    }

    fn expire(&mut self, now: Instant) {
        self.nodes
            .retain(|_, heard| now.saturating_duration_since(heard.at) < NODE_EXPIRES_AFTER);
    }
}

fn takes_sessions(node: &Announcement) -> bool {
    match node.state {
        NodeState::Ready => node.protocol_version == BUS_PROTOCOL_VERSION,
        NodeState::Draining => false,
    }
}

fn take<'a>(
    willing: &mut Vec<&'a Announcement>,
    pick: &mut impl FnMut(usize) -> usize,
) -> Option<&'a Announcement> {
    let count = willing.len();
    (count > 0).then(|| willing.swap_remove(pick(count).min(count.saturating_sub(1))))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_protocol::token::NodePlace;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn node(number: u128) -> Announcement {
        Announcement {
            place: NodePlace {
                node: NodeId::from_uuid(Uuid::from_u128(number)),
                epoch: 1,
            },
            region: String::new(),
            url: String::new(),
            load_per_mille: 0,
            state: NodeState::Ready,
            protocol_version: BUS_PROTOCOL_VERSION,
        }
    }

    fn loaded(number: u128, load_per_mille: u16) -> Announcement {
        Announcement {
            load_per_mille,
            ..node(number)
        }
    }

    fn table(start: Instant, nodes: &[Announcement]) -> NodeTable {
        let mut table = NodeTable::default();
        for node in nodes {
            table.handle_announcement(start, node.clone());
        }
        table
    }

    #[test]
    fn a_node_silent_for_six_seconds_is_forgotten() {
        let start = Instant::now();
        let mut table = table(start, &[node(1)]);

        let before = table.alive(start + Duration::from_millis(5_999)).len();
        let after = table.alive(start + Duration::from_secs(6)).len();

        assert_eq!((before, after), (1, 0));
    }

    #[test]
    fn every_announcement_buys_six_seconds_more() {
        let start = Instant::now();
        let mut table = table(start, &[node(1)]);

        table.handle_announcement(start + Duration::from_secs(5), node(1));

        assert_eq!(table.alive(start + Duration::from_secs(10)).len(), 1);
    }

    #[test]
    fn a_node_where_nobody_answers_is_forgotten_at_once() {
        let start = Instant::now();
        let mut table = table(start, &[node(1), node(2)]);

        table.handle_no_answer(node(1).place.node);

        assert_eq!(table.alive(start), [node(2)]);
    }

    #[test]
    fn an_earlier_life_of_a_node_does_not_come_back() {
        let start = Instant::now();
        let mut reborn = node(1);
        reborn.place.epoch = 2;
        let mut table = table(start, &[node(1)]);

        let born = table.handle_announcement(start, reborn.clone());
        let late = table.handle_announcement(start, node(1));

        assert_eq!((born, late), (Noted::Reborn, Noted::Outdated));
        assert_eq!(table.alive(start), [reborn]);
    }

    #[test]
    fn a_full_table_takes_no_new_node_and_keeps_the_old() {
        let start = Instant::now();
        let count = u128::try_from(NODES_MAX).unwrap();
        let nodes: Vec<_> = (0..count).map(node).collect();
        let mut table = table(start, &nodes);

        assert_eq!(table.handle_announcement(start, node(count)), Noted::Full);
        assert_eq!(table.handle_announcement(start, node(0)), Noted::Again);
    }

    #[test]
    fn of_two_picked_the_less_loaded_is_chosen() {
        let start = Instant::now();
        let mut table = table(start, &[loaded(1, 900), loaded(2, 100), loaded(3, 0)]);
        let mut picks = [0, 1].into_iter();

        // The first pick takes node 1 out and node 3 into its place, so the second pick is node 2.
        let chosen = table.choose(start, |_| picks.next().unwrap());

        assert_eq!(chosen, Some(loaded(2, 100)));
    }

    #[test]
    fn a_draining_node_and_one_of_another_version_are_never_chosen() {
        let start = Instant::now();
        let draining = Announcement {
            state: NodeState::Draining,
            ..node(1)
        };
        let other_version = Announcement {
            protocol_version: BUS_PROTOCOL_VERSION + 1,
            ..node(2)
        };
        let mut table = table(start, &[draining, other_version]);

        assert_eq!(table.choose(start, |_| 0), None);
    }

    proptest! {
        #[test]
        fn the_most_loaded_of_several_is_never_chosen(
            loads in prop::collection::vec(0_u16..1_000, 2..20),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 2),
        ) {
            let start = Instant::now();
            let nodes: Vec<_> = (1..).zip(&loads).map(|(number, load)| loaded(number, *load)).collect();
            let mut table = table(start, &nodes);
            let mut picks = picks.iter();

            let chosen = table.choose(start, |count| picks.next().unwrap().index(count)).unwrap();

            let most = *loads.iter().max().unwrap();
            let alone = loads.iter().filter(|load| **load == most).count() == 1;
            prop_assert!(!alone || chosen.load_per_mille < most);
        }
    }
}
