//! What the control plane says, and how soon it holds.

use std::time::Duration;

use lotse_protocol::bus::{Command, LeftWhy, Reply, RosterNotice, Seen};
use lotse_protocol::channel::{FromClient, FromNode};
use lotse_protocol::end::EndReason;
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::fault::AdmitFault;

use super::{left, per_second, world};
use crate::world::{NoEntry, World};

#[test]
fn nothing_flows_before_the_sharers_page_has_shown_the_helper() {
    let (mut world, session) = world();
    world.open(session, RosterNotice::Acknowledged);
    let mut page = world.page(session, World::person(1), MediaRole::Sharer);
    page.acknowledges = false;
    let sharer = world.enter(page).unwrap();
    let helper = world.join(session, World::person(2), MediaRole::Helper);
    world.gate(session, false, &[World::person(2)]);
    world.run_ms(2_000);
    assert_eq!(world.received(helper), 0);

    let roster = world.browsers[sharer].seen.words.iter().rev();
    let version = roster.into_iter().find_map(|word| match word {
        FromNode::Roster {
            version,
            participants,
        } => Some((*version, participants.clone())),
        _ => None,
    });
    let (version, participants) = version.unwrap();
    let ids = participants.iter().map(|entry| entry.id).collect();
    world.browsers[sharer].acknowledged.push((version, ids));
    world.say(sharer, &FromClient::RosterSeen { version });

    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn an_operators_session_needs_no_page_and_waits_for_its_word_and_its_gate() {
    let (mut world, session) = world();
    let helper = world.join(session, World::person(2), MediaRole::Helper);
    let mut page = world.page(session, World::person(1), MediaRole::Sharer);
    page.acknowledges = false;
    page.beats = false;
    world.enter(page).unwrap();
    assert_eq!(per_second(&mut world, helper), 0);
    world.open(session, RosterNotice::Operator);
    assert_eq!(per_second(&mut world, helper), 0);

    world.gate(session, false, &[World::person(2)]);

    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn whoever_the_gate_does_not_allow_gets_nothing_beside_others_who_do() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let other = world.join(session, World::person(3), MediaRole::Helper);

    assert!(per_second(&mut world, helper) > 10);

    assert_eq!(world.received(other), 0);
}

#[test]
fn a_pause_stops_the_picture_and_only_the_control_planes_gate_lets_it_go_on() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    world.say(sharer, &FromClient::Pause);
    world.run_ms(100);
    assert!(world.has_fact(session, |what| *what == Seen::Paused));
    assert!(world.browsers[helper].has_heard(|word| *word == FromNode::Paused));
    assert_eq!(per_second(&mut world, helper), 0);
    world.gate(session, false, &[World::person(2)]);
    assert_eq!(
        per_second(&mut world, helper),
        0,
        "a gate on its way does not open"
    );
    world.say(sharer, &FromClient::Unpause);
    assert_eq!(per_second(&mut world, helper), 0, "asking does not open");
    assert!(world.has_fact(session, |what| *what == Seen::UnpauseRequested));
    let before = world.received(helper);

    world.gate(session, false, &[World::person(2)]);

    assert!(per_second(&mut world, helper) > 10);
    let (_, first) = &world.browsers[helper].seen.packets[before];
    assert_eq!(
        first[6], 0,
        "the first packet after a pause begins a key frame"
    );
    assert!(world.browsers[helper].has_heard(|word| *word == FromNode::Unpaused));
    world.check_received();
}

