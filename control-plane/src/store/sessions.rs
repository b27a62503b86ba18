//! Sessions: state as JSON, a version that every change must have seen, and the next deadline as a column. Session, code,
//! people and audit change in one transaction or not at all.

use lotse_domain::audit::Fact;
use lotse_domain::code::CodeHash;
use lotse_domain::device::Os;
use lotse_domain::session::{CodeStanding, Session};
use lotse_protocol::bus::Command;
use lotse_protocol::id::{SessionId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use sqlx::Row;

use super::audit::{Chain, Origin, Pen};
use super::owed::put_owed;
use super::seen::put_seen;
use super::{Change, Store, StoreFault, json, parsed};

/// A session of people, in the `kind` column.
const OF_PEOPLE: &str = "people";

/// A change of a session that is to be made whole.
pub(crate) struct SessionCommit<'a> {
    /// What the change was made from.
    pub(crate) from: Basis<'a>,
    /// The session as it is after the change.
    pub(crate) session: &'a Session,
    /// A new code, in place of the one before.
    pub(crate) code: Option<CodeHash>,
    /// What the audit is told.
    pub(crate) facts: Vec<Fact>,
    /// When.
    pub(crate) now: Timestamp,
    /// Where it came from.
    pub(crate) origin: &'a Origin,
    /// The node's fact that is stored with it.
    pub(crate) seen: Option<(NodePlace, u64)>,
    /// What its node is told after it.
    pub(crate) commands: &'a [Command],
    /// The log that the facts go into.
    pub(crate) chain: Chain<'a>,
}

/// What a change was made from: another writer who was first makes it void.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Basis<'a> {
    /// Nothing: the session is new.
    New(&'a Begun),
    /// This version of the session.
    Version(u64),
}

/// What only a new session has.
#[derive(Debug, Clone)]
pub(crate) struct Begun {
    /// Whose it is.
    pub(crate) helper: UserId,
    /// How many running sessions they had when they were allowed one more.
    pub(crate) running: usize,
    /// What they wrote about it.
    pub(crate) reason: Option<String>,
    /// The help desk's ticket.
    pub(crate) ticket: Option<String>,
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Committed {
    /// It is stored.
    Yes,
    /// Another writer was first: read again.
    Overtaken,
    /// Another live session has this code: draw another.
    CodeTaken,
}

impl Store {
    /// A session of people.
    pub(crate) async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreFault> {
        let row = sqlx::query("SELECT body FROM sessions WHERE id = $1 AND kind = $2")
            .bind(id.text())
            .bind(OF_PEOPLE)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| json(&row, "sessions", "body")).transpose()
    }

    /// Stores a change of a session.
    pub(crate) async fn commit(&self, commit: SessionCommit<'_>) -> Result<Committed, StoreFault> {
        let mut change = self.begin().await?;
        if let Basis::New(begun) = commit.from
            && running(&mut *change, begun.helper).await? != begun.running
        {
            return Ok(Committed::Overtaken);
        }
        if !put_session(&mut change, &commit).await? {
            return Ok(Committed::Overtaken);
        }
        if !put_code(&mut change, &commit).await? {
            return Ok(Committed::CodeTaken);
        }
        put_people(&mut change, commit.session, commit.now).await?;
        if let Some((place, number)) = commit.seen {
            put_seen(&mut change, place, number).await?;
        }
        if let Some(place) = commit.session.place() {
            put_owed(&mut change, place, commit.commands, commit.now).await?;
        }
        let mut pen = Pen::take(&mut change, commit.chain).await?;
        for fact in commit.facts {
            pen.fact(commit.session.id(), fact, commit.origin).await?;
        }
        pen.put_down().await?;
        change.commit().await?;
        Ok(Committed::Yes)
    }

