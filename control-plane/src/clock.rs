//! The one place of this crate that asks what time it is. Never used by a decision: those take the time as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use lotse_protocol::time::Timestamp;

/// The time.
#[must_use]
pub(crate) fn now() -> Timestamp {
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis());
    Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
