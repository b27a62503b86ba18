//! A node's own life: how it starts, what it counts, how it ends.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::time::Duration;

use lotse_listener::BindFault;
use lotse_protocol::bus::{BUS_PROTOCOL_VERSION, NodeState};
use lotse_sfu::{AddressFault, MediaAddress, Sfu, SfuConfig, StartFault};
use prometheus::Registry;

use crate::offer;
use crate::world::{PATIENCE, Signer, World, config, helper, session};

fn fault(change: impl FnOnce(&mut SfuConfig)) -> StartFault {
    let mut config = config(&Signer::new("first"));
    change(&mut config);
    let (_control, bus) = lotse_cluster::in_process();
    Sfu::start(config, bus, &Registry::new()).unwrap_err()
}

#[tokio::test]
async fn a_node_that_cannot_start_says_why() {
    let listen = |listen: SocketAddr| MediaAddress {
        listen,
        advertise: None,
    };
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let tcp_held = other.local_addr().unwrap();
    let holder = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let udp_held = holder.local_addr().unwrap();

    let nowhere = fault(|config| config.media.clear());
    let wildcard = fault(|config| config.media = vec![listen("0.0.0.0:0".parse().unwrap())]);
    let shards = fault(|config| config.shards = 0);
    let keys = fault(|config| config.jwks = "nonsense".to_owned());
    let udp_taken = fault(|config| config.media = vec![listen(udp_held)]);
    let tcp_taken = fault(|config| config.media = vec![listen(tcp_held)]);

    assert!(matches!(nowhere, StartFault::NoMediaAddress));
    assert!(matches!(
        wildcard,
        StartFault::Address(AddressFault::NothingToAdvertise(_))
    ));
    assert!(matches!(shards, StartFault::Shards(0)));
    assert!(matches!(keys, StartFault::Keys(_)));
    assert!(matches!(
        udp_taken,
        StartFault::Address(AddressFault::Bind(BindFault::Taken(_)))
    ));
    assert!(matches!(
        tcp_taken,
        StartFault::Address(AddressFault::Bind(BindFault::Taken(_)))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_nat_clients_are_told_the_address_outside() {
    let outside = Ipv4Addr::new(203, 0, 113, 7);
    let world = World::start_with(|config| {
        config.media = vec![MediaAddress {
            listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            advertise: Some(outside.into()),
        }];
    })
    .await;

    let token = world.token(helper(session()));
    let answer = world.post("/whep", &token, offer::to_receive()).await;

    let sdp = answer.text().await.unwrap();
    assert!(sdp.contains(" 203.0.113.7 "), "{sdp}");
    assert_eq!(world.sfu.media_addresses()[0].ip(), outside);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_says_that_it_lives() {
    let world = World::start().await;

    let nodes = world.control.nodes();

    assert_eq!(nodes.len(), 1);
    assert_eq!(nodes[0].place, world.sfu.place());
    assert_eq!(nodes[0].region, "test");
    assert_eq!(nodes[0].state, NodeState::Ready);
    assert_eq!(nodes[0].protocol_version, BUS_PROTOCOL_VERSION);
    assert!(world.sfu.health().is_alive());
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_datagrams_are_dropped_and_counted() {
    let world = World::start().await;
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();

    for junk in [&b"\xffjunk"[..], &[128; 40], &[20; 60], &[0; 20], &[]] {
        stranger
            .send_to(junk, world.sfu.media_addresses()[0])
            .unwrap();
    }

    let counted = async {
        while world.metric("lotse_sfu_dropped_total{why=\"foreign\"} ") == Some(0.0)
            || world.metric("lotse_sfu_dropped_total{why=\"unvalidated\"} ") < Some(2.0)
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.unwrap();
    assert!(world.sfu.health().is_alive());
}

#[tokio::test(flavor = "multi_thread")]
async fn several_shards_have_a_core_each() {
    let world = World::start_with(|config| config.shards = 2).await;
    world.open(session()).await;
    if std::thread::available_parallelism().unwrap().get() < 2 {
        return;
    }
    let (first, second) = (pinned("shard-0"), pinned("shard-1"));
    assert!(!second.is_empty() && first.iter().any(|core| !second.contains(core)));
}

/// The cores of all threads of this name that have one core alone; other tests run beside this one.
fn pinned(name: &str) -> Vec<usize> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let core = |task: std::io::Result<std::fs::DirEntry>| {
        let status = std::fs::read_to_string(task.ok()?.path().join("status")).ok()?;
        let value = |key| Some(status.lines().find_map(|it| it.strip_prefix(key))?.trim());
        let core = value("Cpus_allowed_list:")?.parse().ok()?;
        (value("Name:")? == name).then_some(core)
    };
    tasks.filter_map(core).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_every_port_is_free() {
    let world = World::start().await;
    let hanna = helper(session());
    world.open(hanna.session).await;
    let media = world.sfu.media_addresses()[0];
    let _player = world.play(hanna).await;

    world.end().await;

    assert!(UdpSocket::bind(media).is_ok());
    assert!(TcpListener::bind(media).is_ok());
}
