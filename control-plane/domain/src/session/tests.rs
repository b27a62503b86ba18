//! The machine: one rule each here, every reachable state in `exploration`, random histories in `histories`.

use std::time::Duration;

use lotse_protocol::api::{CaptureResult, SessionState, Surface, WarningKind};
use lotse_protocol::bus;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::token::DtlsFingerprint;

use super::*;
use crate::audit::Fact;
use crate::device::Compliance;
use crate::fixture::{
    ADA, H, HANNA, K, KIM, NOW, S, S2, create, grant, newcomer, offer, place, settings,
};
use crate::policy::{Grant, Part, Reason};
use crate::settings::{Reconfirm, Surfaces, UnknownSurface, Whole};

mod entrance;
mod trust;
mod connection;
mod sharing;
mod roster;
mod ending;
mod moves;
mod exploration;
mod histories;

/// A session with a clock beside it.
struct Stage {
    session: Session,
    now: Timestamp,
    effects: Vec<Effect>,
}

fn print(number: u8) -> DtlsFingerprint {
    DtlsFingerprint::from_bytes([number; 32])
}

fn compliant() -> Grant {
    grant(HANNA, Part::Helper, Compliance::Compliant)
}

fn noncompliant() -> Grant {
    grant(HANNA, Part::Helper, Compliance::Noncompliant)
}

impl Stage {
    fn open_with(settings: &Settings) -> Self {
        let (session, effects) = Session::create(NOW, &offer(settings), settings, create());
        let mut stage = Self {
            session,
            now: NOW,
            effects,
        };
        stage.does(Event::PageOpened { by: H });
        stage
    }

    fn open() -> Self {
        Self::open_with(&settings())
    }

    fn trust_with(settings: &Settings, grant: Grant) -> Self {
        let mut stage = Self::open_with(settings);
        stage.does(Event::Redeem {
            sharer: newcomer(S, "laptop"),
        });
        stage.does(Event::JoinPassed { grant });
        stage.does(Event::Placed { place: place(50) });
        stage
    }

    fn capture_with(settings: &Settings) -> Self {
        let mut stage = Self::trust_with(settings, compliant());
        stage.does(Event::Accept { by: H });
        stage.does(Event::Allow {
            by: S,
            helper: None,
        });
        stage
    }

    fn connecting_with(settings: &Settings) -> Self {
        let mut stage = Self::capture_with(settings);
        stage.picks();
        stage.does(Event::MediaRequested {
            by: S,
            fingerprint: print(1),
        });
        stage.does(Event::MediaRequested {
            by: H,
            fingerprint: print(2),
        });
        stage
    }

    fn live_with(settings: &Settings) -> Self {
        let mut stage = Self::connecting_with(settings);
        stage.does(Event::MediaUp { by: S });
        stage.does(Event::MediaUp { by: H });
        stage
    }

    fn live() -> Self {
        Self::live_with(&settings())
    }

    fn paused() -> Self {
        let mut stage = Self::live();
        stage.does(Event::Pause { by: S });
        stage
    }

    fn interrupted() -> Self {
        let mut stage = Self::live();
        stage.does(Event::MediaLost { by: S });
        stage
    }

    /// With Kim invited beside Hanna, not yet agreed.
    fn with_kim(mut self) -> Self {
        self.does(Event::Invite {
            by: H,
            participant: K,
            grant: grant(KIM, Part::Helper, Compliance::Compliant),
        });
        self
    }

    fn picks(&mut self) {
        self.does(Event::Capture {
            by: S,
            result: CaptureResult::Picked,
            surface: Some(Surface::Monitor),
        });
    }

    fn does(&mut self, event: Event) {
        self.tries(event).unwrap();
    }

    fn tries(&mut self, event: Event) -> Result<(), Fault> {
        self.effects = self.session.handle(self.now, event)?;
        Ok(())
    }

    fn waits(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
        self.does(Event::Tick);
    }

    /// Waits for the next timer and lets it fire.
    fn times_out(&mut self) {
        let (at, _) = self.session.deadline().unwrap();
        self.now = at;
        self.does(Event::Tick);
    }

    fn state(&self) -> SessionState {
        self.session.state()
    }

    fn facts(&self) -> Vec<&Fact> {
        let facts = self.effects.iter().filter_map(|effect| match effect {
            Effect::Audit(fact) => Some(fact),
            Effect::Command(_) | Effect::Changed { .. } => None,
        });
        facts.collect()
    }

    fn actions(&self) -> Vec<&'static str> {
        self.facts().iter().map(|fact| fact.action.text()).collect()
    }

    fn commands(&self) -> Vec<&bus::Command> {
        let commands = self.effects.iter().filter_map(|effect| match effect {
            Effect::Command(command) => Some(command),
            Effect::Audit(_) | Effect::Changed { .. } => None,
        });
        commands.collect()
    }

    /// Whom the node was last told to let receive, if it was told anything.
    fn gate(&self) -> Option<(bool, Vec<ParticipantId>)> {
        self.commands()
            .iter()
            .rev()
            .find_map(|command| match command {
                bus::Command::Gate {
                    paused, allowed, ..
                } => Some((*paused, allowed.clone())),
                bus::Command::Open { .. }
                | bus::Command::Revoke { .. }
                | bus::Command::Suspect { .. }
                | bus::Command::End { .. }
                | bus::Command::Lease { .. }
                | bus::Command::Drain => None,
            })
    }

    fn ended(&self) -> Option<&'static str> {
        self.session.end_reason().map(EndReason::text)
    }
}

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

impl Session {
    fn wanted_gate_for_tests(&self) -> (bool, Vec<ParticipantId>) {
        let mut gates = self
            .media_commands(NOW)
            .into_iter()
            .filter_map(|command| match command {
                bus::Command::Gate {
                    paused, allowed, ..
                } => Some((paused, allowed)),
                bus::Command::Open { .. }
                | bus::Command::Revoke { .. }
                | bus::Command::Suspect { .. }
                | bus::Command::End { .. }
                | bus::Command::Lease { .. }
                | bus::Command::Drain => None,
            });
        gates.next_back().unwrap_or_default()
    }
}
