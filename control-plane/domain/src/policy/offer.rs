//! Who may make a session. Never looks at a sharer: in the code flow nobody knows who that will be.

use lotse_protocol::id::{DeviceId, TenantId, UserId};

use super::{Reason, Refusal, Rules, takes_part};
use crate::device::Device;
use crate::person::Person;
use crate::role::{Permission, Target, permits};
use crate::settings::{Requirement, Settings};

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
    may_keep_offering(rules, asked.helper, asked.device)?;
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

/// Decides whether a helper whose code is open may still have it: what was asked of them once is not asked again.
pub fn may_keep_offering(
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
