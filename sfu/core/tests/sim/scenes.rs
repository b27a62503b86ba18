//! Single scenes: each one rule of the house, seen from outside.

mod chat;
mod connection;
mod gate;
mod picture;
mod quality;
mod silence;

use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::id::SessionId;

use crate::link::Weather;
use crate::world::World;

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
