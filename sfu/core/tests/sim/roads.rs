//! The two roads to a helper, the lane and str0m's own: what arrives over one arrives over the other.

use lotse_protocol::role::MediaRole;
use lotse_sfu_core::config::Egress;

use crate::link::Weather;
use crate::world::World;

const LANE: Egress = Egress::Lane { train_max: 64 };
const SINGLES: Egress = Egress::Lane { train_max: 1 };
const LOSSY: Weather = Weather {
    delay_ms: 15,
    jitter_ms: 4,
    loss_percent: 6,
    double_percent: 3,
};

/// Two sharers after one another, two helpers, one of them late, and a pause.
fn story(seed: u64, egress: Egress, weather: Weather) -> (World, [usize; 2]) {
    let mut world = World::with_egress(seed, Weather::FAIR, egress);
    let session = World::session(1);
    let (_, first) = world.live(session);
    let second = world.join(session, World::person(3), MediaRole::Helper);
    let both = [World::person(2), World::person(3)];
    world.gate(session, false, &both);
    world.links.weather = weather;
    world.run_ms(3_000);
    world.gate(session, true, &both);
    world.run_ms(300);
    world.gate(session, false, &both);
    world.run_ms(2_000);
    world.join(session, World::person(1), MediaRole::Sharer);
    world.run_ms(3_000);
    world.links.weather = Weather::FAIR;
    world.run_ms(2_000);
    world.check_received();
    (world, [first, second])
}

#[test]
fn what_the_lane_sends_is_what_str0m_would_have_sent() {
    for seed in 1..4 {
        let (by_lane, helpers) = story(seed, LANE, Weather::FAIR);
        let (by_peer, same) = story(seed, Egress::Peer, Weather::FAIR);

        for (helper, twin) in helpers.into_iter().zip(same) {
            let (lane, peer) = (&by_lane.browsers[helper].seen, &by_peer.browsers[twin].seen);
            assert!(lane.packets.len() > 100, "{}", lane.packets.len());
            assert_eq!(lane.packets, peer.packets);
            assert_eq!(lane.headers, peer.headers);
        }
    }
}

#[test]
fn all_but_the_guides_goes_by_the_lane() {
    let (world, _) = story(1, LANE, Weather::FAIR);
    let counters = world.core.counters();

    let by_peer = counters.media_out - counters.media_by_lane;
    assert!(
        by_peer > 0 && by_peer * 5 < counters.media_out,
        "{counters:?}"
    );

    let (world, _) = story(1, Egress::Peer, Weather::FAIR);
    assert_eq!(world.core.counters().media_by_lane, 0);
}

#[test]
fn what_is_lost_is_sent_again_on_both_roads() {
    for (seed, egress) in [(5, LANE), (5, Egress::Peer), (6, SINGLES)] {
        let (world, helpers) = story(seed, egress, LOSSY);

        for helper in helpers {
            let packets = &world.browsers[helper].seen.packets;
            let mut numbers: Vec<u64> = packets.iter().map(|(seq, _)| *seq).collect();
            numbers.sort_unstable();
            let span = numbers[numbers.len() - 1] - numbers[0] + 1;
            let missing = span - numbers.len() as u64;
            assert!(missing * 30 < span, "{egress:?}: {missing} of {span}");
        }
        let again = world.core.counters().media_again;
        assert_eq!(again > 0, egress != Egress::Peer);
    }
}

#[test]
fn a_helper_who_asks_for_all_again_and_again_gets_two_for_five_at_most() {
    let (mut world, helpers) = story(1, LANE, Weather::FAIR);
    let before = world.core.counters();
    world.links.weather.loss_percent = 60;

    world.run_ms(4_000);

    let after = world.core.counters();
    let (sent, again) = (
        after.media_out - before.media_out,
        after.media_again - before.media_again,
    );
    let saved = 256 * helpers.len() as u64;
    assert!(
        again > 0 && again * 5 <= sent * 2 + saved * 5,
        "{again} of {sent}"
    );
}
