//! TRUST and CAPTURE.

use super::*;

#[test]
fn accept_and_allow_lead_on_in_any_order() {
    for order in [[0, 1], [1, 0]] {
        let mut stage = Stage::trust_with(&settings(), compliant());
        for who in order {
            assert_eq!(stage.state(), SessionState::Trust);
            stage.does(match who {
                0 => Event::Accept { by: H },
                _ => Event::Allow {
                    by: S,
                    helper: None,
                },
            });
        }
        assert_eq!(stage.state(), SessionState::Capture);
    }
}

#[test]
fn no_accept_before_the_warnings_are_acknowledged() {
    let mut stage = Stage::trust_with(&settings(), noncompliant());

    assert_eq!(
        stage.tries(Event::Accept { by: H }),
        Err(Fault::WarningsWait)
    );
    let warnings = vec![WarningKind::FirstContact];
    stage.does(Event::Acknowledge { by: H, warnings });
    assert_eq!(
        stage.tries(Event::Accept { by: H }),
        Err(Fault::WarningsWait)
    );

    let warnings = vec![WarningKind::DeviceNoncompliant];
    stage.does(Event::Acknowledge { by: H, warnings });
    assert_eq!(stage.actions(), ["session.warning.acked"]);
    stage.does(Event::Accept { by: H });
    assert_eq!(stage.actions(), ["session.helper.accepted"]);
}

#[test]
fn the_trust_screen_and_its_warnings_are_on_the_record() {
    let mut stage = Stage::open();
    stage.does(Event::Redeem {
        sharer: newcomer(S, "laptop"),
    });

    stage.does(Event::JoinPassed {
        grant: noncompliant(),
    });

    assert_eq!(
        stage.actions(),
        ["session.trust.shown", "session.warning.shown"]
    );
    assert_eq!(stage.facts()[0].notes["evidence"], "inferred");
    assert_eq!(stage.facts()[1].notes["warnings"], "device_noncompliant");
    assert!(stage.facts()[1].device.is_some());
}

#[test]
fn nobody_answers_for_the_other() {
    let mut stage = Stage::trust_with(&settings(), compliant());

    for event in [
        Event::Accept { by: S },
        Event::Allow {
            by: H,
            helper: None,
        },
        Event::Decline {
            by: H,
            helper: None,
        },
        Event::Cancel { by: S },
        Event::Pause { by: H },
        Event::Report { by: H },
        Event::ExtendCode { by: S },
    ] {
        let named = format!("{event:?}");
        assert_eq!(stage.tries(event), Err(Fault::NotTheirs), "{named}");
    }
    assert_eq!(stage.tries(Event::Accept { by: K }), Err(Fault::Nobody));
}

#[test]
fn decline_and_cancel_end_it() {
    let mut declined = Stage::trust_with(&settings(), compliant());
    let mut cancelled = Stage::trust_with(&settings(), compliant());

    declined.does(Event::Decline {
        by: S,
        helper: None,
    });
    cancelled.does(Event::Cancel { by: H });

    assert_eq!(declined.ended(), Some("sharer_declined"));
    assert_eq!(
        declined.actions(),
        ["session.sharer.declined", "session.ended"]
    );
    assert_eq!(cancelled.ended(), Some("helper_cancelled"));
}

#[test]
fn a_reload_takes_back_ones_own_answer_alone() {
    let mut stage = Stage::trust_with(&settings(), noncompliant());
    let warnings = vec![WarningKind::DeviceNoncompliant];
    stage.does(Event::Acknowledge { by: H, warnings });
    stage.does(Event::Accept { by: H });
    stage.does(Event::PageClosed { by: S });
    stage.does(Event::PageOpened { by: S });
    assert_eq!(stage.session.helpers()[0].stance(), Stance::Accepted);

    stage.does(Event::PageClosed { by: H });
    stage.does(Event::PageOpened { by: H });

    assert_eq!(stage.session.helpers()[0].stance(), Stance::Considering);
    stage.does(Event::Allow {
        by: S,
        helper: None,
    });
    assert_eq!(stage.state(), SessionState::Trust);
    assert_eq!(
        stage.tries(Event::Accept { by: H }),
        Err(Fault::WarningsWait)
    );

    stage.does(Event::PageClosed { by: S });
    assert!(!stage.session.helpers()[0].allowed());
}

#[test]
fn the_trust_screen_waits_five_minutes() {
    let mut stage = Stage::trust_with(&settings(), compliant());

    stage.waits(minutes(5));

    assert_eq!(stage.ended(), Some("consent_timeout"));
}

