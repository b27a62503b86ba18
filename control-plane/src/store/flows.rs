//! Sign-ins under way at a provider. Each is taken once, and only hashes of what the browser holds are stored.

use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault};
use crate::limits::{SIGN_IN_FLOW_LIFE, SIGN_IN_FLOWS_MAX};

/// A sign-in under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The hash of the state that the provider sends back.
    pub(crate) state: String,
    /// The hash of the cookie of the browser that began.
    pub(crate) browser: String,
    pub(crate) provider: String,
    /// What else was asked, as JSON.
    pub(crate) body: String,
    pub(crate) created_at: Timestamp,
}

impl Store {
    /// Writes that a sign-in has begun; those that are too old or too many are forgotten.
    pub(crate) async fn put_flow(&self, flow: &Flow) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        sqlx::query("DELETE FROM sign_in_flows WHERE created_at <= $1")
            .bind(
                flow.created_at
                    .saturating_sub(SIGN_IN_FLOW_LIFE * 2)
                    .as_millis(),
            )
            .execute(&mut *change)
            .await?;
        sqlx::query(
            "DELETE FROM sign_in_flows WHERE state IN \
             (SELECT state FROM sign_in_flows ORDER BY created_at DESC, state LIMIT $1 OFFSET $2)",
        )
        .bind(SIGN_IN_FLOWS_MAX)
        .bind(SIGN_IN_FLOWS_MAX - 1)
        .execute(&mut *change)
        .await?;
        sqlx::query(
            "INSERT INTO sign_in_flows (state, browser, provider, body, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&flow.state)
        .bind(&flow.browser)
        .bind(&flow.provider)
        .bind(&flow.body)
        .bind(flow.created_at.as_millis())
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(())
    }

    /// Takes the sign-in with this state, for good: a second answer finds nothing.
    pub(crate) async fn take_flow(&self, state: &str) -> Result<Option<Flow>, StoreFault> {
        let mut change = self.begin().await?;
        let row = sqlx::query(
            "SELECT browser, provider, body, created_at FROM sign_in_flows WHERE state = $1",
        )
        .bind(state)
        .fetch_optional(&mut *change)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let gone = sqlx::query("DELETE FROM sign_in_flows WHERE state = $1")
            .bind(state)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        if gone.rows_affected() != 1 {
            return Ok(None);
        }
        Ok(Some(Flow {
            state: state.to_owned(),
            browser: row.try_get("browser")?,
            provider: row.try_get("provider")?,
            body: row.try_get("body")?,
            created_at: Timestamp::from_millis(row.try_get("created_at")?),
        }))
    }
}
