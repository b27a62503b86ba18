//! The client against a mirror: the smallest possible server that hands each packet of its publisher to its players. It
//! exists so that a fault of the client is not taken for one of the product.
#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what went wrong"
)]

mod mirror_server;

use std::path::Path;
use std::time::Duration;

use lotse_loadtest::client::{
    Channel, Codec, Fault, Identity, Over, Pace, Player, PlayerOptions, Publisher,
    PublisherOptions, Transport,
};
use lotse_loadtest::climb::{Climb, climb};
use lotse_loadtest::run::{Quiet, Target, TokenSource, Watch, run};
use lotse_loadtest::scenario::Scenario;
use mirror_server::Mirror;
use serde_json::json;

const FAST: Pace = Pace {
    interval: Duration::from_millis(10),
    bytes: 3_000,
};

#[tokio::test]
async fn frames_of_every_codec_arrive_whole_and_in_order_over_udp() {
    for codec in Codec::ALL {
        frames_arrive(codec, Transport::Udp).await;
    }
}

#[tokio::test]
async fn frames_arrive_whole_and_in_order_over_ice_tcp() {
    frames_arrive(Codec::Vp8, Transport::Tcp).await;
}

async fn frames_arrive(codec: Codec, transport: Transport) {
    let mirror = Mirror::start().await;
    let mut options = PublisherOptions::new(mirror.whip(), "p");
    options.codec = codec;
    options.transport = transport;
    let mut watch = PlayerOptions::new(mirror.whep(), "h");
    watch.transport = transport;
    let mut player = Player::connect(watch).await.unwrap();
    let mut publisher = Publisher::connect(options).await.unwrap();

    publisher.send_frames(30, FAST).await.unwrap();

    let mut last = None;
    while last != Some(29) {
        let frame = player.next_frame().await.unwrap();
        assert!(frame.in_order, "{codec:?} {frame:?}");
        last = Some(frame.number);
    }
    let counters = player.counters();
    assert_eq!(
        (counters.gaps, counters.incomplete, counters.doubles),
        (0, 0, 0)
    );
    assert_eq!(counters.frames, 30);
}

#[tokio::test]
async fn messages_pass_the_channel_both_ways() {
    let mirror = Mirror::start().await;
    let mut options = PublisherOptions::new(mirror.whip(), "p");
    options.channel = Channel::Silent;
    let mut publisher = Publisher::connect(options).await.unwrap();

    publisher
        .say(&json!({"type": "chat", "text": "你好"}))
        .await
        .unwrap();

    let echo = publisher.next_message().await.unwrap();
    assert_eq!(echo, json!({"type": "chat", "text": "你好"}));
}

