//! The desk where tokens are shown: the core's check behind a lock, a bound for those who try, and a word to metrics and
//! audit about each refusal. Never on the packet path.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lotse_protocol::bus::Seen;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::token::DtlsFingerprint;
use lotse_sfu_core::admission::{
    Admission, Endpoint, KeySet, Refusal, ResourceClaims, TokenCheck, TokenId,
};
use tokio::sync::mpsc;

use crate::clock;
use crate::engine::Told;
use crate::failures::Failures;
use crate::limits::REFUSALS_TOLD_PER_SECOND_MAX;
use crate::metrics::HttpMetrics;

/// The desk.
#[derive(Debug)]
pub(crate) struct Desk {
    check: Mutex<TokenCheck>,
    failures: Mutex<Failures>,
    told: Mutex<ToldLately>,
    facts: mpsc::Sender<Told>,
    metrics: HttpMetrics,
}

/// How many refusals the bus was told of in the present second.
#[derive(Debug)]
struct ToldLately {
    since: Instant,
    count: u32,
}

/// Why a token is of no use.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Denied {
    /// It was refused.
    Refused(Refusal),
    /// It was refused, and so were too many before it from there: the caller learns no more about it.
    Wait(Duration),
}

impl Desk {
    pub(crate) fn new(check: TokenCheck, facts: mpsc::Sender<Told>, metrics: HttpMetrics) -> Self {
        Self {
            check: Mutex::new(check),
            failures: Mutex::default(),
            told: Mutex::new(ToldLately {
                since: Instant::now(),
                count: 0,
            }),
            facts,
            metrics,
        }
    }

    /// Takes a token for one join.
    pub(crate) fn reserve(
        &self,
        from: IpAddr,
        token: &str,
        endpoint: Endpoint,
        offer_fingerprint: Option<DtlsFingerprint>,
    ) -> Result<Admission, Denied> {
        self.look(from, |check| {
            check.reserve(token, clock::wall(), endpoint, offer_fingerprint)
        })
    }

    /// The join succeeded.
    pub(crate) fn burn(&self, token: &TokenId) {
        locked(&self.check).burn(token);
    }

    /// The join failed for another reason than the token.
    pub(crate) fn release(&self, token: &TokenId) {
        locked(&self.check).release(token);
    }

    /// Checks a token shown for a resource.
    pub(crate) fn check_resource(
        &self,
        from: IpAddr,
        token: &str,
    ) -> Result<ResourceClaims, Denied> {
        self.look(from, |check| check.check_resource(token, clock::wall()))
    }

    /// Refuses every token of this participant from now on.
    pub(crate) fn revoke(&self, participant: ParticipantId) {
        locked(&self.check).revoke(participant, clock::wall());
    }

    pub(crate) fn set_keys(&self, keys: KeySet) {
        locked(&self.check).set_keys(keys);
    }

    /// Notes a refusal (for the bound, for metrics and, so many a second, for the audit) and says what the caller is told.
    pub(crate) fn deny(&self, from: IpAddr, refusal: Refusal) -> Denied {
        let now = Instant::now();
        let wait = {
            let mut failures = locked(&self.failures);
            let wait = failures.must_wait(from, now);
            failures.handle_refusal(from, now);
            wait
        };
        self.note(refusal, now);
        wait.map_or(Denied::Refused(refusal), Denied::Wait)
    }

    fn note(&self, refusal: Refusal, now: Instant) {
        self.metrics.token_refused(refusal.why);
        if !locked(&self.told).may_tell(now) {
            return;
        }
        let told = Told {
            session: refusal.bearer.map(|bearer| bearer.session),
            what: Seen::Refused {
                participant: refusal.bearer.map(|bearer| bearer.participant),
                why: refusal.why,
            },
            at: clock::wall(),
        };
        if self.facts.try_send(told).is_err() {
            tracing::warn!("a refused token could not be told to the bus");
        }
    }

    /// A good token is never refused for bad ones from the same address: whole offices share one.
    fn look<T>(
        &self,
        from: IpAddr,
        look: impl FnOnce(&mut TokenCheck) -> Result<T, Refusal>,
    ) -> Result<T, Denied> {
        let looked = look(&mut locked(&self.check));
        looked.map_err(|refusal| self.deny(from, refusal))
    }
}

impl ToldLately {
    fn may_tell(&mut self, now: Instant) -> bool {
        if now.saturating_duration_since(self.since) >= Duration::from_secs(1) {
            self.since = now;
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        self.count <= REFUSALS_TOLD_PER_SECOND_MAX
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
