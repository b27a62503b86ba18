//! Whom a bound for strangers is counted against: an IPv4 address, or a whole IPv6 /64.

use std::net::{IpAddr, Ipv6Addr};

/// The network that `address` stands for: whoever has one IPv6 address has its /64 (RFC 6177 section 2).
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}
