//! What is known of the sharer's device in this session, graded (PRODUCT section 5). Never turns "nothing provable" into
//! "not enrolled": only the inventory's positive word does.

use lotse_protocol::id::{DeviceId, UserId};
use serde::{Deserialize, Serialize};

use crate::device::{Device, Os};

/// How good the evidence is; better ones compare greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The inventory positively knows no such device for this person.
    NotEnrolled,
    /// Nothing is provable.
    Unknown,
    /// It fits: the person's device, the same system.
    Inferred,
    /// The identity provider says so in a claim.
    IdpClaim,
    /// A client certificate signed by the MDM's authority.
    Attested,
}

impl Level {
    /// The name in reports and audit.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::Unknown => "unknown",
            Self::Inferred => "inferred",
            Self::IdpClaim => "idp_claim",
            Self::Attested => "attested",
        }
    }
}

/// What the identity provider's token says of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim {
    /// It names the device.
    Device(DeviceId),
    /// It says that the device, whichever it is, is compliant.
    Compliant,
}

/// What the edge has seen of the sharer's device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// The device that its client certificate names.
    pub attested: Option<DeviceId>,
    /// What the identity provider says.
    pub claim: Option<Claim>,
    /// The system the browser runs on, where it tells.
    pub os: Option<Os>,
    /// The device that the session was made for.
    pub made_for: Option<DeviceId>,
}

/// What the inventory answers about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inventory {
    /// There is none, or it did not answer: nothing follows from that.
    Silent,
    /// Every device that matters here: the person's own, the attested, the claimed and the one the session was made for.
    Knows(Vec<Device>),
}

/// The evidence of the device in this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    level: Level,
    device: Option<Device>,
    mismatch: Mismatch,
}

/// How what is known differs from what the session was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// It does not.
    None,
    /// Another device.
    Device,
    /// Another person than the device's primary user.
    User,
}

impl Evidence {
    /// How good it is.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Which device it is, as far as known.
    #[must_use]
    pub const fn device(&self) -> Option<&Device> {
        self.device.as_ref()
    }

    /// How it differs from what the session was made for.
    #[must_use]
    pub const fn mismatch(&self) -> Mismatch {
        self.mismatch
    }
}

/// Grades what was seen of `person`'s device.
#[must_use]
pub fn judge(person: UserId, seen: &Observed, inventory: &Inventory) -> Evidence {
    let devices: &[Device] = match inventory {
        Inventory::Silent => &[],
        Inventory::Knows(devices) => devices,
    };
    let named = |id: DeviceId| devices.iter().find(|device| device.id == id);
    let wanted = seen.made_for.and_then(named);
    let (level, device) = best(person, seen, devices, wanted);
    let level = match (level, inventory) {
        (Level::Unknown, Inventory::Knows(_)) if owns_nothing(person, devices) => {
            Level::NotEnrolled
        }
        (level, Inventory::Knows(_) | Inventory::Silent) => level,
    };
    Evidence {
        level,
        device: device.cloned(),
        mismatch: mismatch(person, seen, device, wanted),
    }
}

fn best<'a>(
    person: UserId,
    seen: &Observed,
    devices: &'a [Device],
    wanted: Option<&'a Device>,
) -> (Level, Option<&'a Device>) {
    let enrolled = |id: DeviceId| devices.iter().find(|d| d.id == id && d.enrolled);
    if let Some(device) = seen.attested.and_then(enrolled) {
        return (Level::Attested, Some(device));
    }
    match seen.claim {
        Some(Claim::Device(id)) if enrolled(id).is_some() => {
            return (Level::IdpClaim, enrolled(id));
        }
        // It says "compliant" of a device it does not name: only an inferred device may stand in for it.
        Some(Claim::Compliant) => {
            return (Level::IdpClaim, inferred(person, seen, devices, wanted));
        }
        Some(Claim::Device(_)) | None => {}
    }
    match inferred(person, seen, devices, wanted) {
        Some(device) => (Level::Inferred, Some(device)),
        None => (Level::Unknown, None),
    }
}

/// The device the session was made for, or else the only one that can be the person's; never one of several.
fn inferred<'a>(
    person: UserId,
    seen: &Observed,
    devices: &'a [Device],
    wanted: Option<&'a Device>,
) -> Option<&'a Device> {
    let fits = |device: &&Device| owned(person, device) && same_os(seen.os, device.os);
    if seen.made_for.is_some() {
        return wanted.filter(fits);
    }
    let mut candidates = devices.iter().filter(fits);
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

fn owned(person: UserId, device: &Device) -> bool {
    device.enrolled && device.primary_user == Some(person)
}

fn owns_nothing(person: UserId, devices: &[Device]) -> bool {
    !devices.iter().any(|device| owned(person, device))
}

/// Whether two systems can be the same; one that is not told contradicts nothing.
fn same_os(seen: Option<Os>, known: Option<Os>) -> bool {
    match (seen, known) {
        (Some(seen), Some(known)) => seen == known,
        (None, _) | (_, None) => true,
    }
}

fn mismatch(
    person: UserId,
    seen: &Observed,
    found: Option<&Device>,
    wanted: Option<&Device>,
) -> Mismatch {
    let Some(made_for) = seen.made_for else {
        return Mismatch::None;
    };
    if wanted.is_some_and(|device| device.primary_user != Some(person)) {
        return Mismatch::User;
    }
    let other_device = found.is_some_and(|device| device.id != made_for);
    let other_os = wanted.is_some_and(|device| !same_os(seen.os, device.os));
    if other_device || other_os {
        return Mismatch::Device;
    }
    Mismatch::None
}

#[cfg(test)]
pub(crate) mod tests;