#[test]
fn a_helper_can_neither_pause_nor_go_on_nor_acknowledge() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    for message in [
        FromClient::Pause,
        FromClient::Unpause,
        FromClient::RosterSeen { version: 1 },
    ] {
        world.say(helper, &message);
    }
    world.run_ms(100);

    assert!(!world.has_fact(session, |what| matches!(
        what,
        Seen::Paused | Seen::UnpauseRequested
    )));
    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn a_revoked_helper_receives_nothing_more_and_does_not_come_back() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let who = World::person(2);

    world.command(Command::Revoke {
        session,
        participant: who,
    });

    world.run_ms(50);
    assert_eq!(per_second(&mut world, helper), 0);
    assert!(left(&world, session, LeftWhy::Revoked));
    assert!(world.browsers[helper].seen.closed);
    let page = world.page(session, who, MediaRole::Helper);
    assert!(matches!(world.enter(page), Err(NoEntry::Refused(_))));
}

#[test]
fn the_end_is_told_to_both_and_nothing_flows_after_it() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    let reason = EndReason::HelperLeft;

    assert_eq!(world.command(Command::End { session, reason }), Reply::Done);

    world.run_ms(100);
    for at in [sharer, helper] {
        assert!(world.browsers[at].has_heard(|word| *word == FromNode::Ended { reason }));
    }
    assert_eq!(per_second(&mut world, helper), 0);
    assert_eq!(world.core.counters().legs, 0, "the legs have said goodbye");
    assert_eq!(world.core.counters().sessions, 0);
    assert!(world.has_fact(
        session,
        |what| matches!(what, Seen::Quality { packets, .. } if *packets > 0)
    ));
    let page = world.page(session, World::person(5), MediaRole::Helper);
    assert_eq!(
        world.enter(page),
        Err(NoEntry::Fault(AdmitFault::SessionOver))
    );
    assert_eq!(
        world.command(Command::End { session, reason }),
        Reply::Done,
        "it may be repeated"
    );
}

#[test]
fn a_lost_word_of_the_end_is_sent_again() {
    let (mut world, session) = world();
    let (sharer, _) = world.live(session);
    world.links.weather.loss_percent = 100;
    world.command(Command::End {
        session,
        reason: EndReason::HelperLeft,
    });
    world.run_ms(100);

    world.links.weather.loss_percent = 0;

    world.run_ms(2_000);
    assert!(world.browsers[sharer].has_heard(|word| matches!(word, FromNode::Ended { .. })));
}

#[test]
fn a_second_sharer_is_refused_and_the_same_one_replaces_their_own_leg() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    let other = world.page(session, World::person(9), MediaRole::Sharer);
    assert_eq!(
        world.enter(other),
        Err(NoEntry::Fault(AdmitFault::SharerPresent))
    );
    let before = world.received(helper);

    let again = world.join(session, World::person(1), MediaRole::Sharer);

    world.run_ms(1_000);
    assert!(world.browsers[sharer].seen.closed);
    assert!(left(&world, session, LeftWhy::Replaced));
    assert!(
        world.received(helper) > before + 10,
        "the new page's picture goes on in the same numbers"
    );
    assert!(world.browsers[again].seen.connected);
    world.check_received();
}

#[test]
fn a_lease_that_runs_out_pauses_and_a_new_one_goes_on() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let soon = world.wall().saturating_add(Duration::from_millis(500));
    world.command(Command::Lease {
        session,
        until: soon,
    });
    world.run_ms(600);
    assert!(world.has_fact(session, |what| *what == Seen::LeaseExpired));
    assert_eq!(per_second(&mut world, helper), 0);

    let later = world.wall().saturating_add(Duration::from_secs(60));
    world.command(Command::Lease {
        session,
        until: later,
    });

    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn a_draining_node_tells_its_pages_and_takes_no_new_session() {
    let (mut world, session) = world();
    let (sharer, _) = world.live(session);

    world.command(Command::Drain);

    world.run_ms(50);
    assert!(world.browsers[sharer].has_heard(|word| *word == FromNode::Move));
    let elsewhere = World::session(2);
    assert_eq!(world.open(elsewhere, RosterNotice::Operator), Reply::Full);
    let page = world.page(elsewhere, World::person(5), MediaRole::Sharer);
    assert_eq!(world.enter(page), Err(NoEntry::Fault(AdmitFault::Draining)));
}
