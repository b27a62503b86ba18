// Generated from the crate `lotse-protocol`; its test `typescript` keeps it true. Do not edit.

export type SessionId = string;
export type ParticipantId = string;
export type DeviceId = string;
export type UserId = string;
export type RoleId = string;
export type AssignmentId = string;
export type GroupId = string;
export type PolicyId = string;
export type Timestamp = string;
export type MediaRole = "sharer" | "helper" | "observer";
export type Can = "send_screen" | "view_screen" | "chat";
export type EndReason = "sharer_left" | "helper_left" | "sharer_declined" | "helper_cancelled" | "code_expired" | "code_locked" | "join_timeout" | "consent_timeout" | "capture_timeout" | "connect_failed" | "policy_blocked" | "access_revoked" | "sharer_absent" | "sharer_lost" | "helper_absent" | "helper_lost" | "pause_timeout" | "idle_timeout" | "max_duration" | "admin_ended" | "reported_suspicious" | "service_error";
export type Problem = { 
/**
 * A stable name of the kind of problem: `urn:lotse:problem:<slug>`.
 */
type: string, 
/**
 * One short sentence, the same for every problem of this kind.
 */
title: string, 
/**
 * The HTTP status, repeated.
 */
status: number, 
/**
 * What the reader can do next.
 */
detail: string, 
/**
 * Finds the request in the logs.
 */
traceId: string, 
/**
 * A stable reason within the kind, such as why a role refuses.
 */
reason?: string, 
/**
 * The policy that refuses, where one does.
 */
policy?: string, };
export type FromClient = { "type": "chat", 
/**
 * The page's id of this message.
 */
id: string, 
/**
 * The text.
 */
text: string, } | { "type": "resume", 
/**
 * The last `seq` the page has.
 */
after: number, } | { "type": "thread", 
/**
 * The lines, oldest first.
 */
lines: Array<ChatLine>, } | { "type": "roster_seen", 
/**
 * Which version.
 */
version: number, } | { "type": "bye", 
/**
 * Why.
 */
reason: ByeReason, } | { "type": "beat" } | { "type": "pause" } | { "type": "unpause" };
export type ByeReason = "left" | "reported_suspicious";
export type ChatLine = { 
/**
 * Its place in the thread, from 1.
 */
seq: number, 
/**
 * The sender's id of it.
 */
id: string, 
/**
 * Who sent it.
 */
from: ParticipantId, 
/**
 * When the node took it.
 */
at: Timestamp, 
/**
 * The text.
 */
text: string, 
/**
 * Its authentication code in base64url, which lets another node take the thread over.
 */
mac: string, };
export type FromNode = { "type": "roster", 
/**
 * Rises with every change.
 */
version: number, 
/**
 * Everybody, in the order in which they came.
 */
participants: Array<RosterEntry>, } | { "type": "chat" } & ChatLine | { "type": "chat_refused", 
/**
 * The page's id of it.
 */
id: string, 
/**
 * Why.
 */
reason: ChatRefusal, 
/**
 * When to try again, in milliseconds, where that helps.
 */
retry_after_ms?: number, } | { "type": "paused" } | { "type": "unpaused" } | { "type": "quiet", 
/**
 * Since when.
 */
since: Timestamp, } | { "type": "interrupted", 
/**
 * Since when.
 */
since: Timestamp, } | { "type": "back" } | { "type": "ended", 
/**
 * Why.
 */
reason: EndReason, } | { "type": "move" } | { "type": "quality", 
/**
 * In a word.
 */
level: QualityLevel, 
/**
 * Round trip between page and node in milliseconds, where known.
 */
rtt_ms?: number, 
/**
 * Share of the packets lost on the way, in per mille; of both ways the worse.
 */
lost_per_mille: number, 
/**
 * Bits a second from the sharer, or to the helper.
 */
bitrate_bps: number, } | { "type": "codec", 
/**
 * What the sharer's browser sends.
 */
name: VideoCodec, 
/**
 * Whether the helper's browser has said that it can show it.
 */
shown: boolean, };
export type RosterEntry = { 
/**
 * Who.
 */
id: ParticipantId, 
/**
 * As what.
 */
role: MediaRole, };
export type ChatRefusal = "empty" | "too_long" | "too_fast" | "not_allowed" | "thread_full";
export type QualityLevel = "good" | "fair" | "poor";
export type VideoCodec = "vp8" | "vp9" | "av1" | "h264";
export type SignIn = { 
/**
 * The person's name for signing in.
 */
username: string, 
/**
 * Their password.
 */
password: string, };
export type Person = { 
/**
 * Full name.
 */
name: string, 
/**
 * Job title.
 */
jobTitle?: string, 
/**
 * Company.
 */
company?: string, 
/**
 * Address of the profile picture, always on this host.
 */
picture?: string, 
/**
 * The organisation's domain.
 */
domain: string, 
/**
 * Whether the organisation has proved that the domain is its own.
 */
domainVerified: boolean, };
export type Me = { 
/**
 * Who.
 */
id: UserId, 
/**
 * As others see them.
 */
person: Person, 
/**
 * What they may do, by PRODUCT's names such as `session.offer`.
 */
permissions: Array<string>, 
/**
 * The session they are in, to return to after a reload.
 */
currentSession?: SessionId, };
export type About = { 
/**
 * The organisation's name.
 */
organisation: string, 
/**
 * Its domain.
 */
domain: string, 
/**
 * Whether this is a demo whose people may be named on the sign-in page.
 */
demo: boolean, 
/**
 * What the demo's people sign in with; empty elsewhere.
 */
demoPeople: Array<DemoPerson>, 
/**
 * Whether people can sign in with a username and a password.
 */
localAccounts: boolean, 
/**
 * The identity providers whose people can sign in.
 */
providers: Array<AboutProvider>, 
/**
 * The ports that a firewall must let media through to, once they are known.
 */
mediaPorts?: Array<MediaPort>, };
export type DemoPerson = { 
/**
 * What to sign in with.
 */
username: string, 
/**
 * Their password.
 */
password: string, 
/**
 * Who they are.
 */
name: string, 
/**
 * What they can try.
 */
part: string, };
export type AboutProvider = { 
/**
 * Its place in addresses.
 */
id: string, 
/**
 * What its button says.
 */
name: string, };
export type MediaPort = { 
/**
 * Its number.
 */
port: number, 
/**
 * Whether they go there over UDP.
 */
udp: boolean, 
/**
 * Whether they go there over TCP.
 */
tcp: boolean, };
export type Farewell = { 
/**
 * Where the browser goes to end that one.
 */
next: string, };
export type CreateSession = { 
/**
 * How the sharer gets in.
 */
kind: SessionKind, 
/**
 * For which device; with [`SessionKind::Device`] alone.
 */
deviceId?: DeviceId, 
/**
 * Why help is needed.
 */
reason?: string, 
/**
 * The help desk's ticket.
 */
ticket?: string, };
export type SessionKind = "code" | "device" | "operator";
export type SessionCreated = { 
/**
 * Which session.
 */
id: SessionId, 
/**
 * 8 characters, without the hyphen.
 */
code: string, 
/**
 * The page with the code in its fragment.
 */
link: string, 
/**
 * When the code dies.
 */
expiresAt: Timestamp, };
export type RedeemCode = { 
/**
 * As typed: upper case, spaces and hyphens are fine.
 */
code: string, };
export type Redeemed = { 
/**
 * The session that the code opened.
 */
sessionId: SessionId, };
export type SessionState = "OPEN" | "JOINING" | "TRUST" | "CAPTURE" | "CONNECTING" | "LIVE" | "PAUSED" | "INTERRUPTED" | "HELPER_LOST" | "ENDED";
export type SessionView = { 
/**
 * Which session.
 */
id: SessionId, 
/**
 * Rises with every change.
 */
version: number, 
/**
 * How the sharer gets in.
 */
kind: SessionKind, 
/**
 * Where it stands.
 */
state: SessionState, 
/**
 * Since when.
 */
since: Timestamp, 
/**
 * When the state's timer fires, where it has one.
 */
deadline?: Timestamp, 
/**
 * The session's hard end, once it has been live.
 */
endsAt?: Timestamp, 
/**
 * The reader's part in it.
 */
you: You, 
/**
 * The code's life, for the helper while it is open.
 */
code?: CodeLife, 
/**
 * The other people, from the trust screen on; for the sharer the helpers, for a helper the sharer.
 */
others: Array<OtherPerson>, 
/**
 * What the helper must know about the sharer's device.
 */
warnings: Array<WarningView>, 
/**
 * Both answers on the trust screen.
 */
consent: Consent, 
/**
 * Why the last join was refused, for the helper: the kind, not the person.
 */
lastRefusal?: string, 
/**
 * Whether the sharer is asked to confirm that they still want to share.
 */
confirmWanted: boolean, 
/**
 * Whether the chat is on.
 */
chat: boolean, 
/**
 * What is shared, while something is.
 */
surface?: Surface, 
/**
 * Why it ended.
 */
endReason?: EndReason, };
export type You = { 
/**
 * Their participant.
 */
participant: ParticipantId, 
/**
 * Their part.
 */
role: MediaRole, 
/**
 * Whether they may ask for a media token at this moment.
 */
mayConnect: boolean, };
export type CodeLife = { 
/**
 * When it dies.
 */
expiresAt: Timestamp, 
/**
 * Whether it can still be extended.
 */
extendable: boolean, };
export type OtherPerson = { 
/**
 * Their participant.
 */
participant: ParticipantId, 
/**
 * Their part.
 */
role: MediaRole, 
/**
 * As the trust screen shows them.
 */
person: Person, 
/**
 * Whether their media are connected.
 */
connected: boolean, 
/**
 * Whether the sharer has allowed them; of the sharer always.
 */
allowed: boolean, };
export type WarningView = { 
/**
 * Which.
 */
kind: WarningKind, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * The rules that the device failed, in the inventory's words.
 */
failedRules: Array<string>, 
/**
 * Whether the helper has acknowledged it.
 */
acknowledged: boolean, };
export type WarningKind = "device_noncompliant" | "device_unenrolled" | "device_unknown" | "device_mismatch" | "user_mismatch" | "posture_stale" | "first_contact" | "browser_unlisted" | "outside_hours";
export type Severity = "info" | "warn" | "block";
export type Consent = { 
/**
 * The sharer pressed Allow.
 */
allowed: boolean, 
/**
 * The helper pressed Accept.
 */
accepted: boolean, };
export type Acknowledge = { 
/**
 * Which warnings the helper has read.
 */
warnings: Array<WarningKind>, };
export type CaptureReport = { 
/**
 * What came of the browser's picker.
 */
result: CaptureResult, 
/**
 * What was picked, where the browser tells.
 */
surface?: Surface, };
export type CaptureResult = "picked" | "cancelled" | "denied" | "ended";
export type Surface = "monitor" | "window" | "tab" | "unknown";
export type MediaRequest = { 
/**
 * The fingerprint of the page's DTLS certificate, `sha-256 AB:CD:..`.
 */
dtlsFingerprint: string, };
export type MediaPlace = { 
/**
 * The media token.
 */
token: string, 
/**
 * Where a sharer publishes.
 */
whip?: string, 
/**
 * Where a helper plays.
 */
whep?: string, 
/**
 * ICE servers, none for most.
 */
iceServers: Array<IceServer>, 
/**
 * When the token can no longer connect.
 */
expiresAt: Timestamp, };
export type IceServer = { 
/**
 * Its addresses.
 */
urls: Array<string>, 
/**
 * The name to use it with.
 */
username?: string, 
/**
 * The secret to use it with.
 */
credential?: string, };
export type Answer = { 
/**
 * Which further helper it is about.
 */
helper?: ParticipantId, };
export type Invite = { 
/**
 * What the colleague signs in with.
 */
username: string, };
export type DeviceView = { 
/**
 * Which.
 */
id: DeviceId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its operating system, where known.
 */
os?: string, 
/**
 * Its serial number, where known.
 */
serial?: string, 
/**
 * The name of the person whose device it is.
 */
primaryUser?: string, 
/**
 * Whether it is enrolled.
 */
enrolled: boolean, 
/**
 * `compliant`, `noncompliant`, `in_grace_period`, `unknown`, `error` or `conflict`.
 */
compliance: string, 
/**
 * The rules it breaks, in the inventory's words.
 */
failedRules: Array<string>, 
/**
 * When the inventory last heard of it.
 */
lastCheckIn?: Timestamp, 
/**
 * Its tags.
 */
tags: Array<string>, };
export type DevicePage = { 
/**
 * The devices that the reader may see, by name.
 */
items: Array<DeviceView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type AuditVerdict = { 
/**
 * Whether every row is as it was written.
 */
whole: boolean, 
/**
 * How many rows there are, or the first that is broken.
 */
row: number, 
/**
 * What is wrong with it.
 */
flaw?: string, };
export type RowSource = "config" | "provider" | "api";
export type RoleBody = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What it permits, by names such as `session.offer`.
 */
permissions: Array<string>, };
export type RoleView = { 
/**
 * `rol_…`, or the name of a role that comes with Lotse, such as `helper`.
 */
id: string, 
/**
 * Whether it comes with Lotse and cannot be changed.
 */
builtIn: boolean, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it permits.
 */
permissions: Array<string>, };
export type RolePage = { 
/**
 * The roles.
 */
items: Array<RoleView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type IntuneRole = { 
/**
 * What it shall be called.
 */
name: string, 
/**
 * Intune's names, such as `Remote Help app - View screen`.
 */
names: Array<string>, };
export type IntuneNotice = { 
/**
 * The name.
 */
name: string, 
/**
 * `never_here`: Lotse shows a screen and never touches it; `unknown`: no such name.
 */
reason: string, };
export type RoleImported = { 
/**
 * The role that was made.
 */
role: RoleView, 
/**
 * The names that became no permission.
 */
leftOut: Array<IntuneNotice>, };
export type ScopeBody = { "kind": "everybody" } | { "kind": "some", 
/**
 * Groups of people, by name.
 */
userGroups: Array<string>, 
/**
 * Groups of devices, by name.
 */
deviceGroups: Array<string>, 
/**
 * Tags of devices.
 */
tags: Array<string>, };
export type AssignmentBody = { 
/**
 * The id of a role.
 */
role: string, 
/**
 * The names of the groups whose members have it.
 */
members: Array<string>, 
/**
 * Over whom.
 */
scope: ScopeBody, };
export type AssignmentView = { 
/**
 * Which.
 */
id: AssignmentId, 
/**
 * The id of the role.
 */
role: string, 
/**
 * What the role is called.
 */
roleName: string, 
/**
 * The names of the groups whose members have it.
 */
members: Array<string>, 
/**
 * Over whom.
 */
scope: ScopeBody, 
/**
 * Where it comes from; only one from the API can be changed here.
 */
source: RowSource, };
export type AssignmentPage = { 
/**
 * The assignments, oldest first.
 */
items: Array<AssignmentView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type GroupBody = { 
/**
 * What it is called; it keeps that name.
 */
name: string, };
export type GroupView = { 
/**
 * Which.
 */
id: GroupId, 
/**
 * What it is called.
 */
name: string, 
/**
 * How many people are in it.
 */
members: number, };
export type GroupPage = { 
/**
 * The groups by name.
 */
items: Array<GroupView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type GroupMember = { 
/**
 * Who.
 */
id: UserId, 
/**
 * What they sign in with.
 */
username: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Who put them there; only who was put there by the API can be taken out here.
 */
source: RowSource, };
export type GroupMemberPage = { 
/**
 * The people by username.
 */
items: Array<GroupMember>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type CreateUser = { 
/**
 * What they sign in with.
 */
username: string, 
/**
 * Full name.
 */
name: string, 
/**
 * E-mail address; only shown.
 */
email?: string, 
/**
 * Job title.
 */
jobTitle?: string, 
/**
 * Company.
 */
company?: string, 
/**
 * Their first password, of at least 12 characters.
 */
password: string, };
export type EditUser = { 
/**
 * Full name.
 */
name: string, 
/**
 * E-mail address.
 */
email?: string, 
/**
 * Job title.
 */
jobTitle?: string, 
/**
 * Company.
 */
company?: string, 
/**
 * Whether they may sign in; taking it away ends their sessions within seconds.
 */
enabled: boolean, };
export type UserView = { 
/**
 * Who.
 */
id: UserId, 
/**
 * What they sign in with.
 */
username: string, 
/**
 * Full name.
 */
name: string, 
/**
 * E-mail address.
 */
email?: string, 
/**
 * Job title.
 */
jobTitle?: string, 
/**
 * Company.
 */
company?: string, 
/**
 * Whether they may sign in.
 */
enabled: boolean, 
/**
 * Where their account comes from.
 */
source: RowSource, 
/**
 * The names of the groups they are in.
 */
groups: Array<string>, };
export type UserPage = { 
/**
 * The people by username.
 */
items: Array<UserView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type Explained = { 
/**
 * Whether it is allowed.
 */
allowed: boolean, 
/**
 * Why not, as a stable name: the first part that fails.
 */
reason?: string, 
/**
 * Why not, in a sentence.
 */
words?: string, 
/**
 * The parts of the question in the order in which they are asked.
 */
parts: Array<ExplainedPart>, 
/**
 * Every assignment of which the person is a member, and what it says.
 */
assignments: Array<ExplainedTry>, };
export type ExplainedTry = { 
/**
 * Which.
 */
id: AssignmentId, 
/**
 * The id of its role.
 */
role: string, 
/**
 * What the role is called.
 */
roleName: string, 
/**
 * `matches`, `lacks_permission` or `out_of_scope`.
 */
result: string, };
export type ExplainedPart = { 
/**
 * `account`, `sharer`, `permission`, `device` or `policy`.
 */
part: string, 
/**
 * Whether it passes.
 */
passes: boolean, 
/**
 * The stable reason where it does not.
 */
reason?: string, 
/**
 * What it is about: the permission, or the id of the policy.
 */
about?: string, };
export type PolicyMode = "off" | "report_only" | "on";
export type PolicyPart = "helper" | "sharer" | "observer" | "admin";
export type PolicyAction = "create" | "join" | "admin";
export type PolicyPlatform = "windows" | "macos" | "linux" | "chromeos" | "android" | "ios" | "unknown";
export type PolicyBrowser = "chrome" | "edge" | "firefox" | "safari" | "unknown";
export type PolicyEvidence = "not_enrolled" | "unknown" | "inferred" | "idp_claim" | "attested";
export type PolicyCompliance = "compliant" | "noncompliant" | "in_grace_period" | "unknown" | "error" | "conflict";
export type PolicyDay = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export type PolicyBody = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Whether it is in force.
 */
mode: PolicyMode, 
/**
 * Whom it is about.
 */
who: PolicyWho, 
/**
 * As what they do it; empty is as anything.
 */
parts: Array<PolicyPart>, 
/**
 * What they do; empty is anything.
 */
actions: Array<PolicyAction>, 
/**
 * When it applies: all of them must hold.
 */
conditions: PolicyConditions, 
/**
 * What is asked of them then.
 */
grant: PolicyGrant, 
/**
 * What holds for their session then.
 */
session: PolicySession, };
export type PolicyWho = { 
/**
 * Whom it is about.
 */
include: PolicyPeople, 
/**
 * Whom it spares.
 */
exclude: PolicyPeople, };
export type PolicyPeople = { 
/**
 * Everybody of the organisation.
 */
everybody: boolean, 
/**
 * These.
 */
users: Array<UserId>, 
/**
 * The members of these groups, by name.
 */
groups: Array<string>, 
/**
 * Who holds one of these roles, by id.
 */
roles: Array<string>, };
export type PolicyConditions = { 
/**
 * The system that the person's browser runs on is one of these.
 */
platforms: Array<PolicyPlatform>, 
/**
 * The person's browser is one of these.
 */
browsers: Array<PolicyBrowser>, 
/**
 * The evidence of the sharer's device is one of these.
 */
evidence: Array<PolicyEvidence>, 
/**
 * The compliance of the sharer's device is one of these.
 */
compliance: Array<PolicyCompliance>, 
/**
 * The person's address is in one of these networks, such as `10.0.0.0/8`.
 */
networks: Array<string>, 
/**
 * The person's address is in none of these networks, or not known.
 */
outsideNetworks: Array<string>, 
/**
 * The person's sign-in had none of these authentication contexts.
 */
withoutAcr: Array<string>, 
/**
 * The person's sign-in is older than so many minutes, or of unknown age.
 */
signedInBeforeMin?: number, 
/**
 * The time is within these hours.
 */
hours?: PolicyHours, 
/**
 * The session is of one of these kinds.
 */
kinds: Array<SessionKind>, 
/**
 * The sharer's device has one of these tags.
 */
tags: Array<string>, };
export type PolicyHours = { 
/**
 * On these days; empty is on all.
 */
days: Array<PolicyDay>, 
/**
 * From this minute of the day on, such as `08:00`.
 */
from: string, 
/**
 * Up to this one, such as `18:00`; an earlier one is on the next day.
 */
until: string, 
/**
 * How far the organisation's clocks are ahead of UTC.
 */
utcOffsetMin: number, 
/**
 * Whether the policy applies outside these hours instead.
 */
outside: boolean, };
export type PolicyGrant = { 
/**
 * They may not.
 */
block: boolean, 
/**
 * Their sign-in had one of these authentication contexts: a second factor, say.
 */
acr: Array<string>, 
/**
 * The sharer's device is compliant.
 */
compliantDevice: boolean, 
/**
 * The evidence of the sharer's device is at least this good.
 */
evidence?: PolicyEvidence, 
/**
 * A session comes with a ticket.
 */
ticket: boolean, 
/**
 * A session comes with a reason.
 */
reason: boolean, };
export type PolicySession = { 
/**
 * Their sign-in is at most so many minutes old.
 */
signInEveryMin?: number, 
/**
 * The session lasts at most so many minutes from its first live moment.
 */
maxDurationMin?: number, 
/**
 * The sharer is asked every so many minutes whether they still share.
 */
reconfirmMin?: number, 
/**
 * Only these may be shared; empty is anything.
 */
surfaces: Array<Surface>, };
export type PolicyView = { 
/**
 * Which.
 */
id: PolicyId, 
/**
 * What it says.
 */
policy: PolicyBody, };
export type PolicyPage = { 
/**
 * The policies, oldest first.
 */
items: Array<PolicyView>, 
/**
 * What to ask the next page with, where there is one.
 */
nextCursor?: string, };
export type PolicyWhatIf = { 
/**
 * About whom; an id or what they sign in with.
 */
user: string, 
/**
 * As what they would do it.
 */
part: PolicyPart, 
/**
 * What they would do.
 */
action: PolicyAction, 
/**
 * Whose device it would be about: an id or what they sign in with.
 */
sharer?: string, 
/**
 * The system that the person's browser would run on.
 */
platform?: PolicyPlatform, 
/**
 * The person's browser.
 */
browser?: PolicyBrowser, 
/**
 * The person's address.
 */
address?: string, 
/**
 * The authentication context of their sign-in.
 */
acr?: string, 
/**
 * How long ago they would have signed in.
 */
signedInMinAgo?: number, 
/**
 * The kind of session; a code's where it is left out.
 */
kind?: SessionKind, 
/**
 * Whether a reason would be given.
 */
reason: boolean, 
/**
 * Whether a ticket would be given.
 */
ticket: boolean, 
/**
 * When it would be; now where it is left out.
 */
at?: Timestamp, 
/**
 * A policy to try beside the others, as though it were on.
 */
draft?: PolicyBody, };
export type PolicySimulated = { 
/**
 * Whether the policies that are on would let it pass. Roles are another matter: `/authz/explain`.
 */
allowed: boolean, 
/**
 * Why not, as a stable name.
 */
reason?: string, 
/**
 * What would hold for the session.
 */
session: PolicySession, 
/**
 * What each policy says, those too that are off or only report.
 */
policies: Array<PolicySays>, };
export type PolicySays = { 
/**
 * Which; the draft has none.
 */
id?: PolicyId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Whether it is in force.
 */
mode: PolicyMode, 
/**
 * Whether it applies.
 */
applies: boolean, 
/**
 * The first part of it that does not fit, where it does not apply: `who`, `part`, `action`, `platforms`, …
 */
missed?: string, 
/**
 * Why it refuses, or would if it were on.
 */
refuses?: string, };
export type LiveDown = { "type": "state", 
/**
 * Its version.
 */
version: number, 
/**
 * Where it stands.
 */
state: SessionState, 
/**
 * Why it ended.
 */
reason?: EndReason, };
export type LiveUp = { "type": "beat" };
