//! Random histories with real time in them: nothing panics, nothing breaks an invariant, and what is stored is what was.

use proptest::prelude::*;

use super::exploration::{follows, holds};
use super::moves::{Move, alone, event, together};
use super::*;

/// One thing after another, with some time between: mostly none, sometimes enough for a timer.
fn history() -> impl Strategy<Value = (bool, Vec<(usize, u64)>)> {
    let wait = prop_oneof![6 => Just(0_u64), 3 => 0..5_000_u64, 1 => 0..200_000_u64, 1 => 0..2_000_000_u64];
    (
        any::<bool>(),
        prop::collection::vec((any::<usize>(), wait), 0..160),
    )
}

fn run(moves: &[Move], history: &[(usize, u64)]) {
    let refusal = super::entrance::refusal();
    // Straight to the trust screen, since random tries rarely get there.
    let mut stage = Stage::trust_with(&settings(), compliant());
    for (tried, wait) in history {
        stage.now = stage.now.saturating_add(Duration::from_millis(*wait));
        while stage.session.is_due(stage.now) {
            stage.does(Event::Tick);
        }
        if stage.session.end_reason().is_some() {
            break;
        }
        let tried = moves[tried % moves.len()];
        let before = stage.session.clone();
        let Some(event) = event(&before, tried, refusal) else {
            continue;
        };
        match stage.tries(event) {
            Ok(()) => follows(&before, tried, &stage.session, &stage.effects),
            Err(_) => assert!(
                before == stage.session,
                "{tried:?} was refused and changed something"
            ),
        }
        assert!(
            !stage.session.is_due(stage.now),
            "{tried:?} left a timer due"
        );
        holds(&stage.session, stage.now);
        let stored = serde_json::to_vec(&stage.session).unwrap();
        assert!(serde_json::from_slice::<Session>(&stored).unwrap() == stage.session);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_an_invariant((one_helper, history) in history()) {
        let moves = if one_helper { alone() } else { together() };
        run(&moves, &history);
    }
}
