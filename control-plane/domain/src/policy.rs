//! The one place that says yes: who may make a session, who may join, who may see whose screen. A yes is a value with
//! private fields that nobody else can make; a no carries a stable reason. Never remembers an answer: it is asked again
//! every minute and on every change.

use lotse_protocol::api::{SessionKind, Severity};
use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;

use crate::access::{Controls, Policy, Situation};
use crate::device::Device;
use crate::evidence::{Evidence, Level};
use crate::person::Person;
use crate::role::{Assignment, Missing, Permission, Target, permits};
use crate::settings::Settings;
use crate::warning::{Circumstances, Warning, warnings};

pub use conditional::{Heard, may_administer, reported_at_help, reported_at_offer};
pub use explain::{Said, WhyPart, WhyQuestion, explain, target};
pub use further::may_invite;
pub use offer::{Offer, may_keep_offering, may_offer};
pub use operator::{OperatorGrant, OperatorRequest, may_operate};
pub use refusal::{Reason, Refusal};

mod refusal;
mod conditional;
mod offer;
mod further;
mod explain;
mod operator;

/// What every question is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The tenant.
    pub tenant: TenantId,
    /// What it has chosen.
    pub settings: &'a Settings,
    /// Its assignments of roles.
    pub assignments: &'a [Assignment],
    /// Its policies of conditional access.
    pub policies: &'a [Policy],
}

/// Decides whether a person may join as a sharer at all, whoever helps them.
pub fn may_join(rules: Rules<'_>, sharer: &Person) -> Result<(), Refusal> {
    takes_part(rules, sharer)
}

fn takes_part(rules: Rules<'_>, person: &Person) -> Result<(), Refusal> {
    if person.tenant != rules.tenant {
        return Err(Refusal::new(Reason::OtherTenant));
    }
    if !rules.settings.enabled {
        return Err(Refusal::new(Reason::TenantDisabled));
    }
    if !person.enabled {
        return Err(Refusal::new(Reason::PersonDisabled));
    }
    Ok(())
}

/// What a helper asks for when they make a session.
#[derive(Debug, Clone, Copy)]
pub struct OfferQuestion<'a> {
    /// Who.
    pub helper: &'a Person,
    /// For which device, with its primary user, in the device flow.
    pub device: Option<(&'a Device, Option<&'a Person>)>,
    /// How many sessions they have open.
    pub open_sessions: usize,
    /// Why help is needed.
    pub reason: Option<&'a str>,
    /// The help desk's ticket.
    pub ticket: Option<&'a str>,
    /// When.
    pub now: Timestamp,
    /// How the helper stands before us.
    pub situation: &'a Situation,
}

/// As what somebody would see the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// As a helper.
    Helper,
    /// As a visible supervisor.
    Observer,
}

/// Whether `helper` may see `sharer`'s screen.
#[derive(Debug, Clone, Copy)]
pub struct HelpQuestion<'a> {
    /// When.
    pub now: Timestamp,
    /// Who would see it.
    pub helper: &'a Person,
    /// As what.
    pub part: Part,
    /// Whose.
    pub sharer: &'a Person,
    /// What is known of the sharer's device.
    pub evidence: &'a Evidence,
    /// What else is worth a word.
    pub circumstances: Circumstances,
    /// The kind of session.
    pub kind: SessionKind,
    /// How the helper stands before us; nothing while they were only asked in, and have not answered.
    pub helper_at: Option<&'a Situation>,
    /// How the sharer stands before us.
    pub sharer_at: Option<&'a Situation>,
}

/// Proof that one person may see one sharer's screen. Only [`may_help`] makes one, and a media token needs one:
///
/// ```compile_fail
/// let forged = lotse_domain::policy::Grant { chat: true };
/// ```
#[derive(Debug)]
pub struct Grant {
    tenant: TenantId,
    helper: UserId,
    part: Part,
    sharer: UserId,
    chat: bool,
    device: Option<DeviceId>,
    evidence: Level,
    warnings: Vec<Warning>,
    controls: Controls,
}

impl Grant {
    /// Of which organisation both are.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who may see.
    #[must_use]
    pub const fn helper(&self) -> UserId {
        self.helper
    }

    /// As what.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// Whose screen.
    #[must_use]
    pub const fn sharer(&self) -> UserId {
        self.sharer
    }

    /// Whether both may chat.
    #[must_use]
    pub const fn chat(&self) -> bool {
        self.chat
    }

    /// On which device, as far as known.
    #[must_use]
    pub const fn device(&self) -> Option<DeviceId> {
        self.device
    }

    /// How good the evidence of the device is.
    #[must_use]
    pub const fn evidence(&self) -> Level {
        self.evidence
    }

    /// What the helper must know; those with [`Severity::Warn`] must be acknowledged before Accept.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// What the policies want to hold for the session.
    #[must_use]
    pub const fn controls(&self) -> &Controls {
        &self.controls
    }
}

/// Decides whether one person may see another's screen.
pub fn may_help(rules: Rules<'_>, asked: HelpQuestion<'_>) -> Result<Grant, Refusal> {
    takes_part(rules, asked.helper)?;
    may_join(rules, asked.sharer)?;
    if asked.helper.id == asked.sharer.id {
        return Err(Refusal::new(Reason::SamePerson));
    }
    let device = asked.evidence.device();
    if device.is_some_and(|device| device.tenant != rules.tenant) {
        return Err(Refusal::new(Reason::OtherTenant));
    }
    let target = Target::Sharer {
        person: asked.sharer,
        device,
    };
    let may = |permission| permits(rules.assignments, asked.helper, permission, target);
    for permission in needed(asked.part, asked.evidence.level()) {
        may(*permission)?;
    }
    let warnings = warnings(
        asked.now,
        rules.settings,
        asked.evidence,
        asked.circumstances,
    );
    if let Some(block) = warnings.iter().find(|w| w.severity == Severity::Block) {
        return Err(Refusal::new(Reason::of_warning(block.kind)));
    }
    let controls = conditional::at_help(rules, &asked)?;
    Ok(Grant {
        tenant: rules.tenant,
        helper: asked.helper.id,
        part: asked.part,
        sharer: asked.sharer.id,
        chat: rules.settings.chat && may(Permission::SessionChat).is_ok(),
        device: device.map(|device| device.id),
        evidence: asked.evidence.level(),
        warnings,
        controls,
    })
}

const fn needed(part: Part, level: Level) -> &'static [Permission] {
    use Permission as P;
    match (part, level) {
        (Part::Helper, Level::NotEnrolled) => &[P::SessionViewScreen, P::SessionHelpUnenrolled],
        (Part::Helper, Level::Unknown) => &[P::SessionViewScreen, P::SessionHelpUnknownDevice],
        (Part::Helper, Level::Inferred | Level::IdpClaim | Level::Attested) => {
            &[P::SessionViewScreen]
        }
        (Part::Observer, Level::NotEnrolled) => &[
            P::SessionViewScreen,
            P::SessionObserve,
            P::SessionHelpUnenrolled,
        ],
        (Part::Observer, Level::Unknown) => &[
            P::SessionViewScreen,
            P::SessionObserve,
            P::SessionHelpUnknownDevice,
        ],
        (Part::Observer, Level::Inferred | Level::IdpClaim | Level::Attested) => {
            &[P::SessionViewScreen, P::SessionObserve]
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
