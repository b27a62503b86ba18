//! Tells live pages of changes, and knows which pages are there. Bounded: a slow page is told the newest change only, and
//! one person has so many pages and no more. Never holds what a page may see: it reads that itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use lotse_protocol::api::SessionState;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{SessionId, UserId};
use tokio::sync::watch;

use crate::limits::{LIVE_SOCKETS_MAX, LIVE_SOCKETS_PER_PERSON_MAX};
use crate::locked::Locked;

/// The newest of a session, for its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Newest {
    pub(crate) version: u64,
    pub(crate) state: SessionState,
    pub(crate) reason: Option<EndReason>,
}

/// Why no page may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HubFull {
    /// This person has too many pages.
    #[error("one person has too many live pages")]
    Person,
    /// Everybody together has too many.
    #[error("too many live pages")]
    All,
}

/// Every live page.
#[derive(Clone)]
pub(crate) struct Hub {
    inner: Arc<Locked<Inner>>,
}

struct Inner {
    sessions: BTreeMap<SessionId, Pages>,
    per_person: BTreeMap<UserId, usize>,
    all: usize,
}

struct Pages {
    newest: watch::Sender<Option<Newest>>,
    people: BTreeMap<UserId, usize>,
}

/// One live page; dropping it takes it away.
pub(crate) struct LivePage {
    pub(crate) changes: watch::Receiver<Option<Newest>>,
    session: SessionId,
    person: UserId,
    hub: Hub,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            inner: Arc::new(Locked::new(Inner {
                sessions: BTreeMap::new(),
                per_person: BTreeMap::new(),
                all: 0,
            })),
        }
    }

    /// Adds a person's page of a session.
    pub(crate) fn enter(&self, session: SessionId, person: UserId) -> Result<LivePage, HubFull> {
        let mut inner = self.inner.lock();
        if inner.all >= LIVE_SOCKETS_MAX {
            return Err(HubFull::All);
        }
        let theirs = inner.per_person.entry(person).or_insert(0);
        if *theirs >= LIVE_SOCKETS_PER_PERSON_MAX {
            return Err(HubFull::Person);
        }
        *theirs = theirs.saturating_add(1);
        inner.all = inner.all.saturating_add(1);
        let pages = inner.sessions.entry(session).or_insert_with(|| Pages {
            newest: watch::Sender::new(None),
            people: BTreeMap::new(),
        });
        let here = pages.people.entry(person).or_insert(0);
        *here = here.saturating_add(1);
        Ok(LivePage {
            changes: pages.newest.subscribe(),
            session,
            person,
            hub: self.clone(),
        })
    }

    /// Tells every page of a session; an older change than the last is not told.
    pub(crate) fn tell(&self, session: SessionId, newest: Newest) {
        let inner = self.inner.lock();
        let Some(pages) = inner.sessions.get(&session) else {
            return;
        };
        pages.newest.send_if_modified(|last| {
            let newer = last.is_none_or(|last| last.version < newest.version);
            if newer {
                *last = Some(newest);
            }
            newer
        });
    }

    /// Whether a person has a page of this session.
    pub(crate) fn is_here(&self, session: SessionId, person: UserId) -> bool {
        let inner = self.inner.lock();
        inner
            .sessions
            .get(&session)
            .is_some_and(|pages| pages.people.contains_key(&person))
    }

    fn leave(&self, session: SessionId, person: UserId) {
        let mut guard = self.inner.lock();
        let inner = &mut *guard;
        inner.all = inner.all.saturating_sub(1);
        take_one(&mut inner.per_person, person);
        if let Some(pages) = inner.sessions.get_mut(&session) {
            take_one(&mut pages.people, person);
            if pages.people.is_empty() {
                inner.sessions.remove(&session);
            }
        }
    }
}

fn take_one(counts: &mut BTreeMap<UserId, usize>, person: UserId) {
    if let Some(count) = counts.get_mut(&person) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(&person);
        }
    }
}

impl Drop for LivePage {
    fn drop(&mut self) {
        self.hub.leave(self.session, self.person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> SessionId {
        SessionId::from_uuid(uuid::Uuid::from_u128(1))
    }

    fn person(number: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn version(version: u64) -> Newest {
        Newest {
            version,
            state: SessionState::Open,
            reason: None,
        }
    }

    #[test]
    fn an_older_change_never_overtakes_a_newer_one() {
        let hub = Hub::new();
        let page = hub.enter(session(), person(1)).unwrap();

        hub.tell(session(), version(7));
        hub.tell(session(), version(6));

        assert_eq!(*page.changes.borrow(), Some(version(7)));
    }

    #[test]
    fn a_person_is_here_until_their_last_page_is_gone() {
        let hub = Hub::new();
        let one = hub.enter(session(), person(1)).unwrap();
        let two = hub.enter(session(), person(1)).unwrap();

        drop(one);
        assert!(hub.is_here(session(), person(1)));
        drop(two);

        assert!(!hub.is_here(session(), person(1)));
        assert!(hub.inner.lock().sessions.is_empty());
    }

    #[test]
    fn one_person_cannot_take_every_place() {
        let hub = Hub::new();
        let pages: Vec<_> = (0..LIVE_SOCKETS_PER_PERSON_MAX)
            .map(|_| hub.enter(session(), person(1)).unwrap())
            .collect();

        assert_eq!(hub.enter(session(), person(1)).err(), Some(HubFull::Person));
        assert!(hub.enter(session(), person(2)).is_ok());
        drop(pages);
    }
}
