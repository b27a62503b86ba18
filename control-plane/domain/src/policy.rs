//! The one place that says yes: who may make a session, who may join, who may see whose screen. A yes is a value with
//! private fields that nobody else can make; a no carries a stable reason. Never remembers an answer: it is asked again
//! every minute and on every change.

use lotse_protocol::api::Severity;
use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;

use crate::device::Device;
use crate::evidence::{Evidence, Level};
use crate::person::Person;
use crate::role::{Assignment, Missing, Permission, Target, permits};
use crate::settings::{Requirement, Settings};
use crate::warning::{Circumstances, Warning, warnings};

pub use operator::{OperatorGrant, OperatorRequest, may_operate};
pub use refusal::{Reason, Refusal};

mod refusal;
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
}

/// Proof that a helper may make a session. Only [`may_offer`] makes one.
#[derive(Debug)]
pub struct Offer {
    tenant: TenantId,
    helper: UserId,
    device: Option<DeviceId>,
}

impl Offer {
    /// Of which organisation.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who makes it.
    #[must_use]
    pub const fn helper(&self) -> UserId {
        self.helper
    }

    /// For which device, in the device flow.
    #[must_use]
    pub const fn device(&self) -> Option<DeviceId> {
        self.device
    }
}

/// Decides whether a helper may make a session.
pub fn may_offer(rules: Rules<'_>, asked: OfferQuestion<'_>) -> Result<Offer, Refusal> {
    takes_part(rules, asked.helper)?;
    let target = match asked.device {
        None => Target::Nobody,
        Some((device, Some(person))) => Target::Sharer {
            person,
            device: Some(device),
        },
        Some((device, None)) => Target::Device(device),
    };
    for permission in [Permission::SessionOffer, Permission::SessionViewScreen] {
        permits(rules.assignments, asked.helper, permission, target)?;
    }
    if asked
        .device
        .is_some_and(|(device, _)| device.tenant != rules.tenant)
    {
        return Err(Refusal::new(Reason::OtherTenant));
    }
    if asked.open_sessions >= usize::from(rules.settings.concurrent_sessions.number()) {
        return Err(Refusal::new(Reason::TooManySessions));
    }
    explained(rules.settings, asked.reason, asked.ticket)?;
    Ok(Offer {
        tenant: rules.tenant,
        helper: asked.helper.id,
        device: asked.device.map(|(device, _)| device.id),
    })
}

fn explained(
    settings: &Settings,
    reason: Option<&str>,
    ticket: Option<&str>,
) -> Result<(), Refusal> {
    let given = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    if settings.require_reason == Requirement::Required && !given(reason) {
        return Err(Refusal::new(Reason::ReasonRequired));
    }
    if !settings.require_ticket {
        return Ok(());
    }
    if !given(ticket) {
        return Err(Refusal::new(Reason::TicketRequired));
    }
    if ticket.is_some_and(|ticket| !settings.ticket_pattern.matches(ticket)) {
        return Err(Refusal::new(Reason::TicketMalformed));
    }
    Ok(())
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
    Ok(Grant {
        tenant: rules.tenant,
        helper: asked.helper.id,
        part: asked.part,
        sharer: asked.sharer.id,
        chat: rules.settings.chat && may(Permission::SessionChat).is_ok(),
        device: device.map(|device| device.id),
        evidence: asked.evidence.level(),
        warnings,
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
