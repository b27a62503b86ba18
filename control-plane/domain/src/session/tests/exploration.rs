//! Every reachable state of the machine, with every event in each: the invariants hold, nothing is a dead end, every end
//! reason can be reached. Time stands still while exploring and timers fire in any order, which is more than can happen.

use std::collections::{BTreeSet, HashSet, VecDeque};

use super::moves::{Move, alone, event, together};
use super::*;
use crate::audit::Action;
use crate::policy::Refusal;
use crate::session::state::{Clock, Phase, Picture, Question};

/// What tells two states apart, without times and counters.
fn key(session: &Session) -> Vec<u8> {
    let mut key = vec![session.place.map_or(0, |p| p.node.uuid().as_bytes()[15])];
    for seat in &session.helpers {
        let warnings: u8 = seat
            .warnings
            .iter()
            .map(|held| 1 + u8::from(held.acknowledged))
            .sum();
        key.extend([
            seat.participant().uuid().as_bytes()[15],
            u8::from(seat.page == Page::Here),
            u8::from(seat.media == Media::Connected),
            u8::from(seat.stance == Stance::Accepted),
            u8::from(seat.allowed),
            warnings,
        ]);
    }
    key.push(match &session.state {
        State::Open(open) => open.entrance.refused_joins,
        State::Joining(joining) => 10 + joining.entrance.refused_joins,
        State::Paired(_) => 20,
        State::Ended(ended) => 30 + u8::try_from(ended.reason as usize).unwrap(),
    });
    if let State::Paired(paired) = &session.state {
        let question = |question| match question {
            Question::Off => 0,
            Question::Due { .. } => 1,
            Question::Asked { .. } => 2,
        };
        key.extend([
            paired.phase as u8,
            paired.sharer.participant().uuid().as_bytes()[15],
            u8::from(paired.sharer.page == Page::Here),
            u8::from(paired.sharer.media == Media::Connected),
            paired
                .sharer
                .fingerprint
                .map_or(0, |print| print.bytes()[0]),
            u8::from(paired.picture == Picture::Shown),
            match paired.clock {
                Clock::Asking => 0,
                Clock::Agreed { .. } => 1,
                Clock::Live { .. } => 2,
            },
            question(paired.confirm),
            question(paired.idle),
            u8::from(paired.room.is_some()),
        ]);
    }
    key
}

fn step(before: &Session, tried: Move, refusal: Refusal) -> Option<(Session, Vec<Effect>)> {
    if let Move::Fires(timer) = tried {
        let mut step = Step::new(NOW, before.clone());
        step.on_timer(timer);
        step.settle();
        return Some(step.finish(Some(before)));
    }
    let mut after = before.clone();
    match after.handle(NOW, event(before, tried, refusal)?) {
        Ok(effects) => Some((after, effects)),
        Err(_) => {
            assert!(
                after == *before,
                "{tried:?} was refused and changed something"
            );
            None
        }
    }
}

struct Explored {
    states: usize,
    edges: usize,
    reasons: BTreeSet<EndReason>,
    names: BTreeSet<SessionState>,
}

