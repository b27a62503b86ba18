//! The whole way of a session through the API.

use std::time::Duration;

use lotse_protocol::api::{MediaPlace, Redeemed, SessionState, Severity, WarningKind};
use lotse_protocol::bus::{Command, LeftWhy, RosterNotice, Seen};
use lotse_protocol::id::SessionId;
use lotse_protocol::role::MediaRole;
use serde_json::{Value, json};

use crate::browser::{Browser, Live, whole};
use crate::house::House;

pub(crate) const PRINT: &str = "sha-256 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";

/// Two people in a session.
pub(crate) struct Pair {
    pub(crate) id: SessionId,
    pub(crate) helper: Browser,
    pub(crate) sharer: Browser,
    pub(crate) helper_live: Live,
    pub(crate) sharer_live: Live,
}

impl Pair {
    /// Both see the trust screen.
    pub(crate) async fn at_trust(house: &House) -> Self {
        let helper = house.signed_in("hanna").await;
        let sharer = house.signed_in("sami").await;
        Self::at_trust_of(helper, sharer).await
    }

    /// These two see the trust screen.
    async fn at_trust_of(helper: Browser, sharer: Browser) -> Self {
        let made = helper.create().await;
        let helper_live = helper.live(made.id).await;
        let redeemed: Redeemed = whole(sharer.redeem(&made.code).await).await;
        assert_eq!(redeemed.session_id, made.id);
        let sharer_live = sharer.live(made.id).await;
        Self {
            id: made.id,
            helper,
            sharer,
            helper_live,
            sharer_live,
        }
    }

    /// Both have agreed, and the sharer has picked a screen.
    pub(crate) async fn connecting(house: &House) -> Self {
        Self::connecting_of(Self::at_trust(house).await).await
    }

    async fn connecting_of(pair: Self) -> Self {
        let (id, none) = (pair.id, json!({}));
        let warnings = pair.helper.view(id).await.warnings;
        let kinds: Vec<WarningKind> = warnings.iter().map(|warning| warning.kind).collect();
        let read = json!({ "warnings": kinds });
        pair.helper.does(id, "acknowledge", read).await;
        pair.sharer.does(id, "allow", none.clone()).await;
        pair.helper.does(id, "accept", none).await;
        let picked = json!({ "result": "picked", "surface": "monitor" });
        pair.sharer.does(id, "capture", picked).await;
        assert_eq!(pair.helper.view(id).await.state, SessionState::Connecting);
        pair
    }

    /// Frames flow.
    pub(crate) async fn live(house: &House) -> Self {
        Self::connected(house, Self::connecting(house).await).await
    }

    /// Frames flow between these two.
    pub(crate) async fn live_of(house: &House, helper: Browser, sharer: Browser) -> Self {
        let pair = Self::at_trust_of(helper, sharer).await;
        Self::connected(house, Self::connecting_of(pair).await).await
    }

    async fn connected(house: &House, mut pair: Self) -> Self {
        let id = pair.id;
        for browser in [&pair.sharer, &pair.helper] {
            let _: MediaPlace = whole(browser.tries(id, "media", media()).await).await;
            let you = browser.view(id).await.you;
            house.node.joined(id, you.participant, you.role);
        }
        pair.helper_live.until(SessionState::Live).await;
        pair.sharer_live.until(SessionState::Live).await;
        pair
    }
}

pub(crate) fn media() -> Value {
    json!({ "dtlsFingerprint": PRINT })
}

#[tokio::test]
async fn both_see_who_the_other_is_and_the_helper_reads_the_warning_first() {
    let house = House::start().await;
    let mut pair = Pair::at_trust(&house).await;
    let id = pair.id;

    let seen = pair.helper.view(id).await;
    assert_eq!(seen.state, SessionState::Trust);
    assert_eq!(seen.you.role, MediaRole::Helper);
    assert_eq!(seen.others[0].person.name, "Sami Sharer");
    assert_eq!(seen.others[0].person.domain, "kaispeicher.example");
    assert!(seen.others[0].person.domain_verified);
    let warning = &seen.warnings[0];
    assert_eq!(warning.kind, WarningKind::DeviceNoncompliant);
    assert_eq!(warning.severity, Severity::Warn);
    assert_eq!(warning.failed_rules, ["Disk is not encrypted"]);
    let seen = pair.sharer.view(id).await;
    assert_eq!(seen.others[0].person.name, "Hanna Helper");
    let picture = seen.others[0].person.picture.clone().unwrap();
    assert_eq!(pair.sharer.get(&picture).await.status(), 200);

    let early = pair.helper.tries(id, "accept", json!({})).await;
    assert_eq!(early.status(), 409);
    let said: Value = early.json().await.unwrap();
    assert_eq!(said["reason"], "warnings_wait");
    let read = json!({ "warnings": ["device_noncompliant"] });
    pair.helper.does(id, "acknowledge", read).await;
    pair.helper.does(id, "accept", json!({})).await;
    pair.sharer.does(id, "allow", json!({})).await;
    pair.sharer_live.until(SessionState::Capture).await;
    let cancelled = json!({ "result": "cancelled" });
    pair.sharer.does(id, "capture", cancelled).await;
    let too_early = pair.sharer.tries(id, "media", media()).await;
    assert_eq!(too_early.status(), 409);
}

