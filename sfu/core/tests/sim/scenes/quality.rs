//! What pages are told about the picture's way to them.

use lotse_protocol::channel::{FromNode, QualityLevel, VideoCodec};
use lotse_protocol::role::MediaRole;

use super::world;
use crate::world::World;

/// What a page was told about the picture's way, in the order in which it came.
fn levels(world: &World, at: usize) -> Vec<QualityLevel> {
    let words = world.browsers[at].seen.words.iter();
    let levels = words.filter_map(|word| match word {
        FromNode::Quality { level, .. } => Some(*level),
        _ => None,
    });
    levels.collect()
}

#[test]
fn pages_are_told_how_well_the_picture_gets_through_and_again_only_when_the_word_changes() {
    let (mut world, session) = world();
    let (sharer, helper) = world.live(session);
    world.run_ms(25_000);
    for page in [sharer, helper] {
        assert_eq!(levels(&world, page), [QualityLevel::Good], "{page}");
    }
    let numbers = world.browsers[helper].seen.words.iter();
    let rtt = numbers.into_iter().find_map(|word| match word {
        FromNode::Quality { rtt_ms, .. } => *rtt_ms,
        _ => None,
    });
    assert!(
        rtt.is_some_and(|rtt| (15..40).contains(&rtt)),
        "10 ms each way: {rtt:?}"
    );

    world.links.weather.loss_percent = 20;
    world.run_ms(12_000);

    for page in [sharer, helper] {
        assert_eq!(levels(&world, page).last(), Some(&QualityLevel::Poor));
        assert!(levels(&world, page).len() <= 3, "{page}");
    }
}

#[test]
fn a_helper_who_cannot_show_the_sharers_format_is_told_so_once() {
    let (mut world, session) = world();
    let (_, seeing) = world.live(session);
    let mut page = world.page(session, World::person(3), MediaRole::Helper);
    page.offer = page.offer.replace("VP8/90000", "VP0/90000");
    let blind = world.enter(page).unwrap();
    world.gate(session, false, &[World::person(2), World::person(3)]);

    world.run_ms(2_000);

    let codecs = |at: usize| {
        let words = world.browsers[at].seen.words.iter();
        let codecs = words.filter(|word| matches!(word, FromNode::Codec { .. }));
        codecs.cloned().collect::<Vec<_>>()
    };
    let told = FromNode::Codec {
        name: VideoCodec::Vp8,
        shown: false,
    };
    assert_eq!(codecs(blind), [told]);
    assert_eq!(codecs(seeing), []);
    assert_eq!(world.received(blind), 0);
    assert!(world.core.counters().withheld_codec > 0);
}
