//! Every bound of the control plane's edge, each with what happens at the bound. Never holds a bound of the session machine:
//! those are the domain's and the tenant's settings.

use std::time::Duration;

/// Largest profile picture; a larger one is refused when the config is read.
pub const PICTURE_BYTES_MAX: usize = 256 * 1024;
/// How often is looked which nodes there are, for the audit.
pub const NODES_LOOKED_AT_INTERVAL: Duration = Duration::from_secs(1);
/// Largest JSON body; a larger one is refused with 413.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// How long one request may take; then 503.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(15);

/// Proxies that are believed one after the other; who stands before them is then the last of them.
pub const PROXY_HOPS_MAX: usize = 16;

/// How long a browser session lives at most; then the person signs in again.
pub const BROWSER_SESSION_LIFE: Duration = Duration::from_secs(12 * 60 * 60);
/// How long a browser session lives unused; then the person signs in again.
pub const BROWSER_SESSION_IDLE: Duration = Duration::from_secs(2 * 60 * 60);
/// How often the use of a browser session is written down; more often is not.
pub const BROWSER_SESSION_TOUCH: Duration = Duration::from_secs(60);
/// Browser sessions of one person; the oldest is closed when one more begins.
pub const BROWSER_SESSIONS_PER_PERSON_MAX: usize = 20;

/// Longest username and password that are looked at; longer ones are wrong.
pub const USERNAME_BYTES_MAX: usize = 256;
/// Longest password that is hashed; a longer one is wrong.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// Passwords hashed at the same time; more wait.
pub const HASHING_AT_ONCE_MAX: usize = 2;
/// Sign-ins that wait for their turn to be hashed; one more is refused with 503.
pub const HASHING_WAITING_MAX: usize = 64;
/// Wrong passwords for one username within [`SIGN_IN_WINDOW`]; then 429.
pub const SIGN_IN_WRONG_PER_USER_MAX: usize = 10;
/// Wrong passwords from one address within [`SIGN_IN_WINDOW`]; then 429.
pub const SIGN_IN_WRONG_PER_ADDRESS_MAX: usize = 60;
/// Sign-ins that wait for others to be decided before they may begin; one more is refused with 503.
pub const SIGN_IN_UNDECIDED_MAX: usize = 64;
/// How far back wrong passwords are counted.
pub const SIGN_IN_WINDOW: Duration = Duration::from_secs(10 * 60);

/// Wrong codes of one person within [`CODE_WINDOW`]; then 429.
pub const CODE_WRONG_PER_PERSON_MAX: usize = 5;
/// Wrong codes from one address within [`CODE_WINDOW`]; then 429.
pub const CODE_WRONG_PER_ADDRESS_MAX: usize = 20;
/// How far back wrong codes are counted.
pub const CODE_WINDOW: Duration = Duration::from_secs(10 * 60);
/// Wrong codes of everybody within [`CODE_BREAKER_WINDOW`]; then 429 for everybody until it is over.
pub const CODE_BREAKER_MAX: usize = 1_000;
/// How far back the breaker for the whole deployment counts wrong codes.
pub const CODE_BREAKER_WINDOW: Duration = Duration::from_secs(60);
/// How long the answer to a redeemed code takes at least, right or wrong; longer work would tell them apart.
pub const CODE_ANSWER_TIME: Duration = Duration::from_millis(150);
/// People or addresses that one limiter remembers; the one that was quiet for longest is forgotten.
pub const LIMITER_ENTRIES_MAX: usize = 20_000;

/// Answers that are kept for a repeated request; the oldest is forgotten.
pub const IDEMPOTENT_ANSWERS_MAX: usize = 4_096;
/// Live codes that one process remembers; at the bound the oldest session's is forgotten, and cannot be extended.
pub const TOLD_CODES_MAX: usize = 20_000;
/// Largest answer to a request that may be repeated; a larger one is a fault of ours.
pub const IDEMPOTENT_ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long an answer is kept for a repeated request.
pub const IDEMPOTENT_ANSWER_LIFE: Duration = Duration::from_secs(10 * 60);
/// Longest `Idempotency-Key`; a longer one is refused with 400.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 128;

