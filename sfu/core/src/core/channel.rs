//! What pages say on the data channel, and what they are told.

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::channel::{
    ByeReason, ChatLine, ChatRefusal, ClientMessage, FromClient, FromNode, parse_client,
};
use lotse_protocol::id::SessionId;
use lotse_protocol::limits::CHAT_ID_BYTES_MAX;
use lotse_protocol::role::MediaRole;
use str0m::channel::{ChannelData, ChannelId};

use super::{Core, bump};
use crate::deadline::Timer;
use crate::limits::CHAT_BEFORE_OPEN_RETRY_MS;
use crate::line::TooMuch;
use crate::output::LegId;
use crate::thread::{Draft, Taken, Thread};

impl Core {
    pub(super) fn handle_channel_open(&mut self, id: LegId, channel: ChannelId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if !leg.peer.is_our_channel(channel) {
            let foreign = leg.line.handle_foreign_channel();
            return self.close_if(id, foreign);
        }
        leg.peer.watch_channel();
        let Some(room) = self.rooms.get_mut(&leg.session) else {
            return;
        };
        let first = room.reads_from(leg);
        let head = room.thread.as_ref().map_or(0, |thread| thread.head());
        leg.line
            .handle_open(leg.may_chat.then_some(head.max(first)));
        let mut words = vec![room.roster.message()];
        if room.told_paused {
            words.push(FromNode::Paused);
        }
        let sharer = room.sharer.and_then(|(sharer, _)| self.legs.get(&sharer));
        if let Some(sharer) = sharer.filter(|sharer| sharer.id != id)
            && let Some(since) = sharer.silence.quiet_since()
        {
            let since = self.wall.at(since);
            words.push(if sharer.silence.is_interrupted() {
                FromNode::Interrupted { since }
            } else {
                FromNode::Quiet { since }
            });
        }
        for word in &words {
            self.tell(id, word);
        }
    }

