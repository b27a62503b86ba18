//! Every bound of this crate, each with what happens at the bound.

use std::time::Duration;

/// Receive buffer of a media socket in bytes; a smaller one, clamped by the system, is warned of.
pub const RECEIVE_BUFFER_BYTES: usize = 4 * 1024 * 1024;
/// Send buffer of a media socket in bytes; what does not fit is dropped and counted.
pub const SEND_BUFFER_BYTES: usize = 4 * 1024 * 1024;
/// Buffers of one receive call, each for one datagram or one run of them.
pub const RECEIVE_BATCH: usize = 16;
/// Bytes of one receive buffer: the most that one run of datagrams can have.
pub const RECEIVE_RUN_BYTES_MAX: usize = 64 * 1024;
/// Receive calls on one socket in one turn; then the others have their turn.
pub const RECEIVE_CALLS_PER_TURN_MAX: usize = 8;
/// Ports that are tried when a free one for UDP and TCP alike is wanted; then starting fails.
pub const FREE_PORT_TRIES_MAX: usize = 32;

/// Bytes of one train of datagrams: the most that UDP carries at once, less the headers; then the next train begins.
pub const TRAIN_BYTES_MAX: usize = 65_000;
/// Trains that wait in one turn; then all are sent.
pub const TRAINS_MAX: usize = 256;

/// Longest ICE-TCP frame (RFC 4571) taken from a client; a longer one closes the connection.
pub const FRAME_BYTES_MAX: usize = 2_048;
/// Bytes that wait for a slow ICE-TCP connection; then the oldest media are dropped, or it is closed.
pub const STREAM_QUEUE_BYTES_MAX: usize = 512 * 1024;
/// How long an ICE-TCP connection may take no byte while some wait; then it is closed.
pub const STREAM_STUCK_MAX: Duration = Duration::from_secs(5);
/// How long an ICE-TCP connection may stay unanswered by the media core; then it is closed.
pub const STREAM_UNANSWERED_MAX: Duration = Duration::from_secs(10);
/// How long an ICE-TCP connection may stay silent; then it is closed.
pub const STREAM_SILENT_MAX: Duration = Duration::from_secs(30);
/// ICE-TCP connections of one shard; one more is closed at once.
pub const STREAMS_MAX: usize = 4_096;
/// ICE-TCP connections of one shard from one address (IPv6: one /64); one more is closed at once.
pub const STREAMS_PER_ADDRESS_MAX: usize = 256;
/// Connections that wait in the system until they are accepted; more are refused by the system.
pub const STREAM_BACKLOG: i32 = 256;
/// Connections accepted in one turn; then the others have their turn.
pub const ACCEPTS_PER_TURN_MAX: usize = 64;
/// Read calls on one ICE-TCP connection in one turn; then the others have their turn.
pub const STREAM_READS_PER_TURN_MAX: usize = 4;
/// Connections from the listener that wait for their shard; more are closed.
pub const STREAMS_WAITING_MAX: usize = 256;
/// How often ICE-TCP connections are looked through for stuck and silent ones.
pub const STREAM_SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// Orders that wait for a shard; one more is answered 503.
pub const ORDERS_WAITING_MAX: usize = 512;
/// Orders carried out in one turn; then packets have their turn.
pub const ORDERS_PER_TURN_MAX: usize = 16;
/// How long a shard may take for an order; then the caller is answered 503.
pub const ORDER_DEADLINE: Duration = Duration::from_secs(3);
/// How long shards may take for a command of the bus; then it has no answer. Shorter than whoever sent it waits.
pub const COMMAND_DEADLINE: Duration = Duration::from_millis(1_500);
/// Commands that wait for their shards' answers; the next is taken from the bus once one of them is answered or given up.
pub const COMMANDS_CARRIED_MAX: usize = 1_024;
/// Datagrams of a shard that came to another and wait for it; one more is dropped, and the client checks again.
pub const STRAYS_WAITING_MAX: usize = 512;
/// Strays that are taken in one turn; then packets have their turn.
pub const STRAYS_PER_TURN_MAX: usize = 64;
/// Flows of one shard that have a socket of their own; of further ones only ICE checks find the way from another shard.
pub const FLOWS_MAX: usize = 4_096;
/// Facts that wait for the bus; one more is lost, counted and an error in the log.
pub const FACTS_WAITING_MAX: usize = 16_384;
/// How long to wait before a fact is offered again to a bus that was full.
pub const BUS_FULL_REST: Duration = Duration::from_millis(100);
/// How often a shard copies its counts out, when they have changed.
pub const SNAPSHOT_INTERVAL: Duration = Duration::from_secs(1);
/// Shards of one node; a larger number is refused at the start.
pub const SHARDS_MAX: u16 = 64;
/// Participants that count as a full load of one shard in announcements.
pub const SHARD_LEGS_FULL: u64 = 2_000;
/// How long the shards may take to say goodbye at the end; then their threads are left to the system.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(3);

/// How long the body of a request may take; then it is answered 400.
pub const BODY_DEADLINE: Duration = Duration::from_secs(5);
/// Refused tokens from one address (IPv6: one /64) in one [`FAILURE_WINDOW`]; then a further one is answered 429.
pub const FAILURES_MAX: u32 = 30;
/// How long refused tokens are counted together.
pub const FAILURE_WINDOW: Duration = Duration::from_secs(60);
/// Addresses whose refused tokens are counted; above it the one counted longest is forgotten.
pub const FAILING_ADDRESSES_MAX: usize = 8_192;
/// Refusals told to the bus in one second; more are counted only.
pub const REFUSALS_TOLD_PER_SECOND_MAX: u32 = 20;
/// What `Retry-After` says when a node is full or draining.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);
/// How long a browser may remember what a preflight told it.
pub const PREFLIGHT_AGE: Duration = Duration::from_secs(600);