#[tokio::test]
async fn each_is_led_to_their_own_end_of_the_media_and_the_gate_opens_for_the_helper() {
    let house = House::start().await;
    let mut pair = Pair::connecting(&house).await;
    let id = pair.id;
    house
        .node
        .hears(|command| {
            matches!(command, Command::Open { session, notice: RosterNotice::Acknowledged, .. } if *session == id)
        })
        .await;

    let place: MediaPlace = whole(pair.sharer.tries(id, "media", media()).await).await;
    assert_eq!(place.whip, Some(pair.sharer.url("/whip")));
    assert_eq!(place.whep, None);
    let (sharer, helper) = (
        pair.sharer.view(id).await.you.participant,
        pair.helper.view(id).await.you.participant,
    );
    house.node.joined(id, sharer, MediaRole::Sharer);
    let place: MediaPlace = whole(pair.helper.tries(id, "media", media()).await).await;
    assert_eq!(place.whep, Some(pair.helper.url("/whep")));
    house.node.joined(id, helper, MediaRole::Helper);
    pair.helper_live.until(SessionState::Live).await;

    house
        .node
        .hears(|command| {
            matches!(command, Command::Gate { paused: false, allowed, .. } if *allowed == [helper])
        })
        .await;
}

#[tokio::test]
async fn a_pause_closes_the_gate_and_an_end_is_told_to_the_other_at_once() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;
    let id = pair.id;

    pair.sharer.does(id, "pause", json!({})).await;
    pair.helper_live.until(SessionState::Paused).await;
    house
        .node
        .hears(|command| matches!(command, Command::Gate { paused: true, .. }))
        .await;
    pair.sharer.does(id, "unpause", json!({})).await;
    pair.helper_live.until(SessionState::Live).await;
    let began = std::time::Instant::now();
    pair.helper.does(id, "leave", json!({})).await;
    let told = pair.sharer_live.until(SessionState::Ended).await;

    assert!(began.elapsed() < Duration::from_millis(500));
    assert_eq!(told["reason"], "helper_left");
    house
        .node
        .hears(|command| matches!(command, Command::End { session, .. } if *session == id))
        .await;
    assert!(pair.helper.view(id).await.end_reason.is_some());
    assert!(!pair.sharer.view(id).await.you.may_connect);
    let late = pair.sharer.tries(id, "media", media()).await;
    assert_eq!(late.status(), 409);
}

#[tokio::test]
async fn a_sharer_who_says_goodbye_on_the_data_channel_ends_it() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;
    let sharer = pair.sharer.view(pair.id).await.you.participant;

    house.node.saw(
        pair.id,
        Seen::Left {
            participant: sharer,
            role: MediaRole::Sharer,
            why: LeftWhy::Bye,
        },
    );

    let told = pair.helper_live.until(SessionState::Ended).await;
    assert_eq!(told["reason"], "sharer_left");
}

#[tokio::test]
async fn the_node_is_told_at_once_to_look_closer_when_the_sharers_page_is_gone() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;
    let sharer = pair.sharer.view(pair.id).await.you.participant;

    let began = std::time::Instant::now();
    drop(pair.sharer_live);
    house
        .node
        .hears(|command| {
            matches!(command, Command::Suspect { participant, .. } if *participant == sharer)
        })
        .await;
    assert!(began.elapsed() < Duration::from_millis(500));

    house.node.saw(
        pair.id,
        Seen::Interrupted {
            participant: sharer,
            role: MediaRole::Sharer,
        },
    );
    pair.helper_live.until(SessionState::Interrupted).await;
}

#[tokio::test]
async fn a_person_in_a_session_is_led_back_to_it_until_it_ends() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;

    let me: Value = whole(pair.sharer.get("/api/v1/me").await).await;
    assert_eq!(me["currentSession"], pair.id.text());
    pair.sharer.does(pair.id, "decline", json!({})).await;
    let me: Value = whole(pair.sharer.get("/api/v1/me").await).await;

    assert!(me.get("currentSession").is_none());
    let ended = pair.helper.view(pair.id).await;
    assert_eq!(
        ended.end_reason.map(|reason| reason.text()),
        Some("sharer_declined")
    );
}

#[tokio::test]
async fn an_administrator_ends_any_session_and_sees_none() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;
    let ada = house.signed_in("ada").await;
    let path = format!("/api/v1/sessions/{}", pair.id.text());

    assert_eq!(ada.get(&path).await.status(), 404);
    ada.does(pair.id, "force-end", json!({})).await;

    let told = pair.sharer_live.until(SessionState::Ended).await;
    assert_eq!(told["reason"], "admin_ended");
}
