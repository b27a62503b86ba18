//! People, their passwords, pictures and groups. Never gives a password's hash to anybody but the sign-in.

use lotse_domain::person::{Label, Person};
use lotse_protocol::api::RowSource;
use lotse_protocol::id::{TenantId, UserId};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Change, Store, StoreFault, parsed, source};
use crate::config::{PasswordHashText, Picture, PictureKind};

/// A person as stored.
#[derive(Clone)]
pub(crate) struct PersonRow {
    pub(crate) id: UserId,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) has_picture: bool,
    pub(crate) source: RowSource,
    pub(crate) version: u64,
}

impl PersonRow {
    /// As the rules see them.
    pub(crate) fn judged(&self, tenant: TenantId, groups: Vec<Label>) -> Person {
        Person {
            id: self.id,
            tenant,
            enabled: self.enabled,
            groups: groups.into_iter().collect(),
        }
    }
}

/// A profile picture as stored.
pub(crate) struct PictureRow {
    pub(crate) kind: PictureKind,
    pub(crate) bytes: Vec<u8>,
}

pub(super) const PERSON: &str = "SELECT id, username, name, email, job_title, company, enabled, source, version, \
    CASE WHEN EXISTS (SELECT 1 FROM pictures WHERE pictures.person = people.id) THEN 1 ELSE 0 END AS has_picture \
    FROM people ";

impl Store {
    /// The person with this id.
    pub(crate) async fn person(&self, id: UserId) -> Result<Option<PersonRow>, StoreFault> {
        let sql = sqlx::AssertSqlSafe(format!("{PERSON} WHERE id = $1"));
        let row = sqlx::query(sql).bind(id.text()).fetch_optional(&self.pool);
        row.await?.map(|row| person(&row)).transpose()
    }

    /// The person who signs in as this, and the hash of their password.
    pub(crate) async fn sign_in(
        &self,
        tenant: TenantId,
        username: &str,
    ) -> Result<Option<(UserId, PasswordHashText)>, StoreFault> {
        let row = sqlx::query(
            "SELECT people.id, passwords.hash FROM people \
             JOIN passwords ON passwords.person = people.id \
             WHERE people.tenant = $1 AND people.username = $2 AND people.enabled = 1",
        )
        .bind(tenant.text())
        .bind(username)
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            Ok((
                parsed(&row, "people", "id")?,
                parsed(&row, "passwords", "hash")?,
            ))
        })
        .transpose()
    }

    /// The person who signs in as this, unless disabled.
    pub(crate) async fn person_named(
        &self,
        tenant: TenantId,
        username: &str,
    ) -> Result<Option<UserId>, StoreFault> {
        let row = sqlx::query(
            "SELECT id FROM people WHERE tenant = $1 AND username = $2 AND enabled = 1",
        )
        .bind(tenant.text())
        .bind(username)
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| parsed(&row, "people", "id")).transpose()
    }

    /// The one person who signs in as this, or else is called so by their identity provider, unless disabled. Nobody, when it
    /// may be several: what a provider calls people never hides who signs in so.
    pub(crate) async fn person_called(
        &self,
        tenant: TenantId,
        name: &str,
    ) -> Result<Option<UserId>, StoreFault> {
        let rows = sqlx::query(
            "SELECT id FROM people WHERE tenant = $1 AND enabled = 1 AND (username = $2 \
             OR (id IN (SELECT person FROM handles WHERE handle = $2) AND NOT EXISTS \
             (SELECT 1 FROM people WHERE tenant = $1 AND enabled = 1 AND username = $2))) LIMIT 2",
        )
        .bind(tenant.text())
        .bind(name)
        .fetch_all(&self.pool)
        .await?;
        match rows.as_slice() {
            [one] => parsed(one, "people", "id").map(Some),
            [] | [_, _, ..] => Ok(None),
        }
    }

    /// The groups a person is in.
    pub(crate) async fn groups(&self, id: UserId) -> Result<Vec<Label>, StoreFault> {
        let rows =
            sqlx::query("SELECT DISTINCT member_of FROM memberships WHERE person = $1 ORDER BY 1")
                .bind(id.text())
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| {
                let text: String = row.try_get("member_of")?;
                Label::try_from(text).map_err(|_| StoreFault::Broken {
                    table: "memberships",
                    column: "member_of",
                })
            })
            .collect()
    }

    /// A person's picture.
    pub(crate) async fn picture(&self, id: UserId) -> Result<Option<PictureRow>, StoreFault> {
        let row = sqlx::query("SELECT media_type, bytes FROM pictures WHERE person = $1")
            .bind(id.text())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            let media_type: String = row.try_get("media_type")?;
            let kind = PictureKind::from_media_type(&media_type).ok_or(StoreFault::Broken {
                table: "pictures",
                column: "media_type",
            })?;
            let bytes = row.try_get("bytes")?;
            Ok(PictureRow { kind, bytes })
        })
        .transpose()
    }
}

