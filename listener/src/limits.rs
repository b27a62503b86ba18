//! Every bound of this crate, each with what happens at the bound.

use std::time::Duration;

/// How long a stranger may take to say what they speak and to finish TLS; then the connection is closed.
pub const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(5);
/// How long a request's head may take, and how long a connection may idle between requests; then it is closed.
pub const HEADER_DEADLINE: Duration = Duration::from_secs(10);
/// How long sent bytes may stay unacknowledged; then the system ends the connection.
pub const UNACKNOWLEDGED_MAX: Duration = Duration::from_secs(30);
/// How often an HTTP/2 connection is asked whether it is alive.
pub const HTTP2_PING_INTERVAL: Duration = Duration::from_secs(20);
/// How long the answer may take; then the connection is closed.
pub const HTTP2_PING_DEADLINE: Duration = Duration::from_secs(10);
/// Requests at once on one HTTP/2 connection; more are refused by the protocol.
pub const HTTP2_STREAMS_MAX: u32 = 64;
/// Bytes of one request's head; a larger one is answered 431 and closed.
pub const HEAD_BYTES_MAX: u32 = 32 * 1024;
/// Connections at once unless configured otherwise; one more is closed at once.
pub const CONNECTIONS_MAX: usize = 8_192;
/// Connections at once from one address (IPv6: one /64) unless configured otherwise; one more is closed at once. A
/// company's people often share one address.
pub const CONNECTIONS_PER_ADDRESS_MAX: usize = 512;
/// Connections the system may hold before they are accepted; more are refused by the system.
pub const BACKLOG: i32 = 1_024;
/// How long to rest when the system has no more file descriptors.
pub const ACCEPT_REST: Duration = Duration::from_millis(50);
/// How long requests in flight may run on after the shutdown began; then they are cut off.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(5);
