//! What the helper must know about the sharer's device before they look (PRODUCT section 3): which warnings there are, and
//! how grave each is by the tenant's settings. Never refuses by itself: `policy` turns a block into a refusal.

use lotse_protocol::api::{Severity, WarningKind};
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, Level, Mismatch};
use crate::limits::{FAILED_RULES_MAX, POSTURE_FRESH};
use crate::settings::{OnRisk, Settings};

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Which.
    pub kind: WarningKind,
    /// How grave.
    pub severity: Severity,
    /// The rules that the device breaks, in the inventory's words.
    pub failed_rules: Vec<String>,
}

/// What else is worth a word, as the edge found it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// These two have not met before.
    pub first_contact: bool,
    /// The sharer's browser works but is not on the list.
    pub browser_unlisted: bool,
    /// It is outside the tenant's usual hours.
    pub outside_hours: bool,
}

/// Every warning about `evidence`, the gravest first.
#[must_use]
pub fn warnings(
    now: Timestamp,
    settings: &Settings,
    evidence: &Evidence,
    circumstances: Circumstances,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut add = |kind: WarningKind, severity: Option<Severity>| {
        if let Some(severity) = severity {
            found.push(Warning {
                kind,
                severity,
                failed_rules: Vec::new(),
            });
        }
    };
    match evidence.level() {
        Level::NotEnrolled => add(WarningKind::DeviceUnenrolled, Some(unenrolled(settings))),
        Level::Unknown => add(
            WarningKind::DeviceUnknown,
            severity(settings.unknown_device),
        ),
        Level::Inferred | Level::IdpClaim | Level::Attested => {}
    }
    match evidence.mismatch() {
        Mismatch::None => {}
        Mismatch::Device => add(
            WarningKind::DeviceMismatch,
            severity(settings.device_mismatch),
        ),
        Mismatch::User => add(
            WarningKind::UserMismatch,
            severity(settings.device_mismatch),
        ),
    }
    if stale(now, evidence) {
        add(WarningKind::PostureStale, Some(Severity::Info));
    }
    if circumstances.first_contact {
        add(WarningKind::FirstContact, Some(Severity::Info));
    }
    if circumstances.browser_unlisted {
        add(WarningKind::BrowserUnlisted, Some(Severity::Info));
    }
    if circumstances.outside_hours {
        add(WarningKind::OutsideHours, Some(Severity::Info));
    }
    found.extend(noncompliant(settings, evidence));
    found.sort_by_key(|warning| (std::cmp::Reverse(warning.severity), warning.kind));
    found
}

fn noncompliant(settings: &Settings, evidence: &Evidence) -> Option<Warning> {
    let device = evidence
        .device()
        .filter(|device| device.compliance.is_broken())?;
    Some(Warning {
        kind: WarningKind::DeviceNoncompliant,
        severity: severity(settings.noncompliant)?,
        failed_rules: device
            .failed_rules
            .iter()
            .take(FAILED_RULES_MAX)
            .cloned()
            .collect(),
    })
}

fn unenrolled(settings: &Settings) -> Severity {
    if settings.allow_unenrolled {
        Severity::Warn
    } else {
        Severity::Block
    }
}

fn severity(on_risk: OnRisk) -> Option<Severity> {
    match on_risk {
        OnRisk::Allow => None,
        OnRisk::Warn => Some(Severity::Warn),
        OnRisk::Block => Some(Severity::Block),
    }
}

/// Stale is what was last heard too long ago; a device that never checked in has no posture that could be stale.
fn stale(now: Timestamp, evidence: &Evidence) -> bool {
    evidence
        .device()
        .and_then(|device| device.last_check_in)
        .is_some_and(|at| now.since(at) > POSTURE_FRESH)
}

#[cfg(test)]
mod tests;
