//! Proxies in front: which addresses are theirs, and how they tell whom they speak for. Never believes anybody else.

use std::net::IpAddr;
use std::str::FromStr;

/// The header in which a proxy tells the client's address. One, and not whichever is there: a proxy passes on what a
/// stranger writes into the header that it does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, which most proxies write.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The text names no such header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a header that is known")]
pub struct NotAProxyHeader;

impl FromStr for ProxyHeader {
    type Err = NotAProxyHeader;
    fn from_str(text: &str) -> Result<Self, NotAProxyHeader> {
        match text.to_ascii_lowercase().as_str() {
            "x-forwarded-for" => Ok(Self::XForwardedFor),
            "forwarded" => Ok(Self::Forwarded),
            _ => Err(NotAProxyHeader),
        }
    }
}

/// A range of addresses, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// The text is no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address or a range of the form 10.0.0.0/8 or fd00::/8")]
pub struct NotANetwork;

impl Network {
    /// Whether `address` is within.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(one)) => {
                let shift = 32_u32.saturating_sub(u32::from(self.prefix));
                shifted(base.to_bits().into(), shift) == shifted(one.to_bits().into(), shift)
            }
            (IpAddr::V6(base), IpAddr::V6(one)) => {
                let shift = 128_u32.saturating_sub(u32::from(self.prefix));
                shifted(base.to_bits(), shift) == shifted(one.to_bits(), shift)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

fn shifted(bits: u128, by: u32) -> u128 {
    bits.checked_shr(by).unwrap_or(0)
}

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(widest), |text| text.parse().map_err(|_| NotANetwork))?;
        match prefix <= widest {
            true => Ok(Self { base, prefix }),
            false => Err(NotANetwork),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let network: Network = "10.1.0.0/16".parse().unwrap();

        assert!(network.contains("10.1.255.255".parse().unwrap()));
        assert!(network.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!network.contains("10.2.0.0".parse().unwrap()));
        assert!(!network.contains("fd00::1".parse().unwrap()));
    }

    #[test]
    fn the_widest_network_holds_every_address_of_its_family() {
        let network: Network = "::/0".parse().unwrap();

        assert!(network.contains("fd00::1".parse().unwrap()));
        assert!("::/129".parse::<Network>().is_err());
    }
}
