//! Answers that a repeated request gets again (`Idempotency-Key`), for a short while and in memory alone, since such an
//! answer holds a code. Two equal requests at once make one session.

use std::collections::BTreeMap;
use std::sync::Arc;

use lotse_protocol::api::SessionCreated;
use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use tokio::sync::OnceCell;

use crate::limits::{IDEMPOTENT_ANSWER_LIFE, IDEMPOTENT_ANSWERS_MAX};
use crate::locked::Locked;

type Answer = Arc<OnceCell<SessionCreated>>;

/// The kept answers.
#[derive(Default)]
pub(crate) struct Repeats {
    inner: Locked<Inner>,
}

#[derive(Default)]
struct Inner {
    answers: BTreeMap<(UserId, String), (Timestamp, Answer)>,
    by_age: BTreeMap<(Timestamp, UserId, String), ()>,
}

impl Repeats {
    /// The place of the answer to this person's request with this key.
    pub(crate) fn place(&self, now: Timestamp, person: UserId, key: &str) -> Answer {
        let mut inner = self.inner.lock();
        inner.forget(now);
        let name = (person, key.to_owned());
        if let Some((_, answer)) = inner.answers.get(&name) {
            return Arc::clone(answer);
        }
        let answer = Answer::default();
        inner.by_age.insert((now, person, key.to_owned()), ());
        inner.answers.insert(name, (now, Arc::clone(&answer)));
        answer
    }
}

impl Inner {
    fn forget(&mut self, now: Timestamp) {
        let begin = now.saturating_sub(IDEMPOTENT_ANSWER_LIFE);
        while let Some(((at, person, key), ())) = self.by_age.first_key_value() {
            let full = self.answers.len() >= IDEMPOTENT_ANSWERS_MAX;
            if *at > begin && !full {
                return;
            }
            let (at, person, key) = (*at, *person, key.clone());
            self.answers.remove(&(person, key.clone()));
            self.by_age.remove(&(at, person, key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_of_another_person_is_another_answer_and_old_ones_are_forgotten() {
        let repeats = Repeats::default();
        let person = |number| UserId::from_uuid(uuid::Uuid::from_u128(number));
        let at = Timestamp::from_millis(1_000_000_000);

        let first = repeats.place(at, person(1), "k");
        assert!(Arc::ptr_eq(&first, &repeats.place(at, person(1), "k")));
        assert!(!Arc::ptr_eq(&first, &repeats.place(at, person(2), "k")));
        let later = at.saturating_add(IDEMPOTENT_ANSWER_LIFE);

        assert!(!Arc::ptr_eq(&first, &repeats.place(later, person(1), "k")));
        assert_eq!(repeats.inner.lock().answers.len(), 1);
    }
}
