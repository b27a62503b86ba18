//! How claims are measured: all of them in a few minutes, each group beside a yardstick. Never measures a claim itself.

use std::time::Duration;

use criterion::Criterion;
use lotse_benches::yardstick::{PACKET_BYTES, YARDSTICK, key, seal};

/// Short enough for all claims together, long enough for each.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_millis(1_500))
}

/// Measures the machine beside the claims of one group.
pub(crate) fn yardstick(criterion: &mut Criterion, group: &str) {
    let key = key(0);
    let mut packet = vec![0; PACKET_BYTES];
    let mut group = criterion.benchmark_group(group);
    group.bench_function(YARDSTICK, |bencher| {
        bencher.iter(|| seal(&key, &mut packet));
    });
    group.finish();
}
