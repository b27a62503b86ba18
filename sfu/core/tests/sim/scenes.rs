//! Single scenes: each one rule of the house, seen from outside.

use std::time::Duration;

use lotse_protocol::bus::{Command, LeftWhy, Reply, RosterNotice, Seen};
use lotse_protocol::channel::{ByeReason, ChatRefusal, FromClient, FromNode};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::SessionId;
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::fault::{AdmitFault, PatchFault};

use crate::link::Weather;
use crate::world::{NoEntry, World};

fn world() -> (World, SessionId) {
    (World::new(1, Weather::FAIR), World::session(1))
}

fn left(world: &World, session: SessionId, wanted: LeftWhy) -> bool {
    world.has_fact(
        session,
        |what| matches!(what, Seen::Left { why, .. } if *why == wanted),
    )
}

/// How many packets a page receives within a second.
fn per_second(world: &mut World, at: usize) -> usize {
    let before = world.received(at);
    world.run_ms(1_000);
    world.received(at) - before
}

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
fn a_silent_sharer_is_quiet_after_700_ms_and_interrupted_after_2500() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    let frozen = world.now;
    world.browsers[sharer].frozen = true;
    let heard =
        |world: &World, wanted: fn(&FromNode) -> bool| world.browsers[helper].has_heard(wanted);

    world.run_until(frozen + Duration::from_millis(1_000));
    assert!(heard(&world, |word| matches!(word, FromNode::Quiet { .. })));
    assert!(!heard(&world, |word| matches!(
        word,
        FromNode::Interrupted { .. }
    )));
    world.run_until(frozen + Duration::from_millis(2_700));
    assert!(heard(&world, |word| matches!(
        word,
        FromNode::Interrupted { .. }
    )));
    assert!(world.has_fact(session, |what| matches!(
        what,
        Seen::Interrupted {
            role: MediaRole::Sharer,
            ..
        }
    )));

    world.browsers[sharer].frozen = false;

    world.run_ms(1_000);
    assert!(heard(&world, |word| *word == FromNode::Back));
}

#[test]
fn a_suspect_who_is_gone_is_interrupted_within_400_ms() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    world.browsers[sharer].frozen = true;
    world.run_ms(20);

    world.command(Command::Suspect {
        session,
        participant: World::person(1),
    });

    world.run_ms(400);
    assert!(world.browsers[helper].has_heard(|word| matches!(word, FromNode::Interrupted { .. })));
}

#[test]
fn a_silent_helper_is_interrupted_after_3_s_gets_nothing_and_comes_back() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    world.browsers[helper].frozen = true;
    world.run_ms(3_500);
    assert!(world.has_fact(session, |what| matches!(
        what,
        Seen::Interrupted {
            role: MediaRole::Helper,
            ..
        }
    )));
    let sent = world.media_sent;
    world.run_ms(1_000);
    assert_eq!(
        world.media_sent, sent,
        "nobody sends to who does not answer"
    );

    world.browsers[helper].frozen = false;

    world.run_ms(1_000);
    assert!(world.has_fact(session, |what| matches!(
        what,
        Seen::Back {
            role: MediaRole::Helper,
            ..
        }
    )));
    assert!(per_second(&mut world, helper) > 10);
}

#[test]
fn a_plain_client_that_is_silent_for_9_seconds_is_still_well() {
    let (mut world, session) = world();
    world.open(session, RosterNotice::Operator);
    let mut page = world.page(session, World::person(1), MediaRole::Sharer);
    page.beats = false;
    let sharer = world.enter(page).unwrap();
    world.run_ms(1_000);
    world.browsers[sharer].frozen = true;
    world.run_ms(9_000);
    assert!(!world.has_fact(session, |what| matches!(what, Seen::Interrupted { .. })));

    world.run_ms(1_500);

    assert!(world.has_fact(session, |what| matches!(what, Seen::Interrupted { .. })));
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

#[test]
fn chat_reaches_both_in_one_order_and_the_echo_is_the_acknowledgement() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    let texts = ["hello", "שלום", "مرحبا 👩‍🔧", "你好"];
    for (n, text) in texts.iter().enumerate() {
        world.chat(if n % 2 == 0 { sharer } else { helper }, text);
        world.run_ms(100);
    }

    let lines = |at: usize| {
        world.browsers[at]
            .seen
            .lines
            .values()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(sharer), lines(helper));
    let heard: Vec<String> = lines(helper).into_iter().map(|line| line.text).collect();
    assert_eq!(heard, texts);
    let heads = world
        .facts
        .iter()
        .filter(|(_, what)| matches!(what, Seen::ChatHead { .. }));
    assert_eq!(heads.count(), 4);
}

