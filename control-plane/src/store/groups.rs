//! Groups of people and who is in them. A group is known by its name; whoever puts somebody in is remembered, so that the
//! config, a provider and an administrator do not undo each other's work.

use lotse_domain::person::Label;
use lotse_protocol::api::RowSource;
use lotse_protocol::id::{GroupId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Change, Store, StoreFault, parsed, source};
use crate::chance;

/// A group as stored.
#[derive(Debug, Clone)]
pub(crate) struct GroupRow {
    pub(crate) id: GroupId,
    pub(crate) name: Label,
    pub(crate) members: u64,
}

/// Somebody in a group.
#[derive(Debug, Clone)]
pub(crate) struct MemberRow {
    pub(crate) person: UserId,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) source: RowSource,
}

const GROUP: &str = "SELECT person_groups.id, person_groups.name, \
    (SELECT COUNT(DISTINCT memberships.person) FROM memberships \
    JOIN people ON people.id = memberships.person \
    WHERE memberships.member_of = person_groups.name AND people.tenant = person_groups.tenant) AS members \
    FROM person_groups WHERE tenant = $1 ";

impl Store {
    /// The next groups by name.
    pub(crate) async fn group_rows(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<GroupRow>, StoreFault> {
        let sql = format!("{GROUP} AND name > $2 ORDER BY name LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(after)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(group).collect()
    }

    /// The group with this id.
    pub(crate) async fn group(
        &self,
        tenant: TenantId,
        id: GroupId,
    ) -> Result<Option<GroupRow>, StoreFault> {
        let sql = format!("{GROUP} AND id = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(id.text())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| group(&row)).transpose()
    }

    /// The next people of a group by username; one row for each who put them there.
    pub(crate) async fn members(
        &self,
        tenant: TenantId,
        group: &Label,
        after: &str,
        most: i64,
    ) -> Result<Vec<MemberRow>, StoreFault> {
        let rows = sqlx::query(
            "SELECT people.id, people.username, people.name, memberships.source FROM memberships \
             JOIN people ON people.id = memberships.person \
             WHERE people.tenant = $1 AND memberships.member_of = $2 \
             AND people.username || '/' || memberships.source > $3 \
             ORDER BY people.username || '/' || memberships.source LIMIT $4",
        )
        .bind(tenant.text())
        .bind(group.text())
        .bind(after)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(MemberRow {
                    person: parsed(row, "people", "id")?,
                    username: row.try_get("username")?,
                    name: row.try_get("name")?,
                    source: source::of(row, "memberships")?,
                })
            })
            .collect()
    }
}

impl MemberRow {
    /// Where the next page goes on.
    pub(crate) fn cursor(&self) -> String {
        format!("{}/{}", self.username, source::text(self.source))
    }
}

fn group(row: &AnyRow) -> Result<GroupRow, StoreFault> {
    let name: String = row.try_get("name")?;
    let broken = |column| StoreFault::Broken {
        table: "person_groups",
        column,
    };
    Ok(GroupRow {
        id: parsed(row, "person_groups", "id")?,
        name: Label::try_from(name).map_err(|_| broken("name"))?,
        members: u64::try_from(row.try_get::<i64, _>("members")?).map_err(|_| broken("members"))?,
    })
}

/// Writes a new group; `false` when it is there.
pub(crate) async fn add_group(
    change: &mut Change,
    tenant: TenantId,
    id: GroupId,
    name: &Label,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "INSERT INTO person_groups (id, tenant, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(id.text())
    .bind(tenant.text())
    .bind(name.text())
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes those of the groups that are not known yet.
pub(crate) async fn know_groups(
    change: &mut Change,
    tenant: TenantId,
    groups: impl IntoIterator<Item = Label>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    for name in groups {
        let id = GroupId::from_uuid(chance::uuid(now)?);
        add_group(change, tenant, id, &name).await?;
    }
    Ok(())
}

/// How many groups the organisation has.
pub(crate) async fn group_count(change: &mut Change, tenant: TenantId) -> Result<i64, StoreFault> {
    let row = sqlx::query("SELECT COUNT(*) AS number FROM person_groups WHERE tenant = $1")
        .bind(tenant.text())
        .fetch_one(&mut **change)
        .await?;
    Ok(row.try_get("number")?)
}

/// Takes a group away that nobody is in; `false` when somebody is.
pub(crate) async fn drop_group(
    change: &mut Change,
    tenant: TenantId,
    group: &GroupRow,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "DELETE FROM person_groups WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM memberships \
         JOIN people ON people.id = memberships.person \
         WHERE memberships.member_of = $2 AND people.tenant = $3)",
    )
    .bind(group.id.text())
    .bind(group.name.text())
    .bind(tenant.text())
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts somebody into a group; `false` when an administrator had done so before.
pub(crate) async fn add_member(
    change: &mut Change,
    person: UserId,
    group: &Label,
    from: RowSource,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "INSERT INTO memberships (person, member_of, source) VALUES ($1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(person.text())
    .bind(group.text())
    .bind(source::text(from))
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes somebody out whom an administrator had put in; `false` when none had.
pub(crate) async fn drop_member(
    change: &mut Change,
    person: UserId,
    group: &Label,
) -> Result<bool, StoreFault> {
    let done =
        sqlx::query("DELETE FROM memberships WHERE person = $1 AND member_of = $2 AND source = $3")
            .bind(person.text())
            .bind(group.text())
            .bind(source::text(RowSource::Api))
            .execute(&mut **change)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody is in a group, whoever put them there.
pub(crate) async fn is_member(
    change: &mut Change,
    person: UserId,
    group: &Label,
) -> Result<bool, StoreFault> {
    let row = sqlx::query("SELECT 1 FROM memberships WHERE person = $1 AND member_of = $2 LIMIT 1")
        .bind(person.text())
        .bind(group.text())
        .fetch_optional(&mut **change)
        .await?;
    Ok(row.is_some())
}

/// Writes the groups that one source knows a person in, and no other of that source stays.
pub(crate) async fn put_groups(
    change: &mut Change,
    (tenant, id): (TenantId, UserId),
    groups: &[Label],
    from: RowSource,
    now: Timestamp,
) -> Result<(), StoreFault> {
    sqlx::query("DELETE FROM memberships WHERE person = $1 AND source = $2")
        .bind(id.text())
        .bind(source::text(from))
        .execute(&mut **change)
        .await?;
    for group in groups {
        add_member(change, id, group, from).await?;
    }
    know_groups(change, tenant, groups.iter().cloned(), now).await
}
