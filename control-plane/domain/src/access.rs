//! Conditional access (PRODUCT section 6): policies parsed into types that can only say what makes sense, and what they say to a
//! question. A block wins, the strictest session control wins, a policy that only reports decides nothing. Never gives a
//! permission: that is a role's to give.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use lotse_protocol::api::{
    PolicyAction, PolicyBrowser, PolicyMode, PolicyPart, PolicyPlatform, SessionKind, Surface,
};
use lotse_protocol::id::{PolicyId, UserId};
use lotse_protocol::time::Timestamp;

use crate::device::Device;
use crate::evidence::{Evidence, Level};
use crate::person::{Label, Person};
use crate::role::RoleName;

pub use controls::Controls;
pub use hours::{Hours, NotHours};
pub use network::{Network, NotANetwork};
pub use parsing::BadPolicy;
pub use verdict::{Outcome, Refused, Reported, Verdict, evaluate};

mod network;
mod hours;
mod controls;
mod parsing;
mod verdict;

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Which.
    pub id: PolicyId,
    /// What it is called.
    pub name: Label,
    /// Whether it is in force.
    pub mode: PolicyMode,
    include: People,
    exclude: People,
    parts: BTreeSet<PolicyPart>,
    actions: BTreeSet<PolicyAction>,
    conditions: Conditions,
    grant: Grants,
    session: Controls,
    sign_in_every: Option<Duration>,
}

/// Some people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct People {
    everybody: bool,
    users: BTreeSet<UserId>,
    groups: BTreeSet<Label>,
    roles: BTreeSet<RoleName>,
}

/// When it applies; an empty set asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Conditions {
    platforms: BTreeSet<PolicyPlatform>,
    browsers: BTreeSet<PolicyBrowser>,
    evidence: BTreeSet<Level>,
    compliance: BTreeSet<lotse_protocol::api::PolicyCompliance>,
    networks: Vec<Network>,
    outside_networks: Vec<Network>,
    without_acr: BTreeSet<String>,
    signed_in_before: Option<Duration>,
    hours: Option<Hours>,
    kinds: BTreeSet<SessionKind>,
    tags: BTreeSet<Label>,
}

/// What is asked of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Grants {
    block: bool,
    acr: BTreeSet<String>,
    compliant_device: bool,
    evidence: Option<Level>,
    ticket: bool,
    reason: bool,
}

/// How somebody stands before us, as far as the edge could see.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Situation {
    /// The system that their browser runs on.
    pub platform: PolicyPlatform,
    /// Their browser.
    pub browser: PolicyBrowser,
    /// Where they come from.
    pub address: Option<IpAddr>,
    /// The authentication context of their sign-in.
    pub acr: Option<String>,
    /// When they proved who they are.
    pub signed_in_at: Option<Timestamp>,
}

impl Situation {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        platform: PolicyPlatform::Unknown,
        browser: PolicyBrowser::Unknown,
        address: None,
        acr: None,
        signed_in_at: None,
    };
}

/// What is known of the sharer's device.
#[derive(Debug, Clone, Copy)]
pub enum Posture<'a> {
    /// There is no sharer yet.
    Nobody,
    /// The device that the session would be made for.
    Of(&'a Device),
    /// What is known in the session.
    Judged(&'a Evidence),
}

/// What the policies are asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// When.
    pub now: Timestamp,
    /// Who.
    pub who: &'a Person,
    /// The roles they hold.
    pub roles: &'a BTreeSet<RoleName>,
    /// As what.
    pub part: PolicyPart,
    /// To do what.
    pub action: PolicyAction,
    /// How they stand before us.
    pub situation: &'a Situation,
    /// The sharer's device.
    pub posture: Posture<'a>,
    /// The kind of session, where it is about one.
    pub kind: Option<SessionKind>,
    /// Whether a session comes with a reason and a ticket; not asked again once it is made.
    pub explained: Explained,
}

/// What a session comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explained {
    /// It was asked for when the session was made.
    Before,
    /// It is being made.
    Now {
        /// With a reason.
        reason: bool,
        /// With a ticket.
        ticket: bool,
    },
}

/// What may be shared: anything, or one of a few.
pub type Surfaces = Option<BTreeSet<Surface>>;

#[cfg(test)]
mod tests;
