//! Ends a session whose state cannot be read, with what its columns still tell. Never looks into its body.

use lotse_domain::audit::{Action, Actor, Entry};
use lotse_protocol::bus::Command;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::SessionId;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use sqlx::Row;

use super::audit::{Chain, Origin, Pen};
use super::owed::put_owed;
use super::seen::put_seen;
use super::{Store, StoreFault};

/// What is known of a session that was ended unread.
pub(crate) struct Unread {
    pub(crate) version: u64,
    pub(crate) place: Option<NodePlace>,
}

impl Store {
    /// Ends a running session without reading it, and marks the node's fact that brought it up. `None` when it is not
    /// running.
    pub(crate) async fn end_unreadable(
        &self,
        chain: Chain<'_>,
        id: SessionId,
        seen: Option<(NodePlace, u64)>,
        now: Timestamp,
    ) -> Result<Option<Unread>, StoreFault> {
        let reason = EndReason::ServiceError;
        let mut change = self.begin().await?;
        if let Some((place, number)) = seen {
            put_seen(&mut change, place, number).await?;
        }
        let row = sqlx::query(
            "UPDATE sessions SET state = 'ENDED', deadline = NULL, ended_at = $1, \
             version = version + 1 WHERE id = $2 AND ended_at IS NULL RETURNING version, node",
        )
        .bind(now.as_millis())
        .bind(id.text())
        .fetch_optional(&mut *change)
        .await?;
        let Some(row) = row else {
            change.commit().await?;
            return Ok(None);
        };
        let node: Option<String> = row.try_get("node")?;
        let ended = Unread {
            version: u64::try_from(row.try_get::<i64, _>("version")?).unwrap_or(u64::MAX),
            place: node.and_then(|node| node.parse().ok()),
        };
        sqlx::query("DELETE FROM codes WHERE session = $1")
            .bind(id.text())
            .execute(&mut *change)
            .await?;
        if let Some(place) = ended.place {
            let end = Command::End {
                session: id,
                reason,
            };
            put_owed(&mut change, place, &[end], now).await?;
        }
        let mut pen = Pen::take(&mut change, chain).await?;
        let fill = |entry: &mut Entry| {
            entry.session = Some(id);
            entry.reason = Some(reason.text().to_owned());
        };
        let origin = Origin::default();
        pen.event(now, Actor::System, Action::Ended, &origin, fill)
            .await?;
        pen.put_down().await?;
        change.commit().await?;
        Ok(Some(ended))
    }
}
