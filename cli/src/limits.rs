//! Every bound of the command line and its config, and what happens at it.

use std::time::Duration;

/// Largest config file; a larger one is refused unread.
pub(crate) const CONFIG_BYTES_MAX: u64 = 1024 * 1024;
/// Largest file that holds one secret; a larger one is refused unread.
pub(crate) const SECRET_BYTES_MAX: u64 = 16 * 1024;
/// Faults of a config that are told at once; the rest is only counted.
pub(crate) const FAULTS_SHOWN_MAX: usize = 50;
/// Tables and lists within each other in a config file; a deeper one is refused.
pub(crate) const CONFIG_DEPTH_MAX: usize = 8;
/// Furthest a misspelt key may be from a right one to be suggested, in letters.
pub(crate) const SUGGESTION_DISTANCE_MAX: usize = 3;
/// Media threads of one node.
pub(crate) const MEDIA_THREADS_MAX: i64 = 64;
/// Time between the moment `/readyz` says no and the moment the doors close, so that a load balancer can look away.
pub(crate) const DRAIN_NOTICE: Duration = Duration::from_millis(250);
/// How long stopping may take altogether; then the process leaves as it is.
pub(crate) const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(20);
/// Largest note that a running service leaves in its data folder; a larger one is none of ours.
pub(crate) const INSTANCE_BYTES_MAX: u64 = 16 * 1024;
/// Bytes of the standard input that `lotse hash-password` reads; what is beyond makes the password too long.
pub(crate) const PASSWORD_INPUT_MAX: u64 = 4_096;
/// Bytes of the standard input that `lotse token --many` reads; a longer list is refused.
pub(crate) const SEATS_INPUT_MAX: u64 = 4 * 1024 * 1024;

/// Longest age of a sign-in that a provider may be asked for, in minutes; a longer one is refused.
pub(crate) const MAX_AGE_MIN_MAX: i64 = 60 * 24 * 30;
/// Largest file with certificates of authorities; a larger one is refused.
pub(crate) const AUTHORITIES_BYTES_MAX: u64 = 256 * 1024;
