//! Networks by address and prefix (RFC 4632 section 3.1, RFC 4291 section 2.3). Never resolves a name.

use std::net::IpAddr;
use std::str::FromStr;

/// A network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    first: IpAddr,
    prefix: u32,
}

/// The text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a network such as 10.0.0.0/8 or 2001:db8::/32")]
pub struct NotANetwork;

impl Network {
    /// Whether an address lies in it. An IPv4 address that comes as IPv6 is the IPv4 address.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => same(
                u128::from(first.to_bits()),
                u128::from(address.to_bits()),
                32_u32.saturating_sub(self.prefix),
            ),
            (IpAddr::V6(first), IpAddr::V6(address)) => same(
                first.to_bits(),
                address.to_bits(),
                128_u32.saturating_sub(self.prefix),
            ),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Whether two addresses are the same but for their last `free` bits.
fn same(one: u128, other: u128, free: u32) -> bool {
    one.checked_shr(free).unwrap_or(0) == other.checked_shr(free).unwrap_or(0)
}

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (first, prefix) = match text.trim().split_once('/') {
            Some((first, prefix)) => (first, Some(prefix)),
            None => (text.trim(), None),
        };
        let first: IpAddr = first.parse().map_err(|_| NotANetwork)?;
        let most = match first {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().map_err(|_| NotANetwork)?,
            None => most,
        };
        match prefix <= most {
            true => Ok(Self { first, prefix }),
            false => Err(NotANetwork),
        }
    }
}
