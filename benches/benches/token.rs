//! What it takes to check a media token: its signature and every claim.

mod measure;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lotse_benches::office::Office;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_sfu_core::admission::Endpoint;
use uuid::Uuid;

const GROUP: &str = "token";

fn check(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    let mut office = Office::new();
    let session = SessionId::from_uuid(Uuid::from_u128(1));
    let participant = ParticipantId::from_uuid(Uuid::from_u128(2));
    let token = office.sign(session, participant, Endpoint::Whep);
    group.bench_function("check", |bencher| {
        bencher.iter(|| {
            let admission = office.check(black_box(&token), Endpoint::Whep);
            office.release(&admission);
        });
    });
    group.finish();
}

criterion_group! { name = benches; config = measure::criterion(); targets = check }
criterion_main!(benches);
