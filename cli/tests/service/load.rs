//! The load generator against a real node, as a plain client would meet it: everything arrives, what is lost on purpose is
//! sent again, and the account holds what people compare.

use std::path::Path;
use std::time::Duration;

use lotse_loadtest::api::ApiLoad;
use lotse_loadtest::run::{Account, Quiet, Target, TokenSource, run};
use lotse_loadtest::scenario::Scenario;

use crate::running::{LOTSE, Running};

const PAIRS: &str = r#"
about = "Two sessions of one sharer and one helper."
sessions = 2
helpers = 1
seconds = 1
warm_up_seconds = 1

[media]
shape = "bursts"
kbit_per_second = 920
payload_bytes = 1150
packets_per_frame = 4
"#;

async fn load(service: &Running, text: &str) -> Account {
    let scenario = Scenario::parse(Path::new("pairs.toml"), text).unwrap();
    let data = service.data_dir.display();
    let target = Target {
        whip_url: format!("{}/whip", service.web),
        whep_url: format!("{}/whep", service.web),
        tokens: TokenSource::Many(format!("'{LOTSE}' token --many --data-dir '{data}'")),
        server_pid: Some(service.pid()),
        server_core: None,
        client_cores: Vec::new(),
        // Whether the machine is busy is not what this is about.
        late_max: Duration::from_secs(60),
    };
    run(&scenario, &target, &mut Quiet).await.unwrap()
}

#[tokio::test]
async fn a_run_delivers_everything_and_its_json_has_what_people_compare() {
    let service = Running::demo();

    let account = load(&service, PAIRS).await;

    assert_eq!(account.participants.joined, 4, "{account:?}");
    assert_eq!(account.delivered_ratio, Some(1.0), "{account:?}");
    assert!(account.packets.delivered >= 150, "{account:?}");
    let json = serde_json::to_value(&account).unwrap();
    for key in [
        "/delivered_ratio",
        "/cpu_ns_per_forwarded_packet",
        "/forward_delay_us/p50",
        "/forward_delay_us/p99",
        "/forward_delay_us/p999",
        "/join_ms/p50",
        "/join_ms/p99",
        "/rss_bytes_per_participant",
    ] {
        let figure = json.pointer(key).and_then(serde_json::Value::as_f64);
        assert!(
            figure.is_some_and(|figure| figure > 0.0),
            "{key}: {figure:?}"
        );
    }
}

#[tokio::test]
async fn what_helpers_lose_on_purpose_is_sent_again() {
    let service = Running::demo();

    let account = load(
        &service,
        &format!("{PAIRS}\n[loss]\nper_mille = 50\nseed = 1\n"),
    )
    .await;

    let loss = account.loss.unwrap();
    assert!(loss.dropped > 0 && loss.nacks > 0, "{loss:?}");
    assert!(loss.recovered * 10 >= loss.dropped * 8, "{loss:?}");
    assert!(account.delivered_ratio > Some(0.98), "{account:?}");
}

#[tokio::test]
async fn a_run_over_ice_tcp_delivers_everything() {
    let service = Running::demo();

    let account = load(
        &service,
        &PAIRS.replace("helpers = 1\n", "helpers = 1\ntransport = \"tcp\"\n"),
    )
    .await;

    assert_eq!(account.participants.joined, 4, "{account:?}");
    assert_eq!(account.delivered_ratio, Some(1.0), "{account:?}");
}

#[tokio::test]
async fn a_load_on_the_control_plane_makes_sessions_and_holds_live_sockets() {
    let service = Running::demo();
    let asked = ApiLoad {
        web: service.web.clone(),
        people: "hanna demo\n".to_owned(),
        seconds: 3,
        sockets_each: 16,
        server_pid: Some(service.pid()),
    };

    let account = lotse_loadtest::api::load(&asked).await.unwrap();

    assert_eq!((account.people, account.failed), (1, 0), "{account:?}");
    assert!(account.sessions > 0 && account.cpu_us_per_session > Some(0.0));
    // Longer than a page may be silent, so every one of them has beaten.
    assert_eq!((account.sockets, account.sockets_held), (16, 16));
    let one_more = ApiLoad {
        sockets_each: 17,
        seconds: 1,
        ..asked
    };
    let refused = lotse_loadtest::api::load(&one_more).await.unwrap();
    assert_eq!((refused.sockets, refused.failed), (16, 1), "{refused:?}");
}
