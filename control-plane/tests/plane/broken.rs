//! One session that cannot be read ends for itself and stops nobody else's.

use std::time::Duration;

use lotse_protocol::api::SessionState;
use lotse_protocol::bus::{Command, LeftWhy, Seen};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::SessionId;
use lotse_protocol::role::MediaRole;
use serde_json::json;
use sqlx::{AnyPool, Row};

use crate::audit::actions;
use crate::flow::Pair;
use crate::house::House;

pub(crate) async fn database(house: &House) -> AnyPool {
    let url = format!("sqlite://{}", house.database().display());
    AnyPool::connect(&url).await.unwrap()
}

/// Makes a session's row unreadable, and its deadline long ago.
pub(crate) async fn breaks(house: &House, id: SessionId) {
    let done = sqlx::query("UPDATE sessions SET body = '{', deadline = 1 WHERE id = $1")
        .bind(id.text())
        .execute(&database(house).await)
        .await
        .unwrap();
    assert_eq!(done.rows_affected(), 1);
}

pub(crate) async fn is_over(house: &House, id: SessionId) {
    let over = async {
        loop {
            let row = sqlx::query("SELECT state FROM sessions WHERE id = $1")
                .bind(id.text())
                .fetch_one(&database(house).await)
                .await
                .unwrap();
            if row.get::<String, _>("state") == "ENDED" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(8), over)
        .await
        .unwrap();
}

#[tokio::test]
async fn everybody_elses_timers_fire() {
    let house = House::start().await;
    let (hanna, hugo) = (
        house.signed_in("hanna").await,
        house.signed_in("hugo").await,
    );
    let broken = hanna.create().await;
    let other = hugo.create().await;
    let mut live = hugo.live(other.id).await;
    let passed = "UPDATE sessions SET deadline = 2, body = replace(body, $1, $2) WHERE id = $3";
    let expires_at = serde_json::to_string(&other.expires_at).unwrap();
    let hour = Duration::from_secs(3_600);
    let long_ago = serde_json::to_string(&other.expires_at.saturating_sub(hour)).unwrap();

    breaks(&house, broken.id).await;
    sqlx::query(passed)
        .bind(expires_at)
        .bind(long_ago)
        .bind(other.id.text())
        .execute(&database(&house).await)
        .await
        .unwrap();

    let told = live.until(SessionState::Ended).await;
    assert_eq!(told["reason"], "code_expired");
    is_over(&house, broken.id).await;
    assert_eq!(actions(&house, "session.ended").await, 2);
}

#[tokio::test]
async fn everybody_elses_facts_are_heard_and_the_broken_ones_node_is_told() {
    let house = House::start().await;
    let broken = Pair::live(&house).await;
    let (helper, sharer) = (
        house.signed_in("hugo").await,
        house.signed_in("stella").await,
    );
    let mut pair = Pair::live_of(&house, helper, sharer).await;
    let sharer = pair.sharer.view(pair.id).await.you.participant;

    let unreadable = "UPDATE sessions SET body = '{' WHERE id = $1";
    sqlx::query(unreadable)
        .bind(broken.id.text())
        .execute(&database(&house).await)
        .await
        .unwrap();
    house.node.saw(broken.id, Seen::Paused);
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
    is_over(&house, broken.id).await;
    house
        .node
        .hears(|command| {
            matches!(command, Command::End { session, reason: EndReason::ServiceError } if *session == broken.id)
        })
        .await;
}

#[tokio::test]
async fn nobody_stays_signed_in_because_a_session_of_theirs_is_broken() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    let unreadable = "UPDATE sessions SET body = '{' WHERE id = $1";
    sqlx::query(unreadable)
        .bind(pair.id.text())
        .execute(&database(&house).await)
        .await
        .unwrap();

    let out = pair.sharer.post("/api/v1/auth/logout", json!({})).await;

    assert_eq!(out.status(), 204);
    is_over(&house, pair.id).await;
    assert_eq!(pair.sharer.get("/api/v1/me").await.status(), 401);
}
