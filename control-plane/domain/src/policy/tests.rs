//! Who may do what to whom, and why not.

use std::time::Duration;

use lotse_protocol::api::WarningKind;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::{Can, MediaRole};
use proptest::prelude::*;

use super::*;
use crate::access::Situation;
use crate::device::Compliance;
use crate::evidence::{Inventory, Observed, judge};
use crate::fixture::{
    ADA, HANNA, KIM, NOW, SAMI, TENANT, assignment, assignments, device, evidence, id, person,
    settings,
};
use crate::role::{BuiltIn, Scope};
use crate::settings::{OnRisk, Requirement, TicketPattern};
use lotse_protocol::api::SessionKind;

fn refusal_of(
    rules: Rules<'_>,
    helper: &Person,
    sharer: &Person,
    evidence: &Evidence,
) -> Option<Reason> {
    help(rules, helper, sharer, evidence)
        .err()
        .map(|refusal| refusal.reason())
}

fn help(
    rules: Rules<'_>,
    helper: &Person,
    sharer: &Person,
    evidence: &Evidence,
) -> Result<Grant, Refusal> {
    let asked = HelpQuestion {
        now: NOW,
        helper,
        part: Part::Helper,
        sharer,
        evidence,
        circumstances: Circumstances::default(),
        kind: SessionKind::Code,
        helper_at: Some(&Situation::UNKNOWN),
        sharer_at: Some(&Situation::UNKNOWN),
    };
    may_help(rules, asked)
}

fn with<T>(settings: &Settings, roles: &[BuiltIn], then: impl FnOnce(Rules<'_>) -> T) -> T {
    let assignments: Vec<_> = roles
        .iter()
        .map(|role| assignment(*role, "helpers", Scope::Everybody))
        .collect();
    then(Rules {
        tenant: TENANT,
        settings,
        assignments: &assignments,
        policies: &[],
    })
}

fn unknown() -> Evidence {
    judge(SAMI, &Observed::default(), &Inventory::Silent)
}

fn unenrolled() -> Evidence {
    judge(SAMI, &Observed::default(), &Inventory::Knows(vec![]))
}

#[test]
fn a_helper_may_help_and_is_told_what_to_know() {
    let noncompliant = evidence(SAMI, Compliance::Noncompliant);
    let (hanna, sami) = (person(HANNA, &["helpers"]), person(SAMI, &[]));

    let grant = with(&settings(), &[BuiltIn::Helper], |rules| {
        help(rules, &hanna, &sami, &noncompliant).unwrap()
    });

    assert_eq!((grant.helper(), grant.sharer()), (HANNA, SAMI));
    assert!(grant.chat());
    assert_eq!(grant.warnings()[0].kind, WarningKind::DeviceNoncompliant);
}

#[test]
fn every_refusal_has_its_reason() {
    let compliant = evidence(SAMI, Compliance::Compliant);
    let noncompliant = evidence(SAMI, Compliance::Noncompliant);
    let (hanna, sami) = (person(HANNA, &["helpers"]), person(SAMI, &[]));
    let on = settings();
    let off = Settings::default();
    let blocking = Settings {
        noncompliant: OnRisk::Block,
        unknown_device: OnRisk::Block,
        ..settings()
    };
    let disabled = Person {
        enabled: false,
        ..sami.clone()
    };
    let foreign = Person {
        tenant: TenantId::from_uuid(id(2)),
        ..sami.clone()
    };
    let helper = BuiltIn::Helper;

    for (settings, role, sharer, evidence, reason) in [
        (&off, helper, &sami, &compliant, Reason::TenantDisabled),
        (&on, helper, &foreign, &compliant, Reason::OtherTenant),
        (&on, helper, &disabled, &compliant, Reason::PersonDisabled),
        (&on, helper, &hanna, &compliant, Reason::SamePerson),
        (&on, BuiltIn::Auditor, &sami, &compliant, Reason::NoRole),
        (
            &on,
            BuiltIn::TenantAdministrator,
            &sami,
            &compliant,
            Reason::NoRole,
        ),
        (
            &on,
            BuiltIn::ViewOnlyHelper,
            &sami,
            &unknown(),
            Reason::NoRole,
        ),
        (
            &blocking,
            helper,
            &sami,
            &noncompliant,
            Reason::DeviceNoncompliant,
        ),
        (&blocking, helper, &sami, &unknown(), Reason::DeviceUnknown),
        (&on, helper, &sami, &unenrolled(), Reason::DeviceUnenrolled),
    ] {
        let refused = with(settings, &[role], |rules| {
            refusal_of(rules, &hanna, sharer, evidence)
        });
        assert_eq!(refused, Some(reason));
    }
}

#[test]
fn a_role_that_does_not_reach_the_sharer_says_so_and_names_the_permission() {
    let scope = Scope::Some {
        user_groups: crate::fixture::labels(&["sales"]),
        device_groups: std::collections::BTreeSet::new(),
        tags: std::collections::BTreeSet::new(),
    };
    let assignments = [assignment(BuiltIn::Helper, "helpers", scope)];
    let rules = Rules {
        tenant: TENANT,
        settings: &settings(),
        assignments: &assignments,
        policies: &[],
    };
    let compliant = evidence(SAMI, Compliance::Compliant);

    let hanna = person(HANNA, &["helpers"]);
    let refusal = help(rules, &hanna, &person(SAMI, &["legal"]), &compliant).unwrap_err();

    assert_eq!(refusal.reason(), Reason::OutOfScope);
    assert_eq!(refusal.permission(), Some(Permission::SessionViewScreen));
}

#[test]
fn a_device_of_another_organisation_is_refused() {
    let mut foreign = device(30, SAMI, Compliance::Compliant);
    foreign.tenant = TenantId::from_uuid(id(2));
    let evidence = judge(SAMI, &Observed::default(), &Inventory::Knows(vec![foreign]));
    let (hanna, sami) = (person(HANNA, &["helpers"]), person(SAMI, &[]));

    let refused = with(&settings(), &[BuiltIn::Helper], |rules| {
        refusal_of(rules, &hanna, &sami, &evidence)
    });

    assert_eq!(refused, Some(Reason::OtherTenant));
}

#[test]
fn an_observer_needs_the_permission_to_observe() {
    let compliant = evidence(SAMI, Compliance::Compliant);
    let kim = person(KIM, &["helpers"]);
    let asked = |rules: Rules<'_>| {
        may_help(
            rules,
            HelpQuestion {
                now: NOW,
                helper: &kim,
                part: Part::Observer,
                sharer: &person(SAMI, &[]),
                evidence: &compliant,
                circumstances: Circumstances::default(),
                kind: SessionKind::Code,
                helper_at: Some(&Situation::UNKNOWN),
                sharer_at: Some(&Situation::UNKNOWN),
            },
        )
    };

    let as_helper = with(&settings(), &[BuiltIn::Helper], |rules| asked(rules).err());
    let as_supervisor = with(&settings(), &[BuiltIn::Supervisor], |rules| {
        asked(rules).err()
    });

    assert_eq!(
        as_helper.unwrap().permission(),
        Some(Permission::SessionObserve)
    );
    assert_eq!(as_supervisor, None);
}

