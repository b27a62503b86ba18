//! What one more helper costs: a burst to 1 to 252 helpers by the fast lane, and beside it what of that is the cipher alone.
//! A session has room for sixty-three, so the last step is four sessions at once.

mod measure;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_benches::world::{Crowd, World};
use lotse_benches::{BURST, yardstick};
use lotse_sfu_core::config::Egress;

const GROUP: &str = "fan-out";
/// What a packet of a burst seals: its payload, as the world's pages send it.
const PAYLOAD_BYTES: usize = 1_100;

fn fan_out(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    for (sessions, helpers) in [(1, 1), (1, 4), (1, 16), (1, 63), (4, 63)] {
        let crowd = Crowd {
            sessions,
            ..Crowd::of(helpers)
        };
        let forwarded = crowd.copies() * u64::from(BURST);
        group.throughput(Throughput::Elements(forwarded));
        let mut world = World::connected(crowd, Egress::Lane { train_max: 64 });
        group.bench_function(BenchmarkId::new("whole", crowd.copies()), |bencher| {
            bencher.iter_custom(|bursts| {
                let before = world.arrived();
                let spent: Duration = (0..bursts).map(|_| world.relay_burst()).sum();
                assert_eq!(world.arrived() - before, bursts * forwarded);
                spent
            });
        });
        cipher(&mut group, crowd);
    }
    group.finish();
}

/// One key a helper, and each packet of the burst copied and sealed with it.
fn cipher(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    crowd: Crowd,
) {
    let keys: Vec<_> = (0..crowd.copies())
        .map(|nth| yardstick::key(u8::try_from(nth).unwrap_or(u8::MAX)))
        .collect();
    let payload = vec![0x55; PAYLOAD_BYTES];
    let mut packet = payload.clone();
    group.bench_function(
        BenchmarkId::new("cipher alone", crowd.copies()),
        |bencher| {
            bencher.iter(|| {
                for key in &keys {
                    for _ in 0..BURST {
                        packet.copy_from_slice(&payload);
                        yardstick::seal(key, &mut packet);
                    }
                }
            });
        },
    );
}

criterion_group! { name = benches; config = measure::criterion(); targets = fan_out }
criterion_main!(benches);