    /// Writes which system somebody's browser runs on.
    pub(crate) async fn put_os(
        &self,
        id: SessionId,
        person: UserId,
        os: Option<Os>,
    ) -> Result<(), StoreFault> {
        let os = os.as_ref().map(serde_json::to_string).transpose()?;
        sqlx::query("UPDATE session_people SET os = $1 WHERE session = $2 AND person = $3")
            .bind(os)
            .bind(id.text())
            .bind(person.text())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Which system somebody's browser runs on, where it told.
    pub(crate) async fn os(&self, id: SessionId, person: UserId) -> Result<Option<Os>, StoreFault> {
        let row = sqlx::query("SELECT os FROM session_people WHERE session = $1 AND person = $2")
            .bind(id.text())
            .bind(person.text())
            .fetch_optional(&self.pool)
            .await?;
        let told: Option<String> = match row {
            Some(row) => row.try_get("os")?,
            None => None,
        };
        Ok(told.and_then(|os| serde_json::from_str(&os).ok()))
    }

    /// The session that a live code opens.
    pub(crate) async fn session_of_code(
        &self,
        tenant: TenantId,
        hash: CodeHash,
    ) -> Result<Option<SessionId>, StoreFault> {
        let row = sqlx::query(
            "SELECT sessions.id FROM codes JOIN sessions ON sessions.id = codes.session \
             WHERE codes.hash = $1 AND sessions.tenant = $2",
        )
        .bind(hash.text())
        .bind(tenant.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| parsed(&row, "sessions", "id")).transpose()
    }

    /// The newest running session that a person is in.
    pub(crate) async fn current_session(
        &self,
        person: UserId,
    ) -> Result<Option<SessionId>, StoreFault> {
        let row = sqlx::query(
            "SELECT sessions.id FROM session_people \
             JOIN sessions ON sessions.id = session_people.session \
             WHERE session_people.person = $1 AND sessions.ended_at IS NULL \
             ORDER BY session_people.joined_at DESC, sessions.id DESC LIMIT 1",
        )
        .bind(person.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| parsed(&row, "sessions", "id")).transpose()
    }

    /// How many running sessions a person made or helps in.
    pub(crate) async fn running_sessions(&self, person: UserId) -> Result<usize, StoreFault> {
        running(&self.pool, person).await
    }

    /// Whether two people have or had a session together, other than `except`.
    pub(crate) async fn have_met(
        &self,
        one: UserId,
        other: UserId,
        except: Option<SessionId>,
    ) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "SELECT 1 FROM session_people AS a JOIN session_people AS b ON b.session = a.session \
             WHERE a.person = $1 AND b.person = $2 AND a.session <> $3 LIMIT 1",
        )
        .bind(one.text())
        .bind(other.text())
        .bind(except.map(SessionId::text).unwrap_or_default())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }

    /// Sessions whose deadline has passed, the longest overdue first.
    pub(crate) async fn due(
        &self,
        now: Timestamp,
        most: i64,
    ) -> Result<Vec<SessionId>, StoreFault> {
        let rows =
            sqlx::query("SELECT id FROM sessions WHERE deadline <= $1 ORDER BY deadline LIMIT $2")
                .bind(now.as_millis())
                .bind(most)
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| parsed(row, "sessions", "id"))
            .collect()
    }

    /// The next deadline there is.
    pub(crate) async fn next_deadline(&self) -> Result<Option<Timestamp>, StoreFault> {
        let row = sqlx::query(
            "SELECT deadline FROM sessions WHERE deadline IS NOT NULL ORDER BY deadline LIMIT 1",
        )
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| Ok(Timestamp::from_millis(row.try_get("deadline")?)))
            .transpose()
    }

    /// Every running session.
    pub(crate) async fn running(&self) -> Result<Vec<SessionId>, StoreFault> {
        let rows =
            sqlx::query("SELECT id FROM sessions WHERE ended_at IS NULL ORDER BY created_at")
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| parsed(row, "sessions", "id"))
            .collect()
    }
}

