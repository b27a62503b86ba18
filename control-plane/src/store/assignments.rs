//! Assignments of roles, from the config and from the API. Never says whether one may be made.

use std::collections::{BTreeMap, BTreeSet};

use lotse_domain::person::Label;
use lotse_domain::role::{Assignment, Role, RoleName, Scope};
use lotse_protocol::api::RowSource;
use lotse_protocol::id::{AssignmentId, TenantId};
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Executor};

use super::groups::know_groups;
use super::source::{self, signed};
use super::{Change, Store, StoreFault, json, parsed};
use crate::chance;

/// An assignment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssignmentRow {
    pub(crate) id: AssignmentId,
    pub(crate) source: RowSource,
    pub(crate) body: StoredAssignment,
    pub(crate) version: u64,
}

/// What it says; the role is read where it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredAssignment {
    pub(crate) role: RoleName,
    pub(crate) members: BTreeSet<Label>,
    pub(crate) scope: Scope,
}

impl StoredAssignment {
    /// Every group of people that it names.
    pub(crate) fn groups(&self) -> BTreeSet<Label> {
        let mut groups = self.members.clone();
        match &self.scope {
            Scope::Everybody => {}
            Scope::Some { user_groups, .. } => groups.extend(user_groups.iter().cloned()),
        }
        groups
    }
}

/// An assignment with its role, as the rules see it.
#[derive(Debug, Clone)]
pub(crate) struct Assigned {
    pub(crate) id: AssignmentId,
    pub(crate) role: RoleName,
    pub(crate) judged: Assignment,
}

const COLUMNS: &str = "SELECT id, source, body, version FROM assignments WHERE tenant = $1 ";

impl Store {
    /// Every assignment with its role. One whose role is gone gives nothing.
    pub(crate) async fn assigned(&self, tenant: TenantId) -> Result<Vec<Assigned>, StoreFault> {
        let rows = self.roles(tenant, "", i64::MAX).await?;
        let roles: BTreeMap<RoleName, Role> = rows
            .iter()
            .map(|row| (RoleName::Custom(row.id), row.judged()))
            .collect();
        let rows = every(&self.pool, tenant).await?;
        let with_role = |row: AssignmentRow| {
            let role = match row.body.role {
                RoleName::BuiltIn(built_in) => Role::BuiltIn(built_in),
                own @ RoleName::Custom(_) => roles.get(&own)?.clone(),
            };
            Some(Assigned {
                id: row.id,
                role: row.body.role,
                judged: Assignment {
                    role,
                    members: row.body.members,
                    scope: row.body.scope,
                },
            })
        };
        Ok(rows.into_iter().filter_map(with_role).collect())
    }

    /// Every assignment of the organisation with its role, as the rules see them.
    pub(crate) async fn assignments(&self, id: TenantId) -> Result<Vec<Assignment>, StoreFault> {
        let assigned = self.assigned(id).await?;
        Ok(assigned.into_iter().map(|one| one.judged).collect())
    }

    /// The next assignments, by age.
    pub(crate) async fn assignment_rows(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<AssignmentRow>, StoreFault> {
        let sql = format!("{COLUMNS} AND id > $2 ORDER BY id LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(after)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(assignment).collect()
    }

    /// The assignment with this id.
    pub(crate) async fn assignment(
        &self,
        tenant: TenantId,
        id: AssignmentId,
    ) -> Result<Option<AssignmentRow>, StoreFault> {
        let sql = format!("{COLUMNS} AND id = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(id.text())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| assignment(&row)).transpose()
    }
}

async fn every<'e>(
    from: impl Executor<'e, Database = Any>,
    tenant: TenantId,
) -> Result<Vec<AssignmentRow>, StoreFault> {
    let sql = format!("{COLUMNS} ORDER BY id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant.text())
        .fetch_all(from)
        .await?;
    rows.iter().map(assignment).collect()
}

fn assignment(row: &AnyRow) -> Result<AssignmentRow, StoreFault> {
    Ok(AssignmentRow {
        id: parsed(row, "assignments", "id")?,
        source: source::of(row, "assignments")?,
        body: json(row, "assignments", "body")?,
        version: source::version(row, "assignments")?,
    })
}

/// Every assignment, within a change.
pub(crate) async fn assignments_in(
    change: &mut Change,
    tenant: TenantId,
) -> Result<Vec<AssignmentRow>, StoreFault> {
    every(&mut **change, tenant).await
}

/// Writes a new assignment, and the groups that it names.
pub(crate) async fn add_assignment(
    change: &mut Change,
    tenant: TenantId,
    row: &AssignmentRow,
    now: Timestamp,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO assignments (id, tenant, source, body, version) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(row.id.text())
    .bind(tenant.text())
    .bind(source::text(row.source))
    .bind(serde_json::to_string(&row.body)?)
    .bind(signed(row.version))
    .execute(&mut **change)
    .await?;
    know_groups(change, tenant, row.body.groups(), now).await
}

/// Writes a changed assignment as the next version; `false` when somebody else was first.
pub(crate) async fn set_assignment(
    change: &mut Change,
    tenant: TenantId,
    row: &AssignmentRow,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "UPDATE assignments SET body = $1, version = version + 1 WHERE id = $2 AND version = $3",
    )
    .bind(serde_json::to_string(&row.body)?)
    .bind(row.id.text())
    .bind(signed(row.version))
    .execute(&mut **change)
    .await?;
    know_groups(change, tenant, row.body.groups(), now).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an assignment away; `false` when somebody else was first.
pub(crate) async fn drop_assignment(
    change: &mut Change,
    id: AssignmentId,
    version: u64,
) -> Result<bool, StoreFault> {
    let done = sqlx::query("DELETE FROM assignments WHERE id = $1 AND version = $2")
        .bind(id.text())
        .bind(signed(version))
        .execute(&mut **change)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes the config's assignments, and no other of the config's stays. One that says the same keeps its id.
pub(crate) async fn put_assignments(
    change: &mut Change,
    tenant: TenantId,
    bodies: Vec<StoredAssignment>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let mut before = assignments_in(change, tenant).await?;
    before.retain(|row| row.source == RowSource::Config);
    for body in bodies {
        if let Some(place) = before.iter().position(|row| row.body == body) {
            before.swap_remove(place);
            continue;
        }
        let row = AssignmentRow {
            id: AssignmentId::from_uuid(chance::uuid(now)?),
            source: RowSource::Config,
            body,
            version: 1,
        };
        add_assignment(change, tenant, &row, now).await?;
    }
    for gone in before {
        drop_assignment(change, gone.id, gone.version).await?;
    }
    Ok(())
}
