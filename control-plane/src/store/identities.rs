//! Who somebody is at an identity provider: issuer and subject stand for one person. Never told apart by name or e-mail.

use lotse_domain::person::Label;
use lotse_protocol::api::RowSource;
use lotse_protocol::id::{SessionId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::groups::put_groups;
use super::people::put_person;
use super::{Change, PersonRow, Store, StoreFault, parsed};

/// Somebody whom a provider vouches for.
pub(crate) struct Newly<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) provider: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) email: Option<&'a str>,
    pub(crate) job_title: Option<&'a str>,
    pub(crate) company: Option<&'a str>,
    pub(crate) groups: &'a [Label],
    /// By what else they are called there.
    pub(crate) handles: &'a [String],
    /// The id that they get when nobody knows them.
    pub(crate) fresh: UserId,
    pub(crate) now: Timestamp,
}

/// Whether they may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admitted {
    /// Yes, as this person.
    As(UserId),
    /// They are known, and disabled here.
    Disabled(UserId),
}

impl Store {
    /// Writes what a provider tells of a person: a new row the first time, a changed one after that.
    pub(crate) async fn admit(&self, newly: &Newly<'_>) -> Result<Admitted, StoreFault> {
        let mut change = self.begin().await?;
        let known = known(&mut change, newly).await?;
        if let Some((id, false)) = known {
            return Ok(Admitted::Disabled(id));
        }
        let id = known.map_or(newly.fresh, |(id, _)| id);
        let text = |text: Option<&str>| text.map(str::to_owned);
        let row = PersonRow {
            id,
            // Nobody signs in by it: a local account has a password beside it.
            username: format!("{}:{}", newly.provider, id.text()),
            name: newly.name.unwrap_or_default().to_owned(),
            email: text(newly.email),
            job_title: text(newly.job_title),
            company: text(newly.company),
            enabled: true,
            has_picture: false,
            source: RowSource::Provider,
            version: 1,
        };
        put_person(&mut change, newly.tenant, &row).await?;
        let who = (newly.tenant, id);
        put_groups(
            &mut change,
            who,
            newly.groups,
            RowSource::Provider,
            newly.now,
        )
        .await?;
        if known.is_none() {
            put_identity(&mut change, newly, id).await?;
        }
        put_handles(&mut change, id, newly.handles).await?;
        change.commit().await?;
        Ok(Admitted::As(id))
    }

    /// The running sessions that a person is in.
    pub(crate) async fn running_of(&self, person: UserId) -> Result<Vec<SessionId>, StoreFault> {
        let rows = sqlx::query(
            "SELECT sessions.id FROM session_people \
             JOIN sessions ON sessions.id = session_people.session \
             WHERE session_people.person = $1 AND sessions.ended_at IS NULL ORDER BY sessions.id",
        )
        .bind(person.text())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| parsed(row, "sessions", "id"))
            .collect()
    }
}

/// The person with this identity, and whether they are enabled.
async fn known(
    change: &mut Change,
    newly: &Newly<'_>,
) -> Result<Option<(UserId, bool)>, StoreFault> {
    let row = sqlx::query(
        "SELECT people.id, people.enabled FROM identities JOIN people ON people.id = identities.person \
         WHERE identities.tenant = $1 AND identities.issuer = $2 AND identities.subject = $3",
    )
    .bind(newly.tenant.text())
    .bind(newly.issuer)
    .bind(newly.subject)
    .fetch_optional(&mut **change)
    .await?;
    row.map(|row| {
        let enabled = row.try_get::<i64, _>("enabled")? == 1;
        Ok((parsed(&row, "people", "id")?, enabled))
    })
    .transpose()
}

/// What a provider no longer says is forgotten.
async fn put_handles(
    change: &mut Change,
    person: UserId,
    handles: &[String],
) -> Result<(), StoreFault> {
    sqlx::query("DELETE FROM handles WHERE person = $1")
        .bind(person.text())
        .execute(&mut **change)
        .await?;
    for handle in handles {
        sqlx::query("INSERT INTO handles (person, handle) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(person.text())
            .bind(handle)
            .execute(&mut **change)
            .await?;
    }
    Ok(())
}

async fn put_identity(
    change: &mut Change,
    newly: &Newly<'_>,
    person: UserId,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO identities (tenant, issuer, subject, provider, person) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(newly.tenant.text())
    .bind(newly.issuer)
    .bind(newly.subject)
    .bind(newly.provider)
    .bind(person.text())
    .execute(&mut **change)
    .await?;
    Ok(())
}
