//! CAPTURE: the browser's picker, captures that end, and something else picked while sharing. A page that was reloaded has lost its capture and says so, which
//! leads here with the consent kept. Never asks for the consent again.

use lotse_protocol::api::{CaptureResult, Surface};
use lotse_protocol::id::ParticipantId;

use super::Fault;
use super::seat::HelperSeat;
use super::state::Phase;
use super::step::{Step, is_agreed_helper};
use crate::audit::{Action, Actor};

impl Step {
    pub(super) fn on_capture(
        &mut self,
        by: ParticipantId,
        result: CaptureResult,
        surface: Option<Surface>,
    ) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        let phase = self.paired()?.phase;
        match (result, phase) {
            (CaptureResult::Picked, Phase::Capture | Phase::Interrupted) => {
                self.on_picked(actor, surface.unwrap_or(Surface::Unknown))
            }
            (CaptureResult::Picked, Phase::Connecting | Phase::Connected | Phase::HelperLost) => {
                self.on_switched(actor, surface.unwrap_or(Surface::Unknown))
            }
            (CaptureResult::Cancelled, Phase::Capture) => {
                self.record(actor, Action::CaptureCancelled);
                Ok(())
            }
            (CaptureResult::Denied, Phase::Capture) => {
                self.record(actor, Action::CaptureDenied);
                Ok(())
            }
            (
                CaptureResult::Ended,
                Phase::Connecting | Phase::Connected | Phase::Interrupted | Phase::HelperLost,
            ) => {
                self.enter(Phase::Capture);
                self.record(actor, Action::CaptureEnded);
                Ok(())
            }
            (CaptureResult::Ended, Phase::Capture) => Ok(()),
            (
                CaptureResult::Cancelled | CaptureResult::Denied,
                Phase::Connecting | Phase::Connected | Phase::HelperLost,
            )
            | (CaptureResult::Cancelled | CaptureResult::Denied, Phase::Interrupted)
            | (
                CaptureResult::Picked
                | CaptureResult::Cancelled
                | CaptureResult::Denied
                | CaptureResult::Ended,
                Phase::Trust,
            ) => Err(Fault::NotNow),
        }
    }

    fn on_picked(&mut self, actor: Actor, surface: Surface) -> Result<(), Fault> {
        if !self.session.terms.permit(surface) {
            return Err(Fault::SurfaceNotAllowed);
        }
        if self.session.place.is_none() {
            return Err(Fault::NoNode);
        }
        self.enter(Phase::Connecting);
        self.paired()?.surface = Some(surface);
        self.record(actor, Action::CapturePicked)
            .note("surface", surface_text(surface));
        Ok(())
    }

    /// Something else in place of what is shared: judged like the first. A no leaves what was shared before.
    fn on_switched(&mut self, actor: Actor, surface: Surface) -> Result<(), Fault> {
        if !self.session.terms.permit(surface) {
            return Err(Fault::SurfaceNotAllowed);
        }
        self.paired()?.surface = Some(surface);
        self.record(actor, Action::CaptureSwitched)
            .note("surface", surface_text(surface));
        Ok(())
    }

    /// Whether some agreed helper's page or media are there.
    pub(super) fn helper_reachable(&self) -> bool {
        let mut agreed = self
            .session
            .helpers
            .iter()
            .filter(|seat| is_agreed_helper(seat));
        agreed.any(HelperSeat::reachable)
    }
}

const fn surface_text(surface: Surface) -> &'static str {
    match surface {
        Surface::Monitor => "monitor",
        Surface::Window => "window",
        Surface::Tab => "tab",
        Surface::Unknown => "unknown",
    }
}
