//! Canaries: what must never be logged or stored in the clear is put in and looked for.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use lotse_control_plane::config::PasswordConfig;
use lotse_control_plane::password;
use lotse_protocol::api::{MediaPlace, Redeemed};
use serde_json::json;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::browser::whole;
use crate::flow::{PRINT, Pair, media};
use crate::house::House;

const CANARY_PASSWORD: &str = "canary-Kohlmeise-77";
const CANARY_NAME: &str = "Zaunkönig Canary";
const CANARY_REASON: &str = "canary-Rotkehlchen";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything this process logs from now on.
fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        tracing_subscriber::fmt()
            .json()
            .with_env_filter(EnvFilter::new(
                // The browser's side of the test logs where it connects to.
                "debug,lotse_control_plane=trace,reqwest=off,hyper_util::client=off",
            ))
            .with_writer(log.clone())
            .init();
        log
    })
    .clone()
}

#[tokio::test]
async fn no_code_token_cookie_password_name_or_address_reaches_the_log_or_the_database() {
    let log = log();
    let house = House::start_with(|config| {
        config.people[2].name = CANARY_NAME.into();
        config.people[2].password = PasswordConfig::Hash(password::hash(CANARY_PASSWORD).unwrap());
    })
    .await;
    let hanna = house.signed_in("hanna").await;
    let mut sami = house.browser();
    sami.sign_in("sami", CANARY_PASSWORD).await;
    let body = json!({ "kind": "code", "reason": CANARY_REASON });
    let made = hanna.post("/api/v1/sessions", body).await;
    let made: lotse_protocol::api::SessionCreated = whole(made).await;
    hanna.get(&format!("/?passcode={}", made.code)).await;
    let _: Redeemed = whole(sami.redeem(&made.code).await).await;
    let helper_live = hanna.live(made.id).await;
    let sharer_live = sami.live(made.id).await;
    let read = json!({ "warnings": ["device_noncompliant"] });
    hanna.does(made.id, "acknowledge", read).await;
    hanna.does(made.id, "accept", json!({})).await;
    sami.does(made.id, "allow", json!({})).await;
    sami.does(made.id, "capture", json!({ "result": "picked" }))
        .await;
    let place: MediaPlace = whole(sami.tries(made.id, "media", media()).await).await;
    drop((helper_live, sharer_live));
    let cookie = sami.cookie.clone().unwrap();
    let path = house.path().to_owned();
    let data = house.stop().await;

    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(
        text.contains("session created"),
        "nothing was logged at all"
    );
    let secret = cookie.trim_start_matches("lotse=");
    let shown = format!("{}-{}", &made.code[..4], &made.code[4..]);
    let everywhere = [
        made.code.as_str(),
        shown.as_str(),
        place.token.as_str(),
        secret,
        CANARY_PASSWORD,
    ];
    let in_log = [CANARY_NAME, CANARY_REASON, PRINT, "127.0.0.1", "passcode"];
    for canary in everywhere.iter().chain(&in_log) {
        let line = text.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary} was logged");
    }
    for file in std::fs::read_dir(&path).unwrap() {
        let file = file.unwrap().path();
        let Ok(bytes) = std::fs::read(&file) else {
            continue;
        };
        for canary in everywhere {
            let found = bytes
                .windows(canary.len())
                .any(|part| part == canary.as_bytes());
            assert!(!found, "{canary} is in {}", file.display());
        }
    }
    drop(data);
}

#[tokio::test]
async fn the_other_tests_may_log_meanwhile() {
    let _ = log();
    let house = House::start().await;
    Pair::at_trust(&house).await;
}
