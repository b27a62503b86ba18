//! Logouts that identity providers announce. Each is heard once, and closes what it names in the same change.

use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use sqlx::any::AnyRow;

use super::audit::{Chain, Origin, Pen};
use super::browser::Who;
use super::browser_sessions::{close, who};
use super::{Change, Store, StoreFault};

/// Whose logout a provider announces.
#[derive(Debug, Clone)]
pub(crate) struct LogoutOf {
    pub(crate) issuer: String,
    pub(crate) sub: Option<String>,
    pub(crate) sid: Option<String>,
    pub(crate) jti: String,
    pub(crate) until: Timestamp,
}

/// Back-Channel Logout 1.0 section 2.7: a session where one is named, else every one of the subject.
const CONCERNED: &str = "SELECT browser_sessions.hash, browser_sessions.known_as, \
    browser_sessions.person FROM provider_sessions \
    JOIN browser_sessions ON browser_sessions.hash = provider_sessions.hash \
    WHERE provider_sessions.issuer = $1 \
    AND ($2 = '' OR provider_sessions.sub = $2) AND ($3 = '' OR provider_sessions.sid = $3)";

impl Store {
    /// Whether it was heard before.
    pub(crate) async fn has_heard(&self, logout: &LogoutOf) -> Result<bool, StoreFault> {
        let row = sqlx::query("SELECT 1 FROM logouts_heard WHERE issuer = $1 AND jti = $2")
            .bind(&logout.issuer)
            .bind(&logout.jti)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// The browser sessions that it names.
    pub(crate) async fn concerned(&self, logout: &LogoutOf) -> Result<Vec<Who>, StoreFault> {
        let rows = query(logout).fetch_all(&self.pool).await?;
        rows.iter().map(who).collect()
    }

    /// Hears it: closes the browser sessions that it names, writes down whose they were and remembers that it was told.
    /// `None` when it was heard before.
    pub(crate) async fn hear_logout(
        &self,
        chain: Chain<'_>,
        logout: &LogoutOf,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Option<Vec<Who>>, StoreFault> {
        let mut change = self.begin().await?;
        if !remember(&mut change, logout, now).await? {
            return Ok(None);
        }
        let rows: Vec<AnyRow> = query(logout).fetch_all(&mut *change).await?;
        let closed = rows.iter().map(who).collect::<Result<Vec<Who>, _>>()?;
        for who in &closed {
            close(&mut change, who.browser).await?;
        }
        let mut people: Vec<UserId> = closed.iter().map(|who| who.person).collect();
        people.sort_unstable();
        people.dedup();
        let mut pen = Pen::take(&mut change, chain).await?;
        for user in people {
            let fill = |entry: &mut Entry| {
                entry.decision = Some(Decision::Allow);
                entry.reason = Some("provider_logout".to_owned());
            };
            let actor = Actor::Person { user };
            pen.event(now, actor, Action::AuthSignout, origin, fill)
                .await?;
        }
        pen.put_down().await?;
        change.commit().await?;
        Ok(Some(closed))
    }
}

fn query(
    logout: &LogoutOf,
) -> sqlx::query::Query<'_, sqlx::Any, <sqlx::Any as sqlx::Database>::Arguments> {
    sqlx::query(CONCERNED)
        .bind(&logout.issuer)
        .bind(logout.sub.as_deref().unwrap_or_default())
        .bind(logout.sid.as_deref().unwrap_or_default())
}

/// Whether it is the first time; what can no longer be shown again is forgotten.
async fn remember(
    change: &mut Change,
    logout: &LogoutOf,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    sqlx::query("DELETE FROM logouts_heard WHERE until <= $1")
        .bind(now.as_millis())
        .execute(&mut **change)
        .await?;
    let heard = sqlx::query(
        "INSERT INTO logouts_heard (issuer, jti, until) VALUES ($1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(&logout.issuer)
    .bind(&logout.jti)
    .bind(logout.until.as_millis())
    .execute(&mut **change)
    .await?;
    Ok(heard.rows_affected() == 1)
}
