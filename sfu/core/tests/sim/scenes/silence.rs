//! How soon silence is noticed, and whose.

use std::time::Duration;

use lotse_protocol::bus::{Command, RosterNotice, Seen};
use lotse_protocol::channel::FromNode;
use lotse_protocol::role::MediaRole;

use super::{per_second, world};
use crate::world::World;

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
