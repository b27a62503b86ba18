//! What the media core takes to relay a burst of a sharer's packets to its helpers: decrypting, deciding, encrypting, all
//! in memory and in virtual time, by the fast lane and with every packet through str0m. Sockets and the peers' own work are
//! not in the number; every packet is seen to arrive.

mod measure;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_benches::BURST;
use lotse_benches::world::{Crowd, World};
use lotse_sfu_core::config::Egress;

const GROUP: &str = "relay";

fn relay(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    let roads = [
        ("lane", Egress::Lane { train_max: 64 }),
        ("str0m", Egress::Peer),
    ];
    let sizes = [1_u16, 16];
    for (helpers, (road, egress)) in sizes
        .iter()
        .flat_map(|size| roads.map(|road| (*size, road)))
    {
        let mut world = World::connected(Crowd::of(helpers), egress);
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

criterion_group! { name = benches; config = measure::criterion(); targets = relay }
criterion_main!(benches);
