//! What a person may see of a session. Never says who may see it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Person, SessionKind, Surface};
use crate::end::EndReason;
use crate::id::{ParticipantId, SessionId};
use crate::role::MediaRole;
use crate::time::Timestamp;

/// Where a session stands (PRODUCT section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SessionState {
    /// The code is live.
    Open,
    /// The sharer is being checked.
    Joining,
    /// Both see the trust screen.
    Trust,
    /// The sharer picks a screen.
    Capture,
    /// Media are being connected.
    Connecting,
    /// Frames go to accepted helpers.
    Live,
    /// The sharer has paused.
    Paused,
    /// The sharer's connection is lost.
    Interrupted,
    /// No accepted helper is connected.
    HelperLost,
    /// Over.
    Ended,
}

/// `GET /sessions/{id}`: what this person may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Which session.
    pub id: SessionId,
    /// Rises with every change.
    #[ts(type = "number")]
    pub version: u64,
    /// How the sharer gets in.
    pub kind: SessionKind,
    /// Where it stands.
    pub state: SessionState,
    /// Since when.
    pub since: Timestamp,
    /// When the state's timer fires, where it has one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// The session's hard end, once it has been live.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// The reader's part in it.
    pub you: You,
    /// The code's life, for the helper while it is open.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeLife>,
    /// The other people, from the trust screen on; for the sharer the helpers, for a helper the sharer.
    pub others: Vec<OtherPerson>,
    /// What the helper must know about the sharer's device.
    pub warnings: Vec<WarningView>,
    /// Both answers on the trust screen.
    pub consent: Consent,
    /// Why the last join was refused, for the helper: the kind, not the person.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_refusal: Option<String>,
    /// Whether the sharer is asked to confirm that they still want to share.
    pub confirm_wanted: bool,
    /// Whether the chat is on.
    pub chat: bool,
    /// What is shared, while something is.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
    /// Why it ended.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<EndReason>,
}

/// The reader of a [`SessionView`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct You {
    /// Their participant.
    pub participant: ParticipantId,
    /// Their part.
    pub role: MediaRole,
    /// Whether they may ask for a media token at this moment.
    pub may_connect: bool,
}

/// A code's life; never the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CodeLife {
    /// When it dies.
    pub expires_at: Timestamp,
    /// Whether it can still be extended.
    pub extendable: bool,
}

/// Somebody else in the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OtherPerson {
    /// Their participant.
    pub participant: ParticipantId,
    /// Their part.
    pub role: MediaRole,
    /// As the trust screen shows them.
    pub person: Person,
    /// Whether their media are connected.
    pub connected: bool,
    /// Whether the sharer has allowed them; of the sharer always.
    pub allowed: bool,
}

/// A warning of PRODUCT section 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarningView {
    /// Which.
    pub kind: WarningKind,
    /// How grave.
    pub severity: Severity,
    /// The rules that the device failed, in the inventory's words.
    pub failed_rules: Vec<String>,
    /// Whether the helper has acknowledged it.
    pub acknowledged: bool,
}

/// The warnings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The sharer's device breaks a rule.
    DeviceNoncompliant,
    /// The inventory knows no such device for the sharer.
    DeviceUnenrolled,
    /// Nothing is known about the device.
    DeviceUnknown,
    /// Another device than the one the session was made for.
    DeviceMismatch,
    /// Another person than the device's primary user.
    UserMismatch,
    /// What is known about the device is older than a day.
    PostureStale,
    /// These two have not met before.
    FirstContact,
    /// The browser works but is not on the list.
    BrowserUnlisted,
    /// Outside the tenant's usual hours.
    OutsideHours,
}

/// How grave a warning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Must be acknowledged before Accept.
    Warn,
    /// Ends the attempt.
    Block,
}

/// The answers on the trust screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// The sharer pressed Allow.
    pub allowed: bool,
    /// The helper pressed Accept.
    pub accepted: bool,
}
