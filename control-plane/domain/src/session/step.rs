//! One event on its way through a session: a draft that is changed, the facts and commands it gives, and what follows by
//! itself at the end. Never leaves a half-made draft behind: the session takes it whole or not at all.

use lotse_protocol::bus;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, UserId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;

use super::seat::{HelperSeat, Media};
use super::state::{Gate, Paired, Phase, Room, State};
use super::{Effect, Event, Fault, Session, Timer};
use crate::audit::{Action, Actor, Decision, Fact, Target};

/// Timers that may fire in one tick; each leads on, so more would be a circle.
const TIMERS_PER_TICK_MAX: usize = 64;

pub(super) struct Step {
    pub(super) now: Timestamp,
    pub(super) session: Session,
    facts: Vec<Fact>,
    commands: Vec<bus::Command>,
    reopened: bool,
}

/// Somebody of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Sharer(UserId),
    Helper(UserId, MediaRole),
}

impl Who {
    pub(super) const fn actor(self) -> Actor {
        match self {
            Self::Sharer(user) => Actor::Participant {
                user,
                role: MediaRole::Sharer,
            },
            Self::Helper(user, role) => Actor::Participant { user, role },
        }
    }
}

impl Step {
    pub(super) const fn new(now: Timestamp, session: Session) -> Self {
        Self {
            now,
            session,
            facts: Vec::new(),
            commands: Vec::new(),
            reopened: false,
        }
    }

    /// The changed session and everything to do about it.
    pub(super) fn finish(mut self, before: Option<&Session>) -> (Session, Vec<Effect>) {
        self.gate();
        let changed = before != Some(&self.session);
        let mut effects: Vec<Effect> = self.facts.into_iter().map(Effect::Audit).collect();
        effects.extend(self.commands.into_iter().map(Effect::Command));
        if changed {
            self.session.version = self.session.version.saturating_add(1);
            effects.push(Effect::Changed {
                version: self.session.version,
            });
        }
        (self.session, effects)
    }

    pub(super) fn on_event(&mut self, event: Event) -> Result<(), Fault> {
        match event {
            Event::Tick => self.fire_timers(),
            Event::PageOpened { by } => self.on_page_opened(by)?,
            Event::PageClosed { by } => self.on_page_closed(by)?,
            Event::ExtendCode { by } => self.on_extend_code(by)?,
            Event::RenewCode { by } => self.on_renew_code(by)?,
            Event::Redeem { sharer } => self.on_redeem(sharer)?,
            Event::JoinPassed { grant } => self.on_join_passed(&grant)?,
            Event::JoinRefused { refusal } => self.on_join_refused(refusal)?,
            Event::Acknowledge { by, warnings } => self.on_acknowledge(by, &warnings)?,
            Event::Accept { by } => self.on_accept(by)?,
            Event::Cancel { by } => self.on_cancel(by)?,
            Event::Allow { by, helper } => self.on_allow(by, helper)?,
            Event::Decline { by, helper } => self.on_decline(by, helper)?,
            Event::Placed { place } => self.on_placed(place),
            Event::Capture {
                by,
                result,
                surface,
            } => self.on_capture(by, result, surface)?,
            Event::MediaRequested { by, fingerprint } => {
                self.on_media_requested(by, fingerprint)?
            }
            Event::MediaUp { by } => self.on_media_up(by)?,
            Event::MediaLost { by } => self.on_media_lost(by)?,
            Event::FirstFrame { helper } => self.on_first_frame(helper)?,
            Event::LeaseLost => self.commands.extend(self.session.media_commands(self.now)),
            Event::Pause { by } => self.on_pause(by)?,
            Event::Unpause { by } => self.on_unpause(by)?,
            Event::Confirm { by } => self.on_confirm(by)?,
            Event::Active => self.on_active(),
            Event::Invite {
                by,
                participant,
                grant,
            } => self.on_invite(by, participant, &grant)?,
            Event::SharerMoved { sharer, grants } => self.on_sharer_moved(sharer, &grants)?,
            Event::AccessReviewed { helper, verdict } => self.on_reviewed(helper, verdict)?,
            Event::Leave { by } => self.on_leave(by)?,
            Event::SignedOut { by } => self.on_signed_out(by)?,
            Event::Report { by } => self.on_report(by)?,
            Event::ForceEnd { by } => self.on_force_end(by),
            Event::Fail => self.on_fail(),
        }
        Ok(())
    }

    pub(super) fn fire_timers(&mut self) {
        for _ in 0..TIMERS_PER_TICK_MAX {
            match self.session.deadline() {
                Some((at, timer)) if at <= self.now => self.on_timer(timer),
                Some(_) | None => return,
            }
            self.settle();
        }
    }

    pub(super) fn on_timer(&mut self, timer: Timer) {
        let reason = match timer {
            Timer::AskConfirm => return self.ask_confirm(),
            Timer::ConfirmUnanswered => return self.on_confirm_unanswered(),
            Timer::AskIdle => return self.ask_idle(),
            Timer::SeatUnanswered(participant) => return self.on_seat_unanswered(participant),
            Timer::CodeExpires => {
                self.record(Actor::System, Action::CodeExpired);
                EndReason::CodeExpired
            }
            Timer::HelperAway => EndReason::HelperAbsent,
            Timer::JoinTimeout => EndReason::JoinTimeout,
            Timer::ConsentTimeout => EndReason::ConsentTimeout,
            Timer::CaptureTimeout => EndReason::CaptureTimeout,
            Timer::ConnectTimeout | Timer::NeverLive => EndReason::ConnectFailed,
            Timer::SharerAway => EndReason::SharerAbsent,
            Timer::PauseTimeout => EndReason::PauseTimeout,
            Timer::SharerLost => EndReason::SharerLost,
            Timer::HelpersLost => EndReason::HelperLost,
            Timer::IdleUnanswered => EndReason::IdleTimeout,
            Timer::MaxDuration => EndReason::MaxDuration,
        };
        self.end(Actor::System, reason);
    }

