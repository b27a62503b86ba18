//! The node's end of one data channel: what waits to be written, how far the thread was told, and how much may come in.
//! Never reads a message.

use std::collections::VecDeque;
use std::time::Instant;

use lotse_protocol::channel::FromNode;

use crate::flood::{Bucket, Rate};
use crate::limits::{
    BAD_MESSAGES_MAX, CHAT_BURST, CHAT_PER_SECOND, FOREIGN_CHANNELS_MAX, MESSAGE_BURST,
    MESSAGE_BYTES_BURST, MESSAGE_BYTES_PER_SECOND, MESSAGES_PER_SECOND, OUTBOX_MESSAGES_MAX,
};

/// Somebody went beyond a bound: the leg must be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch;

/// The node's end of one data channel.
#[derive(Debug)]
pub(crate) struct Line {
    open: bool,
    waiting: VecDeque<String>,
    /// The last line of the thread that was told; none for who may not read it.
    told: Option<u64>,
    messages: Bucket,
    bytes: Bucket,
    chats: Bucket,
    bad: u32,
    foreign: u32,
}

impl Line {
    pub(crate) fn new(now: Instant) -> Self {
        let bucket = |burst, per_second| Bucket::full(Rate { burst, per_second }, now);
        Self {
            open: false,
            waiting: VecDeque::new(),
            told: None,
            messages: bucket(MESSAGE_BURST, MESSAGES_PER_SECOND),
            bytes: bucket(MESSAGE_BYTES_BURST, MESSAGE_BYTES_PER_SECOND),
            chats: bucket(CHAT_BURST, CHAT_PER_SECOND),
            bad: 0,
            foreign: 0,
        }
    }

    /// The channel is open; whoever may read the thread is told what comes after `told`.
    pub(crate) fn handle_open(&mut self, told: Option<u64>) {
        self.open = true;
        self.told = told;
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// Tells the peer as soon as the channel takes it; a channel that is not open misses it.
    pub(crate) fn tell(&mut self, message: &FromNode) -> Result<(), TooMuch> {
        if !self.open {
            return Ok(());
        }
        if self.waiting.len() >= OUTBOX_MESSAGES_MAX {
            return Err(TooMuch);
        }
        if let Ok(text) = serde_json::to_string(message) {
            self.waiting.push_back(text);
        }
        Ok(())
    }

    pub(crate) fn front(&self) -> Option<&str> {
        self.waiting.front().map(String::as_str)
    }

    pub(crate) fn pop(&mut self) {
        self.waiting.pop_front();
    }

    /// Goes back, or on, to the line after `seq`.
    pub(crate) fn resume(&mut self, seq: u64) {
        if let Some(told) = self.told.as_mut() {
            *told = seq;
        }
    }

    pub(crate) const fn told(&self) -> Option<u64> {
        self.told
    }

    /// A message of that many bytes came.
    pub(crate) fn handle_message(&mut self, bytes: usize, now: Instant) -> Result<(), TooMuch> {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let few = self.messages.take(1, now);
        let small = self.bytes.take(bytes, now);
        few.and(small).map_err(|_wait| TooMuch)
    }

    /// A message could not be read, or may not be sent by this peer.
    pub(crate) fn handle_bad_message(&mut self) -> Result<(), TooMuch> {
        self.bad = self.bad.saturating_add(1);
        (self.bad <= BAD_MESSAGES_MAX).then_some(()).ok_or(TooMuch)
    }

    /// The peer opened a channel that is not ours.
    pub(crate) fn handle_foreign_channel(&mut self) -> Result<(), TooMuch> {
        self.foreign = self.foreign.saturating_add(1);
        (self.foreign <= FOREIGN_CHANNELS_MAX)
            .then_some(())
            .ok_or(TooMuch)
    }

    /// A chat message came; the error is when to try again, in milliseconds.
    pub(crate) fn handle_chat(&mut self, now: Instant) -> Result<(), u64> {
        self.chats.take(1, now)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test fixes the epoch")]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn twenty_messages_and_four_beats_a_second_are_fine_for_ever() {
        let start = Instant::now();
        let mut line = Line::new(start);
        for n in 0..2_400 {
            let at = start + Duration::from_millis(n * 1_000 / 24);

            assert_eq!(line.handle_message(100, at), Ok(()), "{n}");
        }
    }

    #[test]
    fn more_messages_at_once_than_two_minutes_of_beats_are_too_much() {
        let start = Instant::now();
        let mut line = Line::new(start);

        for _ in 0..MESSAGE_BURST {
            assert_eq!(line.handle_message(10, start), Ok(()));
        }
        assert_eq!(line.handle_message(10, start), Err(TooMuch));
    }

    #[test]
    fn a_hundred_kibibytes_a_second_are_too_much() {
        let start = Instant::now();
        let mut line = Line::new(start);
        let at = |n: u64| start + Duration::from_millis(n * 160);

        assert!((0..60).any(|n| line.handle_message(16 * 1024, at(n)).is_err()));
    }

    #[test]
    fn who_never_reads_is_not_queued_for_without_end() {
        let mut line = Line::new(Instant::now());
        assert_eq!(line.tell(&FromNode::Back), Ok(()));
        assert_eq!(line.front(), None, "a closed channel misses it");
        line.handle_open(None);
        for _ in 0..OUTBOX_MESSAGES_MAX {
            line.tell(&FromNode::Back).unwrap();
        }

        assert_eq!(line.tell(&FromNode::Back), Err(TooMuch));
    }
}
