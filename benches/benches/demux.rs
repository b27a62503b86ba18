//! Finding the leg of a datagram takes the same with one peer and with a hundred thousand: by its address, as every packet of
//! media does, and by its user name, as an ICE check does.

mod measure;

use std::hint::black_box;
use std::net::{Ipv4Addr, SocketAddr};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse_sfu_core::datagram::Transport;

use crate::demux::Demux;
use crate::leg::Address;
use crate::output::LegId;

/// The core's own table, which is not part of its interface; what it names of the core stands below.
#[path = "../../sfu/core/src/demux.rs"]
mod demux;

mod leg {
    pub(crate) type Address = (lotse_sfu_core::datagram::Transport, std::net::SocketAddr);
}

mod output {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(crate) struct LegId(pub(crate) u64);
}

const GROUP: &str = "demux";
/// Look-ups of one round, spread over all peers.
const LOOKS: u32 = 1_000;

fn look_up(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Elements(LOOKS.into()));
    for peers in [1_u32, 10, 100, 1_000, 10_000, 100_000] {
        let mut table = Demux::default();
        for peer in 0..peers {
            table.register(ufrag(peer), LegId(peer.into()));
            table.learn(address(peer), LegId(peer.into()));
        }
        // Far from each other, so that neighbours do not help each other.
        let asked: Vec<u32> = (0..LOOKS)
            .map(|nth| nth.wrapping_mul(7_919) % peers)
            .collect();
        let addresses: Vec<Address> = asked.iter().map(|peer| address(*peer)).collect();
        let ufrags: Vec<String> = asked.iter().map(|peer| ufrag(*peer)).collect();
        group.bench_function(BenchmarkId::new("address", peers), |bencher| {
            bencher.iter(|| {
                for (peer, address) in asked.iter().zip(&addresses) {
                    let found = table.of_address(black_box(address));
                    assert_eq!(found, Some(LegId((*peer).into())));
                }
            });
        });
        group.bench_function(BenchmarkId::new("ufrag", peers), |bencher| {
            bencher.iter(|| {
                for (peer, ufrag) in asked.iter().zip(&ufrags) {
                    let found = table.of_ufrag(black_box(ufrag));
                    assert_eq!(found, Some(LegId((*peer).into())));
                }
            });
        });
        group.bench_function(BenchmarkId::new("join and leave", peers), |bencher| {
            let (ufrag, address, leg) = (ufrag(peers), address(peers), LegId(peers.into()));
            bencher.iter(|| {
                for _ in 0..LOOKS {
                    table.register(ufrag.clone(), leg);
                    table.learn(address, leg);
                    table.forget(&address, leg);
                    table.unregister(&ufrag);
                }
            });
        });
    }
    group.finish();
}

fn ufrag(peer: u32) -> String {
    format!("ab{peer:012}")
}

fn address(peer: u32) -> Address {
    let [_, high, middle, low] = peer.to_be_bytes();
    let host = Ipv4Addr::new(10, high, middle, low);
    (Transport::Udp, SocketAddr::from((host, 50_000)))
}

criterion_group! { name = benches; config = measure::criterion(); targets = look_up }
criterion_main!(benches);
