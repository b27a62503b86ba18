//! One writer at a time for each session within this process, so that a session's commands reach its node in the order of
//! its changes. Writers of other processes are told apart by the version in the store.

use std::collections::BTreeMap;
use std::sync::Arc;

use lotse_protocol::id::SessionId;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::locked::Locked;

/// Whose turn it is. Holds an entry only for sessions that somebody is changing or waits to change.
#[derive(Clone, Default)]
pub(crate) struct Turns {
    sessions: Arc<Locked<BTreeMap<SessionId, Arc<Mutex<()>>>>>,
}

/// It is the holder's turn until this is dropped.
pub(crate) struct Turn {
    guard: Option<OwnedMutexGuard<()>>,
    session: SessionId,
    turns: Turns,
}

impl Turns {
    /// Waits for the turn.
    pub(crate) async fn enter(&self, session: SessionId) -> Turn {
        let lock = Arc::clone(self.sessions.lock().entry(session).or_default());
        Turn {
            guard: Some(lock.lock_owned().await),
            session,
            turns: self.clone(),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut sessions = self.turns.sessions.lock();
        // Whoever waits holds a second reference.
        let idle = sessions
            .get(&self.session)
            .is_some_and(|lock| Arc::strong_count(lock) == 1);
        if idle {
            sessions.remove(&self.session);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_second_writer_waits_and_nothing_is_left_behind() {
        let turns = Turns::default();
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(1));
        let first = turns.enter(session).await;
        let second = {
            let turns = turns.clone();
            tokio::spawn(async move { turns.enter(session).await })
        };
        tokio::task::yield_now().await;
        assert!(!second.is_finished());

        drop(first);
        drop(second.await.unwrap());

        assert!(turns.sessions.lock().is_empty());
    }
}
