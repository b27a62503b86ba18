//! What the media core takes to relay a burst of a sharer's packets to its helpers: decrypting, deciding, encrypting, all
//! in memory and in virtual time. Sockets and the peers' own work are not in the number; every packet is seen to arrive.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark says by panicking what went wrong"
)]

#[path = "relay/page.rs"]
mod page;
#[path = "relay/token.rs"]
mod token;
#[path = "relay/world.rs"]
mod world;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_sfu_core::config::Egress;

use crate::page::BURST;
use crate::world::World;

fn relay(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("relay a burst, per packet to a helper");
    let roads = [
        ("lane", Egress::Lane { train_max: 64 }),
        ("str0m", Egress::Peer),
    ];
    let sizes = [1_u16, 4, 16, 60];
    for (helpers, (road, egress)) in sizes
        .iter()
        .flat_map(|size| roads.map(|road| (*size, road)))
    {
        let mut world = World::connected(helpers, egress);
        let forwarded = u64::from(helpers) * u64::from(BURST);
        group.throughput(Throughput::Elements(forwarded));
        group.bench_function(BenchmarkId::new(road, helpers), |bencher| {
            bencher.iter_custom(|bursts| {
                let before = world.arrived();
                let spent: Duration = (0..bursts).map(|_| world.relay_burst()).sum();
                assert_eq!(world.arrived() - before, bursts * forwarded);
                spent
            });
        });
    }
    group.finish();
}

criterion_group!(benches, relay);
criterion_main!(benches);
