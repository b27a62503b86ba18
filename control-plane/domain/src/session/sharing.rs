//! LIVE and PAUSED: the sharer stops and resumes the picture, and answers from time to time that they still want to share.
//! Never lets a helper resume what the sharer has paused.

use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;

use super::Fault;
use super::state::{Clock, Phase, Picture, Question};
use super::step::{Step, Who};
use crate::audit::{Action, Actor, Decision};

/// How coarsely activity is noted, as a part of the idle time: chat must not write a session at every line.
const IDLE_STEPS: u32 = 20;

impl Step {
    pub(super) fn on_pause(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        if self.paired()?.phase == Phase::Trust {
            return Err(Fault::NotNow);
        }
        self.pause(actor, None);
        Ok(())
    }

    fn pause(&mut self, actor: Actor, reason: Option<&'static str>) {
        let now = self.now;
        let Ok(paired) = self.paired() else { return };
        if let Picture::Paused { .. } = paired.picture {
            // The node holds its own pause until it is told that this one is known.
            if paired.room.is_some() {
                self.reopen();
            }
            return;
        }
        paired.picture = Picture::Paused { since: now };
        paired.confirm = Question::Off;
        paired.idle = Question::Off;
        if paired.phase == Phase::Connected {
            paired.since = now;
        }
        self.record(actor, Action::Paused).reason = reason;
    }

    pub(super) fn on_unpause(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let actor = self.sharer(by)?;
        let now = self.now;
        let paired = self.paired()?;
        if paired.phase == Phase::Trust {
            return Err(Fault::NotNow);
        }
        if paired.picture == Picture::Shown {
            // The node stopped it by itself, or a second click: tell it once more who may receive.
            if paired.room.is_some() {
                self.reopen();
            }
            return Ok(());
        }
        paired.picture = Picture::Shown;
        if paired.phase == Phase::Connected {
            paired.since = now;
            if !paired.clock.was_live() {
                paired.clock = Clock::Live { first: now };
            }
            self.start_questions();
        }
        self.record(actor, Action::Resumed);
        Ok(())
    }

    /// Starts both questions anew, unless one already waits from before an interruption.
    pub(super) fn start_questions(&mut self) {
        let (now, terms) = (self.now, self.session.terms.clone());
        let Ok(paired) = self.paired() else { return };
        if paired.confirm == Question::Off {
            paired.confirm = match terms.reconfirm {
                None => Question::Off,
                Some(interval) => Question::Due {
                    at: now.saturating_add(interval),
                },
            };
        }
        if paired.idle == Question::Off {
            paired.idle = Question::Due {
                at: now.saturating_add(terms.idle),
            };
        }
    }

    pub(super) fn on_confirm(&mut self, by: ParticipantId) -> Result<(), Fault> {
        let who = self.who(by)?;
        let paired = self.paired()?;
        let wanted = paired.confirm.is_asked();
        let idle = paired.idle.is_asked();
        match who {
            Who::Sharer(_) if wanted => {
                paired.confirm = Question::Off;
                self.record(who.actor(), Action::SharerAllowed)
                    .decided(Decision::Allow)
                    .because("reconfirmed");
            }
            // Whoever only looks on keeps nobody's session alive.
            Who::Helper(_, MediaRole::Observer) => return Err(Fault::NotTheirs),
            Who::Sharer(_) | Who::Helper(..) if idle => {}
            Who::Sharer(_) | Who::Helper(..) => return Err(Fault::NotNow),
        }
        self.paired()?.idle = Question::Off;
        if self.phase() == Some(Phase::Connected) {
            self.start_questions();
        }
        Ok(())
    }

    pub(super) fn on_active(&mut self) {
        let (now, idle) = (self.now, self.session.terms.idle);
        let next = now.saturating_add(idle);
        let Ok(paired) = self.paired() else { return };
        match paired.idle {
            Question::Off => {}
            Question::Due { at } if next.since(at) < idle / IDLE_STEPS => {}
            Question::Due { .. } | Question::Asked { .. } => {
                paired.idle = Question::Due { at: next }
            }
        }
    }

    pub(super) fn ask_confirm(&mut self) {
        let since = self.now;
        if let Ok(paired) = self.paired() {
            paired.confirm = Question::Asked { since };
        }
    }

    pub(super) fn ask_idle(&mut self) {
        let since = self.now;
        if let Ok(paired) = self.paired() {
            paired.idle = Question::Asked { since };
        }
    }

    pub(super) fn on_confirm_unanswered(&mut self) {
        self.pause(Actor::System, Some("reconfirm_unanswered"));
    }
}
