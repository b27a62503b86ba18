//! Where a row comes from, as a column. Never decides who may change it.

use lotse_protocol::api::RowSource;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StoreFault;

/// The column's text.
pub(super) const fn text(source: RowSource) -> &'static str {
    match source {
        RowSource::Config => "config",
        RowSource::Provider => "provider",
        RowSource::Api => "api",
    }
}

/// Reads the column.
pub(super) fn of(row: &AnyRow, table: &'static str) -> Result<RowSource, StoreFault> {
    let found: String = row.try_get("source")?;
    [RowSource::Config, RowSource::Provider, RowSource::Api]
        .into_iter()
        .find(|source| text(*source) == found)
        .ok_or(StoreFault::Broken {
            table,
            column: "source",
        })
}

/// Reads a row's version.
pub(super) fn version(row: &AnyRow, table: &'static str) -> Result<u64, StoreFault> {
    u64::try_from(row.try_get::<i64, _>("version")?).map_err(|_| StoreFault::Broken {
        table,
        column: "version",
    })
}

/// A version as the database has it.
pub(super) fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}