    pub(super) fn handle_channel_data(&mut self, id: LegId, data: &ChannelData) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if !leg.peer.is_our_channel(data.id) {
            let bad = leg.line.handle_bad_message();
            return self.close_if(id, bad);
        }
        if leg.line.handle_message(data.data.len(), self.now).is_err() {
            return self.close_if(id, Err(TooMuch));
        }
        match parse_client(&data.data) {
            Ok(ClientMessage::Known(message)) => self.handle_message(id, message),
            Ok(ClientMessage::Unknown) => bump!(self.counters.messages_unknown),
            Err(_) => self.handle_bad_message(id),
        }
    }

    fn handle_message(&mut self, id: LegId, message: FromClient) {
        bump!(self.counters.messages_in);
        match message {
            FromClient::Chat { id: chat, text } => self.handle_chat(id, chat, text),
            FromClient::Resume { after } => self.handle_resume(id, after),
            FromClient::Thread { lines } => self.handle_thread(id, lines),
            FromClient::Bye { reason } => self.leave(
                id,
                match reason {
                    ByeReason::Left => LeftWhy::Bye,
                    ByeReason::ReportedSuspicious => LeftWhy::ReportedSuspicious,
                },
            ),
            FromClient::Beat => self.handle_beat(id),
            FromClient::RosterSeen { version } => self.handle_roster_seen(id, version),
            FromClient::Pause => self.handle_pause(id),
            FromClient::Unpause => self.handle_unpause(id),
        }
    }

    fn handle_beat(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        leg.silence.handle_beat(leg.listening());
        self.deadlines
            .set(Timer::Silence(id), leg.silence.poll_timeout());
    }

    fn handle_roster_seen(&mut self, id: LegId, version: u64) {
        let Some(session) = self.session_of_sharer(id) else {
            return self.handle_bad_message(id);
        };
        if let Some(room) = self.rooms.get_mut(&session) {
            room.roster.handle_seen(version);
        }
        self.refresh(session);
    }

    fn handle_pause(&mut self, id: LegId) {
        let Some(session) = self.session_of_sharer(id) else {
            return self.handle_bad_message(id);
        };
        let is_news = self
            .rooms
            .get_mut(&session)
            .is_some_and(|room| room.gate.handle_pause());
        if is_news {
            self.fact(session, Seen::Paused);
            self.refresh(session);
        }
    }

    fn handle_unpause(&mut self, id: LegId) {
        let Some(session) = self.session_of_sharer(id) else {
            return self.handle_bad_message(id);
        };
        if let Some(room) = self.rooms.get_mut(&session) {
            room.gate.handle_unpause_request();
        }
        self.fact(session, Seen::UnpauseRequested);
    }

    /// Some words are the sharer's alone.
    fn session_of_sharer(&self, id: LegId) -> Option<SessionId> {
        let leg = self.legs.get(&id)?;
        let room = self.rooms.get(&leg.session)?;
        let is_the_sharer =
            leg.role == MediaRole::Sharer && room.sharer.is_some_and(|(sharer, _)| sharer == id);
        is_the_sharer.then_some(leg.session)
    }

    fn handle_chat(&mut self, id: LegId, chat: String, text: String) {
        match self.take_chat(id, chat.clone(), text) {
            Ok(Taken::New) => {}
            Ok(Taken::Again(line)) => self.tell(id, &FromNode::Chat(line)),
            Err((reason, retry_after_ms)) => {
                bump!(self.counters.chats_refused);
                let id_told: String = chat.chars().take(CHAT_ID_BYTES_MAX).collect();
                let word = FromNode::ChatRefused {
                    id: id_told,
                    reason,
                    retry_after_ms,
                };
                self.tell(id, &word);
            }
        }
    }

    fn take_chat(
        &mut self,
        id: LegId,
        chat: String,
        text: String,
    ) -> Result<Taken, (ChatRefusal, Option<u64>)> {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.may_chat) else {
            return Err((ChatRefusal::NotAllowed, None));
        };
        if let Err(wait) = leg.line.handle_chat(self.now) {
            return Err((ChatRefusal::TooFast, Some(wait)));
        }
        let session = leg.session;
        let draft = Draft {
            id: chat,
            from: leg.participant,
            at: self.wall.at(self.now),
            text,
        };
        let Some(room) = self.rooms.get_mut(&session) else {
            return Err((ChatRefusal::NotAllowed, None));
        };
        let Some(thread) = room.thread.as_mut() else {
            return Err((ChatRefusal::TooFast, Some(CHAT_BEFORE_OPEN_RETRY_MS)));
        };
        let taken = thread.take(draft).map_err(|reason| (reason, None))?;
        if taken == Taken::New {
            room.quality.chats = room.quality.chats.wrapping_add(1);
            bump!(self.counters.chats);
            self.tell_thread(session);
        }
        Ok(taken)
    }

    fn handle_resume(&mut self, id: LegId, after: u64) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if let Some(room) = self.rooms.get_mut(&leg.session) {
            let first = room.reads_from(leg);
            // A page may know more than a node that has begun anew; it must hear what is said from now on all the same.
            let head = room.thread.as_ref().map_or(0, Thread::head);
            leg.line.resume(after.max(first).min(head));
            self.dirty.insert(id);
        }
    }

    fn handle_thread(&mut self, id: LegId, lines: Vec<ChatLine>) {
        let Some(leg) = self.legs.get(&id).filter(|leg| leg.may_chat) else {
            return self.handle_bad_message(id);
        };
        let session = leg.session;
        let thread = self
            .rooms
            .get_mut(&session)
            .and_then(|room| room.thread.as_mut());
        if thread.is_some_and(|thread| thread.take_back(lines) > 0) {
            self.tell_thread(session);
        }
    }

    /// The thread has grown: every page that reads it is behind, and the control plane learns its head.
    fn tell_thread(&mut self, session: SessionId) {
        let Some(room) = self.rooms.get(&session) else {
            return;
        };
        self.dirty.extend(room.legs());
        let head = room.thread.as_ref().and_then(|thread| thread.last());
        if let Some(line) = head {
            let what = Seen::ChatHead {
                seq: line.seq,
                mac: line.mac.clone(),
            };
            self.fact(session, what);
        }
    }

    fn handle_bad_message(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let bad = leg.line.handle_bad_message();
        self.close_if(id, bad);
    }

    fn close_if(&mut self, id: LegId, too_much: Result<(), TooMuch>) {
        if too_much.is_err() {
            bump!(self.counters.faults);
            self.leave(id, LeftWhy::Fault);
        }
    }

    pub(super) fn tell(&mut self, id: LegId, word: &FromNode) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let told = leg.line.tell(word);
        self.dirty.insert(id);
        self.close_if(id, told);
    }

    pub(super) fn tell_all(&mut self, session: SessionId, word: &FromNode) {
        for leg in self.legs_of(session) {
            self.tell(leg, word);
        }
    }

    pub(super) fn tell_viewers(&mut self, session: SessionId, word: &FromNode) {
        let viewers = self.rooms.get(&session).map(|room| room.viewers.clone());
        for leg in viewers.unwrap_or_default() {
            self.tell(leg, word);
        }
    }

    pub(super) fn tell_roster(&mut self, session: SessionId) {
        if let Some(room) = self.rooms.get(&session) {
            let word = room.roster.message();
            self.tell_all(session, &word);
        }
    }

    pub(super) fn legs_of(&self, session: SessionId) -> Vec<LegId> {
        self.rooms
            .get(&session)
            .map(|room| room.legs())
            .unwrap_or_default()
    }
}