#[tokio::test]
async fn a_page_beats_and_acknowledges_the_roster() {
    let mirror = Mirror::start().await;
    let mut options = PublisherOptions::new(mirror.whip(), "p");
    options.channel = Channel::Page {
        beat: Duration::from_millis(50),
    };
    let mut publisher = Publisher::connect(options).await.unwrap();
    publisher
        .say(&json!({"type": "roster", "version": 7}))
        .await
        .unwrap();

    let mut heard = Vec::new();
    while heard.len() < 5 {
        heard.push(
            publisher.next_message().await.unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }

    assert!(heard.contains(&"beat".to_owned()), "{heard:?}");
    assert!(heard.contains(&"roster_seen".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn the_offer_shows_the_certificate_announced_before() {
    let mirror = Mirror::start().await;
    let identity = Identity::generate().unwrap();
    let mut options = PublisherOptions::new(mirror.whip(), "p");
    options.identity = Some(identity.clone());

    let _publisher = Publisher::connect(options).await.unwrap();

    let line = format!("a=fingerprint:{}", identity.fingerprint());
    assert!(mirror.last_offer().contains(&line));
}

#[tokio::test]
async fn a_players_wish_for_a_key_frame_reaches_the_publisher() {
    let mirror = Mirror::start().await;
    let mut player = Player::connect(PlayerOptions::new(mirror.whep(), "h"))
        .await
        .unwrap();
    let mut publisher = Publisher::connect(PublisherOptions::new(mirror.whip(), "p"))
        .await
        .unwrap();
    publisher.send_frames(3, FAST).await.unwrap();
    player.next_frame().await.unwrap();

    player.want_keyframe().await.unwrap();

    while publisher.keyframe_requests() == 0 {
        publisher.send_frames(1, FAST).await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_carries_its_status_and_problem() {
    let mirror = Mirror::start().await;

    let refused = Publisher::connect(PublisherOptions::new(mirror.whip(), "refuse")).await;

    let Err(Fault::Refused(refused)) = refused else {
        panic!("not refused");
    };
    assert_eq!(refused.status, 401);
    assert_eq!(refused.problem.unwrap()["type"], "about:mirror");
}

#[tokio::test]
async fn a_frozen_leg_sends_nothing_until_it_thaws() {
    let mirror = Mirror::start().await;
    let mut player = Player::connect(PlayerOptions::new(mirror.whep(), "h"))
        .await
        .unwrap();
    let mut publisher = Publisher::connect(PublisherOptions::new(mirror.whip(), "p"))
        .await
        .unwrap();
    publisher.freeze(true).await.unwrap();
    publisher.send_frames(5, FAST).await.unwrap();
    publisher.freeze(false).await.unwrap();

    publisher.send_frames(1, FAST).await.unwrap();

    assert_eq!(player.next_frame().await.unwrap().number, 5);
}

#[tokio::test]
async fn a_hang_up_is_noticed_and_delete_is_answered() {
    let mirror = Mirror::start().await;
    let publisher = Publisher::connect(PublisherOptions::new(mirror.whip(), "p"))
        .await
        .unwrap();
    let mut player = Player::connect(PlayerOptions::new(mirror.whep(), "h"))
        .await
        .unwrap();

    assert_eq!(publisher.delete().await.unwrap(), 200);

    // The mirror closes DTLS towards everybody when anybody deletes.
    assert_eq!(player.over().await, Over::ByPeer);
}

const SMALL: &str = r#"
about = "One sharer, two helpers."
sessions = 1
helpers = 2
seconds = 1
warm_up_seconds = 0

[media]
shape = "bursts"
kbit_per_second = 920
payload_bytes = 1150
packets_per_frame = 4

[receive]
decode_every = 3
"#;

#[tokio::test]
async fn the_account_of_a_run_says_what_arrived_and_what_failed() {
    let mirror = Mirror::start().await;
    let scenario = Scenario::parse(Path::new("small.toml"), SMALL).unwrap();
    let mut target = Target {
        whip_url: mirror.whip(),
        whep_url: mirror.whep(),
        tokens: TokenSource::Each("test -n \"$LOTSE_SESSION\" && echo \"$LOTSE_ROLE\"".to_owned()),
        server_pid: Some(std::process::id()),
        server_core: None,
        client_cores: Vec::new(),
        late_max: Duration::from_secs(60),
    };

    let good = run(&scenario, &target, &mut Quiet).await.unwrap();
    target.tokens = TokenSource::Fixed("refuse".to_owned());
    let bad = run(&scenario, &target, &mut Quiet).await.unwrap_err();

    assert_eq!((good.void.len(), good.participants.joined), (0, 3));
    assert_eq!(good.delivered_ratio, Some(1.0), "{good:?}");
    let packets = good.packets;
    assert!(
        packets.delivered >= 160 && packets.delivered == packets.expected,
        "{packets:?}"
    );
    assert_eq!((packets.gaps, packets.doubles, packets.unopened), (0, 0, 0));
    assert!(packets.opened >= packets.delivered / 3, "{packets:?}");
    assert_eq!(good.join_ms.count, 3);
    assert!(good.forward_delay_us.p50 > 0.0 && good.cpu_ns_per_forwarded_packet.is_some());
    assert!(bad.to_string().contains("refused with status 401"), "{bad}");
}

fn target(mirror: &Mirror) -> Target {
    Target {
        whip_url: mirror.whip(),
        whep_url: mirror.whep(),
        tokens: TokenSource::Fixed("anybody".to_owned()),
        server_pid: Some(std::process::id()),
        server_core: None,
        client_cores: Vec::new(),
        late_max: Duration::from_secs(60),
    }
}

#[tokio::test]
async fn a_run_over_ice_tcp_delivers_every_packet() {
    let mirror = Mirror::start().await;
    let text = SMALL.replace("seconds = 1\n", "seconds = 1\ntransport = \"tcp\"\n");
    let scenario = Scenario::parse(Path::new("small.toml"), &text).unwrap();

    let account = run(&scenario, &target(&mirror), &mut Quiet).await.unwrap();

    assert_eq!(account.delivered_ratio, Some(1.0), "{account:?}");
    assert!(account.packets.delivered >= 160 && account.packets.unopened == 0);
}

#[tokio::test]
async fn what_is_lost_on_purpose_is_asked_for_and_counted_when_it_comes() {
    let mirror = Mirror::start().await;
    let text = format!("{SMALL}\n[loss]\nper_mille = 100\nseed = 3\n");
    let scenario = Scenario::parse(Path::new("small.toml"), &text).unwrap();

    let account = run(&scenario, &target(&mirror), &mut Quiet).await.unwrap();

    let loss = account.loss.unwrap();
    assert!(loss.dropped >= 10 && loss.nacks > 0, "{loss:?}");
    assert!(loss.recovered * 10 >= loss.dropped * 8, "{loss:?}");
    assert!(account.packets.late > 0 && account.delivered_ratio > Some(0.97));
}

#[tokio::test]
async fn a_ramp_ends_at_its_last_rung_or_where_the_server_is_busy() {
    let mirror = Mirror::start().await;
    let ramp = "[ramp]\nwhat = \"helpers\"\nfrom = 1\nto = 3\nstep = 1\n";
    let to_the_end = format!("{SMALL}\n{ramp}delivered_per_mille = 999\n");
    let until_busy = format!("{SMALL}\n{ramp}server_core_percent = 1\n");
    let mut quiet = |_: &str| -> Box<dyn Watch> { Box::new(Quiet) };

    let mut climbs = Vec::new();
    for text in [to_the_end, until_busy] {
        let scenario = Scenario::parse(Path::new("small.toml"), &text).unwrap();
        let ramp = scenario.ramp.clone().unwrap();
        let climbed = climb(&scenario, &ramp, &target(&mirror), &mut quiet).await;
        climbs.push(climbed.unwrap());
    }

    let helpers = |climb: &Climb| climb.rungs.iter().map(|it| it.helpers).collect::<Vec<_>>();
    assert_eq!(
        (helpers(&climbs[0]), climbs[0].highest),
        (vec![1, 2, 3], Some(2))
    );
    assert_eq!((helpers(&climbs[1]), climbs[1].highest), (vec![1], Some(0)));
    assert!(climbs[0].slope_ns_per_tenfold.is_some());
}

#[tokio::test]
async fn a_run_whose_client_was_too_slow_gives_no_figures() {
    let mirror = Mirror::start().await;
    let scenario = Scenario::parse(Path::new("small.toml"), SMALL).unwrap();
    let target = Target {
        late_max: Duration::ZERO,
        ..target(&mirror)
    };

    let account = run(&scenario, &target, &mut Quiet).await.unwrap();

    assert!(
        account.void[0].starts_with("the client was the limit"),
        "{account:?}"
    );
    assert_eq!(account.delivered_ratio, None);
    assert_eq!(account.cpu_ns_per_forwarded_packet, None);
}
