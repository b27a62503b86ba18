//! Browser sessions that an identity provider vouches for, and the logouts that it announces. An announcement is heard once.

use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::browser::BrowserSession;
use super::{Change, Store, StoreFault, parsed};

/// What a provider vouches for in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vouched {
    pub(crate) provider: String,
    pub(crate) issuer: String,
    pub(crate) sub: String,
    /// The provider's own session.
    pub(crate) sid: Option<String>,
    pub(crate) acr: Option<String>,
    pub(crate) auth_time: Option<Timestamp>,
    /// The ID token, sealed with the browser's cookie.
    pub(crate) hint: String,
}

/// Whose logout a provider announces.
pub(crate) struct LogoutOf<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) sub: Option<&'a str>,
    pub(crate) sid: Option<&'a str>,
    pub(crate) jti: &'a str,
    pub(crate) until: Timestamp,
}

pub(super) async fn put_vouched(
    change: &mut Change,
    session: BrowserSession,
    vouched: &Vouched,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO provider_sessions (hash, provider, issuer, sub, sid, acr, auth_time, hint) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(session.key())
    .bind(&vouched.provider)
    .bind(&vouched.issuer)
    .bind(&vouched.sub)
    .bind(vouched.sid.as_deref())
    .bind(vouched.acr.as_deref())
    .bind(vouched.auth_time.map(Timestamp::as_millis))
    .bind(&vouched.hint)
    .execute(&mut **change)
    .await?;
    Ok(())
}

impl Store {
    /// What a provider vouches for in this browser.
    pub(crate) async fn vouched(
        &self,
        session: BrowserSession,
    ) -> Result<Option<Vouched>, StoreFault> {
        let row = sqlx::query(
            "SELECT provider, issuer, sub, sid, acr, auth_time, hint FROM provider_sessions \
             WHERE hash = $1",
        )
        .bind(session.key())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            let auth_time: Option<i64> = row.try_get("auth_time")?;
            Ok(Vouched {
                provider: row.try_get("provider")?,
                issuer: row.try_get("issuer")?,
                sub: row.try_get("sub")?,
                sid: row.try_get("sid")?,
                acr: row.try_get("acr")?,
                auth_time: auth_time.map(Timestamp::from_millis),
                hint: row.try_get("hint")?,
            })
        })
        .transpose()
    }

    /// Hears an announced logout: closes the browser sessions that it names and says whose they were; `None` when it was heard
    /// before.
    pub(crate) async fn hear_logout(
        &self,
        logout: &LogoutOf<'_>,
        now: Timestamp,
    ) -> Result<Option<Vec<(BrowserSession, UserId)>>, StoreFault> {
        let mut change = self.begin().await?;
        sqlx::query("DELETE FROM logouts_heard WHERE until <= $1")
            .bind(now.as_millis())
            .execute(&mut *change)
            .await?;
        let heard = sqlx::query(
            "INSERT INTO logouts_heard (issuer, jti, until) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        )
        .bind(logout.issuer)
        .bind(logout.jti)
        .bind(logout.until.as_millis())
        .execute(&mut *change)
        .await?;
        if heard.rows_affected() != 1 {
            return Ok(None);
        }
        let closed = named(&mut change, logout).await?;
        for (session, _) in &closed {
            sqlx::query("DELETE FROM browser_sessions WHERE hash = $1")
                .bind(session.key())
                .execute(&mut *change)
                .await?;
        }
        change.commit().await?;
        Ok(Some(closed))
    }
}

/// Back-Channel Logout 1.0 section 2.7: a session where one is named, else every one of the subject.
async fn named(
    change: &mut Change,
    logout: &LogoutOf<'_>,
) -> Result<Vec<(BrowserSession, UserId)>, StoreFault> {
    let rows = sqlx::query(
        "SELECT browser_sessions.hash, browser_sessions.person FROM provider_sessions \
         JOIN browser_sessions ON browser_sessions.hash = provider_sessions.hash \
         WHERE provider_sessions.issuer = $1 \
         AND ($2 = '' OR provider_sessions.sub = $2) AND ($3 = '' OR provider_sessions.sid = $3)",
    )
    .bind(logout.issuer)
    .bind(logout.sub.unwrap_or_default())
    .bind(logout.sid.unwrap_or_default())
    .fetch_all(&mut **change)
    .await?;
    let broken = || StoreFault::Broken {
        table: "browser_sessions",
        column: "hash",
    };
    rows.iter()
        .map(|row| {
            let hash = BrowserSession::of_key(row.try_get("hash")?).ok_or_else(broken)?;
            Ok((hash, parsed(row, "browser_sessions", "person")?))
        })
        .collect()
}