#[test]
fn chat_is_off_where_the_tenant_wants_it_off() {
    let quiet = Settings {
        chat: false,
        ..settings()
    };
    let compliant = evidence(SAMI, Compliance::Compliant);

    let grant = with(&quiet, &[BuiltIn::Helper], |rules| {
        help(
            rules,
            &person(HANNA, &["helpers"]),
            &person(SAMI, &[]),
            &compliant,
        )
        .unwrap()
    });

    assert!(!grant.chat());
}

fn offered(
    settings: &Settings,
    groups: &[&str],
    open: usize,
    ticket: Option<&str>,
) -> Option<Reason> {
    let assignments = assignments();
    let helper = person(ADA, groups);
    let rules = Rules {
        tenant: TENANT,
        settings,
        assignments: &assignments,
        policies: &[],
    };
    let asked = OfferQuestion {
        helper: &helper,
        device: None,
        open_sessions: open,
        reason: ticket,
        ticket,
        now: NOW,
        situation: &Situation::UNKNOWN,
    };
    may_offer(rules, asked)
        .err()
        .map(|refusal| refusal.reason())
}

#[test]
fn a_session_may_be_made_by_who_may_help_somebody() {
    let strict = Settings {
        require_ticket: true,
        ticket_pattern: TicketPattern::try_from("INC###".to_owned()).unwrap(),
        ..settings()
    };
    let reasoned = Settings {
        require_reason: Requirement::Required,
        ..settings()
    };

    assert_eq!(offered(&settings(), &["helpers"], 0, None), None);
    assert_eq!(offered(&settings(), &[], 0, None), Some(Reason::NoRole));
    assert_eq!(offered(&settings(), &["helpers"], 2, None), None);
    assert_eq!(
        offered(&settings(), &["helpers"], 3, None),
        Some(Reason::TooManySessions)
    );
    assert_eq!(
        offered(&strict, &["helpers"], 0, None),
        Some(Reason::TicketRequired)
    );
    assert_eq!(
        offered(&strict, &["helpers"], 0, Some("INC12")),
        Some(Reason::TicketMalformed)
    );
    assert_eq!(offered(&strict, &["helpers"], 0, Some("INC123")), None);
    assert_eq!(
        offered(&reasoned, &["helpers"], 0, Some(" ")),
        Some(Reason::ReasonRequired)
    );
    assert_eq!(
        offered(&Settings::default(), &["helpers"], 0, None),
        Some(Reason::TenantDisabled)
    );
}

