//! One session from its code to its end (PRODUCT section 2): a machine that takes events and time and answers with effects.
//! Every change is all or nothing: an event that does not fit leaves the session as it was. Never performs an effect, never
//! reads a clock.

use lotse_protocol::api::{SessionKind, SessionState};
use lotse_protocol::bus::{self, ThreadKey};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{DeviceId, ParticipantId, SessionId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use serde::{Deserialize, Serialize};

use crate::audit::{Action, Actor};
use crate::policy::Offer;
use crate::settings::Settings;

pub use event::{Create, Effect, Event, Fault, Newcomer};
pub use seat::{HeldWarning, HelperSeat, Media, Page, SharerSeat, Stance};
pub use state::CodeStanding;
pub use timer::Timer;

use seat::new_helper;
use state::{Entrance, Open, State};
use step::Step;
use terms::Terms;

mod terms;
mod event;
mod seat;
mod state;
mod timer;
mod gating;
mod step;
mod entrance;
mod trust;
mod capture;
mod connection;
mod connecting;
mod sharing;
mod roster;
mod ending;
mod seen;

/// A session. Stored as JSON together with its version, which rises with every change.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    id: SessionId,
    tenant: TenantId,
    kind: SessionKind,
    version: u64,
    facts: u64,
    created_at: Timestamp,
    device: Option<DeviceId>,
    terms: Terms,
    thread_key: ThreadKey,
    place: Option<NodePlace>,
    helpers: Vec<HelperSeat>,
    state: State,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Session({} v{} {:?})",
            self.id,
            self.version,
            self.state()
        )
    }
}

impl Session {
    /// Makes a session whose code lives from `now` on.
    #[must_use]
    pub fn create(
        now: Timestamp,
        offer: &Offer,
        settings: &Settings,
        with: Create,
    ) -> (Self, Vec<Effect>) {
        let mut terms = Terms::of(settings);
        terms.tighten(offer.controls());
        let session = Self {
            id: with.id,
            tenant: offer.tenant(),
            kind: with.kind,
            version: 0,
            facts: 0,
            created_at: now,
            device: offer.device(),
            thread_key: with.thread_key,
            place: None,
            helpers: vec![new_helper(now, with.helper, offer.helper())],
            state: State::Open(Open {
                since: now,
                entrance: Entrance::new(now.saturating_add(terms.code_life)),
            }),
            terms,
        };
        let helper = Actor::Participant {
            user: offer.helper(),
            role: lotse_protocol::role::MediaRole::Helper,
        };
        let mut step = Step::new(now, session);
        step.record(helper, Action::SessionCreated);
        step.record(helper, Action::CodeIssued);
        step.finish(None)
    }

    /// Takes an event. On a [`Fault`] nothing has changed; with [`Fault::TimerDue`], [`Event::Tick`] comes first. Afterwards
    /// no timer is due at `now`.
    pub fn handle(&mut self, now: Timestamp, event: Event) -> Result<Vec<Effect>, Fault> {
        if let Some(reason) = self.end_reason() {
            return Err(Fault::Over(reason));
        }
        let mut step = Step::new(now, self.clone());
        let is_tick = matches!(event, Event::Tick);
        if !is_tick && self.is_due(now) {
            return Err(Fault::TimerDue);
        }
        step.on_event(event)?;
        step.settle();
        // What the event brought about may be overdue already, such as a question from before an interruption.
        step.fire_timers();
        let (session, effects) = step.finish(Some(self));
        *self = session;
        Ok(effects)
    }

    /// When the next timer fires, and which. `None` only when the session is over.
    #[must_use]
    pub fn deadline(&self) -> Option<(Timestamp, Timer)> {
        self.timers().into_iter().min()
    }

    /// Whether a timer should have fired by `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.deadline().is_some_and(|(at, _)| at <= now)
    }

    /// What its node must know, told again: for a restart of either side, a lost lease, and every minute to renew the lease.
    #[must_use]
    pub fn media_commands(&self, now: Timestamp) -> Vec<bus::Command> {
        match &self.state {
            State::Open(_) | State::Joining(_) => Vec::new(),
            State::Paired(paired) => match &paired.room {
                None => Vec::new(),
                Some(_) => vec![self.open_command(now), self.gate_command()],
            },
            State::Ended(ended) => vec![bus::Command::End {
                session: self.id,
                reason: ended.reason,
            }],
        }
    }

    /// Which session.
    #[must_use]
    pub const fn id(&self) -> SessionId {
        self.id
    }

    /// Of which organisation.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// How the sharer gets in.
    #[must_use]
    pub const fn kind(&self) -> SessionKind {
        self.kind
    }

    /// Rises with every change.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// When it was made.
    #[must_use]
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// The device that it was made for, in the device flow.
    #[must_use]
    pub const fn device(&self) -> Option<DeviceId> {
        self.device
    }

    /// The node that serves it.
    #[must_use]
    pub const fn place(&self) -> Option<NodePlace> {
        self.place
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> SessionState {
        self.state.name()
    }

    /// Why it ended, once it has.
    #[must_use]
    pub const fn end_reason(&self) -> Option<EndReason> {
        match &self.state {
            State::Ended(ended) => Some(ended.reason),
            State::Open(_) | State::Joining(_) | State::Paired(_) => None,
        }
    }

    /// What the code can do.
    #[must_use]
    pub const fn code(&self) -> CodeStanding {
        self.state.code()
    }

    /// The helpers and observers, in the order in which they came.
    #[must_use]
    pub fn helpers(&self) -> &[HelperSeat] {
        &self.helpers
    }

    /// The sharer, once there is one.
    #[must_use]
    pub const fn sharer(&self) -> Option<&SharerSeat> {
        match &self.state {
            State::Open(_) => None,
            State::Joining(joining) => Some(&joining.sharer),
            State::Paired(paired) => Some(&paired.sharer),
            State::Ended(ended) => ended.sharer.as_ref(),
        }
    }

    /// The participant that a person has in it.
    #[must_use]
    pub fn participant_of(&self, user: UserId) -> Option<ParticipantId> {
        let helper = self.helpers.iter().find(|seat| seat.user() == user);
        let sharer = self.sharer().filter(|seat| seat.user() == user);
        helper
            .map(HelperSeat::participant)
            .or_else(|| sharer.map(SharerSeat::participant))
    }

    /// Everybody who has or had a part in it, to look their faces up.
    pub fn users(&self) -> impl Iterator<Item = UserId> + '_ {
        let helpers = self.helpers.iter().map(HelperSeat::user);
        helpers.chain(self.sharer().map(SharerSeat::user))
    }

    /// When it must be over at the latest, once both have agreed.
    #[must_use]
    pub fn hard_end(&self) -> Option<Timestamp> {
        match &self.state {
            State::Paired(paired) => paired.clock.hard_end(&self.terms),
            State::Open(_) | State::Joining(_) | State::Ended(_) => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
