//! Policies of conditional access as administrators read and write them. Lists that are empty ask for nothing. Never says what
//! follows from a policy: the domain does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SessionKind, Surface};
use crate::id::{PolicyId, UserId};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant,)* }
    )*};
}

words! {
    /// Whether a policy is in force.
    PolicyMode {
        /// It says nothing.
        Off,
        /// What it would say is written into the audit, and nothing else follows.
        ReportOnly,
        /// It is in force.
        On,
    }
    /// As what somebody does it.
    PolicyPart {
        /// As a helper.
        Helper,
        /// As a sharer.
        Sharer,
        /// As a visible supervisor.
        Observer,
        /// As an administrator.
        Admin,
    }
    /// What somebody does.
    PolicyAction {
        /// Makes a session.
        Create,
        /// Takes part in one; asked again every minute while it runs.
        Join,
        /// Reads or changes roles, assignments, groups, accounts or policies.
        Admin,
    }
    /// The system that a browser runs on.
    PolicyPlatform {
        /// Windows.
        Windows,
        /// macOS.
        Macos,
        /// Linux.
        Linux,
        /// ChromeOS.
        Chromeos,
        /// Android.
        Android,
        /// iOS or iPadOS.
        Ios,
        /// The browser does not tell.
        Unknown,
    }
    /// A browser.
    PolicyBrowser {
        /// Chrome and other Chromium browsers.
        Chrome,
        /// Edge.
        Edge,
        /// Firefox.
        Firefox,
        /// Safari.
        Safari,
        /// Another one, or none at all.
        Unknown,
    }
    /// How good the evidence of the sharer's device is, the worst first.
    PolicyEvidence {
        /// The inventory positively knows no such device.
        NotEnrolled,
        /// Nothing is provable.
        Unknown,
        /// It fits.
        Inferred,
        /// The identity provider says so.
        IdpClaim,
        /// A client certificate.
        Attested,
    }
    /// Whether the sharer's device follows the rules.
    PolicyCompliance {
        /// It does.
        Compliant,
        /// It does not.
        Noncompliant,
        /// It does not, and still has time.
        InGracePeriod,
        /// Nobody knows, or it is not known which device it is.
        Unknown,
        /// The inventory failed to find out.
        Error,
        /// Two rules contradict each other.
        Conflict,
    }
    /// A day of the week.
    PolicyDay {
        /// Monday.
        Mon,
        /// Tuesday.
        Tue,
        /// Wednesday.
        Wed,
        /// Thursday.
        Thu,
        /// Friday.
        Fri,
        /// Saturday.
        Sat,
        /// Sunday.
        Sun,
    }
}

/// `POST /policies`, `PUT /policies/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyBody {
    /// What it is called.
    pub name: String,
    /// Whether it is in force.
    pub mode: PolicyMode,
    /// Whom it is about.
    pub who: PolicyWho,
    /// As what they do it; empty is as anything.
    #[serde(default)]
    pub parts: Vec<PolicyPart>,
    /// What they do; empty is anything.
    #[serde(default)]
    pub actions: Vec<PolicyAction>,
    /// When it applies: all of them must hold.
    #[serde(default)]
    pub conditions: PolicyConditions,
    /// What is asked of them then.
    #[serde(default)]
    pub grant: PolicyGrant,
    /// What holds for their session then.
    #[serde(default)]
    pub session: PolicySession,
}

/// Whom a policy is about; who is excluded is not, whatever includes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyWho {
    /// Whom it is about.
    pub include: PolicyPeople,
    /// Whom it spares.
    #[serde(default)]
    pub exclude: PolicyPeople,
}

/// Some people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicyPeople {
    /// Everybody of the organisation.
    pub everybody: bool,
    /// These.
    pub users: Vec<UserId>,
    /// The members of these groups, by name.
    pub groups: Vec<String>,
    /// Who holds one of these roles, by id.
    pub roles: Vec<String>,
}

/// When a policy applies. An empty list asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicyConditions {
    /// The system that the person's browser runs on is one of these.
    pub platforms: Vec<PolicyPlatform>,
    /// The person's browser is one of these.
    pub browsers: Vec<PolicyBrowser>,
    /// The evidence of the sharer's device is one of these.
    pub evidence: Vec<PolicyEvidence>,
    /// The compliance of the sharer's device is one of these.
    pub compliance: Vec<PolicyCompliance>,
    /// The person's address is in one of these networks, such as `10.0.0.0/8`.
    pub networks: Vec<String>,
    /// The person's address is in none of these networks, or not known.
    pub outside_networks: Vec<String>,
    /// The person's sign-in had none of these authentication contexts.
    pub without_acr: Vec<String>,
    /// The person's sign-in is older than so many minutes, or of unknown age.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_in_before_min: Option<u32>,
    /// The time is within these hours.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<PolicyHours>,
    /// The session is of one of these kinds.
    pub kinds: Vec<SessionKind>,
    /// The sharer's device has one of these tags.
    pub tags: Vec<String>,
}

