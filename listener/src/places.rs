//! Counts who holds a connection: no more than so many in all and so many from one address. Never touches a socket.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The places for connections, shared by all that hold one.
#[derive(Debug)]
pub(crate) struct Places {
    total_max: usize,
    per_address_max: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's place; dropping it frees the place.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// All places are taken.
    Total,
    /// This address has taken all of its own.
    Address,
}

impl Places {
    pub(crate) fn new(total_max: usize, per_address_max: usize) -> Arc<Self> {
        Arc::new(Self {
            total_max,
            per_address_max,
            held: Mutex::default(),
        })
    }

    /// Takes a place for a connection from `address`.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Result<Place, NoPlace> {
        let address = network(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.total >= self.total_max {
            return Err(NoPlace::Total);
        }
        let of_address = held.by_address.get(&address).copied().unwrap_or(0);
        if of_address >= self.per_address_max {
            return Err(NoPlace::Address);
        }
        held.by_address
            .insert(address, of_address.saturating_add(1));
        held.total = held.total.saturating_add(1);
        Ok(Place {
            places: Arc::clone(self),
            address,
        })
    }

    /// How many places are taken.
    pub(crate) fn taken(&self) -> usize {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .total
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self
            .places
            .held
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        held.total = held.total.saturating_sub(1);
        let left = held
            .by_address
            .get(&self.address)
            .map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            held.by_address.remove(&self.address);
        } else {
            held.by_address.insert(self.address, left);
        }
    }
}

/// Whoever has one IPv6 address has its whole /64 (RFC 6177 section 2).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_cannot_take_every_place() {
        let places = Places::new(10, 2);
        let _held = [
            places.take(address("192.0.2.1")).unwrap(),
            places.take(address("192.0.2.1")).unwrap(),
        ];

        assert_eq!(
            places.take(address("192.0.2.1")).err(),
            Some(NoPlace::Address)
        );
        assert!(places.take(address("192.0.2.2")).is_ok());
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_together() {
        let places = Places::new(10, 1);
        let _held = places.take(address("2001:db8::1")).unwrap();

        assert_eq!(
            places.take(address("2001:db8::ffff")).err(),
            Some(NoPlace::Address)
        );
        assert!(places.take(address("2001:db8:0:1::1")).is_ok());
    }

    #[test]
    fn a_dropped_place_is_free_again() {
        let places = Places::new(1, 1);
        let held = places.take(address("192.0.2.1")).unwrap();
        assert_eq!(
            places.take(address("192.0.2.2")).err(),
            Some(NoPlace::Total)
        );

        drop(held);

        assert_eq!(places.taken(), 0);
        assert!(places.take(address("192.0.2.2")).is_ok());
    }
}
