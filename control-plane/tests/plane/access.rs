//! What somebody may do is asked again when the rules or what they judge by change: within five seconds, in every state.

use std::time::Duration;

use lotse_protocol::api::SessionState;
use lotse_protocol::bus::Command;
use lotse_protocol::id::SessionId;
use serde_json::json;
use sqlx::{AnyPool, Row};

use crate::flow::Pair;
use crate::house::House;

const IN_FORCE_WITHIN: Duration = Duration::from_secs(5);

async fn changes(house: &House, sql: &'static str) {
    let url = format!("sqlite://{}", house.database().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    let done = sqlx::query(sql).execute(&pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

async fn state_in_the_store(house: &House, id: SessionId) -> String {
    let url = format!("sqlite://{}", house.database().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    let row = sqlx::query("SELECT state FROM sessions WHERE id = $1")
        .bind(id.text())
        .fetch_one(&pool)
        .await
        .unwrap();
    row.get("state")
}

/// The upkeep judges everybody again too, so what is about the looks between must not fall together with it.
async fn after_the_first_upkeep() {
    tokio::time::sleep(Duration::from_millis(3_500)).await;
}

#[tokio::test]
async fn a_helper_who_loses_the_role_loses_the_open_code() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let made = hanna.create().await;
    let mut live = hanna.live(made.id).await;
    // Whoever does not lose anything keeps their code.
    let hugo = house.signed_in("hugo").await;
    let other = hugo.create().await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;

    let of_hanna = "DELETE FROM memberships WHERE member_of = 'desk' AND person = \
        (SELECT id FROM people WHERE username = 'hanna')";
    changes(&house, of_hanna).await;

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
    let sami = house.signed_in("sami").await;
    assert_eq!(sami.redeem(&made.code).await.status(), 422);
    assert_eq!(hugo.view(other.id).await.state, SessionState::Open);
}

#[tokio::test]
async fn a_disabled_helper_loses_the_open_code() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let made = hanna.create().await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;

    let disabled = "UPDATE people SET enabled = 0 WHERE username = 'hanna'";
    changes(&house, disabled).await;

    let gone = async {
        while state_in_the_store(&house, made.id).await != "ENDED" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(IN_FORCE_WITHIN, gone).await.unwrap();
}

#[tokio::test]
async fn a_warning_that_arises_while_live_shuts_the_gate_until_it_is_read() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    let helper = pair.helper.view(pair.id).await.you.participant;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let before = house.node.heard().len();

    let broken = "UPDATE devices SET body = replace(body, 'Disk is not encrypted', 'No firewall') \
        WHERE name = 'quay-1'";
    changes(&house, broken).await;

    let shut = async {
        loop {
            let gates = gates(&house, before);
            if gates.last().is_some_and(Vec::is_empty) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(IN_FORCE_WITHIN, shut).await.unwrap();
    let view = pair.helper.view(pair.id).await;
    assert_eq!(view.state, SessionState::Live);
    assert_eq!(view.warnings[0].failed_rules, ["No firewall"]);
    assert!(!view.warnings[0].acknowledged);

    let read = json!({ "warnings": ["device_noncompliant"] });
    pair.helper.does(pair.id, "acknowledge", read).await;

    assert_eq!(gates(&house, before).last(), Some(&vec![helper]));
}

/// Whom the node was told to let receive, since it had heard so many commands.
fn gates(house: &House, since: usize) -> Vec<Vec<lotse_protocol::id::ParticipantId>> {
    let heard = house.node.heard().into_iter().skip(since);
    let gates = heard.filter_map(|command| {
        let Command::Gate { allowed, .. } = command else {
            return None;
        };
        Some(allowed)
    });
    gates.collect()
}

#[tokio::test]
async fn a_helper_who_is_not_there_any_more_is_no_helper() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;
    after_the_first_upkeep().await;
    let pool = crate::broken::database(&house).await;
    let mut connection = pool.acquire().await.unwrap();
    for sql in [
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM people WHERE username = 'hanna'",
    ] {
        sqlx::query(sql).execute(&mut *connection).await.unwrap();
    }

    let ended = pair.sharer_live.until(SessionState::Ended);
    let ended = tokio::time::timeout(IN_FORCE_WITHIN, ended).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
}

#[tokio::test]
async fn a_change_that_could_not_be_put_in_force_is_when_the_store_takes_it_again() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let made = hanna.create().await;
    let mut live = hanna.live(made.id).await;
    after_the_first_upkeep().await;

    let disabled = "DELETE FROM memberships WHERE member_of = 'desk' AND person = \
        (SELECT id FROM people WHERE username = 'hanna')";
    changes(&house, disabled).await;
    let pool = crate::broken::database(&house).await;
    let held = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    // Longer than a writer waits for another, after the change was looked at.
    tokio::time::sleep(Duration::from_secs(8)).await;
    held.rollback().await.unwrap();

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
}

#[tokio::test]
async fn a_clients_address_comes_from_a_proxy_only_when_the_proxy_is_named() {
    for (proxies, client) in [
        (vec!["127.0.0.0/8".parse().unwrap()], "203.0.113.9"),
        (vec![], "127.0.0.1"),
    ] {
        let house = House::start_with(move |config| config.trusted_proxies = proxies).await;
        let browser = house.browser();
        let wrong = json!({ "username": "hanna", "password": "x" });

        let request = browser.request(reqwest::Method::POST, "/api/v1/auth/local");
        let answer = request
            .header("x-forwarded-for", "192.0.2.1, 203.0.113.9")
            .json(&wrong)
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), 401);
        let url = format!("sqlite://{}", house.database().display());
        let row = sqlx::query("SELECT personal FROM audit WHERE action = 'auth.signin.fail'")
            .fetch_one(&AnyPool::connect(&url).await.unwrap())
            .await
            .unwrap();
        let personal: String = row.get("personal");
        assert!(personal.contains(client), "{personal}");
    }
}
