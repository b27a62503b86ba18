//! CONNECTING, INTERRUPTED, HELPER_LOST, and the two traps.

use super::*;

fn page_and_media_gone(stage: &mut Stage, by: ParticipantId) {
    stage.does(Event::PageClosed { by });
    stage.does(Event::MediaLost { by });
}

#[test]
fn picking_opens_the_room_with_its_gate_closed() {
    let mut stage = Stage::capture_with(&settings());

    stage.picks();

    assert_eq!(stage.state(), SessionState::Connecting);
    assert!(matches!(stage.commands()[0], bus::Command::Open { .. }));
    assert_eq!(stage.gate(), Some((false, vec![])));
}

#[test]
fn it_is_live_only_when_both_are_connected() {
    for order in [[S, H], [H, S]] {
        let mut stage = Stage::connecting_with(&settings());
        stage.does(Event::MediaUp { by: order[0] });
        assert_eq!(stage.state(), SessionState::Connecting);
        assert_eq!(stage.gate(), None);

        stage.does(Event::MediaUp { by: order[1] });

        assert_eq!(stage.state(), SessionState::Live);
        assert_eq!(stage.gate(), Some((false, vec![H])));
    }
}

#[test]
fn a_failed_connection_names_the_leg() {
    for (up, leg) in [(None, "both"), (Some(S), "helper"), (Some(H), "sharer")] {
        let mut stage = Stage::connecting_with(&settings());
        if let Some(by) = up {
            stage.does(Event::MediaUp { by });
        }
        stage.waits(seconds(45));
        assert_eq!(stage.ended(), Some("connect_failed"));
        assert_eq!(stage.facts()[0].notes["leg"], leg);
    }
}

#[test]
fn a_silent_sharer_interrupts_and_closes_the_gate() {
    let stage = Stage::interrupted();

    assert_eq!(stage.state(), SessionState::Interrupted);
    assert_eq!(stage.gate(), Some((false, vec![])));
    assert_eq!(stage.actions(), ["session.interrupted"]);
}

#[test]
fn a_lost_page_interrupts_nothing_while_media_flow() {
    let mut stage = Stage::live();

    stage.does(Event::PageClosed { by: S });

    assert_eq!(stage.state(), SessionState::Live);
    let (session, participant) = (stage.session.id(), S);
    assert_eq!(
        stage.commands(),
        [&bus::Command::Suspect {
            session,
            participant
        }]
    );
}

#[test]
fn a_sharer_heard_again_is_live_again() {
    let mut stage = Stage::interrupted();

    stage.does(Event::MediaUp { by: S });

    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.gate(), Some((false, vec![H])));
}

#[test]
fn the_same_page_with_a_new_connection_connects_again() {
    let mut stage = Stage::interrupted();

    stage.does(Event::MediaRequested {
        by: S,
        fingerprint: print(1),
    });

    assert_eq!(stage.state(), SessionState::Connecting);
}

#[test]
fn another_page_of_the_same_browser_picks_again_with_the_consent_kept() {
    let mut stage = Stage::interrupted();

    stage.does(Event::MediaRequested {
        by: S,
        fingerprint: print(9),
    });

    assert_eq!(stage.state(), SessionState::Capture);
    assert!(stage.session.helpers()[0].agreed());
    stage.picks();
    stage.does(Event::MediaRequested {
        by: S,
        fingerprint: print(9),
    });
    stage.does(Event::MediaUp { by: S });
    assert_eq!(stage.state(), SessionState::Live);
}

#[test]
fn a_reloaded_page_says_so_and_picks_again() {
    let mut stage = Stage::interrupted();
    let (result, surface) = (CaptureResult::Ended, None);

    stage.does(Event::Capture {
        by: S,
        result,
        surface,
    });

    assert_eq!(stage.state(), SessionState::Capture);
    assert_eq!(stage.actions(), ["session.capture.ended"]);
}

#[test]
fn a_capture_ended_in_the_browsers_bar_asks_again() {
    let mut stage = Stage::live();
    let (result, surface) = (CaptureResult::Ended, None);

    stage.does(Event::Capture {
        by: S,
        result,
        surface,
    });
    assert_eq!(stage.state(), SessionState::Capture);
    assert_eq!(stage.gate(), Some((false, vec![])));

    stage.picks();
    assert_eq!(stage.state(), SessionState::Live);
}

#[test]
fn an_interruption_ends_after_two_minutes() {
    let mut stage = Stage::interrupted();

    stage.waits(seconds(120));

    assert_eq!(stage.ended(), Some("sharer_lost"));
    let (session, reason) = (stage.session.id(), EndReason::SharerLost);
    assert_eq!(stage.commands(), [&bus::Command::End { session, reason }]);
}

#[test]
fn trap_a_sharer_who_returns_while_the_helper_is_gone_does_not_go_live_alone() {
    let mut stage = Stage::interrupted();
    page_and_media_gone(&mut stage, H);

    stage.does(Event::MediaUp { by: S });

    assert_eq!(stage.state(), SessionState::HelperLost);
    assert_eq!(stage.session.wanted_gate_for_tests(), (false, vec![]));
}

#[test]
fn trap_an_interruption_while_paused_comes_back_paused() {
    let mut stage = Stage::paused();
    stage.does(Event::MediaLost { by: S });
    assert_eq!(stage.state(), SessionState::Interrupted);

    stage.does(Event::MediaUp { by: S });

    assert_eq!(stage.state(), SessionState::Paused);
    assert_eq!(stage.gate(), Some((true, vec![H])));
}

