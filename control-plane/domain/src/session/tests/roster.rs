//! Several helpers, observers, and rights that change.

use super::*;
use crate::access::{Policy, Situation};
use crate::policy::{HelpQuestion, Refusal, Rules, may_help};
use crate::warning::Circumstances;
use lotse_protocol::api::{PolicyBody, SessionKind, Surface};
use lotse_protocol::id::PolicyId;

fn refusal(reason: Reason) -> Refusal {
    let blocking = Settings {
        noncompliant: crate::settings::OnRisk::Block,
        ..settings()
    };
    let assignments = crate::fixture::assignments();
    let groups: &[&str] = if reason == Reason::DeviceNoncompliant {
        &["helpers"]
    } else {
        &[]
    };
    let rules = Rules {
        tenant: crate::fixture::TENANT,
        settings: &blocking,
        assignments: &assignments,
        policies: &[],
    };
    let asked = HelpQuestion {
        now: NOW,
        helper: &crate::fixture::person(HANNA, groups),
        part: Part::Helper,
        sharer: &crate::fixture::person(crate::fixture::SAMI, &[]),
        evidence: &crate::fixture::evidence(crate::fixture::SAMI, Compliance::Noncompliant),
        circumstances: Circumstances::default(),
        kind: SessionKind::Code,
        helper_at: Some(&Situation::UNKNOWN),
        sharer_at: Some(&Situation::UNKNOWN),
    };
    let refusal = may_help(rules, asked).unwrap_err();
    assert_eq!(refusal.reason(), reason);
    refusal
}

#[test]
fn a_further_helper_sees_nothing_before_the_sharers_own_allow() {
    let mut stage = Stage::live().with_kim();
    stage.does(Event::Accept { by: K });
    assert_eq!(stage.gate(), None);
    let fingerprint = print(3);
    assert_eq!(
        stage.tries(Event::MediaRequested { by: K, fingerprint }),
        Err(Fault::NotNow)
    );

    stage.does(Event::Allow {
        by: S,
        helper: Some(K),
    });

    assert_eq!(stage.gate(), Some((false, vec![H, K])));
    assert_eq!(
        stage.actions(),
        ["session.sharer.allowed", "session.helper.joined"]
    );
}

#[test]
fn a_declined_further_helper_goes_and_the_session_stays() {
    let mut stage = Stage::live().with_kim();

    stage.does(Event::Decline {
        by: S,
        helper: Some(K),
    });

    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.session.helpers().len(), 1);
    let (session, participant) = (stage.session.id(), K);
    assert_eq!(
        stage.commands(),
        [&bus::Command::Revoke {
            session,
            participant
        }]
    );
}

#[test]
fn a_further_helper_who_is_not_answered_goes() {
    let mut stage = Stage::live().with_kim();

    stage.waits(minutes(5));

    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.session.helpers().len(), 1);
}

#[test]
fn one_helper_more_than_there_may_be_is_refused() {
    let two = Settings {
        max_helpers: Whole::fixed::<2>(),
        ..settings()
    };
    let mut stage = Stage::live_with(&two).with_kim();

    let third = stage.tries(Event::Invite {
        by: H,
        participant: ParticipantId::from_uuid(crate::fixture::id(29)),
        grant: grant(ADA, Part::Helper, Compliance::Compliant),
    });

    assert_eq!(third, Err(Fault::Full));
}

#[test]
fn nobody_takes_two_seats() {
    let mut stage = Stage::live();

    let twice = stage.tries(Event::Invite {
        by: H,
        participant: K,
        grant: compliant(),
    });

    assert_eq!(twice, Err(Fault::GrantForOthers));
}

#[test]
fn only_the_last_helper_who_leaves_takes_the_session_along() {
    let mut stage = Stage::live().with_kim();
    stage.does(Event::Accept { by: K });
    stage.does(Event::Allow {
        by: S,
        helper: Some(K),
    });
    stage.does(Event::MediaUp { by: K });

    stage.does(Event::Leave { by: H });
    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.gate(), Some((false, vec![K])));
    stage.does(Event::Leave { by: K });

    assert_eq!(stage.ended(), Some("helper_left"));
}

#[test]
fn an_observer_needs_the_sharers_allow_and_keeps_no_session_going() {
    let mut stage = Stage::live();
    stage.does(Event::Invite {
        by: K,
        participant: K,
        grant: grant(KIM, Part::Observer, Compliance::Compliant),
    });
    stage.does(Event::Accept { by: K });
    stage.does(Event::Allow {
        by: S,
        helper: None,
    });
    stage.does(Event::MediaUp { by: K });

    stage.does(Event::MediaLost { by: H });
    assert_eq!(stage.state(), SessionState::HelperLost);
    stage.does(Event::MediaUp { by: H });
    stage.does(Event::Leave { by: H });

    assert_eq!(stage.ended(), Some("helper_left"));
}

