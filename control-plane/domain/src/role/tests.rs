//! Roles, permissions, scopes.

use proptest::prelude::*;

use lotse_protocol::id::RoleId;

use super::*;
use crate::device::Compliance;
use crate::fixture::{ADA, HANNA, SAMI, assignment, device, id, label, labels, person};
use crate::settings::Settings;

fn table(built_in: BuiltIn) -> Vec<&'static str> {
    let all = Permission::ALL.iter();
    all.filter(|permission| built_in.permits(**permission))
        .map(|permission| permission.text())
        .collect()
}

#[expect(clippy::too_many_lines, reason = "a table")]
#[test]
fn each_built_in_role_holds_exactly_what_the_product_says() {
    let view_only = [
        "session.offer",
        "session.view_screen",
        "session.chat",
        "device.read",
        "user.read_profile",
        "settings.read",
        "note.write",
    ];
    let helper = [
        "session.offer",
        "session.view_screen",
        "session.chat",
        "session.help_unenrolled",
        "session.help_unknown_device",
        "session.invite_helper",
        "session.transfer",
        "device.read",
        "user.read_profile",
        "settings.read",
        "note.write",
    ];
    let supervisor = [
        "session.offer",
        "session.view_screen",
        "session.chat",
        "session.help_unenrolled",
        "session.help_unknown_device",
        "session.invite_helper",
        "session.transfer",
        "session.observe",
        "session.force_end",
        "session.list_active",
        "device.read",
        "user.read_profile",
        "settings.read",
        "report.view",
        "report.export",
        "note.write",
    ];
    let auditor = [
        "settings.read",
        "role.read",
        "policy.read",
        "report.view",
        "report.export",
        "audit.read",
        "audit.export",
    ];
    let administrator = [
        "session.force_end",
        "session.list_active",
        "device.read",
        "device.enrol",
        "device.revoke",
        "device.import",
        "settings.read",
        "settings.update",
        "role.read",
        "role.manage",
        "assignment.manage",
        "policy.read",
        "policy.update",
        "policy.simulate",
        "report.view",
        "report.export",
        "audit.read",
        "metrics.read",
    ];

    assert_eq!(table(BuiltIn::ViewOnlyHelper), view_only);
    assert_eq!(table(BuiltIn::Helper), helper);
    assert_eq!(table(BuiltIn::Supervisor), supervisor);
    assert_eq!(table(BuiltIn::Auditor), auditor);
    assert_eq!(table(BuiltIn::TenantAdministrator), administrator);
}

#[test]
fn what_is_reserved_can_never_be_granted() {
    for name in RESERVED {
        assert_eq!(name.parse::<Permission>(), Err(UnknownPermission::Reserved));
        let role = format!(
            r#"{{"custom":{{"id":"rol_0199f6a1-7c3e-7d42-9a6b-0123456789ab","name":"x","permissions":["{name}"]}}}}"#
        );
        assert!(serde_json::from_str::<Role>(&role).is_err());
        let sound = role.replace(name, "session.offer");
        assert!(serde_json::from_str::<Role>(&sound).is_ok());
    }
}

#[test]
fn every_permission_is_read_by_its_own_name() {
    for permission in Permission::ALL {
        assert_eq!(permission.text().parse(), Ok(*permission));
    }
    assert_eq!(
        "session.fly".parse::<Permission>(),
        Err(UnknownPermission::Unknown)
    );
}

fn sales_only() -> Scope {
    Scope::Some {
        user_groups: labels(&["sales"]),
        device_groups: labels(&["kiosks"]),
        tags: labels(&["berlin"]),
    }
}

fn may_view(sharer: &Person, device: Option<&Device>) -> Result<(), Missing> {
    let assignments = [assignment(BuiltIn::Helper, "helpers", sales_only())];
    let hanna = person(HANNA, &["helpers"]);
    let target = Target::Sharer {
        person: sharer,
        device,
    };
    permits(&assignments, &hanna, Permission::SessionViewScreen, target)
}

