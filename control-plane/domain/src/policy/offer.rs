//! Who may make a session. Never looks at a sharer: in the code flow nobody knows who that will be.

use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;

use super::{OfferQuestion, Reason, Refusal, Rules, conditional, takes_part};
use crate::access::{Controls, Situation};
use crate::device::Device;
use crate::person::Person;
use crate::role::{Permission, Target, permits};
use crate::settings::{Requirement, Settings};

/// Proof that a helper may make a session. Only [`may_offer`] makes one.
#[derive(Debug)]
pub struct Offer {
    tenant: TenantId,
    helper: UserId,
    device: Option<DeviceId>,
    controls: Controls,
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

    /// What the policies want to hold for the session.
    #[must_use]
    pub const fn controls(&self) -> &Controls {
        &self.controls
    }
}

/// Decides whether a helper may make a session.
pub fn may_offer(rules: Rules<'_>, asked: OfferQuestion<'_>) -> Result<Offer, Refusal> {
    role_lets_offer(rules, asked.helper, asked.device)?;
    if asked.open_sessions >= usize::from(rules.settings.concurrent_sessions.number()) {
        return Err(Refusal::new(Reason::TooManySessions));
    }
    explained(rules.settings, asked.reason, asked.ticket)?;
    let controls = conditional::at_offer(rules, &asked)?;
    Ok(Offer {
        tenant: rules.tenant,
        helper: asked.helper.id,
        device: asked.device.map(|(device, _)| device.id),
        controls,
    })
}

/// Decides whether a helper whose code is open may still have it: what was asked of them once is not asked again.
pub fn may_keep_offering(
    rules: Rules<'_>,
    helper: &Person,
    device: Option<(&Device, Option<&Person>)>,
    (now, situation): (Timestamp, Option<&Situation>),
) -> Result<(), Refusal> {
    role_lets_offer(rules, helper, device)?;
    match situation {
        Some(situation) => conditional::at_open(rules, helper, device, (now, situation)),
        None => Ok(()),
    }
}

fn role_lets_offer(
    rules: Rules<'_>,
    helper: &Person,
    device: Option<(&Device, Option<&Person>)>,
) -> Result<(), Refusal> {
    takes_part(rules, helper)?;
    let target = match device {
        None => Target::Nobody,
        Some((device, Some(person))) => Target::Sharer {
            person,
            device: Some(device),
        },
        Some((device, None)) => Target::Device(device),
    };
    for permission in [Permission::SessionOffer, Permission::SessionViewScreen] {
        permits(rules.assignments, helper, permission, target)?;
    }
    if device.is_some_and(|(device, _)| device.tenant != rules.tenant) {
        return Err(Refusal::new(Reason::OtherTenant));
    }
    Ok(())
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
