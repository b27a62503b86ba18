//! One session's chat: lines in one order, each sealed with a MAC over itself and the one before, so that a new node can
//! take the thread back from its clients and nobody can forge a line. Never reads what a text says.

use std::collections::BTreeMap;

use aws_lc_rs::hmac::{Context, HMAC_SHA256, Key};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_protocol::bus::ThreadKey;
use lotse_protocol::channel::{ChatLine, ChatRefusal};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::limits::{CHAT_BYTES_MAX, CHAT_CODE_POINTS_MAX, CHAT_ID_BYTES_MAX};
use lotse_protocol::time::Timestamp;

use crate::limits::{
    CHAT_ID_JSON_BYTES_MAX, CHAT_JSON_BYTES_MAX, THREAD_BYTES_MAX, THREAD_LINES_MAX,
};

/// A chat message that is not yet a line.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) from: ParticipantId,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
}

/// What became of a draft.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is the thread's last line.
    New,
    /// It was a line already: this one.
    Again(ChatLine),
}

/// One session's thread.
pub(crate) struct Thread {
    session: SessionId,
    key: Key,
    lines: Vec<ChatLine>,
    by_sender: BTreeMap<(ParticipantId, String), usize>,
    bytes: usize,
}

impl Thread {
    pub(crate) fn new(session: SessionId, key: &ThreadKey) -> Self {
        Self {
            session,
            key: Key::new(HMAC_SHA256, &key.0),
            lines: Vec::new(),
            by_sender: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Takes a message; the same id from the same sender is the same message.
    pub(crate) fn take(&mut self, draft: Draft) -> Result<Taken, ChatRefusal> {
        let key = (draft.from, draft.id.clone());
        if let Some(line) = self.by_sender.get(&key).and_then(|at| self.lines.get(*at)) {
            return Ok(Taken::Again(line.clone()));
        }
        check(&draft)?;
        if self.is_full(draft.text.len()) {
            return Err(ChatRefusal::ThreadFull);
        }
        let mut line = ChatLine {
            seq: self.head().saturating_add(1),
            id: draft.id,
            from: draft.from,
            at: draft.at,
            text: draft.text,
            mac: String::new(),
        };
        line.mac = self.seal(&line);
        self.push(line);
        Ok(Taken::New)
    }

    /// Takes back lines that another node sealed; each must follow on what is there. Says how many did.
    pub(crate) fn take_back(&mut self, lines: Vec<ChatLine>) -> usize {
        let mut taken: usize = 0;
        for line in lines {
            let follows = line.seq == self.head().saturating_add(1)
                && !self.is_full(line.text.len())
                && line.id.len() <= CHAT_ID_BYTES_MAX
                && self.is_sealed(&line);
            if !follows {
                continue;
            }
            self.push(line);
            taken = taken.saturating_add(1);
        }
        taken
    }

    /// The line behind `seq`.
    pub(crate) fn after(&self, seq: u64) -> Option<&ChatLine> {
        self.lines.get(usize::try_from(seq).ok()?)
    }

    /// The last line's place; 0 while there is none.
    pub(crate) fn head(&self) -> u64 {
        self.lines.last().map_or(0, |line| line.seq)
    }

    pub(crate) fn last(&self) -> Option<&ChatLine> {
        self.lines.last()
    }

    fn push(&mut self, line: ChatLine) {
        self.bytes = self.bytes.saturating_add(line.text.len());
        let key = (line.from, line.id.clone());
        self.by_sender.entry(key).or_insert(self.lines.len());
        self.lines.push(line);
    }

    fn is_full(&self, more: usize) -> bool {
        self.lines.len() >= THREAD_LINES_MAX || self.bytes.saturating_add(more) > THREAD_BYTES_MAX
    }

    fn seal(&self, line: &ChatLine) -> String {
        URL_SAFE_NO_PAD.encode(self.signed(line).sign())
    }

    fn is_sealed(&self, line: &ChatLine) -> bool {
        let Ok(mac) = URL_SAFE_NO_PAD.decode(&line.mac) else {
            return false;
        };
        let made = self.signed(line).sign();
        aws_lc_rs::constant_time::verify_slices_are_equal(made.as_ref(), &mac).is_ok()
    }

    /// Everything with its length before it, so that no two lines read the same.
    fn signed(&self, line: &ChatLine) -> Context {
        let before = self.last().map_or("", |last| last.mac.as_str());
        let mut context = Context::with_key(&self.key);
        for part in [
            self.session.uuid().as_bytes().as_slice(),
            &line.seq.to_be_bytes(),
            line.id.as_bytes(),
            line.from.uuid().as_bytes(),
            &line.at.as_millis().to_be_bytes(),
            line.text.as_bytes(),
            before.as_bytes(),
        ] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        context
    }
}

impl std::fmt::Debug for Thread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Thread({} lines)", self.lines.len())
    }
}

