//! OPEN and JOINING.

use super::*;
use crate::policy::{Refusal, Rules, may_join};
use lotse_protocol::id::UserId;

pub(super) fn refusal() -> Refusal {
    let rules = Rules {
        tenant: crate::fixture::TENANT,
        settings: &Settings::default(),
        assignments: &[],
        policies: &[],
    };
    may_join(rules, &crate::fixture::person(crate::fixture::SAMI, &[])).unwrap_err()
}

fn redeems(stage: &mut Stage) -> Result<(), Fault> {
    stage.tries(Event::Redeem {
        sharer: newcomer(S, "laptop"),
    })
}

#[test]
fn a_new_session_is_open_with_a_code_of_ten_minutes() {
    let (session, effects) = Session::create(NOW, &offer(&settings()), &settings(), create());

    assert_eq!(session.state(), SessionState::Open);
    assert_eq!(
        session.code(),
        CodeStanding::Live {
            until: NOW.saturating_add(minutes(10)),
            extendable: true
        }
    );
    assert_eq!(effects.last(), Some(&Effect::Changed { version: 1 }));
}

#[test]
fn an_unused_code_ends_the_session() {
    let mut stage = Stage::open();

    stage.waits(minutes(10));

    assert_eq!(stage.ended(), Some("code_expired"));
    assert_eq!(stage.actions(), ["session.code.expired", "session.ended"]);
    assert_eq!(stage.session.code(), CodeStanding::Dead);
}

#[test]
fn a_code_is_extended_once() {
    let mut stage = Stage::open();

    stage.does(Event::ExtendCode { by: H });
    stage.waits(minutes(19));

    assert_eq!(stage.state(), SessionState::Open);
    assert_eq!(
        stage.tries(Event::ExtendCode { by: H }),
        Err(Fault::ExtendedBefore)
    );
}

#[test]
fn a_renewed_code_lives_anew_and_can_be_extended() {
    let mut stage = Stage::open();
    stage.does(Event::ExtendCode { by: H });
    stage.waits(minutes(15));

    stage.does(Event::RenewCode { by: H });

    let until = stage.now.saturating_add(minutes(10));
    let extendable = true;
    assert_eq!(
        stage.session.code(),
        CodeStanding::Live { until, extendable }
    );
}

#[test]
fn a_redeemed_code_is_reserved_and_then_bound() {
    let mut stage = Stage::open();

    redeems(&mut stage).unwrap();
    assert_eq!(stage.session.code(), CodeStanding::Reserved);
    assert_eq!(redeems(&mut stage), Err(Fault::NotNow));

    stage.does(Event::JoinPassed { grant: compliant() });
    assert_eq!(stage.session.code(), CodeStanding::Bound);
    assert_eq!(redeems(&mut stage), Err(Fault::NotNow));
}

#[test]
fn a_refused_join_frees_the_code_and_tells_the_helper_the_kind() {
    let mut stage = Stage::open();
    redeems(&mut stage).unwrap();

    stage.does(Event::JoinRefused { refusal: refusal() });

    assert_eq!(stage.state(), SessionState::Open);
    assert_eq!(stage.session.last_refusal(), Some(Reason::TenantDisabled));
    assert!(stage.session.sharer().is_none());
    assert_eq!(stage.actions(), ["session.join.denied"]);
}

#[test]
fn five_refused_joins_lock_the_code() {
    let mut stage = Stage::open();

    for round in 1..=5 {
        assert_eq!(stage.state(), SessionState::Open, "round {round}");
        redeems(&mut stage).unwrap();
        stage.does(Event::JoinRefused { refusal: refusal() });
    }

    assert_eq!(stage.ended(), Some("code_locked"));
    assert_eq!(
        stage.actions(),
        [
            "session.join.denied",
            "session.code.locked",
            "session.ended"
        ]
    );
}

#[test]
fn a_sharer_who_goes_away_while_being_checked_frees_the_code_and_counts_for_nothing() {
    let mut stage = Stage::open();

    for _ in 0..10 {
        redeems(&mut stage).unwrap();
        stage.does(Event::PageClosed { by: S });
    }

    assert_eq!(stage.state(), SessionState::Open);
    assert_eq!(stage.session.last_refusal(), None);
}

#[test]
fn checking_takes_two_minutes_at_most() {
    let mut stage = Stage::open();
    redeems(&mut stage).unwrap();

    stage.waits(seconds(120));

    assert_eq!(stage.ended(), Some("join_timeout"));
}

#[test]
fn a_helper_whose_page_is_gone_for_two_minutes_loses_the_open_session() {
    let mut stage = Stage::open();
    stage.does(Event::PageClosed { by: H });
    stage.waits(seconds(119));
    assert_eq!(stage.state(), SessionState::Open);

    stage.waits(seconds(1));

    assert_eq!(stage.ended(), Some("helper_absent"));
}

#[test]
fn a_helper_whose_page_returns_keeps_the_open_session() {
    let mut stage = Stage::open();
    stage.does(Event::PageClosed { by: H });
    stage.waits(seconds(119));
    stage.does(Event::PageOpened { by: H });

    stage.waits(seconds(10));

    assert_eq!(stage.state(), SessionState::Open);
}

#[test]
fn a_helper_cannot_be_their_own_sharer() {
    let mut stage = Stage::open();
    let mut own = newcomer(S, "laptop");
    own.user = HANNA;

    assert_eq!(
        stage.tries(Event::Redeem { sharer: own }),
        Err(Fault::NotTheirs)
    );
}

#[test]
fn a_grant_for_others_opens_nothing() {
    let mut stage = Stage::open();
    let mut other = newcomer(S, "laptop");
    other.user = UserId::from_uuid(crate::fixture::id(99));
    stage.does(Event::Redeem { sharer: other });

    let for_sami = stage.tries(Event::JoinPassed { grant: compliant() });
    let for_kim = stage.tries(Event::JoinPassed {
        grant: grant(KIM, Part::Helper, Compliance::Compliant),
    });

    assert_eq!(for_sami, Err(Fault::GrantForOthers));
    assert_eq!(for_kim, Err(Fault::GrantForOthers));
}

#[test]
fn a_cancelled_code_ends_the_session() {
    let mut stage = Stage::open();

    stage.does(Event::Cancel { by: H });

    assert_eq!(stage.ended(), Some("helper_cancelled"));
    assert_eq!(stage.actions()[0], "session.code.cancelled");
}

#[test]
fn an_event_after_a_due_timer_waits_for_the_tick_and_changes_nothing() {
    let mut stage = Stage::open();
    let before = stage.session.clone();
    stage.now = NOW.saturating_add(minutes(10));

    assert_eq!(redeems(&mut stage), Err(Fault::TimerDue));
    assert!(stage.session == before);
}
