//! Frames from a sharer to helpers, over UDP and TCP.

use lotse_loadtest::client::{Over, Player, PlayerOptions, Publisher, PublisherOptions, Transport};
use lotse_protocol::bus::{LeftWhy, Seen};
use lotse_protocol::role::MediaRole;
use lotse_sfu::IceTcpMode;
use tokio::time::timeout;

use crate::world::{Guest, PATIENCE, World, helper, session, sharer};

/// Sends frames until the player has seen `count`, and says their numbers.
async fn watch(publisher: &mut Publisher, player: &mut Player, count: usize) -> Vec<u32> {
    let seen = async {
        let mut numbers = Vec::new();
        while numbers.len() < count {
            let frame = player.next_frame().await.expect("the leg is over");
            assert!(frame.in_order);
            numbers.push(frame.number);
        }
        numbers
    };
    let send = async {
        loop {
            publisher
                .send_frames(15, lotse_loadtest::client::Pace::default())
                .await
                .unwrap();
        }
    };
    let watched = async {
        tokio::select! {
            numbers = seen => numbers,
            () = send => unreachable!("sending never ends"),
        }
    };
    timeout(PATIENCE * 2, watched)
        .await
        .expect("too few frames")
}

fn assert_no_gap(numbers: &[u32]) {
    let first = numbers[0];
    let wanted: Vec<u32> = (first..).take(numbers.len()).collect();
    assert_eq!(numbers, wanted);
}

async fn open_for(world: &World, sharer: Guest, helpers: &[Guest]) {
    world.open(sharer.session).await;
    world.allow(sharer.session, helpers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_who_came_first_sees_every_frame_in_order_until_the_sharer_deletes() {
    let world = World::start().await;
    let session = session();
    let (sami, hanna) = (sharer(session), helper(session));
    open_for(&world, sami, &[hanna]).await;
    let mut player = world.play(hanna).await;
    let mut publisher = world.publish(sami).await;

    let numbers = watch(&mut publisher, &mut player, 60).await;
    let status = publisher.delete().await.unwrap();

    assert_no_gap(&numbers);
    assert_eq!(status, 200);
    world
        .fact_of(Seen::Left {
            participant: sami.participant,
            role: MediaRole::Sharer,
            why: LeftWhy::Deleted,
        })
        .await;
    let first = world
        .fact_of(Seen::FirstFrame {
            participant: hanna.participant,
        })
        .await;
    assert_eq!(first.session, Some(session));
    let facts: Vec<u64> = world.seen().iter().map(|fact| fact.number).collect();
    assert!(facts.windows(2).all(|pair| pair[0] < pair[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_outside_the_gate_sees_nothing() {
    let world = World::start().await;
    let session = session();
    let (sami, hanna, stranger) = (sharer(session), helper(session), helper(session));
    open_for(&world, sami, &[hanna]).await;
    let mut player = world.play(hanna).await;
    let outside = world.play(stranger).await;
    let mut publisher = world.publish(sami).await;

    watch(&mut publisher, &mut player, 30).await;

    assert_eq!(outside.counters().packets, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_pass_over_ice_tcp_alone() {
    let world = World::start().await;
    let session = session();
    let (sami, hanna) = (sharer(session), helper(session));
    open_for(&world, sami, &[hanna]).await;
    let mut player = Player::connect(PlayerOptions {
        transport: Transport::Tcp,
        ..world.to_play(hanna)
    })
    .await
    .unwrap();
    let mut publisher = Publisher::connect(PublisherOptions {
        transport: Transport::Tcp,
        ..world.to_publish(sami)
    })
    .await
    .unwrap();

    let numbers = watch(&mut publisher, &mut player, 30).await;

    assert_no_gap(&numbers);
}

#[tokio::test(flavor = "multi_thread")]
async fn ice_tcp_works_on_the_port_of_the_web_too() {
    let world = World::start_with(|config| config.ice_tcp = IceTcpMode::Listener { port: 0 }).await;
    let session = session();
    let (sami, hanna) = (sharer(session), helper(session));
    open_for(&world, sami, &[hanna]).await;
    let mut player = Player::connect(PlayerOptions {
        transport: Transport::Tcp,
        ..world.to_play(hanna)
    })
    .await
    .unwrap();
    let mut publisher = world.publish(sami).await;

    let numbers = watch(&mut publisher, &mut player, 30).await;

    assert_no_gap(&numbers);
}

#[tokio::test(flavor = "multi_thread")]
async fn shards_serve_their_own_sessions_on_one_port() {
    let world = World::start_with(|config| config.shards = 3).await;
    for _ in 0..6 {
        let session = session();
        let (sami, hanna) = (sharer(session), helper(session));
        open_for(&world, sami, &[hanna]).await;
        let mut player = world.play(hanna).await;
        let mut publisher = world.publish(sami).await;

        watch(&mut publisher, &mut player, 5).await;
    }
    assert_eq!(world.sfu.media_addresses().len(), 1);
    let counted = async {
        while world.metric("lotse_sfu_receive_strays_total ") == Some(0.0) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, counted)
        .await
        .expect("the system gives some flows to other shards than their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_over_tcp_find_their_shard_too() {
    let world = World::start_with(|config| config.shards = 3).await;
    for _ in 0..4 {
        let session = session();
        let (sami, hanna) = (sharer(session), helper(session));
        open_for(&world, sami, &[hanna]).await;
        let mut player = Player::connect(PlayerOptions {
            transport: Transport::Tcp,
            ..world.to_play(hanna)
        })
        .await
        .unwrap();
        let mut publisher = world.publish(sami).await;

        watch(&mut publisher, &mut player, 5).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn media_flow_on_after_an_ice_restart_and_the_entity_tag_is_a_new_one() {
    let world = World::start().await;
    let session = session();
    let (sami, hanna) = (sharer(session), helper(session));
    open_for(&world, sami, &[hanna]).await;
    let mut player = world.play(hanna).await;
    let mut publisher = world.publish(sami).await;
    watch(&mut publisher, &mut player, 10).await;

    player.restart_ice().await.unwrap();

    watch(&mut publisher, &mut player, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_helpers_resource_ends_it_for_good() {
    let world = World::start().await;
    let session = session();
    let hanna = helper(session);
    world.open(session).await;
    let token = world.token(hanna);
    let player = Player::connect(PlayerOptions {
        token: token.clone(),
        ..world.to_play(hanna)
    })
    .await
    .unwrap();
    let resource = player.resource_url().to_owned();

    let status = player.delete().await.unwrap();
    let again = world
        .http
        .delete(&resource)
        .bearer_auth(&token)
        .send()
        .await;

    assert_eq!(status, 200);
    assert_eq!(again.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_leg_of_the_same_helper_replaces_the_old_one() {
    let world = World::start().await;
    let session = session();
    let hanna = helper(session);
    world.open(session).await;
    let mut old = world.play(hanna).await;

    let _new = world.play(hanna).await;

    let over = timeout(PATIENCE, old.over()).await.unwrap();
    assert_eq!(over, Over::ByPeer);
}
