//! Who is connected, in the order in which they came, and how much of it the sharer's page has shown (invariant I7: nobody
//! joins unseen). Never holds a name.

use lotse_protocol::channel::{FromNode, RosterEntry};

use crate::output::LegId;

#[derive(Debug)]
struct Present {
    leg: LegId,
    entry: RosterEntry,
    /// The first version that lists them.
    listed: u64,
}

/// One session's roster.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    version: u64,
    present: Vec<Present>,
    seen: u64,
}

impl Roster {
    pub(crate) fn join(&mut self, leg: LegId, entry: RosterEntry) {
        self.version = self.version.saturating_add(1);
        self.present.push(Present {
            leg,
            entry,
            listed: self.version,
        });
    }

    /// False when the leg was not listed.
    pub(crate) fn leave(&mut self, leg: LegId) -> bool {
        let before = self.present.len();
        self.present.retain(|present| present.leg != leg);
        let left = self.present.len() != before;
        if left {
            self.version = self.version.saturating_add(1);
        }
        left
    }

    /// The sharer's page shows this version; a version that was never sent shows nothing.
    pub(crate) fn handle_seen(&mut self, version: u64) {
        if version <= self.version {
            self.seen = self.seen.max(version);
        }
    }

    /// Another page, which has shown nothing yet, stands for the sharer.
    pub(crate) fn forget_seen(&mut self) {
        self.seen = 0;
    }

    /// Whether the sharer's page has shown a roster with this leg in it.
    pub(crate) fn has_been_shown(&self, leg: LegId) -> bool {
        self.present
            .iter()
            .any(|present| present.leg == leg && present.listed <= self.seen)
    }

    pub(crate) fn message(&self) -> FromNode {
        FromNode::Roster {
            version: self.version,
            participants: self.present.iter().map(|p| p.entry.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use lotse_protocol::id::ParticipantId;
    use lotse_protocol::role::MediaRole;
    use uuid::Uuid;

    use super::*;

    fn helper(n: u128) -> RosterEntry {
        RosterEntry {
            id: ParticipantId::from_uuid(Uuid::from_u128(n)),
            role: MediaRole::Helper,
        }
    }

    #[test]
    fn an_old_version_does_not_show_who_came_later() {
        let mut roster = Roster::default();
        roster.join(LegId(1), helper(1));
        roster.join(LegId(2), helper(2));

        roster.handle_seen(1);

        assert!(roster.has_been_shown(LegId(1)));
        assert!(!roster.has_been_shown(LegId(2)));
    }

    #[test]
    fn a_version_that_was_never_sent_shows_nobody() {
        let mut roster = Roster::default();
        roster.join(LegId(1), helper(1));

        roster.handle_seen(99);

        assert!(!roster.has_been_shown(LegId(1)));
    }

    #[test]
    fn who_comes_back_must_be_shown_again() {
        let mut roster = Roster::default();
        roster.join(LegId(1), helper(1));
        roster.handle_seen(1);
        roster.leave(LegId(1));

        roster.join(LegId(2), helper(1));

        assert!(!roster.has_been_shown(LegId(2)));
    }

    #[test]
    fn another_page_of_the_sharer_has_shown_nobody() {
        let mut roster = Roster::default();
        roster.join(LegId(1), helper(1));
        roster.handle_seen(1);

        roster.forget_seen();

        assert!(!roster.has_been_shown(LegId(1)));
    }

    #[test]
    fn the_message_lists_everybody_in_order() {
        let mut roster = Roster::default();
        roster.join(LegId(2), helper(2));
        roster.join(LegId(1), helper(1));

        let expected = FromNode::Roster {
            version: 2,
            participants: vec![helper(2), helper(1)],
        };
        assert_eq!(roster.message(), expected);
    }
}
