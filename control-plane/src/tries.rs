//! Wrong passwords and wrong codes, counted for people, addresses and everybody. Never says why a try was wrong.

use std::net::IpAddr;

use lotse_protocol::time::Timestamp;

use crate::limiter::{Limiter, TooMany};
use crate::limits::{
    LIMITER_ENTRIES_MAX, SIGN_IN_WINDOW, SIGN_IN_WRONG_PER_ADDRESS_MAX, SIGN_IN_WRONG_PER_USER_MAX,
};

/// The limits of wrong passwords.
pub(crate) struct SignInLimits {
    names: Limiter<String>,
    addresses: Limiter<IpAddr>,
}

impl SignInLimits {
    pub(crate) const fn new() -> Self {
        let window = SIGN_IN_WINDOW;
        Self {
            names: Limiter::new(SIGN_IN_WRONG_PER_USER_MAX, window, LIMITER_ENTRIES_MAX),
            addresses: Limiter::new(SIGN_IN_WRONG_PER_ADDRESS_MAX, window, LIMITER_ENTRIES_MAX),
        }
    }

    /// A try counts as wrong until it is known to be right, so that many at once are not let through together.
    pub(crate) fn begin(
        &mut self,
        now: Timestamp,
        name: &String,
        from: IpAddr,
    ) -> Result<(), TooMany> {
        let from = network(from);
        self.names.check(now, name)?;
        self.addresses.check(now, &from)?;
        self.names.count(now, name);
        self.addresses.count(now, &from);
        Ok(())
    }

    pub(crate) fn right(&mut self, name: &String) {
        self.names.clear(name);
    }
}

/// One subscriber has a whole /64 of IPv6 addresses, so that counts as one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_one_ipv6_network_count_as_one() {
        let one = "2001:db8:1:2::1".parse().unwrap();
        let other = "2001:db8:1:2:ffff::9".parse().unwrap();
        let far = "2001:db8:1:3::1".parse().unwrap();

        assert_eq!(network(one), network(other));
        assert_ne!(network(one), network(far));
    }

    #[test]
    fn wrong_passwords_lock_the_name_and_the_right_one_clears_it() {
        let mut limits = SignInLimits::new();
        let (name, at) = ("sami".to_owned(), Timestamp::from_millis(1));
        let from = "192.0.2.1".parse().unwrap();
        for _ in 0..SIGN_IN_WRONG_PER_USER_MAX {
            assert!(limits.begin(at, &name, from).is_ok());
        }
        assert!(limits.begin(at, &name, from).is_err());

        limits.right(&name);

        assert!(limits.begin(at, &name, from).is_ok());
    }
}
