//! Every timer of a session. Each state but the last has at least one, and every one leads to the end or to a state with
//! another (invariant I6). Never waits.

use lotse_protocol::id::ParticipantId;
use lotse_protocol::time::Timestamp;

use super::Session;
use super::seat::Page;
use super::state::{Clock, Paired, Phase, Picture, Question, State};
use crate::limits::{
    ANSWER_MAX, BEFORE_LIVE_MAX, CAPTURE_MAX, CONNECTING_MAX, HELPER_AWAY_MAX, JOINING_MAX,
    SHARER_AWAY_BEFORE_LIVE_MAX,
};

/// A timer of a session. The order breaks ties: what is milder for the people comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// The sharer is asked whether they still want to share.
    AskConfirm,
    /// They did not answer: the picture is paused.
    ConfirmUnanswered,
    /// The people are asked whether they are still there.
    AskIdle,
    /// They did not answer.
    IdleUnanswered,
    /// A further helper and the sharer did not agree in time: that helper goes.
    SeatUnanswered(ParticipantId),
    /// Nobody used the code.
    CodeExpires,
    /// The helper's page is away while the code is open.
    HelperAway,
    /// Checking the sharer takes too long.
    JoinTimeout,
    /// One of the two does not answer on the trust screen.
    ConsentTimeout,
    /// The sharer picks no screen.
    CaptureTimeout,
    /// Media do not connect.
    ConnectTimeout,
    /// The sharer is away before the session was ever live.
    SharerAway,
    /// The pause lasts too long.
    PauseTimeout,
    /// The sharer does not return.
    SharerLost,
    /// No helper returns.
    HelpersLost,
    /// It never became live.
    NeverLive,
    /// The longest session the tenant allows is over.
    MaxDuration,
}

impl Session {
    /// Every timer that runs, in no particular order.
    pub(super) fn timers(&self) -> Vec<(Timestamp, Timer)> {
        match &self.state {
            State::Open(open) => {
                let mut timers = vec![(open.entrance.expires_at, Timer::CodeExpires)];
                if let Some(Page::Away { since }) = self.helpers.first().map(|seat| seat.page) {
                    timers.push((since.saturating_add(HELPER_AWAY_MAX), Timer::HelperAway));
                }
                timers
            }
            State::Joining(joining) => {
                vec![(
                    joining.since.saturating_add(JOINING_MAX),
                    Timer::JoinTimeout,
                )]
            }
            State::Paired(paired) => self.paired_timers(paired),
            State::Ended(_) => Vec::new(),
        }
    }

    /// The timer of the state itself, which the pages show.
    pub(crate) fn state_deadline(&self) -> Option<Timestamp> {
        match &self.state {
            State::Open(open) => Some(open.entrance.expires_at),
            State::Joining(joining) => Some(joining.since.saturating_add(JOINING_MAX)),
            State::Paired(paired) => self.phase_timer(paired).map(|(at, _)| at),
            State::Ended(_) => None,
        }
    }

    fn phase_timer(&self, paired: &Paired) -> Option<(Timestamp, Timer)> {
        let from = |start: Timestamp, life, timer| Some((start.saturating_add(life), timer));
        match (paired.phase, paired.picture) {
            (Phase::Trust, _) => from(paired.since, self.terms.consent, Timer::ConsentTimeout),
            (Phase::Capture, _) => from(paired.since, CAPTURE_MAX, Timer::CaptureTimeout),
            (Phase::Connecting, _) => from(paired.since, CONNECTING_MAX, Timer::ConnectTimeout),
            (Phase::Connected, Picture::Paused { since }) => {
                from(since, self.terms.pause, Timer::PauseTimeout)
            }
            (Phase::Connected, Picture::Shown) => None,
            (Phase::Interrupted, _) => from(paired.since, self.terms.resume, Timer::SharerLost),
            (Phase::HelperLost, _) => from(paired.since, self.terms.resume, Timer::HelpersLost),
        }
    }

    fn paired_timers(&self, paired: &Paired) -> Vec<(Timestamp, Timer)> {
        let mut timers: Vec<_> = self.phase_timer(paired).into_iter().collect();
        match paired.clock {
            Clock::Asking => {}
            Clock::Agreed { at } => {
                timers.push((at.saturating_add(BEFORE_LIVE_MAX), Timer::NeverLive));
                if let (Some(since), true) = (paired.sharer_gone(), paired.phase != Phase::Trust) {
                    let until = since.saturating_add(SHARER_AWAY_BEFORE_LIVE_MAX);
                    timers.push((until, Timer::SharerAway));
                }
            }
            Clock::Live { first } => {
                timers.push((first.saturating_add(self.terms.longest), Timer::MaxDuration));
            }
        }
        match (paired.phase, paired.picture) {
            (Phase::Connected, Picture::Shown) => {
                let (ask, unanswered) = (Timer::AskConfirm, Timer::ConfirmUnanswered);
                timers.extend(question(paired.confirm, ask, unanswered));
                let (ask, unanswered) = (Timer::AskIdle, Timer::IdleUnanswered);
                timers.extend(question(paired.idle, ask, unanswered));
            }
            (
                Phase::Trust
                | Phase::Capture
                | Phase::Connecting
                | Phase::Connected
                | Phase::Interrupted
                | Phase::HelperLost,
                Picture::Shown | Picture::Paused { .. },
            ) => {}
        }
        if paired.phase != Phase::Trust {
            let pending = self.helpers.iter().filter(|seat| !seat.agreed());
            timers.extend(pending.map(|seat| {
                let until = seat.since.saturating_add(self.terms.consent);
                (until, Timer::SeatUnanswered(seat.participant()))
            }));
        }
        timers
    }
}

fn question(question: Question, ask: Timer, unanswered: Timer) -> Option<(Timestamp, Timer)> {
    match question {
        Question::Off => None,
        Question::Due { at } => Some((at, ask)),
        Question::Asked { since } => Some((since.saturating_add(ANSWER_MAX), unanswered)),
    }
}
