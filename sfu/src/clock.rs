//! The one place that reads the wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

use lotse_protocol::time::Timestamp;

/// What time it is.
pub(crate) fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.map_or(0, |since| since.as_millis());
    Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
