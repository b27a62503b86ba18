//! How somebody stood before us when they last did something that policies are asked about. Never outlives its session's row.

use lotse_domain::access::Situation;
use lotse_protocol::id::{SessionId, UserId};
use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::browser::BrowserSession;
use super::{Store, StoreFault};

impl Store {
    /// How somebody of a session stands before us; `None` while they have done nothing in it themselves.
    pub(crate) async fn situation(
        &self,
        session: SessionId,
        person: UserId,
    ) -> Result<Option<Situation>, StoreFault> {
        let row =
            sqlx::query("SELECT situation FROM session_people WHERE session = $1 AND person = $2")
                .bind(session.text())
                .bind(person.text())
                .fetch_optional(&self.pool)
                .await?;
        let text: Option<String> = match row {
            Some(row) => row.try_get("situation")?,
            None => None,
        };
        let broken = |_| StoreFault::Broken {
            table: "session_people",
            column: "situation",
        };
        text.map(|text| serde_json::from_str(&text).map_err(broken))
            .transpose()
    }

    /// Writes how somebody of a session stands before us.
    pub(crate) async fn put_situation(
        &self,
        session: SessionId,
        person: UserId,
        situation: &Situation,
    ) -> Result<(), StoreFault> {
        sqlx::query("UPDATE session_people SET situation = $1 WHERE session = $2 AND person = $3")
            .bind(serde_json::to_string(situation)?)
            .bind(session.text())
            .bind(person.text())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// When a browser session began.
    pub(crate) async fn signed_in_at(
        &self,
        browser: BrowserSession,
    ) -> Result<Option<Timestamp>, StoreFault> {
        let row = sqlx::query("SELECT created_at FROM browser_sessions WHERE hash = $1")
            .bind(browser.key())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(Timestamp::from_millis(row.try_get("created_at")?)))
            .transpose()
    }
}
