//! The trust screen: warnings, Accept and Cancel, Allow and Decline, in any order. Never lets a helper accept over a warning
//! that waits (invariant I4).

use lotse_protocol::api::WarningKind;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;

use super::Fault;
use super::seat::{HelperSeat, Stance};
use super::state::{Clock, Phase, State};
use super::step::{Step, is_agreed_helper};
use crate::audit::{Action, Actor, Decision};
use crate::limits::ACKNOWLEDGE_MAX;
use crate::policy::Grant;

impl Step {
    pub(super) fn record_trust(&mut self, grant: &Grant) {
        let evidence = grant.evidence().text();
        let device = grant.device();
        self.record(Actor::System, Action::TrustShown)
            .note("evidence", evidence)
            .device = device;
        self.record_warnings(grant);
    }

    pub(super) fn record_warnings(&mut self, grant: &Grant) {
        let kinds: Vec<&str> = grant.warnings().iter().map(|w| kind_text(w.kind)).collect();
        if kinds.is_empty() {
            return;
        }
        let device = grant.device();
        self.record(Actor::System, Action::WarningShown)
            .note("warnings", kinds.join(" "))
            .device = device;
    }

    pub(super) fn on_acknowledge(
        &mut self,
        by: ParticipantId,
        warnings: &[WarningKind],
    ) -> Result<(), Fault> {
        let actor = self.who(by)?.actor();
        self.paired()?;
        let seat = self.helper(by)?;
        let mut newly = Vec::new();
        for held in &mut seat.warnings {
            let named = warnings
                .iter()
                .take(ACKNOWLEDGE_MAX)
                .any(|k| *k == held.warning.kind);
            if named && !held.acknowledged {
                held.acknowledged = true;
                newly.push(kind_text(held.warning.kind));
            }
        }
        if !newly.is_empty() {
            self.record(actor, Action::WarningAcked)
                .note("warnings", newly.join(" "));
        }
        Ok(())
    }

    pub(super) fn on_accept(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.who(by)?.actor();
        self.paired()?;
        let seat = self.helper(by)?;
        if !seat.warned() {
            return Err(Fault::WarningsWait);
        }
        if seat.stance == Stance::Accepted {
            return Ok(());
        }
        seat.stance = Stance::Accepted;
        self.record(actor, Action::HelperAccepted);
        self.on_agreement(by);
        Ok(())
    }

    /// Cancelling is for before the session began; later, one leaves.
    pub(super) fn on_cancel(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.who(by)?.actor();
        let agreed = self.helper(by)?.agreed();
        let before = match &self.session.state {
            State::Open(_) | State::Joining(_) => {
                self.record(actor, Action::CodeCancelled);
                true
            }
            State::Paired(paired) => paired.phase == Phase::Trust || !agreed,
            State::Ended(_) => false,
        };
        if !before {
            return Err(Fault::NotNow);
        }
        self.record(actor, Action::HelperCancelled);
        self.part_with(by, actor, EndReason::HelperCancelled);
        Ok(())
    }

    pub(super) fn on_allow(
        &mut self,
        by: ParticipantId,
        helper: Option<ParticipantId>,
    ) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        for participant in self.addressed(helper)? {
            let seat = self.helper(participant)?;
            if seat.allowed {
                continue;
            }
            seat.allowed = true;
            self.record(actor, Action::SharerAllowed)
                .decided(Decision::Allow)
                .to(participant);
            self.on_agreement(participant);
        }
        Ok(())
    }

    pub(super) fn on_decline(
        &mut self,
        by: ParticipantId,
        helper: Option<ParticipantId>,
    ) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        let addressed = self.addressed(helper)?;
        let all = self.phase() == Some(Phase::Trust) && helper.is_none();
        for participant in &addressed {
            self.record(actor, Action::SharerDeclined)
                .decided(Decision::Deny)
                .to(*participant);
        }
        if all {
            self.end(actor, EndReason::SharerDeclined);
            return Ok(());
        }
        for participant in addressed {
            self.part_with(participant, actor, EndReason::SharerDeclined);
        }
        Ok(())
    }

    /// Whom an answer of the sharer is about. Whoever already has a yes cannot be declined any more; one ends the session.
    fn addressed(&mut self, helper: Option<ParticipantId>) -> Result<Vec<ParticipantId>, Fault> {
        let trust = self.paired()?.phase == Phase::Trust;
        let waiting = || {
            self.session
                .helpers
                .iter()
                .filter(|seat| trust || !seat.allowed)
        };
        if let Some(wanted) = helper {
            let found = waiting().find(|seat| seat.participant() == wanted);
            return found
                .map(|seat| vec![seat.participant()])
                .ok_or(Fault::Nobody);
        }
        let all: Vec<_> = waiting().map(HelperSeat::participant).collect();
        // Outside the trust screen a bare yes must not reach somebody whom the sharer has not seen yet.
        if trust || all.len() == 1 {
            return Ok(all);
        }
        Err(Fault::NotNow)
    }

    /// Both sides of a seat may have said yes.
    fn on_agreement(&mut self, participant: ParticipantId) {
        let Some(seat) = self
            .session
            .helpers
            .iter()
            .find(|s| s.participant() == participant)
        else {
            return;
        };
        let (agreed, role, keeps_going) = (seat.agreed(), seat.role(), is_agreed_helper(seat));
        if !agreed {
            return;
        }
        if self.phase() != Some(Phase::Trust) {
            let action = match role {
                MediaRole::Observer => Action::ObserverJoined,
                MediaRole::Helper | MediaRole::Sharer => Action::HelperJoined,
            };
            self.record(Actor::System, action).to(participant);
            return;
        }
        if keeps_going {
            self.agree();
        }
    }

    /// From TRUST to CAPTURE: sharer and a helper have both said yes.
    fn agree(&mut self) {
        let now = self.now;
        let Ok(paired) = self.paired() else { return };
        paired.clock = match paired.clock {
            Clock::Asking => Clock::Agreed { at: now },
            kept @ (Clock::Agreed { .. } | Clock::Live { .. }) => kept,
        };
        self.enter(Phase::Capture);
        self.record(Actor::System, Action::CaptureAsked);
        // Who was on the trust screen and has not answered gets the same time again to do so.
        for seat in self
            .session
            .helpers
            .iter_mut()
            .filter(|seat| !seat.agreed())
        {
            seat.since = now;
        }
    }
}

/// The name of a warning in the audit log.
pub(crate) const fn kind_text(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::DeviceNoncompliant => "device_noncompliant",
        WarningKind::DeviceUnenrolled => "device_unenrolled",
        WarningKind::DeviceUnknown => "device_unknown",
        WarningKind::DeviceMismatch => "device_mismatch",
        WarningKind::UserMismatch => "user_mismatch",
        WarningKind::PostureStale => "posture_stale",
        WarningKind::FirstContact => "first_contact",
        WarningKind::BrowserUnlisted => "browser_unlisted",
        WarningKind::OutsideHours => "outside_hours",
    }
}
