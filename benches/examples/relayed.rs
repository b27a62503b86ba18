//! Relays so many bursts to so many helpers, to be run under callgrind: `relayed lane|str0m HELPERS BURSTS`. Prints how many
//! packets were forwarded.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says by panicking what went wrong"
)]

use lotse_benches::world::{Crowd, World};
use lotse_sfu_core::config::Egress;

fn main() {
    let mut words = std::env::args().skip(1);
    let egress = match words.next().as_deref() {
        Some("lane") => Egress::Lane { train_max: 64 },
        Some("str0m") => Egress::Peer,
        _ => panic!("relayed lane|str0m HELPERS BURSTS"),
    };
    let mut number = || words.next().and_then(|it| it.parse().ok()).unwrap();
    let (helpers, bursts): (u16, u16) = (number(), number());
    let mut world = World::connected(Crowd::of(helpers), egress);
    let before = world.arrived();
    for _ in 0..bursts {
        world.relay_burst();
    }
    println!("{}", world.arrived() - before);
}