fn explore(moves: &[Move]) -> Explored {
    let refusal = super::entrance::refusal();
    let settings = Settings {
        surfaces: Surfaces::Monitor,
        unknown_surface: UnknownSurface::Allow,
        ..settings()
    };
    let (start, _) = Session::create(NOW, &offer(&settings), &settings, create());
    let mut seen = HashSet::from([key(&start)]);
    let mut queue = VecDeque::from([start]);
    let mut explored = Explored {
        states: 0,
        edges: 0,
        reasons: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    while let Some(before) = queue.pop_front() {
        explored.states += 1;
        explored.names.insert(before.state());
        explored.reasons.extend(before.end_reason());
        holds(&before, NOW);
        let timers = before
            .timers()
            .into_iter()
            .map(|(_, timer)| Move::Fires(timer));
        for tried in moves.iter().copied().chain(timers) {
            let Some((after, effects)) = step(&before, tried, refusal) else {
                continue;
            };
            explored.edges += 1;
            follows(&before, tried, &after, &effects);
            if seen.insert(key(&after)) {
                queue.push_back(after);
            }
        }
    }
    explored
}

/// What must be true in every state.
pub(super) fn holds(session: &Session, now: Timestamp) {
    let name = session.state();
    if let State::Paired(paired) = &session.state {
        let gate = paired.room.as_ref().map(|room| &room.gate);
        let flows = gate.is_some_and(|gate| !gate.paused && !gate.allowed.is_empty());
        let showing = paired.phase == Phase::Connected && paired.picture == Picture::Shown;
        assert!(!flows || showing, "I1: frames flow in {name:?}");
        for receiver in gate.iter().flat_map(|gate| &gate.allowed) {
            let seat = session
                .helpers
                .iter()
                .find(|seat| seat.participant() == *receiver);
            let seat = seat.expect("I1: frames to nobody of the session");
            assert!(
                seat.allowed && seat.stance == Stance::Accepted && seat.warned(),
                "I1"
            );
        }
        if paired.phase == Phase::Connected {
            let helped = session.helpers.iter().any(|seat| {
                seat.agreed()
                    && seat.media == Media::Connected
                    && seat.role() == lotse_protocol::role::MediaRole::Helper
            });
            assert!(
                helped && paired.sharer.media == Media::Connected,
                "trap 1: {name:?} alone"
            );
        }
        if paired.phase != Phase::Trust {
            let agreed = session.helpers.iter().any(HelperSeat::agreed);
            assert!(agreed, "{name:?} without a yes of both");
        }
        assert_eq!(session.code(), CodeStanding::Bound);
    }
    match session.end_reason() {
        Some(reason) => {
            assert_eq!(session.code(), CodeStanding::Dead, "I3");
            assert_eq!(session.deadline(), None, "I3");
            let end = bus::Command::End {
                session: session.id,
                reason,
            };
            assert_eq!(session.media_commands(now), [end], "I3");
        }
        None => {
            leads_to_the_end_by_itself(session);
            one_click_ends_it(session, now);
        }
    }
    let users: Vec<_> = session.users().collect();
    let distinct: BTreeSet<_> = users.iter().collect();
    assert_eq!(users.len(), distinct.len(), "somebody sits twice");
    assert!(session.helpers.len() <= session.terms.helpers);
}

/// I6: if nobody does anything any more, timers alone lead to the end.
fn leads_to_the_end_by_itself(session: &Session) {
    let mut left = session.clone();
    for _ in 0..12 {
        let Some((at, _)) = left.deadline() else {
            break;
        };
        left.handle(at, Event::Tick).unwrap();
    }
    assert!(
        left.end_reason().is_some(),
        "I6: {:?} never ends",
        session.state()
    );
}

/// I5: the sharer can end it in every state.
fn one_click_ends_it(session: &Session, now: Timestamp) {
    let Some(sharer) = session.sharer() else {
        return;
    };
    let mut left = session.clone();
    let by = sharer.participant();
    left.handle(now, Event::Leave { by }).expect("I5");
    assert_eq!(left.end_reason(), Some(EndReason::SharerLeft), "I5");
}

/// What must be true of every step.
pub(super) fn follows(before: &Session, tried: Move, after: &Session, effects: &[Effect]) {
    let told = |name: &str| {
        format!(
            "{name}: {:?} --{tried:?}--> {:?}",
            before.state(),
            after.state()
        )
    };
    let changed = effects
        .iter()
        .any(|effect| matches!(effect, Effect::Changed { .. }));
    assert_eq!(
        changed,
        after.version == before.version + 1,
        "{}",
        told("version")
    );
    assert_eq!(changed, before != after, "{}", told("changed"));
    gates_are_told(before, after, effects, &told("gate"));
    one_fact_for_the_state(before, after, effects, &told("fact"));

    nobody_is_answered_for(before, tried, after, &told("answers"));
    surfaces_are_judged(before, tried, after, &told("surface"));
    let sharer = |session: &Session| session.sharer().map(SharerSeat::participant);
    match (sharer(before), sharer(after)) {
        (Some(was), Some(is)) if was != is => {
            assert_eq!(tried, Move::Moved, "{}", told("I2"));
            assert_eq!(after.state(), SessionState::Trust, "{}", told("I2"));
        }
        (None, Some(_)) => assert_eq!(tried, Move::Redeem, "{}", told("I2")),
        (Some(_), None) => assert_eq!(before.state(), SessionState::Joining, "{}", told("I2")),
        (Some(_), Some(_)) | (None, None) => {}
    }
    if let (State::Paired(was), State::Paired(is)) = (&before.state, &after.state)
        && matches!(was.picture, Picture::Paused { .. })
        && is.picture == Picture::Shown
    {
        assert_eq!(tried, Move::Unpause, "{}", told("trap 2"));
    }
}

/// Answers are each person's own: Accept after the warnings (I4), Allow from the sharer alone (I7).
fn nobody_is_answered_for(before: &Session, tried: Move, after: &Session, told: &str) {
    let accepted = |session: &Session, who| {
        let seat = session
            .helpers
            .iter()
            .find(|seat| seat.participant() == who);
        seat.is_some_and(|seat| seat.stance == Stance::Accepted)
    };
    for seat in &before.helpers {
        let who = seat.participant();
        if !accepted(before, who) && accepted(after, who) {
            assert!(tried == Move::Accept(who) && seat.warned(), "I4: {told}");
        }
    }
    for seat in after.helpers.iter().filter(|seat| seat.allowed) {
        let who = seat.participant();
        let was = before
            .helpers
            .iter()
            .any(|seat| seat.participant() == who && seat.allowed);
        let by_sharer = matches!(tried, Move::Allow(_));
        assert!(was || by_sharer, "I7: {told}");
    }
}

/// Only what the tenant lets people share is ever shared, and only after its own yes.
fn surfaces_are_judged(before: &Session, tried: Move, after: &Session, told: &str) {
    let Some(surface) = after.surface() else {
        return;
    };
    assert!(after.terms.permit(surface), "{told}: {surface:?} is shared");
    if before.surface() != Some(surface) {
        let picked = matches!(
            tried,
            Move::Picks(_) | Move::Captured(CaptureResult::Picked)
        );
        assert!(picked, "{told}: {surface:?} out of nothing");
    }
}

/// The node hears of every change of who may receive, and of the end.
fn gates_are_told(before: &Session, after: &Session, effects: &[Effect], told: &str) {
    let room = |session: &Session| match &session.state {
        State::Paired(paired) => paired.room.clone(),
        State::Open(_) | State::Joining(_) | State::Ended(_) => None,
    };
    let mut gates = effects.iter().filter_map(|effect| match effect {
        Effect::Command(bus::Command::Gate {
            paused, allowed, ..
        }) => Some((*paused, allowed)),
        Effect::Command(_) | Effect::Audit(_) | Effect::Changed { .. } => None,
    });
    let last = gates.next_back();
    if let Some(room) = room(after) {
        let differs = before_gate(before) != Some(&room.gate);
        assert!(
            !differs || last == Some((room.gate.paused, &room.gate.allowed)),
            "{told}"
        );
    }
    let ends = effects
        .iter()
        .any(|effect| matches!(effect, Effect::Command(bus::Command::End { .. })));
    let closes = room(before).is_some() && after.end_reason().is_some();
    assert_eq!(ends, closes, "{told}: the room at the end");
}

fn before_gate(session: &Session) -> Option<&state::Gate> {
    match &session.state {
        State::Paired(paired) => paired.room.as_ref().map(|room| &room.gate),
        State::Open(_) | State::Joining(_) | State::Ended(_) => None,
    }
}

/// Every change of state is on the record, by the fact that says where it went.
fn one_fact_for_the_state(before: &Session, after: &Session, effects: &[Effect], told: &str) {
    let facts = effects.iter().filter_map(|effect| match effect {
        Effect::Audit(fact) => Some(fact),
        Effect::Command(_) | Effect::Changed { .. } => None,
    });
    let entered: Vec<_> = facts
        .clone()
        .filter_map(|fact| enters(fact.action))
        .collect();
    let numbers = facts.map(|fact| fact.session_seq);
    assert!(numbers.eq(before.facts + 1..=after.facts), "{told}");
    if before.state() != after.state() {
        let last = *entered.last().unwrap_or_else(|| panic!("{told}: no fact"));
        assert_eq!(last, after.state(), "{told}: {entered:?}");
    }
    assert!(entered.len() <= 2, "{told}: {entered:?}");
}

/// The states that an action says were entered.
fn enters(action: Action) -> Option<SessionState> {
    let (_, to) = ENTERS.iter().find(|(entering, _)| *entering == action)?;
    Some(*to)
}

const ENTERS: [(Action, SessionState); 15] = [
    (Action::SessionCreated, SessionState::Open),
    (Action::JoinDenied, SessionState::Open),
    (Action::RedeemOk, SessionState::Joining),
    (Action::TrustShown, SessionState::Trust),
    (Action::CaptureAsked, SessionState::Capture),
    (Action::CaptureEnded, SessionState::Capture),
    (Action::CapturePicked, SessionState::Connecting),
    (Action::MediaConnecting, SessionState::Connecting),
    (Action::SessionMigrated, SessionState::Connecting),
    (Action::Live, SessionState::Live),
    (Action::Resumed, SessionState::Live),
    (Action::Paused, SessionState::Paused),
    (Action::Interrupted, SessionState::Interrupted),
    (Action::HelperLost, SessionState::HelperLost),
    (Action::Ended, SessionState::Ended),
];

#[test]
fn every_state_around_one_helper_keeps_the_invariants() {
    let explored = explore(&alone());

    assert!(explored.states > 10_000 && explored.edges > 300_000);
    assert_eq!(explored.names.len(), 10);
    let all: BTreeSet<_> = EndReason::ALL.iter().copied().collect();
    let missing: Vec<_> = all.difference(&explored.reasons).collect();
    assert_eq!(missing, [&EndReason::PolicyBlocked], "covered in roster");
}

#[test]
fn every_state_around_two_helpers_keeps_the_invariants() {
    let explored = explore(&together());

    assert!(explored.states > 10_000 && explored.edges > 300_000);
    assert_eq!(explored.names.len(), 10);
}
