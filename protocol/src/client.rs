//! Where a request comes from, as whoever opened the front door found out. Put into a request's extensions once, so that every
//! part behind the door counts the same client; never logged or stored in the clear.

use std::net::IpAddr;

/// The address of whoever asks: the socket's, or the one that a trusted proxy spoke for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl std::fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientAddress(…)")
    }
}
