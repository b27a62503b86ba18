//! Sessions that an operator made with `lotse token`: no machine, only who is in it and when it is over.

use lotse_domain::audit::{Action, Actor, Entry};
use lotse_protocol::bus::Command;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use serde::{Deserialize, Serialize};

use super::audit::{Chain, Origin, Pen};
use super::owed::put_owed;
use super::{Change, Store, StoreFault, json};

/// An operator's session, in the `kind` column.
const OF_OPERATOR: &str = "operator";

/// A session that an operator made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OperatorSession {
    pub(crate) id: SessionId,
    pub(crate) end: Timestamp,
    /// Seals its thread.
    pub(crate) thread_key: [u8; 32],
    /// Who came with a token and has not left.
    pub(crate) participants: Vec<(ParticipantId, MediaRole)>,
    /// Where it is served, once somebody came.
    pub(crate) place: Option<NodePlace>,
    /// Why it is over, once it is.
    pub(crate) over: Option<EndReason>,
}

/// What the audit is told about an operator's session.
pub(crate) struct Told {
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) reason: Option<&'static str>,
}

/// What becomes of an operator's session, and what the audit is told; `None` changes nothing.
pub(crate) type Changed = Option<(OperatorSession, Option<Told>)>;

impl Store {
    /// A session that an operator made.
    pub(crate) async fn operator_session(
        &self,
        id: SessionId,
    ) -> Result<Option<OperatorSession>, StoreFault> {
        let row = sqlx::query("SELECT body FROM sessions WHERE id = $1 AND kind = $2")
            .bind(id.text())
            .bind(OF_OPERATOR)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| json(&row, "sessions", "body")).transpose()
    }

    /// Changes an operator's session, or makes it, in one transaction with what the audit is told. `None` from `change`
    /// changes nothing.
    pub(crate) async fn change_operator_session(
        &self,
        chain: Chain<'_>,
        id: SessionId,
        now: Timestamp,
        change: impl FnOnce(Option<OperatorSession>) -> Changed + Send,
    ) -> Result<Option<OperatorSession>, StoreFault> {
        let mut open = self.begin().await?;
        let changed = change_one(&mut open, chain, id, now, change).await?;
        if changed.is_some() {
            open.commit().await?;
        }
        Ok(changed)
    }

    /// The same for several, one after the other in one transaction: all of them, or none where one of them is `None`.
    pub(crate) async fn change_operator_sessions<F>(
        &self,
        chain: Chain<'_>,
        now: Timestamp,
        changes: Vec<(SessionId, F)>,
    ) -> Result<Option<()>, StoreFault>
    where
        F: FnOnce(Option<OperatorSession>) -> Changed + Send,
    {
        let mut open = self.begin().await?;
        for (id, change) in changes {
            let changed = change_one(&mut open, chain, id, now, change).await?;
            if changed.is_none() {
                return Ok(None);
            }
        }
        open.commit().await?;
        Ok(Some(()))
    }
}

async fn change_one(
    open: &mut Change,
    chain: Chain<'_>,
    id: SessionId,
    now: Timestamp,
    change: impl FnOnce(Option<OperatorSession>) -> Changed + Send,
) -> Result<Option<OperatorSession>, StoreFault> {
    let row = sqlx::query("SELECT body FROM sessions WHERE id = $1 AND kind = $2")
        .bind(id.text())
        .bind(OF_OPERATOR)
        .fetch_optional(&mut **open)
        .await?;
    let before = row.map(|row| json(&row, "sessions", "body")).transpose()?;
    let Some((session, told)) = change(before) else {
        return Ok(None);
    };
    put(open, chain.tenant, &session, now).await?;
    if let (Some(reason), Some(place)) = (session.over, session.place) {
        let end = Command::End {
            session: id,
            reason,
        };
        put_owed(open, place, &[end], now).await?;
    }
    if let Some(told) = told {
        let mut pen = Pen::take(open, chain).await?;
        let fill = |entry: &mut Entry| {
            entry.session = Some(id);
            entry.reason = told.reason.map(str::to_owned);
        };
        pen.event(now, told.actor, told.action, &Origin::default(), fill)
            .await?;
        pen.put_down().await?;
    }
    Ok(Some(session))
}

async fn put(
    change: &mut Change,
    tenant: TenantId,
    session: &OperatorSession,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let over = session.over.is_some();
    sqlx::query(
        "INSERT INTO sessions (id, tenant, kind, state, body, version, deadline, node, created_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) \
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body, \
         version = sessions.version + 1, deadline = excluded.deadline, node = excluded.node, \
         ended_at = excluded.ended_at",
    )
    .bind(session.id.text())
    .bind(tenant.text())
    .bind(OF_OPERATOR)
    .bind(if over { "ENDED" } else { "LIVE" })
    .bind(serde_json::to_string(session)?)
    .bind((!over).then(|| session.end.as_millis()))
    .bind(session.place.map(NodePlace::text))
    .bind(now.as_millis())
    .bind(over.then(|| now.as_millis()))
    .execute(&mut **change)
    .await?;
    Ok(())
}
