//! Commands that a node must carry out whatever happens: written in the transaction of what they tell of, and kept until the
//! node has answered. Never holds who may receive: that is told again from the session as it is then.

use lotse_protocol::bus::Command;
use lotse_protocol::id::SessionId;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;

use super::{Change, Store, StoreFault, json, parsed};
use crate::limits::{OWED_BATCH_MAX, OWED_FIRST_AFTER, OWED_LIFE};

/// The end of a session, in the `what` column.
const END: &str = "end";

/// What of its session a command is about, when it must never be lost.
fn what(command: &Command) -> Option<(SessionId, String)> {
    match command {
        Command::End { session, .. } => Some((*session, END.to_owned())),
        Command::Revoke {
            session,
            participant,
        } => Some((*session, participant.text())),
        Command::Open { .. }
        | Command::Gate { .. }
        | Command::Suspect { .. }
        | Command::Lease { .. }
        | Command::Drain => None,
    }
}

/// Writes those of the commands that must never be lost; the end of a session makes the rest of it needless.
pub(super) async fn put_owed(
    change: &mut Change,
    place: NodePlace,
    commands: &[Command],
    now: Timestamp,
) -> Result<(), StoreFault> {
    for command in commands {
        let Some((session, what)) = what(command) else {
            continue;
        };
        if what == END {
            sqlx::query("DELETE FROM commands_owed WHERE place = $1 AND session = $2")
                .bind(place.text())
                .bind(session.text())
                .execute(&mut **change)
                .await?;
        }
        sqlx::query(
            "INSERT INTO commands_owed (place, session, what, command, since) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(place.text())
        .bind(session.text())
        .bind(what)
        .bind(serde_json::to_string(command)?)
        .bind(now.as_millis())
        .execute(&mut **change)
        .await?;
    }
    Ok(())
}

impl Store {
    /// The node has answered: nothing of this is owed any more. Says nothing of commands that are not kept.
    pub(crate) async fn paid(&self, place: NodePlace, command: &Command) -> Result<(), StoreFault> {
        let Some((session, what)) = what(command) else {
            return Ok(());
        };
        sqlx::query("DELETE FROM commands_owed WHERE place = $1 AND session = $2 AND what = $3")
            .bind(place.text())
            .bind(session.text())
            .bind(what)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The lives of nodes that are owed something. What is too old to matter is forgotten.
    pub(crate) async fn debtors(&self, now: Timestamp) -> Result<Vec<NodePlace>, StoreFault> {
        sqlx::query("DELETE FROM commands_owed WHERE since <= $1")
            .bind(now.saturating_sub(OWED_LIFE).as_millis())
            .execute(&self.pool)
            .await?;
        let rows = sqlx::query("SELECT DISTINCT place FROM commands_owed WHERE since <= $1")
            .bind(now.saturating_sub(OWED_FIRST_AFTER).as_millis())
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| parsed(row, "commands_owed", "place"))
            .collect()
    }

    /// What this life of a node has not answered, the oldest first.
    pub(crate) async fn owed(
        &self,
        place: NodePlace,
        now: Timestamp,
    ) -> Result<Vec<Command>, StoreFault> {
        let rows = sqlx::query(
            "SELECT command FROM commands_owed WHERE place = $1 AND since <= $2 \
             ORDER BY since LIMIT $3",
        )
        .bind(place.text())
        .bind(now.saturating_sub(OWED_FIRST_AFTER).as_millis())
        .bind(OWED_BATCH_MAX)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| json(row, "commands_owed", "command"))
            .collect()
    }

    /// This life of a node is over, and its legs with it.
    pub(crate) async fn forget_debtor(&self, place: NodePlace) -> Result<(), StoreFault> {
        sqlx::query("DELETE FROM commands_owed WHERE place = $1")
            .bind(place.text())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
