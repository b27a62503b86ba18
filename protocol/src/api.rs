//! The API under `/api/v1`: bodies of requests and answers, camelCase, times in RFC 3339. The pages' types are generated
//! from these. Never says who may call what.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::end::EndReason;
use crate::id::{DeviceId, ParticipantId, SessionId, UserId};
use crate::time::Timestamp;
use crate::token::DtlsFingerprint;

pub use access::{
    AssignmentBody, AssignmentPage, AssignmentView, CreateUser, EditUser, Explained, ExplainedPart,
    ExplainedTry, GroupBody, GroupMember, GroupMemberPage, GroupPage, GroupView, IntuneNotice,
    IntuneRole, RoleBody, RoleImported, RolePage, RoleView, RowSource, ScopeBody, UserPage,
    UserView,
};
pub use policy::{
    PolicyAction, PolicyBody, PolicyBrowser, PolicyCompliance, PolicyConditions, PolicyDay,
    PolicyEvidence, PolicyGrant, PolicyHours, PolicyMode, PolicyPage, PolicyPart, PolicyPeople,
    PolicyPlatform, PolicySays, PolicySession, PolicySimulated, PolicyView, PolicyWhatIf,
    PolicyWho,
};
pub use view::{
    CodeLife, Consent, OtherPerson, SessionState, SessionView, Severity, WarningKind, WarningView,
    You,
};

mod access;
mod policy;
mod view;

/// `POST /auth/local`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The person's name for signing in.
    pub username: String,
    /// Their password.
    pub password: String,
}

/// A person as others see them; a missing field was not provided by the identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Job title.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Company.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Address of the profile picture, always on this host.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The organisation's domain.
    pub domain: String,
    /// Whether the organisation has proved that the domain is its own.
    pub domain_verified: bool,
}

/// `GET /me`, and the answer to signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Who.
    pub id: UserId,
    /// As others see them.
    pub person: Person,
    /// What they may do, by PRODUCT's names such as `session.offer`.
    pub permissions: Vec<String>,
    /// The session they are in, to return to after a reload.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_session: Option<SessionId>,
}

/// `GET /about`, for everybody: what the sign-in page needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The organisation's name.
    pub organisation: String,
    /// Its domain.
    pub domain: String,
    /// Whether this is a demo whose people may be named on the sign-in page.
    pub demo: bool,
    /// What the demo's people sign in with; empty elsewhere.
    pub demo_people: Vec<DemoPerson>,
    /// Whether people can sign in with a username and a password.
    pub local_accounts: bool,
    /// The identity providers whose people can sign in.
    pub providers: Vec<AboutProvider>,
    /// The ports that a firewall must let media through to, once they are known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_ports: Option<Vec<MediaPort>>,
}

/// A port to which media go, at the host that pages come from or at the address that the operator advertises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaPort {
    /// Its number.
    pub port: u16,
    /// Whether they go there over UDP.
    pub udp: bool,
    /// Whether they go there over TCP.
    pub tcp: bool,
}

/// An identity provider, for its button on the sign-in page. The sign-in begins at `/auth/oidc/{id}/login?page={path}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AboutProvider {
    /// Its place in addresses.
    pub id: String,
    /// What its button says.
    pub name: String,
}

/// The answer to `POST /auth/logout` where the person's identity provider has a session too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Farewell {
    /// Where the browser goes to end that one.
    pub next: String,
}

/// Somebody to try the demo as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DemoPerson {
    /// What to sign in with.
    pub username: String,
    /// Their password.
    pub password: String,
    /// Who they are.
    pub name: String,
    /// What they can try.
    pub part: String,
}

/// `POST /sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSession {
    /// How the sharer gets in.
    pub kind: SessionKind,
    /// For which device; with [`SessionKind::Device`] alone.
    #[serde(default)]
    #[ts(optional)]
    pub device_id: Option<DeviceId>,
    /// Why help is needed.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// The help desk's ticket.
    #[serde(default)]
    #[ts(optional)]
    pub ticket: Option<String>,
}

/// How the sharer gets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SessionKind {
    /// By a code or its link.
    Code,
    /// By a code bound to a device and its primary user.
    Device,
    /// By a token that an operator printed.
    Operator,
}