#[test]
fn sharer_or_device_in_scope_is_enough() {
    let (inside, outside) = (person(SAMI, &["sales"]), person(SAMI, &["legal"]));
    let plain = device(30, SAMI, Compliance::Compliant);
    let mut tagged = plain.clone();
    tagged.tags.insert(label("berlin"));
    let mut grouped = plain.clone();
    grouped.groups.insert(label("kiosks"));

    for (sharer, device, reaches) in [
        (&inside, None, true),
        (&inside, Some(&plain), true),
        (&outside, Some(&tagged), true),
        (&outside, Some(&grouped), true),
        (&outside, Some(&plain), false),
        (&outside, None, false),
    ] {
        assert_eq!(may_view(sharer, device).is_ok(), reaches);
    }
}

#[test]
fn an_unenrolled_device_is_judged_by_its_user() {
    let mut tagged = device(30, SAMI, Compliance::Compliant);
    tagged.tags.insert(label("berlin"));
    tagged.enrolled = false;

    let outside = may_view(&person(SAMI, &["legal"]), Some(&tagged));

    assert_eq!(
        outside,
        Err(Missing::OutOfScope(Permission::SessionViewScreen))
    );
}

#[test]
fn a_missing_role_and_a_short_reach_are_told_apart() {
    let assignments = [assignment(BuiltIn::Auditor, "auditors", Scope::Everybody)];
    let ada = person(ADA, &["auditors"]);

    let missing = permits(&assignments, &ada, Permission::SessionOffer, Target::Nobody);

    assert_eq!(missing, Err(Missing::NoRole(Permission::SessionOffer)));
}

#[test]
fn two_half_fitting_assignments_make_no_whole_one() {
    let assignments = [
        assignment(BuiltIn::Auditor, "helpers", Scope::Everybody),
        assignment(BuiltIn::Helper, "helpers", sales_only()),
        assignment(BuiltIn::Helper, "others", Scope::Everybody),
    ];
    let hanna = person(HANNA, &["helpers"]);
    let sami = person(SAMI, &["legal"]);
    let target = Target::Sharer {
        person: &sami,
        device: None,
    };

    let missing = permits(&assignments, &hanna, Permission::SessionViewScreen, target);

    assert_eq!(
        missing,
        Err(Missing::OutOfScope(Permission::SessionViewScreen))
    );
}

#[test]
fn nobody_grants_themselves_anything() {
    let ada = person(ADA, &["admins"]);
    let own = assignment(BuiltIn::Helper, "admins", Scope::Everybody);
    let others = assignment(BuiltIn::Helper, "helpers", Scope::Everybody);

    assert_eq!(may_assign(&ada, &own), Err(SelfGrant));
    assert_eq!(may_assign(&ada, &others), Ok(()));
    assert_eq!(may_change_member(ADA, ADA), Err(SelfGrant));
    assert_eq!(may_change_member(ADA, HANNA), Ok(()));
    assert_eq!(may_change_account(ADA, ADA), Err(SelfGrant));
    assert_eq!(may_change_account(ADA, HANNA), Ok(()));
}

#[test]
fn nobody_adds_to_a_role_they_hold_and_everybody_may_take_from_it() {
    let role = RoleName::Custom(RoleId::from_uuid(id(7)));
    let other = RoleName::Custom(RoleId::from_uuid(id(8)));
    let admins = labels(&["admins"]);
    let held = [(role, &admins)];
    let ada = person(ADA, &["admins"]);
    let (offer, view) = (Permission::SessionOffer, Permission::SessionViewScreen);
    let change = |who: &Person, role, before: &[Permission], after: &[Permission]| {
        let set = |list: &[Permission]| list.iter().copied().collect();
        may_change_role(who, role, held, &set(before), &set(after))
    };

    assert_eq!(change(&ada, role, &[offer], &[offer, view]), Err(SelfGrant));
    assert_eq!(change(&ada, role, &[offer, view], &[view]), Ok(()));
    assert_eq!(change(&ada, other, &[offer], &[offer, view]), Ok(()));
    let hanna = person(HANNA, &["helpers"]);
    assert_eq!(change(&hanna, role, &[offer], &[offer, view]), Ok(()));
}

#[test]
fn a_roles_name_is_a_built_in_or_an_id() {
    let own = RoleId::from_uuid(id(7));

    assert_eq!("helper".parse(), Ok(RoleName::BuiltIn(BuiltIn::Helper)));
    assert_eq!(own.text().parse(), Ok(RoleName::Custom(own)));
    assert_eq!("root".parse::<RoleName>(), Err(NoSuchRole));
    for name in [RoleName::BuiltIn(BuiltIn::Auditor), RoleName::Custom(own)] {
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<RoleName>(&json).unwrap(), name);
    }
}