/// Live WebSockets of one person; one more is refused with 429.
pub const LIVE_SOCKETS_PER_PERSON_MAX: usize = 16;
/// Live WebSockets altogether; one more is refused with 503.
pub const LIVE_SOCKETS_MAX: usize = 20_000;
/// Largest message on a live WebSocket; a larger one closes it.
pub const LIVE_MESSAGE_BYTES_MAX: usize = 1_024;
/// Messages a second on a live WebSocket; more close it.
pub const LIVE_MESSAGES_PER_SECOND_MAX: u32 = 20;
/// Silence after which a live WebSocket counts as lost: three beats and a little.
pub const LIVE_SILENCE_MAX: Duration = Duration::from_millis(2_500);
/// How long one message to a live WebSocket may take; then it is closed.
pub const LIVE_SEND_TIME_MAX: Duration = Duration::from_secs(5);
/// How often it is asked again whether the person of a live WebSocket is still signed in.
pub const LIVE_CHECK_INTERVAL: Duration = Duration::from_secs(5);

/// Tokens of an operator that are written in one transaction; more take several, so that others can write in between.
pub const OPERATOR_TOKENS_AT_ONCE: usize = 250;
/// How often a change of a session is tried again when another writer was first; then 503.
pub const COMMIT_TRIES_MAX: u32 = 16;
/// Timers of one session that fire in one turn; the rest fire in the next.
pub const TICKS_MAX: u32 = 8;
/// How long the timer task sleeps at most, so that deadlines written by others are seen.
pub const TIMER_SLEEP_MAX: Duration = Duration::from_secs(2);
/// Sessions whose deadline is handled in one turn; the rest follow in the next.
pub const TIMER_BATCH_MAX: i64 = 64;

/// How long the timers wait after a fault of the store.
pub const TIMER_PAUSE_AFTER_FAULT: Duration = Duration::from_millis(500);
/// How long a fact waits after a fault of the store before it is tried again; the node keeps it meanwhile.
pub const FACT_PAUSE_AFTER_FAULT: Duration = Duration::from_millis(500);
/// How long facts that are there at the end may take to be stored; what is left then is lost with the process.
pub const FACTS_DRAIN_MAX: Duration = Duration::from_secs(3);
/// How soon after the start sessions are looked after for the first time.
pub const UPKEEP_FIRST_AFTER: Duration = Duration::from_secs(3);
/// Rows in the audit about tokens of strangers that nodes refused, within [`STRANGER_ROWS_WINDOW`]; more are only counted.
pub const STRANGER_ROWS_MAX: usize = 60;
/// How far back such rows are counted.
pub const STRANGER_ROWS_WINDOW: Duration = Duration::from_secs(60);
/// How long pages may take to come back after a start before they count as gone.
pub const PAGES_RETURN_WITHIN: Duration = Duration::from_secs(10);
/// How often everybody who helps is judged again and leases are renewed.
pub const UPKEEP_INTERVAL: Duration = Duration::from_secs(60);
/// How often nodes are told again what they have not answered.
pub const OWED_LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// How long after a change its commands are left to whoever made it, a little more than a node may take for one answer.
pub const OWED_FIRST_AFTER: Duration = Duration::from_millis(2_500);
/// How long an end, or whom to drop, is told again to a node that does not answer; every session is past its hard end then.
pub const OWED_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Such commands told to one node in one turn; the rest follow in the next.
pub const OWED_BATCH_MAX: i64 = 64;
/// Sessions whose node did not hear who may receive; further ones wait for the upkeep.
pub const UNTOLD_MAX: usize = 20_000;
/// How often is looked whether what the rules judge by has changed; a change is in force within 5 s.
pub const RULES_LOOK_INTERVAL: Duration = Duration::from_secs(2);
/// Rows of the audit that are verified in one turn; the rest follow in the next.
pub const AUDIT_BATCH_MAX: i64 = 1_000;
/// Devices on one page of the list; the rest are on the next.
pub const DEVICES_PAGE_MAX: i64 = 100;