fn check(draft: &Draft) -> Result<(), ChatRefusal> {
    if draft.text.trim().is_empty() {
        return Err(ChatRefusal::Empty);
    }
    let too_long = json_bytes(&draft.text) > CHAT_JSON_BYTES_MAX
        || json_bytes(&draft.id) > CHAT_ID_JSON_BYTES_MAX
        || draft.text.len() > CHAT_BYTES_MAX
        || draft.text.chars().count() > CHAT_CODE_POINTS_MAX
        || !(1..=CHAT_ID_BYTES_MAX).contains(&draft.id.len());
    if too_long {
        return Err(ChatRefusal::TooLong);
    }
    Ok(())
}

/// How long a text is once it is JSON, where one control character is six.
fn json_bytes(text: &str) -> usize {
    serde_json::to_string(text).map_or(usize::MAX, |json| json.len())
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test chooses its numbers")]
mod tests {
    use lotse_protocol::channel::FromNode;
    use lotse_protocol::limits::CHANNEL_MESSAGE_BYTES_MAX;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn thread() -> Thread {
        Thread::new(
            SessionId::from_uuid(Uuid::from_u128(1)),
            &ThreadKey([7; 32]),
        )
    }

    fn draft(id: &str, text: &str) -> Draft {
        Draft {
            id: id.into(),
            from: ParticipantId::from_uuid(Uuid::from_u128(2)),
            at: Timestamp::from_millis(1_000),
            text: text.into(),
        }
    }

    fn three_lines() -> Vec<ChatLine> {
        let mut thread = thread();
        for text in ["one", "two", "three"] {
            thread.take(draft(text, text)).unwrap();
        }
        thread.lines
    }

    #[test]
    fn lines_are_counted_from_one() {
        let seqs: Vec<u64> = three_lines().iter().map(|line| line.seq).collect();

        assert_eq!(seqs, [1, 2, 3]);
    }

    #[test]
    fn the_same_message_again_is_the_same_line() {
        let mut thread = thread();
        thread.take(draft("a", "hello")).unwrap();

        let again = thread.take(draft("a", "hello")).unwrap();

        assert_eq!(again, Taken::Again(thread.lines[0].clone()));
        assert_eq!(thread.head(), 1);
    }

    #[test]
    fn the_bounds_are_4000_code_points_and_12_kib() {
        let mut thread = thread();

        assert!(thread.take(draft("a", &"я".repeat(4_000))).is_ok());
        assert_eq!(
            thread.take(draft("b", &"a".repeat(4_001))),
            Err(ChatRefusal::TooLong)
        );
        assert_eq!(
            thread.take(draft("c", &"𝄞".repeat(3_073))),
            Err(ChatRefusal::TooLong)
        );
        assert_eq!(
            thread.take(draft(&"i".repeat(65), "x")),
            Err(ChatRefusal::TooLong)
        );
        assert_eq!(thread.take(draft("", "x")), Err(ChatRefusal::TooLong));
        assert_eq!(thread.take(draft("d", " \n\t")), Err(ChatRefusal::Empty));
    }

    #[test]
    fn a_line_that_would_be_no_message_once_it_is_json_is_too_long() {
        let mut thread = thread();
        let fits = "\u{1}".repeat((CHAT_JSON_BYTES_MAX - 2) / 6);
        let id = "\u{1}".repeat((CHAT_ID_JSON_BYTES_MAX - 2) / 6);

        thread.take(draft(&id, &fits)).unwrap();

        let line = FromNode::Chat(thread.lines[0].clone());
        let message = serde_json::to_string(&line).unwrap();
        assert!(
            message.len() <= CHANNEL_MESSAGE_BYTES_MAX,
            "{}",
            message.len()
        );
        assert_eq!(
            thread.take(draft("b", &(fits + "\u{1}"))),
            Err(ChatRefusal::TooLong)
        );
        assert_eq!(
            thread.take(draft(&(id + "\u{1}"), "x")),
            Err(ChatRefusal::TooLong)
        );
    }

    #[test]
    fn a_full_thread_takes_no_more() {
        let mut thread = thread();
        for n in 0..THREAD_LINES_MAX {
            thread.take(draft(&n.to_string(), "x")).unwrap();
        }

        assert_eq!(
            thread.take(draft("one more", "x")),
            Err(ChatRefusal::ThreadFull)
        );
    }

    #[test]
    fn another_node_takes_the_thread_back_whole_and_goes_on() {
        let mut new_node = thread();

        assert_eq!(new_node.take_back(three_lines()), 3);

        assert_eq!(
            new_node.take(draft("two", "two")).unwrap(),
            Taken::Again(three_lines()[1].clone())
        );
        new_node.take(draft("four", "four")).unwrap();
        assert_eq!(new_node.head(), 4);
    }

    #[test]
    fn forged_shifted_and_foreign_lines_are_not_taken_back() {
        let forge: [fn(&mut Vec<ChatLine>); 6] = [
            |lines| lines[0].text = "won".into(),
            |lines| lines[0].at = Timestamp::from_millis(2_000),
            |lines| lines[0].from = ParticipantId::from_uuid(Uuid::from_u128(3)),
            |lines| lines[0].mac = String::new(),
            |lines| lines[0].id = "other".into(),
            |lines| {
                lines.remove(0);
            },
        ];
        for change in forge {
            let mut lines = three_lines();
            change(&mut lines);

            assert_eq!(thread().take_back(lines), 0);
        }
        let other_key = ThreadKey([8; 32]);
        let mut other = Thread::new(SessionId::from_uuid(Uuid::from_u128(1)), &other_key);
        assert_eq!(other.take_back(three_lines()), 0);
    }

    #[test]
    fn a_line_cannot_be_replaced_by_another_branch() {
        let mut here = thread();
        here.take(draft("one", "one")).unwrap();
        here.take(draft("mine", "mine")).unwrap();

        assert_eq!(here.take_back(three_lines()), 0);
    }

    proptest! {
        #[test]
        fn every_text_of_any_script_is_kept_as_it_is(text in "\\PC{1,200}") {
            prop_assume!(!text.trim().is_empty());
            let mut thread = thread();
            thread.take(draft("a", &text)).unwrap();
            prop_assert_eq!(&thread.after(0).unwrap().text, &text);
        }

        #[test]
        fn lines_come_back_in_order_and_each_once(ids in prop::collection::vec(0_u8..20, 0..60)) {
            let mut thread = thread();
            for id in &ids {
                let _ = thread.take(draft(&id.to_string(), "x"));
            }
            let mut seq = 0;
            let mut seen = std::collections::BTreeSet::new();
            while let Some(line) = thread.after(seq) {
                prop_assert_eq!(line.seq, seq + 1);
                prop_assert!(seen.insert(line.id.clone()));
                seq += 1;
            }
            let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(seen.len(), distinct.len());
        }
    }
}
