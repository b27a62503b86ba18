//! What it takes to tell by its first bytes what a datagram is.

mod measure;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_sfu_core::classify::{Class, classify};

const GROUP: &str = "classify";
const DATAGRAMS: u64 = 1_000;

fn classes(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Elements(DATAGRAMS));
    let datagram = |first: u8, second: u8| {
        let mut datagram = vec![0; 1_200];
        datagram[0] = first;
        datagram[1] = second;
        datagram
    };
    for (name, class, datagram) in [
        ("rtp", Class::Media, datagram(0x80, 96)),
        ("stun", Class::Stun, datagram(0, 1)),
        ("dtls", Class::Dtls, datagram(23, 254)),
        ("foreign", Class::Foreign, datagram(255, 0)),
    ] {
        assert_eq!(classify(&datagram), class);
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| {
                for _ in 0..DATAGRAMS {
                    black_box(classify(black_box(&datagram)));
                }
            });
        });
    }
    group.finish();
}

criterion_group! { name = benches; config = measure::criterion(); targets = classes }
criterion_main!(benches);
