//! How evidence is graded.

use lotse_protocol::id::DeviceId;

use super::*;
use crate::device::Compliance;
use crate::fixture::{KIM, SAMI, device, id};

fn knows(devices: &[Device]) -> Inventory {
    Inventory::Knows(devices.to_vec())
}

fn sami_has(number: u128) -> Device {
    device(number, SAMI, Compliance::Compliant)
}

fn made_for(number: u128) -> Observed {
    Observed {
        made_for: Some(DeviceId::from_uuid(id(number))),
        ..Observed::default()
    }
}

#[test]
fn levels_are_ordered_best_last() {
    let ordered = [
        Level::NotEnrolled,
        Level::Unknown,
        Level::Inferred,
        Level::IdpClaim,
        Level::Attested,
    ];

    assert!(ordered.is_sorted());
}

#[test]
fn a_certificate_beats_a_claim_and_a_claim_beats_a_guess() {
    let devices = knows(&[sami_has(30), sami_has(31), sami_has(32)]);
    let mut seen = made_for(30);

    assert_eq!(judge(SAMI, &seen, &devices).level(), Level::Inferred);

    seen.claim = Some(Claim::Device(DeviceId::from_uuid(id(31))));
    let claimed = judge(SAMI, &seen, &devices);
    assert_eq!(claimed.level(), Level::IdpClaim);
    assert_eq!(claimed.device().unwrap().id, DeviceId::from_uuid(id(31)));

    seen.attested = Some(DeviceId::from_uuid(id(32)));
    let attested = judge(SAMI, &seen, &devices);
    assert_eq!(attested.level(), Level::Attested);
    assert_eq!(attested.mismatch(), Mismatch::Device);
}

#[test]
fn a_silent_inventory_never_means_not_enrolled() {
    let evidence = judge(SAMI, &Observed::default(), &Inventory::Silent);

    assert_eq!(evidence.level(), Level::Unknown);
}

#[test]
fn only_the_inventorys_positive_word_means_not_enrolled() {
    let of_another = device(30, KIM, Compliance::Compliant);
    let mut not_enrolled = sami_has(31);
    not_enrolled.enrolled = false;

    for devices in [vec![], vec![of_another], vec![not_enrolled]] {
        let evidence = judge(SAMI, &Observed::default(), &knows(&devices));
        assert_eq!(evidence.level(), Level::NotEnrolled);
    }
}

#[test]
fn one_of_several_devices_is_not_guessed() {
    let devices = knows(&[sami_has(30), sami_has(31)]);

    let evidence = judge(SAMI, &Observed::default(), &devices);

    assert_eq!(evidence.level(), Level::Unknown);
    assert!(evidence.device().is_none());
}

#[test]
fn the_system_tells_two_devices_apart() {
    let mut laptop = sami_has(31);
    laptop.os = Some(Os::Linux);
    let devices = knows(&[sami_has(30), laptop]);
    let seen = Observed {
        os: Some(Os::Linux),
        ..Observed::default()
    };

    let evidence = judge(SAMI, &seen, &devices);

    assert_eq!(evidence.level(), Level::Inferred);
    assert_eq!(evidence.device().unwrap().id, DeviceId::from_uuid(id(31)));
}

#[test]
fn another_system_than_the_devices_is_a_mismatch_and_proves_nothing() {
    let seen = Observed {
        os: Some(Os::Macos),
        ..made_for(30)
    };

    let evidence = judge(SAMI, &seen, &knows(&[sami_has(30)]));

    assert_eq!(evidence.level(), Level::Unknown);
    assert_eq!(evidence.mismatch(), Mismatch::Device);
}

#[test]
fn another_person_than_the_primary_user_is_a_mismatch() {
    let devices = knows(&[device(30, KIM, Compliance::Compliant), sami_has(31)]);

    let evidence = judge(SAMI, &made_for(30), &devices);

    assert_eq!(evidence.level(), Level::Unknown);
    assert_eq!(evidence.mismatch(), Mismatch::User);
}

#[test]
fn a_certificate_of_a_device_that_nobody_knows_proves_nothing() {
    let seen = Observed {
        attested: Some(DeviceId::from_uuid(id(99))),
        ..Observed::default()
    };

    assert_eq!(judge(SAMI, &seen, &knows(&[])).level(), Level::NotEnrolled);
}