/// Hours of the week, at a fixed distance from UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyHours {
    /// On these days; empty is on all.
    #[serde(default)]
    pub days: Vec<PolicyDay>,
    /// From this minute of the day on, such as `08:00`.
    pub from: String,
    /// Up to this one, such as `18:00`; an earlier one is on the next day.
    pub until: String,
    /// How far the organisation's clocks are ahead of UTC.
    #[serde(default)]
    pub utc_offset_min: i16,
    /// Whether the policy applies outside these hours instead.
    #[serde(default)]
    pub outside: bool,
}

/// What is asked of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicyGrant {
    /// They may not.
    pub block: bool,
    /// Their sign-in had one of these authentication contexts: a second factor, say.
    pub acr: Vec<String>,
    /// The sharer's device is compliant.
    pub compliant_device: bool,
    /// The evidence of the sharer's device is at least this good.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PolicyEvidence>,
    /// A session comes with a ticket.
    pub ticket: bool,
    /// A session comes with a reason.
    pub reason: bool,
}

/// What holds for the session: of several policies the strictest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicySession {
    /// Their sign-in is at most so many minutes old.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_every_min: Option<u32>,
    /// The session lasts at most so many minutes from its first live moment.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration_min: Option<u16>,
    /// The sharer is asked every so many minutes whether they still share.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconfirm_min: Option<u16>,
    /// Only these may be shared; empty is anything.
    pub surfaces: Vec<Surface>,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyView {
    /// Which.
    pub id: PolicyId,
    /// What it says.
    pub policy: PolicyBody,
}

/// `GET /policies`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyPage {
    /// The policies, oldest first.
    pub items: Vec<PolicyView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `POST /policies/simulate`: what the policies would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyWhatIf {
    /// About whom; an id or what they sign in with.
    pub user: String,
    /// As what they would do it.
    pub part: PolicyPart,
    /// What they would do.
    pub action: PolicyAction,
    /// Whose device it would be about: an id or what they sign in with.
    #[serde(default)]
    #[ts(optional)]
    pub sharer: Option<String>,
    /// The system that the person's browser would run on.
    #[serde(default)]
    #[ts(optional)]
    pub platform: Option<PolicyPlatform>,
    /// The person's browser.
    #[serde(default)]
    #[ts(optional)]
    pub browser: Option<PolicyBrowser>,
    /// The person's address.
    #[serde(default)]
    #[ts(optional)]
    pub address: Option<String>,
    /// The authentication context of their sign-in.
    #[serde(default)]
    #[ts(optional)]
    pub acr: Option<String>,
    /// How long ago they would have signed in.
    #[serde(default)]
    #[ts(optional)]
    pub signed_in_min_ago: Option<u32>,
    /// The kind of session; a code's where it is left out.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<SessionKind>,
    /// Whether a reason would be given.
    #[serde(default)]
    pub reason: bool,
    /// Whether a ticket would be given.
    #[serde(default)]
    pub ticket: bool,
    /// When it would be; now where it is left out.
    #[serde(default)]
    #[ts(optional)]
    pub at: Option<crate::time::Timestamp>,
    /// A policy to try beside the others, as though it were on.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<PolicyBody>,
}

/// The answer to `POST /policies/simulate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicySimulated {
    /// Whether the policies that are on would let it pass. Roles are another matter: `/authz/explain`.
    pub allowed: bool,
    /// Why not, as a stable name.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What would hold for the session.
    pub session: PolicySession,
    /// What each policy says, those too that are off or only report.
    pub policies: Vec<PolicySays>,
}

/// What one policy says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicySays {
    /// Which; the draft has none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PolicyId>,
    /// What it is called.
    pub name: String,
    /// Whether it is in force.
    pub mode: PolicyMode,
    /// Whether it applies.
    pub applies: bool,
    /// The first part of it that does not fit, where it does not apply: `who`, `part`, `action`, `platforms`, …
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed: Option<String>,
    /// Why it refuses, or would if it were on.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuses: Option<String>,
}
