//! Roles of the organisation's own. Never holds a role that comes with Lotse.

use std::collections::BTreeSet;

use lotse_domain::person::Label;
use lotse_domain::role::{Permission, Role};
use lotse_protocol::id::{RoleId, TenantId};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::source::{signed, version};
use super::{Change, Store, StoreFault, json, parsed};

/// A role as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleRow {
    pub(crate) id: RoleId,
    pub(crate) name: Label,
    pub(crate) permissions: BTreeSet<Permission>,
    pub(crate) version: u64,
}

impl RoleRow {
    /// As the rules see it.
    pub(crate) fn judged(&self) -> Role {
        Role::Custom {
            id: self.id,
            name: self.name.clone(),
            permissions: self.permissions.clone(),
        }
    }
}

impl Store {
    /// The next roles, by age.
    pub(crate) async fn roles(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<RoleRow>, StoreFault> {
        let rows = sqlx::query(
            "SELECT id, name, permissions, version FROM roles WHERE tenant = $1 AND id > $2 \
             ORDER BY id LIMIT $3",
        )
        .bind(tenant.text())
        .bind(after)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(role).collect()
    }

    /// The role with this id.
    pub(crate) async fn role(
        &self,
        tenant: TenantId,
        id: RoleId,
    ) -> Result<Option<RoleRow>, StoreFault> {
        let row = sqlx::query(
            "SELECT id, name, permissions, version FROM roles WHERE tenant = $1 AND id = $2",
        )
        .bind(tenant.text())
        .bind(id.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| role(&row)).transpose()
    }
}

fn role(row: &AnyRow) -> Result<RoleRow, StoreFault> {
    let name: String = row.try_get("name")?;
    Ok(RoleRow {
        id: parsed(row, "roles", "id")?,
        name: Label::try_from(name).map_err(|_| StoreFault::Broken {
            table: "roles",
            column: "name",
        })?,
        permissions: json(row, "roles", "permissions")?,
        version: version(row, "roles")?,
    })
}

/// Writes a new role; `false` when another has its name.
pub(crate) async fn add_role(
    change: &mut Change,
    tenant: TenantId,
    role: &RoleRow,
) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "INSERT INTO roles (id, tenant, name, permissions, version) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING",
    )
    .bind(role.id.text())
    .bind(tenant.text())
    .bind(role.name.text())
    .bind(serde_json::to_string(&role.permissions)?)
    .bind(signed(role.version))
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a changed role as the next version; `false` when somebody else was first.
pub(crate) async fn set_role(change: &mut Change, role: &RoleRow) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "UPDATE roles SET name = $1, permissions = $2, version = version + 1 \
         WHERE id = $3 AND version = $4",
    )
    .bind(role.name.text())
    .bind(serde_json::to_string(&role.permissions)?)
    .bind(role.id.text())
    .bind(signed(role.version))
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether another role than `id` has this name.
pub(crate) async fn role_named(
    change: &mut Change,
    tenant: TenantId,
    name: &Label,
    id: RoleId,
) -> Result<bool, StoreFault> {
    let row = sqlx::query("SELECT id FROM roles WHERE tenant = $1 AND name = $2 AND id <> $3")
        .bind(tenant.text())
        .bind(name.text())
        .bind(id.text())
        .fetch_optional(&mut **change)
        .await?;
    Ok(row.is_some())
}

/// Takes a role away; `false` when somebody else was first.
pub(crate) async fn drop_role(
    change: &mut Change,
    id: RoleId,
    version: u64,
) -> Result<bool, StoreFault> {
    let done = sqlx::query("DELETE FROM roles WHERE id = $1 AND version = $2")
        .bind(id.text())
        .bind(signed(version))
        .execute(&mut **change)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many roles of its own the organisation has.
pub(crate) async fn role_count(change: &mut Change, tenant: TenantId) -> Result<i64, StoreFault> {
    let row = sqlx::query("SELECT COUNT(*) AS number FROM roles WHERE tenant = $1")
        .bind(tenant.text())
        .fetch_one(&mut **change)
        .await?;
    Ok(row.try_get("number")?)
}
