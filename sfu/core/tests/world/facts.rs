//! The order in which facts may come. Never looks at what else the core does.

use std::collections::BTreeMap;

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Absent,
    Admitted,
    Joined,
    Quiet,
    Interrupted,
}

#[derive(Debug)]
struct Story {
    stage: Stage,
    first_frame: bool,
    /// Admitted again while here: the earlier connection must be reported as replaced.
    replaced_owed: u32,
}

/// What was reported of every session so far.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    stories: BTreeMap<(SessionId, ParticipantId), Story>,
    chat_heads: BTreeMap<SessionId, u64>,
    closed: BTreeMap<SessionId, u32>,
    pub(crate) first_frames: u64,
    pub(crate) interruptions: u64,
}

impl Ledger {
    pub(crate) fn chat_head(&self, session: SessionId) -> u64 {
        self.chat_heads.get(&session).copied().unwrap_or(0)
    }

    /// Whether the participant is here and heard.
    pub(crate) fn is_heard(&self, session: SessionId, who: ParticipantId) -> bool {
        let story = self.stories.get(&(session, who));
        story.is_some_and(|story| story.stage == Stage::Joined)
    }

    pub(crate) fn take(&mut self, session: SessionId, what: &Seen) -> Result<(), String> {
        let illegal = |why: &str| Err(format!("{what:?}: {why}"));
        match what {
            Seen::Admitted { participant, .. } => {
                let story = self.story(session, *participant);
                if story.stage != Stage::Absent {
                    story.replaced_owed += 1;
                }
                story.stage = Stage::Admitted;
                story.first_frame = false;
            }
            Seen::Joined { participant, .. } => {
                let story = self.story(session, *participant);
                if story.stage != Stage::Admitted {
                    return illegal("joined without having been admitted");
                }
                story.stage = Stage::Joined;
            }
            Seen::Left {
                participant, why, ..
            } => return self.left(session, *participant, *why),
            Seen::FirstFrame { participant } => {
                let story = self.story(session, *participant);
                if story.first_frame || matches!(story.stage, Stage::Absent | Stage::Admitted) {
                    return illegal("a first frame to nobody, or a second first frame");
                }
                story.first_frame = true;
                self.first_frames += 1;
            }
            Seen::Quiet { .. } | Seen::Interrupted { .. } | Seen::Back { .. } => {
                return self.silence(session, what);
            }
            Seen::ChatHead { seq, .. } => {
                let head = self.chat_heads.entry(session).or_insert(0);
                if *seq <= *head {
                    return illegal("the thread did not grow");
                }
                *head = *seq;
            }
            Seen::Quality { .. } => *self.closed.entry(session).or_insert(0) += 1,
            Seen::Paused | Seen::UnpauseRequested | Seen::Refused { .. } | Seen::LeaseExpired => {}
        }
        Ok(())
    }

    /// Between two inputs nothing is owed.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (key, story) in &self.stories {
            if story.replaced_owed > 0 {
                return Err(format!("{key:?} was replaced, and nobody was told"));
            }
        }
        Ok(())
    }

    /// When all is over: everybody has left, and each session was closed once.
    pub(crate) fn check_closed(&self, session: SessionId, times: u32) -> Result<(), String> {
        let here = |(key, story): (&(SessionId, ParticipantId), &Story)| {
            (key.0 == session && story.stage != Stage::Absent).then_some(key.1)
        };
        if let Some(who) = self.stories.iter().find_map(here) {
            return Err(format!("{who:?} never left {session:?}"));
        }
        let closed = self.closed.get(&session).copied().unwrap_or(0);
        match closed == times {
            true => Ok(()),
            false => Err(format!(
                "{session:?} was closed {times} times, and reported its quality {closed} times"
            )),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the caller passes only these"
    )]
    fn silence(&mut self, session: SessionId, what: &Seen) -> Result<(), String> {
        let (who, legal_after, stage): (_, &[Stage], _) = match what {
            Seen::Quiet {
                participant,
                role: MediaRole::Sharer,
            } => (participant, &[Stage::Joined], Stage::Quiet),
            Seen::Interrupted { participant, .. } => {
                self.interruptions += 1;
                let heard = &[Stage::Joined, Stage::Quiet];
                (participant, heard, Stage::Interrupted)
            }
            Seen::Back { participant, .. } => {
                let away = &[Stage::Quiet, Stage::Interrupted];
                (participant, away, Stage::Joined)
            }
            other => return Err(format!("{other:?}: only a sharer becomes quiet")),
        };
        let story = self.story(session, *who);
        if !legal_after.contains(&story.stage) {
            return Err(format!("{what:?} after {:?}", story.stage));
        }
        story.stage = stage;
        Ok(())
    }

    fn story(&mut self, session: SessionId, who: ParticipantId) -> &mut Story {
        self.stories.entry((session, who)).or_insert(Story {
            stage: Stage::Absent,
            first_frame: false,
            replaced_owed: 0,
        })
    }

    fn left(&mut self, session: SessionId, who: ParticipantId, why: LeftWhy) -> Result<(), String> {
        let story = self.story(session, who);
        if why == LeftWhy::Replaced && story.replaced_owed > 0 {
            story.replaced_owed -= 1;
            return Ok(());
        }
        if story.stage == Stage::Absent {
            return Err(format!("{who:?} left ({why:?}) without being there"));
        }
        story.stage = Stage::Absent;
        Ok(())
    }
}