#[test]
fn the_thread_survives_a_reconnect_of_either_side_and_every_line_comes_once() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    for n in 0..8 {
        world.chat(
            if n % 2 == 0 { sharer } else { helper },
            &"long ".repeat(500),
        );
        world.run_ms(600);
    }
    let again = world.join(session, World::person(2), MediaRole::Helper);
    world.run_ms(500);

    world.say(again, &FromClient::Resume { after: 3 });

    world.run_ms(500);
    let seqs: Vec<u64> = world.browsers[again].seen.lines.keys().copied().collect();
    assert_eq!(seqs, [4, 5, 6, 7, 8]);
}

#[test]
fn a_later_helper_reads_the_thread_from_their_joining_on() {
    let (mut world, session) = world();
    let (sharer, _) = world.live(session);
    world.chat(sharer, "for the first helper alone");
    world.run_ms(200);
    let second = world.join(session, World::person(3), MediaRole::Helper);
    world.run_ms(500);
    world.say(second, &FromClient::Resume { after: 0 });
    world.chat(sharer, "for both");

    world.run_ms(500);

    let texts: Vec<&str> = world.browsers[second]
        .seen
        .lines
        .values()
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(texts, ["for both"]);
}

#[test]
fn chat_beyond_its_bounds_is_refused_with_its_reason() {
    let (mut world, session) = world();
    let (_, helper) = world.live(session);
    world.chat(helper, &"a".repeat(4_001));
    world.chat(helper, "  ");
    world.run_ms(200);
    let refused = |world: &World, wanted: ChatRefusal| {
        world.browsers[helper].has_heard(
            |word| matches!(word, FromNode::ChatRefused { reason, .. } if *reason == wanted),
        )
    };
    assert!(refused(&world, ChatRefusal::TooLong) && refused(&world, ChatRefusal::Empty));

    for _ in 0..15 {
        world.chat(helper, "spam");
    }

    world.run_ms(200);
    assert!(world.browsers[helper].has_heard(
        |word| matches!(word, FromNode::ChatRefused { reason: ChatRefusal::TooFast, retry_after_ms: Some(ms), .. } if *ms > 0)
    ));
    assert!(world.browsers[helper].seen.lines.len() <= 10);
    assert!(!world.browsers[helper].seen.closed);
}

#[test]
fn a_flood_of_messages_closes_the_one_who_floods() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    for _ in 0..120 {
        world.say(helper, &FromClient::Resume { after: 0 });
    }

    world.run_ms(300);

    assert!(left(&world, session, LeftWhy::Fault));
    assert!(world.browsers[helper].seen.closed);
    assert!(!world.browsers[sharer].seen.closed);
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

#[test]
fn the_thread_outlives_a_lease_that_ran_out_while_nobody_was_there() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    world.chat(sharer, "before");
    world.run_ms(100);
    for at in [sharer, helper] {
        let reason = ByeReason::Left;
        world.say(at, &FromClient::Bye { reason });
    }
    world.run_ms(100);
    let until = world.wall();
    world.command(Command::Lease { session, until });
    world.run_ms(1_000);

    world.open(session, RosterNotice::Acknowledged);

    let again = world.join(session, World::person(2), MediaRole::Helper);
    world.run_ms(500);
    world.say(again, &FromClient::Resume { after: 0 });
    world.chat(again, "after");
    world.run_ms(500);
    let lines = world.browsers[again].seen.lines.values();
    let texts: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["before", "after"]);
    let page = world.browsers.len() - 1;
    world.say(
        page,
        &FromClient::Bye {
            reason: ByeReason::Left,
        },
    );
    world.run_ms(3_700_000);
    assert_eq!(
        world.core.counters().sessions,
        0,
        "and is forgotten at the session's hard end"
    );
}