#[test]
fn a_lost_right_ends_it_with_its_reason() {
    for (reason, end) in [
        (Reason::NoRole, "access_revoked"),
        (Reason::DeviceNoncompliant, "policy_blocked"),
    ] {
        let mut stage = Stage::live();
        let verdict = Err(refusal(reason));
        stage.does(Event::AccessReviewed { helper: H, verdict });
        assert_eq!(stage.ended(), Some(end));
    }
}

#[test]
fn a_lost_right_in_open_is_never_a_policy_block() {
    let mut stage = Stage::open();
    let verdict = Err(refusal(Reason::DeviceNoncompliant));

    stage.does(Event::AccessReviewed { helper: H, verdict });

    assert_eq!(stage.ended(), Some("access_revoked"));
}

#[test]
fn an_unchanged_review_changes_nothing() {
    let mut stage = Stage::live();
    let verdict = Ok(compliant());

    stage.does(Event::AccessReviewed { helper: H, verdict });

    assert!(stage.effects.is_empty());
}

#[test]
fn a_new_warning_stops_the_picture_until_it_is_acknowledged() {
    let mut stage = Stage::live();
    let verdict = Ok(noncompliant());

    stage.does(Event::AccessReviewed { helper: H, verdict });
    assert_eq!(stage.gate(), Some((false, vec![])));
    assert_eq!(stage.actions(), ["session.warning.shown"]);

    let warnings = vec![WarningKind::DeviceNoncompliant];
    stage.does(Event::Acknowledge { by: H, warnings });
    assert_eq!(stage.gate(), Some((false, vec![H])));
}

/// A yes that comes with what a policy wants of the session.
fn wanting(session: &str) -> Grant {
    let body = format!(
        r#"{{"name":"p","mode":"on","who":{{"include":{{"everybody":true}}}},"session":{session}}}"#
    );
    let body: PolicyBody = serde_json::from_str(&body).unwrap();
    let policy = Policy::parse(PolicyId::from_uuid(crate::fixture::id(90)), &body).unwrap();
    let (settings, assignments) = (settings(), crate::fixture::assignments());
    let rules = Rules {
        tenant: crate::fixture::TENANT,
        settings: &settings,
        assignments: &assignments,
        policies: &[policy],
    };
    let asked = HelpQuestion {
        now: NOW,
        helper: &crate::fixture::person(HANNA, &["helpers"]),
        part: Part::Helper,
        sharer: &crate::fixture::person(crate::fixture::SAMI, &[]),
        evidence: &crate::fixture::evidence(crate::fixture::SAMI, Compliance::Compliant),
        circumstances: Circumstances::default(),
        kind: SessionKind::Code,
        helper_at: Some(&Situation::UNKNOWN),
        sharer_at: Some(&Situation::UNKNOWN),
    };
    may_help(rules, asked).unwrap()
}

#[test]
fn a_policy_shortens_a_running_session_and_its_end_does_not_lengthen_it_again() {
    let mut stage = Stage::live();
    let before = stage.session.hard_end().unwrap();
    let tight = Ok(wanting(r#"{"maxDurationMin":20,"reconfirmMin":10}"#));

    stage.does(Event::AccessReviewed {
        helper: H,
        verdict: tight,
    });
    let short = stage.session.hard_end().unwrap();
    let loose = Ok(compliant());
    stage.does(Event::AccessReviewed {
        helper: H,
        verdict: loose,
    });

    assert_eq!(
        before.since(short),
        std::time::Duration::from_secs((240 - 20) * 60)
    );
    assert_eq!(stage.session.hard_end(), Some(short));
    assert_eq!(
        stage.session.terms.reconfirm,
        Some(std::time::Duration::from_secs(600))
    );
}

#[test]
fn what_a_policy_no_longer_lets_be_shared_is_picked_again() {
    let mut stage = Stage::live();
    let tabs = || Ok(wanting(r#"{"surfaces":["tab"]}"#));

    stage.does(Event::AccessReviewed {
        helper: H,
        verdict: tabs(),
    });

    assert_eq!(stage.state(), SessionState::Capture);
    assert_eq!(stage.gate(), Some((false, vec![])));
    assert!(!stage.session.terms.permit(Surface::Monitor));
    assert!(!stage.session.terms.permit(Surface::Unknown));
    assert!(stage.session.terms.permit(Surface::Tab));
    stage.does(Event::AccessReviewed {
        helper: H,
        verdict: tabs(),
    });
    assert!(stage.effects.is_empty());
}
