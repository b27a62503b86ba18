//! Facts that wait until somebody has stored them: kept in the order they came, bounded, given again to every new reader
//! until acknowledged. Never drops a fact to make room: at the bound the writer is told.

use std::collections::BTreeMap;

use lotse_protocol::bus::Fact;
use lotse_protocol::token::NodePlace;

/// The spool; its bound is fixed at its making.
#[derive(Debug)]
pub(crate) struct Spool {
    waiting: BTreeMap<Slot, Fact>,
    slots: BTreeMap<(NodePlace, u64), Slot>,
    next: Slot,
    max: usize,
}

/// A fact's place in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Slot(u64);

/// How far one reader has come.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cursor(Slot);

/// The spool is at its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl Spool {
    /// An empty spool for at most `max` facts.
    pub(crate) const fn new(max: usize) -> Self {
        Self {
            waiting: BTreeMap::new(),
            slots: BTreeMap::new(),
            next: Slot(0),
            max,
        }
    }

    /// Takes a fact in; the same place and number again changes nothing.
    pub(crate) fn put(&mut self, fact: Fact) -> Result<(), NoRoom> {
        let name = (fact.place, fact.number);
        if self.slots.contains_key(&name) {
            return Ok(());
        }
        if self.waiting.len() >= self.max {
            return Err(NoRoom);
        }
        let slot = self.next;
        self.next = Slot(slot.0.saturating_add(1));
        self.slots.insert(name, slot);
        self.waiting.insert(slot, fact);
        Ok(())
    }

    /// The next fact that this reader has not been given.
    pub(crate) fn next_for(&self, cursor: &mut Cursor) -> Option<Fact> {
        let (slot, fact) = self.waiting.range(cursor.0..).next()?;
        cursor.0 = Slot(slot.0.saturating_add(1));
        Some(fact.clone())
    }

    /// Somebody has stored this fact: it need not be told again.
    pub(crate) fn acknowledge(&mut self, place: NodePlace, number: u64) {
        if let Some(slot) = self.slots.remove(&(place, number)) {
            self.waiting.remove(&slot);
        }
    }

    /// How many facts wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }
}

#[cfg(test)]
mod tests {
    use lotse_protocol::bus::Seen;
    use lotse_protocol::id::NodeId;
    use lotse_protocol::time::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn fact(number: u64) -> Fact {
        Fact {
            place: NodePlace {
                node: NodeId::from_uuid(Uuid::nil()),
                epoch: 1,
            },
            number,
            at: Timestamp::from_millis(0),
            session: None,
            what: Seen::Paused,
        }
    }

    fn filled(max: usize, numbers: impl IntoIterator<Item = u64>) -> Spool {
        let mut spool = Spool::new(max);
        for number in numbers {
            spool.put(fact(number)).unwrap();
        }
        spool
    }

    fn rest(spool: &Spool, cursor: &mut Cursor) -> Vec<u64> {
        std::iter::from_fn(|| spool.next_for(cursor).map(|fact| fact.number)).collect()
    }

    #[test]
    fn a_reader_gets_each_fact_once_and_in_order() {
        let spool = filled(10, [1, 2, 3]);
        let mut cursor = Cursor::default();

        assert_eq!(rest(&spool, &mut cursor), [1, 2, 3]);
        assert!(rest(&spool, &mut cursor).is_empty());
    }

    #[test]
    fn a_new_reader_gets_what_nobody_acknowledged() {
        let mut spool = filled(10, [1, 2, 3]);
        rest(&spool, &mut Cursor::default());

        spool.acknowledge(fact(2).place, 2);

        assert_eq!(rest(&spool, &mut Cursor::default()), [1, 3]);
    }

    #[test]
    fn at_the_bound_the_writer_is_told_and_nothing_is_lost() {
        let mut spool = filled(2, [1, 2]);

        assert_eq!(spool.put(fact(3)), Err(NoRoom));
        assert_eq!(rest(&spool, &mut Cursor::default()), [1, 2]);

        spool.acknowledge(fact(1).place, 1);

        assert_eq!(spool.put(fact(3)), Ok(()));
    }

    #[test]
    fn a_repeated_fact_is_told_once() {
        let spool = filled(10, [1, 1, 1]);

        assert_eq!(rest(&spool, &mut Cursor::default()), [1]);
    }

    proptest! {
        #[test]
        fn what_was_taken_in_and_not_acknowledged_is_never_lost(
            numbers in prop::collection::btree_set(0_u64..100, 0..60),
            stored in prop::collection::vec(0_u64..100, 0..60),
        ) {
            let mut spool = filled(100, numbers.iter().copied());
            for number in &stored {
                spool.acknowledge(fact(*number).place, *number);
            }

            let expected: Vec<u64> = numbers.into_iter().filter(|number| !stored.contains(number)).collect();
            prop_assert_eq!(spool.len(), expected.len());
            prop_assert_eq!(rest(&spool, &mut Cursor::default()), expected);
        }
    }
}
