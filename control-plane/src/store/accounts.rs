//! Accounts as administrators see them: listed, changed, taken away. Never touches a password after it was first given.

use lotse_protocol::id::{TenantId, UserId};
use sqlx::Row;

use super::people::{PERSON, person};
use super::source::signed;
use super::{Change, PersonRow, Store, StoreFault};

impl Store {
    /// The next people by username.
    pub(crate) async fn people(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<PersonRow>, StoreFault> {
        let sql =
            format!("{PERSON} WHERE tenant = $1 AND username > $2 ORDER BY username LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(after)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(person).collect()
    }
}

/// Writes what an administrator has changed as the next version; `false` when somebody else was first. Whoever is disabled is
/// signed out everywhere.
pub(crate) async fn set_account(
    change: &mut Change,
    person: &PersonRow,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "UPDATE people SET name = $1, email = $2, job_title = $3, company = $4, enabled = $5, \
         barred = $6, version = version + 1 WHERE id = $7 AND version = $8",
    )
    .bind(&person.name)
    .bind(person.email.as_deref())
    .bind(person.job_title.as_deref())
    .bind(person.company.as_deref())
    .bind(i64::from(person.enabled))
    .bind(i64::from(!person.enabled))
    .bind(person.id.text())
    .bind(signed(person.version))
    .execute(&mut **change)
    .await?;
    if !person.enabled {
        sqlx::query("DELETE FROM browser_sessions WHERE person = $1")
            .bind(person.id.text())
            .execute(&mut **change)
            .await?;
    }
    Ok(done.rows_affected() == 1)
}

/// Whether an account has left traces that must stay: sessions, devices, an identity.
pub(crate) async fn has_history(change: &mut Change, id: UserId) -> Result<bool, StoreFault> {
    let row = sqlx::query(
        "SELECT 1 FROM people WHERE id = $1 AND (\
         EXISTS (SELECT 1 FROM session_people WHERE session_people.person = people.id) \
         OR EXISTS (SELECT 1 FROM devices WHERE devices.primary_user = people.id) \
         OR EXISTS (SELECT 1 FROM identities WHERE identities.person = people.id))",
    )
    .bind(id.text())
    .fetch_optional(&mut **change)
    .await?;
    Ok(row.is_some())
}

/// Takes an account away with all that is its own; `false` when somebody else was first.
pub(crate) async fn drop_account(
    change: &mut Change,
    id: UserId,
    version: u64,
) -> Result<bool, StoreFault> {
    for sql in [
        "DELETE FROM memberships WHERE person = $1",
        "DELETE FROM passwords WHERE person = $1",
        "DELETE FROM pictures WHERE person = $1",
        "DELETE FROM browser_sessions WHERE person = $1",
    ] {
        sqlx::query(sql)
            .bind(id.text())
            .execute(&mut **change)
            .await?;
    }
    let done = sqlx::query("DELETE FROM people WHERE id = $1 AND version = $2")
        .bind(id.text())
        .bind(signed(version))
        .execute(&mut **change)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many people the organisation has.
pub(crate) async fn people_count(change: &mut Change, tenant: TenantId) -> Result<i64, StoreFault> {
    let row = sqlx::query("SELECT COUNT(*) AS number FROM people WHERE tenant = $1")
        .bind(tenant.text())
        .fetch_one(&mut **change)
        .await?;
    Ok(row.try_get("number")?)
}
