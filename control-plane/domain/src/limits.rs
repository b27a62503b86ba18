//! Every bound of the domain, each with what happens at the bound. Tenants choose within them (`settings`); nothing here
//! can be changed while running.

use std::time::Duration;

/// Refused joins on one code; the last of them locks the code and ends the session.
pub const CODE_REFUSED_JOINS_MAX: u8 = 5;
/// How long the sharer may be checked; then the session ends.
pub const JOINING_MAX: Duration = Duration::from_secs(120);
/// How long the sharer may take to pick a screen; then the session ends.
pub const CAPTURE_MAX: Duration = Duration::from_secs(120);
/// How long media may take to connect; then the session ends.
pub const CONNECTING_MAX: Duration = Duration::from_secs(45);
/// How long a helper's page may be away while the code is open; then the session ends.
pub const HELPER_AWAY_MAX: Duration = Duration::from_secs(120);
/// How long a sharer's page may be away before the session was ever live, enough for a reload; then the session ends.
pub const SHARER_AWAY_BEFORE_LIVE_MAX: Duration = Duration::from_secs(10);
/// How long both may take from their consent to the first live moment, whatever happens between; then the session ends.
pub const BEFORE_LIVE_MAX: Duration = Duration::from_secs(30 * 60);
/// How long a question to the sharer (still sharing? still there?) waits for an answer.
pub const ANSWER_MAX: Duration = Duration::from_secs(60);
/// How old what is known of a device may be before it counts as stale.
pub const POSTURE_FRESH: Duration = Duration::from_secs(24 * 60 * 60);
/// Longest name of a group or a tag in bytes; a longer one is refused.
pub const LABEL_BYTES_MAX: usize = 128;
/// Longest text about a person (name, title, company) in code points; the rest is cut.
pub const PERSON_TEXT_CODE_POINTS_MAX: usize = 200;
/// Longest reason or ticket of a session in code points; a longer one is refused.
pub const REASON_CODE_POINTS_MAX: usize = 500;
/// Longest ticket pattern in characters; a longer one is refused.
pub const TICKET_PATTERN_MAX: usize = 64;
/// Longest privacy text of a tenant in bytes; a longer one is refused.
pub const PRIVACY_TEXT_BYTES_MAX: usize = 16 * 1024;
/// Longest locale name in bytes; a longer one is refused.
pub const LOCALE_BYTES_MAX: usize = 35;
/// Failed rules kept of one device; further ones are dropped.
pub const FAILED_RULES_MAX: usize = 32;
/// Warnings of one acknowledgement that are looked at, more than there are kinds; further ones count as not named.
pub const ACKNOWLEDGE_MAX: usize = 32;
/// Seats of helpers and observers a tenant may allow in one session; a higher setting is refused.
pub const HELPERS_MAX: u16 = 20;
/// Entries of one list of a policy; a longer one is refused.
pub const POLICY_LIST_MAX: usize = 100;
/// The oldest sign-in that a policy may speak of, in minutes; more is refused.
pub const POLICY_MINUTES_MAX: u32 = 30 * 24 * 60;
/// Lifetime that an operator may give a media token's session.
pub const OPERATOR_SESSION_MAX: Duration = Duration::from_secs(12 * 60 * 60);
