//! What the media core takes to bring a line of the chat to everybody in the session: opening it, ordering and sealing it into
//! the thread, and writing it to each data channel. Every line is seen to arrive.

mod measure;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_benches::world::{Crowd, World};
use lotse_sfu_core::config::Egress;
use lotse_sfu_core::limits::THREAD_LINES_MAX;

const GROUP: &str = "chat";

fn chat(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    for helpers in [1_u16, 4, 16, 63] {
        let mut talk = Talk::begin(helpers);
        group.throughput(Throughput::Elements(talk.readers()));
        group.bench_function(BenchmarkId::new("a line", helpers), |bencher| {
            bencher.iter_custom(|lines| (0..lines).map(|_| talk.line()).sum());
        });
    }
    group.finish();
}

/// A session whose people write to each other.
struct Talk {
    world: World,
    helpers: u16,
    written: usize,
}

impl Talk {
    fn begin(helpers: u16) -> Self {
        let crowd = Crowd {
            channels: true,
            ..Crowd::of(helpers)
        };
        Self {
            world: World::connected(crowd, Egress::Lane { train_max: 64 }),
            helpers,
            written: 0,
        }
    }

    /// The writer reads the own line too.
    fn readers(&self) -> u64 {
        u64::from(self.helpers) + 1
    }

    fn line(&mut self) -> Duration {
        // A thread takes no more lines than that, so a new session begins.
        if self.written + 1 >= THREAD_LINES_MAX {
            *self = Self::begin(self.helpers);
        }
        let before = self.world.lines_read();
        let spent = self.world.chat();
        assert_eq!(self.world.lines_read() - before, self.readers());
        self.written += 1;
        spent
    }
}

criterion_group! { name = benches; config = measure::criterion(); targets = chat }
criterion_main!(benches);
