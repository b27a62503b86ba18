//! Answers that a repeated request gets again (`Idempotency-Key`), for a short while and in memory alone, since such an
//! answer may hold a code or a token. Two equal requests at once are carried out once. Never judges a request.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{Extensions, HeaderMap, StatusCode};
use bytes::Bytes;
use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use tokio::sync::OnceCell;

use crate::limits::{IDEMPOTENT_ANSWER_LIFE, IDEMPOTENT_ANSWERS_MAX};
use crate::locked::Locked;

/// An answer as it is given again.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) extensions: Extensions,
    pub(crate) body: Bytes,
}

/// What makes two requests the same one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// Who asks.
    pub(crate) person: UserId,
    /// For what: method and path.
    pub(crate) of: String,
    /// Their key for it.
    pub(crate) key: String,
}

/// The key was used before, with another body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OtherBody;

/// The place of one answer.
pub(crate) type Place = Arc<OnceCell<Kept>>;

/// The kept answers.
#[derive(Default)]
pub(crate) struct Repeats {
    inner: Locked<Inner>,
}

#[derive(Default)]
struct Inner {
    answers: BTreeMap<Name, Asked>,
    by_age: BTreeMap<(Timestamp, Name), ()>,
}

/// What was asked, by its hash, and where its answer is or will be.
struct Asked {
    body: [u8; 32],
    place: Place,
}

impl Repeats {
    /// The place of the answer to this request, whose body has this hash.
    pub(crate) fn place(
        &self,
        now: Timestamp,
        name: Name,
        body: [u8; 32],
    ) -> Result<Place, OtherBody> {
        let mut inner = self.inner.lock();
        inner.forget(now);
        if let Some(before) = inner.answers.get(&name) {
            return match before.body == body {
                true => Ok(Arc::clone(&before.place)),
                false => Err(OtherBody),
            };
        }
        let place = Place::default();
        let asked = Asked {
            body,
            place: Arc::clone(&place),
        };
        inner.by_age.insert((now, name.clone()), ());
        inner.answers.insert(name, asked);
        Ok(place)
    }
}

impl Inner {
    fn forget(&mut self, now: Timestamp) {
        let begin = now.saturating_sub(IDEMPOTENT_ANSWER_LIFE);
        while let Some(((at, name), ())) = self.by_age.first_key_value() {
            let full = self.answers.len() >= IDEMPOTENT_ANSWERS_MAX;
            if *at > begin && !full {
                return;
            }
            let (at, name) = (*at, name.clone());
            self.answers.remove(&name);
            self.by_age.remove(&(at, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(person: u128, of: &str, key: &str) -> Name {
        Name {
            person: UserId::from_uuid(uuid::Uuid::from_u128(person)),
            of: of.to_owned(),
            key: key.to_owned(),
        }
    }

    #[test]
    fn the_same_key_of_another_person_or_for_something_else_is_another_answer() {
        let repeats = Repeats::default();
        let at = Timestamp::from_millis(1_000_000_000);
        let place = |at, name| repeats.place(at, name, [0; 32]).unwrap();

        let first = place(at, name(1, "POST /a", "k"));

        assert!(Arc::ptr_eq(&first, &place(at, name(1, "POST /a", "k"))));
        for other in [
            name(2, "POST /a", "k"),
            name(1, "POST /b", "k"),
            name(1, "POST /a", "l"),
        ] {
            assert!(!Arc::ptr_eq(&first, &place(at, other)));
        }
    }

    #[test]
    fn old_answers_are_forgotten() {
        let repeats = Repeats::default();
        let at = Timestamp::from_millis(1_000_000_000);
        let first = repeats.place(at, name(1, "POST /a", "k"), [0; 32]).unwrap();
        let later = at.saturating_add(IDEMPOTENT_ANSWER_LIFE);

        let again = repeats.place(later, name(1, "POST /a", "k"), [1; 32]);

        assert!(!Arc::ptr_eq(&first, &again.unwrap()));
        assert_eq!(repeats.inner.lock().answers.len(), 1);
    }

    #[test]
    fn a_key_with_another_body_is_refused() {
        let repeats = Repeats::default();
        let at = Timestamp::from_millis(1);
        assert!(repeats.place(at, name(1, "POST /a", "k"), [0; 32]).is_ok());

        let other = repeats.place(at, name(1, "POST /a", "k"), [1; 32]);

        assert_eq!(other.err(), Some(OtherBody));
    }
}
