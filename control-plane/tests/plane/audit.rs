//! The audit log holds after everything that happens, and names the row that somebody changed.

use lotse_control_plane::audit::{Report, verify};
use lotse_protocol::bus::{RefusedWhy, Seen};
use serde_json::{Value, json};
use sqlx::{AnyPool, Row};

use crate::browser::{problem, whole};
use crate::flow::Pair;
use crate::house::House;

async fn database(house: &House) -> AnyPool {
    let url = format!("sqlite://{}", house.database().display());
    AnyPool::connect(&url).await.unwrap()
}

/// How often something is in the log.
pub(crate) async fn actions(house: &House, action: &str) -> i64 {
    let row = sqlx::query("SELECT COUNT(*) AS found FROM audit WHERE action = $1")
        .bind(action)
        .fetch_one(&database(house).await)
        .await
        .unwrap();
    row.get("found")
}

/// A house whose node is in the log already, as its first row.
async fn settled() -> House {
    let house = House::start().await;
    nodes_up(&house, 1).await;
    house
}

/// Waits until so many lives of nodes are in the log, and says how many are.
pub(crate) async fn nodes_up(house: &House, lives: i64) -> i64 {
    let told = async {
        while actions(house, "node.up").await < lives {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, told).await.unwrap();
    actions(house, "node.up").await
}

#[tokio::test]
async fn a_node_that_comes_up_is_audited_once_for_each_life() {
    let house = House::start().await;
    assert_eq!(nodes_up(&house, 1).await, 1);

    let again = House::start_in(house.stop().await, 2, |_| {}).await;

    assert_eq!(nodes_up(&again, 2).await, 2);
}

#[tokio::test]
async fn a_whole_session_is_in_the_chain_and_the_chain_holds() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    pair.sharer.does(pair.id, "leave", json!({})).await;
    house
        .browser()
        .post(
            "/api/v1/auth/local",
            json!({ "username": "hanna", "password": "x" }),
        )
        .await;

    let ada = house.signed_in("ada").await;
    let verdict: Value = whole(ada.get("/api/v1/audit/verify").await).await;

    assert_eq!(verdict["whole"], true);
    let rows = sqlx::query("SELECT action, entry FROM audit ORDER BY seq")
        .fetch_all(&database(&house).await)
        .await
        .unwrap();
    let actions: Vec<String> = rows.iter().map(|row| row.get("action")).collect();
    for action in [
        "auth.signin.ok",
        "session.created",
        "session.code.issued",
        "session.redeem.ok",
        "session.trust.shown",
        "session.warning.acked",
        "session.helper.accepted",
        "session.sharer.allowed",
        "session.capture.picked",
        "session.media.granted",
        "session.live",
        "session.ended",
        "auth.signin.fail",
    ] {
        assert!(
            actions.iter().any(|found| found == action),
            "{action} not in {actions:?}"
        );
    }
    for row in &rows {
        let entry: String = row.get("entry");
        assert!(
            !entry.contains("Hanna") && !entry.contains("127.0.0.1"),
            "{entry}"
        );
    }
    assert_eq!(
        problem(pair.helper.get("/api/v1/audit/verify").await)
            .await
            .0,
        403
    );
}

#[tokio::test]
async fn a_row_that_was_changed_cut_or_forged_is_named() {
    for (statement, row) in [
        (
            "UPDATE audit SET entry = replace(entry, 'signin.ok', 'signin.fail') WHERE seq = 2",
            2,
        ),
        (
            "UPDATE audit SET personal = '{\"name\":\"Somebody Else\"}' WHERE seq = 2",
            2,
        ),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq >= 4", 4),
        ("UPDATE audit SET entry = 'rubbish' WHERE seq = 3", 3),
        ("UPDATE audit_heads SET seq = 3 WHERE seq > 3", 5),
    ] {
        let house = settled().await;
        for username in ["hanna", "sami", "ada"] {
            house.signed_in(username).await;
        }
        house.signed_in("hanna").await.create().await;
        let whole = verify(house.path()).await.unwrap();
        assert!(
            matches!(whole, Report::Whole { rows } if rows >= 5),
            "{whole:?}"
        );

        let database = database(&house).await;
        sqlx::query(statement).execute(&database).await.unwrap();

        let report = verify(house.path()).await.unwrap();
        let Report::Broken { row: found, .. } = report else {
            panic!("{statement}: {report:?}");
        };
        let last = statement.starts_with("UPDATE audit_heads");
        assert!(found == row || last, "{statement}: {report:?}");
    }
}

#[tokio::test]
async fn what_names_people_can_be_erased_and_the_chain_still_holds() {
    let house = settled().await;
    house.signed_in("hanna").await;

    sqlx::query("UPDATE audit SET personal = NULL, salt = NULL")
        .execute(&database(&house).await)
        .await
        .unwrap();

    assert_eq!(
        verify(house.path()).await.unwrap(),
        Report::Whole { rows: 2 }
    );
}

#[tokio::test]
async fn a_folder_without_a_database_is_not_made_one() {
    let folder = tempfile::tempdir().unwrap();

    let fault = verify(folder.path()).await.unwrap_err();

    assert!(fault.to_string().contains("no database"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_refused_token_is_a_row_but_a_flood_of_strangers_is_not_a_flood_of_rows() {
    let house = House::start().await;
    let pair = Pair::connecting(&house).await;
    let participant = Some(pair.sharer.view(pair.id).await.you.participant);
    let why = RefusedWhy::OtherCertificate;
    house.node.saw(pair.id, Seen::Refused { participant, why });
    for _ in 0..200 {
        let (participant, why) = (None, RefusedWhy::Malformed);
        house.node.saw(pair.id, Seen::Refused { participant, why });
    }
    let last = Seen::Refused {
        participant,
        why: RefusedWhy::Replayed,
    };
    house.node.saw(pair.id, last);

    let database = database(&house).await;
    let count = async |reason: &str| {
        let row = sqlx::query(
            "SELECT COUNT(*) AS rows FROM audit \
             WHERE action = 'session.media.refused' AND entry LIKE $1",
        )
        .bind(format!("%\"reason\":\"{reason}\"%"))
        .fetch_one(&database)
        .await
        .unwrap();
        row.get::<i64, _>("rows")
    };
    let told = async {
        while count("replayed").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), told)
        .await
        .unwrap();

    assert_eq!(count("other_certificate").await, 1);
    assert_eq!(count("malformed").await, 60);
}

#[tokio::test]
async fn verifying_makes_nothing_and_says_what_is_missing() {
    let house = House::start().await;
    house.signed_in("hanna").await.create().await;
    let data = house.stop().await;
    let keys = data.path().join("keys");
    assert!(matches!(verify(data.path()).await.unwrap(), Report::Whole { rows } if rows > 0));
    std::fs::remove_dir_all(&keys).unwrap();

    let fault = verify(data.path()).await.unwrap_err().to_string();

    assert!(
        fault.contains("audit") && fault.contains("missing"),
        "{fault}"
    );
    assert!(!keys.exists());

    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("lotse.db"), b"").unwrap();
    let fault = verify(empty.path()).await.unwrap_err().to_string();
    assert!(fault.contains("holds no audit log"), "{fault}");
    assert_eq!(std::fs::read(empty.path().join("lotse.db")).unwrap(), b"");
}
