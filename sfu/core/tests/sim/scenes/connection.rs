//! Legs: how they begin, move and end.

use lotse_protocol::bus::{LeftWhy, RosterNotice};
use lotse_protocol::channel::{ByeReason, FromClient};
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::fault::PatchFault;

use super::{left, per_second, world};
use crate::world::World;

#[test]
fn an_answer_offers_every_candidate_and_is_ice_lite_and_passive() {
    let (mut world, session) = world();
    let at = world.join(session, World::person(1), MediaRole::Sharer);

    let answer = &world.answers[&at];

    assert!(answer.contains("a=ice-lite"));
    assert!(answer.contains("a=setup:passive"));
    let candidates: Vec<&str> = answer
        .lines()
        .filter(|line| line.starts_with("a=candidate"))
        .collect();
    assert!(
        candidates
            .iter()
            .any(|line| line.contains(" udp ") && line.contains(" 443 typ host"))
    );
    assert!(
        candidates
            .iter()
            .any(|line| line.contains(" tcp ") && line.contains("tcptype passive"))
    );
    for codec in ["VP8", "VP9", "AV1", "H264"] {
        assert!(answer.contains(codec), "{codec}");
    }
    assert!(answer.contains("a=recvonly") && !answer.contains("a=sendrecv"));
}

#[test]
fn a_page_that_will_only_be_the_dtls_server_is_met_by_a_client() {
    let (mut world, session) = world();
    let mut ids = Vec::new();
    for (n, role) in [(1, MediaRole::Sharer), (2, MediaRole::Helper)] {
        let mut page = world.page(session, World::person(n), role);
        page.offer = page.offer.replace("a=setup:actpass", "a=setup:passive");
        ids.push(world.enter(page).unwrap());
    }
    world.open(session, RosterNotice::Acknowledged);
    world.gate(session, false, &[World::person(2)]);

    world.run_ms(3_000);

    assert!(world.answers[&ids[0]].contains("a=setup:active"));
    assert!(per_second(&mut world, ids[1]) > 10);
    world.check_received();
}

#[test]
fn an_ice_restart_moves_a_helper_to_a_new_address_without_a_gap_in_numbers() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let leg = world.browsers[helper].leg.unwrap();
    let fragment = world.browsers[helper].restart_ice();
    world.browsers[helper].address.set_port(50_000);
    world.browsers[helper].move_to_address();

    let answer = world
        .core
        .patch(world.now, leg, &fragment)
        .unwrap()
        .unwrap();

    world.take_output();
    let last = world.answers[&helper].clone();
    let now = world.now;
    world.browsers[helper].accept_restart(&last, &answer, now);
    world.collect(helper);
    world.run_ms(1_000);
    assert!(per_second(&mut world, helper) > 10);
    assert_eq!(world.core.counters().ice_restarts, 1);
    world.check_received();
}

#[test]
fn a_helper_who_roams_all_day_always_finds_the_way_back() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let leg = world.browsers[helper].leg.unwrap();

    for port in 50_000..50_040 {
        let fragment = world.browsers[helper].restart_ice();
        world.browsers[helper].address.set_port(port);
        world.browsers[helper].move_to_address();
        let answer = world.core.patch(world.now, leg, &fragment);
        let answer = answer.unwrap().unwrap();
        world.take_output();
        let last = world.answers[&helper].clone();
        let now = world.now;
        world.browsers[helper].accept_restart(&last, &answer, now);
        world.answers.insert(helper, last);
        world.collect(helper);
        world.run_ms(2_000);
    }

    assert_eq!(world.core.counters().dropped_addresses, 0);
    assert!(per_second(&mut world, helper) > 10);
    world.check_received();
}

#[test]
fn trickled_candidates_are_taken_and_ignored_and_rubbish_is_refused() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let leg = world.browsers[helper].leg.unwrap();
    let offer = world.browsers[helper].offer.clone();
    let own = offer.lines().filter(|line| line.starts_with("a=ice-"));
    let fragment = own.fold(String::new(), |all, line| all + line + "\r\n")
        + "a=candidate:1 1 UDP 1 192.0.2.9 9 typ host\r\n";

    let trickle = world.core.patch(world.now, leg, &fragment);

    assert_eq!(trickle, Ok(None));
    assert_eq!(
        world.core.patch(world.now, leg, "hello"),
        Err(PatchFault::Unreadable)
    );
}

#[test]
fn a_leg_that_never_connects_is_closed() {
    let (mut world, session) = world();
    let mut page = world.page(session, World::person(1), MediaRole::Sharer);
    page.frozen = true;
    world.enter(page).unwrap();

    world.run_ms(31_000);

    assert!(left(&world, session, LeftWhy::NeverConnected));
    assert_eq!(
        world.core.counters().sessions,
        0,
        "a session that was never opened is not kept"
    );
}

#[test]
fn a_goodbye_is_known_at_once_with_its_reason() {
    for (reason, why) in [
        (ByeReason::Left, LeftWhy::Bye),
        (ByeReason::ReportedSuspicious, LeftWhy::ReportedSuspicious),
    ] {
        let (mut world, session) = world();
        let (sharer, _) = world.live(session);

        world.say(sharer, &FromClient::Bye { reason });

        world.run_ms(50);
        assert!(left(&world, session, why));
    }
}

#[test]
fn a_deleted_leg_is_gone_and_its_peer_is_told() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let leg = world.browsers[helper].leg.unwrap();

    assert!(world.core.remove(world.now, leg));

    world.take_output();
    world.run_ms(50);
    assert!(left(&world, session, LeftWhy::Deleted));
    assert!(world.browsers[helper].seen.closed);
    assert!(!world.core.remove(world.now, leg));
}
