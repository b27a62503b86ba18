//! A restart in the middle keeps sessions, consent and timers.

use lotse_protocol::api::SessionState;
use lotse_protocol::bus::{Command, Seen};
use serde_json::json;

use crate::browser::problem;
use crate::flow::Pair;
use crate::house::House;

#[tokio::test]
async fn a_session_goes_on_where_it_was() {
    let first = House::start().await;
    let pair = Pair::connecting(&first).await;
    let before = pair.helper.view(pair.id).await;
    drop((pair.helper_live, pair.sharer_live));
    let data = first.stop().await;

    let second = House::start_in(data, 2, |_| {}).await;
    let mut helper = pair.helper.clone();
    helper.address = second.address;
    let mut live = helper.live(pair.id).await;

    let after = helper.view(pair.id).await;
    assert_eq!(after.you.participant, before.you.participant);
    assert!(after.consent.accepted && after.consent.allowed);
    // The old node is gone with its process, so the session is given the new one.
    second
        .node
        .hears(|command| matches!(command, Command::Open { session, .. } if *session == pair.id))
        .await;
    let mut sharer = pair.sharer.clone();
    sharer.address = second.address;
    sharer.does(pair.id, "leave", json!({})).await;
    live.until(SessionState::Ended).await;
}

#[tokio::test]
async fn a_timer_that_ran_out_meanwhile_fires_after_the_start() {
    let first = House::start().await;
    let hanna = first.signed_in("hanna").await;
    let made = hanna.create().await;
    let url = format!("sqlite://{}", first.database().display());
    let data = first.stop().await;
    // Moves the session an hour into the past, as if the machine had been off.
    let database = sqlx::AnyPool::connect(&url).await.unwrap();
    let (body,): (String,) = sqlx::query_as("SELECT body FROM sessions")
        .fetch_one(&database)
        .await
        .unwrap();
    let expires_at = serde_json::to_string(&made.expires_at).unwrap();
    let hour = std::time::Duration::from_secs(3_600);
    let passed = serde_json::to_string(&made.expires_at.saturating_sub(hour)).unwrap();
    assert!(body.contains(&expires_at));
    sqlx::query("UPDATE sessions SET body = $1, deadline = deadline - 3600000")
        .bind(body.replace(&expires_at, &passed))
        .execute(&database)
        .await
        .unwrap();
    database.close().await;

    let second = House::start_in(data, 2, |_| {}).await;
    let mut hanna = hanna;
    hanna.address = second.address;

    let mut view = hanna.view(made.id).await;
    for _ in 0..200 {
        if view.state == SessionState::Ended {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        view = hanna.view(made.id).await;
    }
    assert_eq!(
        view.end_reason.map(|reason| reason.text()),
        Some("code_expired")
    );
    let sami = second.signed_in("sami").await;
    assert_eq!(sami.redeem(&made.code).await.status(), 422);
}

#[tokio::test]
async fn a_database_that_is_held_by_another_is_told_as_busy_and_not_as_our_fault() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let url = format!("sqlite://{}", house.database().display());
    let other = sqlx::AnyPool::connect(&url).await.unwrap();
    let held = other.begin_with("BEGIN EXCLUSIVE").await.unwrap();

    let refused = hanna
        .post("/api/v1/sessions", json!({ "kind": "code" }))
        .await;

    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(problem(refused).await.0, 503);
    held.rollback().await.unwrap();
    hanna.create().await;
}

#[tokio::test]
async fn a_page_that_we_close_has_not_left_and_its_consent_stands() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;

    // The pages are open until the end.
    let data = house.stop().await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;

    let url = format!("sqlite://{}", data.path().join("lotse.db").display());
    let database = sqlx::AnyPool::connect(&url).await.unwrap();
    let (body,): (String,) = sqlx::query_as("SELECT body FROM sessions")
        .fetch_one(&database)
        .await
        .unwrap();
    assert!(!body.contains(r#""page":"away""#), "{body}");
    drop(pair);
}

#[tokio::test]
async fn what_nodes_said_before_the_end_is_stored() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    let node = house.node.clone();
    for _ in 0..60 {
        node.saw(pair.id, Seen::Paused);
        node.saw(pair.id, Seen::UnpauseRequested);
    }
    while node.published() < 122 {
        tokio::task::yield_now().await;
    }

    let data = house.stop().await;

    let url = format!("sqlite://{}", data.path().join("lotse.db").display());
    let database = sqlx::AnyPool::connect(&url).await.unwrap();
    let (stored,): (i64,) = sqlx::query_as("SELECT number FROM facts_seen")
        .fetch_one(&database)
        .await
        .unwrap();
    assert_eq!(stored, 122);
}
