//! What must never be in a log, looked for after a whole session at the chattiest level.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use lotse_loadtest::client::{
    Channel, Identity, Player, PlayerOptions, Publisher, PublisherOptions,
};
use reqwest::StatusCode;
use serde_json::json;

use crate::flow::{Session, frames_arrive};
use crate::running::Running;

/// An address of the people's own, which no other line could hold.
const THEIRS: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 44, 55, 66));

/// What marks a secret, or somebody, whatever the session.
const WORDS: [&str; 13] = [
    "canary-user",
    "canary-password",
    "canary-chat",
    "127.44.55.66",
    "a=ice-",
    "v=0",
    "eyJ",
    "Hanna",
    "Sami",
    "hafenwerk",
    "hanna",
    "sami",
    "QUAY-LAPTOP",
];

#[tokio::test]
async fn no_code_token_chat_sdp_name_password_or_address_is_logged() {
    let service = Running::demo();
    fail_to_sign_in(&service).await;
    let session = Session::agreed(&service.web, ("hanna", "demo"), ("sami", "demo")).await;
    let mut secrets = talk(&session).await;
    secrets.extend([
        session.code.clone(),
        format!("{}-{}", &session.code[..4], &session.code[4..]),
        session.helper.cookie().to_owned(),
        session.id.clone(),
    ]);

    let logs = service.end().logs;

    assert!(
        logs.lines().count() > 5,
        "too short to prove anything: {logs}"
    );
    for secret in secrets.iter().map(String::as_str).chain(WORDS) {
        let found = logs.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret:?} is logged");
    }
    for line in logs.lines() {
        let json = serde_json::from_str::<serde_json::Value>(line);
        assert!(json.is_ok(), "no JSON: {line}");
    }
}

async fn fail_to_sign_in(service: &Running) {
    let wrong = reqwest::Client::new()
        .post(format!("{}/api/v1/auth/local", service.web))
        .json(&json!({ "username": "canary-user", "password": "canary-password" }))
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
}

/// Shares, watches and chats for a moment from an address of their own; gives back the secrets of both connections.
async fn talk(session: &Session) -> Vec<String> {
    let http = reqwest::Client::builder()
        .local_address(THEIRS)
        .build()
        .unwrap();
    let channel = Channel::Page {
        beat: Duration::from_millis(250),
    };
    let identity = Identity::generate().unwrap();
    let fingerprint = identity
        .fingerprint()
        .trim_start_matches("sha-256 ")
        .to_owned();
    let (whip, sharer_token) = session.media(&session.sharer, &identity).await;
    let mut publisher = Publisher::connect(PublisherOptions {
        identity: Some(identity),
        channel,
        bind: Some(THEIRS),
        http: Some(http.clone()),
        ..PublisherOptions::new(whip, &sharer_token)
    })
    .await
    .unwrap();
    let identity = Identity::generate().unwrap();
    let (whep, helper_token) = session.media(&session.helper, &identity).await;
    let mut player = Player::connect(PlayerOptions {
        identity: Some(identity),
        channel,
        bind: Some(THEIRS),
        http: Some(http),
        ..PlayerOptions::new(whep, &helper_token)
    })
    .await
    .unwrap();
    let chat = json!({ "type": "chat", "id": "c1", "text": "canary-chat" });
    player.say(&chat).await.unwrap();
    frames_arrive(&mut publisher, &mut player, 30).await;
    let ufrag = publisher
        .answer()
        .lines()
        .find_map(|line| line.strip_prefix("a=ice-ufrag:"));
    vec![
        sharer_token,
        helper_token,
        fingerprint,
        ufrag.unwrap().trim().to_owned(),
    ]
}
