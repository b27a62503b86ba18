//! The built-in inventory.

use std::collections::BTreeSet;

use lotse_domain::device::{Compliance, Device, Os};
use lotse_domain::person::Label;
use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Change, Store, StoreFault, json, parsed};

/// A device as stored.
#[derive(Clone)]
pub(crate) struct DeviceRow {
    pub(crate) id: DeviceId,
    pub(crate) name: String,
    pub(crate) primary_user: Option<UserId>,
    pub(crate) body: DeviceBody,
}

/// What the inventory tells of a device.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeviceBody {
    pub(crate) os: Option<Os>,
    pub(crate) serial: Option<String>,
    pub(crate) enrolled: bool,
    pub(crate) compliance: Compliance,
    pub(crate) failed_rules: Vec<String>,
    pub(crate) last_check_in: Option<Timestamp>,
    pub(crate) groups: BTreeSet<Label>,
    pub(crate) tags: BTreeSet<Label>,
}

impl DeviceRow {
    /// As the rules see it.
    pub(crate) fn judged(&self, tenant: TenantId) -> Device {
        let body = self.body.clone();
        Device {
            id: self.id,
            tenant,
            os: body.os,
            primary_user: self.primary_user,
            enrolled: body.enrolled,
            compliance: body.compliance,
            failed_rules: body.failed_rules,
            last_check_in: body.last_check_in,
            groups: body.groups,
            tags: body.tags,
        }
    }
}

impl Store {
    /// The first devices by name, after the one with the name `after`.
    pub(crate) async fn devices(
        &self,
        tenant: TenantId,
        after: &str,
        most: i64,
    ) -> Result<Vec<(DeviceRow, Option<String>)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT devices.id, devices.name, devices.primary_user, devices.body, \
             people.name AS owner FROM devices LEFT JOIN people ON people.id = devices.primary_user \
             WHERE devices.tenant = $1 AND devices.id > $2 ORDER BY devices.id LIMIT $3",
        )
        .bind(tenant.text())
        .bind(after)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| Ok((device(row)?, row.try_get("owner")?)))
            .collect()
    }

    /// Every device whose primary user is this person.
    pub(crate) async fn devices_of(&self, person: UserId) -> Result<Vec<DeviceRow>, StoreFault> {
        let rows = sqlx::query(
            "SELECT id, name, primary_user, body FROM devices WHERE primary_user = $1 ORDER BY id",
        )
        .bind(person.text())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(device).collect()
    }

    /// The device with this id.
    pub(crate) async fn device(
        &self,
        tenant: TenantId,
        id: DeviceId,
    ) -> Result<Option<DeviceRow>, StoreFault> {
        let row = sqlx::query(
            "SELECT id, name, primary_user, body FROM devices WHERE tenant = $1 AND id = $2",
        )
        .bind(tenant.text())
        .bind(id.text())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| device(&row)).transpose()
    }
}

fn device(row: &AnyRow) -> Result<DeviceRow, StoreFault> {
    let primary_user: Option<String> = row.try_get("primary_user")?;
    let broken = |_| StoreFault::Broken {
        table: "devices",
        column: "primary_user",
    };
    Ok(DeviceRow {
        id: parsed(row, "devices", "id")?,
        name: row.try_get("name")?,
        primary_user: primary_user
            .map(|text| text.parse().map_err(broken))
            .transpose()?,
        body: json(row, "devices", "body")?,
    })
}

/// The id of the device with this name.
pub(crate) async fn id_of(
    change: &mut Change,
    tenant: TenantId,
    name: &str,
) -> Result<Option<DeviceId>, StoreFault> {
    let row = sqlx::query("SELECT id FROM devices WHERE tenant = $1 AND name = $2")
        .bind(tenant.text())
        .bind(name)
        .fetch_optional(&mut **change)
        .await?;
    row.map(|row| parsed(&row, "devices", "id")).transpose()
}

/// Writes a device, new or changed.
pub(crate) async fn put_device(
    change: &mut Change,
    tenant: TenantId,
    device: &DeviceRow,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO devices (id, tenant, name, primary_user, body) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET primary_user = excluded.primary_user, body = excluded.body",
    )
    .bind(device.id.text())
    .bind(tenant.text())
    .bind(&device.name)
    .bind(device.primary_user.map(UserId::text))
    .bind(serde_json::to_string(&device.body)?)
    .execute(&mut **change)
    .await?;
    Ok(())
}

/// Takes every device out of the inventory that is not listed.
pub(crate) async fn drop_others(
    change: &mut Change,
    tenant: TenantId,
    listed: &[DeviceId],
) -> Result<(), StoreFault> {
    let rows = sqlx::query("SELECT id FROM devices WHERE tenant = $1")
        .bind(tenant.text())
        .fetch_all(&mut **change)
        .await?;
    for row in &rows {
        let id: DeviceId = parsed(row, "devices", "id")?;
        if listed.contains(&id) {
            continue;
        }
        sqlx::query("DELETE FROM devices WHERE id = $1")
            .bind(id.text())
            .execute(&mut **change)
            .await?;
    }
    Ok(())
}
