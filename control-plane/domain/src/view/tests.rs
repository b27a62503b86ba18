//! Who sees what of a session, and when.

use lotse_protocol::api::{CaptureResult, SessionState, WarningKind};

use super::*;
use crate::device::Compliance;
use crate::fixture::{H, HANNA, K, NOW, S, SAMI, create, grant, newcomer, offer, place, settings};
use crate::policy::Part;
use crate::session::Event;

fn face(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        job_title: None,
        company: None,
        picture: None,
        domain: "hafenwerk.example".to_owned(),
        domain_verified: true,
    }
}

fn faces() -> Faces {
    Faces::from([(HANNA, face("Hanna Helper")), (SAMI, face("Sami Sharer"))])
}

fn with(events: Vec<Event>) -> Session {
    let (mut session, _) = Session::create(NOW, &offer(&settings()), &settings(), create());
    for event in events {
        session.handle(NOW, event).unwrap();
    }
    session
}

fn joining() -> Vec<Event> {
    vec![Event::Redeem {
        sharer: newcomer(S, "laptop"),
    }]
}

fn trust() -> Vec<Event> {
    let mut events = joining();
    let grant = grant(HANNA, Part::Helper, Compliance::Noncompliant);
    events.push(Event::JoinPassed { grant });
    events
}

fn seen(session: &Session, reader: ParticipantId) -> SessionView {
    super::session(session, reader, &faces()).unwrap()
}

#[test]
fn who_has_no_seat_sees_nothing() {
    assert!(super::session(&with(trust()), K, &faces()).is_none());
    assert!(super::session(&with(vec![]), S, &faces()).is_none());
}

#[test]
fn nobody_sees_the_other_before_the_trust_screen() {
    for events in [vec![], joining()] {
        let session = with(events);
        assert!(seen(&session, H).others.is_empty());
    }
    assert!(seen(&with(joining()), S).others.is_empty());
}

#[test]
fn both_see_each_other_and_the_warnings_from_the_trust_screen_on() {
    let session = with(trust());

    let (helper, sharer) = (seen(&session, H), seen(&session, S));

    assert_eq!(helper.others[0].person.name, "Sami Sharer");
    assert_eq!(sharer.others[0].person.name, "Hanna Helper");
    for view in [helper, sharer] {
        assert_eq!(view.state, SessionState::Trust);
        assert_eq!(view.warnings[0].kind, WarningKind::DeviceNoncompliant);
        assert!(!view.warnings[0].acknowledged);
        assert!(!view.you.may_connect);
        assert!(view.deadline.is_some());
    }
}

#[test]
fn a_refused_person_sees_nothing_afterwards_and_nobody_saw_them() {
    let mut session = with(trust());
    session.handle(NOW, Event::Leave { by: S }).unwrap();
    assert_eq!(seen(&session, H).others.len(), 1);

    let mut session = with(joining());
    session.handle(NOW, Event::Leave { by: S }).unwrap();

    assert!(seen(&session, H).others.is_empty());
}

#[test]
fn the_codes_life_is_the_helpers_alone_while_it_is_open() {
    let open = with(vec![]);

    assert!(seen(&open, H).code.unwrap().extendable);
    assert!(seen(&with(joining()), H).code.is_none());
    assert!(seen(&with(trust()), S).code.is_none());
}

#[test]
fn answers_and_the_right_to_connect_are_shown() {
    let mut events = trust();
    events.extend([
        Event::PageOpened { by: H },
        Event::Acknowledge {
            by: H,
            warnings: vec![WarningKind::DeviceNoncompliant],
        },
        Event::Accept { by: H },
    ]);
    let session = with(events);
    assert!(seen(&session, S).consent.accepted);
    assert!(!seen(&session, H).consent.allowed);

    let mut session = session;
    for event in [
        Event::Allow {
            by: S,
            helper: None,
        },
        Event::Placed { place: place(50) },
        Event::Capture {
            by: S,
            result: CaptureResult::Picked,
            surface: None,
        },
    ] {
        session.handle(NOW, event).unwrap();
    }

    for reader in [H, S] {
        let view = seen(&session, reader);
        assert!(view.you.may_connect && view.chat && view.consent.allowed);
        assert!(view.ends_at.is_none());
    }
}

#[test]
fn a_view_holds_nothing_that_opens_anything() {
    let json = serde_json::to_string(&seen(&with(trust()), S)).unwrap();

    // The thread key is bytes of 9, the browser is "laptop".
    assert!(!json.contains("9,9,9") && !json.contains("laptop"));
}