#[test]
fn no_media_before_both_have_agreed() {
    let mut stage = Stage::trust_with(&settings(), compliant());
    stage.does(Event::Accept { by: H });

    for by in [S, H] {
        let fingerprint = print(1);
        assert_eq!(
            stage.tries(Event::MediaRequested { by, fingerprint }),
            Err(Fault::NotNow)
        );
        assert!(!stage.session.may_connect(by));
    }
    assert!(stage.session.media_commands(stage.now).is_empty());
}

#[test]
fn a_closed_picker_stays_and_is_on_the_record() {
    let mut stage = Stage::capture_with(&settings());

    for (result, action) in [
        (CaptureResult::Cancelled, "session.capture.cancelled"),
        (CaptureResult::Denied, "session.capture.denied"),
    ] {
        let surface = None;
        stage.does(Event::Capture {
            by: S,
            result,
            surface,
        });
        assert_eq!(stage.state(), SessionState::Capture);
        assert_eq!(stage.actions(), [action]);
    }
    stage.waits(minutes(2));
    assert_eq!(stage.ended(), Some("capture_timeout"));
}

#[test]
fn only_what_the_tenant_allows_is_shared() {
    let monitors = |unknown_surface| Settings {
        surfaces: Surfaces::Monitor,
        unknown_surface,
        ..settings()
    };
    for (unknown_surface, surface, passes) in [
        (UnknownSurface::Allow, Some(Surface::Monitor), true),
        (UnknownSurface::Allow, Some(Surface::Tab), false),
        (UnknownSurface::Allow, None, true),
        (UnknownSurface::Refuse, None, false),
        (UnknownSurface::Refuse, Some(Surface::Unknown), false),
    ] {
        let mut stage = Stage::capture_with(&monitors(unknown_surface));
        let result = CaptureResult::Picked;
        let picked = stage.tries(Event::Capture {
            by: S,
            result,
            surface,
        });
        assert_eq!(picked.is_ok(), passes, "{unknown_surface:?} {surface:?}");
    }
}

#[test]
fn something_else_is_judged_like_the_first_and_a_no_leaves_what_is_shared() {
    let monitors = Settings {
        surfaces: Surfaces::Monitor,
        ..settings()
    };
    let mut live = Stage::live_with(&monitors);
    let mut paused = Stage::live_with(&monitors);
    paused.does(Event::Pause { by: S });
    let pick = |surface| Event::Capture {
        by: S,
        result: CaptureResult::Picked,
        surface: Some(surface),
    };

    for stage in [&mut live, &mut paused] {
        let (before, state) = (stage.session.clone(), stage.state());
        let refused = stage.tries(pick(Surface::Window));
        assert_eq!(refused, Err(Fault::SurfaceNotAllowed));
        assert!(stage.session == before);

        stage.does(pick(Surface::Monitor));

        assert_eq!(stage.state(), state);
        assert_eq!(stage.actions(), ["session.capture.switched"]);
        assert_eq!(stage.facts()[0].notes["surface"], "monitor");
        assert_eq!(stage.session.surface(), Some(Surface::Monitor));
        assert_eq!(stage.gate(), None, "the picture goes on");
    }
}

#[test]
fn no_helper_picks_for_the_sharer_and_an_ended_capture_shares_nothing() {
    let mut stage = Stage::live();
    let by_helper = Event::Capture {
        by: H,
        result: CaptureResult::Picked,
        surface: Some(Surface::Monitor),
    };
    assert_eq!(stage.tries(by_helper), Err(Fault::NotTheirs));

    stage.does(Event::Capture {
        by: S,
        result: CaptureResult::Ended,
        surface: None,
    });

    assert_eq!(stage.session.surface(), None);
}

#[test]
fn without_a_node_nothing_is_picked() {
    let mut stage = Stage::open();
    stage.does(Event::Redeem {
        sharer: newcomer(S, "laptop"),
    });
    stage.does(Event::JoinPassed { grant: compliant() });
    stage.does(Event::Accept { by: H });
    stage.does(Event::Allow {
        by: S,
        helper: None,
    });

    let picked = stage.tries(Event::Capture {
        by: S,
        result: CaptureResult::Picked,
        surface: None,
    });

    assert_eq!(picked, Err(Fault::NoNode));
}

#[test]
fn a_sharer_gone_before_it_was_ever_live_ends_it_soon() {
    let mut stage = Stage::capture_with(&settings());
    stage.does(Event::PageClosed { by: S });

    stage.times_out();

    assert_eq!(stage.ended(), Some("sharer_absent"));
    assert_eq!(stage.now.since(NOW), seconds(10));
}

#[test]
fn a_reload_while_picking_costs_nothing() {
    let mut stage = Stage::capture_with(&settings());
    stage.does(Event::PageClosed { by: S });
    stage.waits(seconds(5));
    stage.does(Event::PageOpened { by: S });

    stage.waits(seconds(60));

    assert_eq!(stage.state(), SessionState::Capture);
}
