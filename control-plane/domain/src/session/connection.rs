//! CONNECTING, INTERRUPTED and HELPER_LOST: pages and media come and go. A sharer who returns while the helper is gone does
//! not go live alone, and what was paused stays paused. Never believes a connection that the node has not reported.

use lotse_protocol::bus::Command;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::token::{DtlsFingerprint, NodePlace};

use super::Fault;
use super::seat::{Media, Page};
use super::state::{Clock, Phase, Picture, State};
use super::step::{Step, Who, is_agreed_helper};
use crate::audit::{Action, Actor};

impl Step {
    pub(super) fn on_page_opened(&mut self, by: ParticipantId) -> Result<(), Fault> {
        self.set_page(by, Page::Here)
    }

    pub(super) fn on_page_closed(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let who = self.who(by)?;
        self.set_page(by, Page::Away { since: self.now })?;
        let Some(phase) = self.phase() else {
            if let Who::Sharer(_) = who {
                self.free_code();
            }
            return Ok(());
        };
        self.suspect(by);
        match who {
            Who::Sharer(_) => self.on_sharer_page_closed(phase),
            Who::Helper(..) => {
                let seat = self.helper(by)?;
                if phase == Phase::Trust || !seat.agreed() {
                    seat.reconsider();
                }
            }
        }
        Ok(())
    }

    fn on_sharer_page_closed(&mut self, phase: Phase) {
        if phase == Phase::Trust {
            for seat in &mut self.session.helpers {
                seat.allowed = false;
            }
        }
        self.notice_sharer_gone();
    }

    /// While media flow, a lost page interrupts nothing; the node looks closer.
    fn suspect(&mut self, participant: ParticipantId) {
        let media = match self
            .session
            .sharer()
            .filter(|s| s.participant() == participant)
        {
            Some(sharer) => Some(sharer.media),
            None => self
                .session
                .helpers
                .iter()
                .find(|seat| seat.participant() == participant)
                .map(|seat| seat.media),
        };
        if media == Some(Media::Connected) {
            let session = self.session.id;
            self.command(Command::Suspect {
                session,
                participant,
            });
        }
    }

    /// Before the first live moment a timer waits for them to return; after it, they are interrupted.
    fn notice_sharer_gone(&mut self) {
        let State::Paired(paired) = &self.session.state else {
            return;
        };
        if paired.sharer_gone().is_none() || !paired.clock.was_live() {
            return;
        }
        match paired.phase {
            Phase::Capture | Phase::Connecting | Phase::HelperLost => self.interrupt(),
            Phase::Trust | Phase::Connected | Phase::Interrupted => {}
        }
    }

    fn set_page(&mut self, by: ParticipantId, page: Page) -> Result<(), Fault> {
        match (self.who(by)?, &mut self.session.state) {
            (Who::Sharer(_), State::Joining(joining)) => joining.sharer.page = page,
            (Who::Sharer(_), State::Paired(paired)) => paired.sharer.page = page,
            (Who::Sharer(_), State::Open(_) | State::Ended(_)) => return Err(Fault::Nobody),
            (Who::Helper(..), _) => self.helper(by)?.page = page,
        }
        Ok(())
    }

    pub(super) fn on_placed(&mut self, place: NodePlace) {
        if self.session.place == Some(place) {
            return;
        }
        let moved = self.session.place.replace(place).is_some();
        let State::Paired(paired) = &mut self.session.state else {
            return;
        };
        if paired.room.is_none() {
            return;
        }
        let phase = paired.phase;
        paired.sharer.media = Media::Away;
        for seat in &mut self.session.helpers {
            seat.media = Media::Away;
        }
        if moved {
            self.record(Actor::System, Action::SessionMigrated);
        }
        match phase {
            Phase::Connecting | Phase::Connected | Phase::HelperLost => {
                self.enter(Phase::Connecting);
            }
            Phase::Trust | Phase::Capture | Phase::Interrupted => self.reopen(),
        }
    }

    pub(super) fn on_media_requested(
        &mut self,
        by: ParticipantId,
        fingerprint: DtlsFingerprint,
    ) -> Result<(), Fault> {
        let who = self.who(by)?;
        let phase = self.paired()?.phase;
        match phase {
            Phase::Trust | Phase::Capture => return Err(Fault::NotNow),
            Phase::Connecting | Phase::Connected | Phase::Interrupted | Phase::HelperLost => {}
        }
        match who {
            Who::Sharer(_) => self.on_sharer_asks(phase, fingerprint, who.actor()),
            Who::Helper(..) => self.on_helper_asks(by, phase, fingerprint),
        }
    }

