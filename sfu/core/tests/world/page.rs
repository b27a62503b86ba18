//! What a person's page keeps over its connections: the thread, as the web page keeps it, and who is shown. Never talks.

use std::collections::{BTreeMap, BTreeSet};

use lotse_protocol::channel::{ChatLine, FromNode, RosterEntry};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::ParticipantId;

/// What a person's page keeps.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// By place.
    pub(crate) lines: BTreeMap<u64, ChatLine>,
    /// Where this connection may stand in the thread: one place, or two where a line could be an echo or the start of a
    /// replay.
    told: BTreeSet<u64>,
    pub(crate) roster: Option<(u64, Vec<RosterEntry>)>,
    pub(crate) ended: Option<EndReason>,
    pub(crate) chats_refused: u64,
    /// What the page shows in place of a picture.
    pub(crate) paused: bool,
    pub(crate) away: bool,
}

/// Every session's lines as anybody saw them: the same for all.
#[derive(Debug, Default)]
pub(crate) struct Threads(BTreeMap<(usize, u64), ChatLine>);

impl Page {
    /// The last line that it has.
    pub(crate) fn last(&self) -> u64 {
        self.lines.keys().next_back().copied().unwrap_or(0)
    }

    /// The last line before which nothing is missing: what a page asks to go on from.
    pub(crate) fn unbroken(&self) -> u64 {
        let places = self.lines.keys().zip(1..);
        let whole = places.take_while(|(seq, place)| *seq == place);
        whole.last().map_or(0, |(seq, _)| *seq)
    }

    /// Whether nothing is missing from the first line that it has to the last.
    pub(crate) fn is_whole(&self) -> bool {
        let first = self.lines.keys().next().copied().unwrap_or(1);
        self.lines
            .keys()
            .zip(first..)
            .all(|(seq, place)| *seq == place)
    }

    /// A new connection of the same page.
    pub(crate) fn reconnect(&mut self) {
        self.roster = None;
        self.told.clear();
        self.paused = false;
        self.away = false;
    }

    pub(crate) fn take(&mut self, you: ParticipantId, message: &FromNode) -> Result<(), String> {
        match message {
            FromNode::Chat(line) => return self.line(you, line),
            FromNode::Roster {
                version,
                participants,
            } => return self.roster(*version, participants),
            FromNode::ChatRefused { .. } => self.chats_refused += 1,
            FromNode::Paused => self.paused = true,
            FromNode::Unpaused => self.paused = false,
            FromNode::Quiet { .. } | FromNode::Interrupted { .. } => self.away = true,
            FromNode::Back => self.away = false,
            FromNode::Ended { reason } => {
                if self.ended.is_some_and(|known| known != *reason) {
                    return Err("ended for two reasons".to_owned());
                }
                self.ended = Some(*reason);
            }
            FromNode::Move | FromNode::Quality { .. } | FromNode::Codec { .. } => {}
        }
        Ok(())
    }

    /// A connection begins wherever the thread is, goes on without a gap, and goes back when asked to. An echo of one's own
    /// message may come out of turn.
    fn line(&mut self, you: ParticipantId, line: &ChatLine) -> Result<(), String> {
        let known = self.lines.entry(line.seq).or_insert(line.clone());
        if known != line {
            return Err(format!("line {} came again, and otherwise", line.seq));
        }
        let is_own = line.from == you;
        let follows = self.told.iter().any(|told| line.seq <= told + 1);
        if !follows && !self.told.is_empty() && !is_own {
            return Err(format!("a gap: line {} after {:?}", line.seq, self.told));
        }
        if !is_own {
            self.told.clear();
        }
        if !is_own || !self.told.is_empty() {
            self.told.insert(line.seq);
        }
        Ok(())
    }

    fn roster(&mut self, version: u64, entries: &[RosterEntry]) -> Result<(), String> {
        if let Some((known, shown)) = &self.roster
            && (version < *known || (version == *known && shown != entries))
        {
            return Err(format!("roster {version} after {known}"));
        }
        self.roster = Some((version, entries.to_vec()));
        Ok(())
    }
}

impl Threads {
    pub(crate) fn compare(&mut self, session: usize, line: &ChatLine) -> Result<(), String> {
        let known = self.0.entry((session, line.seq)).or_insert(line.clone());
        if known != line {
            return Err(format!("two people see another line {}", line.seq));
        }
        let twice = |(key, other): (&(usize, u64), &ChatLine)| {
            key.0 == session
                && other.seq != line.seq
                && (other.from, &other.id) == (line.from, &line.id)
        };
        match self.0.iter().any(twice) {
            true => Err(format!("the message of line {} is twice in it", line.seq)),
            false => Ok(()),
        }
    }
}
