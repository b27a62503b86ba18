//! The bounds of this crate, each with what happens at the bound. Never read from outside.

use std::time::Duration;

/// Payload bytes of one RTP packet; a larger frame is cut.
pub(crate) const PAYLOAD_BYTES_MAX: usize = 1_100;
/// Packets of one synthetic frame; a larger frame is refused.
pub(crate) const FRAME_PACKETS_MAX: usize = 2_000;
/// Largest datagram or ICE-TCP frame that is read; a longer one ends the link.
pub(crate) const DATAGRAM_BYTES_MAX: usize = 2_048;
/// Packets read before the timers are looked at again.
pub(crate) const READS_MAX: usize = 64;
/// Rounds of one drain; then the timer is armed anew (a str0m timer can stand still).
pub(crate) const DRAIN_ROUNDS_MAX: usize = 10_000;
/// Bytes waiting for a slow TCP peer; beyond it, packets are dropped as a full network would.
pub(crate) const TCP_BACKLOG_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Events that nobody has read yet; further ones are dropped and counted.
pub(crate) const EVENTS_MAX: usize = 4_096;
/// Commands that the leg has not taken yet; the caller waits.
pub(crate) const COMMANDS_MAX: usize = 256;
/// Frames that wait for their missing packets; the oldest is given up and counted.
pub(crate) const OPEN_FRAMES_MAX: usize = 64;
/// Delays kept for percentiles; later ones replace the oldest.
pub(crate) const DELAYS_MAX: usize = 65_536;
/// Bytes of a problem body or an SDP answer; a longer one is an error.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;
/// How soon a timer that is already due may come again.
pub(crate) const TIMER_STEP: Duration = Duration::from_millis(1);

/// Bytes that a DTLS record may fill, so that a handshake passes any network.
pub(crate) const DTLS_MTU: usize = 1_150;
/// Receive and send buffer of a plain client's socket; what does not fit is dropped, counted, and makes the run void.
pub(crate) const SOCKET_BUFFER_BYTES: usize = 1024 * 1024;
/// Packets of a pattern; a longer one is refused.
pub(crate) const PATTERN_PACKETS_MAX: usize = 1_000_000;
/// Largest payload of a pattern; a larger one is refused.
pub(crate) const PATTERN_PAYLOAD_BYTES_MAX: usize = 1_400;
/// Sequence numbers remembered to tell doubles from late packets; what is older counts as a double.
pub(crate) const SEQUENCE_WINDOW: u64 = 4_096;
/// Orders that a lane has not taken yet; whoever orders waits.
pub(crate) const ORDERS_MAX: usize = 1_024;
/// Payload bytes of one datagram that the kernel may have merged.
pub(crate) const MERGED_BYTES_MAX: usize = 65_536;
/// Packets of one publisher sent in one turn; the rest waits for the next, so that others get their turn.
pub(crate) const SENDS_PER_TURN_MAX: usize = 512;
/// Faults told in words; further ones are only counted.
pub(crate) const FAULTS_TOLD_MAX: usize = 10;
/// Bytes read from a TCP connection at once.
pub(crate) const STREAM_READ_BYTES: usize = 16 * 1024;
/// Packets dropped on purpose that a player remembers; a forgotten one does not count as recovered when it comes.
pub(crate) const LOST_REMEMBERED_MAX: usize = 4_096;
/// Rungs of a ramp; a longer one is refused.
pub(crate) const RUNGS_MAX: usize = 200;
