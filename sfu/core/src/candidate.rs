//! Where the node can be reached: the candidates of every answer. Never learned from a peer.

use std::net::SocketAddr;

use str0m::Candidate;
use str0m::net::TcpType;

use crate::datagram::Transport;

/// An address that answers advertise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostCandidate {
    /// How it is reached.
    pub transport: Transport,
    /// As browsers see it.
    pub address: SocketAddr,
}

/// The address cannot be advertised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address that an ICE candidate can hold")]
pub struct UnfitAddress;

impl HostCandidate {
    pub(crate) fn to_ice(self) -> Result<Candidate, UnfitAddress> {
        let built = match self.transport {
            Transport::Udp => Candidate::builder().udp().host(self.address).build(),
            // RFC 6544 section 4.5; Firefox takes no TCP candidate without it.
            Transport::Tcp => Candidate::builder()
                .tcp()
                .host(self.address)
                .tcptype(TcpType::Passive)
                .build(),
        };
        built.map_err(|_| UnfitAddress)
    }
}

/// The candidate that a datagram came to: the very address, else (behind a NAT, or on a socket bound to every address) the
/// first of the same transport and family, else of the same transport.
pub(crate) fn reached(
    candidates: &[HostCandidate],
    transport: Transport,
    destination: SocketAddr,
) -> Option<SocketAddr> {
    let of_transport = || candidates.iter().filter(|c| c.transport == transport);
    of_transport()
        .find(|c| c.address == destination)
        .or_else(|| of_transport().find(|c| c.address.is_ipv4() == destination.is_ipv4()))
        .or_else(|| of_transport().next())
        .map(|c| c.address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn udp(address: &str) -> HostCandidate {
        HostCandidate {
            transport: Transport::Udp,
            address: address.parse().unwrap(),
        }
    }

    #[test]
    fn a_datagram_to_a_private_address_reaches_the_advertised_one_of_its_family() {
        let all = [udp("[2001:db8::1]:443"), udp("192.0.2.1:443")];

        let found = reached(&all, Transport::Udp, "10.0.0.1:443".parse().unwrap());

        assert_eq!(found, Some(all[1].address));
    }

    #[test]
    fn a_datagram_of_a_transport_that_is_not_served_reaches_nothing() {
        let all = [udp("192.0.2.1:443")];

        assert_eq!(reached(&all, Transport::Tcp, all[0].address), None);
    }

    #[test]
    fn a_tcp_candidate_says_passive() {
        let tcp = HostCandidate {
            transport: Transport::Tcp,
            address: "192.0.2.1:443".parse().unwrap(),
        };

        assert!(
            tcp.to_ice()
                .unwrap()
                .to_sdp_string()
                .contains("tcptype passive")
        );
    }
}
