//! Browser sessions: only the hash of the cookie is stored, so a stolen database opens no door.

use lotse_domain::audit::{Action, Actor};
use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::audit::{Chain, Origin, Pen};
use super::browser::{BrowserSession, Who};
use super::vouched::{Vouched, put_vouched};
use super::{Change, Store, StoreFault, parsed};
use crate::limits::{
    BROWSER_SESSION_IDLE, BROWSER_SESSION_LIFE, BROWSER_SESSION_TOUCH,
    BROWSER_SESSIONS_PER_PERSON_MAX,
};

/// What a request says about whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Somebody does something.
    Used,
    /// A page that stands open looks whether there is news.
    Looked,
}

impl Store {
    /// Writes a new browser session in place of the one before, which is closed; the same person goes on as the same browser.
    /// The person's oldest are closed when there are too many.
    pub(crate) async fn open_browser_session(
        &self,
        (session, before): (BrowserSession, Option<BrowserSession>),
        person: UserId,
        vouched: Option<&Vouched>,
        now: Timestamp,
    ) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        let known_as = match before {
            Some(before) => take(&mut change, before, person).await?,
            None => None,
        };
        sqlx::query(
            "INSERT INTO browser_sessions (hash, person, created_at, used_at, known_as) \
             VALUES ($1, $2, $3, $3, $4)",
        )
        .bind(session.key())
        .bind(person.text())
        .bind(now.as_millis())
        .bind(known_as.unwrap_or(session).key())
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

    /// Whose browser this is, when its session still lives and the person is not disabled. What uses it keeps it alive.
    pub(crate) async fn browser_session(
        &self,
        session: BrowserSession,
        seen: Seen,
        now: Timestamp,
    ) -> Result<Option<Who>, StoreFault> {
        let row = sqlx::query(
            "SELECT browser_sessions.hash, browser_sessions.known_as, browser_sessions.person, \
             browser_sessions.used_at FROM browser_sessions \
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
        if seen == Seen::Used && now.since(used_at) >= BROWSER_SESSION_TOUCH {
            sqlx::query("UPDATE browser_sessions SET used_at = $1 WHERE hash = $2")
                .bind(now.as_millis())
                .bind(session.key())
                .execute(&self.pool)
                .await?;
        }
        who(&row).map(Some)
    }

    /// Whether this person is signed in in any browser but these.
    pub(crate) async fn is_signed_in_beside(
        &self,
        person: UserId,
        gone: &[BrowserSession],
        now: Timestamp,
    ) -> Result<bool, StoreFault> {
        let rows = sqlx::query(
            "SELECT hash, known_as, person FROM browser_sessions \
             WHERE person = $1 AND created_at > $2 AND used_at > $3",
        )
        .bind(person.text())
        .bind(now.saturating_sub(BROWSER_SESSION_LIFE).as_millis())
        .bind(now.saturating_sub(BROWSER_SESSION_IDLE).as_millis())
        .fetch_all(&self.pool)
        .await?;
        for row in &rows {
            if !gone.contains(&who(row)?.browser) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Signs somebody out of their browser.
    pub(crate) async fn close_browser_session(
        &self,
        chain: Chain<'_>,
        who: Who,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        close(&mut change, who.browser).await?;
        let actor = Actor::Person { user: who.person };
        let mut pen = Pen::take(&mut change, chain).await?;
        pen.event(now, actor, Action::AuthSignout, origin, |_| {})
            .await?;
        pen.put_down().await?;
        change.commit().await?;
        Ok(())
    }
}

pub(super) async fn close(change: &mut Change, session: BrowserSession) -> Result<(), StoreFault> {
    sqlx::query("DELETE FROM browser_sessions WHERE hash = $1")
        .bind(session.key())
        .execute(&mut **change)
        .await?;
    Ok(())
}

/// Closes the session that the browser had; as whom it was known, when it was this person's.
async fn take(
    change: &mut Change,
    before: BrowserSession,
    person: UserId,
) -> Result<Option<BrowserSession>, StoreFault> {
    let row = sqlx::query("SELECT hash, known_as, person FROM browser_sessions WHERE hash = $1")
        .bind(before.key())
        .fetch_optional(&mut **change)
        .await?;
    let was = row.map(|row| who(&row)).transpose()?;
    close(change, before).await?;
    Ok(was
        .filter(|was| was.person == person)
        .map(|was| was.known_as))
}

/// Reads `hash`, `known_as` and `person`; a browser session from before there was a second name has one.
pub(super) fn who(row: &AnyRow) -> Result<Who, StoreFault> {
    let broken = || StoreFault::Broken {
        table: "browser_sessions",
        column: "hash",
    };
    let browser = BrowserSession::of_key(row.try_get("hash")?).ok_or_else(broken)?;
    let known_as: Option<Vec<u8>> = row.try_get("known_as")?;
    Ok(Who {
        person: parsed(row, "browser_sessions", "person")?,
        browser,
        known_as: match known_as {
            Some(bytes) => BrowserSession::of_key(bytes).ok_or_else(broken)?,
            None => browser,
        },
    })
}
