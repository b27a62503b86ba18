//! Every way out. A session ends once, with one reason from the closed list; its code is dead and its room is closed. Never
//! asks anybody twice: one click of the sharer is enough in every state (invariant I5).

use lotse_protocol::bus::Command;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, UserId};

use super::Fault;
use super::seat::{Media, SharerSeat};
use super::state::{Ended, Paired, State};
use super::step::{Step, Who, is_agreed_helper};
use crate::audit::{Action, Actor};

impl Step {
    pub(super) fn on_leave(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let who = self.who(by)?;
        match who {
            Who::Sharer(_) => self.end(who.actor(), EndReason::SharerLeft),
            Who::Helper(..) => self.part_with(by, who.actor(), EndReason::HelperLeft),
        }
        Ok(())
    }

    pub(super) fn on_signed_out(&mut self, by: ParticipantId) -> Result<(), Fault> {
        match self.who(by)? {
            Who::Sharer(_) => self.end(Actor::System, EndReason::AccessRevoked),
            Who::Helper(..) => self.part_with(by, Actor::System, EndReason::AccessRevoked),
        }
        Ok(())
    }

    pub(super) fn on_report(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        self.end(actor, EndReason::ReportedSuspicious);
        Ok(())
    }

    pub(super) fn on_force_end(&mut self, by: UserId) {
        let actor = Actor::Person { user: by };
        self.record(actor, Action::ForceEnded);
        self.end(actor, EndReason::AdminEnded);
    }

    pub(super) fn on_fail(&mut self) {
        self.end(Actor::System, EndReason::ServiceError);
    }

    pub(super) fn end(&mut self, actor: Actor, reason: EndReason) {
        let session = self.session.id;
        let (sharer, had_room, leg) = match &self.session.state {
            State::Open(_) | State::Ended(_) => (None, false, None),
            State::Joining(joining) => (Some(joining.sharer.clone()), false, None),
            State::Paired(paired) => (
                Some(paired.sharer.clone()),
                paired.room.is_some(),
                Some(self.missing_leg(paired)),
            ),
        };
        let faced = self.session.faces_shown();
        self.session.state = State::Ended(Ended {
            at: self.now,
            reason,
            sharer: sharer.map(SharerSeat::gone),
            faced,
        });
        for seat in &mut self.session.helpers {
            seat.media = Media::Away;
        }
        let fact = self.record(actor, Action::Ended).because(reason.text());
        if let (EndReason::ConnectFailed, Some(leg)) = (reason, leg) {
            fact.note("leg", leg);
        }
        if had_room {
            self.command(Command::End { session, reason });
        }
    }

    /// Which side's media did not come up.
    fn missing_leg(&self, paired: &Paired) -> &'static str {
        let mut agreed = self
            .session
            .helpers
            .iter()
            .filter(|seat| is_agreed_helper(seat));
        let helper = agreed.any(|seat| seat.media == Media::Connected);
        match (paired.sharer.media, helper) {
            (Media::Connected, true) => "none",
            (Media::Connected, false) => "helper",
            (Media::Away, true) => "sharer",
            (Media::Away, false) => "both",
        }
    }
}
