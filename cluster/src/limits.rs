//! Every bound of the bus, and what happens at it.

use std::time::Duration;

/// How long a control plane waits for a node's answer; then it is [`crate::NoAnswer::TimedOut`].
pub const COMMAND_DEADLINE: Duration = Duration::from_secs(2);
/// Commands on their way to one node; a further one waits for room, within its deadline.
pub const COMMANDS_QUEUED_MAX: usize = 1_024;
/// Facts of one node that nobody has acknowledged; at the bound a further one is refused with [`crate::Full`].
pub const FACTS_SPOOLED_MAX: usize = 65_536;
/// How often a node announces itself.
pub const ANNOUNCE_INTERVAL: Duration = Duration::from_secs(2);
/// Silence after which a node is taken for dead: three announcements missed.
pub const NODE_EXPIRES_AFTER: Duration = Duration::from_secs(6);
/// Nodes in one table; at the bound a new one is not taken in.
pub const NODES_MAX: usize = 1_024;
