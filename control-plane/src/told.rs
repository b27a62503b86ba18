//! The codes that this process has told and that still open something: in memory alone, so that the helper who extends a code
//! is told it once more. Never stored, never logged, gone with the process.

use std::collections::BTreeMap;

use lotse_domain::code::Code;
use lotse_protocol::id::SessionId;

use crate::limits::TOLD_CODES_MAX;
use crate::locked::Locked;

/// Told codes by their session.
#[derive(Default)]
pub(crate) struct ToldCodes {
    codes: Locked<BTreeMap<SessionId, Code>>,
}

impl ToldCodes {
    /// Remembers a session's code; at the bound the oldest session's is forgotten.
    pub(crate) fn keep(&self, session: SessionId, code: Code) {
        let mut codes = self.codes.lock();
        codes.insert(session, code);
        if codes.len() > TOLD_CODES_MAX {
            codes.pop_first();
        }
    }

    /// A session's code, when this process told it.
    pub(crate) fn of(&self, session: SessionId) -> Option<Code> {
        self.codes.lock().get(&session).copied()
    }

    /// Forgets a code that opens nothing more.
    pub(crate) fn forget(&self, session: SessionId) {
        self.codes.lock().remove(&session);
    }
}
