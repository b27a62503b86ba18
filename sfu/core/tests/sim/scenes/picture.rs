//! The picture: to whom it goes, in which numbers, from which key frame on.

use lotse_protocol::bus::{RosterNotice, Seen};
use lotse_protocol::role::MediaRole;

use super::{per_second, world};
use crate::link::Weather;
use crate::world::World;

#[test]
fn a_helper_sees_the_picture_from_a_key_frame_on() {
    let (mut world, session) = world();

    let (_, helper) = world.live(session);

    assert!(world.received(helper) > 10);
    let (seq, first) = &world.browsers[helper].seen.packets[0];
    assert!(*seq < 65_536);
    assert_eq!(first[6], 0, "the first packet begins a key frame");
    let firsts = world
        .facts
        .iter()
        .filter(|(_, what)| matches!(what, Seen::FirstFrame { .. }));
    assert_eq!(firsts.count(), 1);
    world.check_received();
}

#[test]
fn several_helpers_see_one_picture_each_in_their_own_numbers() {
    let (mut world, session) = world();
    let (_, first) = world.live(session);
    let second = world.join(session, World::person(3), MediaRole::Helper);
    world.gate(session, false, &[World::person(2), World::person(3)]);

    assert!(per_second(&mut world, second) > 10);

    let (seq, payload) = &world.browsers[second].seen.packets[0];
    assert!(
        *seq < 65_536 && payload[6] == 0,
        "a late joiner starts anew, with a key frame"
    );
    assert!(world.received(first) > world.received(second));
    world.check_received();
}

#[test]
fn picture_ids_go_on_over_a_change_of_the_source() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let before = world.received(helper);
    world.join(session, World::person(1), MediaRole::Sharer);
    world.run_ms(1_000);

    let packets = &world.browsers[helper].seen.packets;
    let id = |at: usize| u16::from_be_bytes([packets[at].1[2] & 0x7f, packets[at].1[3]]);
    let frame = |at: usize| u32::from_be_bytes(packets[at].1[23..27].try_into().unwrap());
    let switch = (before..packets.len())
        .find(|at| frame(*at) < frame(at - 1))
        .unwrap();
    assert_eq!(id(switch), id(switch - 1) + 1);
}

#[test]
fn a_helper_may_come_before_the_sharer() {
    let (mut world, session) = world();
    world.open(session, RosterNotice::Acknowledged);
    let helper = world.join(session, World::person(2), MediaRole::Helper);
    world.gate(session, false, &[World::person(2)]);
    assert_eq!(per_second(&mut world, helper), 0);

    world.join(session, World::person(1), MediaRole::Sharer);

    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn media_flow_over_tcp_too() {
    let (mut world, session) = world();
    world.open(session, RosterNotice::Acknowledged);
    let sharer = world.tcp_page(session, World::person(1), MediaRole::Sharer);
    world.enter(sharer).unwrap();
    let helper = world.tcp_page(session, World::person(2), MediaRole::Helper);
    let helper = world.enter(helper).unwrap();
    world.gate(session, false, &[World::person(2)]);
    world.run_ms(1_000);

    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn however_often_helpers_ask_the_sharer_hears_of_it_twice_a_second_at_most() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    let before = world.browsers[sharer].seen.key_frames_asked;
    for _ in 0..100 {
        world.browsers[helper].ask_for_picture();
        let now = world.now;
        world.browsers[helper].drive(now);
        world.collect(helper);
        world.run_ms(20);
    }

    let asked = world.browsers[sharer].seen.key_frames_asked - before;
    assert!((2..=5).contains(&asked), "{asked}");
    assert!(world.core.counters().picture_requests_heard > 10);
}

#[test]
fn a_still_screen_is_shown_to_a_newcomer_even_when_the_first_request_is_lost() {
    let (mut world, session) = world();
    let (sharer, _) = world.live(session);
    world.browsers[sharer].set_picture(false);
    world.run_ms(1_000);
    let second = world.join(session, World::person(3), MediaRole::Helper);
    world.run_ms(500);
    world.links.weather.loss_percent = 100;
    world.gate(session, false, &[World::person(2), World::person(3)]);
    world.run_ms(100);
    world.links.weather.loss_percent = 0;
    let before = world.browsers[sharer].seen.key_frames_asked;

    world.run_ms(1_000);

    assert!(world.browsers[sharer].seen.key_frames_asked > before);
    world.browsers[sharer].set_picture(true);
    assert!(per_second(&mut world, second) > 10);
}

#[test]
fn lost_packets_are_asked_for_and_sent_again() {
    let mut world = World::new(
        4,
        Weather {
            delay_ms: 10,
            jitter_ms: 0,
            loss_percent: 5,
            double_percent: 0,
        },
    );
    let session = World::session(1);
    let (_, helper) = world.live(session);
    world.run_ms(5_000);
    world.links.weather.loss_percent = 0;
    world.run_ms(1_000);

    let numbers: std::collections::BTreeSet<u64> = world.browsers[helper]
        .seen
        .packets
        .iter()
        .map(|(seq, _)| *seq)
        .collect();
    let (first, last) = (*numbers.first().unwrap(), *numbers.last().unwrap());
    let missing = (last - first + 1) as usize - numbers.len();
    assert!(
        missing * 200 < numbers.len(),
        "{missing} of {} are missing",
        numbers.len()
    );
    world.check_received();
}

#[test]
fn what_one_receive_call_brings_is_written_and_sent_whole() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    let before = (world.received(helper), world.core.counters());

    world.run_ms(2_000);

    // Every frame is two packets that come at the same moment, so a helper's packets come in pairs, none lost.
    let after = world.core.counters();
    let received = (world.received(helper) - before.0) as u64;
    assert!(received >= 78, "{received}");
    assert!(after.media_out - before.1.media_out >= received);
    assert_eq!(after.withheld_gate, before.1.withheld_gate);
}

#[test]
fn plain_clients_need_no_data_channel() {
    let (mut world, session) = world();
    let helper = world.plain(session, World::person(2), MediaRole::Helper);
    let helper = world.enter(helper).unwrap();
    let sharer = world.plain(session, World::person(1), MediaRole::Sharer);
    let sharer = world.enter(sharer).unwrap();
    world.open(session, RosterNotice::Operator);
    world.gate(session, false, &[World::person(2)]);
    world.run_ms(1_000);

    assert!(per_second(&mut world, helper) > 10);

    let leg = world.browsers[sharer].leg.unwrap();
    assert!(world.core.remove(world.now, leg));
    world.take_output();
    world.run_ms(100);
    assert_eq!(per_second(&mut world, helper), 0);
}
