//! What it takes to give a packet its number and its time in a helper's stream.

mod measure;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use crate::output::LegId;
use crate::rewrite::{Incoming, Rewrite, Source};

/// The core's own rewriter, which is not part of its interface; what it names of the core stands below.
#[path = "../../sfu/core/src/rewrite.rs"]
#[allow(
    dead_code,
    unused_imports,
    unfulfilled_lint_expectations,
    reason = "only a part of it is measured, and its tests run where it lives"
)]
mod rewrite;

mod output {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct LegId(pub(crate) u64);
}

const GROUP: &str = "rewrite";
const PACKETS: u32 = 1_000;

fn numbers(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Elements(PACKETS.into()));
    let at = Instant::now();
    let packet = |nth: u32| Incoming {
        source: Source {
            leg: LegId(1),
            ssrc: 5,
        },
        seq: 900_000 + u64::from(nth),
        time: nth * 300,
        clock_hz: 90_000,
        at,
    };
    group.bench_function("a packet", |bencher| {
        bencher.iter(|| {
            let mut stream = Rewrite::default();
            stream.begin(&packet(0));
            for nth in 1..=PACKETS {
                black_box(stream.proceed(black_box(&packet(nth))));
            }
            assert_eq!(stream.last_seq(), Some(u64::from(PACKETS) + 1));
        });
    });
    group.bench_function("whence a packet was", |bencher| {
        let mut stream = Rewrite::default();
        stream.begin(&packet(0));
        stream.proceed(&packet(PACKETS));
        bencher.iter(|| {
            for nth in 1..=u64::from(PACKETS) {
                assert!(stream.origin(black_box(nth)).is_some());
            }
        });
    });
    group.finish();
}

criterion_group! { name = benches; config = measure::criterion(); targets = numbers }
criterion_main!(benches);