#[test]
fn each_assignment_says_why_it_does_not_match() {
    let assignments = [
        assignment(BuiltIn::Auditor, "helpers", Scope::Everybody),
        assignment(BuiltIn::Helper, "helpers", sales_only()),
        assignment(BuiltIn::Helper, "others", Scope::Everybody),
        assignment(BuiltIn::Supervisor, "helpers", Scope::Everybody),
    ];
    let hanna = person(HANNA, &["helpers"]);
    let sami = person(SAMI, &["legal"]);
    let target = Target::Sharer {
        person: &sami,
        device: None,
    };

    let tried: Vec<_> = assignments
        .iter()
        .map(|one| tried(one, &hanna, Permission::SessionViewScreen, target))
        .collect();

    assert_eq!(
        tried,
        [
            Tried::LacksPermission,
            Tried::OutOfScope,
            Tried::NotAMember,
            Tried::Matches
        ]
    );
}

#[test]
fn what_somebody_may_do_at_all_is_listed() {
    let assignments = [assignment(BuiltIn::ViewOnlyHelper, "helpers", sales_only())];

    let hanna = permissions_of(&assignments, &person(HANNA, &["helpers"]));
    let sami = permissions_of(&assignments, &person(SAMI, &[]));

    assert_eq!(hanna.len(), 7);
    assert!(sami.is_empty());
}

#[test]
fn intunes_names_become_ours_and_control_becomes_nothing() {
    let (permissions, notices) = import_all([
        "Remote Help app - View screen",
        "Remote Tasks - Offer remote assistance",
        "Remote Assistance Connector - Read",
        "Remote Help app - Take full control",
        "Remote Help app - Elevation",
        "Something else",
    ]);

    assert_eq!(permissions.len(), 3);
    assert_eq!(
        notices
            .iter()
            .filter(|(_, n)| *n == Imported::NeverHere)
            .count(),
        2
    );
    assert_eq!(notices.last(), Some(&("Something else", Imported::Unknown)));
}

#[test]
fn settings_are_off_for_nobody_in_particular() {
    // A guard against a default that lets people in: without assignments nobody may do anything.
    assert!(!Settings::default().enabled);
    assert!(permissions_of(&[], &person(ADA, &["admins"])).is_empty());
}

proptest! {
    #[test]
    fn what_is_tried_one_by_one_says_the_same_as_the_whole(groups in prop::collection::vec("[a-d]{1}", 0..4), scopes in prop::collection::vec(0..3_u8, 5), at in 0..Permission::ALL.len()) {
        let scope = |n: u8| match n { 0 => Scope::Everybody, 1 => sales_only(), _ => Scope::Some { user_groups: labels(&["legal"]), device_groups: labels(&[]), tags: labels(&[]) } };
        let assignments: Vec<_> = BuiltIn::ALL.iter().zip(["a", "b", "c", "d", "e"]).zip(scopes).map(|((role, group), n)| assignment(*role, group, scope(n))).collect();
        let texts: Vec<&str> = groups.iter().map(String::as_str).collect();
        let who = person(HANNA, &texts);
        let sami = person(SAMI, &["legal"]);
        let target = Target::Sharer { person: &sami, device: None };
        let permission = Permission::ALL[at];
        let any = assignments.iter().any(|one| tried(one, &who, permission, target) == Tried::Matches);
        prop_assert_eq!(any, permits(&assignments, &who, permission, target).is_ok());
    }

    #[test]
    fn nobody_outside_every_member_group_may_do_anything(groups in prop::collection::vec("[a-d]{1}", 0..4), at in 0..Permission::ALL.len()) {
        let assignments: Vec<_> = BuiltIn::ALL
            .iter()
            .map(|built_in| assignment(*built_in, "z", Scope::Everybody))
            .collect();
        let texts: Vec<&str> = groups.iter().map(String::as_str).collect();
        let who = person(HANNA, &texts);
        prop_assert!(permits(&assignments, &who, Permission::ALL[at], Target::Nobody).is_err());
    }
}