    /// Who a participant is.
    pub(super) fn who(&self, participant: ParticipantId) -> Result<Who, Fault> {
        if let Some(sharer) = self
            .session
            .sharer()
            .filter(|s| s.participant() == participant)
        {
            return Ok(Who::Sharer(sharer.user()));
        }
        self.session
            .helpers
            .iter()
            .find(|seat| seat.participant() == participant)
            .map(|seat| Who::Helper(seat.user(), seat.role()))
            .ok_or(Fault::Nobody)
    }

    /// The sharer, or a fault.
    pub(super) fn sharer(&self, participant: ParticipantId) -> Result<Actor, Fault> {
        match self.who(participant)? {
            who @ Who::Sharer(_) => Ok(who.actor()),
            Who::Helper(..) => Err(Fault::NotTheirs),
        }
    }

    /// A helper or observer, or a fault.
    pub(super) fn helper(&mut self, participant: ParticipantId) -> Result<&mut HelperSeat, Fault> {
        if let Who::Sharer(_) = self.who(participant)? {
            return Err(Fault::NotTheirs);
        }
        self.session
            .helpers
            .iter_mut()
            .find(|seat| seat.participant() == participant)
            .ok_or(Fault::Nobody)
    }

    pub(super) fn paired(&mut self) -> Result<&mut Paired, Fault> {
        match &mut self.session.state {
            State::Paired(paired) => Ok(paired),
            State::Open(_) | State::Joining(_) | State::Ended(_) => Err(Fault::NotNow),
        }
    }

    pub(super) fn phase(&self) -> Option<Phase> {
        match &self.session.state {
            State::Paired(paired) => Some(paired.phase),
            State::Open(_) | State::Joining(_) | State::Ended(_) => None,
        }
    }

    /// Moves on to `phase`; into [`Phase::Connecting`] the node is told to expect the session.
    pub(super) fn enter(&mut self, phase: Phase) {
        let now = self.now;
        let Ok(paired) = self.paired() else { return };
        paired.phase = phase;
        paired.since = now;
        if matches!(phase, Phase::Trust | Phase::Capture) {
            paired.surface = None;
        }
        if phase == Phase::Connecting {
            paired.room.get_or_insert_with(|| Room {
                gate: Gate::default(),
            });
            self.reopen();
        }
    }

    /// Has the node told again to expect the session and who may receive.
    pub(super) fn reopen(&mut self) {
        self.reopened = true;
    }

    pub(super) fn command(&mut self, command: bus::Command) {
        self.commands.push(command);
    }

    pub(super) fn record(&mut self, actor: Actor, action: Action) -> &mut Fact {
        self.session.facts = self.session.facts.saturating_add(1);
        let index = self.facts.len();
        self.facts.push(Fact {
            session_seq: self.session.facts,
            at: self.now,
            actor,
            action,
            target: None,
            device: self.session.device,
            decision: None,
            reason: None,
            notes: std::collections::BTreeMap::new(),
        });
        #[expect(clippy::indexing_slicing, reason = "pushed just above")]
        &mut self.facts[index]
    }

    /// What follows by itself from where everybody is: connecting becomes live as soon as both sides are there; and once a
    /// session was live, it is lost as soon as no helper can come. Before that, only the time to connect runs.
    pub(super) fn settle(&mut self) {
        let State::Paired(paired) = &self.session.state else {
            return;
        };
        let agreed = || {
            self.session
                .helpers
                .iter()
                .filter(|seat| is_agreed_helper(seat))
        };
        let connected = agreed().any(|seat| seat.media == Media::Connected);
        let reachable = agreed().any(HelperSeat::reachable);
        match paired.phase {
            Phase::Connecting if connected && paired.sharer.media == Media::Connected => {
                self.go_live();
            }
            Phase::Connecting if !reachable && paired.clock.was_live() => self.lose_helpers(),
            Phase::Connected if !connected => self.lose_helpers(),
            Phase::Trust
            | Phase::Capture
            | Phase::Connecting
            | Phase::Connected
            | Phase::Interrupted
            | Phase::HelperLost => {}
        }
    }

    /// Tells the node who may receive, whenever that has changed.
    fn gate(&mut self) {
        let wanted = self.session.wanted_gate();
        let State::Paired(paired) = &mut self.session.state else {
            return;
        };
        let Some(room) = &mut paired.room else {
            return;
        };
        let differs = room.gate != wanted;
        room.gate = wanted;
        if self.reopened {
            self.commands.push(self.session.open_command(self.now));
        }
        if self.reopened || differs {
            self.commands.push(self.session.gate_command());
        }
    }
}

/// Observers see, but do not keep a session going.
pub(super) fn is_agreed_helper(seat: &HelperSeat) -> bool {
    seat.agreed() && seat.role() == MediaRole::Helper
}

/// Short forms for what a fact may carry.
impl Fact {
    pub(super) fn because(&mut self, reason: &'static str) -> &mut Self {
        self.reason = Some(reason);
        self
    }

    pub(super) fn decided(&mut self, decision: Decision) -> &mut Self {
        self.decision = Some(decision);
        self
    }

    pub(super) fn to(&mut self, participant: ParticipantId) -> &mut Self {
        self.target = Some(Target::Participant { participant });
        self
    }

    pub(super) fn note(&mut self, name: &'static str, value: impl Into<String>) -> &mut Self {
        self.notes.insert(name, value.into());
        self
    }
}
