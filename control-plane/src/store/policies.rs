//! Policies of conditional access, as administrators wrote them. One that cannot be read any more is a fault, never a pass.

use lotse_domain::access::Policy;
use lotse_protocol::api::PolicyBody;
use lotse_protocol::id::{PolicyId, TenantId};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::source::{signed, version};
use super::{Change, Store, StoreFault, json, parsed};

/// A policy as stored.
#[derive(Debug, Clone)]
pub(crate) struct PolicyRow {
    pub(crate) id: PolicyId,
    pub(crate) body: PolicyBody,
    pub(crate) version: u64,
}

const COLUMNS: &str = "SELECT id, body, version FROM policies WHERE tenant = $1 ";

impl Store {
    /// Every policy, as the rules see them.
    pub(crate) async fn policies(&self, tenant: TenantId) -> Result<Vec<Policy>, StoreFault> {
        let rows = self.policy_rows(tenant, "", i64::MAX).await?;
        let broken = |_| StoreFault::Broken {
            table: "policies",
            column: "body",
        };
        rows.iter()
            .map(|row| Policy::parse(row.id, &row.body).map_err(broken))
            .collect()
    }

    /// The next policies, by age.
    pub(crate) async fn policy_rows(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<PolicyRow>, StoreFault> {
        let sql = format!("{COLUMNS} AND id > $2 ORDER BY id LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(after)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(policy).collect()
    }

    /// The policy with this id.
    pub(crate) async fn policy(
        &self,
        tenant: TenantId,
        id: PolicyId,
    ) -> Result<Option<PolicyRow>, StoreFault> {
        let sql = format!("{COLUMNS} AND id = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant.text())
            .bind(id.text())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| policy(&row)).transpose()
    }
}

fn policy(row: &AnyRow) -> Result<PolicyRow, StoreFault> {
    Ok(PolicyRow {
        id: parsed(row, "policies", "id")?,
        body: json(row, "policies", "body")?,
        version: version(row, "policies")?,
    })
}

/// Writes a new policy.
pub(crate) async fn add_policy(
    change: &mut Change,
    tenant: TenantId,
    row: &PolicyRow,
) -> Result<(), StoreFault> {
    sqlx::query("INSERT INTO policies (id, tenant, body, version) VALUES ($1, $2, $3, $4)")
        .bind(row.id.text())
        .bind(tenant.text())
        .bind(serde_json::to_string(&row.body)?)
        .bind(signed(row.version))
        .execute(&mut **change)
        .await?;
    Ok(())
}

/// Writes a changed policy as the next version; `false` when somebody else was first.
pub(crate) async fn set_policy(change: &mut Change, row: &PolicyRow) -> Result<bool, StoreFault> {
    let done = sqlx::query(
        "UPDATE policies SET body = $1, version = version + 1 WHERE id = $2 AND version = $3",
    )
    .bind(serde_json::to_string(&row.body)?)
    .bind(row.id.text())
    .bind(signed(row.version))
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a policy away; `false` when somebody else was first.
pub(crate) async fn drop_policy(
    change: &mut Change,
    id: PolicyId,
    version: u64,
) -> Result<bool, StoreFault> {
    let done = sqlx::query("DELETE FROM policies WHERE id = $1 AND version = $2")
        .bind(id.text())
        .bind(signed(version))
        .execute(&mut **change)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many policies the organisation has.
pub(crate) async fn policy_count(change: &mut Change, tenant: TenantId) -> Result<i64, StoreFault> {
    let row = sqlx::query("SELECT COUNT(*) AS number FROM policies WHERE tenant = $1")
        .bind(tenant.text())
        .fetch_one(&mut **change)
        .await?;
    Ok(row.try_get("number")?)
}
