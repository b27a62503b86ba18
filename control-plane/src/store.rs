//! What lasts: one portable set of statements (TEXT, BIGINT, bytes) over SQLite, with PostgreSQL to follow. Never decides,
//! and never shows a caller a database error.

mod source;
mod tenants;
mod people;
mod accounts;
mod groups;
mod roles;
mod assignments;
mod policies;
mod identities;
mod flows;
mod browser;
mod devices;
mod judged;
mod seen;
mod audit;
mod vouched;
mod browser_sessions;
mod logouts;
mod owed;
mod sessions;
mod operators;
mod unreadable;
mod situations;

pub(crate) use accounts::{drop_account, has_history, people_count, set_account};
pub(crate) use assignments::{
    Assigned, AssignmentRow, StoredAssignment, add_assignment, assignments_in, drop_assignment,
    put_assignments, set_assignment,
};
pub(crate) use audit::{Chain, Origin, Pen, SealedHead, StoredRow};
pub(crate) use browser::{BrowserSession, Who};
pub(crate) use browser_sessions::Seen;
pub(crate) use devices::{
    DeviceBody, DeviceRow, drop_others as drop_other_devices, id_of as device_id, put_device,
};
pub(crate) use flows::Flow;
pub(crate) use groups::{
    GroupRow, MemberRow, add_group, add_member, drop_group, drop_member, group_count, is_member,
    put_groups,
};
pub(crate) use identities::{Admitted, Newly};
pub(crate) use judged::{ChangedFor, JudgedBy};
pub(crate) use logouts::LogoutOf;
pub(crate) use operators::{Changed, OperatorSession, Told};
pub(crate) use people::{
    PersonRow, disable_others, id_of as person_id, put_password, put_person, put_picture,
};
pub(crate) use policies::{PolicyRow, add_policy, drop_policy, policy_count, set_policy};
pub(crate) use roles::{RoleRow, add_role, drop_role, role_count, role_named, set_role};
pub(crate) use sessions::{Basis, Begun, Committed, SessionCommit};
pub(crate) use tenants::{TenantRow, only_tenant, put_tenant};
pub(crate) use vouched::Vouched;

use std::path::Path;
use std::sync::Once;

use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyPool, Row, SqlSafeStr, Transaction};

use crate::limits::{STORE_BUSY_MAX, STORE_CONNECTIONS_MAX};

const FILE: &str = "lotse.db";

const MIGRATIONS: [(i64, &str, &str); 7] = [
    (
        1,
        "first",
        include_str!("../migrations/sqlite/0001_first.sql"),
    ),
    (
        2,
        "identities",
        include_str!("../migrations/sqlite/0002_identities.sql"),
    ),
    (
        3,
        "access",
        include_str!("../migrations/sqlite/0003_access.sql"),
    ),
    (
        4,
        "owed",
        include_str!("../migrations/sqlite/0004_owed.sql"),
    ),
    (
        5,
        "browsers",
        include_str!("../migrations/sqlite/0005_browsers.sql"),
    ),
    (
        6,
        "handles",
        include_str!("../migrations/sqlite/0006_handles.sql"),
    ),
    (
        7,
        "policies",
        include_str!("../migrations/sqlite/0007_policies.sql"),
    ),
];

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The database refuses or is not there.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be made or changed.
    #[error("database migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds something that cannot be read.
    #[error("a row of {table} cannot be read: {column}")]
    Broken {
        /// Of which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
    },
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] crate::chance::NoChance),
    /// Something cannot be written as JSON.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

/// A connection pool with its statements.
#[derive(Clone)]
pub(crate) struct Store {
    pool: AnyPool,
}

impl StoreFault {
    /// Whether it may work in a moment: the database is busy, full or gone, and nothing is wrong with what was asked.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| may_pass(&code))
            }
            Self::Database(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            ),
            Self::Migration(_) | Self::Broken { .. } | Self::NoChance(_) | Self::Json(_) => false,
        }
    }
}

