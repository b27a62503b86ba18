//! Which leg a datagram belongs to, in constant time. An address is known only after a check that proved the leg's password.

use std::collections::HashMap;

use crate::leg::Address;
use crate::output::LegId;

/// Which leg a datagram belongs to.
#[derive(Debug, Default)]
pub(crate) struct Demux {
    by_address: HashMap<Address, LegId>,
    by_ufrag: HashMap<String, LegId>,
}

impl Demux {
    pub(crate) fn of_address(&self, address: &Address) -> Option<LegId> {
        self.by_address.get(address).copied()
    }

    pub(crate) fn of_ufrag(&self, ufrag: &str) -> Option<LegId> {
        self.by_ufrag.get(ufrag).copied()
    }

    /// The address has proved the leg's password.
    pub(crate) fn learn(&mut self, address: Address, leg: LegId) {
        self.by_address.insert(address, leg);
    }

    pub(crate) fn register(&mut self, ufrag: String, leg: LegId) {
        self.by_ufrag.insert(ufrag, leg);
    }

    pub(crate) fn unregister(&mut self, ufrag: &str) {
        self.by_ufrag.remove(ufrag);
    }

    /// Another leg may have learned the same address since.
    pub(crate) fn forget(&mut self, address: &Address, leg: LegId) {
        if self.of_address(address) == Some(leg) {
            self.by_address.remove(address);
        }
    }
}