#[test]
fn a_lost_helper_stops_the_picture_and_a_returned_one_starts_it() {
    let mut stage = Stage::live();

    stage.does(Event::MediaLost { by: H });
    assert_eq!(stage.state(), SessionState::HelperLost);
    assert_eq!(stage.gate(), Some((false, vec![])));

    stage.does(Event::MediaUp { by: H });
    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.gate(), Some((false, vec![H])));
}

#[test]
fn a_helper_who_does_not_return_ends_it() {
    let mut stage = Stage::live();
    stage.does(Event::MediaLost { by: H });

    stage.waits(seconds(120));

    assert_eq!(stage.ended(), Some("helper_lost"));
}

#[test]
fn a_helper_without_a_page_may_connect_as_long_as_anybody_and_fails_like_anybody() {
    let mut stage = Stage::capture_with(&settings());
    stage.does(Event::PageClosed { by: H });

    stage.picks();

    assert_eq!(stage.state(), SessionState::Connecting);
    stage.does(Event::MediaUp { by: S });
    assert_eq!(stage.state(), SessionState::Connecting);
    stage.waits(seconds(45));
    assert_eq!(stage.ended(), Some("connect_failed"));
    assert_eq!(stage.facts()[0].notes["leg"], "helper");
}

#[test]
fn a_helper_gone_while_the_sharer_picks_anew_is_noticed_then() {
    let mut stage = Stage::live();
    let (result, surface) = (CaptureResult::Ended, None);
    stage.does(Event::Capture {
        by: S,
        result,
        surface,
    });
    page_and_media_gone(&mut stage, H);

    stage.picks();

    assert_eq!(stage.state(), SessionState::HelperLost);
    stage.does(Event::MediaRequested {
        by: H,
        fingerprint: print(2),
    });
    assert_eq!(stage.state(), SessionState::Connecting);
}

#[test]
fn a_sharer_gone_while_picking_anew_is_interrupted() {
    let mut stage = Stage::live();
    let (result, surface) = (CaptureResult::Ended, None);
    stage.does(Event::Capture {
        by: S,
        result,
        surface,
    });

    stage.does(Event::MediaLost { by: S });
    assert_eq!(stage.state(), SessionState::Capture);
    stage.does(Event::PageClosed { by: S });

    assert_eq!(stage.state(), SessionState::Interrupted);
}

#[test]
fn a_token_asked_for_with_another_certificate_stops_the_picture_until_it_connects() {
    let mut stage = Stage::live();

    stage.does(Event::MediaRequested {
        by: S,
        fingerprint: print(9),
    });
    assert_eq!(stage.state(), SessionState::Connecting);
    assert_eq!(stage.gate(), Some((false, vec![])));

    stage.does(Event::MediaUp { by: S });
    assert_eq!(stage.state(), SessionState::Live);
}

#[test]
fn another_node_takes_over_by_connecting_again() {
    let mut stage = Stage::live();

    stage.does(Event::Placed { place: place(51) });

    assert_eq!(stage.state(), SessionState::Connecting);
    assert_eq!(stage.actions(), ["session.migrated"]);
    assert!(matches!(stage.commands()[0], bus::Command::Open { .. }));
    assert_eq!(stage.gate(), Some((false, vec![])));
}

#[test]
fn a_node_that_forgot_is_told_everything_again() {
    let mut stage = Stage::live();
    let version = stage.session.version();

    stage.does(Event::LeaseLost);

    assert_eq!(stage.commands().len(), 2);
    assert_eq!(stage.gate(), Some((false, vec![H])));
    assert_eq!(stage.session.version(), version);
}

#[test]
fn another_browser_of_the_sharer_asks_everybody_again() {
    let mut stage = Stage::interrupted();

    stage.does(Event::SharerMoved {
        sharer: newcomer(S2, "phone"),
        grants: vec![(H, noncompliant())],
    });

    assert_eq!(stage.state(), SessionState::Trust);
    assert_eq!(stage.session.sharer().unwrap().participant(), S2);
    assert_eq!(
        stage.tries(Event::Accept { by: H }),
        Err(Fault::WarningsWait)
    );
    assert_eq!(
        stage.tries(Event::Allow {
            by: S,
            helper: None
        }),
        Err(Fault::Nobody)
    );
}

#[test]
fn there_is_one_sharer_and_never_two() {
    let moved = |sharer| Event::SharerMoved {
        sharer,
        grants: vec![(H, compliant())],
    };
    let mut stage = Stage::live();

    assert_eq!(
        stage.tries(moved(newcomer(S2, "phone"))),
        Err(Fault::SharerElsewhere)
    );
    let mut stranger = newcomer(S2, "phone");
    stranger.user = KIM;
    let mut stage = Stage::interrupted();
    assert_eq!(stage.tries(moved(stranger)), Err(Fault::NotTheirs));
}

#[test]
fn what_was_paused_stays_paused_in_another_browser() {
    let mut stage = Stage::paused();
    stage.does(Event::MediaLost { by: S });
    stage.does(Event::SharerMoved {
        sharer: newcomer(S2, "phone"),
        grants: vec![(H, compliant())],
    });
    stage.does(Event::Accept { by: H });
    stage.does(Event::Allow {
        by: S2,
        helper: None,
    });
    let (result, surface) = (CaptureResult::Picked, None);
    stage.does(Event::Capture {
        by: S2,
        result,
        surface,
    });

    stage.does(Event::MediaUp { by: S2 });

    assert_eq!(stage.state(), SessionState::Paused);
}

#[test]
fn the_first_frame_is_recorded_once() {
    let mut stage = Stage::live();

    stage.does(Event::FirstFrame { helper: H });
    assert_eq!(stage.actions(), ["session.media.first_frame"]);
    stage.does(Event::FirstFrame { helper: H });

    assert!(stage.effects.is_empty());
}