/// The answer to `POST /sessions`, `/extend-code` and `/renew-code`: the only time the code is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionCreated {
    /// Which session.
    pub id: SessionId,
    /// 8 characters, without the hyphen.
    pub code: String,
    /// The page with the code in its fragment.
    pub link: String,
    /// When the code dies.
    pub expires_at: Timestamp,
}

/// `POST /codes/redeem`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedeemCode {
    /// As typed: upper case, spaces and hyphens are fine.
    pub code: String,
}

/// The answer to `POST /codes/redeem`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Redeemed {
    /// The session that the code opened.
    pub session_id: SessionId,
}

/// `POST /sessions/{id}/acknowledge`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledge {
    /// Which warnings the helper has read.
    pub warnings: Vec<WarningKind>,
}

/// `POST /sessions/{id}/capture`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CaptureReport {
    /// What came of the browser's picker.
    pub result: CaptureResult,
    /// What was picked, where the browser tells.
    #[serde(default)]
    #[ts(optional)]
    pub surface: Option<Surface>,
}

/// What came of the browser's picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum CaptureResult {
    /// A screen was picked.
    Picked,
    /// The person closed the picker.
    Cancelled,
    /// The browser or the system refused.
    Denied,
    /// A running capture ended.
    Ended,
}

/// What is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// A whole monitor.
    Monitor,
    /// One window.
    Window,
    /// A browser tab.
    Tab,
    /// The browser does not tell.
    Unknown,
}

/// `POST /sessions/{id}/media`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MediaRequest {
    /// The fingerprint of the page's DTLS certificate, `sha-256 AB:CD:..`.
    #[ts(type = "string")]
    pub dtls_fingerprint: DtlsFingerprint,
}

/// The answer to `POST /sessions/{id}/media`: where to connect, with what. One of `whip` and `whep` is there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaPlace {
    /// The media token.
    pub token: String,
    /// Where a sharer publishes.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whip: Option<String>,
    /// Where a helper plays.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whep: Option<String>,
    /// ICE servers, none for most.
    pub ice_servers: Vec<IceServer>,
    /// When the token can no longer connect.
    pub expires_at: Timestamp,
}

/// An ICE server, as `RTCIceServer` has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IceServer {
    /// Its addresses.
    pub urls: Vec<String>,
    /// The name to use it with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The secret to use it with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

impl std::fmt::Debug for IceServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IceServer(…)")
    }
}

/// `POST /sessions/{id}/allow` and `/decline`; without a body it is about the helper on the trust screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// Which further helper it is about.
    #[serde(default)]
    #[ts(optional)]
    pub helper: Option<ParticipantId>,
}

/// `POST /sessions/{id}/invite`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invite {
    /// What the colleague signs in with.
    pub username: String,
}

/// A device in `GET /devices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// Which.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Its operating system, where known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// Its serial number, where known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// The name of the person whose device it is.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_user: Option<String>,
    /// Whether it is enrolled.
    pub enrolled: bool,
    /// `compliant`, `noncompliant`, `in_grace_period`, `unknown`, `error` or `conflict`.
    pub compliance: String,
    /// The rules it breaks, in the inventory's words.
    pub failed_rules: Vec<String>,
    /// When the inventory last heard of it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_check_in: Option<Timestamp>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// `GET /devices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DevicePage {
    /// The devices that the reader may see, by name.
    pub items: Vec<DeviceView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `GET /audit/verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditVerdict {
    /// Whether every row is as it was written.
    pub whole: bool,
    /// How many rows there are, or the first that is broken.
    #[ts(type = "number")]
    pub row: u64,
    /// What is wrong with it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaw: Option<String>,
}

/// What the live WebSocket says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum LiveDown {
    /// The session has changed: read it again.
    State {
        /// Its version.
        #[ts(type = "number")]
        version: u64,
        /// Where it stands.
        state: SessionState,
        /// Why it ended.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        reason: Option<EndReason>,
    },
}

/// What a page says on the live WebSocket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum LiveUp {
    /// It is alive.
    Beat,
}