pub(super) fn person(row: &AnyRow) -> Result<PersonRow, StoreFault> {
    Ok(PersonRow {
        id: parsed(row, "people", "id")?,
        username: row.try_get("username")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        job_title: row.try_get("job_title")?,
        company: row.try_get("company")?,
        enabled: row.try_get::<i64, _>("enabled")? == 1,
        has_picture: row.try_get::<i64, _>("has_picture")? == 1,
        source: source::of(row, "people")?,
        version: source::version(row, "people")?,
    })
}

/// The id of the person with this username.
pub(crate) async fn id_of(
    change: &mut Change,
    tenant: TenantId,
    username: &str,
) -> Result<Option<UserId>, StoreFault> {
    let row = sqlx::query("SELECT id FROM people WHERE tenant = $1 AND username = $2")
        .bind(tenant.text())
        .bind(username)
        .fetch_optional(&mut **change)
        .await?;
    row.map(|row| parsed(&row, "people", "id")).transpose()
}

/// Writes a person, new or changed. Whom an administrator has disabled stays so.
pub(crate) async fn put_person(
    change: &mut Change,
    tenant: TenantId,
    person: &PersonRow,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO people (id, tenant, username, name, email, job_title, company, enabled, source) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, \
         job_title = excluded.job_title, company = excluded.company, source = excluded.source, \
         enabled = CASE WHEN people.barred = 1 THEN 0 ELSE excluded.enabled END",
    )
    .bind(person.id.text())
    .bind(tenant.text())
    .bind(&person.username)
    .bind(&person.name)
    .bind(person.email.as_deref())
    .bind(person.job_title.as_deref())
    .bind(person.company.as_deref())
    .bind(i64::from(person.enabled))
    .bind(source::text(person.source))
    .execute(&mut **change)
    .await?;
    Ok(())
}

/// Writes the hash of a person's password.
pub(crate) async fn put_password(
    change: &mut Change,
    id: UserId,
    hash: &PasswordHashText,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO passwords (person, hash) VALUES ($1, $2) \
         ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
    )
    .bind(id.text())
    .bind(hash.text())
    .execute(&mut **change)
    .await?;
    Ok(())
}

/// Writes a person's picture, or takes it away.
pub(crate) async fn put_picture(
    change: &mut Change,
    id: UserId,
    picture: Option<&Picture>,
) -> Result<(), StoreFault> {
    sqlx::query("DELETE FROM pictures WHERE person = $1")
        .bind(id.text())
        .execute(&mut **change)
        .await?;
    let Some(picture) = picture else {
        return Ok(());
    };
    sqlx::query("INSERT INTO pictures (person, media_type, bytes) VALUES ($1, $2, $3)")
        .bind(id.text())
        .bind(picture.kind.media_type())
        .bind(picture.bytes.clone())
        .execute(&mut **change)
        .await?;
    Ok(())
}

/// Disables everybody of the config who is not listed: people whom it no longer names. People of an identity provider, and
/// those whom an administrator has made, are their affair.
pub(crate) async fn disable_others(
    change: &mut Change,
    tenant: TenantId,
    listed: &[UserId],
) -> Result<(), StoreFault> {
    let rows =
        sqlx::query("SELECT id FROM people WHERE tenant = $1 AND enabled = 1 AND source = $2")
            .bind(tenant.text())
            .bind(source::text(RowSource::Config))
            .fetch_all(&mut **change)
            .await?;
    for row in &rows {
        let id: UserId = parsed(row, "people", "id")?;
        if listed.contains(&id) {
            continue;
        }
        sqlx::query("UPDATE people SET enabled = 0 WHERE id = $1")
            .bind(id.text())
            .execute(&mut **change)
            .await?;
        sqlx::query("DELETE FROM browser_sessions WHERE person = $1")
            .bind(id.text())
            .execute(&mut **change)
            .await?;
    }
    Ok(())
}
