//! Wrong passwords and wrong codes, counted for people, addresses and everybody. Never says why a try was wrong.

use std::collections::BTreeMap;
use std::net::IpAddr;

use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;

use tokio::sync::{Notify, Semaphore};

use crate::clock::now;
use crate::limiter::{Limiter, TooMany};
use crate::limits::{
    CODE_BREAKER_MAX, CODE_BREAKER_WINDOW, CODE_WINDOW, CODE_WRONG_PER_ADDRESS_MAX,
    CODE_WRONG_PER_PERSON_MAX, LIMITER_ENTRIES_MAX, LOGOUTS_REFUSED_PER_ADDRESS_MAX,
    SIGN_IN_FAILED_ROWS_PER_ADDRESS_MAX, SIGN_IN_FLOWS_PER_ADDRESS_MAX, SIGN_IN_UNDECIDED_MAX,
    SIGN_IN_WINDOW, SIGN_IN_WRONG_PER_ADDRESS_MAX, SIGN_IN_WRONG_PER_USER_MAX, STRANGER_ROWS_MAX,
    STRANGER_ROWS_WINDOW,
};
use crate::locked::Locked;

/// Tries of passwords. A try counts as wrong until it is known to be right, so that many at once are not let through
/// together; and whoever comes while only undecided ones stand in the way waits for them, and is not refused.
pub(crate) struct SignIns {
    limits: Locked<SignInLimits>,
    decided: Notify,
    waiting: Semaphore,
}

/// Why a password is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotTried {
    /// Too many were wrong.
    TooMany(TooMany),
    /// Too many wait already.
    Busy,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    Wrong,
    /// It was never found out, by a fault of ours.
    Unknown,
}

impl SignIns {
    pub(crate) const fn new() -> Self {
        Self {
            limits: Locked::new(SignInLimits::new()),
            decided: Notify::const_new(),
            waiting: Semaphore::const_new(SIGN_IN_UNDECIDED_MAX),
        }
    }

    /// Begins a try, as soon as it is known whether it may begin.
    pub(crate) async fn begin(&self, name: &str, from: IpAddr) -> Result<SignInTry, NotTried> {
        let mut place = None;
        loop {
            // Listened for before looking, so that no decision in between is missed.
            let decided = self.decided.notified();
            let begun = self.limits.lock().begin(now(), name, from);
            match begun {
                Begun::Try(tried) => return Ok(tried),
                Begun::TooMany(refused) => return Err(NotTried::TooMany(refused)),
                Begun::Undecided => {}
            }
            if place.is_none() {
                place = Some(self.waiting.try_acquire().map_err(|_| NotTried::Busy)?);
            }
            decided.await;
        }
    }

    /// Says what came of a try.
    pub(crate) fn decide(&self, tried: &SignInTry, outcome: Outcome) {
        self.limits.lock().decide(tried, outcome);
        self.decided.notify_waiters();
    }

    /// Whether a refusal is worth a row in the audit: once for an address and window, or a flood would fill the log.
    pub(crate) fn worth_saying(&self, from: IpAddr) -> bool {
        self.limits.lock().worth_saying(now(), from)
    }
}

/// The limits of wrong passwords.
struct SignInLimits {
    said: Limiter<IpAddr>,
    names: Tried<String>,
    addresses: Tried<IpAddr>,
}

/// Tries of one kind: counted ones, and how many of these are undecided.
struct Tried<K> {
    counted: Limiter<K>,
    undecided: BTreeMap<K, usize>,
}

/// A try of a password that is counted until it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignInTry {
    at: Timestamp,
    name: String,
    from: IpAddr,
}

/// Whether a try may begin.
#[derive(Debug, PartialEq, Eq)]
enum Begun {
    Try(SignInTry),
    TooMany(TooMany),
    /// That hangs on others that are under way.
    Undecided,
}

impl<K: Ord + Clone> Tried<K> {
    const fn new(max: usize) -> Self {
        Self {
            counted: Limiter::new(max, SIGN_IN_WINDOW, LIMITER_ENTRIES_MAX),
            undecided: BTreeMap::new(),
        }
    }

    /// Why no further one may begin.
    fn stop(&self, now: Timestamp, key: &K) -> Option<Begun> {
        let refused = self.counted.check(now, key).err()?;
        Some(match self.undecided.contains_key(key) {
            true => Begun::Undecided,
            false => Begun::TooMany(refused),
        })
    }

    fn begin(&mut self, now: Timestamp, key: &K) {
        self.counted.count(now, key);
        let undecided = self.undecided.entry(key.clone()).or_default();
        *undecided = undecided.saturating_add(1);
    }

    fn decided(&mut self, key: &K) {
        if let Some(undecided) = self.undecided.get_mut(key) {
            *undecided = undecided.saturating_sub(1);
            if *undecided == 0 {
                self.undecided.remove(key);
            }
        }
    }
}