    fn on_sharer_asks(
        &mut self,
        phase: Phase,
        fingerprint: DtlsFingerprint,
        actor: Actor,
    ) -> Result<(), Fault> {
        let sharer = &mut self.paired()?.sharer;
        let known = sharer.fingerprint.replace(fingerprint);
        // A first certificate is the page's own; only a second one tells of another page.
        let same_page = known.is_none_or(|known| known == fingerprint);
        if !same_page {
            sharer.media = Media::Away;
        }
        match (phase, same_page) {
            (Phase::Interrupted, true) => self.come_back(),
            // Another certificate is another page, and that one has no capture.
            (Phase::Interrupted, false) => {
                self.enter(Phase::Capture);
                self.record(actor, Action::CaptureEnded);
            }
            (Phase::Connected, false) => {
                self.enter(Phase::Connecting);
                self.record(actor, Action::MediaConnecting);
            }
            (Phase::Trust | Phase::Capture | Phase::Connecting | Phase::HelperLost, _)
            | (Phase::Connected, true) => {}
        }
        Ok(())
    }

    fn on_helper_asks(
        &mut self,
        by: ParticipantId,
        phase: Phase,
        fingerprint: DtlsFingerprint,
    ) -> Result<(), Fault> {
        let seat = self.helper(by)?;
        if !seat.agreed() {
            return Err(Fault::NotNow);
        }
        seat.fingerprint = Some(fingerprint);
        seat.page = Page::Here;
        let keeps_going = is_agreed_helper(seat);
        if phase == Phase::HelperLost && keeps_going {
            self.reconnect();
        }
        Ok(())
    }

    pub(super) fn on_media_up(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let who = self.who(by)?;
        let phase = self.paired()?.phase;
        let was = match who {
            Who::Sharer(_) => std::mem::replace(&mut self.paired()?.sharer.media, Media::Connected),
            Who::Helper(..) => std::mem::replace(&mut self.helper(by)?.media, Media::Connected),
        };
        if was == Media::Away {
            self.record(who.actor(), Action::MediaConnected).to(by);
        }
        match (who, phase) {
            (Who::Sharer(_), Phase::Interrupted) => self.come_back(),
            (Who::Helper(..), Phase::HelperLost) if is_agreed_helper(self.helper(by)?) => {
                self.reconnect();
            }
            (
                Who::Sharer(_) | Who::Helper(..),
                Phase::Trust
                | Phase::Capture
                | Phase::Connecting
                | Phase::Connected
                | Phase::Interrupted
                | Phase::HelperLost,
            ) => {}
        }
        Ok(())
    }

    pub(super) fn on_media_lost(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let who = self.who(by)?;
        let phase = self.paired()?.phase;
        if let Who::Helper(..) = who {
            self.helper(by)?.media = Media::Away;
            return Ok(());
        }
        self.paired()?.sharer.media = Media::Away;
        match phase {
            Phase::Connected | Phase::HelperLost => self.interrupt(),
            Phase::Capture | Phase::Connecting => self.notice_sharer_gone(),
            Phase::Trust | Phase::Interrupted => {}
        }
        Ok(())
    }

    pub(super) fn on_first_frame(&mut self, helper: ParticipantId) -> Result<(), Fault> {
        let seat = self.helper(helper)?;
        if !std::mem::replace(&mut seat.framed, true) {
            self.record(Actor::System, Action::MediaFirstFrame)
                .to(helper);
        }
        Ok(())
    }

    fn interrupt(&mut self) {
        self.enter(Phase::Interrupted);
        self.record(Actor::System, Action::Interrupted);
    }

    /// The sharer's page is back: on to connecting if a helper can come, else wait for one.
    fn come_back(&mut self) {
        if self.helper_reachable() {
            self.reconnect();
        } else {
            self.lose_helpers();
        }
    }

    fn reconnect(&mut self) {
        self.enter(Phase::Connecting);
        self.record(Actor::System, Action::MediaConnecting);
    }

    pub(super) fn lose_helpers(&mut self) {
        self.enter(Phase::HelperLost);
        self.record(Actor::System, Action::HelperLost);
    }

    /// Both sides are there: live, or paused if it was paused.
    pub(super) fn go_live(&mut self) {
        let now = self.now;
        let Ok(paired) = self.paired() else { return };
        let picture = paired.picture;
        let was_live = paired.clock.was_live();
        self.enter(Phase::Connected);
        match picture {
            Picture::Paused { .. } => {
                self.record(Actor::System, Action::Paused);
            }
            Picture::Shown => {
                if !was_live && let Ok(paired) = self.paired() {
                    paired.clock = Clock::Live { first: now };
                }
                self.start_questions();
                self.record(Actor::System, Action::Live);
            }
        }
    }
}
