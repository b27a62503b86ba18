//! OPEN and JOINING: the code's life and the sharer's way in. Never sees the code: the edge finds the session by its hash.

use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, PolicyId};

use super::state::{Clock, Entrance, Joining, Open, Paired, Phase, Picture, Question, State};
use super::step::{Step, Who};
use super::{Fault, Newcomer, SharerSeat};
use crate::audit::{Action, Actor, Decision};
use crate::limits::CODE_REFUSED_JOINS_MAX;
use crate::policy::{Grant, Refusal};

impl Step {
    pub(super) fn on_extend_code(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let (actor, life) = (self.host(by)?, self.session.terms.code_life);
        let entrance = self.open_entrance()?;
        if entrance.extended {
            return Err(Fault::ExtendedBefore);
        }
        entrance.extended = true;
        entrance.expires_at = entrance.expires_at.saturating_add(life);
        self.record(actor, Action::CodeExtended);
        Ok(())
    }

    pub(super) fn on_renew_code(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.host(by)?;
        let expires_at = self.now.saturating_add(self.session.terms.code_life);
        *self.open_entrance()? = Entrance::new(expires_at);
        self.record(actor, Action::CodeRenewed);
        Ok(())
    }

    pub(super) fn on_redeem(&mut self, sharer: Newcomer) -> Result<(), Fault> {
        let entrance = self.open_entrance()?.clone();
        if self
            .session
            .helpers
            .iter()
            .any(|seat| seat.user() == sharer.user)
        {
            return Err(Fault::NotTheirs);
        }
        let actor = Who::Sharer(sharer.user).actor();
        self.session.state = State::Joining(Joining {
            since: self.now,
            entrance,
            sharer: SharerSeat::new(sharer),
        });
        self.record(actor, Action::RedeemOk);
        Ok(())
    }

    pub(super) fn on_join_passed(&mut self, grant: &Grant) -> Result<(), Fault> {
        let State::Joining(joining) = &self.session.state else {
            return Err(Fault::NotNow);
        };
        let mut sharer = joining.sharer.clone();
        let host = self.session.helpers.first().ok_or(Fault::Nobody)?;
        let ours = grant.helper() == host.user()
            && grant.sharer() == sharer.user()
            && grant.tenant() == self.session.tenant;
        if !ours {
            return Err(Fault::GrantForOthers);
        }
        self.session.terms.tighten(grant.controls());
        sharer.device = grant.device();
        sharer.evidence = Some(grant.evidence());
        self.session.state = State::Paired(Paired {
            since: self.now,
            phase: Phase::Trust,
            sharer,
            picture: Picture::Shown,
            clock: Clock::Asking,
            confirm: Question::Off,
            idle: Question::Off,
            room: None,
            surface: None,
        });
        for seat in &mut self.session.helpers {
            seat.face(grant);
        }
        self.record_trust(grant);
        Ok(())
    }

    pub(super) fn on_join_refused(&mut self, refusal: Refusal) -> Result<(), Fault> {
        let State::Joining(joining) = &self.session.state else {
            return Err(Fault::NotNow);
        };
        let actor = Who::Sharer(joining.sharer.user()).actor();
        let mut entrance = joining.entrance.clone();
        entrance.refused_joins = entrance.refused_joins.saturating_add(1);
        entrance.last_refusal = Some(refusal.reason());
        let locked = entrance.refused_joins >= CODE_REFUSED_JOINS_MAX;
        let facts = (refusal.reason().text(), refusal.policy());
        self.reopen_code(actor, entrance, facts);
        if locked {
            self.record(Actor::System, Action::CodeLocked);
            self.end(Actor::System, EndReason::CodeLocked);
        }
        Ok(())
    }

    /// The sharer went away while being checked: the code is free again, and nobody was refused.
    pub(super) fn free_code(&mut self) {
        let State::Joining(joining) = &self.session.state else {
            return;
        };
        let actor = Who::Sharer(joining.sharer.user()).actor();
        let entrance = joining.entrance.clone();
        self.reopen_code(actor, entrance, ("went_away", None));
    }

    fn reopen_code(
        &mut self,
        actor: Actor,
        entrance: Entrance,
        (reason, policy): (&'static str, Option<PolicyId>),
    ) {
        self.session.state = State::Open(Open {
            since: self.now,
            entrance,
        });
        let row = self
            .record(actor, Action::JoinDenied)
            .decided(Decision::Deny)
            .because(reason);
        if let Some(policy) = policy {
            row.note("policy", policy.text());
        }
    }

    /// The helper who made the session: the code is theirs.
    fn host(&self, by: ParticipantId) -> Result<Actor, Fault> {
        let who = self.who(by)?;
        let host = self.session.helpers.first();
        if host.is_some_and(|seat| seat.participant() == by) {
            return Ok(who.actor());
        }
        Err(Fault::NotTheirs)
    }

    fn open_entrance(&mut self) -> Result<&mut Entrance, Fault> {
        match &mut self.session.state {
            State::Open(open) => Ok(&mut open.entrance),
            State::Joining(_) | State::Paired(_) | State::Ended(_) => Err(Fault::NotNow),
        }
    }
}
