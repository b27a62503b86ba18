//! Relays so many bursts to so many helpers, to be run under callgrind: `relayed lane|str0m HELPERS BURSTS`. Prints how many
//! packets were forwarded.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says by panicking what went wrong"
)]

#[path = "../benches/relay/page.rs"]
mod page;
#[path = "../benches/relay/token.rs"]
mod token;
#[path = "../benches/relay/world.rs"]
mod world;

use lotse_sfu_core::config::Egress;

use crate::world::World;

fn main() {
    let mut words = std::env::args().skip(1);
    let egress = match words.next().as_deref() {
        Some("lane") => Egress::Lane { train_max: 64 },
        Some("str0m") => Egress::Peer,
        _ => panic!("relayed lane|str0m HELPERS BURSTS"),
    };
    let mut number = || words.next().and_then(|it| it.parse().ok()).unwrap();
    let (helpers, bursts): (u16, u16) = (number(), number());
    let mut world = World::connected(helpers, egress);
    let before = world.arrived();
    for _ in 0..bursts {
        world.relay_burst();
    }
    println!("{}", world.arrived() - before);
}
