//! Every bound of the media core, each with what happens at the bound. Never a bound that the other side of a boundary must
//! know too: those are in `lotse_protocol::limits`.

use std::time::Duration;

use lotse_protocol::limits::CHANNEL_MESSAGE_BYTES_MAX;

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
/// Longest line of an offer in bytes; an offer with a longer one is refused.
pub const OFFER_LINE_BYTES_MAX: usize = 2_048;
/// Most lines of an offer; one with more is refused.
pub const OFFER_LINES_MAX: usize = 1_024;
/// Most media sections of an offer: one video, one audio, one data channel; one with more is refused.
pub const OFFER_MEDIA_MAX: usize = 3;
/// Longest SDP fragment in bytes; a longer one is refused, by the edge with 413.
pub const FRAGMENT_BYTES_MAX: usize = 16 * 1024;
/// Longest ICE user fragment or password that a peer may choose (RFC 8839 section 5.4); a longer one is refused.
pub const ICE_TEXT_CHARS_MAX: usize = 256;
/// Least time between two picture requests to one sharer; earlier ones are merged into the next.
pub const KEYFRAME_INTERVAL_MIN: Duration = Duration::from_millis(500);
/// Largest payload that is forwarded, in bytes: what a datagram of str0m holds beside header and seal; a larger one is
/// dropped.
pub const PAYLOAD_BYTES_MAX: usize = 1_600;
/// Most payload types remembered for one outgoing stream; above it the memory is emptied.
pub const PAYLOAD_TYPES_MAX: usize = 32;
/// Most lines of a session's thread; above it a chat message is refused with `thread_full`.
pub const THREAD_LINES_MAX: usize = 5_000;
/// Most bytes of text in a session's thread; above it a chat message is refused with `thread_full`.
pub const THREAD_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most participants whose first moment in a session is remembered; above it a newcomer reads the thread from their joining.
pub const READERS_MAX: usize = 256;
/// Longest chat message as JSON, so that its line fits a message of the data channel; a longer one is refused with `too_long`.
pub const CHAT_JSON_BYTES_MAX: usize = CHANNEL_MESSAGE_BYTES_MAX - 512;
/// Longest id of a chat message as JSON; a longer one is refused with `too_long`.
pub const CHAT_ID_JSON_BYTES_MAX: usize = 256;
/// Chat messages that may come at once, and how many more each second; a faster one is refused with `too_fast`.
pub const CHAT_BURST: u32 = 10;
/// See [`CHAT_BURST`].
pub const CHAT_PER_SECOND: u32 = 2;
/// Data-channel messages that may come at once, and how many more each second; above it the leg is closed. After two minutes
/// without a network, a page's beats of all that time come at once, besides 80 others.
pub const MESSAGE_BURST: u32 = 80 + 4 * 120;
/// See [`MESSAGE_BURST`]: 20 besides at most 4 beats.
pub const MESSAGES_PER_SECOND: u32 = 24;
/// Data-channel bytes that may come at once, and how many more each second; above it the leg is closed.
pub const MESSAGE_BYTES_BURST: u32 = 192 * 1024;
/// See [`MESSAGE_BYTES_BURST`].
pub const MESSAGE_BYTES_PER_SECOND: u32 = 64 * 1024;
/// Most unreadable data-channel messages from one leg; above it the leg is closed.
pub const BAD_MESSAGES_MAX: u32 = 8;
/// Most messages that wait for a leg's data channel, thread apart; above it the leg is closed.
pub const OUTBOX_MESSAGES_MAX: usize = 256;
/// Silence after which a helper that beats is called interrupted: three beats.
pub const HELPER_INTERRUPTED_AFTER: Duration = Duration::from_secs(3);
/// Silence of a suspect after which they are called interrupted.
pub const SUSPECT_AFTER: Duration = Duration::from_millis(300);
/// How long after it a suspicion outlives being heard: what a participant who is gone had sent before may still arrive. Whoever
/// is heard later is there, and gets the usual time again.
pub const SUSPICION_LIFE: Duration = SUSPECT_AFTER;
/// Silence after which a leg is closed.
pub const LOST_AFTER: Duration = Duration::from_secs(120);
/// How long ICE and DTLS may take; then the leg is closed.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// How long a leg of an ended session may still deliver the word of it: SCTP sends again after one second and after three.
pub const LINGER_MAX: Duration = Duration::from_millis(3_500);
/// How often is measured how well the picture gets through; a page is told at most that often.
pub const QUALITY_INTERVAL: Duration = Duration::from_secs(5);
/// How often in a row a better word must fit before it is told; a worse one is told at once.
pub const QUALITY_BETTER_AFTER: u8 = 2;
/// Loss in per mille and round trip from which on the picture is called fair, and poor.
pub const QUALITY_FAIR: (u16, Duration) = (20, Duration::from_millis(250));
/// See [`QUALITY_FAIR`].
pub const QUALITY_POOR: (u16, Duration) = (80, Duration::from_millis(600));
/// How often is looked whether it has.
pub const LINGER_STEP: Duration = Duration::from_millis(200);
/// Most sessions of one core; above it a join or an `open` is refused.
pub const SESSIONS_MAX: usize = 4_096;
/// Most legs of one session; above it a join is refused.
pub const LEGS_PER_SESSION_MAX: usize = 64;
/// Most legs of one core; above it a join is refused.
pub const LEGS_MAX: usize = 16_384;
/// Most participants that a gate may allow; further ones are not allowed.
pub const ALLOWED_MAX: usize = 64;
/// Most ended sessions remembered; above it the oldest is forgotten.
pub const ENDED_MAX: usize = 16_384;
/// How long an ended session is remembered: longer than any session may last.
pub const ENDED_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Most addresses of one leg between two ICE restarts; checks from further ones are dropped.
pub const ADDRESSES_PER_LEG_MAX: usize = 32;
/// Most ICE restarts of one leg at once, and how many more each second (one in two seconds); above it they are refused.
pub const ICE_RESTARTS_BURST: u32 = 10;
/// Media packets of one session within one batch; above it they are dropped.
pub const PENDING_PACKETS_MAX: usize = 512;
/// How often one leg may be polled in one drain; above it the rest waits for the next turn.
pub const POLLS_PER_DRAIN_MAX: u32 = 4_096;
/// How often a due timer of one leg is fed within one drain; above it the leg is called again a millisecond later.
pub const TIMEOUTS_PER_DRAIN_MAX: u32 = 4;
/// How often legs may make each other busy within one input; above it the rest waits for the next turn.
pub const ROUNDS_MAX: u32 = 8;
/// Resend cache of one outgoing video: packets, age, and the share of resends that is still sent.
pub const RESEND_PACKETS_MAX: usize = 512;
/// See [`RESEND_PACKETS_MAX`].
pub const RESEND_AGE_MAX: Duration = Duration::from_secs(1);
/// See [`RESEND_PACKETS_MAX`].
pub const RESEND_SHARE_MAX: f32 = 0.4;
/// What a helper may spend on resends of the fast lane: each packet sent earns [`RESEND_CREDIT_PER_PACKET`], each resend
/// costs [`RESEND_PRICE`], found or not, so two are sent again for five; one that cannot be paid for is not looked for.
pub const RESEND_CREDIT_MAX: u32 = 1_280;
/// See [`RESEND_CREDIT_MAX`].
pub const RESEND_CREDIT_PER_PACKET: u32 = 2;
/// See [`RESEND_CREDIT_MAX`].
pub const RESEND_PRICE: u32 = 5;
/// Last index of an SRTP key (RFC 3711 section 9.2); beyond it nothing is sealed.
pub const SRTP_INDEX_MAX: u64 = (1 << 48) - 1;
/// How many indices of a stream are told apart as sealed or not; a packet later than that is dropped.
pub const SRTP_INDICES_REMEMBERED: usize = 1_024;
/// Bytes of one train of the fast lane: what UDP carries at once, less the headers; then the next train begins.
pub const LANE_TRAIN_BYTES_MAX: usize = 65_000;
/// Packets of one train of the fast lane: what systems cut apart at once; then the next train begins.
pub const LANE_TRAIN_PACKETS_MAX: usize = 64;
/// Empty buffers kept for trains; more are given back to the system.
pub const SPARE_BUFFERS_MAX: usize = 256;
/// Bytes that a buffer kept for trains may have; a larger one is given back to the system.
pub const SPARE_BUFFER_BYTES_MAX: usize = 64 * 1024;
/// Bytes that a buffer kept for trains has at least: one packet's; a smaller one, of a check's answer, is given back.
pub const SPARE_BUFFER_BYTES_MIN: usize = 1_024;
/// Bytes that a leg's data channels may buffer within SCTP; the rest waits in the outbox.
pub const CHANNEL_BUFFER_BYTES_MAX: usize = 128 * 1024;
/// Most data channels that one peer may open beside ours; above it the leg is closed.
pub const FOREIGN_CHANNELS_MAX: u32 = 3;
/// Largest DTLS datagram in bytes: what every path carries; longer flights are split.
pub const DTLS_MTU: usize = 1_150;
/// Bytes in flight below which a leg's outbox goes on being written.
pub const CHANNEL_BUFFER_LOW: usize = 32 * 1024;
/// Longest wait between two calls of a core; with nothing to do it is called then all the same.
pub const WAIT_MAX: Duration = Duration::from_secs(60);
/// Least wait that a chat message before the session's opening is told to take.
pub const CHAT_BEFORE_OPEN_RETRY_MS: u64 = 500;