/// SQLite's busy, locked, input and output, full, cannot open; the low byte of a code is its kind.
fn may_pass(code: &str) -> bool {
    let number = code.parse::<u32>().unwrap_or(0);
    [5, 6, 10, 13, 14].contains(&(number & 0xff))
}

/// A change that is made whole or not at all.
pub(crate) type Change = Transaction<'static, Any>;

impl Store {
    /// Whether this data folder holds a database.
    pub(crate) fn is_there(data_dir: &Path) -> bool {
        data_dir.join(FILE).is_file()
    }

    /// Opens the database of this data folder, and makes or changes its tables.
    pub(crate) async fn open(data_dir: &Path) -> Result<Self, StoreFault> {
        install_driver();
        let url = format!(
            "sqlite://{}?mode=rwc",
            percent(&data_dir.join(FILE).display().to_string())
        );
        let pool = AnyPoolOptions::new()
            .max_connections(STORE_CONNECTIONS_MAX)
            .acquire_timeout(STORE_BUSY_MAX)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for pragma in pragmas() {
                        sqlx::query(sqlx::AssertSqlSafe(pragma))
                            .execute(&mut *connection)
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        let migrations = MIGRATIONS.map(|(version, name, sql)| {
            let sql = sql.into_sql_str();
            Migration::new(version, name.into(), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(migrations.into())
            .run(&pool)
            .await?;
        Ok(Self { pool })
    }

    /// Opens the database of this data folder to read it: makes nothing, changes nothing, and takes older tables as they are.
    pub(crate) async fn open_to_read(data_dir: &Path) -> Result<Self, StoreFault> {
        install_driver();
        let url = format!(
            "sqlite://{}?mode=ro",
            percent(&data_dir.join(FILE).display().to_string())
        );
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(STORE_BUSY_MAX)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    let wait = format!("PRAGMA busy_timeout = {}", STORE_BUSY_MAX.as_millis());
                    sqlx::query(sqlx::AssertSqlSafe(wait))
                        .execute(&mut *connection)
                        .await?;
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        Ok(Self { pool })
    }

    /// Whether there is a log to be verified.
    pub(crate) async fn has_audit(&self) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS found FROM sqlite_master WHERE type = 'table' \
             AND name IN ('audit', 'audit_heads', 'tenants')",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get::<i64, _>("found")? == 3)
    }

    /// Begins a change; SQLite is told at once that it will write, so that it never has to give up half way.
    pub(crate) async fn begin(&self) -> Result<Change, StoreFault> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Whether the database answers.
    pub(crate) async fn answers(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.pool).await.is_ok()
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

fn install_driver() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

fn pragmas() -> Vec<String> {
    vec![
        "PRAGMA journal_mode = WAL".to_owned(),
        // An audit row that was acknowledged outlives a power cut.
        "PRAGMA synchronous = FULL".to_owned(),
        "PRAGMA foreign_keys = ON".to_owned(),
        format!("PRAGMA busy_timeout = {}", STORE_BUSY_MAX.as_millis()),
    ]
}

fn percent(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}

/// Reads a column that holds the text of an id, an enum or another type of ours.
fn parsed<T: std::str::FromStr>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
) -> Result<T, StoreFault> {
    let text: String = row.try_get(column)?;
    text.parse()
        .map_err(|_| StoreFault::Broken { table, column })
}

/// Reads a column that holds JSON.
fn json<T: serde::de::DeserializeOwned>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
) -> Result<T, StoreFault> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|_| StoreFault::Broken { table, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_busy_or_full_is_told_from_a_statement_that_is_wrong() {
        for code in ["5", "517", "6", "10", "778", "13", "14"] {
            assert!(may_pass(code), "{code}");
        }
        for code in ["1", "11", "19", "2067", "1555", ""] {
            assert!(!may_pass(code), "{code}");
        }
    }
}