/// Rows on one page of roles, assignments, groups, members and people; the rest are on the next.
pub const ACCESS_PAGE_MAX: i64 = 100;
/// Roles of the organisation's own; one more is refused.
pub const ROLES_MAX: i64 = 200;
/// Assignments of roles; one more is refused, those of the config apart.
pub const ASSIGNMENTS_MAX: usize = 2_000;
/// Policies of conditional access; one more is refused.
pub const POLICIES_MAX: i64 = 200;
/// Groups that one assignment or policy may name; more are refused.
pub const NAMES_IN_ONE_MAX: usize = 100;
/// Groups of people; one more is refused, those of the config and of providers apart.
pub const GROUPS_MAX: i64 = 10_000;
/// People; one more account is refused, those of the config and of providers apart.
pub const PEOPLE_MAX: i64 = 100_000;
/// Shortest password that an administrator may give a new account, in characters; a shorter one is refused.
pub const PASSWORD_CHARACTERS_MIN: usize = 12;

/// Connections to the database.
pub const STORE_CONNECTIONS_MAX: u32 = 8;
/// How long a statement waits for another writer.
pub const STORE_BUSY_MAX: Duration = Duration::from_secs(5);

/// Largest answer of an identity provider; a larger one is a failed sign-in.
pub const PROVIDER_ANSWER_BYTES_MAX: usize = 512 * 1024;
/// How long one answer of an identity provider may take; then the sign-in has failed. A sign-in needs five at
/// most: what the provider says of itself, its keys, the tokens, its keys once more, what it says of the person.
pub const PROVIDER_ANSWER_TIME_MAX: Duration = Duration::from_millis(2_800);
const _: () = assert!(5 * PROVIDER_ANSWER_TIME_MAX.as_millis() < REQUEST_TIME_MAX.as_millis());
/// How long the connection to an identity provider may take.
pub const PROVIDER_CONNECT_TIME_MAX: Duration = Duration::from_secs(2);
/// How long what a provider says of itself, and its keys, are used before they are fetched again.
pub const PROVIDER_CACHE_LIFE: Duration = Duration::from_secs(60 * 60);
/// How long old keys and words are used while the provider does not answer; then nobody signs in by it.
pub const PROVIDER_CACHE_LIFE_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a provider is not asked again after it failed; meanwhile sign-ins fail at once.
pub const PROVIDER_RETRY_PAUSE: Duration = Duration::from_secs(2);
/// How often a token's unknown key may make us fetch the keys again; more often it is refused.
pub const PROVIDER_UNKNOWN_KEY_PAUSE: Duration = Duration::from_secs(30);
/// Keys of one provider; a larger set is refused.
pub const PROVIDER_KEYS_MAX: usize = 64;
/// Shortest RSA modulus, in bytes; a shorter key signs nothing for us.
pub const RSA_BYTES_MIN: usize = 256;
/// Largest token of a provider; a larger one is refused.
pub const PROVIDER_TOKEN_BYTES_MAX: usize = 32 * 1024;
/// Largest header of such a token; a larger one is refused.
pub const PROVIDER_TOKEN_HEADER_BYTES_MAX: usize = 4 * 1024;
/// How far a provider's clock may be off.
pub const PROVIDER_CLOCK_SKEW_MAX: Duration = Duration::from_secs(60);
/// How old an ID token or a logout token may be when we get it.
pub const PROVIDER_TOKEN_AGE_MAX: Duration = Duration::from_secs(10 * 60);
/// Longest subject, session or token name of a provider; a longer one is refused.
pub const PROVIDER_SUBJECT_BYTES_MAX: usize = 255;
/// Groups of one person; with more, none of them counts.
pub const PROVIDER_GROUPS_MAX: usize = 1_000;
/// Longest code that a provider may send back; a longer one is refused.
pub const PROVIDER_CODE_BYTES_MAX: usize = 8 * 1024;
/// How long somebody may take to sign in at a provider; then they begin again.
pub const SIGN_IN_FLOW_LIFE: Duration = Duration::from_secs(10 * 60);
/// Sign-ins under way altogether; the oldest is forgotten when one more begins.
pub const SIGN_IN_FLOWS_MAX: i64 = 20_000;
/// Sign-ins that one address may begin within [`SIGN_IN_WINDOW`]; then 429.
pub const SIGN_IN_FLOWS_PER_ADDRESS_MAX: usize = 300;
/// Rows in the audit about failed sign-ins from one address within [`SIGN_IN_WINDOW`]; more are only counted.
pub const SIGN_IN_FAILED_ROWS_PER_ADDRESS_MAX: usize = 200;
/// Announced logouts that are refused, from one address within [`SIGN_IN_WINDOW`]; then 429.
pub const LOGOUTS_REFUSED_PER_ADDRESS_MAX: usize = 100;
