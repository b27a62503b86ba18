//! Sessions.

use lotse_protocol::id::{SessionId, UserId};

use super::{Store, StoreFault, parsed};

impl Store {
    /// The newest running session that a person is in.
    pub(crate) async fn current_session(
        &self,
        person: UserId,
    ) -> Result<Option<SessionId>, StoreFault> {
        let row = sqlx::query(
            "SELECT sessions.id FROM session_people \
             JOIN sessions ON sessions.id = session_people.session \
             WHERE session_people.person = $1 AND sessions.ended_at IS NULL \
             ORDER BY session_people.joined_at DESC LIMIT 1",
        )
        .bind(person.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| parsed(&row, "sessions", "id")).transpose()
    }
}
