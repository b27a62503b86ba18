//! The thread.

use lotse_protocol::bus::{Command, LeftWhy, RosterNotice, Seen};
use lotse_protocol::channel::{ByeReason, ChatRefusal, FromClient, FromNode};
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::limits::MESSAGE_BURST;

use super::{left, world};
use crate::world::World;

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
fn a_page_that_knows_more_than_the_node_hears_what_is_said_from_now_on() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);

    world.say(helper, &FromClient::Resume { after: 1_000 });
    world.run_ms(200);
    world.chat(sharer, "do you hear me?");

    world.run_ms(500);
    assert_eq!(world.browsers[helper].seen.lines.len(), 1);
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
    for _ in 0..MESSAGE_BURST + 40 {
        world.say(helper, &FromClient::Resume { after: 0 });
    }

    world.run_ms(300);

    assert!(left(&world, session, LeftWhy::Fault));
    assert!(world.browsers[helper].seen.closed);
    assert!(!world.browsers[sharer].seen.closed);
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
