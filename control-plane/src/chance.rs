//! The system's random source: ids, secrets and codes. Never a fallback: without random bytes nothing is made.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use lotse_protocol::time::Timestamp;
use uuid::Uuid;

/// The system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's random source gives nothing")]
pub struct NoChance;

/// As many random bytes as asked for.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoChance> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(bytes)
}

/// A new UUID of version 7 (RFC 9562 section 5.7).
pub(crate) fn uuid(now: Timestamp) -> Result<Uuid, NoChance> {
    let random = bytes::<10>()?;
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
