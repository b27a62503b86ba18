//! The bounds that both sides of a boundary must agree on, each with what happens at the bound. Never holds a bound that
//! only one crate needs: those live in that crate's own `limits.rs`.

use std::time::Duration;

/// Largest data-channel message in bytes, either way; a larger one is refused and the peer that sent it is closed.
pub const CHANNEL_MESSAGE_BYTES_MAX: usize = 16 * 1024;
/// Longest chat message in Unicode code points; a longer one is refused with `too_long`.
pub const CHAT_CODE_POINTS_MAX: usize = 4_000;
/// Longest chat message in UTF-8 bytes; a longer one is refused with `too_long`.
pub const CHAT_BYTES_MAX: usize = 12 * 1024;
/// Longest id that a client may give its own chat message, in bytes; a longer one is refused.
pub const CHAT_ID_BYTES_MAX: usize = 64;
/// Largest media token in bytes; a larger one is refused unread.
pub const TOKEN_BYTES_MAX: usize = 4 * 1024;
/// Largest SDP offer in bytes; a larger one is refused with 413.
pub const OFFER_BYTES_MAX: usize = 32 * 1024;
/// How long a media token may be used to connect.
pub const TOKEN_CONNECT_LIFE: Duration = Duration::from_secs(60);
/// How often a sharer's page beats on the data channel.
pub const SHARER_BEAT_INTERVAL: Duration = Duration::from_millis(250);
/// How often a helper's page beats on the data channel.
pub const HELPER_BEAT_INTERVAL: Duration = Duration::from_secs(1);
/// How often a page beats on the live WebSocket.
pub const LIVE_BEAT_INTERVAL: Duration = Duration::from_millis(500);
/// Silence after which a page that beats is called quiet.
pub const QUIET_AFTER: Duration = Duration::from_millis(700);
/// Silence after which a sharer that beats is called interrupted.
pub const INTERRUPTED_AFTER: Duration = Duration::from_millis(2_500);
/// Silence after which a plain WHIP client, which does not beat, is called interrupted.
pub const INTERRUPTED_AFTER_PLAIN: Duration = Duration::from_secs(10);
/// How long a node serves a session without hearing from a control plane; then it pauses the session.
pub const LEASE_LIFE: Duration = Duration::from_secs(15 * 60);