impl SignInLimits {
    const fn new() -> Self {
        Self {
            said: Limiter::new(1, SIGN_IN_WINDOW, LIMITER_ENTRIES_MAX),
            names: Tried::new(SIGN_IN_WRONG_PER_USER_MAX),
            addresses: Tried::new(SIGN_IN_WRONG_PER_ADDRESS_MAX),
        }
    }

    fn begin(&mut self, at: Timestamp, name: &str, from: IpAddr) -> Begun {
        let (name, from) = (name.to_owned(), network(from));
        let stops = [self.names.stop(at, &name), self.addresses.stop(at, &from)];
        let mut stops: Vec<Begun> = stops.into_iter().flatten().collect();
        // What is refused already stays so, however the others are decided.
        stops.sort_by_key(|stop| *stop == Begun::Undecided);
        if let Some(stop) = stops.into_iter().next() {
            return stop;
        }
        self.names.begin(at, &name);
        self.addresses.begin(at, &from);
        Begun::Try(SignInTry { at, name, from })
    }

    /// The right password clears the name; of the address it takes back its own try alone.
    fn decide(&mut self, tried: &SignInTry, outcome: Outcome) {
        self.names.decided(&tried.name);
        self.addresses.decided(&tried.from);
        match outcome {
            Outcome::Wrong => return,
            Outcome::Right => self.names.counted.clear(&tried.name),
            Outcome::Unknown => self.names.counted.take_back(tried.at, &tried.name),
        }
        self.addresses.counted.take_back(tried.at, &tried.from);
    }

    fn worth_saying(&mut self, now: Timestamp, from: IpAddr) -> bool {
        once(&mut self.said, now, &network(from))
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
        let at = Timestamp::from_millis(1);
        let from = "192.0.2.1".parse().unwrap();
        let open = begun(&mut limits, "sami", from);
        for _ in 1..SIGN_IN_WRONG_PER_USER_MAX {
            let tried = begun(&mut limits, "sami", from);
            limits.decide(&tried, Outcome::Wrong);
        }
        assert_eq!(limits.begin(at, "sami", from), Begun::Undecided);
        limits.decide(&open, Outcome::Wrong);
        assert!(matches!(limits.begin(at, "sami", from), Begun::TooMany(_)));
        assert!(limits.worth_saying(at, from));
        assert!(!limits.worth_saying(at, from));

        limits.decide(&open, Outcome::Right);

        begun(&mut limits, "sami", from);
    }

    #[test]
    fn right_passwords_count_neither_against_the_name_nor_the_address() {
        let mut limits = SignInLimits::new();
        let from = "192.0.2.1".parse().unwrap();

        for number in 0..SIGN_IN_WRONG_PER_ADDRESS_MAX + 1 {
            let tried = begun(&mut limits, &format!("person {}", number % 3), from);
            limits.decide(&tried, Outcome::Right);
        }

        for number in 0..SIGN_IN_WRONG_PER_ADDRESS_MAX {
            let tried = begun(&mut limits, &format!("name {number}"), from);
            limits.decide(&tried, Outcome::Wrong);
        }
        let at = Timestamp::from_millis(1);
        assert!(matches!(limits.begin(at, "new", from), Begun::TooMany(_)));
    }

    #[test]
    fn tries_that_no_answer_was_found_for_count_nothing() {
        let mut limits = SignInLimits::new();
        let from = "192.0.2.1".parse().unwrap();

        for _ in 0..SIGN_IN_WRONG_PER_ADDRESS_MAX + 1 {
            let tried = begun(&mut limits, "sami", from);
            limits.decide(&tried, Outcome::Unknown);
        }
    }

    #[tokio::test]
    async fn more_right_passwords_at_once_than_wrong_ones_are_allowed_all_get_in() {
        let sign_ins = SignIns::new();
        let from = "192.0.2.1".parse().unwrap();
        let one = || async {
            let tried = sign_ins.begin("sami", from).await.unwrap();
            tokio::task::yield_now().await;
            sign_ins.decide(&tried, Outcome::Right);
        };

        futures_util::future::join_all((0..SIGN_IN_WRONG_PER_USER_MAX * 3).map(|_| one())).await;
    }

    #[tokio::test]
    async fn of_many_wrong_passwords_at_once_only_so_many_are_looked_at() {
        let sign_ins = SignIns::new();
        let from = "192.0.2.1".parse().unwrap();
        let one = || async {
            let tried = sign_ins.begin("sami", from).await.ok()?;
            tokio::task::yield_now().await;
            sign_ins.decide(&tried, Outcome::Wrong);
            Some(())
        };

        let looked_at = futures_util::future::join_all((0..40).map(|_| one())).await;

        let looked_at = looked_at.iter().flatten().count();
        assert_eq!(looked_at, SIGN_IN_WRONG_PER_USER_MAX);
    }

    fn begun(limits: &mut SignInLimits, name: &str, from: IpAddr) -> SignInTry {
        match limits.begin(Timestamp::from_millis(1), name, from) {
            Begun::Try(tried) => tried,
            other @ (Begun::TooMany(_) | Begun::Undecided) => panic!("{other:?}"),
        }
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
