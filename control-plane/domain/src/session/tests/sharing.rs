//! LIVE and PAUSED.

use super::*;

fn calm() -> Settings {
    Settings {
        reconfirm_min: Reconfirm::Off,
        ..settings()
    }
}

#[test]
fn a_pause_closes_the_gate_at_once_and_resuming_opens_it() {
    let mut stage = Stage::paused();
    assert_eq!(stage.state(), SessionState::Paused);
    assert_eq!(stage.gate(), Some((true, vec![H])));

    stage.does(Event::Unpause { by: S });

    assert_eq!(stage.state(), SessionState::Live);
    assert_eq!(stage.gate(), Some((false, vec![H])));
    assert_eq!(stage.actions(), ["session.resumed"]);
}

#[test]
fn no_helper_resumes_what_the_sharer_paused() {
    let mut stage = Stage::paused();

    assert_eq!(stage.tries(Event::Unpause { by: H }), Err(Fault::NotTheirs));
}

#[test]
fn pausing_what_is_paused_tells_the_node_that_it_is_known() {
    let mut stage = Stage::paused();

    stage.does(Event::Pause { by: S });

    assert_eq!(stage.gate(), Some((true, vec![H])));
}

#[test]
fn a_pause_ends_after_fifteen_minutes() {
    let mut stage = Stage::paused();

    stage.waits(minutes(15));

    assert_eq!(stage.ended(), Some("pause_timeout"));
}

#[test]
fn a_pause_while_connecting_comes_up_paused() {
    let mut stage = Stage::connecting_with(&settings());
    stage.does(Event::Pause { by: S });
    stage.does(Event::MediaUp { by: S });

    stage.does(Event::MediaUp { by: H });

    assert_eq!(stage.state(), SessionState::Paused);
    assert_eq!(stage.session.first_live(), None);
    stage.does(Event::Unpause { by: S });
    assert_eq!(stage.session.first_live(), Some(stage.now));
}

#[test]
fn unpausing_what_is_not_paused_tells_the_node_again() {
    let mut stage = Stage::live();

    stage.does(Event::Unpause { by: S });

    assert_eq!(stage.gate(), Some((false, vec![H])));
}

#[test]
fn the_sharer_is_asked_every_half_hour_and_silence_pauses() {
    let mut stage = Stage::live();
    stage.waits(minutes(30));
    assert!(
        stage
            .session
            .confirm_wanted(lotse_protocol::role::MediaRole::Sharer)
    );

    stage.waits(seconds(60));

    assert_eq!(stage.state(), SessionState::Paused);
    assert_eq!(stage.facts()[0].reason, Some("reconfirm_unanswered"));
    assert_eq!(stage.gate(), Some((true, vec![H])));
}

#[test]
fn a_confirmed_share_goes_on_for_another_half_hour() {
    let mut stage = Stage::live();
    stage.waits(minutes(30));

    stage.does(Event::Confirm { by: S });
    assert_eq!(stage.facts()[0].reason, Some("reconfirmed"));
    stage.waits(minutes(29));
    assert!(
        !stage
            .session
            .confirm_wanted(lotse_protocol::role::MediaRole::Sharer)
    );
    stage.waits(minutes(1));

    assert!(
        stage
            .session
            .confirm_wanted(lotse_protocol::role::MediaRole::Sharer)
    );
}

#[test]
fn no_helper_confirms_for_the_sharer() {
    let mut stage = Stage::live();
    stage.waits(minutes(30));
    stage.does(Event::Confirm { by: H });

    stage.waits(seconds(60));

    assert_eq!(stage.state(), SessionState::Paused);
}

#[test]
fn an_idle_session_is_asked_and_ends() {
    let mut stage = Stage::live_with(&calm());
    stage.waits(minutes(30));
    assert_eq!(stage.state(), SessionState::Live);

    stage.waits(seconds(60));

    assert_eq!(stage.ended(), Some("idle_timeout"));
}

#[test]
fn whoever_only_looks_on_keeps_no_idle_session_alive() {
    let mut stage = Stage::live_with(&calm());
    stage.does(Event::Invite {
        by: K,
        participant: K,
        grant: grant(KIM, Part::Observer, Compliance::Compliant),
    });
    stage.does(Event::Accept { by: K });
    stage.does(Event::Allow {
        by: S,
        helper: Some(K),
    });
    stage.waits(minutes(30));

    assert_eq!(stage.tries(Event::Confirm { by: K }), Err(Fault::NotTheirs));

    stage.waits(seconds(60));
    assert_eq!(stage.ended(), Some("idle_timeout"));
}

#[test]
fn a_sign_of_life_puts_idleness_off() {
    let mut stage = Stage::live_with(&calm());
    stage.waits(minutes(20));
    stage.does(Event::Active);
    stage.waits(minutes(29));
    assert_eq!(stage.session.deadline().unwrap().1, Timer::AskIdle);

    stage.waits(minutes(1));
    stage.does(Event::Confirm { by: H });

    stage.waits(minutes(29));
    assert_eq!(stage.state(), SessionState::Live);
}

#[test]
fn every_line_of_chat_does_not_write_the_session() {
    let mut stage = Stage::live_with(&calm());
    stage.waits(seconds(1));

    stage.does(Event::Active);

    assert!(stage.effects.is_empty());
}

#[test]
fn the_longest_session_ends_in_whatever_state() {
    let quarter = Settings {
        max_duration_min: Whole::fixed::<15>(),
        ..settings()
    };
    let mut stage = Stage::live_with(&quarter);
    stage.waits(minutes(14));
    stage.does(Event::MediaLost { by: S });

    stage.waits(minutes(1));

    assert_eq!(stage.ended(), Some("max_duration"));
}

#[test]
fn an_unanswered_question_survives_an_interruption() {
    let mut stage = Stage::live();
    stage.waits(minutes(30));
    stage.does(Event::MediaLost { by: S });
    stage.waits(seconds(90));

    stage.does(Event::MediaUp { by: S });

    assert_eq!(stage.state(), SessionState::Paused);
    assert!(!stage.session.is_due(stage.now));
}
