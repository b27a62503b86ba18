//! Commands that a node did not answer are told again, whoever has gone meanwhile.

use std::time::Duration;

use lotse_protocol::bus::Command;
use serde_json::json;
use sqlx::{AnyPool, Row};

use crate::flow::Pair;
use crate::house::House;

async fn owed(house: &House) -> i64 {
    let url = format!("sqlite://{}", house.database().display());
    let row = sqlx::query("SELECT COUNT(*) AS owed FROM commands_owed")
        .fetch_one(&AnyPool::connect(&url).await.unwrap())
        .await
        .unwrap();
    row.get("owed")
}

async fn nothing_is_owed(house: &House) {
    let paid = async {
        while owed(house).await != 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), paid)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_end_that_the_node_did_not_hear_is_told_until_it_does() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;

    house.node.is_deaf(true);
    pair.sharer.does(pair.id, "leave", json!({})).await;
    assert_eq!(owed(&house).await, 1);
    house.node.is_deaf(false);

    house
        .node
        .hears(|command| matches!(command, Command::End { session, .. } if *session == pair.id))
        .await;
    nothing_is_owed(&house).await;
}

#[tokio::test]
async fn whom_to_drop_is_told_until_the_node_has_heard_it() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    let hugo = house.signed_in("hugo").await;
    let asked = json!({ "username": "hugo" });
    pair.helper.does(pair.id, "invite", asked).await;
    let view = hugo.view(pair.id).await;
    let newcomer = view.you.participant;
    let kinds: Vec<_> = view.warnings.iter().map(|warning| warning.kind).collect();
    hugo.does(pair.id, "acknowledge", json!({ "warnings": kinds }))
        .await;
    hugo.does(pair.id, "accept", json!({})).await;
    let allowed = json!({ "helper": newcomer });
    pair.sharer.does(pair.id, "allow", allowed).await;

    house.node.is_deaf(true);
    hugo.does(pair.id, "leave", json!({})).await;
    house.node.is_deaf(false);

    house
        .node
        .hears(|command| {
            matches!(command, Command::Revoke { participant, .. } if *participant == newcomer)
        })
        .await;
    nothing_is_owed(&house).await;
}

#[tokio::test]
async fn a_pause_that_the_node_did_not_hear_is_told_again_at_once_and_not_in_a_minute() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    // The first upkeep is over.
    tokio::time::sleep(Duration::from_millis(3_500)).await;

    house.node.is_deaf(true);
    pair.sharer.does(pair.id, "pause", json!({})).await;
    house.node.is_deaf(false);

    house
        .node
        .hears(|command| matches!(command, Command::Gate { paused: true, .. }))
        .await;
}
