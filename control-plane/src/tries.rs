//! Wrong passwords and wrong codes, counted for people, addresses and everybody. Never says why a try was wrong.

use std::net::IpAddr;

use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;

use crate::limiter::{Limiter, TooMany};
use crate::limits::{
    CODE_BREAKER_MAX, CODE_BREAKER_WINDOW, CODE_WINDOW, CODE_WRONG_PER_ADDRESS_MAX,
    CODE_WRONG_PER_PERSON_MAX, LIMITER_ENTRIES_MAX, LOGOUTS_REFUSED_PER_ADDRESS_MAX,
    SIGN_IN_FAILED_ROWS_PER_ADDRESS_MAX, SIGN_IN_FLOWS_PER_ADDRESS_MAX, SIGN_IN_WINDOW,
    SIGN_IN_WRONG_PER_ADDRESS_MAX, SIGN_IN_WRONG_PER_USER_MAX, STRANGER_ROWS_MAX,
    STRANGER_ROWS_WINDOW,
};

/// The limits of wrong passwords.
pub(crate) struct SignInLimits {
    said: Limiter<IpAddr>,
    names: Limiter<String>,
    addresses: Limiter<IpAddr>,
}

impl SignInLimits {
    pub(crate) const fn new() -> Self {
        let window = SIGN_IN_WINDOW;
        Self {
            said: Limiter::new(1, window, LIMITER_ENTRIES_MAX),
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

    /// Whether a refusal is worth a row in the audit: once for an address and window, or a flood would fill the log.
    pub(crate) fn worth_saying(&mut self, now: Timestamp, from: IpAddr) -> bool {
        once(&mut self.said, now, &network(from))
    }

    pub(crate) fn right(&mut self, name: &String) {
        self.names.clear(name);
    }
}

/// The limits of sign-ins at providers and of logouts that they announce, by address.
pub(crate) struct FlowLimits {
    begun: Limiter<IpAddr>,
    rows: Limiter<IpAddr>,
    logouts: Limiter<IpAddr>,
}

impl FlowLimits {
    pub(crate) const fn new() -> Self {
        let (window, entries) = (SIGN_IN_WINDOW, LIMITER_ENTRIES_MAX);
        Self {
            begun: Limiter::new(SIGN_IN_FLOWS_PER_ADDRESS_MAX, window, entries),
            rows: Limiter::new(SIGN_IN_FAILED_ROWS_PER_ADDRESS_MAX, window, entries),
            logouts: Limiter::new(LOGOUTS_REFUSED_PER_ADDRESS_MAX, window, entries),
        }
    }

    /// Whether one more sign-in may begin.
    pub(crate) fn begin(&mut self, now: Timestamp, from: IpAddr) -> Result<(), TooMany> {
        within(&mut self.begun, now, network(from))
    }

    /// Whether a failure is worth a row in the audit, or a flood would fill the log.
    pub(crate) fn worth_saying(&mut self, now: Timestamp, from: IpAddr) -> bool {
        within(&mut self.rows, now, network(from)).is_ok()
    }

    /// Whether an announced logout is looked at.
    pub(crate) fn may_announce(&self, now: Timestamp, from: IpAddr) -> Result<(), TooMany> {
        self.logouts.check(now, &network(from))
    }

    /// An announced logout was refused.
    pub(crate) fn refused_logout(&mut self, now: Timestamp, from: IpAddr) {
        self.logouts.count(now, &network(from));
    }
}

fn within(limiter: &mut Limiter<IpAddr>, now: Timestamp, from: IpAddr) -> Result<(), TooMany> {
    limiter.check(now, &from)?;
    limiter.count(now, &from);
    Ok(())
}

fn once<K: Ord + Clone>(said: &mut Limiter<K>, now: Timestamp, key: &K) -> bool {
    let first = said.check(now, key).is_ok();
    if first {
        said.count(now, key);
    }
    first
}

/// Rows about refused tokens of strangers, which anybody can cause; further ones are only counted.
pub(crate) const fn stranger_rows() -> Limiter<()> {
    Limiter::new(STRANGER_ROWS_MAX, STRANGER_ROWS_WINDOW, 1)
}

/// One subscriber has a whole /64 of IPv6 addresses, so that counts as one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
    }
}

/// The limits of wrong codes.
pub(crate) struct CodeLimits {
    said: Limiter<UserId>,
    people: Limiter<UserId>,
    addresses: Limiter<IpAddr>,
    everybody: Limiter<()>,
}

impl CodeLimits {
    pub(crate) const fn new() -> Self {
        let (window, entries) = (CODE_WINDOW, LIMITER_ENTRIES_MAX);
        Self {
            said: Limiter::new(1, window, entries),
            people: Limiter::new(CODE_WRONG_PER_PERSON_MAX, window, entries),
            addresses: Limiter::new(CODE_WRONG_PER_ADDRESS_MAX, window, entries),
            everybody: Limiter::new(CODE_BREAKER_MAX, CODE_BREAKER_WINDOW, 1),
        }
    }

    /// A try counts as wrong until it is known to be right, so that many at once are not let through together.
    pub(crate) fn begin(
        &mut self,
        now: Timestamp,
        person: UserId,
        from: IpAddr,
    ) -> Result<CodeTry, TooMany> {
        let from = network(from);
        self.people.check(now, &person)?;
        self.addresses.check(now, &from)?;
        self.everybody.check(now, &())?;
        self.people.count(now, &person);
        self.addresses.count(now, &from);
        self.everybody.count(now, &());
        Ok(CodeTry {
            at: now,
            person,
            from,
        })
    }

    /// Whether a refusal is worth a row in the audit: once for a person and window.
    pub(crate) fn worth_saying(&mut self, now: Timestamp, person: UserId) -> bool {
        once(&mut self.said, now, &person)
    }

    /// The code was right after all.
    pub(crate) fn right(&mut self, tried: CodeTry) {
        self.people.take_back(tried.at, &tried.person);
        self.addresses.take_back(tried.at, &tried.from);
        self.everybody.take_back(tried.at, &());
    }
}

/// A try that counts until it is taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodeTry {
    at: Timestamp,
    person: UserId,
    from: IpAddr,
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
        assert!(limits.worth_saying(at, from));
        assert!(!limits.worth_saying(at, from));

        limits.right(&name);

        assert!(limits.begin(at, &name, from).is_ok());
    }

    #[test]
    fn the_sixth_wrong_code_is_not_even_looked_at_and_a_right_one_counts_nothing() {
        let mut limits = CodeLimits::new();
        let person = UserId::from_uuid(uuid::Uuid::from_u128(1));
        let (at, from) = (Timestamp::from_millis(1), "192.0.2.1".parse().unwrap());
        let right = limits.begin(at, person, from).unwrap();
        limits.right(right);
        for _ in 0..5 {
            assert!(limits.begin(at, person, from).is_ok());
        }

        assert!(limits.begin(at, person, from).is_err());
    }

    #[test]
    fn many_accounts_behind_one_address_share_twenty_tries() {
        let mut limits = CodeLimits::new();
        let (at, from) = (Timestamp::from_millis(1), "192.0.2.1".parse().unwrap());
        let person = |number| UserId::from_uuid(uuid::Uuid::from_u128(number));
        for number in 0..20 {
            assert!(limits.begin(at, person(number), from).is_ok());
        }

        assert!(limits.begin(at, person(20), from).is_err());
        assert!(
            limits
                .begin(at, person(20), "192.0.2.2".parse().unwrap())
                .is_ok()
        );
    }
}
