//! Every way out.

use super::*;
use crate::settings::Surfaces;

#[test]
fn the_sharer_ends_it_with_one_click_in_every_state() {
    let mut joining = Stage::open();
    joining.does(Event::Redeem {
        sharer: newcomer(S, "laptop"),
    });
    let mut helper_lost = Stage::live();
    helper_lost.does(Event::MediaLost { by: H });
    for mut stage in [
        joining,
        Stage::trust_with(&settings(), compliant()),
        Stage::capture_with(&settings()),
        Stage::connecting_with(&settings()),
        Stage::live(),
        Stage::paused(),
        Stage::interrupted(),
        helper_lost,
    ] {
        let from = stage.state();
        stage.does(Event::Leave { by: S });
        assert_eq!(stage.ended(), Some("sharer_left"), "{from:?}");
    }
}

#[test]
fn the_end_closes_the_room_and_nothing_happens_after() {
    let mut stage = Stage::live();

    stage.does(Event::Report { by: S });

    assert_eq!(stage.ended(), Some("reported_suspicious"));
    let (session, reason) = (stage.session.id(), EndReason::ReportedSuspicious);
    assert_eq!(stage.commands(), [&bus::Command::End { session, reason }]);
    assert_eq!(stage.session.deadline(), None);
    assert_eq!(
        stage.tries(Event::MediaUp { by: S }),
        Err(Fault::Over(EndReason::ReportedSuspicious))
    );
    assert_eq!(stage.session.media_commands(stage.now).len(), 1);
    assert!(!stage.session.may_connect(H));
}

#[test]
fn an_administrator_and_a_fault_end_it_too() {
    let mut forced = Stage::live();
    let mut failed = Stage::open();

    forced.does(Event::ForceEnd { by: ADA });
    failed.does(Event::Fail);

    assert_eq!(forced.ended(), Some("admin_ended"));
    assert_eq!(forced.actions(), ["session.force_ended", "session.ended"]);
    assert_eq!(failed.ended(), Some("service_error"));
}

#[test]
fn whoever_is_signed_out_in_it_has_no_access_any_more() {
    for gone in [S, H] {
        let mut stage = Stage::live();

        stage.does(Event::SignedOut { by: gone });

        assert_eq!(stage.ended(), Some("access_revoked"));
    }
}

#[test]
fn a_session_that_never_becomes_live_is_bounded() {
    let mut stage = Stage::connecting_with(&settings());
    stage.does(Event::MediaUp { by: S });

    // The helper's connection comes and goes for ever.
    while stage.ended().is_none() {
        stage.waits(seconds(30));
        if stage.ended().is_some() {
            break;
        }
        stage.does(Event::PageClosed { by: H });
        stage.does(Event::MediaRequested {
            by: H,
            fingerprint: print(2),
        });
    }

    assert_eq!(stage.ended(), Some("connect_failed"));
    assert!(stage.now.since(NOW) <= minutes(31));
}

#[test]
fn a_session_survives_being_stored_in_every_state() {
    for stage in [
        Stage::open(),
        Stage::trust_with(&settings(), noncompliant()),
        Stage::live().with_kim(),
        Stage::paused(),
    ] {
        let json = serde_json::to_string(&stage.session).unwrap();
        let read: Session = serde_json::from_str(&json).unwrap();
        assert!(read == stage.session);
    }
}

#[test]
fn facts_are_numbered_without_gaps() {
    let settings = Settings {
        surfaces: Surfaces::Any,
        ..settings()
    };
    let (mut session, effects) = Session::create(NOW, &offer(&settings), &settings, create());
    let mut numbers = Vec::new();
    let mut collect = |effects: Vec<Effect>| {
        for effect in effects {
            if let Effect::Audit(fact) = effect {
                numbers.push(fact.session_seq);
            }
        }
    };

    collect(effects);
    let sharer = newcomer(S, "laptop");
    collect(session.handle(NOW, Event::Redeem { sharer }).unwrap());
    let grant = noncompliant();
    collect(session.handle(NOW, Event::JoinPassed { grant }).unwrap());
    assert!(session.handle(NOW, Event::Accept { by: H }).is_err());
    collect(session.handle(NOW, Event::Leave { by: S }).unwrap());

    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
}