#[test]
fn an_operator_gets_no_more_than_a_role_can_hold() {
    let ask = |on, role, can, hours: u64| {
        let request = OperatorRequest {
            tenant: TENANT,
            session: SessionId::from_uuid(id(40)),
            participant: ParticipantId::from_uuid(id(20)),
            role,
            can,
            life: Duration::from_secs(hours * 3_600),
        };
        may_operate(on, request)
            .err()
            .map(|refusal| refusal.reason())
    };

    let too_much = Some(Reason::OperatorAsksTooMuch);
    assert_eq!(ask(true, MediaRole::Helper, vec![Can::ViewScreen], 1), None);
    assert_eq!(
        ask(false, MediaRole::Helper, vec![Can::ViewScreen], 1),
        Some(Reason::OperatorDisabled)
    );
    assert_eq!(
        ask(true, MediaRole::Helper, vec![Can::SendScreen], 1),
        too_much
    );
    assert_eq!(ask(true, MediaRole::Helper, vec![], 1), too_much);
    assert_eq!(
        ask(true, MediaRole::Sharer, vec![Can::SendScreen], 13),
        too_much
    );
}

#[test]
fn reasons_have_names_and_words_of_their_own() {
    for reason in Reason::ALL {
        let json = serde_json::to_string(reason).unwrap();
        assert_eq!(json, format!("\"{}\"", reason.text()));
        assert_eq!(
            Reason::ALL
                .iter()
                .filter(|r| r.words() == reason.words())
                .count(),
            1
        );
    }
}

proptest! {
    /// The whole matrix: whatever is switched and whoever asks, a yes never comes with a blocking warning, to a disabled
    /// person, or without the permission.
    #[test]
    fn a_yes_is_never_a_mistake(
        enabled: bool, allow_unenrolled: bool, block: bool, helper_enabled: bool, sharer_enabled: bool,
        role in 0..BuiltIn::ALL.len(), case in 0..5,
    ) {
        let on_risk = if block { OnRisk::Block } else { OnRisk::Warn };
        let settings = Settings { enabled, allow_unenrolled, noncompliant: on_risk, unknown_device: on_risk, ..settings() };
        let evidence = match case {
            0 => unknown(),
            1 => unenrolled(),
            2 => evidence(SAMI, Compliance::Noncompliant),
            _ => evidence(SAMI, Compliance::Compliant),
        };
        let hanna = Person { enabled: helper_enabled, ..person(HANNA, &["helpers"]) };
        let sami = Person { enabled: sharer_enabled, ..person(SAMI, &[]) };
        let role = BuiltIn::ALL[role];
        let answer = with(&settings, &[role], |rules| help(rules, &hanna, &sami, &evidence));
        if let Ok(grant) = answer {
            prop_assert!(enabled && helper_enabled && sharer_enabled);
            prop_assert!(role.permits(Permission::SessionViewScreen));
            prop_assert!(grant.warnings().iter().all(|warning| warning.severity != Severity::Block));
            prop_assert!(!(block && matches!(case, 0 | 2)));
            prop_assert!(case != 1 || (allow_unenrolled && role.permits(Permission::SessionHelpUnenrolled)));
        }
    }
}

#[test]
fn only_who_may_invite_asks_a_colleague_in() {
    let (helper, sharer) = (person(HANNA, &["helpers"]), person(SAMI, &[]));
    for (role, may) in [
        (BuiltIn::ViewOnlyHelper, false),
        (BuiltIn::Helper, true),
        (BuiltIn::Supervisor, true),
        (BuiltIn::TenantAdministrator, false),
    ] {
        let settings = settings();
        let asked = with(&settings, &[role], |rules| {
            may_invite(rules, &helper, &sharer, None)
        });

        assert_eq!(asked.is_ok(), may, "{role:?}");
    }
}

#[test]
fn an_open_code_stands_only_as_long_as_its_helper_may_offer() {
    let helper = person(HANNA, &["helpers"]);
    let disabled = Person {
        enabled: false,
        ..person(HANNA, &["helpers"])
    };
    let settings = settings();
    let stands = |roles: &[BuiltIn], helper: &Person| {
        with(&settings, roles, |rules| {
            may_keep_offering(rules, helper, None, (NOW, Some(&Situation::UNKNOWN)))
        })
    };

    assert_eq!(stands(&[BuiltIn::Helper], &helper), Ok(()));
    let reason = |refused: Result<(), Refusal>| refused.unwrap_err().reason();
    assert_eq!(reason(stands(&[], &helper)), Reason::NoRole);
    assert_eq!(
        reason(stands(&[BuiltIn::Helper], &disabled)),
        Reason::PersonDisabled
    );
}
