//! Which warnings there are, and how grave.

use std::time::Duration;

use super::*;
use crate::device::{Compliance, Device, Os};
use crate::evidence::{Inventory, Observed, judge};
use crate::fixture::{NOW, SAMI, device, evidence, id, settings};
use lotse_protocol::id::DeviceId;

fn kinds(settings: &Settings, evidence: &Evidence) -> Vec<(WarningKind, Severity)> {
    warnings(NOW, settings, evidence, Circumstances::default())
        .into_iter()
        .map(|warning| (warning.kind, warning.severity))
        .collect()
}

fn known(devices: Vec<Device>, seen: &Observed) -> Evidence {
    judge(SAMI, seen, &Inventory::Knows(devices))
}

fn mismatched() -> Evidence {
    let seen = Observed {
        made_for: Some(DeviceId::from_uuid(id(30))),
        os: Some(Os::Macos),
        ..Observed::default()
    };
    known(vec![device(30, SAMI, Compliance::Compliant)], &seen)
}

#[test]
fn a_compliant_device_warns_of_nothing() {
    assert_eq!(
        kinds(&settings(), &evidence(SAMI, Compliance::Compliant)),
        []
    );
}

#[test]
fn a_noncompliant_device_warns_with_the_rules_it_breaks() {
    let evidence = evidence(SAMI, Compliance::Noncompliant);

    let found = warnings(NOW, &settings(), &evidence, Circumstances::default());

    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, WarningKind::DeviceNoncompliant);
    assert_eq!(found[0].severity, Severity::Warn);
    assert_eq!(found[0].failed_rules, ["disk encryption"]);
}

#[test]
fn compliance_warns_only_when_a_rule_is_broken() {
    for (compliance, count) in [
        (Compliance::Compliant, 0),
        (Compliance::Noncompliant, 1),
        (Compliance::InGracePeriod, 0),
        (Compliance::Unknown, 0),
        (Compliance::Error, 0),
        (Compliance::Conflict, 1),
    ] {
        assert_eq!(
            kinds(&settings(), &evidence(SAMI, compliance)).len(),
            count,
            "{compliance:?}"
        );
    }
}

#[test]
fn the_tenant_decides_how_grave_each_is() {
    let noncompliant = evidence(SAMI, Compliance::Noncompliant);
    let unknown = judge(SAMI, &Observed::default(), &Inventory::Silent);
    for (on_risk, severity) in [
        (OnRisk::Allow, None),
        (OnRisk::Warn, Some(Severity::Warn)),
        (OnRisk::Block, Some(Severity::Block)),
    ] {
        let settings = Settings {
            noncompliant: on_risk,
            unknown_device: on_risk,
            device_mismatch: on_risk,
            ..settings()
        };
        for (evidence, kind) in [
            (&noncompliant, WarningKind::DeviceNoncompliant),
            (&unknown, WarningKind::DeviceUnknown),
            (&mismatched(), WarningKind::DeviceMismatch),
        ] {
            let found = kinds(&settings, evidence);
            let of_kind = found.iter().find(|(found, _)| *found == kind);
            assert_eq!(of_kind.map(|(_, severity)| *severity), severity, "{kind:?}");
        }
    }
}

#[test]
fn an_unenrolled_device_blocks_until_the_tenant_allows_it() {
    let unenrolled = known(vec![], &Observed::default());
    let allowing = Settings {
        allow_unenrolled: true,
        ..settings()
    };

    let unenrolled_kind = WarningKind::DeviceUnenrolled;
    assert_eq!(
        kinds(&settings(), &unenrolled),
        [(unenrolled_kind, Severity::Block)]
    );
    assert_eq!(
        kinds(&allowing, &unenrolled),
        [(unenrolled_kind, Severity::Warn)]
    );
}

#[test]
fn a_posture_is_stale_after_a_day_and_not_before() {
    let aged = |age: Duration| {
        let mut old = device(30, SAMI, Compliance::Compliant);
        old.last_check_in = Some(NOW.saturating_sub(age));
        kinds(&settings(), &known(vec![old], &Observed::default()))
    };

    assert_eq!(aged(POSTURE_FRESH), []);
    assert_eq!(
        aged(POSTURE_FRESH + Duration::from_millis(1)),
        [(WarningKind::PostureStale, Severity::Info)]
    );
}

#[test]
fn the_gravest_comes_first() {
    let all = Circumstances {
        first_contact: true,
        browser_unlisted: true,
        outside_hours: true,
    };

    let found = warnings(NOW, &settings(), &mismatched(), all);

    assert_eq!(found.len(), 5);
    assert!(found.is_sorted_by_key(|warning| std::cmp::Reverse(warning.severity)));
}
