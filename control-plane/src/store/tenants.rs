//! The organisation and its settings.

use lotse_domain::settings::Settings;
use lotse_protocol::id::TenantId;
use sqlx::Row;

use super::{Change, Store, StoreFault, json, parsed};

/// The organisation as stored.
#[derive(Clone)]
pub(crate) struct TenantRow {
    pub(crate) id: TenantId,
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) domain_verified: bool,
    pub(crate) settings: Settings,
}

impl Store {
    /// The organisation.
    pub(crate) async fn tenant(&self, id: TenantId) -> Result<Option<TenantRow>, StoreFault> {
        let row = sqlx::query(
            "SELECT id, name, domain, domain_verified, settings FROM tenants WHERE id = $1",
        )
        .bind(id.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            Ok(TenantRow {
                id: parsed(&row, "tenants", "id")?,
                name: row.try_get("name")?,
                domain: row.try_get("domain")?,
                domain_verified: row.try_get::<i64, _>("domain_verified")? == 1,
                settings: json(&row, "tenants", "settings")?,
            })
        })
        .transpose()
    }

    /// The one organisation of this data folder, when it was started before.
    pub(crate) async fn only_tenant(&self) -> Result<Option<TenantId>, StoreFault> {
        let row = sqlx::query("SELECT id FROM tenants ORDER BY id LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| parsed(&row, "tenants", "id")).transpose()
    }
}

/// The one organisation of this data folder, within a change.
pub(crate) async fn only_tenant(change: &mut Change) -> Result<Option<TenantId>, StoreFault> {
    let row = sqlx::query("SELECT id FROM tenants ORDER BY id LIMIT 1")
        .fetch_optional(&mut **change)
        .await?;
    row.map(|row| parsed(&row, "tenants", "id")).transpose()
}

/// Writes the organisation, new or changed.
pub(crate) async fn put_tenant(change: &mut Change, tenant: &TenantRow) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO tenants (id, name, domain, domain_verified, settings) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, \
         domain_verified = excluded.domain_verified, settings = excluded.settings",
    )
    .bind(tenant.id.text())
    .bind(&tenant.name)
    .bind(&tenant.domain)
    .bind(i64::from(tenant.domain_verified))
    .bind(serde_json::to_string(&tenant.settings)?)
    .execute(&mut **change)
    .await?;
    Ok(())
}
