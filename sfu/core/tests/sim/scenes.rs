//! Single scenes: each one rule of the house, seen from outside.

use lotse_protocol::bus::{LeftWhy, RosterNotice, Seen};
use lotse_protocol::role::MediaRole;

use crate::link::Weather;
use crate::world::World;

fn world() -> World {
    World::new(1, Weather::FAIR)
}

#[test]
fn a_helper_sees_the_sharers_picture_from_its_first_key_frame_on() {
    let mut world = world();
    let session = World::session(1);

    let (_, helper) = world.live(session);

    assert!(world.received(helper) > 10);
    let (seq, first) = &world.browsers[helper].seen.packets[0];
    assert!(*seq < 65_536);
    assert_eq!(first[6], 0, "the first packet begins a key frame");
    assert!(world.has_fact(session, |what| matches!(what, Seen::FirstFrame { .. })));
    world.check_received();
}
