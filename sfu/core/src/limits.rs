//! Every bound of the media core, each with what happens at the bound. Never a bound that the other side of a boundary must
//! know too: those are in `lotse_protocol::limits`.

use std::time::Duration;

/// Longest single-use id of a token in bytes; a token with a longer one is refused as malformed.
pub const TOKEN_ID_BYTES_MAX: usize = 64;
/// Most permissions that a token may list; one with more is refused as malformed.
pub const TOKEN_CANS_MAX: usize = 8;
/// Most tokens remembered as used or in use; above it every new token is refused as if it had been used before.
pub const TOKENS_REMEMBERED_MAX: usize = 65_536;
/// Most revoked participants remembered by one token check or one session; above it the oldest is forgotten.
pub const REVOKED_MAX: usize = 16_384;
/// How long a revoked participant is remembered: longer than any session may last.
pub const REVOKED_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Most keys in a key set; a larger set is refused.
pub const KEYS_MAX: usize = 16;
/// How far a token may come from the future, since clocks of two machines differ.
pub const CLOCK_SKEW_MAX: Duration = Duration::from_secs(30);
/// Most shards of a process: what two base-32 characters can name; more are refused at start-up.
pub const SHARDS_MAX: u16 = 1_024;
/// Characters of chance in an ICE user fragment: 72 bits.
pub const UFRAG_CHANCE_CHARS: usize = 12;
/// Characters of an ICE password: 144 bits.
pub const ICE_PASSWORD_CHARS: usize = 24;
