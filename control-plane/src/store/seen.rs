//! How far each node's facts are stored, so that none is taken twice. Never holds a fact.

use lotse_protocol::token::NodePlace;
use sqlx::Row;

use super::{Change, Store, StoreFault};

impl Store {
    /// The last stored fact of a node's life.
    pub(crate) async fn seen(&self, place: NodePlace) -> Result<Option<u64>, StoreFault> {
        let row = sqlx::query("SELECT number FROM facts_seen WHERE place = $1")
            .bind(place.text())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(u64::try_from(row.try_get::<i64, _>("number")?).unwrap_or(0)))
            .transpose()
    }

    /// Writes that a fact changed nothing and needs no second look.
    pub(crate) async fn mark_seen(&self, place: NodePlace, number: u64) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        put_seen(&mut change, place, number).await?;
        change.commit().await?;
        Ok(())
    }
}

/// Writes how far a node's facts are stored.
pub(super) async fn put_seen(
    change: &mut Change,
    place: NodePlace,
    number: u64,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO facts_seen (place, number) VALUES ($1, $2) \
         ON CONFLICT (place) DO UPDATE SET number = excluded.number",
    )
    .bind(place.text())
    .bind(i64::try_from(number).unwrap_or(i64::MAX))
    .execute(&mut **change)
    .await?;
    Ok(())
}
