//! Browser sessions: only the hash of the cookie is stored, so a stolen database opens no door.

use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::browser::BrowserSession;
use super::vouched::{Vouched, put_vouched};
use super::{Store, StoreFault, parsed};
use crate::limits::{
    BROWSER_SESSION_IDLE, BROWSER_SESSION_LIFE, BROWSER_SESSION_TOUCH,
    BROWSER_SESSIONS_PER_PERSON_MAX,
};

impl Store {
    /// Writes a new browser session; the person's oldest are closed when there are too many.
    pub(crate) async fn open_browser_session(
        &self,
        session: BrowserSession,
        person: UserId,
        vouched: Option<&Vouched>,
        now: Timestamp,
    ) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        sqlx::query(
            "INSERT INTO browser_sessions (hash, person, created_at, used_at) VALUES ($1, $2, $3, $3)",
        )
        .bind(session.key())
        .bind(person.text())
        .bind(now.as_millis())
        .execute(&mut *change)
        .await?;
        if let Some(vouched) = vouched {
            put_vouched(&mut change, session, vouched).await?;
        }
        sqlx::query("DELETE FROM browser_sessions WHERE created_at <= $1 OR used_at <= $2")
            .bind(now.saturating_sub(BROWSER_SESSION_LIFE).as_millis())
            .bind(now.saturating_sub(BROWSER_SESSION_IDLE).as_millis())
            .execute(&mut *change)
            .await?;
        sqlx::query(
            "DELETE FROM browser_sessions WHERE person = $1 AND hash NOT IN \
             (SELECT hash FROM browser_sessions WHERE person = $1 ORDER BY created_at DESC LIMIT $2)",
        )
        .bind(person.text())
        .bind(i64::try_from(BROWSER_SESSIONS_PER_PERSON_MAX).unwrap_or(i64::MAX))
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(())
    }

    /// Whose browser this is, when its session still lives and the person is not disabled.
    pub(crate) async fn browser_session(
        &self,
        session: BrowserSession,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreFault> {
        let row = sqlx::query(
            "SELECT browser_sessions.person, browser_sessions.used_at FROM browser_sessions \
             JOIN people ON people.id = browser_sessions.person AND people.enabled = 1 \
             WHERE hash = $1 AND created_at > $2 AND used_at > $3",
        )
        .bind(session.key())
        .bind(now.saturating_sub(BROWSER_SESSION_LIFE).as_millis())
        .bind(now.saturating_sub(BROWSER_SESSION_IDLE).as_millis())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let used_at = Timestamp::from_millis(row.try_get("used_at")?);
        if now.since(used_at) >= BROWSER_SESSION_TOUCH {
            sqlx::query("UPDATE browser_sessions SET used_at = $1 WHERE hash = $2")
                .bind(now.as_millis())
                .bind(session.key())
                .execute(&self.pool)
                .await?;
        }
        parsed(&row, "browser_sessions", "person").map(Some)
    }

    /// Whether this person is signed in in any browser.
    pub(crate) async fn is_signed_in(
        &self,
        person: UserId,
        now: Timestamp,
    ) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "SELECT 1 FROM browser_sessions WHERE person = $1 AND created_at > $2 AND used_at > $3 \
             LIMIT 1",
        )
        .bind(person.text())
        .bind(now.saturating_sub(BROWSER_SESSION_LIFE).as_millis())
        .bind(now.saturating_sub(BROWSER_SESSION_IDLE).as_millis())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }

    /// Closes a browser session.
    pub(crate) async fn close_browser_session(
        &self,
        session: BrowserSession,
    ) -> Result<(), StoreFault> {
        sqlx::query("DELETE FROM browser_sessions WHERE hash = $1")
            .bind(session.key())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