async fn running(
    executor: impl sqlx::Executor<'_, Database = sqlx::Any>,
    person: UserId,
) -> Result<usize, StoreFault> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS running FROM session_people \
         JOIN sessions ON sessions.id = session_people.session \
         WHERE session_people.person = $1 AND sessions.ended_at IS NULL",
    )
    .bind(person.text())
    .fetch_one(executor)
    .await?;
    Ok(usize::try_from(row.try_get::<i64, _>("running")?).unwrap_or(usize::MAX))
}

async fn put_session(change: &mut Change, commit: &SessionCommit<'_>) -> Result<bool, StoreFault> {
    let session = commit.session;
    let state = serde_json::to_string(&session.state())?;
    let state = state.trim_matches('"');
    let deadline = session.deadline().map(|(at, _)| at.as_millis());
    let ended_at = session.end_reason().map(|_| commit.now.as_millis());
    let sql = match commit.from {
        Basis::New(_) => {
            "INSERT INTO sessions (state, body, version, deadline, node, ended_at, id, tenant, kind, created_at, \
             reason, ticket) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        }
        Basis::Version(_) => {
            "UPDATE sessions SET state = $1, body = $2, version = $3, deadline = $4, node = $5, \
             ended_at = $6 WHERE id = $7 AND version = $8"
        }
    };
    let query = sqlx::query(sql)
        .bind(state.to_owned())
        .bind(serde_json::to_string(session)?)
        .bind(version(session.version()))
        .bind(deadline)
        .bind(session.place().map(NodePlace::text))
        .bind(ended_at)
        .bind(session.id().text());
    let query = match commit.from {
        Basis::New(begun) => query
            .bind(session.tenant().text())
            .bind(OF_PEOPLE)
            .bind(session.created_at().as_millis())
            .bind(begun.reason.clone())
            .bind(begun.ticket.clone()),
        Basis::Version(from) => query.bind(version(from)),
    };
    Ok(query.execute(&mut **change).await?.rows_affected() == 1)
}

fn version(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// A code that opens nothing more is deleted; a new one takes the place of the old one.
async fn put_code(change: &mut Change, commit: &SessionCommit<'_>) -> Result<bool, StoreFault> {
    let opens = match commit.session.code() {
        CodeStanding::Live { .. } | CodeStanding::Reserved => true,
        CodeStanding::Bound | CodeStanding::Dead => false,
    };
    if commit.code.is_some() || !opens {
        sqlx::query("DELETE FROM codes WHERE session = $1")
            .bind(commit.session.id().text())
            .execute(&mut **change)
            .await?;
    }
    let Some(code) = commit.code.filter(|_| opens) else {
        return Ok(true);
    };
    let done = sqlx::query(
        "INSERT INTO codes (hash, session) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
    )
    .bind(code.text())
    .bind(commit.session.id().text())
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes who is in the session; a sharer who was refused is no longer.
async fn put_people(
    change: &mut Change,
    session: &Session,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let rows = sqlx::query("SELECT person FROM session_people WHERE session = $1")
        .bind(session.id().text())
        .fetch_all(&mut **change)
        .await?;
    let mut before = Vec::with_capacity(rows.len());
    for row in &rows {
        before.push(parsed::<UserId>(row, "session_people", "person")?);
    }
    let after: Vec<UserId> = session.users().collect();
    for gone in before.iter().filter(|user| !after.contains(user)) {
        sqlx::query("DELETE FROM session_people WHERE session = $1 AND person = $2")
            .bind(session.id().text())
            .bind(gone.text())
            .execute(&mut **change)
            .await?;
    }
    for new in after.iter().filter(|user| !before.contains(user)) {
        sqlx::query(
            "INSERT INTO session_people (session, person, joined_at) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        )
        .bind(session.id().text())
        .bind(new.text())
        .bind(now.as_millis())
        .execute(&mut **change)
        .await?;
    }
    Ok(())
}
