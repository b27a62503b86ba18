//! Further helpers and observers, the sharer's other browser, and what becomes of a seat whose person leaves or loses the
//! right to it. Never seats anybody without a grant, and never lets anybody in unseen: each needs the sharer's own Allow.

use lotse_protocol::bus::Command;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;

use super::seat::{HelperSeat, Media, Page, SharerSeat};
use super::state::{Phase, State};
use super::step::{Step, Who};
use super::{Fault, Newcomer};
use crate::audit::{Action, Actor, Decision};
use crate::policy::{Grant, Refusal};

impl Step {
    pub(super) fn on_invite(
        &mut self,
        by: ParticipantId,
        participant: ParticipantId,
        grant: &Grant,
    ) -> Result<(), Fault> {
        let sharer = self.paired()?.sharer.user();
        if self.phase() == Some(Phase::Trust) {
            return Err(Fault::NotNow);
        }
        let ours = grant.sharer() == sharer && grant.tenant() == self.session.tenant;
        let seated = self
            .session
            .helpers
            .iter()
            .any(|seat| seat.user() == grant.helper());
        if !ours || seated || self.who(participant).is_ok() {
            return Err(Fault::GrantForOthers);
        }
        if self.session.helpers.len() >= self.session.terms.helpers {
            return Err(Fault::Full);
        }
        let seat = HelperSeat::further(self.now, participant, grant);
        let newcomer = Who::Helper(seat.user(), seat.role());
        let (actor, action) = match seat.role() {
            MediaRole::Observer => (newcomer.actor(), Action::ObserverInvited),
            MediaRole::Helper | MediaRole::Sharer => (self.inviter(by)?, Action::HelperInvited),
        };
        self.session.helpers.push(seat);
        self.tighten(grant);
        self.record(actor, action).to(participant);
        self.record_warnings(grant);
        Ok(())
    }

    fn inviter(&mut self, by: ParticipantId) -> Result<Actor, Fault> {
        let actor = self.who(by)?.actor();
        if self.helper(by)?.agreed() {
            return Ok(actor);
        }
        Err(Fault::NotTheirs)
    }

    pub(super) fn on_sharer_moved(
        &mut self,
        newcomer: Newcomer,
        grants: &[(ParticipantId, Grant)],
    ) -> Result<(), Fault> {
        let known = self.who(newcomer.participant).is_ok();
        let tenant = self.session.tenant;
        let paired = self.paired()?;
        if newcomer.user != paired.sharer.user() {
            return Err(Fault::NotTheirs);
        }
        let away = match paired.sharer.page {
            Page::Here => paired.phase == Phase::Interrupted,
            Page::Away { .. } => paired.sharer.media == Media::Away,
        };
        if known || !away {
            return Err(Fault::SharerElsewhere);
        }
        let old = paired.sharer.participant();
        let user = newcomer.user;
        paired.sharer = SharerSeat::new(newcomer);
        let fits = |seat: &HelperSeat| {
            grants.iter().find(|(participant, grant)| {
                *participant == seat.participant()
                    && grant.helper() == seat.user()
                    && grant.sharer() == user
                    && grant.tenant() == tenant
            })
        };
        if let Some((_, grant)) = self.session.helpers.iter().find_map(fits) {
            let (device, evidence) = (grant.device(), grant.evidence());
            let sharer = &mut self.paired()?.sharer;
            sharer.device = device;
            sharer.evidence = Some(evidence);
        }
        self.revoke(old);
        self.enter(Phase::Trust);
        let mut leaving = Vec::new();
        let mut first = None;
        for seat in &mut self.session.helpers {
            match fits(seat) {
                Some((_, grant)) => {
                    seat.face(grant);
                    first = first.or(Some(grant));
                }
                None => leaving.push(seat.participant()),
            }
        }
        if let Some(grant) = first {
            self.record_trust(grant);
        }
        for participant in leaving {
            self.part_with(participant, Actor::System, EndReason::AccessRevoked);
        }
        Ok(())
    }

    pub(super) fn on_reviewed(
        &mut self,
        helper: ParticipantId,
        verdict: Result<Grant, Refusal>,
    ) -> Result<(), Fault> {
        let (tenant, sharer) = (
            self.session.tenant,
            self.session.sharer().map(SharerSeat::user),
        );
        let seat = self.helper(helper)?;
        match verdict {
            Ok(grant) => {
                let ours = grant.helper() == seat.user()
                    && Some(grant.sharer()) == sharer
                    && grant.tenant() == tenant;
                if !ours {
                    return Err(Fault::GrantForOthers);
                }
                let waiting = seat.warned();
                seat.refresh(&grant);
                if waiting && !seat.warned() {
                    self.record_warnings(&grant);
                }
                self.tighten(&grant);
            }
            Err(refusal) => {
                let paired = self.phase().is_some();
                let reason = if refusal.reason().is_a_block() && paired {
                    EndReason::PolicyBlocked
                } else {
                    EndReason::AccessRevoked
                };
                self.part_with(helper, Actor::System, reason);
            }
        }
        Ok(())
    }

    /// What the policies want holds from now on; what may not be shared any more is not: the sharer picks again.
    fn tighten(&mut self, grant: &Grant) {
        self.session.terms.tighten(grant.controls());
        let terms = self.session.terms.clone();
        let Ok(paired) = self.paired() else { return };
        let shared = match paired.phase {
            Phase::Connecting | Phase::Connected | Phase::Interrupted | Phase::HelperLost => {
                paired.surface
            }
            Phase::Trust | Phase::Capture => None,
        };
        if shared.is_some_and(|surface| !terms.permit(surface)) {
            paired.surface = None;
            self.enter(Phase::Capture);
            self.record(Actor::System, Action::CaptureEnded)
                .because("surface_not_allowed");
        }
    }

    pub(super) fn on_seat_unanswered(&mut self, participant: ParticipantId) {
        self.part_with(participant, Actor::System, EndReason::ConsentTimeout);
    }

    /// Somebody's seat is given up for `reason`; without a helper left who keeps the session going, it ends for that reason.
    pub(super) fn part_with(
        &mut self,
        participant: ParticipantId,
        actor: Actor,
        reason: EndReason,
    ) {
        let Some(at) = self
            .session
            .helpers
            .iter()
            .position(|s| s.participant() == participant)
        else {
            return;
        };
        let trust = match &self.session.state {
            State::Paired(paired) => paired.phase == Phase::Trust,
            State::Open(_) | State::Joining(_) | State::Ended(_) => false,
        };
        let stays = |(index, seat): (usize, &HelperSeat)| {
            index != at && seat.role() == MediaRole::Helper && (trust || seat.agreed())
        };
        if !self.session.helpers.iter().enumerate().any(stays) {
            // A seat that was never agreed goes without taking the session along, as long as somebody is left to wait for.
            self.end(actor, reason);
            return;
        }
        let seat = self.session.helpers.remove(at);
        let action = match seat.role() {
            MediaRole::Observer => Action::ObserverLeft,
            MediaRole::Helper | MediaRole::Sharer => Action::HelperLeft,
        };
        self.record(actor, action)
            .decided(Decision::Deny)
            .because(reason.text())
            .to(participant);
        self.revoke(participant);
    }

    fn revoke(&mut self, participant: ParticipantId) {
        let session = self.session.id;
        let room = match &self.session.state {
            State::Paired(paired) => paired.room.is_some(),
            State::Open(_) | State::Joining(_) | State::Ended(_) => false,
        };
        if room {
            self.command(Command::Revoke {
                session,
                participant,
            });
        }
    }
}
