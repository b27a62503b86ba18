//! The audit log as files: whole after a session, and broken at the very row that somebody changed.

use std::path::Path;

use serde_json::Value;
use sqlx::{Connection, Row, SqliteConnection};

use crate::flow::Session;
use crate::running::{Running, lotse_with_data};

async fn database(data_dir: &Path) -> SqliteConnection {
    let mut files = std::fs::read_dir(data_dir)
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let file = files.find(|path| {
        path.extension()
            .is_some_and(|end| end == "db" || end == "sqlite")
    });
    let file = file.expect("a database in the data folder");
    SqliteConnection::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap()
}

/// Every row of the audit log as text.
pub(crate) async fn rows(data_dir: &Path) -> Vec<String> {
    let mut database = database(data_dir).await;
    let rows = sqlx::query("SELECT action, entry FROM audit ORDER BY seq")
        .fetch_all(&mut database)
        .await
        .unwrap();
    rows.iter()
        .map(|row| format!("{} {}", row.get::<String, _>(0), row.get::<String, _>(1)))
        .collect()
}

#[tokio::test]
async fn the_log_is_whole_until_somebody_changes_a_row() {
    let service = Running::demo();
    Session::agreed(&service.web, ("hanna", "demo"), ("sami", "demo")).await;
    let running = service.lotse(&["audit", "verify"]);
    let ended = service.end();

    let mut database = database(&ended.data_dir).await;
    sqlx::query("UPDATE audit SET entry = replace(entry, 'session', 'sessiom') WHERE seq = 4")
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    let changed = lotse_with_data(&ended.data_dir, &["audit", "verify"]);
    let json = lotse_with_data(&ended.data_dir, &["audit", "verify", "--json"]);

    assert!(
        running.status.success(),
        "{}",
        String::from_utf8_lossy(&running.stderr)
    );
    assert!(String::from_utf8_lossy(&running.stdout).contains("the audit log is whole"));
    assert_eq!(changed.status.code(), Some(1));
    let told = String::from_utf8_lossy(&changed.stderr).into_owned();
    assert!(told.contains("broken at event 4"), "{told}");
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        (report["ok"].as_bool(), report["row"].as_u64()),
        (Some(false), Some(4))
    );
}

#[tokio::test]
async fn the_log_shows_a_session_from_the_code_to_its_end() {
    let service = Running::demo();
    let session = Session::agreed(&service.web, ("hanna", "demo"), ("sami", "demo")).await;
    session.helper.post(&session.path("/leave"), None).await;

    let rows = rows(&service.data_dir).await;

    for action in [
        "auth.signin",
        "session.created",
        "session.redeem.ok",
        "session.warning.acked",
        "session.helper.accepted",
        "session.sharer.allowed",
        "session.ended",
    ] {
        assert!(
            rows.iter().any(|row| row.starts_with(action)),
            "no {action} in {rows:#?}"
        );
    }
}
