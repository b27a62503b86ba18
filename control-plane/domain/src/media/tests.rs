//! Reports become events; seats become permits.

use lotse_protocol::api::{CaptureResult, SessionKind};
use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::id::UserId;

use super::*;
use crate::device::Compliance;
use crate::fixture::{
    H, HANNA, K, KIM, NOW, S, SAMI, create, grant, newcomer, offer, place, settings,
};
use crate::policy::{OperatorRequest, Part, may_operate};

fn print(number: u8) -> DtlsFingerprint {
    DtlsFingerprint::from_bytes([number; 32])
}

fn granted(helper: UserId) -> Grant {
    grant(helper, Part::Helper, Compliance::Compliant)
}

fn agreed() -> Session {
    let (mut session, _) = Session::create(NOW, &offer(&settings()), &settings(), create());
    for event in [
        Event::Redeem {
            sharer: newcomer(S, "laptop"),
        },
        Event::JoinPassed {
            grant: granted(HANNA),
        },
        Event::Placed { place: place(50) },
        Event::PageOpened { by: H },
        Event::Accept { by: H },
        Event::Allow {
            by: S,
            helper: None,
        },
        Event::Capture {
            by: S,
            result: CaptureResult::Picked,
            surface: None,
        },
    ] {
        session.handle(NOW, event).unwrap();
    }
    session
}

fn asked() -> Session {
    let mut session = agreed();
    for (by, fingerprint) in [(S, print(1)), (H, print(2))] {
        session
            .handle(NOW, Event::MediaRequested { by, fingerprint })
            .unwrap();
    }
    session
}

#[test]
fn a_permit_says_who_where_as_what_and_with_which_certificate() {
    let session = asked();

    let sharer = permit(NOW, &session, &granted(HANNA), S).unwrap();
    let helper = permit(NOW, &session, &granted(HANNA), H).unwrap();
    let claims = helper.claims(NOW, "https://help.hafenwerk.example", "j".to_owned());

    assert_eq!(
        sharer.claims(NOW, "", String::new()).can,
        [Can::SendScreen, Can::Chat]
    );
    assert_eq!(claims.can, [Can::ViewScreen, Can::Chat]);
    assert_eq!(
        (claims.sub, claims.ses, claims.ten),
        (H, session.id(), session.tenant())
    );
    assert_eq!(claims.rol, MediaRole::Helper);
    assert_eq!(claims.nod, Some(place(50)));
    assert_eq!(claims.cnf.unwrap().dtls_fingerprint, print(2));
    assert_eq!(claims.exp - claims.iat, 60);
    assert_eq!(claims.end, session.hard_end().unwrap().as_secs());
}

#[test]
fn every_role_may_hold_what_its_permit_says() {
    let session = asked();
    for who in [S, H] {
        let permit = permit(NOW, &session, &granted(HANNA), who).unwrap();
        let claims = permit.claims(NOW, "", String::new());
        assert!(claims.can.iter().all(|can| claims.rol.may_hold(*can)));
    }
}

#[test]
fn no_permit_before_the_certificate_is_known() {
    assert_eq!(
        permit(NOW, &agreed(), &granted(HANNA), H).unwrap_err(),
        Fault::NotNow
    );
}

#[test]
fn no_permit_with_the_grant_of_somebody_else() {
    let session = asked();

    assert_eq!(
        permit(NOW, &session, &granted(KIM), H).unwrap_err(),
        Fault::GrantForOthers
    );
    assert_eq!(
        permit(NOW, &session, &granted(HANNA), K).unwrap_err(),
        Fault::NotNow
    );
}

#[test]
fn one_helpers_grant_connects_no_other_helper() {
    let mut session = asked();
    for event in [
        Event::Invite {
            by: H,
            participant: K,
            grant: granted(KIM),
        },
        Event::Accept { by: K },
        Event::Allow {
            by: S,
            helper: Some(K),
        },
        Event::MediaRequested {
            by: K,
            fingerprint: print(3),
        },
    ] {
        session.handle(NOW, event).unwrap();
    }

    assert!(permit(NOW, &session, &granted(KIM), K).is_ok());
    assert_eq!(
        permit(NOW, &session, &granted(KIM), H).unwrap_err(),
        Fault::GrantForOthers
    );
}

#[test]
fn no_permit_after_the_end_or_past_a_timer() {
    let mut session = asked();
    let (deadline, _) = session.deadline().unwrap();
    assert_eq!(
        permit(deadline, &session, &granted(HANNA), H).unwrap_err(),
        Fault::TimerDue
    );

    session.handle(NOW, Event::Leave { by: S }).unwrap();

    assert_eq!(
        permit(NOW, &session, &granted(HANNA), H).unwrap_err(),
        Fault::NotNow
    );
}

#[test]
fn an_operators_permit_is_bound_to_no_certificate_and_to_its_life() {
    let request = OperatorRequest {
        tenant: crate::fixture::TENANT,
        session: create().id,
        participant: H,
        role: MediaRole::Helper,
        can: vec![Can::ViewScreen],
        life: Duration::from_secs(30),
    };
    let grant = may_operate(true, request).unwrap();

    let permit = operator_permit(NOW, &grant, None, Duration::from_secs(600));
    let claims = permit.claims(NOW, "", String::new());

    assert_eq!((claims.cnf, claims.nod), (None, None));
    assert_eq!((claims.exp - claims.iat, claims.end - claims.iat), (30, 30));
}

#[test]
fn every_way_to_be_gone_means_what_it_says() {
    let session = agreed();
    let (participant, role) = (S, MediaRole::Sharer);
    for (why, meaning) in [
        (LeftWhy::Bye, "Leave"),
        (LeftWhy::ReportedSuspicious, "Report"),
        (LeftWhy::Deleted, "MediaLost"),
        (LeftWhy::Closed, "MediaLost"),
        (LeftWhy::Lost, "MediaLost"),
        (LeftWhy::NeverConnected, "MediaLost"),
        (LeftWhy::Fault, "MediaLost"),
        (LeftWhy::Replaced, "None"),
        (LeftWhy::Revoked, "None"),
        (LeftWhy::Ended, "None"),
    ] {
        let found = event(
            &session,
            &Seen::Left {
                participant,
                role,
                why,
            },
        );
        let text = format!("{found:?}");
        assert!(text.contains(meaning), "{why:?}: {text}");
    }
}

#[test]
fn a_pause_seen_by_the_node_is_the_sharers_own() {
    let session = agreed();

    let paused = event(&session, &Seen::Paused);

    assert!(matches!(paused, Some(Event::Pause { by }) if by == S));
}

#[test]
fn what_the_machine_need_not_know_is_no_event() {
    let session = agreed();
    let quiet = Seen::Quiet {
        participant: S,
        role: MediaRole::Sharer,
    };
    let refused = Seen::Refused {
        participant: Some(S),
        why: RefusedWhy::Expired,
    };

    assert!(event(&session, &quiet).is_none());
    assert!(event(&session, &refused).is_none());
    assert_eq!(session.kind(), SessionKind::Code);
    assert_eq!(session.participant_of(SAMI), Some(S));
}
